"""What the price, the home and the place of a ware are worth, as a ranking shows it."""

import pytest

from app.matching import POLICY, Index, rank

from .makers import THESAURUS, need, product, selling, supplier


@pytest.mark.parametrize(
    ("each", "value"),
    [(100_000, 1.0), (100_001, 0.99993), (107_500, 0.5), (114_999, 0.00007), (115_000, 0.0)],
)
def test_the_points_for_price_fall_evenly_to_nothing_at_115_percent(
    each: int, value: float
) -> None:
    ware = product("사무실 청소", unit="회", unit_price_krw=each)
    wanted = need(quantity=10, unit="회", budget_krw=1_000_000)

    (found,) = rank(wanted, Index(THESAURUS, [supplier(products=(ware,))])).results

    told = {factor.name: factor for factor in found.factors}
    assert told["price"].value == pytest.approx(value, abs=1e-5)
    assert told["price"].weight == POLICY.price


@pytest.mark.parametrize(
    ("region", "home", "value"),
    [
        ("서울특별시", "서울특별시", 1.0),
        ("서울특별시", "노원구", 0.5),
        ("부산광역시 중구", "중구", 0.0),
        ("서울 중구", "중구", 1.0),
        ("경기도 성남시", "경기 성남시", 1.0),
        ("경기도 성남시", "경기도 수원시", 0.5),
        ("전국", "서울특별시", 0.0),
        ("달나라", "노원구", 0.5),
        ("서울특별시", "달나라", 0.5),
    ],
)
def test_a_home_is_near_by_district_then_by_province(region: str, home: str, value: float) -> None:
    (found,) = rank(need(region=region), Index(THESAURUS, [supplier(district=home)])).results

    assert {factor.name: factor.value for factor in found.factors}["nearness"] == value


@pytest.mark.parametrize(("place_of_ware", "value"), [(0, 1.0), (1, 0.4), (2, 0.2), (5, 0.2)])
def test_the_main_line_earns_more_than_the_second_and_any_later_ware(
    place_of_ware: int, value: float
) -> None:
    wares = [f"꽃 화분 {number}" for number in range(6)]
    wares[place_of_ware] = "사무실 청소"

    (found,) = rank(need(), Index(THESAURUS, [selling(*wares)])).results

    assert {factor.name: factor.value for factor in found.factors}["focus"] == value


def test_the_points_of_every_answer_are_those_of_the_policy_and_add_up_to_a_hundred() -> None:
    (found,) = rank(need(), Index(THESAURUS, [supplier()])).results

    assert tuple((one.name, one.weight) for one in found.factors) == POLICY.table
    assert sum(one.weight for one in found.factors) == 100
