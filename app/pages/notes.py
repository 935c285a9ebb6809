"""A visit or a call written down in a minute, on a phone: who, what was said, what was promised."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity import notes
from app.activity.actions import CONSULTATIONS, VISITS
from app.agencies.queries import briefly, named
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.errors import DomainError, refuse
from app.enterprises import queries as enterprises
from app.pages import forms
from app.pages.forms import Form
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of

router = APIRouter()
MOST_NAMED = 8
_OF_VISIT = ("id", "office", "visited_on", "department", "result")
_OF_CALL = (
    "id", "office", "received_on", "department", "channel", "kind", "field", "requester_kind",
    "topic", "answer",
)  # fmt: skip
_SEVERAL = ("여럿이 있습니다. 이름을 모두 적어 주세요.", "There are several; write the whole name.")
_NOBODY = ("이 이름의 기업이 등록되어 있지 않습니다.", "No enterprise of this name is registered.")
_PROMISED = ("promise", "promise_due")
_BESIDE = {"agency_id": "agency", "answered_on": "answer"}  # where their faults stand
_TEMPLATES = {VISITS.name: "visit_note.html", CONSULTATIONS.name: "call_note.html"}


@router.get("/visits/new")
def ask_visit(at: At, request: Request) -> Response:
    """Show the form of a visit, the agencies of the last days first."""
    return _shown(at, request, VISITS, Form(forms.typed(request)))


@router.post("/visits/new")
def keep_visit(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a visit with its promise; what is wrong is told beside its field."""
    return _kept(at, request, VISITS, posted)


@router.get("/consultations/new")
def ask_call(at: At, request: Request) -> Response:
    """Show the form of a call."""
    return _shown(at, request, CONSULTATIONS, Form(forms.typed(request)))


@router.post("/consultations/new")
def keep_call(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a call with its promise; what is wrong is told beside its field."""
    return _kept(at, request, CONSULTATIONS, posted)


def _shown(at: Desk, request: Request, collection: Collection, form: Form) -> Response:
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        given = forms.uuid_typed(form.value("agency_id"))
        text = form.value("agency")
        return page(
            request,
            _TEMPLATES[collection.name],
            unit.actor,
            status=422 if form.faults else 200,
            form=form,
            key=form.value("id") or str(uuid4()),
            recent=notes.recent(unit, given),
            named=named(unit, text, MOST_NAMED) if text and "agency" in form.faults else [],
            offices=notes.offices(unit),
            today=korean_day(unit.now),
            due_in=notes.DUE_IN,
        )


def _kept(at: Desk, request: Request, collection: Collection, posted: Form) -> Response:
    read = _visit if collection is VISITS else _call
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            wanted = read(unit, posted)
            promise = _read_promise(posted)
            notes.note(unit, collection, forms.shaped(collection.draft, wanted), promise)
    except DomainError as refusal:
        if not refusal.faults:
            raise
        found = forms.by_field(refusal.faults, language_of(request))
        beside = {_BESIDE.get(name, name): text for name, text in found.items()}
        return _shown(at, request, collection, Form(posted.typed, beside))
    return RedirectResponse(f"/today?kept={collection.name}", 303)


def _visit(unit: Reading, form: Form) -> Document:
    agency = agency_of(unit, form)
    if agency is None:
        ko, en = "어느 기관을 방문했는지 고르거나 적어 주세요.", "Choose or name the agency."
        raise refuse("agency", "missing", ko, en)
    place = {"agency_id": agency["id"], "target": notes.target_of(agency["kind"])}
    return {**_plain(form, _OF_VISIT), **place}


def _call(unit: Reading, form: Form) -> Document:
    agency = agency_of(unit, form)
    if agency is None and form.value("requester_kind") == "agency":
        ko, en = "어느 기관이 물었는지 고르거나 적어 주세요.", "Choose or name the agency."
        raise refuse("agency", "missing", ko, en)
    fields = _plain(form, _OF_CALL)
    if "answer" in fields:
        fields["answered_on"] = fields.get("received_on")
    return {**fields, "agency_id": agency["id"] if agency else None}


def agency_of(unit: Reading, form: Form) -> Document | None:
    """Return the agency that was chosen, or else the one whose name was typed."""
    given, text = forms.uuid_typed(form.value("agency_id")), form.value("agency")
    if text:
        found = named(unit, text, 2)
        if len(found) == 1:
            return found[0]
        ko, en = (
            ("여럿이 있습니다. 아래에서 골라 주세요.", "There are several; choose one below.")
            if found
            else ("이 이름의 기관이 없습니다.", "There is no agency of this name.")
        )
        raise refuse("agency", "unknown", ko, en)
    chosen = briefly(unit, [given]) if given else []
    return chosen[0] if chosen else None


def enterprise_of(unit: Reading, field: str, text: str) -> Document:
    """Return the enterprise whose name was typed into a field; refuse what may be several."""
    found = enterprises.named(unit, text, 2)
    if len(found) == 1:
        return found[0]
    ko, en = _SEVERAL if found else _NOBODY
    raise refuse(field, "unknown", f"{text[:200]}: {ko}", f"{text[:200]}: {en}")


def _read_promise(form: Form) -> notes.Promise | None:
    wanted = _plain(form, _PROMISED)
    return forms.shaped(notes.Promise, wanted) if wanted else None


def _plain(form: Form, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields that hold anything, lines ended as everywhere else."""
    typed: Mapping[str, str] = {name: form.value(name).strip() for name in names}
    return {name: text.replace("\r\n", "\n") for name, text in typed.items() if text}
