"""Months that are counted on from a day, and the day it is in Seoul."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import add_months, korean_day

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
COUNTS = st.integers(-240, 240)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2017, 1, 31), 1, date(2017, 2, 28)),
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 2, 29), 48, date(2020, 2, 29)),
        (date(2017, 2, 28), 12, date(2018, 2, 28)),
        (date(2017, 8, 31), 1, date(2017, 9, 30)),
        (date(2017, 11, 30), 3, date(2018, 2, 28)),
        (date(2017, 12, 1), 1, date(2018, 1, 1)),
        (date(2017, 1, 15), -1, date(2016, 12, 15)),
        (date(2017, 3, 31), -1, date(2017, 2, 28)),
        (date(2017, 3, 31), -13, date(2016, 2, 29)),
        (date(2017, 6, 1), 0, date(2017, 6, 1)),
        (date(1900, 1, 31), 1, date(1900, 2, 28)),
        (date(2000, 1, 31), 1, date(2000, 2, 29)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day, count, later):
    assert add_months(day, count) == later


@given(day=DAYS, count=COUNTS)
def test_so_many_months_lie_between_whatever_the_day(day, count):
    later = add_months(day, count)

    assert (later.year - day.year) * 12 + later.month - day.month == count


@given(day=DAYS, count=COUNTS)
def test_a_day_is_only_ever_cut_to_the_last_of_its_month(day, count):
    later = add_months(day, count)

    cut = later.day < day.day
    assert later.day <= day.day
    assert not cut or (later + timedelta(days=1)).day == 1


@given(day=DAYS, first=COUNTS, then=COUNTS)
def test_the_first_to_the_28th_are_counted_in_any_number_of_steps(day, first, then):
    early = day.replace(day=min(day.day, 28))

    assert add_months(add_months(early, first), then) == add_months(early, first + then)
    assert add_months(add_months(early, first), -first) == early


@given(day=DAYS, other=DAYS, count=COUNTS)
def test_an_earlier_day_never_becomes_the_later_one(day, other, count):
    first, last = sorted((day, other))

    assert add_months(first, count) <= add_months(last, count)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2017-06-01T14:59:59+00:00", date(2017, 6, 1)),
        ("2017-06-01T15:00:00+00:00", date(2017, 6, 2)),
        ("2017-06-01T00:00:00+09:00", date(2017, 6, 1)),
        ("2017-05-31T23:59:59+09:00", date(2017, 5, 31)),
        ("2017-12-31T15:00:00+00:00", date(2018, 1, 1)),
        ("2017-05-31T10:30:00-05:00", date(2017, 6, 1)),
        ("1988-07-01T14:30:00+00:00", date(1988, 7, 2)),
    ],
    ids=["before", "midnight", "Seoul", "eve", "new year", "elsewhere", "summer time of 1988"],
)
def test_a_day_begins_at_midnight_in_seoul(moment, day):
    assert korean_day(datetime.fromisoformat(moment)) == day


@given(moment=MOMENTS, hours=st.integers(-12, 14))
def test_it_is_the_same_day_in_seoul_wherever_the_clock_hangs(moment, hours):
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))

    assert korean_day(elsewhere) == korean_day(moment)


@given(moment=MOMENTS)
def test_seoul_is_nine_hours_ahead_and_has_had_no_summer_time_since(moment):
    assert korean_day(moment) == (moment + timedelta(hours=9)).date()
