"""Every unit and every kind of certificate, by each of its names and against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import checks, kinds, units

from .makers import product

SERVICE = ["회", "시간", "차시", "편", "건", "면", "호", "㎡", "개소", "실", "m", "m/m"]
SERVICE += ["일", "과정", "월", "식", "kw"]
GOODS = ["개", "kg", "㎥", "톤", "세트", "부", "대", "명", "인분", "상자", "매", "l"]
SPELLINGS = {
    "㎡": "m2 M2 m² 제곱미터 평방미터 ㎡.",
    "kg": "㎏ KG Kg 킬로 킬로그램 킬로그람 kg.",
    "개": "ea EA Ea. 개입",
    "kw": "kW KW ㎾ 킬로와트",
    "m/m": "M/M mm MM 맨먼스 인월",
    "m": "M 미터",
    "㎥": "m3 M3 m³",
    "톤": "t T ton TON",
}
SPELT = [(one, unit) for unit, others in SPELLINGS.items() for one in others.split()]
MEMBERS = {
    "certified_social_enterprise", "prelim_se_regional", "prelim_se_ministry", "cooperative",
    "social_cooperative", "village_enterprise", "self_sufficiency_enterprise", "social_venture",
}  # fmt: skip
STANDS = {
    ("social_cooperative", "cooperative"),
    ("prelim_se_ministry", "prelim_se_regional"),
    *((one, kinds.SOCIAL_ECONOMY) for one in MEMBERS),
}


def amount(quantity, monthly, *, unit="개", own="개"):
    """Check one product's capacity against a quantity."""
    return checks.capacity(quantity, unit, (product(unit=own, monthly_capacity=monthly),))


@pytest.mark.parametrize(("spelt", "unit"), SPELT)
def test_every_spelling_of_a_unit_is_written_in_one(spelt: str, unit: str) -> None:
    assert units.canonical(spelt) == unit
    assert units.comparable(spelt, unit)
    assert units.months_counted(spelt) == units.months_counted(unit)


@pytest.mark.parametrize("unit", SERVICE)
def test_a_service_is_counted_over_three_months_in_each_unit(unit: str) -> None:
    assert amount(30, 10, unit=unit, own=unit).outcome == "pass"
    assert amount(31, 10, unit=unit, own=unit).outcome == "fail"


@pytest.mark.parametrize("unit", GOODS)
def test_goods_are_counted_over_one_month_in_each_unit(unit: str) -> None:
    assert amount(10, 10, unit=unit, own=unit).outcome == "pass"
    assert amount(11, 10, unit=unit, own=unit).outcome == "fail"


@given(st.sampled_from(sorted(SPELLINGS)), st.sampled_from(sorted(SPELLINGS)))
def test_two_units_are_compared_both_ways_or_not_at_all(one, other) -> None:
    assert units.comparable(one, other) is units.comparable(other, one) is (one == other)


@pytest.mark.parametrize("blank", ["", " ", ".", " . "])
def test_a_blank_unit_is_no_unit(blank: str) -> None:
    assert units.canonical(blank) is None
    assert amount(1, 100, unit=blank, own=blank).outcome == "unknown"


@pytest.mark.parametrize(
    ("held", "asked"), [(one, two) for one in kinds.NAMES for two in kinds.NAMES]
)
def test_a_kind_answers_itself_and_what_it_stands_for_and_nothing_else(
    held: str, asked: str
) -> None:
    assert kinds.answers(held, asked) is (held == asked or (held, asked) in STANDS)


@pytest.mark.parametrize(
    ("name", "code"), [(name, code) for code, names in kinds.NAMES.items() for name in names]
)
def test_each_name_of_a_kind_is_found_however_it_is_spaced(name: str, code: str) -> None:
    assert kinds.code_of(name) == kinds.code_of(" ".join(name)) == kinds.code_of(code) == code
