"""What people type, read as they mean it."""

import pytest

from app.core.errors import InvalidInput
from app.pages.forms import count_typed, won_typed
from app.pages.requests import read


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1980000", 1_980_000),
        ("1,980,000원", 1_980_000),
        ("198만원", 1_980_000),
        ("198 만", 1_980_000),
        ("2천만원", 20_000_000),
        ("1억 2,000만", 120_000_000),
        ("1.5억", 150_000_000),
        ("5백만", 5_000_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed, amount):
    assert won_typed("amount", typed) == amount


@pytest.mark.parametrize(
    "typed", ["백만", "약 200만", "-5", "1e6", "2천만원 정도", "만만", "1.5", "9" * 19]
)
def test_what_is_no_amount_is_refused_beside_its_field(typed):
    with pytest.raises(InvalidInput) as refusal:
        won_typed("amount", typed)

    assert refusal.value.faults[0].pointer == "/amount"
    assert "180만원" in refusal.value.faults[0].ko


def test_a_count_may_have_commas_and_nothing_else():
    assert count_typed("quantity", "1,200") == 1_200
    with pytest.raises(InvalidInput):
        count_typed("quantity", "스무 장")


@pytest.mark.parametrize(
    ("vat", "price", "budget", "mode"),
    [
        ("included", 1_800_000, 1_980_000, "taxable"),
        ("excluded", 1_980_000, 2_178_000, "taxable"),
        ("exempt", 1_980_000, 1_980_000, "exempt"),
    ],
)
def test_from_one_amount_the_price_without_the_tax_and_the_budget_with_it_follow(
    vat, price, budget, mode
):
    _, wanted = read({"title": ["현수막"], "amount": ["198만원"], "vat": [vat]}, "ko")

    assert (wanted.estimated_price_krw, wanted.budget_krw, wanted.vat_mode) == (price, budget, mode)


def test_every_fault_stands_beside_its_field_at_once_and_what_was_typed_is_kept():
    typed = {
        "amount": ["많이"],
        "quantity": ["여럿"],
        "needed_from": ["2026-12-10"],
        "needed_until": ["2026-12-01"],
    }

    form, wanted = read(typed, "ko")

    assert wanted is None
    assert set(form.faults) == {"title", "amount", "quantity"}
    assert form.value("amount") == "많이"
    again, _ = read({**typed, "title": ["현수막"], "amount": ["1"], "quantity": ["1"]}, "ko")
    assert again.faults == {"needed_until": "필요 기간의 끝이 시작보다 빠릅니다."}


def test_licences_are_parted_by_commas():
    _, wanted = read({"title": ["경비"], "required_licences": ["경비업 허가, 소독업 신고 ,"]}, "ko")

    assert wanted.required_licences == ["경비업 허가", "소독업 신고"]


def test_faults_are_in_the_language_of_the_reader():
    form, _ = read({"title": ["현수막"], "amount": ["?"]}, "en")

    assert form.faults["amount"].startswith("Write an amount")
