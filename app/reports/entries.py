"""The rows of a register: entries of the log with the names of whom they are about, and tallies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from app.activity.named import agency_name, enterprise_name, with_names
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.errors import Refused
from app.reports.counting import TALLIES, Scope, of_offices, tally_within
from app.reports.scopes import ScopeQuery
from app.reports.sheets import Row

MOST_ROWS = 50_000


class TooManyRows(Refused):
    """A register of more rows than anyone can read; lists page through them instead."""

    ko = "{most}행이 넘습니다. 사무소나 기간을 좁히거나 목록(GET /api/v1/{name})을 이용해 주세요."
    en = "More than {most} rows. Narrow the office or year, or page through GET /api/v1/{name}."


class RegisterQuery(ScopeQuery):
    """Which register: an office and a year."""


def entries(
    unit: Reading, collection: Collection, scope: Scope, *where: ColumnElement[bool]
) -> Sequence[Any]:
    """Return the entries of these offices and days by day, with `agency` and `enterprise` names."""
    table = collection.table
    day = table.c[collection.date or "created_at"]
    wanted: list[Any] = [table, agency_name(collection), enterprise_name(collection)]
    days = scope.window
    statement = (
        select(*wanted)
        .select_from(with_names(collection))
        .where(of_offices(table.c.office, scope), day >= days.start, day <= days.until, *where)
        .order_by(day, table.c.seq)
        .limit(MOST_ROWS + 1)
    )
    found = unit.all(statement)
    if len(found) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS, name=collection.name)
    return found


def tallies(unit: Reading, scope: Scope, *codes: str) -> Sequence[Any]:
    """Return the tallies of these metrics whose period lies within the days."""
    where = [TALLIES.c.metric.in_(codes), *tally_within(scope)]
    return unit.all(select(TALLIES).where(*where).order_by(TALLIES.c.period_from, TALLIES.c.seq))


def tally_row(tally: Any, day: str, words: str, count: str) -> Row:  # noqa: ANN401 -- a row
    """Return a tally as a row of a register: its first day, what it is, and its value."""
    label = f"집계 기록({tally.period_from}~{tally.period_until})"
    values = {"id": tally.id, day: tally.period_from, words: label, count: int(tally.value)}
    return Row(values, frozenset({count}))


def values_of(row: Any, *names: str) -> Document:  # noqa: ANN401 -- a row
    """Return the named fields of an entry as a document."""
    return {name: row._mapping[name] for name in ("id", "date_precision", *names)}
