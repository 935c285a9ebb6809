"""Matching cases as a board, each moved on by the one who sees it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity.board import Move, board, move
from app.core.actors import Role
from app.core.errors import refuse
from app.pages import forms
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, KnownAt

router = APIRouter(prefix="/matching-cases")
_YEARS = range(1990, 2101)


@router.get("")
def look(at: At, request: Request, year: str = "") -> Response:
    """Show the cases of a year, a column for each stage."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        return page(request, "cases.html", unit.actor, **board(unit, _year(year)))


@router.post("/{case_id}/outcome")
def moved(case_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """Give a case another outcome, and lead back to its year."""
    with at.writing() as unit:
        unit.actor.require(Role.staff)
        typed = forms.single(
            {name: posted.values(name) for name in ("outcome", "version") if posted.values(name)}
        )
        if "version" in typed:
            typed["version"] = forms.count_typed("version", typed["version"])
        case = move(unit, case_id, forms.shaped(Move, typed))
    return RedirectResponse(f"/matching-cases?year={case['opened_on'].year}", 303)


def _year(text: str) -> int | None:
    if not text:
        return None
    year = forms.count_typed("year", text)
    if year not in _YEARS:
        ko, en = "1990년부터 2100년까지입니다.", "From 1990 to 2100."
        raise refuse("year", "out_of_range", ko, en)
    return year
