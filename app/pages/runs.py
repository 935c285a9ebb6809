"""Runs that a buyer keeps: the list, one as it was answered, and its evidence pack."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.core.collection import Document
from app.core.errors import InvalidInput
from app.matches.evidence import pack
from app.matches.kept import keep, kept_run, kept_runs
from app.pages.matching import FILES, Kept, as_file
from app.pages.people import Posted, caller
from app.pages.requests import read
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.matches import live_of
from app.routers.problems import language_of

router = APIRouter(prefix="/runs")


@router.get("")
def runs(at: At, request: Request) -> Response:
    """List the runs that the caller may see."""
    with at.reading() as unit:
        return page(request, "runs.html", unit.actor, runs=kept_runs(unit))


@router.post("")
def save(posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a question as a tender of the caller's agency, with its run."""
    _, wanted = read(posted.typed, language_of(request))
    if wanted is None:
        raise InvalidInput
    with at.writing() as unit:
        run_id = keep(unit, live_of(request), wanted, unit.actor.agency_id)
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


def _pack(at: Desk, run_id: UUID) -> Document:
    with at.reading() as unit:
        kept = kept_run(unit, run_id)
        return pack(unit, kept["wanted"], kept["answer"], counts=kept["counts"], on=kept["on"])
