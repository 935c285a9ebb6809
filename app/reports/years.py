"""Which days a year has: the calendar's, or a school's (1 March to the end of February)."""

from calendar import isleap
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

YearKind = Literal["calendar", "school"]
_SEOUL = ZoneInfo("Asia/Seoul")
_FEBRUARY = 2
_LEAP_DAY = 29


@dataclass(frozen=True, slots=True)
class Window:
    """The days from *start* to *until*, both counted."""

    start: date
    until: date


def window(
    year: int, kind: str = "calendar", as_of: date | None = None, through: int | None = None
) -> Window:
    """Return the days of a year, or of the years *through* another, no later than *as_of*."""
    last = through or year
    if kind == "school":
        start, end = date(year, 3, 1), date(last + 1, 3, 1) - timedelta(days=1)
    else:
        start, end = date(year, 1, 1), date(last, 12, 31)
    return Window(start, end if as_of is None else min(end, as_of))


def years_later(day: date | None, years: int) -> date | None:
    """Return the same day of another year; 29 February becomes the 28th where there is none."""
    if day is None:
        return None
    year = min(max(day.year + years, MINYEAR), MAXYEAR)
    if (day.month, day.day) == (_FEBRUARY, _LEAP_DAY) and not isleap(year):
        return date(year, _FEBRUARY, _LEAP_DAY - 1)
    return day.replace(year=year)


def today(now: datetime) -> date:
    """Return the day it is in Seoul at *now*."""
    return now.astimezone(_SEOUL).date()
