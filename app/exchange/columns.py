"""How a collection stands in a spreadsheet: one column for each field of its draft.

A list of words stands in one cell, joined by ``|``; rows that belong to a record stand in one cell
as JSON. The map is read from the draft's own schema, so a new field needs nothing here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal
from uuid import UUID

import orjson

from app.core import exact_json
from app.core.types import Draft
from app.core.words import Fault

Kind = Literal["text", "exact", "whole", "number", "flag", "words", "parts"]
_KINDS: dict[str, Kind] = {"integer": "whole", "number": "number", "boolean": "flag"}
_FLAGS = {"true": True, "false": False}
_WHOLE = re.compile(r"-?([0-9]{1,20}|[0-9]{1,3}(,[0-9]{3}){1,6})")
_ACTIVE = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet would run as a formula
_ESCAPED = re.compile(r"([\\|])")
_WORD = re.compile(r"(?:[^\\|]|\\.)+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, how a cell of it is written, and what an empty cell means."""

    name: str
    kind: Kind
    required: bool
    blank: Any


@cache
def columns_of(draft: type[Draft]) -> dict[str, Column]:
    """Return the columns of a draft by name, in the order of its fields."""
    schema = draft.model_json_schema()
    return {
        name: Column(
            name,
            _kind(schema["properties"][name]),
            field.is_required(),
            None if field.is_required() else field.get_default(call_default_factory=True),
        )
        for name, field in draft.model_fields.items()
    }


def _kind(schema: Mapping[str, Any]) -> Kind:
    """Return how a field of this JSON schema stands in a cell."""
    options = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    found = options[0]
    if found.get("type") == "array":
        return "parts" if "$ref" in found["items"] else "words"
    if found.get("type") == "string":
        return "exact" if "format" in found or "enum" in found else "text"
    return _KINDS[found["type"]]


def cell(column: Column, value: Any) -> str:  # noqa: ANN401 -- any field's value
    """Return *value* as the text of a cell; None and an empty list are an empty cell."""
    if value is None or value == []:
        return ""
    if column.kind == "parts":
        return orjson.dumps(value).decode()
    if column.kind == "words":
        return inert("|".join(_ESCAPED.sub(r"\\\1", str(word)) for word in value))
    if column.kind == "flag":
        return "true" if value else "false"
    return inert(value) if isinstance(value, str) else _plain(value)


def _plain(value: float | date | UUID) -> str:
    """Return a number, day, time or id as text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def value(column: Column, text: str) -> Any:  # noqa: ANN401 -- any field's value
    """Return what a filled cell says, for the draft to check; refuse JSON that is none."""
    if column.kind == "text":
        return as_typed(text)
    if column.kind == "words":
        return [re.sub(r"\\(.)", r"\1", word) for word in _WORD.findall(as_typed(text))]
    text = text.strip()
    if column.kind == "parts":
        return _parts(column, text)
    if column.kind == "flag":
        return _FLAGS.get(text.lower(), text)
    if column.kind == "whole":
        return int(text.replace(",", "")) if _WHOLE.fullmatch(text) else text
    return text


def _parts(column: Column, text: str) -> Any:  # noqa: ANN401 -- whatever the JSON holds
    try:
        return exact_json.read(text.encode())
    except (ValueError, RecursionError, exact_json.RepeatedName) as error:
        raise Fault(
            column.name,
            "json_invalid",
            '이 칸은 JSON 목록입니다. 예: [{"name": "…"}]',
            'This cell is a JSON list, e.g. [{"name": "…"}].',
        ) from error


def inert(text: str) -> str:
    """Return *text* so that no spreadsheet runs it: an apostrophe before what would be a formula."""
    return f"'{text}" if _ACTIVE.match(text) else text


def as_typed(text: str) -> str:
    """Return *text* without the apostrophe that kept it from being run."""
    return text[1:] if text.startswith("'") and _ACTIVE.match(text) else text
