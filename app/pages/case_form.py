"""A matching case written down or corrected on one page; a call leads to it with what was asked."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity import notes
from app.activity.actions import MATCHING_CASES
from app.agencies.queries import briefly, named
from app.core import lookups, records
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import DomainError, Stale
from app.enterprises.queries import names
from app.pages import blanks, forms
from app.pages.blanks import Blank
from app.pages.forms import Form
from app.pages.notes import MOST_NAMED, agency_of, enterprise_of
from app.pages.people import Posted
from app.pages.site import page
from app.reports.wording import OUTCOMES, SUPPORT_TYPES
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of, status_of

router = APIRouter(prefix="/matching-cases")
_BLANKS = (
    Blank("title", "무엇을 사려고 하나요?", must=True, hint="예: 송년 행사 현수막 제작"),
    Blank("opened_on", "시작한 날", "day", must=True),
    Blank("department", "부서"),
    Blank("amount_krw", "금액", "won", "1,800,000 또는 180만원. 모르면 비워 둡니다", most=40),
    Blank("outcome", "결과", "choice", must=True, choices=OUTCOMES),
    Blank("chosen", "선정된 기업", "list", "이름을 쉼표로 나누어 적습니다", most=2_000),
    Blank("note", "덧붙일 것", "text", "사람 이름과 전화번호는 적지 마세요", most=10_000),
)
_NOTHING = "비어 있음"
_OTHERS = tuple(Blank(name, "") for name in ("agency", "agency_id", "office", "support_types"))
_BESIDE = {"agency_id": "agency", "awards": "chosen"}  # where their faults stand


@router.get("/new")
def ask(at: At, request: Request) -> Response:
    """Show the form of a case, filled with what the address holds."""
    with at.reading() as unit:
        begin = {"opened_on": [str(korean_day(unit.now))], "outcome": ["none"]}
        return _shown(unit, request, Form({**begin, **forms.typed(request)}))


@router.post("/new")
def keep(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a case; what is wrong is told beside its field. Sent twice it is kept once."""
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            wanted = _wanted(unit, posted, {}) | {"office": posted.value("office")}
            wanted["id"] = posted.value("id") or None
            wanted["consultation_id"] = posted.value("consultation_id") or None
            draft = forms.shaped(MATCHING_CASES.draft, wanted)
            made = notes.note(unit, MATCHING_CASES, draft)
    except DomainError as refusal:
        return _refused(at, request, posted, refusal)
    return _back(made)


@router.get("/{case_id}")
def look(case_id: UUID, at: At, request: Request) -> Response:
    """Show a case, to be corrected."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        return _shown(unit, request, _filled(unit, case_id), case_id)


@router.post("/{case_id}")
def correct(case_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep the corrections; what is wrong is told beside its field."""
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            stored = lookups.get(unit, MATCHING_CASES, case_id)
            patch = forms.shaped(MATCHING_CASES.patch, _wanted(unit, posted, stored))
            seen = forms.count_typed("version", posted.value("version"))
            made = records.change(unit, MATCHING_CASES, case_id, patch, seen)
    except DomainError as refusal:
        return _refused(at, request, posted, refusal, case_id)
    return _back(made)


def _wanted(unit: Reading, form: Form, stored: Document) -> Document:
    """Read the form as a case has it, or refuse it with every fault at once."""
    reads = (_plain, _agency, _awards)
    return forms.gathered(*(partial(read, unit, form, stored) for read in reads))


def _plain(_unit: Reading, form: Form, stored: Document) -> Document:
    values = blanks.read(form, [one for one in _BLANKS if one.name != "chosen"])
    unknown = stored.get("amount_state", "unknown")
    unknown = "unknown" if unknown == "known" else unknown
    values["amount_state"] = "known" if values["amount_krw"] is not None else unknown
    if str(stored.get("opened_on", "")) != values["opened_on"]:
        values["date_precision"] = "day"
    return {**values, "support_types": form.values("support_types")}


def _agency(unit: Reading, form: Form, _stored: Document) -> Document:
    agency = agency_of(unit, form)
    return {"agency_id": agency["id"] if agency else None}


def _awards(unit: Reading, form: Form, stored: Document) -> Document:
    """Return who was chosen, by their names; an award that stays keeps its amount."""
    before: Mapping[UUID, Document] = {
        one["enterprise_id"]: one for one in stored.get("awards", ())
    }
    if before and form.value("chosen").strip() == _chosen(unit, stored):
        return {}
    wanted: list[Document] = []
    for text in blanks.read(form, [one for one in _BLANKS if one.name == "chosen"])["chosen"]:
        key = enterprise_of(unit, "chosen", text)["id"]
        wanted.append(before.get(key, {"enterprise_id": key}))
    return {"awards": wanted}


def _chosen(unit: Reading, stored: Document) -> str:
    ids = [one["enterprise_id"] for one in stored["awards"]]
    called = names(unit, ids)
    return ", ".join(called[one] for one in ids if one in called)


def _filled(unit: Reading, case_id: UUID) -> Form:
    """Return what is stored of a case as it would be typed."""
    stored = lookups.get(unit, MATCHING_CASES, case_id)
    typed = blanks.filled({**stored, "chosen": _chosen(unit, stored)}, _BLANKS)
    typed |= {"version": [str(stored["version"])], "support_types": stored["support_types"]}
    typed |= {"agency_id": [str(stored["agency_id"])]} if stored["agency_id"] else {}
    return Form(typed)


def _refused(
    at: Desk, request: Request, posted: Form, refusal: DomainError, case_id: UUID | None = None
) -> Response:
    if not refusal.faults and not isinstance(refusal, Stale):
        raise refusal
    found = blanks.beside(refusal.faults, (*_BLANKS, *_OTHERS), language_of(request))
    beside = {_BESIDE.get(name, name): text for name, text in found.items()}
    with at.reading() as unit:
        form, theirs = Form(posted.typed, beside), None
        if case_id and isinstance(refusal, Stale):  # the next try starts from what is shown
            there = _filled(unit, case_id)
            form = Form({**posted.typed, "version": there.values("version")})
            theirs = _differing(unit, there, posted)
        return _shown(unit, request, form, case_id, status_of(type(refusal)), theirs)


def _differing(unit: Reading, there: Form, typed: Form) -> dict[str, str]:
    """Return what is stored of each field in which something else was typed, as people read it."""
    stored = {one.name: there.value(one.name) for one in _BLANKS}
    found = blanks.differing(stored, typed, _BLANKS)
    if sorted(there.values("support_types")) != sorted(typed.values("support_types")):
        named_ones = [SUPPORT_TYPES[one] for one in there.values("support_types")]
        found["support_types"] = ", ".join(named_ones) or _NOTHING
    if there.value("agency_id") != typed.value("agency_id") or typed.value("agency"):
        key = forms.uuid_typed(there.value("agency_id"))
        found["agency"] = briefly(unit, [key])[0]["name"] if key else _NOTHING
    return found


def _shown(
    unit: Reading,
    request: Request,
    form: Form,
    case_id: UUID | None = None,
    status: int | None = None,
    theirs: Mapping[str, str] | None = None,
) -> Response:
    unit.actor.require(Role.staff)
    text, given = form.value("agency"), forms.uuid_typed(form.value("agency_id"))
    return page(
        request,
        "case_form.html",
        unit.actor,
        status=status or 200,
        form=form,
        theirs=theirs,
        blanks=_BLANKS,
        support=SUPPORT_TYPES,
        case_id=case_id,
        key=form.value("id") or str(uuid4()),
        recent=briefly(unit, [given]) if case_id and given else notes.recent(unit, given),
        named=named(unit, text, MOST_NAMED) if text and "agency" in form.faults else [],
        offices=notes.offices(unit),
    )


def _back(made: Any) -> Response:  # noqa: ANN401 -- a stored case
    return RedirectResponse(f"/matching-cases?year={made['opened_on'].year}", 303)
