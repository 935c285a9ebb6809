"""The rows behind a printed figure that is counted again: rows of the log, or the names of a tally."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, tuple_

from app.core import paging
from app.core.collection import AnySelect, Document
from app.core.db import Reading
from app.core.errors import Both, NotFound
from app.reports.checks import Check, parse
from app.reports.figures import FIGURES, MEMBERS, listed, stored
from app.reports.rows import counted, exactness, item, live

URL = "/api/v1/reports/discrepancies"
OPENED = ("rows", "members", "distinct_members")
"""The kinds of check whose rows are told here; others rest on a metric or on other figures."""
Shown = Callable[[str, Any], Document]


def figure_rows(unit: Reading, key: str, query: paging.PagedQuery) -> Document:
    """Return one page of what was counted for a figure, how many there are, and their sum."""
    named = select(FIGURES).where(FIGURES.c.key == key)
    figure = None if "\x00" in key else unit.first(named)  # no key has it; PostgreSQL refuses it
    if figure is None:
        raise NotFound(what=Both("발표 수치", "published figure"))
    check = parse(figure.recompute)
    if check.kind not in OPENED:
        raise NotFound(what=Both("이 수치만의 근거 행", "rows of this figure's own"))
    cursor = paging.decode(query.cursor) if query.cursor else None
    way = _log if check.kind == "rows" else _names
    statement, shown_as = way(unit, figure, check)
    rows = unit.all(_after(statement, cursor).limit(query.limit + 1))
    total, amount = _totals(unit, statement)
    total = cursor.total if cursor else total
    shown = rows[: query.limit]
    last = paging.Cursor(shown[-1].on.isoformat(), shown[-1].seq, total) if shown else None
    return {
        "label": figure.label,
        "items": [shown_as(figure.unit or "", row) for row in shown],
        "next": last.encode() if last and len(rows) > query.limit else None,
        "total": total,
        "sum": amount,
    }


def _totals(unit: Reading, statement: AnySelect) -> tuple[int, int]:
    """Return how many rows there are, and what they add up to."""
    rows = statement.order_by(None).subquery()
    found: Any = unit.first(select(func.count(), func.coalesce(func.sum(rows.c.value), 0)))
    return int(found[0]), int(found[1])


def _after(statement: AnySelect, cursor: paging.Cursor | None) -> AnySelect:
    """Return the rows after a cursor of *statement*, which is in the order of (on, seq)."""
    if cursor is None:
        return statement
    rows = statement.order_by(None).subquery()
    try:
        on = date.fromisoformat(cursor.value)
    except (TypeError, ValueError) as error:
        raise paging.bad_cursor() from error
    place = tuple_(rows.c.on, rows.c.seq) > tuple_(literal(on), literal(cursor.seq))
    return select(rows).where(place).order_by(rows.c.on, rows.c.seq)


def _log(_unit: Reading, figure: Any, check: Check) -> tuple[AnySelect, Shown]:  # noqa: ANN401 -- a row
    """Return the statement for the counted rows of the log, by day."""
    chosen, where = stored(figure, check)
    return live(chosen, counted(chosen, where), None), item


def _names(unit: Reading, _figure: Any, check: Check) -> tuple[AnySelect, Shown]:  # noqa: ANN401 -- a row
    """Return the statement for the counted names of a tally, as they were printed."""
    tally, seqs = listed(unit, check)
    wanted = (MEMBERS.c.seq, MEMBERS.c.name, literal(tally.period_from).label("on"))
    statement = (
        select(*wanted, literal(1).label("value"))
        .where(MEMBERS.c.seq.in_(seqs))
        .order_by(MEMBERS.c.seq)
    )

    def shown(measured_in: str, row: Any) -> Document:  # noqa: ANN401 -- a row
        return {
            "kind": "tally",
            "id": tally.id,
            "on": tally.period_from,
            "date_precision": exactness(tally.period_from, tally.period_until),
            "label": row.name,
            "value": 1,
            "unit": measured_in,
            "group": tally.group,
            "is_tally": True,
            "url": f"/api/v1/tallies/{tally.id}",
        }

    return statement, shown
