"""A supplier serves a region or it does not; a few districts are not the city."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import regions
from app.matching.regions import Area

PLACES = [
    "전국",
    "수도권",
    "서울특별시",
    "서울특별시 노원구",
    "경기도",
    "경기도 성남시",
    "부산광역시",
    "노원구",
]


def covered(offered: str, asked: str) -> bool:
    """Say it with the words people write."""
    one, other = regions.parse(offered), regions.parse(asked)
    assert one is not None
    assert other is not None
    return regions.covers(one, other)


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("전국", Area("전국")),
        ("수도권", Area("수도권")),
        ("서울", Area("서울특별시")),
        ("서울시", Area("서울특별시")),
        ("서울특별시 노원구", Area("서울특별시", "노원구")),
        ("서울 노원", Area("서울특별시", "노원구")),
        ("노원구", Area("서울특별시", "노원구")),
        ("노원", Area("서울특별시", "노원구")),
        ("경기도 성남시 분당구", Area("경기도", "성남시 분당구")),
        ("전라북도", Area("전북특별자치도")),
        ("seoul", Area("서울특별시")),
    ],
)
def test_a_region_is_read_as_people_write_it(written: str, area: Area) -> None:
    assert regions.parse(written) == area


@pytest.mark.parametrize("written", [None, "", "  ", "달나라", "gangdong"])
def test_an_unknown_region_is_not_guessed(written: str | None) -> None:
    assert regions.parse(written) is None


@pytest.mark.parametrize("asked", PLACES)
def test_the_nation_covers_everything(asked: str) -> None:
    assert covered("전국", asked)


@pytest.mark.parametrize("offered", [place for place in PLACES if place != "전국"])
def test_nothing_less_covers_the_nation(offered: str) -> None:
    assert not covered(offered, "전국")


@pytest.mark.parametrize(
    "asked", ["서울특별시", "서울특별시 강동구", "경기도", "인천광역시", "수도권"]
)
def test_the_capital_area_covers_seoul_gyeonggi_and_incheon(asked: str) -> None:
    assert covered("수도권", asked)


@pytest.mark.parametrize("asked", ["부산광역시", "강원특별자치도", "세종"])
def test_the_capital_area_covers_no_other_province(asked: str) -> None:
    assert not covered("수도권", asked)


def test_a_city_covers_each_of_its_districts() -> None:
    assert covered("서울특별시", "서울특별시 노원구")


def test_a_district_covers_itself() -> None:
    assert covered("서울특별시 노원구", "노원구")


def test_a_district_does_not_cover_its_neighbour() -> None:
    assert not covered("서울특별시 노원구", "서울특별시 도봉구")


def test_a_district_does_not_cover_the_city() -> None:
    assert not covered("서울특별시 노원구", "서울특별시")


def test_the_same_district_name_in_two_cities_is_two_places() -> None:
    assert not covered("부산광역시 중구", "서울특별시 중구")


@given(st.sampled_from(PLACES))
def test_every_place_covers_itself(place: str) -> None:
    assert covered(place, place)


@given(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_covering_is_handed_on(one: str, other: str, third: str) -> None:
    if covered(one, other) and covered(other, third):
        assert covered(one, third)


def test_a_district_is_found_in_a_line_of_search() -> None:
    assert regions.in_text("노원 휠체어 수리") == (Area("서울특별시", "노원구"), "노원")


def test_a_line_without_a_place_has_none() -> None:
    assert regions.in_text("휠체어 수리") is None


@pytest.mark.parametrize("word", ["전국", "수도권"])
def test_the_whole_nation_is_no_place_to_narrow_to(word: str) -> None:
    assert regions.in_text(f"{word} 배송") is None


def test_an_area_is_labelled_as_the_register_writes_it() -> None:
    assert regions.label(Area("서울특별시", "노원구")) == "서울특별시 노원구"
    assert regions.label(Area("경기도")) == "경기도"
