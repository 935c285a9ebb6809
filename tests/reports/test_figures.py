"""Every way to compute a printed figure again, and every way it can go wrong."""

from datetime import date

import pytest

from app.activity.metrics import metrics
from app.core.keys import record_id
from app.reports.checks import RestsOnItself, refuse_circle


@pytest.fixture
def compare(office, ask):
    """Store figures as key=(value, check) and return how each compares."""

    def compared(only=None, **figures):
        for key, (value, recompute, *fields) in figures.items():
            office.figure(key, value, recompute, **(fields[0] if fields else {}))
        found = ask("discrepancies", source="S9", **({"only": only} if only else {}))
        return {row["key"]: row for row in found["rows"]}, found["summary"]

    return compared


@pytest.mark.parametrize(
    ("achieved", "target", "printed", "computed"),
    [
        (1, 200, "1", 1),
        (1, 201, "0", 0),
        (1, 8, "12.5", 12.5),
        (1, 8, "13", 13),
        (1, 3, "33.33", 33.33),
        (2, 3, "66.7", 66.7),
        (1, 3, "33.000", 33.333),
        (1061, 1000, "106.1", 106.1),
        (5, 0, "0", None),
    ],
)
def test_a_rate_is_rounded_half_up_to_the_printed_decimals(
    office, compare, achieved, target, printed, computed
):
    office.tally("visits", achieved)
    office.goal("visits", target, rate_rounding="truncate", rate_cap=100)

    rows, _ = compare(it=(printed, "rate", {"metric": "visits"}))

    assert rows["it"]["computed"] == computed
    assert rows["it"]["agrees"] is (None if computed is None else float(printed) == computed)
    assert rows["it"]["from_tallies"] is True


@pytest.mark.parametrize(
    ("check", "computed"),
    [
        ("sum:a", 1.5),
        ("sum:a+b", -1.5),
        ("sum:a+a+a", 4.5),
        ("same:b", -3),
        ("ratio:a/b", -50),
        ("ratio:b/a", -200),
        ("ratio:a/zero", None),
        ("ratio:zero/a", 0),
    ],
)
def test_printed_figures_are_worked_out_from_each_other(compare, check, computed):
    parts = {"a": ("1.5", "none"), "b": ("-3", "none"), "zero": ("0", "none")}

    rows, summary = compare(**parts, it=("7", check))

    assert rows["it"]["computed"] == computed
    assert rows["it"]["difference"] == (None if computed is None else computed - 7)
    assert summary["differ"] == (computed is not None)


def test_an_exact_sum_is_not_rounded_to_what_was_printed(compare):
    rows, _ = compare(a=("0.4", "none"), b=("0.2", "none"), total=("1", "sum:a+b"))

    assert (rows["total"]["computed"], rows["total"]["difference"]) == (0.6, -0.4)
    assert rows["total"]["agrees"] is False


def test_names_under_a_tally_are_counted_each_or_each_different_body(office, compare):
    firm = office.world.enterprise()["id"]
    names = ("가람", "가람", "나래")
    members = [{"name": name} for name in names]
    members += [{"name": name, "enterprise_id": firm} for name in ("한울(주)", "한울", "나래 ")]
    office.tally("visited_agencies", 6, id=record_id("tallies", "list-1"), members=members)

    rows, _ = compare(each=("6", "members:list-1"), bodies=("6", "distinct_members:list-1"))

    assert (rows["each"]["computed"], rows["bodies"]["computed"]) == (6, 3)


@pytest.mark.parametrize(
    ("check", "fields", "word"),
    [
        ("guess", {}, "guess"),
        ("sum:", {}, "sum:"),
        ("same:lost", {}, "lost"),
        ("ratio:it-too/lost", {}, "lost"),
        ("members:lost", {}, "lost"),
        ("distinct_members:lost", {}, "lost"),
        ("achieved", {}, "office/year/metric"),
        ("achieved", {"metric": "visits", "year": None}, "office/year/metric"),
        ("achieved", {"metric": "visits", "office": None}, "office/year/metric"),
        ("target", {"metric": "visits"}, "centre/2017/visits"),
        ("rate", {"metric": "visits"}, "centre/2017/visits"),
        ("rows:visits", {}, "visits"),
        ("rows:nothing:count", {}, "nothing"),
        ("rows:visits:sum:purpose", {}, "sum:purpose"),
        ("rows:visits:distinct:purposes", {}, "distinct:purposes"),
        ("rows:visits:count:colour=red", {}, "visits.colour"),
        ("rows:visits:count:target", {}, "target"),
        ("rows:matching_cases:count:bidder_count=2147483648", {}, "2147483648"),
    ],
)
def test_a_figure_that_cannot_be_computed_says_why_in_both_languages(compare, check, fields, word):
    rows, summary = compare(
        **{"it-too": ("5", "same:good")}, good=("5", "none"), it=("5", check, fields)
    )

    problem = rows["it"]["problem"]
    assert rows["it"]["computed"] is rows["it"]["agrees"] is None
    assert problem.count(word) >= 2
    assert not problem.partition(" (")[0].isascii()
    assert (rows["it-too"]["agrees"], summary["not_computable"]) == (True, 2)


@pytest.mark.parametrize(
    ("key", "rests_on", "named"),
    [
        ("a", {"a": ("a",)}, "a"),
        ("a", {"a": ("b",), "b": ("a",)}, "a, b"),
        ("b", {"a": ("b",), "b": ("c",), "c": ("a",)}, "a, b, c"),
        ("a", {"a": ("b", "x"), "b": ("a",), "x": ("y",)}, "a, b"),
        ("a", {"a": ("b", "c"), "b": ("a",), "c": ("d",), "d": ("a",)}, "a, b, c, d"),
    ],
)
def test_a_circle_is_named_with_those_in_it_and_nobody_else(key, rests_on, named):
    with pytest.raises(RestsOnItself) as refused:
        refuse_circle(key, rests_on)

    assert refused.value.details == {"keys": named}


def test_what_rests_on_a_circle_is_compared_with_what_was_printed_there(compare):
    rows, summary = compare(a=("3", "same:b"), b=("3", "same:a"), c=("3", "same:a"))

    assert [rows[key]["agrees"] for key in "abc"] == [None, None, True]
    assert summary == {"figures": 3, "agree": 1, "differ": 0, "not_computable": 2}


def test_a_figure_of_a_school_year_is_counted_over_the_days_of_its_goal(office, compare, anyone):
    office.goal("meetings", 4, year_kind="school")
    for day in (date(2017, 2, 28), date(2017, 3, 1), date(2018, 2, 28)):
        office.meeting(day)
    metric = {"metric": "meetings"}

    rows, _ = compare(done=("2", "achieved", metric), rate=("50", "rate", metric))

    assert (rows["done"]["agrees"], rows["rate"]["agrees"]) == (True, True)
    for row in rows.values():
        assert anyone.get(row["rows_url"]).json()["sum"] == 2


def test_rows_are_counted_over_all_offices_and_years_up_to_the_figures_own(office, compare):
    for year in (2015, 2017, 2018):
        office.session(4, date(year, 1, 1))
    office.session(4, date(2017, 12, 31), office="team")
    check = "rows:education-sessions:sum:participants"

    rows, _ = compare(then=("12", check), ever=("16", check, {"year": None}))

    assert [row["agrees"] for row in rows.values()] == [True, True]
    assert rows["then"]["from_tallies"] is False


def test_the_summary_counts_each_figure_once_and_only_that_document(office, compare):
    office.figure("other", "1", "none", document="S8")
    checks = {f"f{n}": (str(n % 3), ("same:one", "none", "guess")[n % 2]) for n in range(20)}

    rows, summary = compare(one=("1", "none"), **checks)

    verdicts = [row["agrees"] for row in rows.values()]
    assert "other" not in rows
    assert summary == {
        "figures": len(rows),
        "agree": verdicts.count(True),
        "differ": verdicts.count(False),
        "not_computable": verdicts.count(None),
    }
    assert min(summary.values()) > 0


def test_where_nothing_differs_nothing_is_listed(compare):
    rows, summary = compare("differ", a=("1", "none"), b=("1", "same:a"), c=("1", "guess"))

    assert rows == {}
    assert summary == {"figures": 3, "agree": 1, "differ": 0, "not_computable": 2}


def test_a_metric_that_only_tallies_know_is_compared_as_well(office, compare):
    code = next(code for code, metric in metrics().items() if metric.collection is None)
    office.tally(code, 41)
    office.tally(code, 1, office="team")

    rows, _ = compare(it=("41", "achieved", {"metric": code}))

    assert (rows["it"]["agrees"], rows["it"]["from_tallies"]) == (True, True)
