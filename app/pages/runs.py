"""Runs that a buyer keeps: the list, one as it was answered, and its evidence pack."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import DomainError, InvalidInput, refuse
from app.matches.evidence import pack
from app.matches.kept import keep, kept_run, kept_runs
from app.pages import forms
from app.pages.matching import FILES, Kept, as_file, ranked
from app.pages.notes import agency_of
from app.pages.people import Posted, caller
from app.pages.requests import read
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.matches import live_of
from app.routers.problems import language_of

router = APIRouter(prefix="/runs")
_WHOSE = ("agency", "agency_id")


@router.get("")
def runs(at: At, request: Request) -> Response:
    """List the runs that the caller may see."""
    with at.reading() as unit:
        return page(request, "runs.html", unit.actor, runs=kept_runs(unit))


@router.post("")
def save(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a question as a tender of the caller's agency, with its run; staff say of which."""
    typed = {name: held for name, held in posted.typed.items() if name not in _WHOSE}
    form, wanted = read(typed, language_of(request))
    if wanted is None:
        raise InvalidInput
    try:
        with at.writing() as unit:
            run_id = keep(unit, live_of(request), wanted, _whose(unit, posted))
    except DomainError as refusal:
        if not refusal.faults:
            raise
        faults = forms.by_field(refusal.faults, language_of(request))
        keeping = forms.Form(posted.typed, faults)
        return ranked(at, request, form, wanted, keeping)
    return RedirectResponse(f"/runs/{run_id}", 303)


@router.get("/{run_id}")
def show(run_id: UUID, at: At, request: Request) -> Response:
    """Show a stored run as it was answered."""
    with at.reading() as unit:
        return page(request, "run.html", unit.actor, **kept_run(unit, run_id))


@router.get("/{run_id}/evidence")
def evidence(run_id: UUID, at: At, request: Request) -> Response:
    """Show the pack of a stored run, to be printed."""
    back = f"/runs/{run_id}"
    made = _pack(at, run_id)
    files = {kind: f"{back}/evidence.{kind}" for kind in FILES}
    return page(request, "evidence.html", caller(at), pack=made, back=back, files=files)


@router.get("/{run_id}/evidence.{kind}")
def evidence_file(run_id: UUID, kind: Kept, at: At) -> Response:
    """Answer the pack of a stored run as a workbook or as a PDF."""
    return as_file(_pack(at, run_id), kind)


def _whose(unit: Reading, posted: forms.Form) -> UUID | None:
    """Return the agency that wants it: the caller's own, or the one that staff name."""
    if not unit.actor.is_any(Role.staff):
        return unit.actor.agency_id
    found = agency_of(unit, posted)
    if found is None:
        ko, en = "어느 기관의 수요인지 고르거나 적어 주세요.", "Choose or name the agency."
        raise refuse("agency", "missing", ko, en)
    key: UUID = found["id"]
    return key


def _pack(at: Desk, run_id: UUID) -> Document:
    with at.reading() as unit:
        kept = kept_run(unit, run_id)
        return pack(unit, kept["wanted"], kept["answer"], counts=kept["counts"], on=kept["on"])
