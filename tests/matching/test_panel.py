"""Advice is counted from everyone of the trade, and from nobody else."""

from datetime import date

import pytest
from hypothesis import given, settings

from app.matching import POLICY, Index, Lot, rank
from app.matching.gaps import serves
from app.matching.panel import capacity_left, judged_on, panel, servers
from app.matching.regions import covers, parse
from app.matching.room import claim

from .makers import THESAURUS, TODAY, certificate, need, product, selling, supplier
from .test_properties import needs, registers
from .test_provinces import PLACES, SERVED


def members(wanted, *suppliers):
    """Name the members of the panel, in order."""
    found = panel(wanted, Index(THESAURUS, suppliers), POLICY, TODAY)
    return [one.supplier.name for one in found]


def test_the_likest_of_the_trade_comes_first_and_strangers_do_not_come() -> None:
    baker, cleaner = selling("단체 도시락", name="빵집"), selling("청사 청소용역", name="청소꾼")
    kindred = selling("유리창 청소", name="창문")

    found = members(need(), baker, kindred, cleaner)

    assert found[0] == "청소꾼"
    assert "빵집" not in found


def test_who_fails_a_requirement_is_counted_but_who_has_closed_is_not() -> None:
    far = selling("청사 청소용역", name="먼곳", service_regions=("제주",))
    shut = selling("청사 청소용역", name="닫은곳", status="closed")

    assert members(need(region="서울"), far, shut) == ["먼곳"]


@settings(max_examples=40, deadline=None)
@given(needs, registers)
def test_everyone_on_the_panel_stands_as_the_ranking_says(wanted, register) -> None:
    index = Index(THESAURUS, register)
    answer = rank(wanted, index, limit=100, near_limit=100)
    told = {one.supplier.id: one for one in (*answer.results, *answer.near_misses)}

    found = panel(wanted, index, POLICY, TODAY)

    assert all(one.likeness >= POLICY.lot_likeness for one in found)
    for one in found:
        if one.supplier.id in told:
            assert one.checks == told[one.supplier.id].checks
            assert one.eligibility == told[one.supplier.id].eligibility


@pytest.mark.parametrize(
    ("needed", "closes", "expected"),
    [
        (date(2026, 9, 1), date(2026, 4, 1), date(2026, 9, 1)),
        (None, date(2026, 4, 1), date(2026, 4, 1)),
        (None, None, TODAY),
    ],
)
def test_papers_are_judged_on_the_day_of_need_then_of_closing_then_of_asking(
    needed: date | None, closes: date | None, expected: date
) -> None:
    assert judged_on(need(needed_from=needed, closes_on=closes), TODAY) == expected


def test_the_day_decides_who_is_eligible_on_the_panel() -> None:
    held = supplier(certifications=(certificate(valid_until=date(2026, 6, 30)),))
    asked = {"required_certifications": ("women_enterprise",)}
    index = Index(THESAURUS, [held])

    last, after = (
        panel(need(needed_from=day, **asked), index, POLICY, TODAY)[0].eligibility
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    )

    assert (last, after) == ("eligible", "ineligible")


def test_a_lot_is_served_by_those_of_its_trade_who_are_not_too_small() -> None:
    small, large = (
        supplier(name, products=(product("단체 도시락", unit="개", monthly_capacity=amount),))
        for name, amount in (("작은", 99), ("큰", 100))
    )
    silent, cleaner = selling("단체 도시락", name="말없는"), selling("사무실 청소", name="청소꾼")
    lots = (Lot(title="도시락", quantity=100, unit="개"), Lot(title="청사 청소용역"))

    register = Index(THESAURUS, [small, large, silent, cleaner])
    found = servers(need("행사", lots=lots), register, POLICY, TODAY)

    assert found == {"큰": ("도시락",), "말없는": ("도시락",), "청소꾼": ("청사 청소용역",)}


@pytest.mark.parametrize(
    ("unit", "expected"), [("개", 70), ("회", 30), ("kg", None), (None, None), ("EA", 70)]
)
def test_the_capacity_told_is_the_most_of_one_ware_in_the_unit(
    unit: str | None, expected: float | None
) -> None:
    wares = [
        product("하나", unit="개", monthly_capacity=50),
        product("둘", unit="ea", monthly_capacity=70),
        product("셋", unit="회", monthly_capacity=10),
        product("넷", unit="kg"),
    ]

    assert capacity_left(wares, unit, claim(need(), TODAY)) == expected


@given(SERVED, PLACES)
def test_whether_a_place_is_served_is_known_only_where_every_word_is(served, asked) -> None:
    area = parse(asked)
    if area is None:
        return
    known = [parse(one) for one in served]
    surely = any(one is not None and covers(one, area) for one in known)

    assert serves(served, area) is (
        True if surely else None if None in known or not known else False
    )
