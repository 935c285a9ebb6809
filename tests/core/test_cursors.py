"""Cursors: opaque to a client, and harmless when they are not ours."""

import base64
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import paging
from app.core.errors import InvalidInput
from app.core.paging import Cursor
from app.resources import COLLECTIONS


@given(
    value=st.none() | st.integers(0, 2**61) | st.text(max_size=20) | st.booleans(),
    seq=st.integers(0, 2**61),
    total=st.integers(0, 2**61),
)
def test_a_cursor_comes_back_as_it_was_sent(value, seq, total):
    cursor = Cursor(value, seq, total)

    word = cursor.encode()

    assert word.isascii()
    assert "=" not in word
    assert paging.decode(word) == cursor


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no json",
        b"{}",
        b"[]",
        b"[null,1]",
        b"[null,1,2,3]",
        b'[null,"1",2]',
        b"[null,1.5,2]",
        b"[null,true,2]",
        b"[null,-1,2]",
        b"[null,1,99999999999999999999]",
        b"[" * 2000,
        b"\xff\xfe",
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(content):
    word = base64.urlsafe_b64encode(content).decode().rstrip("=")

    with pytest.raises(InvalidInput) as refusal:
        paging.decode(word)

    assert [(f.pointer, f.code) for f in refusal.value.faults] == [("/cursor", "invalid_cursor")]


@given(st.text(max_size=60))
def test_any_word_is_a_cursor_or_is_refused(word):
    try:
        found = paging.decode(word)
    except InvalidInput:
        return
    assert found.seq >= 0


HOSTILE = [
    ("title", "가\x00나"),
    ("title", 5),
    ("title", [1]),
    ("budget_krw", 1e300),
    ("budget_krw", "9"),
    ("budget_krw", True),
    ("budget_krw", -1),
    ("published_on", "어제"),
    ("published_on", 20170302),
    ("closes_at", "2017-03-02T09:00:00"),
    ("closes_at", "0001-01-01T00:00:00+14:00"),
    ("closes_at", {}),
    ("created_at", "2017"),
]


@pytest.mark.parametrize(("sort", "value"), HOSTILE)
def test_a_cursor_with_a_value_of_another_kind_is_refused_before_the_database(staff, sort, value):
    word = Cursor(value, 1, 1).encode()

    answer = staff.get("/api/v1/tenders", params={"sort": sort, "cursor": word})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/cursor"


def test_the_cursor_of_another_list_is_refused_or_harmless(world, staff):
    for _ in range(2):
        world.visit(world.agency(f"학교 {uuid4()}")["id"])
    foreign = staff.get("/api/v1/visits?limit=1&sort=visited_on").json()["next"]

    statuses = {
        staff.get(f"/api/v1/{name}", params={"cursor": foreign, "sort": sort}).status_code
        for name, collection in COLLECTIONS.items()
        for sort in ("seq", "created_at", *collection.sorts)
    }

    assert statuses <= {200, 422}
