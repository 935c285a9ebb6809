"""What open contracts have promised is not there to be had again."""

from datetime import date, timedelta

import pytest

from app.matching import Change, Commitment, Index, Lot, checks, rank
from app.matching.bench import assemble
from app.matching.outlook import fixes, prospects
from app.matching.room import Claim
from app.matching.weights import POLICY

from .makers import THESAURUS, TODAY, need, product, supplier

FIRST, LAST = date(2026, 5, 1), date(2026, 5, 31)
A_DAY = timedelta(days=1)
MAY = Claim("봄 행사", FIRST, LAST)


def lunches(*promised: Commitment, monthly: int = 100):
    """Offer a hundred lunches a month, some of them promised."""
    return product("단체 도시락", unit="개", monthly_capacity=monthly, commitments=promised)


def asked(quantity: float, *promised: Commitment, claim: Claim | None = MAY, monthly: int = 100):
    """Ask for so many lunches in May."""
    return checks.capacity(quantity, "개", (lunches(*promised, monthly=monthly),), claim)


@pytest.mark.parametrize(("quantity", "outcome"), [(70, "pass"), (71, "fail")])
def test_what_is_promised_is_taken_off_to_the_last_piece(quantity: int, outcome: str) -> None:
    found = asked(quantity, Commitment(20), Commitment(10))

    assert (found.outcome, found.found) == (outcome, "70 개")


def test_what_is_short_says_how_much_is_promised() -> None:
    change = asked(100, Commitment(20)).change

    assert change == Change(
        "raise_capacity",
        {
            "available": 80,
            "required": 100,
            "unit": "개",
            "short_percent": 20.0,
            "months": 1,
            "committed": 20,
        },
    )


def test_a_contract_of_unknown_amount_leaves_open_what_would_suffice() -> None:
    found = asked(60, Commitment(None), Commitment(30))

    assert found.outcome == "unknown"
    assert found.change == Change(
        "confirm_contracts", {"quantity": 60, "unit": "개", "contracts": 1}
    )


def test_what_would_not_suffice_even_so_fails() -> None:
    assert asked(101, Commitment(None)).outcome == "fail"
    assert asked(71, Commitment(None), Commitment(30)).outcome == "fail"


def test_more_promised_than_there_is_leaves_nothing() -> None:
    assert asked(1, Commitment(500)).found == "0 개"


@pytest.mark.parametrize(
    ("begins", "ends", "outcome"),
    [
        (None, FIRST - A_DAY, "pass"),
        (None, FIRST, "fail"),
        (LAST, None, "fail"),
        (LAST + A_DAY, None, "pass"),
        (None, None, "fail"),
        (FIRST - A_DAY, LAST + A_DAY, "fail"),
    ],
)
def test_only_what_is_promised_in_the_time_asked_about_counts(
    begins: date | None, ends: date | None, outcome: str
) -> None:
    assert asked(100, Commitment(1, begins, ends)).outcome == outcome


def test_what_is_promised_to_the_need_itself_is_there_for_it() -> None:
    promised = Commitment(60, need="봄 행사")

    assert asked(100, promised).outcome == "pass"
    assert asked(100, promised, claim=Claim("가을 행사", FIRST, LAST)).outcome == "fail"


def test_a_promise_without_a_need_is_nobodys_own() -> None:
    assert asked(100, Commitment(1), claim=Claim("", FIRST, LAST)).outcome == "fail"


def test_another_product_with_room_speaks_for_the_supplier() -> None:
    both = (lunches(Commitment(None)), lunches(Commitment(10)))

    assert checks.capacity(90, "개", both, MAY).outcome == "pass"


def test_a_ranking_sets_those_without_room_below_those_with_it() -> None:
    free = supplier("가", products=(lunches(),))
    busy = supplier("나", products=(lunches(Commitment(50)),))
    wanted = need("단체 도시락", quantity=80.0, unit="개", needed_from=FIRST)

    found = rank(wanted, Index(THESAURUS, [free, busy]))

    assert [one.supplier.name for one in found.results] == ["가"]
    assert [one.supplier.name for one in found.near_misses] == ["나"]


def test_a_lot_is_not_served_by_who_has_promised_the_amount() -> None:
    busy = supplier("나", products=(lunches(Commitment(50)),))
    lot = Lot(title="단체 도시락", quantity=80.0, unit="개")

    (near,) = rank(need("단체 도시락", lots=(lot,)), Index(THESAURUS, [busy])).near_misses

    assert [check.name for check in near.checks if check.outcome == "fail"] == ["lots"]


@pytest.mark.parametrize(
    ("promised", "free"), [((), 100), ((Commitment(30),), 70), ((Commitment(None),), None)]
)
def test_a_partner_brings_what_it_has_left(promised, free: float | None) -> None:
    wanted = need("단체 도시락", quantity=500.0, unit="개")
    index = Index(THESAURUS, [supplier("가", products=(lunches(*promised),))])

    (doers,) = assemble(wanted, (), index, POLICY, TODAY).doers

    assert doers["가"].capacity == free


@pytest.mark.parametrize(
    ("promised", "code", "opens"),
    [(Commitment(90), "raise_capacity", True), (Commitment(None), "confirm_contracts", False)],
)
def test_an_enterprise_is_told_what_more_room_would_open(promised, code: str, *, opens) -> None:
    one = supplier("가", products=(lunches(promised),))
    alone = Index(THESAURUS, [one])
    wanted = need("단체 도시락", quantity=80.0, unit="개")

    (fix,) = fixes(prospects(one, [wanted], alone, POLICY, TODAY))

    assert fix.change.code == code
    assert (fix.opens if opens else fix.settles) == ("단체 도시락",)
