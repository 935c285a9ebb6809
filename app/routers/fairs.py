"""The day of a fair: what a desk takes with it, and what it recorded without a network."""

from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response

from app.activity.after_fair import follow_up, report
from app.activity.sync import Judged, absorb
from app.activity.sync_schemas import FairReport, FollowUpsMade, SyncBatch, SyncRead
from app.core.db import Writing
from app.fairs.desk import desk
from app.fairs.schemas import DeskRead
from app.fairs.timetable import timetable
from app.fairs.timetable_schemas import TimetableDraft, TimetableRead
from app.routers.deps import At, KnownAt
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented, language_of
from app.routers.routing import Router

router = Router(tags=["fairs"])
_JSON = "application/json"


@router.get(
    "/fairs/{key}/desk",
    summary="박람회 창구 자료 (booths, enterprises and departments, to be kept offline)",
    response_model=DeskRead,
    responses=documented(401, 404, 422, 503),
)
def read_desk(key: UUID, at: At) -> Response:
    """Return all that a desk of a fair needs when it has no network."""
    with at.reading() as unit:
        return Response(orjson.dumps(desk(unit, key)), media_type=_JSON)


@router.get(
    "/fairs/{key}/report",
    summary="박람회 결과 (visitors, consultations by booth, step and hour, contracts, promises)",
    response_model=FairReport,
    responses=documented(401, 403, 404, 422, 503),
)
def read_report(key: UUID, at: At) -> Response:
    """Return what a fair came to."""
    with at.reading() as unit:
        return Response(orjson.dumps(report(unit, key)), media_type=_JSON)


@router.post(
    "/fairs/{key}/follow-ups",
    summary="박람회 후속 약속 (promises at D+7, D+30 and D+90)",
    response_model=FollowUpsMade,
    responses={200: {"headers": REPLAYED}, **documented(401, 403, 404, 409, 422, 503)},
)
def make_follow_ups(key: UUID, at: OnceAt) -> Response:
    """Make the promises that follow from a fair; done again it adds only what is new."""

    def made(unit: Writing) -> Response:
        return Response(orjson.dumps(follow_up(unit, key)), media_type=_JSON)

    return at.once(made)


@router.post(
    "/fairs/{key}/timetable",
    summary="1:1 상담 시간표 (who meets whom and when; stores nothing)",
    response_model=TimetableRead,
    responses=documented(401, 403, 404, 413, 422, 503),
)
def make_timetable(key: UUID, asked: TimetableDraft, at: KnownAt) -> Response:
    """Seat departments and enterprises; with who is absent, seat the others anew."""
    with at.reading() as unit:
        return Response(orjson.dumps(timetable(unit, key, asked)), media_type=_JSON)


@router.post(
    "/sync",
    summary="오프라인 기록 보내기 (entries of a fair, each with a verdict)",
    response_model=SyncRead,
    responses={
        200: {"headers": REPLAYED},
        **documented(401, 403, 404, 409, 413, 422, 503),
    },
)
def sync(batch: SyncBatch, at: OnceAt, request: Request) -> Response:
    """Take what was recorded without a network; one entry's refusal loses no other."""
    language = language_of(request)

    def made(unit: Writing) -> Response:
        verdicts = [_told(one, language) for one in absorb(unit, batch)]
        return Response(orjson.dumps({"verdicts": verdicts}), media_type=_JSON)

    return at.once(made)


def _told(one: Judged, language: str) -> dict[str, Any]:
    refusal = one.refusal
    return {
        "id": one.id,
        "verdict": one.verdict,
        "code": refusal.code() if refusal else None,
        "reason": refusal.message(language) if refusal else None,
        "errors": [
            {"pointer": f.pointer, "code": f.code, "message": f.en if language == "en" else f.ko}
            for f in (refusal.faults if refusal else ())
        ],
        "version": one.version,
        "differences": one.differences,
        "similar": one.similar,
    }
