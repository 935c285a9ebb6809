"""From 무엇을, 얼마에, 언제 to a ranking with its reasons, and to the pack for the approval file."""

from collections.abc import Callable
from datetime import date
from typing import Literal

from fastapi import APIRouter, Request, Response

from app.activity.notes import recent
from app.agencies.queries import named
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import InvalidInput
from app.enterprises.kinds import kinds
from app.matches import actions, asking
from app.matches.evidence import pack
from app.matches.evidence_book import as_workbook
from app.matches.evidence_paper import as_paper
from app.matches.schemas import MatchRequest
from app.matches.sensitivity import counted
from app.matching.regions import AREAS, label, parse
from app.pages import forms
from app.pages.notes import MOST_NAMED
from app.pages.people import caller
from app.pages.requests import read
from app.pages.site import address, page
from app.routers.deps import At, Desk
from app.routers.matches import live_of
from app.routers.problems import language_of

router = APIRouter(prefix="/match")
FILES: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
    "pdf": ("application/pdf", as_paper),
}
Kept = Literal["xlsx", "pdf"]


@router.get("")
def ask(at: At, request: Request) -> Response:
    """Show the question, filled with what the address holds."""
    typed = forms.typed(request)
    return _question(at, request, forms.Form(typed), _counts(at, request) if typed else None)


@router.get("/count")
def count(at: At, request: Request) -> Response:
    """Tell how many there are for what has been typed so far."""
    return page(request, "match_count.html", counts=_counts(at, request))


@router.get("/results")
def results(at: At, request: Request) -> Response:
    """Show the ranking with its reasons; what is wrong in the question stands beside its field."""
    form, wanted = read(forms.typed(request), language_of(request))
    return _question(at, request, form) if wanted is None else ranked(at, request, form, wanted)


@router.get("/evidence")
def evidence(at: At, request: Request) -> Response:
    """Show the pack for the approval file, to be printed."""
    form, wanted = read(forms.typed(request), language_of(request))
    if wanted is None:
        return _question(at, request, form)
    query = form.query()
    return page(
        request,
        "evidence.html",
        caller(at),
        pack=_pack(at, request, wanted),
        back=address("/match/results", query),
        files={kind: address(f"/match/evidence.{kind}", query) for kind in FILES},
    )


@router.get("/evidence.{kind}")
def evidence_file(kind: Kept, at: At, request: Request) -> Response:
    """Answer the pack as a workbook or as a PDF."""
    _, wanted = read(forms.typed(request), language_of(request))
    if wanted is None:
        raise InvalidInput
    return as_file(_pack(at, request, wanted), kind)


def ranked(
    at: Desk,
    request: Request,
    form: forms.Form,
    wanted: MatchRequest,
    keeping: forms.Form | None = None,
) -> Response:
    """Show the ranking; *keeping* is the form by which staff keep it for an agency."""
    keeping = keeping or forms.Form()
    text = keeping.value("agency")
    with at.reading() as unit:
        is_staff = unit.actor.is_any(Role.staff)
        return page(
            request,
            "match_results.html",
            unit.actor,
            status=422 if keeping.faults else 200,
            form=form,
            keeping=keeping,
            recent=recent(unit) if is_staff else [],
            named=named(unit, text, MOST_NAMED) if text and keeping.faults else [],
            odd_region=bool(wanted.region) and parse(wanted.region) is None,
            **_answered(unit, request, wanted),
        )


def as_file(made: Document, kind: Kept) -> Response:
    """Answer a pack as a file to keep."""
    media_type, render = FILES[kind]
    name = f"ieum-evidence-{str(made['as_of'])[:10]}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(render(made), headers=headers, media_type=media_type)


def _counts(at: Desk, request: Request) -> Document | None:
    """Return how many there are for what has been typed; None where that is not yet a request."""
    _, wanted = read(forms.typed(request), language_of(request))
    if wanted is None:
        return None
    with at.reading() as unit:
        return counted(unit, live_of(request), asking.typed(unit, wanted))


def _question(
    at: Desk, request: Request, form: forms.Form, counts: Document | None = None
) -> Response:
    return page(
        request,
        "match.html",
        caller(at),
        status=422 if form.faults else 200,
        form=form,
        kinds=kinds(),
        areas=[label(area) for area in AREAS],
        counts=counts,
    )


def _answered(unit: Reading, request: Request, wanted: MatchRequest) -> Document:
    live = live_of(request)
    return {
        "wanted": wanted,
        "answer": actions.ask(unit, live, wanted, limit=None),
        "counts": counted(unit, live, asking.typed(unit, wanted)),
        "on": wanted.needed_from or wanted.as_of or asking.today(unit),
    }


def _pack(at: Desk, request: Request, wanted: MatchRequest) -> Document:
    with at.reading() as unit:
        shown = _answered(unit, request, wanted)
        day: date = shown["on"]
        return pack(unit, wanted.model_dump(), shown["answer"], counts=shown["counts"], on=day)
