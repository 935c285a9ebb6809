"""Badges for the visitors of a fair, to be printed and handed out at the door."""

from base64 import b64encode
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from app.core.actors import Role
from app.core.errors import InvalidInput
from app.core.lookups import get
from app.core.types import Input
from app.fairs.actions import FAIRS
from app.fairs.badges import new_badges
from app.pages import forms
from app.pages.site import page
from app.routers.deps import At
from app.routers.problems import language_of
from app.routers.qr import qr_svg

router = APIRouter(prefix="/fairs/{fair_id}/badges")
_MOST, _USUAL = 200, 24


class Wanted(Input):
    """How many badges a sheet has."""

    count: Annotated[int, Field(ge=1, le=_MOST)] = _USUAL


@router.get("")
def sheet(fair_id: UUID, at: At, request: Request) -> Response:
    """Show new badges for print; every look makes others, so no two sheets share one."""
    form, count = forms.Form(forms.typed(request)), 0
    try:
        if text := form.value("count", str(_USUAL)):
            wanted = {"count": forms.count_typed("count", text)}
            count = forms.shaped(Wanted, wanted).count
    except InvalidInput as refusal:
        form = forms.Form(form.typed, forms.by_field(refusal.faults, language_of(request)))
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        fair = get(unit, FAIRS, fair_id)
        unit.actor.require_office(fair["office"])
        made = [{"code": code, "picture": _picture(code)} for code in new_badges(count)]
        shown = {"fair": fair, "badges": made, "form": form, "most": _MOST, "usual": _USUAL}
        status = 422 if form.faults else 200
        answer = page(request, "badges.html", unit.actor, status=status, **shown)
    answer.headers["Cache-Control"] = "no-store"  # a badge is printed once
    return answer


def _picture(code: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(qr_svg(code).encode()).decode()}"
