"""교육·설명회: the sessions of a year with what they came to, and one written down on one page."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity import notes
from app.activity.actions import EDUCATION_SESSIONS
from app.agencies.queries import named
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.db import Reading
from app.core.errors import DomainError
from app.pages import blanks, forms
from app.pages.blanks import Blank
from app.pages.forms import Form
from app.pages.notes import MOST_NAMED, agency_of
from app.pages.people import Posted
from app.pages.site import address, page
from app.reports.education import EducationQuery, education
from app.reports.wording import SESSION_KINDS
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of
from app.routers.reports import AtReports

router = APIRouter(prefix="/education-sessions")
_BLANKS = (
    Blank("topic", "무엇을 다루었나요?", must=True, hint="예: 공공구매 제도와 사례"),
    Blank("held_on", "날짜", "day", must=True),
    Blank("kind", "종류", "choice", must=True, choices=SESSION_KINDS),
    Blank("audience", "대상", hint="예: 구청 계약 담당자"),
    Blank("participants", "참여 인원", "count", most=12),
    Blank("satisfaction", "만족도(5점 만점)", "ratio", hint="조사했을 때만. 예: 4.5", most=6),
    Blank("note", "덧붙일 것", "text", "사람 이름과 전화번호는 적지 마세요", most=10_000),
)
_BESIDE = {"agency_id": "agency"}  # where its faults stand


@router.get("")
def look(at: AtReports, request: Request) -> Response:
    """Show the sessions of a year, by day, with participants and satisfaction."""
    wanted: dict[str, Any] = forms.single(forms.typed(request))
    kept = wanted.pop("kept", None)
    if "include_children" in wanted:
        wanted["include_children"] = wanted["include_children"] == "1"
    query = forms.shaped(EducationQuery, wanted)
    with at.reading() as unit:
        shown = education(unit, query)
        return page(request, "education.html", unit.actor, **shown, kept=kept)


@router.get("/new")
def ask(at: At, request: Request) -> Response:
    """Show the form of a session."""
    with at.reading() as unit:
        typed = {"held_on": [str(korean_day(unit.now))], **forms.typed(request)}
        return _shown(unit, request, Form(typed))


@router.post("/new")
def keep(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a session; what is wrong is told beside its field."""
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            made = notes.note(unit, EDUCATION_SESSIONS, _draft(unit, posted))
    except DomainError as refusal:
        if not refusal.faults:
            raise
        return _refused(at, request, posted, refusal)
    where = {"office": made["office"], "year": made["held_on"].year}
    return RedirectResponse(address("/education-sessions", where, kept=1), 303)


def _draft(unit: Reading, posted: Form) -> Any:  # noqa: ANN401 -- the collection's own shape
    values = {**blanks.read(posted, _BLANKS), "office": posted.value("office")}
    agency = agency_of(unit, posted)
    values |= {"id": posted.value("id") or None, "agency_id": agency["id"] if agency else None}
    return forms.shaped(EDUCATION_SESSIONS.draft, values)


def _refused(at: Desk, request: Request, posted: Form, refusal: DomainError) -> Response:
    others = (Blank("agency", ""), Blank("agency_id", ""), Blank("office", ""))
    found = blanks.beside(refusal.faults, (*_BLANKS, *others), language_of(request))
    beside = {_BESIDE.get(name, name): text for name, text in found.items()}
    with at.reading() as unit:
        return _shown(unit, request, Form(posted.typed, beside))


def _shown(unit: Reading, request: Request, form: Form) -> Response:
    unit.actor.require(Role.staff)
    text = form.value("agency")
    return page(
        request,
        "education_note.html",
        unit.actor,
        status=422 if form.faults else 200,
        form=form,
        blanks=_BLANKS,
        key=form.value("id") or str(uuid4()),
        named=named(unit, text, MOST_NAMED) if text and "agency" in form.faults else [],
        offices=notes.offices(unit),
    )
