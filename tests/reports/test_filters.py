"""The words that say which rows are counted: what they mean, and what is refused."""

from datetime import date

import pytest

from app.reports.counting import Scope, counts, selection
from app.reports.measures import BadMeasure, Condition, Measure, parse_filter, parse_measure
from app.reports.years import window

YEAR = Scope(frozenset({"centre"}), window(2017))


@pytest.fixture
def count(office, db):
    """Count the matching cases of 2017 that keep a filter."""

    def counted(conditions, collection="matching_cases"):
        with db.reading() as unit:
            wanted = {"it": selection(collection, "count", conditions)}
            return counts(unit, wanted, YEAR)["it"]

    return counted


@pytest.fixture
def cases(office):
    """Five cases that differ in every kind of column."""
    school = office.world.agency()
    office.case(0, title="50%", outcome="matched", is_consortium=True, bidder_count=0)
    office.case(100, title="505", outcome="matched", bidder_count=3)
    office.case(10**14, title="it's", outcome="no_bid", agency_id=school["id"])
    office.case(None, title="가나", outcome="none", on=date(2017, 12, 31))
    office.case(None, title="가나 ", outcome="none", amount_state="none", is_consortium=True)
    return school


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("", ()),
        ("a=b", (Condition("a", ("b",)),)),
        ("a=b|c|d", (Condition("a", ("b", "c", "d")),)),
        ("a=*", (Condition("a", None),)),
        ("a=*|b", (Condition("a", ("*", "b")),)),
        ("a=b=c", (Condition("a", ("b=c",)),)),
        ("a=b&c=*&a=d", (Condition("a", ("b",)), Condition("c", None), Condition("a", ("d",)))),
    ],
)
def test_a_filter_is_read_as_conditions_of_alternatives(text, conditions):
    assert parse_filter(text) == conditions


@pytest.mark.parametrize("text", ["=", "a", "a=", "=b", "&", "a=b&", "&a=b", "a=b&&c=d", "a|b"])
def test_half_a_condition_is_refused(text):
    with pytest.raises(BadMeasure):
        parse_filter(text)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("count", Measure("count")),
        ("sum:amount_krw", Measure("sum", "amount_krw")),
        ("distinct:agency_id", Measure("distinct", "agency_id")),
        ("parts:booths", Measure("parts", "booths")),
    ],
)
def test_a_measure_is_read(text, measure):
    assert parse_measure(text) == measure


@pytest.mark.parametrize(
    "text", ["", "Count", " count", "count:x", "sum", "sum:", "distinct:", "parts", ":x", "max:x"]
)
def test_what_is_no_measure_is_refused_with_its_own_words(text):
    with pytest.raises(BadMeasure) as refused:
        parse_measure(text)

    assert f"'{text}'" in refused.value.message("ko")


@pytest.mark.parametrize(
    ("conditions", "number"),
    [
        ("outcome=matched", 2),
        ("outcome=matched|no_bid", 3),
        ("outcome=matched|matched", 2),
        ("outcome=Matched", 0),
        ("outcome=*", 5),
        ("title=50%", 1),
        ("title=it's", 1),
        ("title=가나", 2),
        ("amount_krw=0", 1),
        ("amount_krw=*", 3),
        ("amount_krw=100000000000000", 1),
        ("amount_krw=9223372036854775807", 0),
        ("amount_krw=-1", 0),
        ("amount_krw=0|100", 2),
        ("bidder_count=0|3", 2),
        ("bidder_count=2147483647", 0),
        ("bidder_count=*", 2),
        ("is_consortium=true", 2),
        ("is_consortium=false", 3),
        ("is_consortium=true|false", 5),
        ("opened_on=2017-12-31", 1),
        ("opened_on=2017-12-31|2017-04-03", 5),
        ("agency_id=*", 1),
        ("outcome=matched&is_consortium=true", 1),
        ("outcome=matched&outcome=none", 0),
        ("outcome=none&amount_state=none|unknown&is_consortium=false", 1),
        ("support_types=*", 5),
    ],
)
def test_a_row_counts_when_it_keeps_every_condition(cases, count, conditions, number):
    assert count(conditions) == number


def test_a_row_is_found_by_whom_it_names_and_by_nobody_else(cases, count, office):
    other = office.world.agency("서울번동중학교")

    assert count(f"agency_id={cases['id']}") == 1
    assert count(f"agency_id={other['id']}") == 0
    assert count(f"agency_id={other['id']}|{cases['id']}") == 1


@pytest.mark.parametrize(
    ("collection", "conditions", "word"),
    [
        ("matching_cases", "is_consortium=True", "True"),
        ("matching_cases", "is_consortium=1", "1"),
        ("matching_cases", "amount_krw=1.5", "1.5"),
        ("matching_cases", "amount_krw=9223372036854775808", "9223372036854775808"),
        ("matching_cases", "amount_krw=1|x", "x"),
        ("matching_cases", "bidder_count=2147483648", "2147483648"),
        ("matching_cases", "opened_on=2017-02-29", "2017-02-29"),
        ("matching_cases", "agency_id=서울", "서울"),
        ("matching_cases", "created_at=2017-01-01", "2017-01-01"),
        ("matching_cases", "support_types=information", "information"),
        ("education_sessions", "satisfaction=4.5", "4.5"),
        ("visits", "outcome=matched", "visits.outcome"),
        ("nothing", "", "nothing"),
        ("agencies", "", "agencies"),
        ("tallies", "", "tallies"),
    ],
)
def test_a_word_that_a_column_cannot_hold_is_refused_by_name(count, collection, conditions, word):
    with pytest.raises(BadMeasure) as refused:
        count(conditions, collection)

    assert refused.value.details == {"text": word}


@pytest.mark.parametrize("measure", ["distinct:purposes", "sum:purposes", "distinct:colour"])
def test_lists_are_not_told_apart(office, db, measure):
    with db.reading() as unit, pytest.raises(BadMeasure) as refused:
        counts(unit, {"it": selection("visits", measure, "")}, YEAR)

    assert refused.value.details == {"text": measure}
