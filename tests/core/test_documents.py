"""Rendered records kept in memory: never stale, never too many."""

import contextlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import lookups, records
from app.core.actors import SYSTEM
from app.core.documents import Documents
from app.enterprises.actions import ENTERPRISES
from app.offices.actions import OFFICES

NOON = datetime(2017, 6, 1, 12, 0, tzinfo=UTC)


def draft(name="가", **fields):
    return OFFICES.draft.model_validate({"code": "x", "name": name, "kind": "centre", **fields})


def names(unit):
    items, _, _ = lookups.page(unit, OFFICES, OFFICES.query())
    return [orjson.loads(item)["name"] for item in items]


def names_in(db):
    with db.reading() as unit:
        return names(unit)


def test_a_change_is_in_the_next_list(db):
    with db.writing(actor=SYSTEM) as unit:
        records.create(unit, OFFICES, draft())
    assert names_in(db) == ["가"]

    with db.writing(actor=SYSTEM) as unit:
        records.change(unit, OFFICES, "x", OFFICES.patch(name="나"), 1)

    assert names_in(db) == ["나"]


def test_what_was_rolled_back_is_never_shown_though_its_moment_and_version_come_again(db):
    mine = uuid4()
    with contextlib.suppress(ValueError), db.writing(NOON, SYSTEM) as unit:
        records.create(unit, OFFICES, draft("취소된 이름", id=mine))
        assert names(unit) == ["취소된 이름"]
        raise ValueError

    with db.writing(NOON, SYSTEM) as unit:
        records.create(unit, OFFICES, draft("진짜 이름", id=mine))

    assert names_in(db) == ["진짜 이름"]


def test_a_change_that_was_rolled_back_is_never_shown(db):
    with db.writing(NOON, SYSTEM) as unit:
        records.create(unit, OFFICES, draft("처음"))
    later = NOON + timedelta(hours=1)
    with contextlib.suppress(ValueError), db.writing(later, SYSTEM) as unit:
        records.change(unit, OFFICES, "x", OFFICES.patch(name="취소"), 1)
        assert names(unit) == ["취소"]
        raise ValueError
    assert names_in(db) == ["처음"]

    with db.writing(later, SYSTEM) as unit:
        records.change(unit, OFFICES, "x", OFFICES.patch(name="나중"), 1)

    assert names_in(db) == ["나중"]


def test_a_record_made_again_under_its_old_id_is_shown_as_it_is_now(db):
    mine = uuid4()
    with db.writing(NOON, SYSTEM) as unit:
        records.create(unit, OFFICES, draft("옛것", id=mine))
    assert names_in(db) == ["옛것"]

    with db.writing(NOON + timedelta(seconds=1), SYSTEM) as unit:
        records.remove(unit, OFFICES, mine, 1)
    assert names_in(db) == []
    with db.writing(NOON + timedelta(seconds=2), SYSTEM) as unit:
        records.create(unit, OFFICES, draft("새것", id=mine))

    assert names_in(db) == ["새것"]


def test_a_change_of_parts_alone_is_in_the_next_list(world, staff):
    made = world.enterprise(products=[{"name": "현수막"}])
    assert staff.get("/api/v1/enterprises").json()["items"][0]["products"][0]["name"] == "현수막"

    staff.patch(f"/api/v1/enterprises/{made['id']}", json={"products": [{"name": "배너"}]})

    assert staff.get("/api/v1/enterprises").json()["items"][0]["products"][0]["name"] == "배너"


def test_a_list_shows_the_same_document_as_the_record_itself(world, staff):
    made = world.enterprise(
        certifications=[{"kind": "cooperative"}], licences=[{"kind": "인쇄사"}], products=[]
    )
    one = staff.get(f"/api/v1/enterprises/{made['id']}").json()

    for _ in range(2):  # rendered, then from memory
        assert staff.get("/api/v1/enterprises").json()["items"] == [one]


def test_a_page_is_whole_even_when_memory_holds_nothing_of_it(world, monkeypatch):
    for n in range(5):
        world.enterprise(f"기업 {n}", description="가" * 500)
    monkeypatch.setattr(lookups, "documents", Documents(capacity_bytes=100))

    with world.db.reading() as unit:
        items, _, total = lookups.page(unit, ENTERPRISES, ENTERPRISES.query())

    assert total == 5
    assert [orjson.loads(item)["name"] for item in items] == [f"기업 {n}" for n in (4, 3, 2, 1, 0)]


def key(number):
    return (number, 1, NOON)


def held(store, wanted):
    return store.held({0: wanted}).get(0)


def test_the_least_recently_used_makes_room():
    store = Documents(capacity_bytes=30)
    for number in (1, 2, 3):
        store.put(key(number), b"0123456789")
    held(store, key(1))

    store.put(key(4), b"0123456789")

    assert [held(store, key(n)) is not None for n in (1, 2, 3, 4)] == [True, False, True, True]


def test_another_version_or_moment_is_another_entry():
    store = Documents()
    mine = uuid4()
    store.put((mine, 1, NOON), b"one")

    assert held(store, (mine, 2, NOON)) is None
    assert held(store, (mine, 1, NOON + timedelta(microseconds=1))) is None
    assert held(store, (mine, 1, NOON)) == b"one"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=60))
def test_what_is_held_never_exceeds_the_room_and_is_what_was_put(puts):
    store, sizes = Documents(capacity_bytes=100), {}

    for number, size in puts:
        sizes.setdefault(number, size)
        before = held(store, key(number))
        store.put(key(number), b"x" * size)
        found = held(store, key(number))
        assert found is None or found == (before if before is not None else b"x" * size)

    left = [held(store, key(number)) or b"" for number in range(10)]
    assert sum(map(len, left)) <= 100
    assert store._room == 100 - sum(map(len, left))


def test_one_too_large_for_the_room_is_not_held_and_frees_what_it_took():
    store = Documents(capacity_bytes=10)
    store.put(key(1), b"12345")

    store.put(key(2), b"x" * 50)

    assert held(store, key(2)) is None
    assert store._room == 10
    store.put(key(3), b"1234567890")
    assert held(store, key(3)) == b"1234567890"


@pytest.mark.parametrize("role", ["staff", "anyone"])
def test_what_is_held_for_one_reader_is_not_shown_to_one_who_may_not_see_it(
    world, anyone, staff, role
):
    world.visit(world.agency()["id"])
    assert staff.get("/api/v1/visits").json()["total"] == 1

    client = staff if role == "staff" else anyone

    assert client.get("/api/v1/visits").status_code == (200 if role == "staff" else 401)
