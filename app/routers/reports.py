"""Reports: the year's achievement, the rows behind it, registers, printed figures; also as files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

import orjson
from fastapi import Depends, Query, Request, Response

from app.activity.metrics import metrics
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.paging import PagedQuery
from app.reports.discrepancies import DiscrepancyQuery, discrepancies, discrepancy_sheet
from app.reports.exposure import (
    ExposureQuery,
    PlacesQuery,
    exposure_report,
    exposure_sheet,
    places_page,
)
from app.reports.figure_rows import figure_rows
from app.reports.formats import FORMS
from app.reports.progress import AchievementQuery, achievement, achievement_sheet
from app.reports.registers import REGISTERS, Register, register_sheet
from app.reports.rows import RowsQuery, page
from app.reports.sheets import Sheet
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import documented
from app.routers.report_shapes import (
    Achievement,
    CountedRows,
    Discrepancies,
    ExposureRead,
    FigureRows,
    Metrics,
    PlacesShown,
    RegisterRead,
)
from app.routers.routing import Router

router = Router(tags=["reports"])
FileForm = Literal["csv", "xlsx", "html"]
_REFUSALS = documented(401, 404, 422, 503)
_POLICY = (  # a page for print carries its style in itself, and nothing else
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_AS_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report as a file",
        "content": {form.media_type.split(";")[0]: {} for form in FORMS.values()},
    },
    **_REFUSALS,
}


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """A desk that hands out reports: to anyone, or only to callers with a token."""

    desk: Desk
    is_public: bool

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open a view for a caller who may read reports."""
        with self.desk.reading() as unit:
            if not self.is_public:
                unit.actor.require(*(role for role in Role if role is not Role.public))
            yield unit


async def _report_desk(request: Request, at: At) -> ReportDesk:
    return ReportDesk(at, request.app.state.settings.public_reports)


AtReports = Annotated[ReportDesk, Depends(_report_desk)]


@router.get(
    "/reports/achievement",
    summary="목표 대비 실적 (goals and achievement)",
    response_model=Achievement,
    responses=_REFUSALS,
)
def read_achievement(query: Annotated[AchievementQuery, Query()], at: AtReports) -> Response:
    """Answer each goal of the year beside what was achieved; `rows_url` opens what was counted."""
    with at.reading() as unit:
        return _json(achievement(unit, query))


@router.get(
    "/reports/achievement.{form}",
    summary="목표 대비 실적 파일 (as a file)",
    response_class=Response,
    responses=_AS_FILE,
)
def achievement_file(
    form: FileForm, query: Annotated[AchievementQuery, Query()], at: AtReports
) -> Response:
    """Answer the same as CSV, XLSX or a page for print."""
    with at.reading() as unit:
        return file_of(achievement_sheet(unit, query), form)


@router.get(
    "/reports/rows",
    summary="수치의 근거 행 (the rows behind a number)",
    response_model=CountedRows,
    responses=_REFUSALS,
)
def read_rows(query: Annotated[RowsQuery, Query()], at: AtReports) -> Response:
    """Answer exactly the rows and tallies that were counted; their values sum to `sum`."""
    with at.reading() as unit:
        return _json(page(unit, query))


@router.get(
    "/reports/discrepancies",
    summary="발표 수치 대조 (printed figures beside computed ones)",
    response_model=Discrepancies,
    responses=_REFUSALS,
)
def read_discrepancies(query: Annotated[DiscrepancyQuery, Query()], at: AtReports) -> Response:
    """Answer every figure a document printed beside what the record gives."""
    with at.reading() as unit:
        return _json(discrepancies(unit, query))


@router.get(
    "/reports/discrepancies/{key}/rows",
    summary="다시 센 수치의 근거 행 (the rows behind a printed figure that is counted again)",
    response_model=FigureRows,
    responses=_REFUSALS,
)
def read_figure_rows(key: str, query: Annotated[PagedQuery, Query()], at: AtReports) -> Response:
    """Answer what was counted for a figure: rows of the log, or the names listed under a tally."""
    with at.reading() as unit:
        return _json(figure_rows(unit, key, query))


@router.get(
    "/reports/discrepancies.{form}",
    summary="발표 수치 대조 파일 (as a file)",
    response_class=Response,
    responses=_AS_FILE,
)
def discrepancies_file(
    form: FileForm, query: Annotated[DiscrepancyQuery, Query()], at: AtReports
) -> Response:
    """Answer the same as CSV, XLSX or a page for print."""
    with at.reading() as unit:
        return file_of(discrepancy_sheet(unit, query), form)


@router.get(
    "/reports/exposure",
    summary="매칭 노출 (how the places of stored runs were shared out)",
    response_model=ExposureRead,
    responses=_REFUSALS,
)
def read_exposure(query: Annotated[ExposureQuery, Query()], at: AtReports) -> Response:
    """Answer shares of places, Gini, coverage and long tail; `rows_url` opens each number."""
    with at.reading() as unit:
        return _json(exposure_report(unit, query))


@router.get(
    "/reports/exposure/rows",
    summary="노출의 근거 행 (the places behind a number)",
    response_model=PlacesShown,
    responses={**_REFUSALS, **documented(403)},
)
def read_places(query: Annotated[PlacesQuery, Query()], at: KnownAt) -> Response:
    """Answer exactly the places that were counted for an enterprise."""
    with at.reading() as unit:
        return _json(places_page(unit, query))


@router.get(
    "/reports/exposure.{form}",
    summary="매칭 노출 파일 (as a file)",
    response_class=Response,
    responses=_AS_FILE,
)
def exposure_file(
    form: FileForm, query: Annotated[ExposureQuery, Query()], at: AtReports
) -> Response:
    """Answer the same as CSV, XLSX or a page for print."""
    with at.reading() as unit:
        return file_of(exposure_sheet(unit, query), form)


@router.get("/metrics", summary="지표 목록 (what is counted)", response_model=Metrics)
def read_metrics() -> Response:
    """Answer the catalogue of metrics."""
    items = [asdict(metric) for metric in metrics().values()]
    return _json({"items": items, "total": len(items)})


def _add_register(register: Register) -> None:
    """Add the two routes of one register."""
    name, one = register.name, register.name.replace("-", "_")

    @router.get(
        f"/reports/registers/{name}",
        operation_id=f"register_{one}",
        summary=f"{register.label} 대장 (register)",
        response_model=RegisterRead,
        responses=_REFUSALS,
    )
    def read_register(query: Annotated[register.query, Query()], at: AtReports) -> Response:  # type: ignore[name-defined]
        with at.reading() as unit:
            return _json(register_sheet(unit, name, query).document())

    @router.get(
        f"/reports/registers/{name}.{{form}}",
        operation_id=f"register_{one}_file",
        summary=f"{register.label} 대장 파일 (as a file)",
        response_class=Response,
        responses=_AS_FILE,
    )
    def register_file(
        form: FileForm,
        query: Annotated[register.query, Query()],  # type: ignore[name-defined]
        at: AtReports,
    ) -> Response:
        with at.reading() as unit:
            return file_of(register_sheet(unit, name, query), form)


for _register in REGISTERS.values():
    _add_register(_register)


def _json(document: Document) -> Response:
    return Response(orjson.dumps(document), media_type="application/json")


def file_of(sheet: Sheet, form: FileForm) -> Response:
    """Answer a sheet as a file with an ASCII name, or as a page for print that may use its style."""
    chosen = FORMS[form]
    headers = {
        "Content-Disposition": f'{chosen.disposition}; filename="{sheet.file_name}.{form}"',
        "Content-Security-Policy": _POLICY,
    }
    return Response(chosen.render(sheet), headers=headers, media_type=chosen.media_type)
