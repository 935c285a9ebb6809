"""목표와 실적: the tables of a year, the rows behind each number, printed figures, the paper."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from app.core.collection import Document
from app.core.paging import PagedQuery
from app.core.types import QueryPage
from app.pages import forms
from app.pages.site import page
from app.reports.discrepancies import DiscrepancyQuery, discrepancies, documents
from app.reports.figure_rows import figure_rows
from app.reports.overview import OverviewQuery, overview
from app.reports.rows import RowsQuery, known_metric
from app.reports.rows import page as rows_page
from app.reports.yearly import chapters
from app.routers.problems import language_of
from app.routers.reports import AtReports

router = APIRouter(prefix="/goals")
_PER_PAGE = 100
Compared = Literal["differ", "agree", "not_computable", "all"]
_AGREES: dict[str, bool | None] = {"differ": False, "agree": True, "not_computable": None}


@router.get("")
def look(at: AtReports, request: Request) -> Response:
    """Show one table of a year as a chart and as a table; each number leads to its rows."""
    form, query = forms.asked(_query, forms.typed(request), language_of(request))
    with at.reading() as unit:
        shown = overview(unit, query)
        tables = shown["tables"]
        chosen = next((t for t in tables if t["sheet"] == query.sheet), next(iter(tables), None))
        sources = documents(unit)
        shown |= {"form": form, "table": chosen, "sources": sources}
        status = 422 if form.faults else 200
        return page(request, "goals.html", unit.actor, status=status, **shown)


@router.get("/report")
def report(at: AtReports, request: Request) -> Response:
    """Show the whole year as the yearly report has it, for print."""
    with at.reading() as unit:
        shown = overview(unit, _query(forms.single(forms.typed(request))))
        office, year, all_of_it = (shown[n] for n in ("office", "year", "include_children"))
        found = chapters(unit, office, year, include_children=all_of_it) if year else []
        return page(request, "report.html", unit.actor, **shown, chapters=found, on=unit.now)


@router.get("/rows")
def rows(query: Annotated[RowsQuery, Query()], at: AtReports, request: Request) -> Response:
    """Show exactly the rows that a number counted."""
    with at.reading() as unit:
        found = rows_page(unit, query)
        metric = known_metric(query.metric)
        asked = query.model_dump(exclude_defaults=True, mode="json", exclude={"cursor"})
        shown: dict[str, Any] = {"metric": metric, "query": asked, "found": found, "asked": query}
        return page(request, "goal_rows.html", unit.actor, **shown)


@router.get("/discrepancies")
def differing(
    at: AtReports,
    request: Request,
    source: str = "",
    only: Compared = "differ",
    number: Annotated[QueryPage, Query(alias="page")] = 1,
) -> Response:
    """Show what a document printed beside what the record gives; at first where they differ."""
    with at.reading() as unit:
        sources = documents(unit)
        chosen = source or next(iter(sources), "")
        asked = {"source": chosen}
        found = discrepancies(unit, forms.shaped(DiscrepancyQuery, asked)) if chosen else None
        rows = [one for one in found["rows"] if _is_among(one, only)] if found else []
        shown: dict[str, Any] = {"sources": sources, "source": chosen, "found": found}
        begin = (number - 1) * _PER_PAGE
        shown |= {"rows": rows[begin : begin + _PER_PAGE], "total": len(rows), "only": only}
        shown |= {"number": number, "pages": -(-len(rows) // _PER_PAGE)}
        return page(request, "discrepancies.html", unit.actor, **shown)


@router.get("/discrepancies/{key}/rows")
def figure(
    key: str, query: Annotated[PagedQuery, Query()], at: AtReports, request: Request
) -> Response:
    """Show exactly what was counted for a printed figure."""
    with at.reading() as unit:
        found = figure_rows(unit, key, query)
        following = query.model_dump(exclude_defaults=True, mode="json", exclude={"cursor"})
        shown: dict[str, Any] = {"key": key, "found": found, "query": following, "asked": query}
        return page(request, "figure_rows.html", unit.actor, **shown)


def _is_among(row: Document, only: Compared) -> bool:
    return only == "all" or row["agrees"] is _AGREES[only]


def _query(wanted: dict[str, Any]) -> OverviewQuery:
    """Return what was asked, with what an address can only spell read into its kind."""
    if "include_children" in wanted:
        wanted["include_children"] = wanted["include_children"] == "1"
    return forms.shaped(OverviewQuery, wanted)
