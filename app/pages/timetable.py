"""The 1:1 meetings of a fair: made by its rules, and seated anew on the day itself."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.agencies.queries import named
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import DomainError, Stale, refuse
from app.enterprises import queries as enterprises
from app.fairs import seating
from app.fairs.schemas import BoothDraft, ConsultingDepartmentDraft
from app.fairs.timetable import timetable
from app.fairs.timetable_schemas import TimetableDraft, TimetableRules
from app.pages import forms
from app.pages.forms import Form
from app.pages.notes import agency_of
from app.pages.people import Posted
from app.pages.site import address, page
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of, status_of

router = APIRouter(prefix="/fairs/{fair_id}/timetable")
Ask = Callable[[Reading, Document | None], TimetableDraft]
Admit = Callable[[Writing], UUID]
Beside = dict[str, str]
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_SEOUL = "+09:00"  # a browser's field names no zone, and a fair's day is Seoul's
_MOST_NAMED = 8
_SIDES = ("booth", "department")
_CHANGED = (
    "그 사이 다른 사람이 시간표를 바꾸었습니다. 지금 시간표를 보고 다시 해 주세요.",
    "Somebody changed the timetable meanwhile. Look at it as it is now, and try again.",
)
_WALK_IN = {"enterprise_id": "firm", "agency_id": "agency"}  # where its faults stand


@router.get("")
def look(fair_id: UUID, at: At, request: Request) -> Response:
    """Show the timetable a fair goes by."""
    return shown(at, request, fair_id, Form())


@router.post("")
def make(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Make the timetable by its rules, or make it again."""

    def ask(unit: Reading, plan: Document | None) -> TimetableDraft:
        return seating.anew(plan, _rules(posted), unit.now)

    return answered(at, request, fair_id, posted, ask)


@router.post("/absences")
def stay_away(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Note who did not come, or who came after all, and give away what is free."""

    def ask(unit: Reading, plan: Document | None) -> TimetableDraft:
        there, party = _there(plan), chosen(posted, "party")
        seating.require_party(unit, fair_id, party)
        if posted.value("came"):
            return seating.with_back(there, party, unit.now)
        since = forms.count_typed("since", posted.value("since"))
        return seating.without(there, party, since, unit.now)

    return answered(at, request, fair_id, posted, ask, made="reseated")


@router.post("/walk-ins")
def walk_in(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Take in a department that came unannounced, and seat it where there is room."""

    def admit(unit: Writing) -> UUID:
        return seating.admit(unit, fair_id, _come(unit, posted))

    return _admitted(at, request, fair_id, posted, admit)


@router.post("/booths")
def walk_in_firm(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Give an enterprise that came unannounced a booth, and seat it where there is room."""

    def admit(unit: Writing) -> UUID:
        return seating.admit_booth(unit, fair_id, _booth(unit, posted))

    return _admitted(at, request, fair_id, posted, admit)


def _admitted(at: Desk, request: Request, fair_id: UUID, form: Form, admit: Admit) -> Response:
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            party = admit(unit)
            has_plan = seating.in_force(unit, fair_id) is not None
    except DomainError as refusal:
        return refused(at, request, fair_id, form, refusal, _WALK_IN)
    if not has_plan:
        return RedirectResponse(path_of(fair_id, made="come"), 303)

    def ask(unit: Reading, plan: Document | None) -> TimetableDraft:
        return seating.with_more(_there(plan), party, unit.now)

    return answered(at, request, fair_id, form, ask, made="seated", party=party)


def answered(
    at: Desk, request: Request, fair_id: UUID, form: Form, ask: Ask, **told: object
) -> Response:
    """Make a timetable of what is asked and keep it; nobody waits for a lock while it is solved.

    What is *told* besides stands in the address that is led on to.
    """
    try:
        with at.reading() as unit:
            unit.actor.require(Role.staff)
            plan = seating.in_force(unit, fair_id)
            asked = ask(unit, plan)
            found = timetable(unit, fair_id, asked)
        with at.writing() as unit:
            kept = seating.keep(unit, fair_id, plan, asked, found)
    except DomainError as refusal:
        return refused(at, request, fair_id, form, refusal)
    made = "best" if found["complete"] else "rough"
    where = path_of(fair_id, **{"made": made, "version": kept["version"], **told})
    return RedirectResponse(where, 303)


def refused(
    at: Desk,
    request: Request,
    fair_id: UUID,
    form: Form,
    refusal: DomainError,
    names: Beside | None = None,
) -> Response:
    """Show what is wrong beside its field; a refusal of no field is a page of its own."""
    if not refusal.faults and not isinstance(refusal, Stale):
        raise refusal
    form = Form(form.typed, beside(refusal, language_of(request), names))
    return shown(at, request, fair_id, form, status_of(type(refusal)))


def beside(refusal: DomainError, language: str, names: Beside | None = None) -> Beside:
    """Return what stands beside each field: all that is wrong with it, and what changed meanwhile."""
    if isinstance(refusal, Stale):
        return {"version": _CHANGED[language == "en"]}
    found: Beside = {}
    for one in refusal.faults:
        name = one.pointer.split("/")[1] if "/" in one.pointer else ""
        name = (names or {}).get(name, name)
        text = forms.said(one, language)
        found[name] = f"{found[name]} {text}" if name in found else text
    return found


def shown(
    at: Desk, request: Request, fair_id: UUID, form: Form, status: int | None = None
) -> Response:
    """Show the timetable from one side, with all that can be done with it."""
    asked = request.query_params
    with at.reading() as unit:
        side, made = asked.get("by"), asked.get("made")
        return page(
            request,
            "timetable.html",
            unit.actor,
            status=status or (422 if form.faults else 200),
            form=form,
            side=side if side in _SIDES else _SIDES[0],
            made=made,
            seen=asked.get("version"),
            party=forms.uuid_typed(asked.get("party", "")),
            named=_meant(unit, form, "agency", named),
            firms=_meant(unit, form, "firm", enterprises.named),
            **seating.shown(unit, fair_id),
        )


def path_of(fair_id: UUID, **told: object) -> str:
    """Return where the timetable of a fair stands, and what is to be told there."""
    return address(f"/fairs/{fair_id}/timetable", told)


def chosen(form: Form, name: str) -> UUID:
    """Return who was chosen from a list, or refuse."""
    found = forms.uuid_typed(form.value(name))
    if found is None:
        raise refuse(name, "missing", *forms.CHOOSE)
    return found


def _meant(
    unit: Reading, form: Form, name: str, find: Callable[[Reading, str, int], list[Document]]
) -> list[Document]:
    """Return whom a name may mean, where the one who was typed is not clear."""
    text = form.value(name)
    return find(unit, text, _MOST_NAMED) if text and name in form.faults else []


def _rules(form: Form) -> TimetableRules:
    reads: dict[str, Callable[[], Any]] = {"begins_at": lambda: _begins(form)}
    for name in ("slots", "minutes", "least"):
        reads[name] = partial(forms.count_typed, name, form.value(name))
    return forms.whole(TimetableRules, {}, reads)


def _begins(form: Form) -> str:
    begins = form.value("begins_at").strip()
    if not _LOCAL.fullmatch(begins):
        ko, en = "날짜와 시각을 적어 주세요. 예: 2026-05-20 10:00", "Write a day and a time."
        raise refuse("begins_at", "datetime_type", ko, en)
    return f"{begins}{_SEOUL}"


def _there(plan: Document | None) -> Document:
    if plan is None:
        ko, en = "아직 시간표가 없습니다. 먼저 만들어 주세요.", "There is no timetable yet."
        raise refuse("party", "missing", ko, en)
    return plan


def _come(unit: Reading, form: Form) -> ConsultingDepartmentDraft:
    interests = [one.strip() for one in form.value("interests").split(",") if one.strip()]
    wanted: dict[str, Any] = {"interests": interests}
    if department := form.value("department").strip():
        wanted["department"] = department
    reads = {"agency_id": lambda: _agency(unit, form)}
    return forms.whole(ConsultingDepartmentDraft, wanted, reads)


def _agency(unit: Reading, form: Form) -> UUID:
    agency = agency_of(unit, form)
    if agency is None:
        ko, en = "어느 기관에서 왔는지 적어 주세요.", "Name the agency."
        raise refuse("agency", "missing", ko, en)
    key: UUID = agency["id"]
    return key


def _booth(unit: Reading, form: Form) -> BoothDraft:
    wanted = {"label": form.value("label").strip() or None}
    return forms.whole(BoothDraft, wanted, {"enterprise_id": lambda: _firm(unit, form)})


def _firm(unit: Reading, form: Form) -> UUID:
    text, given = form.value("firm"), forms.uuid_typed(form.value("firm_id"))
    found = enterprises.named(unit, text, 2) if text else []
    if len(found) == 1:
        key: UUID = found[0]["id"]
        return key
    if found:
        ko, en = "여럿이 있습니다. 아래에서 골라 주세요.", "There are several; choose one below."
    elif text:
        ko, en = "이 이름의 기업이 없습니다.", "There is no enterprise of this name."
    elif given:
        return given
    else:
        ko, en = "어느 기업이 왔는지 적어 주세요.", "Name the enterprise."
    raise refuse("firm", "unknown", ko, en)
