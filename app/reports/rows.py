"""Exactly the rows behind a number: what an achievement counted, page by page.

Rows of the log come first, by day; then the tallies. The values of all pages sum to the number.
"""

import calendar
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, func, literal, null, select

from app.activity.metrics import Metric, metrics
from app.activity.named import agency_name, enterprise_name, with_names
from app.core import paging
from app.core.collection import AnySelect, Collection, Document
from app.core.db import Reading
from app.core.errors import refuse
from app.core.types import Code
from app.reports import wording
from app.reports.counting import (
    TALLIES,
    Scope,
    Selection,
    achieved,
    selection_of,
    tally_within,
    within,
)
from app.reports.scopes import ScopeQuery, scope_of

URL = "/api/v1/reports/rows"
_LABELS: Mapping[str, tuple[str, ...]] = {
    "visits": ("agency", "enterprise", "department"),
    "consultations": ("kind", "channel", "requester_kind"),  # not what was asked: that is theirs
    "matching-cases": ("title", "agency"),
    "education-sessions": ("topic", "audience"),
    "meetings": ("title",),
    "contracts": ("item", "enterprise"),
    "surveys": ("kind", "enterprise", "agency"),
    "follow-ups": ("promise",),
    "fairs": ("name", "host"),
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {**wording.CONSULTATION_KINDS, **wording.SURVEY_KINDS},
    "channel": wording.CHANNELS,
    "requester_kind": wording.REQUESTERS,
}
_ROW, _TALLY = "r", "t"  # where a cursor stands: among the rows, or among the tallies


class RowsQuery(paging.PagedQuery, ScopeQuery):
    """Which number is to be opened."""

    metric: Code


def rows_url(metric: str, office: str, year: int, **further: str | int | bool | None) -> str:
    """Return the address of the rows behind a number; what is left at its default is left out."""
    given = {name: str(value).lower() for name, value in further.items() if value}
    if given.get("year_kind") == "calendar":
        del given["year_kind"]
    return f"{URL}?{urlencode({'metric': metric, 'year': year, 'office': office, **given})}"


def known_metric(code: str) -> Metric:
    """Return the metric called *code*; refuse one that is not in the catalogue."""
    metric = metrics().get(code)
    if metric is None:
        ko = "지표 코드가 없습니다. GET /api/v1/metrics에서 확인해 주세요."
        raise refuse("metric", "unknown", ko, "No such metric; see GET /api/v1/metrics.")
    return metric


def page(unit: Reading, query: RowsQuery) -> Document:
    """Return one page of the rows behind a number, with how many there are and their sum."""
    metric, scope = known_metric(query.metric), scope_of(unit, query)
    cursor = paging.decode(query.cursor) if query.cursor else None
    place, at = _place(cursor)
    chosen = selection_of(metric)
    found: list[Any] = []
    if chosen and place == _ROW:
        where = of_metric(chosen, scope)
        found.extend(unit.all(live(chosen, where, at).limit(query.limit + 1)))
    missing = query.limit + 1 - len(found)
    found.extend(unit.all(_tallies(metric, scope, at if place == _TALLY else None).limit(missing)))
    total = cursor.total if cursor else _how_many(unit, metric, chosen, scope)
    shown = found[: query.limit]
    more = len(found) > query.limit
    return {
        "items": [item(metric.unit, row) for row in shown],
        "next": _cursor_after(shown[-1], total) if more else None,
        "total": total,
        "sum": achieved(unit, [metric], scope)[metric.code].total,
    }


def _place(cursor: paging.Cursor | None) -> tuple[str, paging.Cursor | None]:
    """Return which part of the list a cursor stands in, and where in it."""
    if cursor is None:
        return _ROW, None
    text = cursor.value if isinstance(cursor.value, str) else ""
    return (_TALLY if text[:1] == _TALLY else _ROW), replace(cursor, value=text[1:])


def _cursor_after(row: Any, total: int) -> str:  # noqa: ANN401 -- a row
    place = _TALLY if row.is_tally else _ROW
    return paging.Cursor(f"{place}{row.on.isoformat()}", row.seq, total).encode()


def live(
    chosen: Selection, where: list[ColumnElement[bool]], cursor: paging.Cursor | None
) -> AnySelect:
    """Return the statement for the rows of the log that are counted, by day."""
    table, collection = chosen.collection.table, chosen.collection
    group = table.c.target if collection.name == "visits" else null()
    wanted: list[Any] = [
        literal(value=False).label("is_tally"),
        literal(collection.name).label("collection"),
        *(table.c.seq, table.c.id, chosen.day.label("on"), table.c.date_precision),
        *(chosen.value().label("value"), group.label("target"), *named_by(collection)),
    ]
    statement = select(*wanted).select_from(with_names(collection))
    statement = statement.where(*where).order_by(chosen.day, table.c.seq)
    if cursor:
        name = collection.date or "created_at"
        statement = statement.where(paging.after(table, name, down=False, cursor=cursor))
    return statement


def named_by(collection: Collection) -> list[Any]:
    """Return the columns that name a row to people: over `with_names`, read by `name_of`."""
    table = collection.table
    own = [table.c[name] for name in _LABELS[collection.name] if name in table.c]
    return [agency_name(collection), enterprise_name(collection), *own]


def name_of(collection: str, fields: Mapping[str, Any]) -> str:
    """Return what a row is called, from the columns of `named_by`."""
    words = [
        _WORDS.get(name, {}).get(fields[name], fields[name])
        for name in _LABELS[collection]
        if fields[name]
    ]
    return " · ".join(words)


def of_metric(chosen: Selection, scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions for exactly the rows that add something to a number of a scope."""
    return counted(chosen, [*within(chosen, scope), chosen.holds()])


def counted(chosen: Selection, where: list[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """Return the conditions for those of the rows that add something to a number."""
    if chosen.measure.kind == "sum":
        return [*where, chosen.value().is_not(None)]
    if chosen.measure.kind == "parts":
        return [*where, chosen.value() > 0]
    if chosen.measure.kind == "distinct":
        seq = chosen.collection.table.c.seq
        first = select(func.min(seq)).where(*where, chosen.thing().is_not(None))
        return [seq.in_(first.group_by(chosen.thing()))]
    return where


def _tallies(metric: Metric, scope: Scope, cursor: paging.Cursor | None) -> AnySelect:
    """Return the statement for the tallies of a metric, by the day they begin."""
    columns = [TALLIES.c[name] for name in ("seq", "id", "value", "group", "period_until", "note")]
    wanted: list[Any] = [
        literal(value=True).label("is_tally"),
        TALLIES.c.period_from.label("on"),
        *columns,
        TALLIES.c.source,
    ]
    statement = select(*wanted).where(TALLIES.c.metric == metric.code, *tally_within(scope))
    if cursor:
        statement = statement.where(paging.after(TALLIES, "period_from", down=False, cursor=cursor))
    return statement.order_by(TALLIES.c.period_from, TALLIES.c.seq)


def _how_many(unit: Reading, metric: Metric, chosen: Selection | None, scope: Scope) -> int:
    """Return the number of rows and tallies that are counted."""
    of_tallies = select(func.count()).where(TALLIES.c.metric == metric.code, *tally_within(scope))
    total = int(unit.scalar(of_tallies.select_from(TALLIES)))
    if chosen:
        table = chosen.collection.table
        rows = select(func.count()).select_from(table).where(*of_metric(chosen, scope))
        total += int(unit.scalar(rows))
    return total


def item(measured_in: str, row: Any) -> Document:  # noqa: ANN401 -- a row
    """Return one counted row as it is shown."""
    fields = row._mapping
    collection = "tallies" if row.is_tally else fields["collection"]
    return {
        "kind": "tally" if row.is_tally else collection,
        "id": row.id,
        "on": row.on,
        "date_precision": exactness(row.on, row.period_until)
        if row.is_tally
        else row.date_precision,
        "label": _tally_label(fields) if row.is_tally else name_of(collection, fields),
        "value": int(row.value),
        "unit": measured_in,
        "group": fields["group"] if row.is_tally else _group(fields),
        "is_tally": row.is_tally,
        "url": f"/api/v1/{collection}/{row.id}",
    }


def exactness(begin: date, until: date) -> str:
    """Return how exactly a period says when: a whole year or month is no day."""
    if (begin.month, begin.day, until) == (1, 1, date(begin.year, 12, 31)):
        return "year"
    last = calendar.monthrange(begin.year, begin.month)[1]
    return "month" if begin.day == 1 and until == begin.replace(day=last) else "day"


def _tally_label(fields: Mapping[str, Any]) -> str:
    period = f"{fields['on']}~{fields['period_until']}"
    return " · ".join(["집계 기록", period, *filter(None, (fields["source"],))])


def _group(fields: Mapping[str, Any]) -> str | None:
    return wording.GROUP_OF_TARGET.get(fields["target"] or "")
