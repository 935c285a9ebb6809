"""What happened with an agency or an enterprise, of every kind, the latest first."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.activity.actions import (
    CONSULTATIONS,
    CONTRACTS,
    EDUCATION_SESSIONS,
    FOLLOW_UPS,
    MATCHING_CASES,
    SURVEYS,
    VISITS,
)
from app.activity.tables import Award
from app.core import lookups
from app.core.actors import Role
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.tables import table_of

MOST = 50
_KINDS = (
    VISITS, CONSULTATIONS, MATCHING_CASES, CONTRACTS, FOLLOW_UPS, EDUCATION_SESSIONS, SURVEYS,
)  # fmt: skip


def timeline(
    unit: Reading, *, agency_id: UUID | None = None, enterprise_id: UUID | None = None
) -> list[Document]:
    """Return the last entries about an agency or an enterprise, each with its kind and its day."""
    unit.actor.require(Role.staff)
    found = [
        {"kind": collection.name, "on": one[collection.date or "created_at"], "entry": one}
        for collection, about in _about(agency_id, enterprise_id)
        for one in _last(unit, collection, about)
    ]
    found.sort(key=lambda one: (one["on"], one["entry"]["created_at"]), reverse=True)
    return found[:MOST]


def _about(
    agency_id: UUID | None, enterprise_id: UUID | None
) -> Iterator[tuple[Collection, ColumnElement[bool]]]:
    """Return each kind of entry with the condition that it is about the party."""
    for collection in _KINDS:
        columns = collection.table.c
        if agency_id and "agency_id" in columns:
            yield collection, columns.agency_id == agency_id
        if enterprise_id and "enterprise_id" in columns:
            yield collection, columns.enterprise_id == enterprise_id
    if enterprise_id:
        awards = table_of(Award)
        chosen = select(awards.c.case_id).where(awards.c.enterprise_id == enterprise_id)
        yield MATCHING_CASES, MATCHING_CASES.table.c.id.in_(chosen)


def _last(unit: Reading, collection: Collection, about: ColumnElement[bool]) -> list[Document]:
    table = collection.table
    day: Any = table.c[collection.date or "created_at"]
    statement = (
        collection.select_all.where(about, *lookups.visible(unit.actor, collection))
        .order_by(day.desc(), table.c.seq.desc())
        .limit(MOST)
    )
    return lookups.as_documents(unit, collection, unit.all(statement))
