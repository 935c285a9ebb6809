"""Rates and years are arithmetic: they are shown without a database."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.achievement import RatePolicy, basis_of, change_percent, rate_percent
from app.reports.years import Window, today, window, years_later

HALF_UP, TRUNCATE = RatePolicy("half_up"), RatePolicy("truncate")


@pytest.mark.parametrize(
    ("achieved", "target", "policy", "rate"),
    [
        (14, 12, HALF_UP, 117),
        (14, 12, RatePolicy(cap=100), 100),
        (25, 14, HALF_UP, 179),
        (25, 14, TRUNCATE, 178),
        (1, 200, HALF_UP, 1),
        (1, 200, TRUNCATE, 0),
        (6_418_000_000, 5_000_000_000, HALF_UP, 128),
        (0, 300, HALF_UP, 0),
        (7, 0, HALF_UP, None),
    ],
)
def test_a_rate_follows_the_policy_of_its_goal(achieved, target, policy, rate):
    assert rate_percent(achieved, target, policy) == rate


@given(st.integers(0, 10**14), st.integers(1, 10**14))
def test_rounding_half_up_is_never_more_than_half_a_percent_away(achieved, target):
    rate = rate_percent(achieved, target, HALF_UP)

    assert abs(2 * rate * target - 200 * achieved) <= target
    assert rate_percent(achieved, target, TRUNCATE) in (rate, rate - 1)


@pytest.mark.parametrize(
    ("now", "before", "change"),
    [(330, 240, 38), (240, 330, -27), (5, 0, None), (3, 8, -63), (13, 8, 63)],
)
def test_a_change_is_rounded_away_from_zero(now, before, change):
    assert change_percent(now, before) == change


def test_amounts_are_compared_with_amounts_and_counts_with_counts():
    assert basis_of("원") == "amount"
    assert basis_of("건") == "count"


def test_a_school_year_ends_with_february_of_the_next_year():
    assert window(2017, "school") == Window(date(2017, 3, 1), date(2018, 2, 28))
    assert window(2019, "school").until == date(2020, 2, 29)
    assert window(2017) == Window(date(2017, 1, 1), date(2017, 12, 31))


def test_nothing_is_counted_after_the_day_asked_for():
    assert window(2017, as_of=date(2017, 6, 30)).until == date(2017, 6, 30)
    assert window(2017, as_of=date(2018, 6, 30)).until == date(2017, 12, 31)


def test_a_leap_day_is_compared_with_the_end_of_february():
    assert years_later(date(2020, 2, 29), -1) == date(2019, 2, 28)
    assert years_later(date(2020, 2, 29), -4) == date(2016, 2, 29)
    assert years_later(None, -1) is None
    assert years_later(date(1, 1, 1), -27) == date(1, 1, 1)


def test_the_day_of_a_report_is_the_day_in_seoul():
    assert today(datetime(2017, 12, 31, 15, 30, tzinfo=UTC)) == date(2018, 1, 1)
