"""Every number opens to exactly the rows it counted."""

from datetime import date

import pytest

from app.activity.actions import TALLIES
from app.activity.metrics import metrics
from app.reports.counting import Scope, achieved
from app.reports.rows import RowsQuery, page
from app.reports.years import window

REPORTS = "/api/v1/reports"


def _pages(anyone, limit=2, **query):
    """Return every item of every page."""
    items, answer = [], anyone.get(f"{REPORTS}/rows", params={**query, "limit": limit}).json()
    while True:
        items += answer["items"]
        if answer["next"] is None:
            return items, answer
        more = {**query, "limit": limit, "cursor": answer["next"]}
        answer = anyone.get(f"{REPORTS}/rows", params=more).json()


@pytest.mark.parametrize("metric", ["visits", "visited_agencies", "matching_amount"])
def test_the_values_of_all_pages_sum_to_the_number(busy, anyone, ask, metric):
    busy.goal(metric)
    [line] = ask("achievement", office="centre", year=2017)["rows"]

    items, last = _pages(anyone, office="centre", year=2017, metric=metric)

    assert sum(item["value"] for item in items) == last["sum"] == line["achieved"]
    assert len(items) == last["total"]
    assert len({item["id"] for item in items}) == len(items)
    assert sum(item["value"] for item in items if item["is_tally"]) == line["from_tallies"]


def test_every_metric_opens_to_rows_that_sum_to_it(busy, db):
    scope = Scope(frozenset({"centre"}), window(2017))

    with db.reading() as unit:
        counted = achieved(unit, metrics().values(), scope)
        for code, count in counted.items():
            query = RowsQuery(metric=code, office="centre", year=2017, limit=200)
            found = page(unit, query)
            assert sum(item["value"] for item in found["items"]) == count.total, code
            assert found["sum"] == count.total, code
            assert found["total"] == len(found["items"]), code
    assert sum(count.total > 0 for count in counted.values()) > 10


def test_a_row_says_what_it_is_and_where_it_stands(busy, ask):
    found = ask("rows", office="centre", year=2017, metric="visits", limit=200)["items"]

    first, tally = found[0], found[-1]
    assert first["kind"] == "visits"
    assert first["label"] == "서울0초등학교"
    assert (first["on"], first["value"], first["unit"]) == ("2017-03-02", 1, "회")
    assert first["group"] == tally["group"] == "education"
    assert first["url"] == f"/api/v1/visits/{first['id']}"
    assert tally["kind"] == "tally"
    assert tally["is_tally"] is True
    assert tally["label"] == "집계 기록 · 2017-01-01~2017-12-31 · S9 1쪽"


def test_a_row_says_how_exactly_its_day_is_known(world, anyone):
    agency = world.agency()["id"]
    tally = {"office": "centre", "metric": "visits", "value": 3, "source": "S9 1쪽"}
    year = {"period_from": "2017-01-01", "period_until": "2017-12-31"}
    month = {"period_from": "2017-02-01", "period_until": "2017-02-28"}
    days = {"period_from": "2017-02-01", "period_until": "2017-02-27"}
    for period in (year, month, days):
        world.add(TALLIES, **tally, **period)
    for exact in ("year", "month", "day"):
        world.visit(agency, date(2017, 1, 1), date_precision=exact)

    query = {"office": "centre", "year": 2017, "metric": "visits"}
    items = anyone.get(f"{REPORTS}/rows", params=query).json()["items"]

    told = [(item["is_tally"], item["date_precision"]) for item in items]
    assert told == [
        (is_tally, one) for is_tally in (False, True) for one in ("year", "month", "day")
    ]


def test_of_different_things_the_first_row_of_each_is_shown(busy, ask):
    found = ask("rows", office="centre", year=2017, metric="visited_agencies", limit=200)

    live = [item for item in found["items"] if not item["is_tally"]]
    assert [item["on"] for item in live] == ["2017-03-02", "2017-03-03", "2017-03-04"]


def test_a_case_without_an_amount_is_no_row_of_the_amount(busy, ask):
    found = ask("rows", office="centre", year=2017, metric="matching_amount")

    assert [item["value"] for item in found["items"]] == [4_000_000, 20_000_000]


def test_what_was_asked_in_a_consultation_is_not_shown(office, ask):
    office.consultation(topic="우리 조합의 체불임금 문제")

    [item] = ask("rows", office="centre", year=2017, metric="consultations")["items"]

    assert item["label"] == "일반상담 · 전화 · 공공기관"


def test_the_address_of_the_rows_opens_the_rows_of_the_same_offices_and_days(busy, anyone, ask):
    busy.goal("visits", year_kind="school")
    query = {"office": "centre", "year": 2017, "include_children": True, "as_of": "2017-03-04"}
    [line] = ask("achievement", **query)["rows"]

    opened = anyone.get(line["rows_url"]).json()

    assert line["achieved"] == opened["sum"] == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"metric": "nonsense"}, 422),
        ({"metric": "visits", "office": "nowhere"}, 404),
        ({"metric": "visits", "cursor": "%%%"}, 422),
        ({"metric": "visits", "cursor": "WyJyeCIsMSwxXQ"}, 422),
        ({"metric": "visits", "limit": 201}, 422),
        ({"metric": "visits", "sort": "on"}, 422),
    ],
)
def test_rows_of_nothing_are_refused(busy, ask, query, status):
    ask("rows", status=status, **{"office": "centre", "year": 2017, **query})
