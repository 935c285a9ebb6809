"""Korean business days: weekends, public holidays and substitute days are not counted.

Holidays come from the `holidays` package; what the government decrees at short notice is added in
``data/codes/holidays.csv`` (임시공휴일), so that a decree needs no new release.
"""

import csv
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from app.core.settings import settings

_SATURDAY = 5
_SEOUL = ZoneInfo("Asia/Seoul")


def korean_day(moment: datetime) -> date:
    """Return the day it is in Seoul at a moment."""
    return moment.astimezone(_SEOUL).date()


def korean_hour(moment: datetime) -> int:
    """Return the hour it is in Seoul at a moment."""
    return moment.astimezone(_SEOUL).hour


@cache
def _decreed() -> dict[date, bool]:
    """Return the days that differ from the package: day → whether it is a holiday."""
    path = settings().data_dir / "codes" / "holidays.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {date.fromisoformat(row["day"]): row["is_holiday"] == "true" for row in rows}


@cache
def _holidays(year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 -- slow to import, and not needed to start

    return frozenset(holidays.country_holidays("KR", years=year, language="ko"))


def is_business_day(day: date) -> bool:
    """Return whether offices are open on *day*."""
    if day in _decreed():
        return not _decreed()[day]
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def add_business_days(day: date, count: int) -> date:
    """Return the *count*-th business day after *day* (which itself is not counted)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def add_months(day: date, count: int) -> date:
    """Return the same day *count* months later, or the last day of a month that is too short."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
