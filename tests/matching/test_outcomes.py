"""What rankings were worth, told by who was chosen."""

from datetime import date

import pytest

from app.matching.outcomes import ENOUGH, Logged, by_month, split_at, worth

TEN = tuple("가나다라마바사아자차")
MARCH, APRIL = date(2026, 3, 5), date(2026, 4, 1)


def logged(*chosen, on=MARCH, shown=TEN):
    return Logged(on, shown, frozenset(chosen))


def test_the_first_of_those_chosen_counts_and_only_among_ten():
    found = worth(
        "all",
        [logged("나"), logged("차", "다"), logged("카", shown=(*TEN, "카")), logged()],
        {*TEN, "카"},
        None,
    )

    assert (found.rankings, found.decided) == (4, 3)
    assert found.hit_rate == pytest.approx(2 / 3)
    assert found.mrr == pytest.approx((1 / 2 + 1 / 3 + 0) / 3)


def test_one_who_was_never_shown_is_a_miss():
    found = worth("all", [logged("밖의곳")], {*TEN}, None)

    assert (found.hit_rate, found.mrr) == (0.0, 0.0)


def test_nothing_decided_has_no_rate():
    found = worth("all", [logged()], {*TEN}, None)

    assert (found.hit_rate, found.mrr, found.is_enough) == (None, None, False)


def test_the_spread_is_over_every_ranking_decided_or_not():
    found = worth("all", [logged(), logged("가", shown=("가",))], {*TEN, "카"}, frozenset({"가"}))

    assert (found.spread.places, found.spread.shown) == (11, 10)
    assert found.spread.long_tail == pytest.approx(9 / 11)


def test_thirty_decided_rankings_are_enough():
    runs = [logged("가")] * ENOUGH

    assert worth("all", runs, {*TEN}, None).is_enough
    assert not worth("all", [*runs[1:], logged()], {*TEN}, None).is_enough


def test_a_split_puts_its_own_day_behind_it():
    before, there = logged(on=date(2026, 3, 31)), logged(on=APRIL)

    assert split_at([there, before], APRIL) == {"< 2026-04-01": [before], ">= 2026-04-01": [there]}


def test_months_come_in_their_order():
    april, march = logged(on=APRIL), logged(on=MARCH)

    assert by_month([april, march]) == {"2026-03": [march], "2026-04": [april]}
