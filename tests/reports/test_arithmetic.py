"""Rates, changes and years beside exact fractions: whatever the numbers are."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.achievement import RatePolicy, change_percent, rate_percent
from app.reports.checks import as_printed
from app.reports.years import window, years_later

AMOUNTS = st.integers(0, 10**14)
TARGETS = st.integers(1, 10**14)
CAPS = st.none() | st.integers(1, 1000)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
KINDS = st.sampled_from(["calendar", "school"])
HALF = Fraction(1, 2)


@given(AMOUNTS, TARGETS, CAPS)
def test_a_rate_rounded_half_up_is_that_of_the_exact_fraction(achieved, target, cap):
    exact = floor(Fraction(100 * achieved, target) + HALF)

    rate = rate_percent(achieved, target, RatePolicy("half_up", cap))

    assert rate == (exact if cap is None else min(exact, cap))


@given(AMOUNTS, TARGETS, CAPS)
def test_a_truncated_rate_is_that_of_the_exact_fraction(achieved, target, cap):
    exact = floor(Fraction(100 * achieved, target))

    rate = rate_percent(achieved, target, RatePolicy("truncate", cap))

    assert rate == (exact if cap is None else min(exact, cap))


@given(AMOUNTS, AMOUNTS, TARGETS, CAPS, st.sampled_from(["half_up", "truncate"]))
def test_who_achieves_more_has_no_smaller_rate(one, other, target, cap, rounding):
    less, more = sorted((one, other))
    policy = RatePolicy(rounding, cap)

    assert rate_percent(less, target, policy) <= rate_percent(more, target, policy)


@given(TARGETS)
def test_exactly_half_a_percent_is_rounded_up_and_a_little_less_is_not(half):
    target = 200 * half

    assert rate_percent(half, target, RatePolicy("half_up")) == 1
    assert rate_percent(half - 1, target, RatePolicy("half_up")) == 0
    assert rate_percent(2 * half - 1, target, RatePolicy("truncate")) == 0


@pytest.mark.parametrize("target", [None, 0, -1])
def test_there_is_no_rate_of_no_target(target):
    assert rate_percent(5, target, RatePolicy(cap=100)) is None


@pytest.mark.parametrize(("cap", "rate"), [(99, 99), (100, 100), (101, 101), (102, 101)])
def test_a_cap_ends_a_rate_only_where_it_is_reached(cap, rate):
    assert rate_percent(101, 100, RatePolicy(cap=cap)) == rate


@given(AMOUNTS, TARGETS)
def test_a_change_is_that_of_the_exact_fraction_with_halves_away_from_zero(now, before):
    exact = Fraction(100 * (now - before), before)
    rounded = floor(abs(exact) + HALF)

    assert change_percent(now, before) == (rounded if exact >= 0 else -rounded)


@given(TARGETS, st.integers(0, 10**6))
def test_as_much_more_and_as_much_less_are_the_same_change(before, step):
    step = min(step, before)

    assert change_percent(before + step, before) == -change_percent(before - step, before)


@pytest.mark.parametrize("before", [0, -3])
def test_there_is_no_change_from_nothing(before):
    assert change_percent(7, before) is None


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 4))
def test_a_ratio_keeps_the_printed_decimals_and_rounds_halves_away_from_zero(value, places):
    scale = 10**places
    rounded = floor(abs(Fraction(value)) * scale + HALF)

    shown = as_printed(value, Decimal(1).scaleb(-places))

    assert Fraction(shown) * scale == (rounded if value >= 0 else -rounded)
    assert shown.as_tuple().exponent == -places


@given(st.integers(1990, 2100), KINDS)
def test_years_follow_each_other_without_a_gap_or_a_day_in_both(year, kind):
    this, following = window(year, kind), window(year + 1, kind)

    assert this.until + timedelta(days=1) == following.start
    assert this.start <= this.until
    assert window(year, kind, through=year + 1) == type(this)(this.start, following.until)


@given(st.integers(1990, 2100), KINDS, DAYS)
def test_a_day_to_count_until_ends_a_year_early_and_never_late(year, kind, day):
    whole, cut = window(year, kind), window(year, kind, as_of=day)

    assert cut.start == whole.start
    assert cut.until == min(whole.until, day)


@given(DAYS, st.integers(-80, 80))
def test_the_same_day_of_another_year_keeps_month_and_day(day, years):
    moved = years_later(day, years)

    assert moved.year == day.year + years
    assert (moved.month, moved.day) == (day.month, day.day) or (
        (day.month, day.day, moved.month, moved.day) == (2, 29, 2, 28)
    )
