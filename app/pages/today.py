"""오늘: what a support worker has to do, and that it was done."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity.agenda import due, finish
from app.matches.expiring import expiring
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, KnownAt

router = APIRouter()


@router.get("/today")
def today(at: At, request: Request) -> Response:
    """Show the promises and answers that are due, and the papers that end soon."""
    with at.reading() as unit:
        kept = request.query_params.get("kept")
        shown = {**due(unit), "papers": expiring(unit), "kept": kept}
        return page(request, "today.html", unit.actor, **shown)


@router.post("/follow-ups/{follow_up_id}/done")
def done(follow_up_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """Note that a promise was kept, and lead back."""
    del posted
    with at.writing() as unit:
        finish(unit, follow_up_id)
    return RedirectResponse("/today", 303)
