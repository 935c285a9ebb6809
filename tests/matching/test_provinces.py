"""Every province by every name, districts that share a name, and the packed form of areas."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import regions
from app.matching.regions import Area
from app.matching.territory import covered, ground, is_certain

PROVINCES = {
    "서울특별시": "서울 서울시 seoul",
    "부산광역시": "부산 부산시 busan",
    "대구광역시": "대구 대구시 daegu",
    "인천광역시": "인천 인천시 incheon",
    "광주광역시": "광주 gwangju",
    "대전광역시": "대전 대전시 daejeon",
    "울산광역시": "울산 울산시 ulsan",
    "세종특별자치시": "세종 세종시 sejong",
    "경기도": "경기 gyeonggi",
    "강원특별자치도": "강원 강원도 gangwon",
    "충청북도": "충북 chungbuk",
    "충청남도": "충남 chungnam",
    "전북특별자치도": "전북 전라북도 jeonbuk",
    "전라남도": "전남 jeonnam",
    "경상북도": "경북 gyeongbuk",
    "경상남도": "경남 gyeongnam",
    "제주특별자치도": "제주 제주도 jeju",
}
ALIASES = [(one, full) for full, names in PROVINCES.items() for one in (full, *names.split())]
CAPITAL = {"서울특별시", "인천광역시", "경기도"}
DISTRICTS = [
    "종로", "용산", "성동", "광진", "동대문", "중랑", "성북", "강북", "도봉", "노원", "은평", "서대문",
    "마포", "양천", "강서", "구로", "금천", "영등포", "동작", "관악", "서초", "강남", "송파", "강동",
]  # fmt: skip
WRITTEN = [
    "전국", "수도권", *PROVINCES, *(f"서울 {one}구" for one in (*DISTRICTS, "중")),
    "부산 중구", "부산광역시 강서구", "대전 중구", "경기도 성남시", "경기도 성남시 분당구", "모르는 곳",
]  # fmt: skip
PLACES = st.sampled_from(WRITTEN)
SERVED = st.lists(PLACES, max_size=6).map(tuple)


def area(written: str) -> Area:
    """Read a place that is known."""
    found = regions.parse(written)
    assert found is not None
    return found


@pytest.mark.parametrize(("alias", "full"), ALIASES)
def test_a_province_is_read_by_each_of_its_names(alias: str, full: str) -> None:
    assert regions.parse(alias) == Area(full)


@pytest.mark.parametrize(("alias", "full"), ALIASES)
def test_a_county_keeps_its_name_under_any_name_of_the_province(alias: str, full: str) -> None:
    assert regions.parse(f"{alias} 가상군") == Area(full, "가상군")


@pytest.mark.parametrize("district", DISTRICTS)
def test_a_district_of_seoul_is_known_with_and_without_its_ending(district: str) -> None:
    asked = Area("서울특별시", f"{district}구")

    assert {
        regions.parse(text)
        for text in (district, f"{district}구", f"서울 {district}", f"서울시 {district}구")
    } == {asked}


def test_the_middle_district_is_of_seoul_only_where_no_other_city_is_named() -> None:
    assert regions.parse("중구") == Area("서울특별시", "중구")
    assert regions.parse("인천 중구") == Area("인천광역시", "중구")
    assert regions.parse("울산 중구") == Area("울산광역시", "중구")


def test_the_single_syllable_of_the_middle_district_names_no_place() -> None:
    assert regions.parse("중") is None
    assert regions.in_text("학교 중 청소") is None


@pytest.mark.parametrize("city", ["부산", "대구", "인천", "대전", "울산"])
def test_the_middle_district_of_another_city_is_not_the_one_of_seoul(city: str) -> None:
    assert not regions.covers(area("중구"), area(f"{city} 중구"))
    assert not regions.covers(area(f"{city} 중구"), area("서울 중구"))


@pytest.mark.parametrize(
    "written", ["\u3000서울 ", "서울  노원구", "서울\t노원구", "\n서울 노원구\n"]
)
def test_blanks_around_and_between_do_not_matter(written: str) -> None:
    assert area(written).province == "서울특별시"


@pytest.mark.parametrize("province", PROVINCES)
def test_the_capital_area_is_made_of_three_provinces_and_their_districts(province: str) -> None:
    inside = province in CAPITAL

    assert regions.covers(area("수도권"), Area(province)) is inside
    assert regions.covers(area("수도권"), Area(province, "가상구")) is inside


@pytest.mark.parametrize("province", sorted(CAPITAL))
def test_no_single_province_covers_the_capital_area(province: str) -> None:
    assert not regions.covers(Area(province), area("수도권"))


@given(PLACES, PLACES)
def test_two_places_that_cover_each_other_are_one(one, other) -> None:
    first, second = regions.parse(one), regions.parse(other)
    if first and second and regions.covers(first, second) and regions.covers(second, first):
        assert first == second


@given(PLACES)
def test_a_label_is_read_as_the_area_it_names(written) -> None:
    known = regions.parse(written)

    if known is not None:
        assert regions.parse(regions.label(known)) == known


@given(SERVED, PLACES.filter(lambda one: regions.parse(one) is not None))
def test_the_packed_areas_agree_with_covering_where_no_odd_place_is_served(served, asked) -> None:
    bits, wanted = regions.mask(served), area(asked)
    offered = [regions.parse(one) for one in served]
    plainly = any(one is not None and regions.covers(one, wanted) for one in offered)
    packed = bool(bits & regions.covering(wanted))

    assert packed <= plainly
    if not bits & regions.ODD:
        assert packed == plainly


@given(SERVED, SERVED)
def test_the_packed_form_of_two_lists_is_that_of_both_together(one, other) -> None:
    if one and other:
        assert regions.mask(one) | regions.mask(other) == regions.mask((*one, *other))


@pytest.mark.parametrize("served", [(), ("모르는 곳",), ("부산 중구",), ("서울", "달나라")])
def test_what_has_no_bit_of_its_own_is_marked_odd(served: tuple[str, ...]) -> None:
    assert regions.mask(served) & regions.ODD


@given(st.lists(PLACES.filter(lambda one: regions.parse(one) is not None), min_size=1, max_size=2))
def test_the_first_place_in_a_line_is_the_one_found(places) -> None:
    words = [regions.label(area(one)).split()[0] for one in places]
    named = [one for one in words if one not in ("전국", "수도권")]
    found = regions.in_text(" 청소 ".join(words))

    assert (found and found[1]) == (named[0] if named else None)


def test_the_capital_area_is_ground_of_the_districts_of_seoul_and_two_provinces() -> None:
    pieces = ground("수도권")

    assert {one.province for one in pieces} == CAPITAL
    assert len([one for one in pieces if one.district]) == 25
    assert Area("서울특별시") not in pieces


def test_the_ground_of_the_nation_holds_every_province_once() -> None:
    pieces = ground("전국")

    assert {one.province for one in pieces} == set(PROVINCES)
    assert len(pieces) == 25 + 16


def test_all_districts_together_cover_the_city_that_none_covers_alone() -> None:
    city = ground("서울")
    districts = tuple(f"서울 {one}구" for one in (*DISTRICTS, "중"))

    assert covered(districts, city) == city
    assert covered(districts[:-1], city) == city - {Area("서울특별시", "중구")}


@pytest.mark.parametrize("region", [None, ""])
def test_where_no_region_is_asked_there_is_no_ground_to_cover(region: str | None) -> None:
    assert ground(region) == frozenset()
    assert covered(("서울",), ground(region)) == frozenset()


def test_a_region_nobody_knows_is_covered_by_who_names_it_and_by_the_nation() -> None:
    strange = ground("달나라")

    assert covered(("달나라",), strange) == strange
    assert covered(("전국",), strange) == strange
    assert covered(("서울",), strange) == frozenset()


@pytest.mark.parametrize(
    ("served", "asked", "sure"),
    [
        (("부산",), "서울", True),
        ((), "서울", False),
        (("부산", "달나라"), "서울", False),
        (("부산",), "달나라", False),
    ],
)
def test_what_is_not_covered_is_certain_only_where_all_words_are_known(
    served: tuple[str, ...], asked: str, *, sure: bool
) -> None:
    assert is_certain(served, ground(asked)) is sure


@given(SERVED, PLACES, PLACES)
def test_serving_one_more_place_never_covers_less(served, more, asked) -> None:
    assert covered(served, ground(asked)) <= covered((*served, more), ground(asked))
