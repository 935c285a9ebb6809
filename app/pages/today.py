"""오늘: what a support worker has to do, and that it was done."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.activity.agenda import MOST, Answer, due, finish, give
from app.core.actors import Role
from app.core.errors import DomainError
from app.matches.expiring import expiring
from app.pages import forms
from app.pages.people import Posted
from app.pages.site import page
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of

router = APIRouter()


@router.get("/today")
def today(at: At, request: Request) -> Response:
    """Show the promises and answers that are due, and the papers that end soon."""
    return _shown(at, request, forms.Form())


@router.post("/follow-ups/{follow_up_id}/done")
def done(follow_up_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """Note that a promise was kept, and lead back."""
    del posted
    with at.writing() as unit:
        finish(unit, follow_up_id)
    return RedirectResponse("/today", 303)


@router.post("/consultations/{consultation_id}/answer")
def answered(consultation_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Note what a question was answered, and lead back; what is wrong is told beside its field."""
    text = posted.value("answer").strip().replace("\r\n", "\n")
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            give(unit, consultation_id, forms.shaped(Answer, {"answer": text}))
    except DomainError as refusal:
        if not refusal.faults:
            raise
        faults = forms.by_field(refusal.faults, language_of(request))
        return _shown(at, request, forms.Form(posted.typed, faults), consultation_id)
    return RedirectResponse("/today?kept=answers", 303)


def _shown(at: Desk, request: Request, form: forms.Form, answering: UUID | None = None) -> Response:
    with at.reading() as unit:
        return page(
            request,
            "today.html",
            unit.actor,
            status=422 if form.faults else 200,
            **due(unit),
            papers=expiring(unit),
            most=MOST,
            kept=request.query_params.get("kept"),
            form=form,
            answering=answering,
        )
