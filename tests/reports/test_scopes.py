"""Which days a report is about: the same for rows, registers, goals and tallies."""

from datetime import date

import pytest

FIRST, LAST = date(2017, 1, 1), date(2017, 12, 31)
DAYS = [
    date(2016, 12, 31),
    FIRST,
    date(2017, 2, 28),
    date(2017, 3, 1),
    LAST,
    date(2018, 1, 1),
    date(2018, 2, 28),
    date(2018, 3, 1),
]
SPANS = [
    ({"year": 2017}, 4),
    ({"year": 2017, "year_kind": "school"}, 4),
    ({"year": 2016}, 1),
    ({"year": 2016, "year_kind": "school"}, 3),
    ({"year": 2019}, 0),
    ({"year": 2017, "as_of": "2017-02-28"}, 2),
    ({"year": 2017, "as_of": "2016-12-31"}, 0),
    ({"year": 2017, "as_of": "2018-06-01"}, 4),
    ({"year": 2017, "through": 2017}, 4),
    ({"year": 2017, "through": 2018}, 7),
    ({"year": 2016, "through": 2018, "as_of": "2018-01-01"}, 6),
    ({"year": 2017, "through": 2018, "year_kind": "school"}, 5),
    ({"year": 2017, "year_kind": "school", "as_of": "2017-12-31"}, 2),
]


@pytest.fixture
def sessions(office):
    """A session on each of the days that lie at the edge of a year."""
    for day in DAYS:
        office.session(10, day)


@pytest.mark.parametrize(("span", "number"), SPANS)
def test_rows_and_registers_take_in_the_same_days(sessions, ask, span, number):
    rows = ask("rows", office="centre", metric="education_sessions", **span)
    register = ask("registers/education-sessions", office="centre", **span)

    assert rows["sum"] == rows["total"] == len(rows["items"]) == number
    assert register["totals"]["sessions"] == len(register["rows"]) == number
    assert [row["held_on"] for row in register["rows"]] == [item["on"] for item in rows["items"]]


@pytest.mark.parametrize("kind", ["calendar", "school"])
@pytest.mark.parametrize(
    "query",
    [
        {"year": 2017},
        {"year": 2017, "as_of": "2017-03-01"},
        {"year": 2016, "through": 2018},
        {"year": 2016, "through": 2017, "as_of": "2017-12-31"},
    ],
)
def test_a_goal_counts_the_days_that_its_rows_open_to(sessions, office, anyone, ask, kind, query):
    office.goal("education_participants", year_kind=kind, year=2017)
    [line] = ask("achievement", office="centre", **query)["rows"]

    same = ask("rows", office="centre", metric=line["metric"], year_kind=kind, **query)
    opened = anyone.get(line["rows_url"]).json()

    assert line["achieved"] == 10 * len(same["items"]) > 0
    assert opened == same


@pytest.mark.parametrize(
    ("period", "query", "counts"),
    [
        ((FIRST, LAST), {}, True),
        ((FIRST, FIRST), {}, True),
        ((date(2016, 12, 31), FIRST), {}, False),
        ((LAST, date(2018, 1, 1)), {}, False),
        ((FIRST, LAST), {"as_of": "2017-12-30"}, False),
        ((FIRST, date(2017, 6, 30)), {"as_of": "2017-06-30"}, True),
        ((FIRST, LAST), {"year_kind": "school"}, False),
        ((date(2017, 3, 1), date(2018, 2, 28)), {"year_kind": "school"}, True),
        ((date(2017, 3, 1), date(2018, 2, 28)), {}, False),
        ((date(2017, 3, 1), date(2018, 2, 28)), {"through": 2018}, True),
    ],
)
def test_a_tally_counts_when_all_its_days_do(office, ask, period, query, counts):
    start, until = period
    office.tally("education_sessions", 6, period_from=start, period_until=until)
    scope = {"office": "centre", "year": 2017, **query}

    rows = ask("rows", metric="education_sessions", **scope)
    register = ask("registers/education-sessions", **scope)

    assert (rows["sum"], rows["total"]) == ((6, 1) if counts else (0, 0))
    assert register["totals"]["sessions"] == rows["sum"]


@pytest.mark.parametrize(
    ("year", "day", "number"), [(2019, "2020-02-29", 1), (2020, "2020-02-29", 0)]
)
def test_a_leap_day_belongs_to_the_school_year_before(office, ask, year, day, number):
    office.session(10, date.fromisoformat(day))

    found = ask("rows", office="centre", metric="education_sessions", year=year, year_kind="school")

    assert found["sum"] == number


def test_years_far_apart_can_be_compared_over_a_term_that_ends_in_another_century(office, ask):
    office.goal("meetings", 3, year=2000)
    office.meeting(date(2001, 5, 1))
    office.meeting(date(2051, 5, 1))

    [line] = ask("achievement", office="centre", year=2000, through=2100, compare=2050)["rows"]

    assert line["achieved"] == 2
    assert line["previous"] == {"year": 2050, "achieved": 1, "change_percent": 100}


def test_a_goal_of_another_table_is_still_a_goal(office, ask):
    office.goal("visits", 10, sheet="T2")
    office.goal("fairs", 2, sheet="T10")
    for metric in ("visits", "fairs", "meetings"):
        office.tally(metric, 4)

    rows = ask("achievement", office="centre", year=2017, sheet="T2", untargeted=True)["rows"]

    assert [(row["metric"], row["target"]) for row in rows] == [("visits", 10), ("meetings", None)]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"year": 1989}, "/year"),
        ({"year": 2101}, "/year"),
        ({"year": "2017년"}, "/year"),
        ({"year": 2017, "through": 2016}, "/through"),
        ({"year": 2017, "as_of": "2017-02-29"}, "/as_of"),
        ({"year": 2017, "year_kind": "lunar"}, "/year_kind"),
        ({"year": 2017, "include_children": "perhaps"}, "/include_children"),
    ],
)
@pytest.mark.parametrize("report", ["rows", "registers/fairs", "registers/fairs.csv"])
def test_days_that_are_none_are_refused_by_the_name_of_the_parameter(
    ask, world, report, query, pointer
):
    metric = {"metric": "fairs"} if report == "rows" else {}

    problem = ask(report, status=422, office="centre", **metric, **query)

    assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
