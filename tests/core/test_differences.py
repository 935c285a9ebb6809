"""What differs between two changes of one record: field by field, whatever the fields hold."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.collection import STAMPS
from app.core.conflicts import differences, plain

FIELDS = ("name", "note", "district", "members")
VALUES = st.none() | st.sampled_from(["가", "나", "다"]) | st.lists(st.integers(0, 1), max_size=2)
WHOLE = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUES))
PARTIAL = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, VALUES))


@pytest.mark.parametrize(
    ("was", "they", "you", "who"),
    [
        ("처음", "처음", "처음", None),
        ("처음", "먼저", "먼저", None),
        ("처음", "먼저", "처음", "them"),
        ("처음", "처음", "나중", "you"),
        ("처음", "먼저", "나중", "both"),
        (None, "먼저", None, "them"),
        (None, None, "나중", "you"),
        ("처음", None, "나중", "both"),
        ("처음", "먼저", None, "both"),
        ("처음", None, None, None),
        (0, False, 0, None),
        ([1, 2], [2, 1], [1, 2], "them"),
    ],
)
def test_who_changed_a_field_follows_from_how_it_was(was, they, you, who):
    found = differences({"note": they}, {"note": you}, {"note": was})

    told = {"pointer": "/note", "changed_by": who, "yours": you, "theirs": they, "original": was}
    assert found == ([] if who is None else [told])


def test_a_field_the_caller_leaves_alone_is_theirs_where_the_original_is_known():
    (found,) = differences({"note": "먼저"}, {}, {"note": "처음"})

    assert (found["changed_by"], found["yours"], found["theirs"]) == ("them", "처음", "먼저")


def test_without_an_original_only_what_the_caller_says_can_differ():
    theirs = {"name": "가", "note": "먼저"}

    found = differences(theirs, {"note": "나중"}, None)

    assert [(one["pointer"], one["yours"], one["original"]) for one in found] == [
        ("/note", "나중", None)
    ]
    assert differences(theirs, {}, None) == []


def test_a_field_that_came_to_the_record_since_is_a_change_of_theirs():
    (found,) = differences({"name": "가", "rating": 5}, {}, {"name": "가"})

    assert (found["pointer"], found["changed_by"], found["original"]) == ("/rating", "them", None)


@given(theirs=WHOLE, yours=PARTIAL, original=WHOLE)
def test_the_stamps_of_a_record_are_never_a_difference(theirs, yours, original):
    stamped = {**dict.fromkeys(STAMPS, 2), **theirs}
    before = {**dict.fromkeys(STAMPS, 1), **original}

    pointers = {one["pointer"] for one in differences(stamped, yours, before)}

    assert pointers.isdisjoint({f"/{name}" for name in STAMPS})


@given(theirs=WHOLE, yours=PARTIAL, original=WHOLE)
def test_each_difference_is_one_and_they_stand_in_the_order_of_the_record(theirs, yours, original):
    found = differences(theirs, yours, original)

    names = [one["pointer"][1:] for one in found]
    assert names == [name for name in theirs if name in names]
    assert all(one["yours"] != one["theirs"] for one in found)


@given(theirs=WHOLE, yours=PARTIAL, original=WHOLE)
def test_what_nobody_else_changed_can_be_stored_and_everyone_keeps_their_work(
    theirs, yours, original
):
    found = differences(theirs, yours, original)

    mine = {o["pointer"][1:]: o["yours"] for o in found if o["changed_by"] == "you"}
    merged = {**theirs, **mine}
    for name in FIELDS:
        you = yours.get(name, original[name])
        if theirs[name] == original[name]:
            assert merged[name] == you
        else:
            assert merged[name] == theirs[name]


@given(theirs=WHOLE, yours=PARTIAL, original=WHOLE)
def test_both_is_said_only_where_each_has_another_value_than_before(theirs, yours, original):
    both = [o for o in differences(theirs, yours, original) if o["changed_by"] == "both"]

    for one in both:
        assert one["original"] not in (one["yours"], one["theirs"])


@given(document=WHOLE)
def test_a_record_that_nobody_changed_has_no_difference(document):
    assert differences(document, {}, document) == []
    assert differences(document, document, document) == []


def test_a_record_is_compared_in_the_values_that_its_history_keeps():
    moment = datetime(2017, 6, 1, 9, tzinfo=UTC)
    kept = plain({"id": UUID(int=7), "on": date(2017, 3, 2), "at": moment, "parts": [{"n": 1}]})

    assert kept == {
        "id": "00000000-0000-0000-0000-000000000007",
        "on": "2017-03-02",
        "at": "2017-06-01T09:00:00+00:00",
        "parts": [{"n": 1}],
    }
    assert plain(kept) == kept


def test_what_is_compared_is_a_copy():
    parts = [{"n": 1}]
    kept = plain({"parts": parts})
    kept["parts"][0]["n"] = 2

    assert parts == [{"n": 1}]
