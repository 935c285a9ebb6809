"""우리 기업: what an enterprise sees of itself, and the forms by which it corrects that."""

from dataclasses import replace
from uuid import UUID, uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.core.db import Reading
from app.core.errors import DomainError, Stale
from app.enterprises.parts import PartName, drop
from app.fairs.meeting import booth_meetings
from app.matches.own import SOON, own, own_id
from app.pages import blanks, forms, own_sheets
from app.pages.forms import Form
from app.pages.own_sheets import HOME, Making
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.matches import live_of
from app.routers.problems import language_of, status_of

router = APIRouter(prefix=HOME)


@router.get("")
def home(at: At, request: Request) -> Response:
    """Show the enterprise its tenders, the change that opens most, its papers and its supply."""
    with at.reading() as unit:
        shown = own(unit, live_of(request))
        kept = request.query_params.get("kept")
        met = booth_meetings(unit)
        return page(request, "own.html", unit.actor, **shown, soon_in=SOON, kept=kept, meetings=met)


@router.get("/profile")
def ask_profile(at: At, request: Request) -> Response:
    """Show what is recorded of the enterprise, to be corrected."""
    return _asked(at, request, own_sheets.profile)


@router.post("/profile")
def keep_profile(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep the corrections; what is wrong is told beside its field."""
    return _kept(at, request, own_sheets.profile, posted)


@router.get("/survey")
def ask_survey(at: At, request: Request) -> Response:
    """Show the online round of the supply survey, with this year's answer."""
    return _asked(at, request, own_sheets.survey(uuid4()))


@router.post("/survey")
def keep_survey(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep the answer; this year's is corrected."""
    return _kept(at, request, own_sheets.survey(_key(posted)), posted)


@router.get("/{part}/new")
def ask_new(part: PartName, at: At, request: Request) -> Response:
    """Show an empty form for a product, certificate or licence."""
    return _asked(at, request, own_sheets.part(part, uuid4(), is_new=True))


@router.post("/{part}/new")
def keep_new(part: PartName, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep one more; sent twice it is kept once."""
    return _kept(at, request, own_sheets.part(part, _key(posted), is_new=True), posted)


@router.get("/{part}/{part_id}")
def ask_part(part: PartName, part_id: UUID, at: At, request: Request) -> Response:
    """Show a product, certificate or licence, to be corrected."""
    return _asked(at, request, own_sheets.part(part, part_id))


@router.post("/{part}/{part_id}")
def keep_part(
    part: PartName, part_id: UUID, posted: Posted, at: KnownAt, request: Request
) -> Response:
    """Keep the corrections; what is wrong is told beside its field."""
    return _kept(at, request, own_sheets.part(part, part_id), posted)


@router.post("/{part}/{part_id}/removal")
def remove_part(part: PartName, part_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """Take a product, certificate or licence away, and lead back."""
    with at.writing() as unit:
        drop(unit, own_id(unit.actor), part, part_id, _version(posted))
    return _back()


def _asked(at: Desk, request: Request, making: Making) -> Response:
    with at.reading() as unit:
        sheet = making(unit, own_id(unit.actor))
        form = Form(blanks.filled(sheet.stored or sheet.first, sheet.blanks))
        return page(request, "own_form.html", unit.actor, sheet=sheet, form=form, theirs=None)


def _kept(at: Desk, request: Request, making: Making, posted: Form) -> Response:
    """Keep what was typed; a refusal is shown with all that was typed and why."""
    try:
        with at.writing() as unit:
            key = own_id(unit.actor)
            sheet = making(unit, key)
            sheet.write(unit, key, blanks.read(posted, sheet.blanks), _version(posted))
    except DomainError as refusal:
        if not refusal.faults and not isinstance(refusal, Stale):
            raise
        with at.reading() as view:
            return _refused(view, request, making, posted, refusal)
    return _back()


def _refused(
    unit: Reading, request: Request, making: Making, posted: Form, refusal: DomainError
) -> Response:
    sheet, language = making(unit, own_id(unit.actor)), language_of(request)
    theirs = None
    if isinstance(refusal, Stale):  # the next try starts from the version that is shown
        theirs = blanks.differing(sheet.stored or {}, posted, sheet.blanks)
        if sheet.stored and not theirs:
            return _back()  # it was sent twice, or both wrote the same
    else:
        sheet = replace(sheet, version=posted.value("version"))
    form = Form(posted.typed, blanks.beside(refusal.faults, sheet.blanks, language))
    status = status_of(type(refusal))
    shown = {"sheet": sheet, "form": form, "theirs": theirs}
    return page(request, "own_form.html", unit.actor, status=status, **shown)


def _back() -> Response:
    return RedirectResponse(f"{HOME}?kept=1", 303)


def _version(posted: Form) -> int | None:
    text = posted.value("version")
    return forms.count_typed("version", text) if text else None


def _key(posted: Form) -> UUID:
    """Return the id that the form was given, so that it is stored once however often it is sent."""
    return forms.uuid_typed(posted.value("id")) or uuid4()
