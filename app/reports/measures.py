"""The small language of what is counted: a measure, and the conditions a row must keep.

A measure is `count`, `sum:COLUMN`, `distinct:COLUMN`, or `parts:FIELD` (the rows of a part, e.g. the
booths of fairs). A filter is `column=value`, alternatives joined by `|`, conditions by `&`;
`column=*` means "not empty".
"""

from dataclasses import dataclass
from typing import Literal, cast, get_args

from app.core.errors import Refused

MeasureKind = Literal["count", "sum", "distinct", "parts"]


class BadMeasure(Refused):
    """What is to be counted cannot be read, or names something that does not exist."""

    ko = "셈 방식 '{text}'을(를) 읽을 수 없습니다."
    en = "Cannot read what is to be counted: {text}."


@dataclass(frozen=True, slots=True)
class Measure:
    """What a row adds: itself, a number of its own, a thing seen for the first time, its parts."""

    kind: MeasureKind
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One of *values* stands in a column; no values means that something stands there."""

    column: str
    values: tuple[str, ...] | None


def parse_measure(text: str) -> Measure:
    """Read a measure; refuse what is none."""
    kind, _, column = text.partition(":")
    if kind not in get_args(MeasureKind) or bool(column) == (kind == "count"):
        raise BadMeasure(text=text)
    return Measure(cast("MeasureKind", kind), column or None)


def parse_filter(text: str) -> tuple[Condition, ...]:
    """Read a filter; an empty one has no condition."""
    return tuple(_condition(part) for part in text.split("&")) if text else ()


def _condition(text: str) -> Condition:
    column, equals, values = text.partition("=")
    if not (column and equals and values):
        raise BadMeasure(text=text)
    return Condition(column, None if values == "*" else tuple(values.split("|")))
