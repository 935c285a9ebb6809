"""What departments come to a fair for: told by staff, or by the agency itself."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity.notes import recent
from app.agencies.queries import briefly, named
from app.core import lookups, records
from app.core.actors import Role
from app.core.db import Reading
from app.core.errors import AlreadyExists, DomainError, refuse
from app.fairs.actions import FAIR_DEMANDS, FAIRS
from app.fairs.meeting import own_meetings
from app.fairs.schemas import FairDemandDraft
from app.fairs.survey import survey
from app.matches.browsing import tree
from app.pages import forms
from app.pages.forms import Form
from app.pages.notes import agency_of
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of

router = APIRouter(prefix="/fairs/{fair_id}/survey")
_MOST_NAMED = 8
_TEXTS = ("id", "department", "category_code", "item", "note")
_BESIDE = {"agency_id": "agency", "amount_krw": "amount"}  # where their faults stand


@router.get("")
def look(fair_id: UUID, at: At, request: Request) -> Response:
    """Show who comes for what; an agency sees what it answered itself."""
    return _shown(at, request, fair_id, Form())


@router.post("")
def answer(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep one demand; what is wrong is told beside its field. Sent twice it is kept once."""
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff, Role.agency)
            records.create(unit, FAIR_DEMANDS, _wanted(unit, fair_id, posted))
    except AlreadyExists:
        pass  # the same page was sent twice
    except DomainError as refusal:
        if not refusal.faults:
            raise
        found = forms.by_field(refusal.faults, language_of(request))
        beside = {_BESIDE.get(name, name): text for name, text in found.items()}
        return _shown(at, request, fair_id, Form(posted.typed, beside))
    return RedirectResponse(f"/fairs/{fair_id}/survey?kept=1", 303)


@router.post("/{demand_id}/removal")
def remove(fair_id: UUID, demand_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """Take a demand back."""
    del posted
    with at.writing() as unit:
        records.remove(unit, FAIR_DEMANDS, demand_id, None)
    return RedirectResponse(f"/fairs/{fair_id}/survey?removed=1", 303)


def _shown(at: Desk, request: Request, fair_id: UUID, form: Form) -> Response:
    text = form.value("agency")
    with at.reading() as unit:
        found = survey(unit, fair_id)
        is_staff, own = unit.actor.is_any(Role.staff), unit.actor.agency_id
        return page(
            request,
            "fair_survey.html",
            unit.actor,
            status=422 if form.faults else 200,
            form=form,
            key=form.value("id") or str(uuid4()),
            branches=tree(unit),
            recent=recent(unit) if is_staff else [],
            named=named(unit, text, _MOST_NAMED) if text and "agency" in form.faults else [],
            whose=briefly(unit, [own])[0]["name"] if own else "",
            meetings=own_meetings(unit, fair_id),
            told=[one for one in ("kept", "removed") if one in request.query_params],
            **found,
        )


def _wanted(unit: Reading, fair_id: UUID, form: Form) -> FairDemandDraft:
    """Read the form, or refuse it with every fault at once."""
    wanted: dict[str, Any] = {name: text for name in _TEXTS if (text := form.value(name).strip())}
    wanted |= {"office": lookups.get(unit, FAIRS, fair_id)["office"], "fair_id": fair_id}
    amount, people = form.value("amount").strip(), form.value("people").strip()
    reads: dict[str, Callable[[], Any]] = {"agency_id": lambda: _agency(unit, form)}
    if amount:
        reads["amount_krw"] = lambda: forms.won_typed("amount", amount)
    if people:
        reads["people"] = lambda: forms.count_typed("people", people)
    return forms.whole(FairDemandDraft, wanted, reads)


def _agency(unit: Reading, form: Form) -> UUID:
    """Return whose demand it is: an agency's own account speaks for no other."""
    if unit.actor.role is Role.agency and unit.actor.agency_id:
        return unit.actor.agency_id
    found = agency_of(unit, form)
    if found is None:
        ko, en = "어느 기관인지 고르거나 적어 주세요.", "Choose or name the agency."
        raise refuse("agency", "missing", ko, en)
    key: UUID = found["id"]
    return key
