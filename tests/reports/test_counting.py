"""What a metric counts: a small language over real rows."""

from datetime import date

import pytest

from app.activity.metrics import metrics
from app.reports.counting import Achieved, Scope, achieved, counts, selection, selection_of
from app.reports.measures import BadMeasure
from app.reports.years import window

YEAR = Scope(frozenset({"centre"}), window(2017))


@pytest.fixture
def count(busy, db):
    """Count one selection of the busy office's year 2017."""

    def counted(collection, measure, conditions="", scope=YEAR):
        with db.reading() as unit:
            chosen = selection(collection, measure, conditions)
            return counts(unit, {"it": chosen}, scope)["it"]

    return counted


@pytest.mark.parametrize(
    ("collection", "measure", "conditions", "number"),
    [
        ("visits", "count", "", 5),
        ("visits", "distinct:agency_id", "", 3),
        ("visits", "count", "target=school", 5),
        ("visits", "count", "target=department|network", 0),
        ("consultations", "count", "kind=general|document_review", 2),
        ("consultations", "count", "kind=expert&field=legal", 1),
        ("consultations", "count", "enterprise_id=*", 1),
        ("matching_cases", "sum:amount_krw", "", 24_000_000),
        ("matching-cases", "sum:amount_krw", "is_consortium=true", 0),
        ("education_sessions", "sum:participants", "held_on=2017-05-04", 30),
        ("surveys", "distinct:enterprise_id", "kind=supply_online", 2),
        ("contracts", "sum:amount_krw", "market=private", 99_000),
        ("contracts", "sum:amount_krw", "fair_id=*", 700_000),
        ("fairs", "count", "", 1),
    ],
)
def test_a_measure_counts_the_rows_that_keep_its_filter(
    count, collection, measure, conditions, number
):
    assert count(collection, measure, conditions) == number


def test_parts_of_a_record_can_be_counted(office, db):
    firm = office.world.enterprise()
    booth = {"enterprise_id": firm["id"]}
    office.fair(booths=[booth, booth])
    office.fair()

    with db.reading() as unit:
        wanted = {"booths": selection("fairs", "parts:booths", "")}
        assert counts(unit, wanted, YEAR) == {"booths": 2}


def test_selections_of_one_collection_are_counted_in_one_statement(busy, db, statements):
    wanted = {
        "general": selection("consultations", "count", "kind=general"),
        "expert": selection("consultations", "count", "kind=expert"),
        "firms": selection("consultations", "distinct:enterprise_id", "kind=expert"),
        "all": selection("consultations", "count", ""),
    }

    with db.reading() as unit:
        statements.clear()
        found = counts(unit, wanted, YEAR)

    assert found == {"general": 1, "expert": 1, "firms": 1, "all": 3}
    assert len([text for text in statements if text.startswith("SELECT")]) == 1


def test_visited_agencies_are_counted_by_asking_each_agency(busy, db, statements):
    wanted = {
        "visits": selection("visits", "count", ""),
        "agencies": selection("visits", "distinct:agency_id", ""),
    }

    with db.reading() as unit:
        statements.clear()
        counts(unit, wanted, YEAR)

    asked = [text for text in statements if text.startswith("SELECT")]
    assert ["EXISTS" in text for text in asked].count(True) == 1


def test_tallies_are_added_and_told_apart(busy, db):
    wanted = [metrics()[code] for code in ("visits", "visited_agencies", "fair_visitors")]

    with db.reading() as unit:
        found = achieved(unit, wanted, YEAR)

    assert found == {
        "visits": Achieved(5, 7),
        "visited_agencies": Achieved(3, 4),
        "fair_visitors": Achieved(0, 55),
    }
    assert found["visits"].total == 12


def test_a_tally_counts_only_when_its_whole_period_lies_within_the_days(office, db):
    office.tally("visits", 5, period_from=date(2016, 12, 1), period_until=date(2017, 1, 31))
    office.tally("visits", 3, period_from=date(2017, 2, 1), period_until=date(2017, 2, 28))

    with db.reading() as unit:
        found = achieved(unit, [metrics()["visits"]], YEAR)

    assert found["visits"] == Achieved(0, 3)


def test_every_metric_of_the_catalogue_can_be_counted(busy, db):
    with db.reading() as unit:
        found = achieved(unit, metrics().values(), YEAR)

    assert found.keys() == metrics().keys()
    assert all(selection_of(m) is None or m.collection for m in metrics().values())


@pytest.mark.parametrize(
    ("collection", "measure", "conditions"),
    [
        ("enterprises", "count", ""),
        ("visits", "average", ""),
        ("visits", "sum", ""),
        ("visits", "count:agency_id", ""),
        ("visits", "sum:purpose", ""),
        ("contracts", "sum:state", ""),
        ("matching_cases", "sum:is_consortium", ""),
        ("fairs", "parts:stalls", ""),
        ("visits", "count", "target"),
        ("visits", "count", "colour=red"),
        ("visits", "count", "visited_on=yesterday"),
        ("visits", "count", "agency_id=7"),
        ("matching_cases", "count", "bidder_count=99999999999999999999"),
        ("visits", "count", "purposes=x"),
        ("matching_cases", "count", "is_consortium=maybe"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(count, collection, measure, conditions):
    with pytest.raises(BadMeasure):
        count(collection, measure, conditions)
