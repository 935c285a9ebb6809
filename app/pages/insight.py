"""For managers: the way from visit to contract, who was shown how often, where supply is thin.

Every number opens to the rows it counts (`insight_rows`).
"""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Reading
from app.matches.advice_schemas import GapQuery
from app.matches.gaps import gaps
from app.pages import forms
from app.pages.site import page
from app.reports.discrepancies import DiscrepancyQuery, discrepancies, documents
from app.reports.exposure import ExposureQuery, exposure_report
from app.reports.funnel import funnel
from app.reports.overview import offices
from app.reports.scopes import ScopeQuery
from app.routers.deps import At
from app.routers.matches import live_of
from app.routers.problems import language_of

router = APIRouter()
_SHOWN = 10


@router.get("/insight")
def look(at: At, request: Request) -> Response:
    """Show funnel, exposure and supply gaps of an office with those below it."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        known = offices(unit)
        begin = {
            "office": unit.actor.office or known[0]["code"],
            "year": korean_day(unit.now).year,
            "include_children": True,
        }
        typed = forms.typed(request)
        form, query = forms.asked(lambda it: _query({**begin, **it}), typed, language_of(request))
        days = {"date_from": date(query.year, 1, 1), "date_until": date(query.year, 12, 31)}
        exposed = ExposureQuery(**days, office=query.office, include_children=True)
        shown = exposure_report(unit, exposed)
        return page(
            request,
            "insight.html",
            unit.actor,
            status=422 if form.faults else 200,
            form=form,
            offices=known,
            asked=query,
            steps=funnel(unit, query),
            exposure=shown,
            top_percent=_share_of_the_first(shown),
            thin=gaps(unit, live_of(request), GapQuery(limit=_SHOWN)),
            most=_SHOWN,
            printed=[_compared(unit, one) for one in documents(unit)],
        )


def _query(wanted: dict[str, Any]) -> ScopeQuery:
    """Return what was asked, its year read as people write it."""
    year = wanted["year"]
    wanted["year"] = forms.count_typed("year", year) if isinstance(year, str) else year
    return forms.shaped(ScopeQuery, wanted)


def _share_of_the_first(shown: Document) -> float | None:
    """Return how many percent of all places the ten most shown have; None where there are none."""
    first = sum(one["places"] for one in shown["rows"][:_SHOWN])
    return round(100 * first / shown["places"], 2) if shown["places"] else None


def _compared(unit: Reading, source: str) -> Document:
    found = discrepancies(unit, DiscrepancyQuery(source=source))
    return {"source": source, **found["summary"]}
