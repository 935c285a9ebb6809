"""The register of fairs: who came, counted from the fair's own rows and from its tallies."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.activity.actions import CONSULTATIONS
from app.activity.named import AGENCIES
from app.core.collection import AnySelect
from app.core.db import Reading
from app.core.tables import table_of
from app.fairs.actions import CHECK_INS, FAIRS
from app.fairs.tables import Booth, ConsultingDepartment
from app.reports.counting import TALLIES, Scope, of_offices
from app.reports.entries import RegisterQuery, values_of
from app.reports.scopes import scope_of
from app.reports.sheets import Column, Row, Sheet, summed

_FAIR = FAIRS.table
_METRICS = {
    "fair_enterprises": "enterprises",
    "fair_departments": "departments",
    "fair_consultations": "consultations",
    "fair_visitors": "visitors",
}
_COUNTS = tuple(_METRICS.values())
_COLUMNS = (
    Column("starts_on", "일시", "Date", "date"),
    Column("name", "박람회", "Fair"),
    Column("host", "개최기관", "Host"),
    Column("place", "장소", "Place"),
    Column("enterprises", "참여기업", "Enterprises", "number", unit="개"),
    Column("departments", "상담부서", "Departments", "number", unit="개"),
    Column("consultations", "상담건수", "Consultations", "number", unit="건"),
    Column("visitors", "방문객", "Visitors", "number", unit="명"),
)


def fairs(unit: Reading, query: RegisterQuery) -> Sheet:
    """Return the fairs of the year with their four counts."""
    scope = scope_of(unit, query)
    tallied = _tallies(unit, scope)
    rows = [_row(found, tallied[found.id]) for found in unit.all(_fairs(scope))]
    totals = summed(rows, *_COUNTS)
    totals.values["fairs"] = len(rows)
    return Sheet("박람회 대장", "fairs", _COLUMNS, rows, totals)


def _fairs(scope: Scope) -> AnySelect:
    """Return the statement for the fairs by day, each with what its own rows count."""
    wanted: list[Any] = [
        *(_FAIR.c[name] for name in ("id", "date_precision", "starts_on", "name", "place")),
        func.coalesce(_FAIR.c.host, AGENCIES.c.name).label("host"),
        _own(table_of(Booth).c.fair_id).label("enterprises"),
        _own(table_of(ConsultingDepartment).c.fair_id).label("departments"),
        _own(CONSULTATIONS.table.c.fair_id).label("consultations"),
        func.coalesce(_FAIR.c.visitors, _counted(), 0).label("visitors"),
    ]
    joined = _FAIR.outerjoin(AGENCIES, AGENCIES.c.id == _FAIR.c.host_agency_id)
    statement = select(*wanted).select_from(joined).where(*_within(scope))
    return statement.order_by(_FAIR.c.starts_on, _FAIR.c.seq)


def _counted() -> ColumnElement[int]:
    """Return how many came in by the check-ins of a fair; none where nobody counted at a desk."""
    counts = CHECK_INS.table
    inner = select(func.sum(counts.c.heads)).where(counts.c.fair_id == _FAIR.c.id)
    return inner.correlate(_FAIR).scalar_subquery()


def _own(fair_id: ColumnElement[Any]) -> ColumnElement[int]:
    """Return how many rows point at a fair."""
    inner = select(func.count()).where(fair_id == _FAIR.c.id)
    return inner.correlate(_FAIR).scalar_subquery()


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    days = scope.window
    inside = [_FAIR.c.starts_on >= days.start, _FAIR.c.starts_on <= days.until]
    return [of_offices(_FAIR.c.office, scope), *inside]


def _tallies(unit: Reading, scope: Scope) -> dict[UUID, dict[str, int]]:
    """Return for each fair what its tallies add to its counts."""
    those = select(_FAIR.c.id).where(*_within(scope))
    statement = (
        select(TALLIES.c.fair_id, TALLIES.c.metric, func.sum(TALLIES.c.value).label("sum"))
        .where(TALLIES.c.metric.in_(_METRICS), TALLIES.c.fair_id.in_(those))
        .group_by(TALLIES.c.fair_id, TALLIES.c.metric)
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for row in unit.all(statement):
        found[row.fair_id][_METRICS[row.metric]] = int(row.sum)
    return found


def _row(fair: Any, tallied: dict[str, int]) -> Row:  # noqa: ANN401 -- a row
    values = values_of(fair, *(column.name for column in _COLUMNS))
    for name, value in tallied.items():
        values[name] += value
    return Row(values, frozenset(tallied))
