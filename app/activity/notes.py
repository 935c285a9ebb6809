"""A visit or a call noted at once, with the promise that came of it: both are stored, or neither."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import func, select, union_all

from app.activity.actions import CONSULTATIONS, FOLLOW_UPS, VISITS
from app.activity.agenda import of_own_offices
from app.activity.schemas import VisitTarget
from app.agencies.queries import briefly
from app.core import lookups, records
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Collection, Document
from app.core.db import Reading, Writing
from app.core.errors import NotFound
from app.core.types import Day, Draft, Input, Name
from app.offices.actions import OFFICES

DUE_IN = 7  # days, where nobody says until when
_RECENT = 6
_LINKS = {VISITS.name: "visit_id", CONSULTATIONS.name: "consultation_id"}
_TARGETS: dict[str, VisitTarget] = {
    "school": "school",
    "education_office": "school",
    "support_organisation": "network",
    "private_company": "network",
}


class Promise(Input):
    """What was promised on the way out."""

    promise: Annotated[Name, Field(max_length=500)]
    promise_due: Day | None = None


def note(
    unit: Writing, collection: Collection, draft: Draft, promise: Promise | None = None
) -> Document:
    """Store a visit or a consultation and its promise; the same note sent again is stored once."""
    unit.actor.require(Role.staff)
    if draft.id and (kept := _kept(unit, collection, draft.id)):
        return kept
    made = records.create(unit, collection, draft)
    if promise:
        due = promise.promise_due or korean_day(unit.now) + timedelta(days=DUE_IN)
        about = {name: made[name] for name in ("office", "agency_id", "enterprise_id")}
        link = {_LINKS[collection.name]: made["id"]}
        wanted = {**about, **link, "promise": promise.promise, "due_on": due}
        records.create(unit, FOLLOW_UPS, FOLLOW_UPS.draft.model_validate(wanted))
    return made


def recent(unit: Reading, also: UUID | None = None) -> list[Document]:
    """Return the agencies the caller's offices were last with, the latest first; *also* before them."""
    unit.actor.require(Role.staff)
    parts = []
    for collection in (VISITS, CONSULTATIONS):
        table = collection.table
        day = table.c[collection.date or "created_at"]
        own = of_own_offices(unit.actor, table)
        parts.append(
            select(table.c.agency_id, day.label("day"), table.c.created_at)
            .where(table.c.agency_id.is_not(None), *own)
            .order_by(day.desc(), table.c.seq.desc())
            .limit(100)
            .subquery()
            .select()
        )
    met = union_all(*parts).subquery()
    last: list[Any] = [func.max(met.c.day).desc(), func.max(met.c.created_at).desc()]
    rows = unit.all(
        select(met.c.agency_id).group_by(met.c.agency_id).order_by(*last).limit(_RECENT)
    )
    return briefly(unit, [*([also] if also else []), *(row.agency_id for row in rows)])


def offices(unit: Reading) -> list[Document]:
    """Return the offices the caller may write for, the own one first."""
    own, table = unit.actor, OFFICES.table
    where = [table.c.code.in_(sorted(own.offices))] if own.office else []
    found = lookups.listed(unit, OFFICES, *where)
    return sorted(found, key=lambda one: one["code"] != own.office)


def target_of(kind: str) -> VisitTarget:
    """Return which kind of place a visit to such an agency goes to."""
    return _TARGETS.get(kind, "department")


def _kept(unit: Writing, collection: Collection, key: UUID) -> Document | None:
    try:
        return lookups.get(unit, collection, key)
    except NotFound:
        return None
