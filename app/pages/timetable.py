"""The 1:1 meetings of a fair: made by its rules, and seated anew on the day itself."""

import re
from collections.abc import Callable
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.agencies.queries import named
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import DomainError, refuse
from app.fairs import seating
from app.fairs.schemas import ConsultingDepartmentDraft
from app.fairs.timetable import timetable
from app.fairs.timetable_schemas import TimetableDraft, TimetableRules
from app.pages import forms
from app.pages.forms import Form
from app.pages.notes import agency_of
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of

router = APIRouter(prefix="/fairs/{fair_id}/timetable")
Ask = Callable[[Reading, Document | None], TimetableDraft]
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_SEOUL = "+09:00"  # a browser's field names no zone, and a fair's day is Seoul's
_MOST_NAMED = 8
_SIDES = ("booth", "department")


@router.get("")
def look(fair_id: UUID, at: At, request: Request) -> Response:
    """Show the timetable a fair goes by."""
    return _shown(at, request, fair_id, Form())


@router.post("")
def make(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Make the timetable by its rules, or make it again."""

    def ask(unit: Reading, plan: Document | None) -> TimetableDraft:
        return seating.anew(plan, _rules(posted), unit.now)

    return _answered(at, request, fair_id, posted, ask)


@router.post("/absences")
def stay_away(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Note who did not come, or who came after all, and give away what is free."""

    def ask(unit: Reading, plan: Document | None) -> TimetableDraft:
        there, party = _there(plan), _party(posted)
        seating.require_party(unit, fair_id, party)
        if posted.value("came"):
            return seating.with_back(there, party, unit.now)
        since = forms.count_typed("since", posted.value("since"))
        return seating.without(there, party, since, unit.now)

    return _answered(at, request, fair_id, posted, ask)


@router.post("/walk-ins")
def walk_in(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Take in a department that came unannounced, and seat it where there is room."""
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            party = seating.admit(unit, fair_id, _come(unit, posted))
            has_plan = seating.in_force(unit, fair_id) is not None
    except DomainError as refusal:
        return _refused(at, request, fair_id, posted, refusal)
    if not has_plan:
        return RedirectResponse(f"{_path(fair_id)}?made=come", 303)

    def ask(unit: Reading, plan: Document | None) -> TimetableDraft:
        return seating.with_more(_there(plan), party, unit.now)

    return _answered(at, request, fair_id, posted, ask)


def _answered(at: Desk, request: Request, fair_id: UUID, form: Form, ask: Ask) -> Response:
    """Make a timetable of what is asked and keep it; nobody waits for a lock while it is solved."""
    try:
        with at.reading() as unit:
            unit.actor.require(Role.staff)
            plan = seating.in_force(unit, fair_id)
            asked = ask(unit, plan)
            found = timetable(unit, fair_id, asked)
        with at.writing() as unit:
            seating.keep(unit, fair_id, plan, asked, found)
    except DomainError as refusal:
        return _refused(at, request, fair_id, form, refusal)
    return RedirectResponse(
        f"{_path(fair_id)}?made={'best' if found['complete'] else 'rough'}", 303
    )


def _refused(
    at: Desk, request: Request, fair_id: UUID, form: Form, refusal: DomainError
) -> Response:
    """Show what is wrong beside its field; a refusal of no field is a page of its own."""
    if not refusal.faults:
        raise refusal
    faults = forms.by_field(refusal.faults, language_of(request))
    return _shown(at, request, fair_id, Form(form.typed, faults))


def _shown(at: Desk, request: Request, fair_id: UUID, form: Form) -> Response:
    side, text = request.query_params.get("by"), form.value("agency")
    with at.reading() as unit:
        return page(
            request,
            "timetable.html",
            unit.actor,
            status=422 if form.faults else 200,
            form=form,
            side=side if side in _SIDES else _SIDES[0],
            made=request.query_params.get("made"),
            named=named(unit, text, _MOST_NAMED) if text and "agency" in form.faults else [],
            **seating.shown(unit, fair_id),
        )


def _path(fair_id: UUID) -> str:
    return f"/fairs/{fair_id}/timetable"


def _rules(form: Form) -> TimetableRules:
    begins = form.value("begins_at").strip()
    if not _LOCAL.fullmatch(begins):
        ko, en = "날짜와 시각을 적어 주세요. 예: 2026-05-20 10:00", "Write a day and a time."
        raise refuse("begins_at", "datetime_type", ko, en)
    names = ("slots", "minutes", "least")
    wanted = {name: forms.count_typed(name, form.value(name)) for name in names}
    return forms.shaped(TimetableRules, {"begins_at": f"{begins}{_SEOUL}", **wanted})


def _there(plan: Document | None) -> Document:
    if plan is None:
        ko, en = "아직 시간표가 없습니다. 먼저 만들어 주세요.", "There is no timetable yet."
        raise refuse("party", "missing", ko, en)
    return plan


def _party(form: Form) -> UUID:
    try:
        return UUID(form.value("party"))
    except ValueError as error:
        ko, en = "누구인지 골라 주세요.", "Choose who it is."
        raise refuse("party", "missing", ko, en) from error


def _come(unit: Reading, form: Form) -> ConsultingDepartmentDraft:
    agency = agency_of(unit, form)
    if agency is None:
        ko, en = "어느 기관에서 왔는지 적어 주세요.", "Name the agency."
        raise refuse("agency", "missing", ko, en)
    interests = [one.strip() for one in form.value("interests").split(",") if one.strip()]
    wanted = {"agency_id": agency["id"], "interests": interests}
    if department := form.value("department").strip():
        wanted["department"] = department
    return forms.shaped(ConsultingDepartmentDraft, wanted)
