"""A fair written down or corrected on one page, with the enterprises at its booths."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity import notes
from app.core import lookups, records
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import AlreadyExists, DomainError, Stale, refuse
from app.enterprises.queries import names
from app.fairs.actions import FAIRS
from app.pages import blanks, forms
from app.pages.blanks import Blank
from app.pages.forms import Form
from app.pages.notes import enterprise_of
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of, status_of

router = APIRouter(prefix="/fairs")
_ABOUT = (
    Blank("name", "박람회 이름", must=True, hint="예: 강동 찾아가는 박람회"),
    Blank("starts_on", "열리는 날", "day", must=True),
    Blank("ends_on", "끝나는 날", "day", hint="하루면 비워 둡니다"),
    Blank("place", "곳", hint="예: 강동구청 1층"),
    Blank("host", "여는 곳", hint="예: 강동구 사회적경제과"),
    Blank("visitors", "방문객", "count", hint="창구에서 세면 비워 둡니다", most=12),
)
_BOOTHS = Blank(
    "booths",
    "부스",
    "text",
    hint="한 줄에 기업 하나씩, 이름 앞에 ‘A-1:’처럼 부스 번호를 적어도 됩니다",  # noqa: RUF001
    most=20_000,
)
_BLANKS = (*_ABOUT, _BOOTHS)
_OFFICE = Blank("office", "")


@router.get("/new")
def ask(at: At, request: Request) -> Response:
    """Show the form of a fair."""
    with at.reading() as unit:
        return _shown(unit, request, Form(forms.typed(request)))


@router.post("/new")
def keep(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a fair and lead to it; what is wrong is told beside its field. Sent twice, kept once."""
    key = forms.uuid_typed(posted.value("id")) or uuid4()
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            wanted = _wanted(unit, posted, {}) | {"id": key, "office": posted.value("office")}
            records.create(unit, FAIRS, forms.shaped(FAIRS.draft, wanted))
    except AlreadyExists:
        pass  # the same page was sent twice
    except DomainError as refusal:
        return _refused(at, request, posted, refusal)
    return RedirectResponse(f"/fairs/{key}", 303)


@router.get("/{fair_id}/edit")
def look(fair_id: UUID, at: At, request: Request) -> Response:
    """Show what is recorded of a fair, to be corrected."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        return _shown(unit, request, _filled(unit, fair_id), fair_id)


@router.post("/{fair_id}/edit")
def correct(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep the corrections; a booth that stays keeps its devices and its meetings."""
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            wanted = _wanted(unit, posted, lookups.get(unit, FAIRS, fair_id))
            seen = forms.count_typed("version", posted.value("version"))
            records.change(unit, FAIRS, fair_id, forms.shaped(FAIRS.patch, wanted), seen)
    except DomainError as refusal:
        return _refused(at, request, posted, refusal, fair_id)
    return RedirectResponse(f"/fairs/{fair_id}", 303)


def _wanted(unit: Reading, form: Form, stored: Document) -> Document:
    """Read the form as a fair has it, or refuse it with every fault at once."""
    reads = (_about, _booths)
    return forms.gathered(*(partial(read, unit, form, stored) for read in reads))


def _about(_unit: Reading, form: Form, stored: Document) -> Document:
    values = blanks.read(form, _ABOUT)
    is_other_day = str(stored.get("starts_on", "")) != values["starts_on"]
    return {**values, "date_precision": "day"} if is_other_day else values


def _booths(unit: Reading, form: Form, stored: Document) -> Document:
    """Return who has which booth, a line each; who stays keeps its booth's id."""
    before = {one["enterprise_id"]: one for one in stored.get("booths", ())}
    wanted: list[Document] = []
    for line in filter(None, map(str.strip, form.value("booths").splitlines())):
        label, colon, name = line.partition(":") if ":" in line else ("", "", line)
        found = enterprise_of(unit, "booths", name.strip())
        key = found["id"]
        if any(one["enterprise_id"] == key for one in wanted):
            ko, en = "두 번 적혀 있습니다.", "stands twice."
            raise refuse("booths", "repeated", f"{found['name']}: {ko}", f"{found['name']} {en}")
        kept = {"id": before[key]["id"]} if key in before else {}
        number = label.strip() if colon else str(len(wanted) + 1)
        wanted.append({**kept, "label": number or None, "enterprise_id": key})
    return {"booths": wanted}


def _filled(unit: Reading, fair_id: UUID) -> Form:
    """Return what is stored of a fair as it would be typed."""
    stored = lookups.get(unit, FAIRS, fair_id)
    called = names(unit, [one["enterprise_id"] for one in stored["booths"]])
    lines = [f"{one['label'] or ''}: {called[one['enterprise_id']]}" for one in stored["booths"]]
    typed = blanks.filled({**stored, "booths": "\n".join(lines)}, _BLANKS)
    return Form({**typed, "version": [str(stored["version"])]})


def _refused(
    at: Desk, request: Request, posted: Form, refusal: DomainError, fair_id: UUID | None = None
) -> Response:
    if not refusal.faults and not isinstance(refusal, Stale):
        raise refusal
    found = blanks.beside(refusal.faults, (*_BLANKS, _OFFICE), language_of(request))
    with at.reading() as unit:
        form, theirs = Form(posted.typed, found), None
        if fair_id and isinstance(refusal, Stale):  # the next try starts from what is shown
            there = _filled(unit, fair_id)
            form = Form({**posted.typed, "version": there.values("version")})
            stored = {one.name: there.value(one.name) for one in _BLANKS}
            theirs = blanks.differing(stored, posted, _BLANKS)
        return _shown(unit, request, form, fair_id, status_of(type(refusal)), theirs)


def _shown(
    unit: Reading,
    request: Request,
    form: Form,
    fair_id: UUID | None = None,
    status: int = 200,
    theirs: Any = None,  # noqa: ANN401 -- what is stored of each field that differs
) -> Response:
    unit.actor.require(Role.staff)
    return page(
        request,
        "fair_form.html",
        unit.actor,
        status=status,
        form=form,
        blanks=_BLANKS,
        theirs=theirs,
        fair_id=fair_id,
        key=form.value("id") or str(uuid4()),
        offices=notes.offices(unit),
    )
