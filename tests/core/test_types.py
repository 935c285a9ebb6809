"""What comes in: strict where a slip would be silent, and the shape of a change."""

from datetime import date, datetime
from typing import Annotated

import pytest
from pydantic import MISSING, TypeAdapter, ValidationError
from sqlalchemy import String

from app.core.types import (
    Code,
    Count,
    Day,
    Draft,
    Flag,
    Line,
    Moment,
    Month,
    Name,
    NotFlag,
    Place,
    Text,
    Won,
    Year,
    patch_of,
    period_is_ordered,
)
from app.resources import COLLECTIONS


def checked(kind, value):
    return TypeAdapter(kind).validate_python(value)


SOUND = [
    (Name, "  강북구청  ", "강북구청"),
    (Name, "가" * 200, "가" * 200),
    (Name, "🙂 이음", "🙂 이음"),
    (Line, "", ""),
    (Line, "  ", ""),
    (Text, " 앞뒤 빈칸\n둘째 줄\t칸 ", " 앞뒤 빈칸\n둘째 줄\t칸 "),
    (Code, "S0-visits.2017_a", "S0-visits.2017_a"),
    (Won, 10**14, 10**14),
    (Won, 0, 0),
    (Count, 10**9, 10**9),
    (Year, 1990, 1990),
    (Month, 12, 12),
    (Flag, False, False),
    (Day, "2017-03-02", date(2017, 3, 2)),
    (Annotated[float, NotFlag], 30, 30.0),
    (Annotated[float, NotFlag], "30.5", 30.5),
]


@pytest.mark.parametrize(("kind", "value", "kept"), SOUND, ids=range(len(SOUND)))
def test_what_is_sound_is_kept(kind, value, kept):
    assert checked(kind, value) == kept


UNSOUND = [
    (Name, ""),
    (Name, "   "),
    (Name, "가" * 201),
    (Name, "가\x00나"),
    (Name, "\ud800"),
    (Name, 5),
    (Name, None),
    (Place, "가" * 101),
    (Line, "가" * 501),
    (Line, "\x00"),
    (Text, "가" * 10_001),
    (Text, "가\x00"),
    (Code, ""),
    (Code, "-a"),
    (Code, "가"),
    (Code, "a b"),
    (Code, "a" * 65),
    (Code, "a\n"),
    (Won, -1),
    (Won, 10**14 + 1),
    (Won, 1.5),
    (Won, 1.0),
    (Won, "1000"),
    (Won, False),
    (Won, float("nan")),
    (Won, 10**4_000),
    (Count, 10**9 + 1),
    (Year, 1989),
    (Year, 2101),
    (Year, "2017"),
    (Month, 0),
    (Month, 13),
    (Flag, 0),
    (Flag, "true"),
    (Day, "1799-12-31"),
    (Day, "2200-12-32"),
    (Day, "2201-01-01"),
    (Day, "2017-02-29"),
    (Day, "20170301"),
    (Moment, "2017-03-02T09:00:00"),
    (Moment, "0001-01-01T00:00:00+14:00"),
    (Moment, "9999-12-31T23:59:59-14:00"),
    (Annotated[float, NotFlag], True),
]


@pytest.mark.parametrize(("kind", "value"), UNSOUND, ids=range(len(UNSOUND)))
def test_what_is_unsound_is_refused(kind, value):
    with pytest.raises(ValidationError):
        checked(kind, value)


def test_a_moment_needs_its_zone_and_keeps_the_instant():
    there = checked(Moment, "2017-03-02T18:00:00+09:00")

    assert there == datetime.fromisoformat("2017-03-02T09:00:00+00:00")


@pytest.mark.parametrize(
    ("begin", "end", "ordered"),
    [
        (date(2017, 1, 1), date(2017, 1, 1), True),
        (date(2017, 1, 2), date(2017, 1, 1), False),
        (None, date(2017, 1, 1), True),
        (date(2017, 1, 1), None, True),
        (None, None, True),
    ],
)
def test_a_period_may_be_open_or_one_day_but_not_backwards(begin, end, ordered):
    assert period_is_ordered(begin, end) is ordered


class _ThingDraft(Draft):
    name: Name
    amount_krw: Won | None = None
    kind: Annotated[str, "a kind"] = "plain"


_ThingPatch = patch_of(_ThingDraft)


def test_a_change_has_every_field_but_the_id_and_needs_none():
    assert set(_ThingPatch.model_fields) == {"name", "amount_krw", "kind"}
    assert _ThingPatch.model_validate({}).model_dump() == {}
    assert _ThingPatch.__name__ == "_ThingPatch"


def test_in_a_change_null_and_absence_differ():
    changed = _ThingPatch.model_validate({"amount_krw": None})

    assert changed.model_dump() == {"amount_krw": None}
    assert changed.name is MISSING


@pytest.mark.parametrize(
    "body", [{"name": ""}, {"name": None}, {"amount_krw": -1}, {"id": None}, {"other": 1}]
)
def test_a_change_is_as_strict_as_a_new_one(body):
    with pytest.raises(ValidationError):
        _ThingPatch.model_validate(body)


def test_what_came_in_cannot_be_changed_any_more():
    draft = _ThingDraft(name="가")

    with pytest.raises(ValidationError):
        draft.name = "나"


KEPT_SHORTER = {"business_number", "badge"}  # without what people type between


def _limits(schema):
    """Return how long a word of this field may be, where it is free text."""
    options = schema.get("anyOf", [schema])
    words = [o for o in options if o.get("type") == "string" and "format" not in o]
    chosen = [len(word) for o in words for word in o.get("enum", [o.get("const")]) if word]
    return [max(chosen)] if chosen else [o.get("maxLength") for o in words]


def _fields_of(collection):
    """Return (table, JSON schema of its fields) of a collection and of its parts."""
    schema = collection.draft.model_json_schema()
    yield collection.table, schema["properties"]
    for parts in collection.parts:
        name = schema["properties"][parts.field]["items"]["$ref"].rpartition("/")[2]
        yield parts.table, schema["$defs"][name]["properties"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_no_field_takes_more_letters_than_its_column_holds(name):
    """PostgreSQL refuses a word that is too long for its column, and SQLite keeps it silently."""
    too_long = [
        f"{table.name}.{field}"
        for table, fields in _fields_of(COLLECTIONS[name])
        for field, schema in fields.items()
        if field in table.c and field not in KEPT_SHORTER
        for kept in [getattr(table.c[field].type, "impl_instance", table.c[field].type)]
        if isinstance(kept, String) and kept.length
        if any(limit is None or limit > kept.length for limit in _limits(schema))
    ]

    assert too_long == []
