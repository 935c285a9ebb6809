"""Who was shown how often: the places that stored runs gave out in a period, enterprise by enterprise.

Counted is each place among the first ten results of each run of a tender. Who fails a requirement
was not recommended and is not counted.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Self
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field, model_validator
from sqlalchemy import ColumnElement, Integer, String, case, cast, func, select

from app.activity.named import ENTERPRISES
from app.categories.actions import CATEGORIES
from app.core import lookups, paging
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.tables import table_of
from app.core.types import Code, Day, Input
from app.core.words import require_order
from app.matches.standing import head_before, in_business
from app.matches.tables import MatchPlace, MatchRun
from app.matching.exposure import TOP, Exposure, exposure
from app.matching.shapes import UNITS
from app.reports.scopes import Children, offices_of
from app.reports.sheets import Column, Row, Sheet, summed
from app.tenders.tables import Tender

URL = "/api/v1/reports/exposure/rows"
_PLACES, _RUNS, _TENDERS = table_of(MatchPlace), table_of(MatchRun), table_of(Tender)
_HIDDEN = "기업별 행은 직원에게만 보입니다. (Enterprises are named to staff only.)"
_COLUMNS = (
    Column("enterprise", "기업", "Enterprise"),
    Column("district", "소재지", "District"),
    Column("first_places", "첫째 자리", "First places", "number", unit="회"),
    Column("places", "10위 안 자리", "Places in the top ten", "number", unit="회"),
    Column("share_percent", "자리 비율", "Share of places", "number", unit="%"),
)


class ExposureQuery(Input):
    """Which runs: by the day they were made, and by their tenders' office and category."""

    date_from: Day
    date_until: Day
    office: Code | None = None
    include_children: Children = False
    category: Annotated[Code | None, Field(description="a leaf, or a branch with its leaves")] = (
        None
    )

    @model_validator(mode="after")
    def _days_are_ordered(self) -> Self:
        require_order(self.date_from, self.date_until, "date_until")
        return self


class RunsQuery(paging.PagedQuery, ExposureQuery):
    """The runs that were counted, page by page."""


class PlacesQuery(RunsQuery):
    """Which places are to be opened."""

    enterprise_id: UUID
    rank_at_most: Annotated[int, Field(ge=1, le=TOP)] = TOP


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the report rests on: the enterprises shown, the runs, and all of it summed up."""

    rows: list[Any]
    runs: int
    whole: Exposure
    head: int | None


def exposure_report(unit: Reading, query: ExposureQuery) -> Document:
    """Return how places were shared out; enterprises are named to staff only."""
    found = _counted(unit, query)
    named = unit.actor.is_any(Role.staff)
    return {
        **query.model_dump(),
        **_summary(found),
        "rows": [_row(row, found.whole.places, query) for row in found.rows] if named else [],
    }


def exposure_sheet(unit: Reading, query: ExposureQuery) -> Sheet:
    """Return the same as a table for files, the measures under it."""
    report = exposure_report(unit, query)
    rows = [Row(row) for row in report["rows"]]
    return Sheet(
        title=f"매칭 노출 {query.date_from}~{query.date_until}{_scope(query)}",
        file_name=f"exposure-{query.date_from}-{query.date_until}",
        columns=_COLUMNS,
        rows=rows,
        totals=summed(rows, "first_places", "places"),
        notes=_notes(report),
    )


def places_page(unit: Reading, query: PlacesQuery) -> Document:
    """Return exactly the places that a number of the report counted, the newest first."""
    unit.actor.require(Role.staff)
    where = [
        *_within(unit, query),
        _PLACES.c.enterprise_id == query.enterprise_id,
        _PLACES.c.rank <= query.rank_at_most,
    ]
    cursor = paging.decode(query.cursor) if query.cursor else None
    total = cursor.total if cursor else int(unit.scalar(_of_places(func.count()).where(*where)))
    if cursor:
        where.append(_PLACES.c.seq < cursor.seq)
    rows = unit.all(
        _of_places(*_PLACES.c, _RUNS.c.as_of, _RUNS.c.tender_id, _TENDERS.c.title)
        .where(*where)
        .order_by(_PLACES.c.seq.desc())
        .limit(query.limit + 1)
    )
    shown = rows[: query.limit]
    more = len(rows) > query.limit
    following = paging.Cursor(None, shown[-1].seq, total).encode() if more else None
    return {"items": [_place(row) for row in shown], "next": following, "total": total}


def runs_page(unit: Reading, query: RunsQuery) -> Document:
    """Return exactly the runs that were counted, the newest first."""
    unit.actor.require(Role.staff)
    joined = _RUNS.join(_TENDERS, _TENDERS.c.id == _RUNS.c.tender_id)
    where = _of_runs(unit, query)
    cursor = paging.decode(query.cursor) if query.cursor else None
    how_many = select(func.count()).select_from(joined).where(*where)
    total = cursor.total if cursor else int(unit.scalar(how_many))
    wanted = select(_RUNS.c.seq, _RUNS.c.id, _RUNS.c.as_of, _TENDERS.c.title).select_from(joined)
    if cursor:
        where.append(_RUNS.c.seq < cursor.seq)
    rows = unit.all(wanted.where(*where).order_by(_RUNS.c.seq.desc()).limit(query.limit + 1))
    shown, more = rows[: query.limit], len(rows) > query.limit
    following = paging.Cursor(None, shown[-1].seq, total).encode() if more else None
    items = [{"run_id": one.id, "as_of": one.as_of, "tender": one.title} for one in shown]
    return {"items": items, "next": following, "total": total}


def _counted(unit: Reading, query: ExposureQuery) -> _Counted:
    where = _within(unit, query)
    first = func.sum(case((_PLACES.c.rank == 1, 1), else_=0), type_=Integer)
    counted = (
        _of_places(_PLACES.c.enterprise_id, func.count().label("places"), first.label("firsts"))
        .where(*where)
        .group_by(_PLACES.c.enterprise_id)
        .subquery()
    )
    names = (ENTERPRISES.c.name, ENTERPRISES.c.district, ENTERPRISES.c.is_synthetic)
    rows = unit.all(
        select(counted, *names)
        .outerjoin(ENTERPRISES, ENTERPRISES.c.id == counted.c.enterprise_id)
        .order_by(counted.c.places.desc(), counted.c.firsts.desc(), counted.c.enterprise_id)
    )
    runs = select(func.count()).select_from(
        _RUNS.join(_TENDERS, _TENDERS.c.id == _RUNS.c.tender_id)
    )
    head = head_before(unit, query.date_from)
    counts = {str(row.enterprise_id): int(row.places) for row in rows}
    return _Counted(
        rows=list(rows),
        runs=int(unit.scalar(runs.where(*_of_runs(unit, query)))),
        whole=exposure(counts, in_business(unit, query.category), head),
        head=None if head is None else len(head),
    )


def _of_places(*columns: Any) -> Any:  # noqa: ANN401 -- columns and a statement
    """Return the statement over places with their runs and tenders."""
    joined = _PLACES.join(_RUNS, _RUNS.c.id == _PLACES.c.run_id)
    return select(*columns).select_from(joined.join(_TENDERS, _TENDERS.c.id == _RUNS.c.tender_id))


def _of_runs(unit: Reading, query: ExposureQuery) -> list[ColumnElement[bool]]:
    """Return the conditions on runs and their tenders."""
    where = [_RUNS.c.as_of >= query.date_from, _RUNS.c.as_of <= query.date_until]
    if query.office:
        offices = offices_of(unit, query.office, include_children=query.include_children)
        where.append(_TENDERS.c.office.in_(offices))
    if query.category:
        lookups.find(unit, CATEGORIES, query.category)
        listed = cast(_TENDERS.c.category_codes, String)
        where.append(listed.contains(f'"{query.category}', autoescape=True))
    return where


def _within(unit: Reading, query: ExposureQuery) -> list[ColumnElement[bool]]:
    """Return the conditions for exactly the places that are counted."""
    return [*_of_runs(unit, query), _PLACES.c.fits, _PLACES.c.rank <= TOP]


def _summary(found: _Counted) -> Document:
    whole = found.whole
    return {
        "runs": found.runs,
        "places": whole.places,
        "enterprises_shown": whole.shown,
        "registry": whole.registry,
        "coverage_percent": _percent(whole.coverage),
        "gini": None if whole.gini is None else round(whole.gini, 4),
        "long_tail_percent": _percent(whole.long_tail),
        "head": found.head,
    }


def _scope(query: ExposureQuery) -> str:
    """Return what narrows the report, for its title."""
    below = "·소속" if query.include_children else ""
    office = f"사무소 {query.office}{below}" if query.office else ""
    category = f"분류 {query.category}" if query.category else ""
    named = ", ".join(filter(None, (office, category)))
    return f" ({named})" if named else ""


def _percent(ratio: float | None) -> float | None:
    return None if ratio is None else round(100 * ratio, 2)


def _row(row: Any, places: int, query: ExposureQuery) -> Document:  # noqa: ANN401 -- a row
    asked = query.model_dump(exclude_defaults=True, mode="json")
    address = f"{URL}?{urlencode({**asked, 'enterprise_id': str(row.enterprise_id)})}"
    return {
        "enterprise_id": row.enterprise_id,
        "enterprise": row.name,
        "district": row.district,
        "is_synthetic": row.is_synthetic,
        "places": int(row.places),
        "first_places": int(row.firsts),
        "share_percent": round(100 * row.places / places, 2),
        "rows_url": address,
        "first_rows_url": f"{address}&rank_at_most=1",
    }


def _place(row: Any) -> Document:  # noqa: ANN401 -- a row
    return {
        "run_id": row.run_id,
        "as_of": row.as_of,
        "tender_id": row.tender_id,
        "tender": row.title,
        "rank": row.rank,
        "score": row.units / UNITS,
        "url": f"/api/v1/match-runs/{row.run_id}",
    }


def _notes(report: Document) -> tuple[str, ...]:
    """Return the measures as lines under the table, each with what it means."""

    def said(value: float | None, unit: str = "") -> str:
        return "알 수 없음" if value is None else f"{value:,}{unit}"

    reach = said(report["coverage_percent"], "%")
    shown = f"보인 기업 {report['enterprises_shown']:,}곳 / 대상 기업 {report['registry']:,}곳"
    head = f"기간 앞 계약의 80%를 가진 {said(report['head'], '곳')} 밖의 기업이 받은 자리"
    notes = (
        f"매칭 실행 {report['runs']:,}건, 10위 안 자리 {report['places']:,}개",
        f"{shown}: {reach} (coverage)",
        f"지니 계수 {said(report['gini'])} (0: 모두 고르게, 1에 가까움: 한곳에 몰림)",
        f"롱테일 비율 {said(report['long_tail_percent'], '%')} ({head})",
    )
    return notes if report["rows"] or not report["places"] else (*notes, _HIDDEN)
