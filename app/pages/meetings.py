"""One meeting of a fair's timetable, set by hand: added, moved, swapped, called off, taken back."""

from collections.abc import Callable
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Writing
from app.core.errors import DomainError, NotFound, Stale, refuse
from app.fairs import by_hand
from app.fairs.desk import desk
from app.fairs.meeting import meeting, plan_of
from app.fairs.timetable_schemas import MeetingDraft, MeetingMove, MeetingSwap
from app.pages import forms
from app.pages.forms import Form
from app.pages.people import Posted
from app.pages.site import page
from app.pages.timetable import beside, chosen, path_of, refused
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import language_of, status_of

router = APIRouter(prefix="/fairs/{fair_id}/timetable")
Change = Callable[[Writing, UUID, int | None], Document]


@router.post("/meetings")
def add(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Set a meeting; without a time it gets the earliest that is free for both."""

    def change(unit: Writing, key: UUID, expected: int | None) -> Document:
        wanted = forms.whole(
            MeetingDraft,
            {},
            {
                "department_id": lambda: chosen(posted, "department_id"),
                "enterprise_id": lambda: chosen(posted, "enterprise_id"),
                "slot": lambda: _slot(posted),
            },
        )
        return by_hand.add(unit, key, wanted, expected)

    try:
        return _changed(at, fair_id, posted, change, "added")
    except DomainError as refusal:
        return refused(at, request, fair_id, posted, refusal)


@router.post("/undo")
def undo(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Take the timetable back to what it was before the last change."""

    def change(unit: Writing, key: UUID, expected: int | None) -> Document:
        if not expected or expected < 2:  # noqa: PLR2004 -- the first version has none before it
            raise refuse("version", "missing", "되돌릴 것이 없습니다.", "There is nothing to undo.")
        return by_hand.undo(unit, key, expected)

    try:
        return _changed(at, fair_id, posted, change, "undone")
    except DomainError as refusal:
        return refused(at, request, fair_id, posted, refusal)


@router.get("/meetings/{meeting_id}")
def look(fair_id: UUID, meeting_id: UUID, at: At, request: Request) -> Response:
    """Show one meeting with what it may be changed into."""
    return _shown(at, request, fair_id, meeting_id, Form())


@router.post("/meetings/{meeting_id}")
def move(
    fair_id: UUID, meeting_id: UUID, posted: Posted, at: KnownAt, request: Request
) -> Response:
    """Move a meeting to another time or booth, or let it go with the others again."""

    def change(unit: Writing, key: UUID, expected: int | None) -> Document:
        if posted.value("loose"):
            return by_hand.move(unit, key, meeting_id, MeetingMove(fixed=False), expected)
        wanted = forms.whole(
            MeetingMove,
            {},
            {
                "slot": lambda: _slot(posted, must=True),
                "enterprise_id": lambda: chosen(posted, "enterprise_id"),
            },
        )
        return by_hand.move(unit, key, meeting_id, wanted, expected)

    done = "loosened" if posted.value("loose") else "moved"
    return _answered(at, request, (fair_id, meeting_id), posted, change, done)


@router.post("/meetings/{meeting_id}/swap")
def swap(
    fair_id: UUID, meeting_id: UUID, posted: Posted, at: KnownAt, request: Request
) -> Response:
    """Let a meeting change places with another."""

    def change(unit: Writing, key: UUID, expected: int | None) -> Document:
        wanted = MeetingSwap(first=meeting_id, second=chosen(posted, "second"))
        return by_hand.swap(unit, key, wanted, expected)

    return _answered(at, request, (fair_id, meeting_id), posted, change, "swapped")


@router.post("/meetings/{meeting_id}/removal")
def cancel(
    fair_id: UUID, meeting_id: UUID, posted: Posted, at: KnownAt, request: Request
) -> Response:
    """Call a meeting off."""

    def change(unit: Writing, key: UUID, expected: int | None) -> Document:
        return by_hand.cancel(unit, key, meeting_id, expected)

    return _answered(at, request, (fair_id, meeting_id), posted, change, "cancelled")


def _answered(
    at: Desk, request: Request, ids: tuple[UUID, UUID], form: Form, change: Change, done: str
) -> Response:
    """Change a meeting and lead back; what is wrong is told beside its field."""
    try:
        return _changed(at, ids[0], form, change, done)
    except DomainError as refusal:
        if not refusal.faults and not isinstance(refusal, Stale):
            raise
        told = Form(form.typed, beside(refusal, language_of(request)))
        try:
            return _shown(at, request, *ids, told, status_of(type(refusal)))
        except NotFound:  # somebody else called it off
            return refused(at, request, ids[0], form, refusal)


def _changed(at: Desk, fair_id: UUID, form: Form, change: Change, done: str) -> Response:
    with at.writing() as unit:
        unit.actor.require(Role.staff)
        text = form.value("version")
        expected = forms.count_typed("version", text) if text else None
        kept = change(unit, plan_of(unit, fair_id)["id"], expected)
    return RedirectResponse(path_of(fair_id, made=done, version=kept["version"]), 303)


def _shown(
    at: Desk, request: Request, fair_id: UUID, meeting_id: UUID, form: Form, status: int = 200
) -> Response:
    with at.reading() as unit:
        found = meeting(unit, fair_id, meeting_id)
        fair = desk(unit, fair_id)
        return page(
            request, "meeting.html", unit.actor, status=status, form=form, fair=fair, **found
        )


def _slot(form: Form, *, must: bool = False) -> int | None:
    text = form.value("slot").strip()
    if not text and not must:
        return None
    if not text.isdecimal() or len(text) > 2:  # noqa: PLR2004 -- no day has a hundred
        raise refuse("slot", "missing", *forms.CHOOSE)
    return int(text)
