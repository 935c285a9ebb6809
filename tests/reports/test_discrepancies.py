"""Printed figures beside what the record gives."""

from decimal import Decimal

import pytest

from app.reports.checks import (
    BadCheck,
    Check,
    RestsOnItself,
    UnknownKey,
    as_printed,
    from_figures,
    parse,
    refuse_circle,
)


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("achieved", Check("achieved")),
        ("none", Check("none")),
        ("sum:a-1+b-2", Check("sum", ("a-1", "b-2"))),
        ("ratio:a/b", Check("ratio", ("a", "b"))),
        ("same:a", Check("same", ("a",))),
        ("members:t-1", Check("members", ("t-1",))),
        ("rows:fairs:count", Check("rows", rows=("fairs", "count", ""))),
        ("rows:a:count:b=c", Check("rows", rows=("a", "count", "b=c"))),
        ("rows:a:sum:m:b=c:d&e=*", Check("rows", rows=("a", "sum:m", "b=c:d&e=*"))),
    ],
)
def test_a_check_is_read(text, check):
    assert parse(text) == check


@pytest.mark.parametrize(
    "text",
    ["", "sum", "sum:", "sum:a+", "ratio:a", "ratio:a/b/c", "rows:fairs", "guess:a", "none:x"],
)
def test_what_is_no_check_is_refused(text):
    with pytest.raises(BadCheck):
        parse(text)


def test_figures_are_worked_out_exactly():
    printed = {"a": Decimal("0.1"), "b": Decimal("0.2"), "zero": Decimal(0)}

    assert from_figures(parse("sum:a+b"), printed) == Decimal("0.3")
    assert from_figures(parse("ratio:a/b"), printed) == 50
    assert from_figures(parse("ratio:a/zero"), printed) is None
    with pytest.raises(UnknownKey):
        from_figures(parse("same:c"), printed)


def test_figures_that_rest_on_each_other_prove_nothing():
    rests_on = {"a": ("b",), "b": ("c", "d"), "c": ("a",), "e": ("a",)}

    for key in ("a", "b", "c"):
        with pytest.raises(RestsOnItself):
            refuse_circle(key, rests_on)
    refuse_circle("d", rests_on)
    refuse_circle("e", rests_on)


@pytest.mark.parametrize(
    ("value", "printed", "rounded"),
    [("116.666", "117", "117"), ("203.85", "203.9", "203.9"), ("76.145", "76.2", "76.1")],
)
def test_a_ratio_is_rounded_to_what_was_printed(value, printed, rounded):
    assert as_printed(Decimal(value), Decimal(printed)) == Decimal(rounded)


@pytest.fixture
def compared(busy, ask):
    """Store figures as (key, value, check) and return each as it is compared."""

    def stored(*figures, **query):
        for key, value, recompute in figures:
            metric = "visits" if recompute in ("achieved", "target", "rate") else None
            busy.figure(key, value, recompute, metric=metric)
        found = ask("discrepancies", source="S9", **query)
        return {row["key"]: row for row in found["rows"]}, found["summary"]

    return stored


def test_each_figure_is_computed_again_in_its_own_way(busy, compared):
    busy.goal("visits", 9)
    tally = [{"name": name} for name in ("강동구", "성동구", "성동구")]
    busy.tally("visited_agencies", 3, members=tally)

    rows, summary = compared(
        ("done", "12", "achieved"),
        ("aim", "10", "target"),
        ("rate", "133", "rate"),
        ("both", "22", "sum:done+aim"),
        ("part", "120.0", "ratio:done/aim"),
        ("again", "12", "same:done"),
        ("cases", "2", "rows:matching_cases:count:amount_state=known"),
        ("money", "24000000", "rows:matching_cases:sum:amount_krw"),
        ("text", "7", "none"),
    )

    computed = {key: row["computed"] for key, row in rows.items()}
    assert computed == {
        "done": 12,
        "aim": 9,
        "rate": 133,
        "both": 22,
        "part": 120,
        "again": 12,
        "cases": 2,
        "money": 24_000_000,
        "text": None,
    }
    assert rows["aim"]["difference"] == -1
    assert rows["done"]["from_tallies"] is True
    assert rows["done"]["rows_url"].endswith("metric=visits&year=2017&office=centre")
    assert summary == {"figures": 9, "agree": 7, "differ": 1, "not_computable": 1}


def test_rows_of_later_years_do_not_change_an_old_figure(busy, compared):
    busy.case(5_000_000, on="2018-01-02")

    rows, _ = compared(("cases", "3", "rows:matching_cases:count"))

    assert rows["cases"]["agrees"] is True


def test_what_cannot_be_computed_says_why_and_spoils_nothing_else(compared):
    rows, summary = compared(
        ("good", "24000000", "rows:matching_cases:sum:amount_krw"),
        ("circle", "1", "same:round"),
        ("round", "1", "same:circle"),
        ("lost", "1", "sum:good+nothing"),
        ("odd", "1", "guess"),
        ("names", "1", "members:no-such-tally"),
        ("goal", "1", "target"),
        ("column", "1", "rows:visits:sum:colour"),
    )

    assert summary == {"figures": 8, "agree": 1, "differ": 0, "not_computable": 7}
    assert "circle, round" in rows["circle"]["problem"]
    assert "nothing" in rows["lost"]["problem"]
    assert all(rows[key]["problem"] for key in rows if key != "good")


def test_figures_of_any_length_are_compared(compared):
    long, fine = "1" * 40, "0." + "3" * 38
    rows, _ = compared(
        ("long", long, "same:long-too"),
        ("long-too", long, "none"),
        ("fine", fine, "ratio:one/three"),
        ("one", "1", "none"),
        ("three", "300", "none"),
        ("huge", "1", "ratio:long/one"),
    )

    assert rows["long"]["agrees"] is True
    assert rows["fine"]["agrees"] is True
    assert rows["huge"]["agrees"] is False


def test_only_what_differs_can_be_asked_for(compared):
    rows, summary = compared(
        ("good", "3", "rows:matching_cases:count"),
        ("bad", "4", "rows:matching_cases:count"),
        only="differ",
    )

    assert list(rows) == ["bad"]
    assert summary["figures"] == 2


def test_a_document_without_figures_is_not_found(world, ask):
    ask("discrepancies", status=404, source="S8")
