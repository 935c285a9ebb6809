"""Devices of a fair: a one-time code makes a device one of one fair, at one booth or desk.

What it gets is a token that works from the day before the fair until a week after it, so that what
was recorded without a network still arrives.
"""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from app.access import attempts
from app.access.accounts import UnknownCode
from app.access.codes import digest_of, digest_of_code, digests_of_code, new_code, new_secret
from app.access.schemas import EnrolmentDraft, TokenGrant
from app.access.sessions import Visitor
from app.access.tables import Enrolment
from app.access.tokens import TOKEN_RECORDS
from app.core import lookups, records
from app.core.actors import Actor, Role
from app.core.collection import Document
from app.core.db import Database, Writing
from app.core.errors import Conflict, refuse
from app.core.tables import table_of
from app.fairs.actions import FAIRS

_TABLE = table_of(Enrolment)
_SEOUL = ZoneInfo("Asia/Seoul")
_BEFORE, _AFTER = timedelta(days=1), timedelta(days=8)  # around the first and the last day


class FairOver(Conflict):
    """A device is to be enrolled for a fair that is long over."""

    ko = "끝난 지 오래된 박람회에는 기기를 등록할 수 없습니다."
    en = "The fair has been over for more than a week."


def prepare(unit: Writing, fair_id: UUID, draft: EnrolmentDraft) -> Document:
    """Make a one-time code for a device of a fair; who writes for the fair's office may."""
    fair = lookups.get(unit, FAIRS, fair_id)
    unit.actor.require_office(fair["office"])
    booths = {booth["id"] for booth in fair["booths"]}
    if draft.booth_id is not None and draft.booth_id not in booths:
        raise refuse(
            "booth_id", "unknown", "이 박람회의 부스가 아닙니다.", "No booth of this fair."
        )
    begin = _midnight(fair["starts_on"]) - _BEFORE
    end = _midnight(fair["ends_on"] or fair["starts_on"]) + _AFTER
    if end <= unit.now:
        raise FairOver
    until = min(draft.valid_until or end, end)
    if until <= unit.now:
        raise refuse("valid_until", "over", "이미 지난 때입니다.", "This time has passed.")
    code = new_code(3)
    made = {
        "fair_id": fair["id"],
        "booth_id": draft.booth_id,
        "desk": draft.desk,
        "valid_from": begin,
        "valid_until": until,
        "expires_at": min(unit.now + timedelta(minutes=draft.minutes), until),
    }
    hidden = {
        "digest": digest_of_code(code),
        "created_at": unit.now,
        "created_by": unit.actor.label,
    }
    unit.execute(insert(_TABLE), {**made, **hidden})
    return {"code": code, **made}


def enrol(db: Database, code: str, label: str, visitor: Visitor, now: datetime) -> Document:
    """Give the device that shows a code its token; a code works once."""
    with db.writing(now) as unit:
        attempts.begin(unit, "enrolment code", visitor.address)
    with db.writing(now) as unit:
        row = _use_up(unit, code)
        attempts.succeed(unit, "enrolment code", visitor.address)
        unit.actor = Actor(Role.admin, f"enrolment by {row.created_by}"[:200])
        bearer = f"ieum_{new_secret()}"
        grant = TokenGrant(
            digest=digest_of(bearer),
            label=label,
            role=Role.device,
            fair_id=row.fair_id,
            booth_id=row.booth_id,
            desk=row.desk,
            valid_from=row.valid_from,
            expires_at=row.valid_until,
        )
        return {**records.create(unit, TOKEN_RECORDS, grant), "token": bearer}


def _use_up(unit: Writing, code: str) -> Any:  # noqa: ANN401 -- a row
    """Return the enrolment of a code, which is used from now on; of two who show it, one gets it."""
    mine = _TABLE.c.digest.in_(digests_of_code(code)) & _TABLE.c.used_at.is_(None)
    open_ = mine & (_TABLE.c.expires_at > unit.now)
    row = unit.first(select(_TABLE).where(open_))
    if row is None or not unit.execute(update(_TABLE).where(open_).values(used_at=unit.now)):
        raise UnknownCode
    return row


def _midnight(day: Any) -> datetime:  # noqa: ANN401 -- a date
    return datetime.combine(day, time(), _SEOUL)
