"""Lists by cursor: every row exactly once, in every order, whatever is written meanwhile."""

import contextlib
import threading
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import orjson
import pytest
from drafts import draft_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from worlds import World

from app.activity.actions import VISITS
from app.agencies.actions import DEMANDS
from app.core import lookups
from app.core.actors import SYSTEM
from app.resources import COLLECTIONS
from app.tenders.actions import TENDERS

DAY, MOMENT = date(2017, 3, 2), datetime(2017, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
POOLS = {
    int: [0, 1, 2, 10**9],
    str: ["", "가", "나", "Z", "a", "가 나", "가나", "%_\\"],
    date: [DAY, DAY + timedelta(days=1), DAY + timedelta(days=400)],
    datetime: [MOMENT, MOMENT + timedelta(microseconds=1), MOMENT + timedelta(days=9)],
}


class Undo(Exception):  # noqa: N818 -- ends an example
    """Leave nothing behind."""


def pool_of(column):
    """Return values that a column may hold, None among them where it may be empty."""
    kind = getattr(column.type, "impl_instance", column.type).python_type
    return [*POOLS[kind], *([None] if column.nullable else [])]


def copies(unit, collection, first, values_of):
    """Store a copy of the row *first* for each of the given values; return their ids."""
    ids = [uuid4() for _ in values_of]
    base = {name: value for name, value in first.items() if name != "seq"}
    unique = {collection.alias} if collection.alias else set()
    unique |= {"metric"} if collection.name == "goals" else set()  # one goal a metric and year
    rows = [
        {**base, **dict.fromkeys(unique, f"c{key.hex[:12]}"), "id": key, **values}
        for key, values in zip(ids, values_of, strict=True)
    ]
    unit.execute(insert(collection.table), rows)
    return ids


def first_row(unit, collection):
    return dict(unit.first(select(collection.table).limit(1))._mapping)


def walked(unit, collection, between=lambda: None, **asked):
    """Return the ids of every page, in order, calling *between* after each page."""
    seen, totals, cursor = [], set(), None
    while True:
        query = collection.query.model_validate({**asked, "cursor": cursor})
        items, cursor, total = lookups.page(unit, collection, query)
        seen += [orjson.loads(item) for item in items]
        totals.add(total)
        if cursor is None:
            assert len(totals) == 1
            return seen
        assert len(items) == asked["limit"]
        between()


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_sort_shows_every_row_once_and_in_its_order(world, name):
    collection = COLLECTIONS[name]
    sorts = ("seq", "created_at", *collection.sorts)
    free = [s for s in sorts if s not in ("seq", collection.alias)]
    pools = {sort: pool_of(collection.table.c[sort]) for sort in free}
    values = [{sort: pools[sort][n % len(pools[sort])] for sort in free} for n in range(9)]
    world.add(collection, **draft_in(world, name))

    with world.db.writing(actor=SYSTEM) as unit:
        copies(unit, collection, first_row(unit, collection), values)
        there = {
            str(key) for key in unit.connection.execute(select(collection.table.c.id)).scalars()
        }
        for sort in sorts:
            upwards = walked(unit, collection, limit=2, sort=sort)
            downwards = walked(unit, collection, limit=3, sort=f"-{sort}")

            shown = [item["id"] for item in upwards]
            assert len(shown) == len(there), sort
            assert set(shown) == there, sort
            assert [item["id"] for item in downwards] == shown[::-1], sort
            if sort in free:
                assert is_ordered(collection, sort, [item[sort] for item in upwards])


def is_ordered(collection, sort, keys):
    """Whether empty values stand last, and the others in the order of their kind."""
    filled = [key for key in keys if key is not None]
    by_database = pool_of(collection.table.c[sort])[0] == ""  # words: each has its own collation
    empty_last = all(key is None for key in keys[len(filled) :])
    return empty_last and (by_database or filled == sorted(filled))


SORTED = st.sampled_from(["title", "published_on", "closes_at", "budget_krw", "created_at", "seq"])


@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_row_is_shown_once_whatever_the_values_the_page_size_and_what_is_added(db, sweep, data):
    sort, down = data.draw(SORTED), data.draw(st.booleans())
    pool = [None] if sort == "seq" else pool_of(TENDERS.table.c[sort])
    key = "note" if sort == "seq" else sort
    values = data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=14))
    added = data.draw(st.lists(st.sampled_from(pool), max_size=6))
    limit = data.draw(st.integers(1, 5))
    sweep()
    world = World(db)
    world.add(TENDERS, **draft_in(world, "tenders"))

    with contextlib.suppress(Undo), db.writing(actor=SYSTEM) as unit:
        first = first_row(unit, TENDERS)
        rows = [{} if key == "note" else {key: value} for value in values]
        before = {str(one) for one in copies(unit, TENDERS, first, rows)}

        def one_more():
            if added:
                value = added.pop()
                copies(unit, TENDERS, first, [{} if key == "note" else {key: value}])

        order = ("-" if down else "") + sort
        shown = [item["id"] for item in walked(unit, TENDERS, one_more, limit=limit, sort=order)]

        assert len(shown) == len(set(shown)), "no row twice"
        assert before <= set(shown), "no row left out"
        raise Undo


def test_ten_thousand_visits_are_paged_exactly_once_while_others_write(world, staff):
    agency = world.agency()
    world.visit(agency["id"])
    with world.db.writing(actor=SYSTEM) as unit:
        first = first_row(unit, VISITS)
        days = [{"visited_on": DAY + timedelta(days=n % 300)} for n in range(9_999)]
        copies(unit, VISITS, first, days)
        there = {str(k) for k in unit.connection.execute(select(VISITS.table.c.id)).scalars()}
    done, written = threading.Event(), []

    def write():
        while not done.is_set() and len(written) < 200:
            written.append(world.visit(agency["id"], DAY + timedelta(days=len(written)))["id"])

    writer = threading.Thread(target=write)
    writer.start()
    seen, cursor = [], None
    while True:
        asked = {"limit": 200, "sort": "visited_on", **({"cursor": cursor} if cursor else {})}
        page = staff.get("/api/v1/visits", params=asked).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    done.set()
    writer.join()

    assert written, "others did write meanwhile"
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


def test_the_total_is_counted_once_and_travels_in_the_cursor(world, staff):
    agency = world.agency()
    for _ in range(3):
        world.visit(agency["id"])

    first = staff.get("/api/v1/visits?limit=2").json()
    world.visit(agency["id"])
    second = staff.get(f"/api/v1/visits?limit=2&cursor={first['next']}").json()

    assert (first["total"], second["total"]) == (3, 3)
    assert second["next"] is None


def test_an_empty_list_is_a_page_like_any_other(staff):
    assert staff.get("/api/v1/visits").json() == {"items": [], "next": None, "total": 0}


@pytest.mark.parametrize("sort", ["name", "-name", "seq ", "version", "note; drop table visit", ""])
def test_a_sort_that_is_not_offered_is_refused_and_the_offered_are_named(staff, sort):
    answer = staff.get("/api/v1/visits", params={"sort": sort})

    if sort == "":
        assert answer.status_code == 200, "an empty sort is no sort"
        return
    fault = answer.json()["errors"][0]
    assert answer.status_code == 422
    assert (fault["pointer"], fault["code"]) == ("/sort", "invalid_sort")
    assert "visited_on" in fault["message"]


def test_pages_of_a_filtered_list_hold_only_what_the_filter_keeps(world, staff):
    agency = world.agency()
    for year in (2016, 2017, 2016, 2017, 2016):
        world.add(DEMANDS, agency_id=agency["id"], year=year, item=f"{year}")

    first = staff.get("/api/v1/demands?year=2016&limit=2&sort=amount_krw").json()
    second = staff.get(
        "/api/v1/demands",
        params={"year": 2016, "limit": 2, "sort": "amount_krw", "cursor": first["next"]},
    ).json()

    assert first["total"] == 3
    assert [item["year"] for item in first["items"] + second["items"]] == [2016] * 3
    assert second["next"] is None


def test_the_newest_comes_first_unless_a_sort_is_asked_for(world, staff):
    agency = world.agency()
    made = [str(world.visit(agency["id"], date(2017, 3, day))["id"]) for day in (9, 2, 5)]

    newest = [item["id"] for item in staff.get("/api/v1/visits").json()["items"]]
    by_day = [i["id"] for i in staff.get("/api/v1/visits?sort=visited_on").json()["items"]]

    assert newest == made[::-1]
    assert by_day == [made[1], made[2], made[0]]
