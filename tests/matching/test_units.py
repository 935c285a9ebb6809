"""Quantities are set side by side only in the same unit."""

import pytest

from app.matching import units


@pytest.mark.parametrize(
    ("one", "other"),
    [("㎡", "m2"), ("kg", "KG"), ("개", "EA"), ("kW", "㎾"), ("회", " 회 "), ("M/M", "mm")],
)
def test_two_spellings_of_a_unit_are_one_unit(one: str, other: str) -> None:
    assert units.comparable(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("개", "세트"), ("회", "시간"), ("명", "인분"), ("m", "㎡")]
)
def test_different_units_are_never_compared(one: str, other: str) -> None:
    assert not units.comparable(one, other)


@pytest.mark.parametrize(("one", "other"), [(None, "개"), ("개", None), (None, None), ("", "")])
def test_a_missing_unit_is_not_comparable(one: str | None, other: str | None) -> None:
    assert not units.comparable(one, other)


@pytest.mark.parametrize(
    "unit", ["회", "시간", "차시", "㎡", "m2", "월", "식", "kW", "M/M", "개소"]
)
def test_a_service_may_use_three_months_of_capacity(unit: str) -> None:
    assert units.months_counted(unit) == 3


@pytest.mark.parametrize("unit", ["개", "kg", "부", "세트", "대", "인분", None])
def test_goods_are_delivered_out_of_one_month(unit: str | None) -> None:
    assert units.months_counted(unit) == 1


@pytest.mark.parametrize(
    ("quantity", "unit", "written"),
    [
        (20, "장", "20 장"),
        (1_234_567.0, "개", "1234567 개"),
        (2.5, "톤", "2.5 톤"),
        (3.0, None, "3"),
    ],
)
def test_an_amount_is_written_with_all_its_digits(quantity, unit, written):
    assert units.amount(quantity, unit) == written
