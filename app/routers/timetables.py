"""The timetable a fair goes by, changed meeting by meeting, and on the day itself."""

from typing import Any
from uuid import UUID

import orjson
from fastapi import Response

from app.core.db import Writing
from app.fairs import by_hand, reseating
from app.fairs.schemas import WalkIn
from app.fairs.timetable_schemas import (
    Absence,
    KeptTimetableRead,
    MeetingDraft,
    MeetingMove,
    MeetingSwap,
    WalkInRead,
)
from app.routers.collections import reply
from app.routers.deps import Expected, KnownAt, Reason
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented
from app.routers.routing import Router

router = Router(tags=["timetables"])
_ETAG = {"ETag": {"description": "the version, for If-Match", "schema": {"type": "string"}}}
_REFUSALS = documented(401, 403, 404, 409, 412, 413, 422, 503)
_ANSWERS: dict[int | str, Any] = {200: {"headers": _ETAG}, **_REFUSALS}
_ONCE: dict[int | str, Any] = {200: {"headers": _ETAG | REPLAYED}, **_REFUSALS}


@router.post(
    "/timetables/{key}/meetings",
    summary="상담 하나 정하기 (set a meeting by hand; without a slot the earliest free one)",
    response_model=KeptTimetableRead,
    responses=_ONCE,
)
def add_meeting(
    key: UUID, wanted: MeetingDraft, at: OnceAt, expected: Expected, reason: Reason
) -> Response:
    """Set one meeting; what stands in the way is named."""

    def make(unit: Writing) -> Response:
        return reply(by_hand.add(unit, key, wanted, expected))

    return at.once(make, reason=reason)


@router.post(
    "/timetables/{key}/swaps",
    summary="두 상담 맞바꾸기 (two meetings change their slots, or their enterprises in one slot)",
    response_model=KeptTimetableRead,
    responses=_ONCE,
)
def swap_meetings(
    key: UUID, wanted: MeetingSwap, at: OnceAt, expected: Expected, reason: Reason
) -> Response:
    """Let two meetings change places."""

    def make(unit: Writing) -> Response:
        return reply(by_hand.swap(unit, key, wanted, expected))

    return at.once(make, reason=reason)


@router.patch(
    "/timetables/{key}/meetings/{meeting_id}",
    summary="상담 옮기기 (move a meeting; fields left out stay)",
    response_model=KeptTimetableRead,
    responses=_ANSWERS,
)
def move_meeting(
    key: UUID,
    meeting_id: UUID,
    wanted: MeetingMove,
    at: KnownAt,
    expected: Expected,
    reason: Reason,
) -> Response:
    """Give a meeting another slot, or other people."""
    with at.writing(reason=reason) as unit:
        return reply(by_hand.move(unit, key, meeting_id, wanted, expected))


@router.delete(
    "/timetables/{key}/meetings/{meeting_id}",
    summary="상담 취소 (call a meeting off; answers the timetable without it)",
    response_model=KeptTimetableRead,
    responses=_ANSWERS,
)
def cancel_meeting(
    key: UUID, meeting_id: UUID, at: KnownAt, expected: Expected, reason: Reason
) -> Response:
    """Call one meeting off."""
    with at.writing(reason=reason) as unit:
        return reply(by_hand.cancel(unit, key, meeting_id, expected))


@router.post(
    "/timetables/{key}/absences",
    summary="오지 않은 곳 (what becomes free is given to others; or who came after all)",
    response_model=KeptTimetableRead,
    responses=_ONCE,
)
def note_absence(
    key: UUID, wanted: Absence, at: OnceAt, expected: Expected, reason: Reason
) -> Response:
    """Note who stays away, or came after all, and seat the others anew."""

    def make(unit: Writing) -> Response:
        return reply(reseating.note_absence(unit, key, wanted, expected))

    return at.once(make, reason=reason)


@router.post(
    "/fairs/{key}/walk-ins",
    summary="갑자기 온 부서·기업 (taken in, and seated in free time)",
    response_model=WalkInRead,
    responses={200: {"headers": REPLAYED}, **documented(401, 403, 404, 409, 413, 422, 503)},
)
def walk_in(key: UUID, come: WalkIn, at: OnceAt, reason: Reason) -> Response:
    """Take in who came unannounced; nobody loses a meeting."""

    def make(unit: Writing) -> Response:
        done = reseating.walk_in(unit, key, come)
        return Response(orjson.dumps(done), media_type="application/json")

    return at.once(make, reason=reason)
