"""Every measure over every collection: inside the office and the days, and nowhere else."""

from datetime import date

import pytest

from app.activity.actions import FOLLOW_UPS, MEETINGS, SURVEYS
from app.reports.counting import COUNTED, Scope, counts, selection
from app.reports.rows import of_metric
from app.reports.years import window

INSIDE = (date(2017, 1, 1), date(2017, 12, 31))
OUTSIDE = (date(2016, 12, 31), date(2018, 1, 1))
ALONE = Scope(frozenset({"centre"}), window(2017))
BOTH = Scope(frozenset({"centre", "team"}), window(2017))


@pytest.fixture
def log(office):
    """Write one entry of a collection on a day."""
    world = office.world
    school, firm = world.agency(), world.enterprise()
    ids = {"agency_id": school["id"], "enterprise_id": firm["id"]}
    writers = {
        "visits": lambda on, **f: world.visit(**{"agency_id": school["id"], "on": on, **f}),
        "consultations": office.consultation,
        "matching-cases": lambda on, **f: office.case(4, on, **f),
        "education-sessions": lambda on, **f: office.session(**{"participants": 4, "on": on, **f}),
        "meetings": lambda on, **f: world.add(
            MEETINGS, **{"office": "centre", "held_on": on, "title": "간담회", **f}
        ),
        "contracts": lambda on, **f: office.contract(
            **{"enterprise_id": firm["id"], "amount": 4, "on": on, **f}
        ),
        "surveys": lambda on, **f: world.add(
            SURVEYS,
            **{"office": "centre", "surveyed_on": on, "kind": "supply_online", **ids, **f},
        ),
        "follow-ups": lambda on, **f: world.add(
            FOLLOW_UPS, **{"office": "centre", "due_on": on, "promise": "자료 보내기", **f}
        ),
        "fairs": office.fair,
    }

    def write(collection, on=INSIDE[0], **fields):
        return writers[collection](on, **fields)

    write.ids = ids
    return write


@pytest.fixture
def count(db):
    """Count one measure over one collection, and the rows that are listed for it."""

    def both(collection, measure, scope=ALONE, conditions=""):
        chosen = selection(collection, measure, conditions)
        with db.reading() as unit:
            listed = chosen.collection.table.select().where(*of_metric(chosen, scope))
            return counts(unit, {"it": chosen}, scope)["it"], len(unit.all(listed))

    return both


def test_every_collection_of_the_log_and_the_fairs_can_be_counted(log):
    written = {name: log(name)["id"] for name in COUNTED}

    assert len(set(written.values())) == 9


@pytest.mark.parametrize("collection", sorted(COUNTED))
def test_the_first_and_last_day_of_a_year_count_and_their_neighbours_do_not(log, count, collection):
    for day in (*INSIDE, *OUTSIDE):
        log(collection, day)
    log(collection, date(2017, 6, 1), office="team")

    assert count(collection, "count") == (2, 2)
    assert count(collection, "count", BOTH) == (3, 3)
    assert count(collection, "count", Scope(frozenset({"nobody"}), window(2017))) == (0, 0)


@pytest.mark.parametrize(
    ("collection", "column"),
    [
        ("matching-cases", "amount_krw"),
        ("education-sessions", "participants"),
        ("contracts", "amount_krw"),
    ],
)
def test_a_sum_adds_the_amounts_of_the_year_and_office_only(log, count, collection, column):
    for day in (*INSIDE, *OUTSIDE):
        log(collection, day)
    log(collection, date(2017, 6, 1), office="team", **{column: 7})

    assert count(collection, f"sum:{column}") == (8, 2)
    assert count(collection, f"sum:{column}", BOTH) == (15, 3)


@pytest.mark.parametrize(
    ("amounts", "total"), [((), (0, 0)), ((0,), (0, 1)), ((None,), (0, 0)), ((0, None, 5), (5, 2))]
)
def test_nothing_and_not_known_add_nothing_but_nothing_is_a_row(log, count, amounts, total):
    for amount in amounts:
        log("education-sessions", participants=amount)

    assert count("education-sessions", "sum:participants") == total


def test_amounts_beyond_32_bits_are_added_exactly(log, count):
    for _ in range(3):
        log("contracts", amount_krw=10**14)

    assert count("contracts", "sum:amount_krw") == (3 * 10**14, 3)


@pytest.mark.parametrize(
    ("collection", "column"),
    [
        ("visits", "agency_id"),
        ("consultations", "enterprise_id"),
        ("matching-cases", "agency_id"),
        ("contracts", "enterprise_id"),
        ("surveys", "enterprise_id"),
        ("surveys", "agency_id"),
        ("follow-ups", "agency_id"),
    ],
)
def test_a_thing_named_twice_is_one_thing_within_the_year(log, count, office, collection, column):
    add = office.world.agency if column == "agency_id" else office.world.enterprise
    other = add("서울번동학교협동조합")["id"]
    for _ in range(2):
        log(collection, **log.ids if collection == "surveys" else {column: log.ids[column]})
    log(collection, **{column: other})
    log(collection, OUTSIDE[0], **{column: add("지난해협동조합")["id"]})
    log(collection, office="team", **{column: other})

    assert count(collection, f"distinct:{column}") == (2, 2)
    assert count(collection, f"distinct:{column}", BOTH) == (2, 2)
    assert count(collection, f"distinct:{column}", Scope(frozenset({"team"}), window(2017))) == (
        1,
        1,
    )


@pytest.mark.parametrize(
    ("collection", "column", "words"),
    [
        ("visits", "department", ("총무과", "총무과", "회계과", None)),
        ("matching-cases", "amount_krw", (5, 5, 6, None)),
        ("education-sessions", "held_on", INSIDE + INSIDE),
    ],
)
def test_different_words_amounts_and_days_are_told_apart(log, count, collection, column, words):
    for word in words:
        fields = {column: word}
        if column == "amount_krw":
            fields["amount_state"] = "known" if word else "unknown"
        log(collection, **fields)

    assert count(collection, f"distinct:{column}") == (2, 2)


@pytest.mark.parametrize(
    ("field", "key"), [("booths", "enterprise_id"), ("departments", "agency_id")]
)
def test_parts_are_counted_one_by_one_and_a_fair_without_any_is_no_row(log, count, field, key):
    part = {key: log.ids[key]}
    log("fairs", **{field: [part, part, part]})
    log("fairs", INSIDE[1], **{field: [part]})
    log("fairs")
    log("fairs", OUTSIDE[1], **{field: [part]})
    log("fairs", office="team", **{field: [part]})

    assert count("fairs", f"parts:{field}") == (4, 2)
    assert count("fairs", f"parts:{field}", BOTH) == (5, 3)


def test_parts_of_cases_are_counted_where_the_case_keeps_the_filter(log, count):
    award = {"enterprise_id": log.ids["enterprise_id"]}
    log("matching-cases", outcome="matched", awards=[award, award])
    log("matching-cases", outcome="bidding", awards=[award])

    assert count("matching-cases", "parts:awards") == (3, 2)
    assert count("matching-cases", "parts:awards", conditions="outcome=matched") == (2, 1)


def test_measures_with_different_filters_are_counted_together_and_stay_apart(log, db):
    for amount, market in ((5, "public"), (7, "private"), (11, "private")):
        log("contracts", amount_krw=amount, market=market)
    wanted = {
        "all": selection("contracts", "sum:amount_krw", ""),
        "private": selection("contracts", "sum:amount_krw", "market=private"),
        "how many": selection("contracts", "count", "market=private"),
        "nothing": selection("contracts", "sum:amount_krw", "market=private&state=cancelled"),
        "firms": selection("contracts", "distinct:enterprise_id", "market=public"),
    }

    with db.reading() as unit:
        found = counts(unit, wanted, ALONE)

    assert found == {"all": 23, "private": 18, "how many": 2, "nothing": 0, "firms": 1}
