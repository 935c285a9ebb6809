"""Business days as Korean offices keep them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import calendar
from app.core.calendar import add_business_days, is_business_day
from app.core.settings import Settings

DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2017, 1, 1), "새해 첫날"),
        (date(2017, 3, 1), "삼일절"),
        (date(2017, 5, 3), "부처님오신날"),
        (date(2017, 5, 5), "어린이날"),
        (date(2017, 6, 6), "현충일"),
        (date(2017, 8, 15), "광복절"),
        (date(2017, 10, 3), "개천절"),
        (date(2017, 10, 9), "한글날"),
        (date(2017, 12, 25), "기독탄신일"),
        (date(2026, 7, 17), "제헌절, a holiday again since 2026"),
        (date(2017, 1, 27), "설날 전날"),
        (date(2017, 1, 30), "설날 대체 휴일: Seollal fell on a Saturday and Sunday"),
        (date(2026, 2, 16), "설날 전날"),
        (date(2026, 2, 17), "설날"),
        (date(2026, 2, 18), "설날 다음날"),
        (date(2017, 10, 2), "임시공휴일 before Chuseok"),
        (date(2017, 10, 6), "추석 대체 휴일"),
        (date(2021, 8, 16), "광복절 대체 휴일"),
        (date(2021, 10, 4), "개천절 대체 휴일"),
        (date(2025, 3, 3), "삼일절 대체 휴일"),
        (date(2025, 5, 6), "어린이날·부처님오신날 대체 휴일"),
        (date(2026, 3, 2), "삼일절 대체 휴일"),
        (date(2017, 5, 9), "대통령 선거일"),
        (date(2017, 3, 4), "Saturday"),
        (date(2017, 3, 5), "Sunday"),
    ],
)
def test_offices_are_closed_on_weekends_holidays_and_their_substitutes(day, why):
    assert not is_business_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2017, 3, 2), "a Thursday in term"),
        (date(2017, 1, 31), "the day after the Seollal substitute"),
        (date(2017, 10, 10), "the day after the long Chuseok of 2017"),
        (date(2017, 4, 5), "식목일 is no day off since 2006"),
        (date(2017, 7, 17), "제헌절 was none in 2017"),
        (date(2016, 8, 16), "no substitute for 광복절 in 2016, which fell on a Monday"),
        (date(2020, 10, 5), "개천절 of 2020 fell on a Saturday, before substitutes for it"),
    ],
)
def test_offices_are_open_on_every_other_day(day, why):
    assert is_business_day(day), why


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2017, 3, 2), 3, date(2017, 3, 7)),
        (date(2017, 3, 2), 7, date(2017, 3, 13)),
        (date(2017, 9, 29), 3, date(2017, 10, 12)),
        (date(2017, 10, 4), 1, date(2017, 10, 10)),
        (date(2017, 1, 26), 3, date(2017, 2, 2)),
        (date(2026, 9, 23), 3, date(2026, 9, 30)),
        (date(2017, 12, 29), 1, date(2018, 1, 2)),
        (date(2017, 3, 4), 1, date(2017, 3, 6)),
        (date(2017, 3, 4), 0, date(2017, 3, 4)),
    ],
)
def test_business_days_are_counted_over_chuseok_seollal_and_the_turn_of_a_year(start, count, due):
    assert add_business_days(start, count) == due


@given(DAYS, st.integers(1, 15))
def test_the_last_day_counted_is_a_business_day_and_so_many_lie_between(day, count):
    due = add_business_days(day, count)

    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert is_business_day(due)
    assert sum(map(is_business_day, between)) == count


@given(DAYS, st.integers(0, 10), st.integers(0, 10))
def test_counting_on_is_counting_in_one_go(day, first, then):
    assert add_business_days(add_business_days(day, first), then) == (
        add_business_days(day, first + then)
    )


@given(DAYS, st.integers(0, 30))
def test_a_later_start_is_never_due_earlier(day, count):
    assert add_business_days(day, count) <= add_business_days(day + timedelta(days=1), count)


@pytest.fixture
def decreed(tmp_path, monkeypatch):
    """Decree days: a function that takes the rows of the file."""

    def decree(*rows):
        codes = tmp_path / "codes"
        codes.mkdir(exist_ok=True)
        text = "day,is_holiday,name,source\n" + "".join(f"{row}\n" for row in rows)
        (codes / "holidays.csv").write_text(text, encoding="utf-8")
        monkeypatch.setattr(calendar, "settings", lambda: Settings(data_dir=tmp_path))
        calendar._decreed.cache_clear()

    yield decree
    calendar._decreed.cache_clear()


def test_a_decreed_holiday_is_closed_and_moves_what_is_due(decreed):
    decreed("2017-03-03,true,임시공휴일,관보")

    assert not is_business_day(date(2017, 3, 3))
    assert add_business_days(date(2017, 3, 2), 3) == date(2017, 3, 8)


def test_a_holiday_that_is_called_off_is_a_business_day(decreed):
    decreed("2017-05-09,false,선거일 변경,관보", "2017-03-04,true,토요일,관보")

    assert is_business_day(date(2017, 5, 9))
    assert not is_business_day(date(2017, 3, 4))


def test_the_shipped_file_of_decreed_days_can_be_read():
    calendar._decreed.cache_clear()

    assert all(isinstance(day, date) for day in calendar._decreed())


def test_far_years_have_weekends_only():
    assert is_business_day(date(1800, 1, 2))
    assert is_business_day(date(2200, 12, 31))
    assert not is_business_day(date(2200, 12, 28))
