"""No list walks a whole table: each filter and each sort finds its rows by an index.

SQLite says how it would go about a statement without looking at any row, so this holds for any size.
"""

import re

import pytest
from sqlalchemy import event

from app.core import lookups
from app.core.actors import SYSTEM
from app.core.db import Database
from app.core.paging import Cursor
from app.core.settings import Settings
from app.resources import COLLECTIONS
from app.tables import METADATA

SAMPLES = {"boolean": True, "integer": 2017, "string": "a"}
FORMATS = {"date": "2017-03-02", "uuid": "00000000-0000-4000-8000-000000000000"}
NAMED = {"business_number": "124-81-00998", "badge": "K7QM-2XRR"}
# A part of a word can begin anywhere, so it is looked for in every row.
ANYWHERE = {"q"}
# Of a span of days the newest page is read from the newest rows on, until it is full.
RANGES = {"date_from", "date_until", "due_until", "published_from", "published_until",
          "keep_until", "destroyed"}  # fmt: skip
CASES = [
    (name, field)
    for name, collection in COLLECTIONS.items()
    for field in collection.query.model_fields
    if field not in {"limit", "cursor", "sort"} | ANYWHERE
]
SORTS = [(n, s) for n, c in COLLECTIONS.items() for s in ("seq", "created_at", *c.sorts)]


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """Run something and return how SQLite would go about each of its statements."""
    path = tmp_path_factory.mktemp("plans") / "x.db"
    db = Database(Settings(database_url=f"sqlite:///{path}"))
    METADATA.create_all(db.engine)
    seen = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def _(_connection, _cursor, statement, parameters, *_rest):
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    def of(collection, **asked):
        seen.clear()
        query = collection.query.model_validate(asked)
        with db.reading(actor=SYSTEM) as unit:
            lookups.page(unit, collection, query)
            found = []
            for statement, parameters in seen:
                explained = unit.connection.exec_driver_sql(
                    f"EXPLAIN QUERY PLAN {statement}", parameters
                )
                found.append((statement, [row[3] for row in explained]))
        return found

    yield of
    db.close()


def walks_of(collection, plan):
    """Return the steps of a plan that read every row of the collection's own table."""
    whole = re.compile(rf"SCAN {collection.table.name}$")
    return [step for step in plan if whole.match(step)]


def value_of(collection, field):
    """Return a value that the filter takes."""
    if field in NAMED:
        return NAMED[field]
    described = collection.query.model_json_schema()["properties"][field]
    option = next(o for o in described.get("anyOf", [described]) if o.get("type") != "null")
    listed = option.get("enum") or [option.get("const") or FORMATS.get(option.get("format"))]
    return listed[0] or SAMPLES[option["type"]]


def stops_at_a_page(statement):
    """Whether a statement reads rows in the order they were written and stops when a page is full."""
    return re.search(r"ORDER BY \w+\.seq (ASC|DESC)\s+LIMIT", statement) is not None


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_list_as_it_opens_reads_only_the_rows_it_shows(plans, name):
    collection = COLLECTIONS[name]

    for statement, plan in plans(collection):
        if not stops_at_a_page(statement):
            assert walks_of(collection, plan) == [], statement
        assert not any("TEMP B-TREE" in step for step in plan), statement


@pytest.mark.parametrize(("name", "field"), CASES)
def test_each_filter_of_a_list_finds_its_rows_by_an_index(plans, name, field):
    collection = COLLECTIONS[name]

    for statement, plan in plans(collection, **{field: value_of(collection, field)}):
        if not (field in RANGES and stops_at_a_page(statement)):
            assert walks_of(collection, plan) == [], (statement, plan)


@pytest.mark.parametrize(("name", "sort"), SORTS)
def test_each_sort_of_a_list_walks_an_index_and_sorts_nothing(plans, name, sort):
    collection = COLLECTIONS[name]

    for down in ("", "-"):
        statement, plan = plans(collection, sort=down + sort)[-1]
        if sort != "seq":
            assert walks_of(collection, plan) == [], (statement, plan)
        assert not any("TEMP B-TREE" in step for step in plan), (down, statement, plan)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_page_far_in_is_found_by_its_place(plans, name):
    collection = COLLECTIONS[name]
    words = {"cursor": Cursor(None, 10**6, 10**6).encode()}

    for statement, plan in plans(collection, **words):
        assert walks_of(collection, plan) == [], (statement, plan)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_reference_can_be_followed_backwards(name):
    """Removing a record asks every table that may point at it: each needs an index for that."""
    collection = COLLECTIONS[name]
    tables = [collection.table, *(parts.table for parts in collection.parts)]

    missing = [
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.c
        if column.foreign_keys
        and not any(next(iter(index.columns)) is column for index in table.indexes)
    ]

    assert missing == []
