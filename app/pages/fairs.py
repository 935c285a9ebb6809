"""Fairs for support staff: what one came to, codes for its devices, the promises that follow."""

from base64 import b64encode
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.access import devices
from app.access.schemas import EnrolmentDraft
from app.activity.after_fair import follow_up, report
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.errors import InvalidInput
from app.core.lookups import get
from app.fairs.actions import FAIRS
from app.fairs.queries import latest
from app.pages import forms
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.devices import DEVICE_PAGE
from app.routers.problems import language_of
from app.routers.qr import qr_svg

router = APIRouter(prefix="/fairs")
_MOST = 50
_BESIDE = {"booth_id": "place"}  # where its faults stand


@router.get("")
def look(at: At, request: Request) -> Response:
    """List the fairs, the latest first; an agency finds there where to say what it comes for."""
    with at.reading() as unit:
        unit.actor.require(Role.staff, Role.agency)
        known, today = latest(unit, _MOST), korean_day(unit.now)
        return page(request, "fairs.html", unit.actor, fairs=known, most=_MOST, today=today)


@router.get("/{fair_id}")
def show(fair_id: UUID, at: At, request: Request) -> Response:
    """Show what a fair came to."""
    return _shown(at, request, fair_id)


@router.post("/{fair_id}/codes")
def code(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Make a one-time code for a device and show it, once, also as QR."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        unit.actor.require_office(get(unit, FAIRS, fair_id)["office"])
    place = posted.value("place").strip()
    wanted = {"booth_id": place} if place != "desk" else {"desk": posted.value("desk").strip()}
    try:
        draft = forms.shaped(EnrolmentDraft, wanted)
        with at.writing() as unit:
            made = devices.prepare(unit, fair_id, draft)
    except InvalidInput as refusal:
        found = forms.by_field(refusal.faults, language_of(request))
        faults = {_BESIDE.get(name, name): text for name, text in found.items()}
        return _shown(at, request, fair_id, forms.Form(posted.typed, faults))
    link = f"{request.base_url}{DEVICE_PAGE}#{made['code']}"
    picture = f"data:image/svg+xml;base64,{b64encode(qr_svg(link).encode()).decode()}"
    return _shown(at, request, fair_id, made={**made, "link": link, "picture": picture})


@router.post("/{fair_id}/follow-ups")
def promise(fair_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """Make the promises that follow from a fair, and lead back."""
    del posted
    with at.writing() as unit:
        made = follow_up(unit, fair_id)["made"]
    return RedirectResponse(f"/fairs/{fair_id}?made={made}", 303)


def _shown(
    at: Desk,
    request: Request,
    fair_id: UUID,
    form: forms.Form | None = None,
    made: Document | None = None,
) -> Response:
    with at.reading() as unit:
        found = report(unit, fair_id)
        answer = page(
            request,
            "fair_report.html",
            unit.actor,
            status=422 if form else 200,
            fair=found,
            form=form or forms.Form(),
            code=made,
            promised=request.query_params.get("made"),
        )
    answer.headers["Cache-Control"] = "no-store"  # a code is shown once
    return answer
