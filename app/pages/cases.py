"""Matching cases as a board, each moved on by the one who sees it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity.board import BoardQuery, Move, board, move
from app.core.actors import Role
from app.pages import forms
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, KnownAt
from app.routers.problems import language_of

router = APIRouter(prefix="/matching-cases")


@router.get("")
def look(at: At, request: Request) -> Response:
    """Show the cases of a year, a column for each stage."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        form, asked = forms.asked(_asked, forms.typed(request), language_of(request))
        shown = board(unit, asked)
        status = 422 if form.faults else 200
        return page(request, "cases.html", unit.actor, status=status, form=form, **shown)


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


def _asked(wanted: dict[str, Any]) -> BoardQuery:
    """Return what was asked, its numbers read as people write them."""
    reads: dict[str, Callable[[], Any]] = {
        name: partial(forms.count_typed, name, wanted[name])
        for name in ("year", "page")
        if name in wanted
    }
    return forms.whole(BoardQuery, wanted, reads)
