"""Lists by cursor: a page ends where the next begins, whatever is written meanwhile.

The cursor holds the sort values of the last row and the integer key that breaks ties, so a page
costs the same wherever it lies and no row is skipped or repeated.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Generic, TypeVar

import orjson
from pydantic import Field
from sqlalchemy import ColumnElement, Table, TypeDecorator, and_, literal, or_, tuple_

from app.core.errors import InvalidInput, fault
from app.core.types import Input, Output

Item = TypeVar("Item")


class PagedQuery(Input):
    """How many rows, and from where."""

    limit: Annotated[int, Field(ge=1, le=200, description="rows per page")] = 20
    cursor: Annotated[
        str | None, Field(max_length=500, description="`next` of the page before")
    ] = None


class PageQuery(PagedQuery):
    """What every list accepts; a collection's own filters extend it."""

    sort: Annotated[
        str | None, Field(max_length=60, description="a field, with `-` before it for descending")
    ] = None


class Page(Output, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the value of the sort column, the key, and the total of page one."""

    value: Any
    seq: int
    total: int

    def encode(self) -> str:
        """Return the cursor as an opaque word for a URL."""
        raw = orjson.dumps([self.value, self.seq, self.total])
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(cursor: str) -> Cursor:
    """Return the cursor behind its opaque word; refuse one that we did not make."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        value, seq, total = orjson.loads(raw)
        return Cursor(value, _whole(seq), _whole(total))
    except (binascii.Error, ValueError, TypeError) as error:
        raise bad_cursor() from error


def _whole(value: Any) -> int:  # noqa: ANN401 -- whatever the cursor holds
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**62:
        raise ValueError
    return value


def _word(value: Any) -> str:  # noqa: ANN401 -- whatever the cursor holds
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError
    return value


def _moment(value: Any) -> datetime:  # noqa: ANN401 -- whatever the cursor holds
    moment = datetime.fromisoformat(value)
    if moment.utcoffset() != timedelta(0):  # our own are in UTC
        raise ValueError
    return moment


_READ: dict[type, Callable[[Any], Any]] = {
    int: _whole,
    str: _word,
    date: date.fromisoformat,
    datetime: _moment,
}


def sort_column(table: Table, sort: str, allowed: tuple[str, ...]) -> tuple[str, bool]:
    """Return the column to sort by and whether downwards; refuse a sort that is not offered."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in allowed or name not in table.c:
        listed = ", ".join(allowed)
        raise _bad(
            "sort",
            f"정렬 기준은 {listed} 중 하나입니다(내림차순은 앞에 -).",
            f"sort is one of {listed} (with - before it for descending).",
        )
    return name, down


def after(table: Table, name: str, *, down: bool, cursor: Cursor) -> ColumnElement[bool]:
    """Return the condition for the rows that come after *cursor* in this order."""
    seq = table.c.seq < cursor.seq if down else table.c.seq > cursor.seq
    if name == "seq":
        return seq
    column, value = table.c[name], _typed(table, name, cursor.value)
    if value is None:  # nulls stand last upwards and first downwards, see `order`
        return (
            and_(column.is_(None), seq)
            if not down
            else or_(column.is_not(None), and_(column.is_(None), seq))
        )
    place = tuple_(column, table.c.seq)  # compared as a pair, so that an index finds the place
    here = tuple_(literal(value, column.type), literal(cursor.seq, table.c.seq.type))
    beyond: ColumnElement[bool] = place < here if down else place > here
    return or_(beyond, column.is_(None)) if column.nullable and not down else beyond


def order(table: Table, name: str, *, down: bool) -> list[ColumnElement[Any]]:
    """Return the ORDER BY: the sort column, then the key. Nulls are largest on both databases."""
    seq = table.c.seq.desc() if down else table.c.seq.asc()
    if name == "seq":
        return [seq]
    column = table.c[name]
    ordered = column.desc() if down else column.asc()
    if column.nullable:
        ordered = ordered.nulls_first() if down else ordered.nulls_last()
    return [ordered, seq]


def _typed(table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 -- any column's value
    """Return a cursor value as its column's Python type."""
    if value is None:
        return None
    kept: Any = table.c[name].type
    plain = kept.impl_instance if isinstance(kept, TypeDecorator) else kept
    try:
        return _READ[plain.python_type](value)
    except (ValueError, TypeError) as error:
        raise bad_cursor() from error


def bad_cursor() -> InvalidInput:
    """Return the refusal of a cursor that we did not make."""
    ko, en = "목록이 돌려준 next 값을 그대로 보내 주세요.", "Send `next` of a list as it came."
    return _bad("cursor", ko, en)


def _bad(field: str, ko: str, en: str) -> InvalidInput:
    return InvalidInput(faults=[fault(field, f"invalid_{field}", ko, en)])
