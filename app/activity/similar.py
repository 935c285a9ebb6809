"""Consultations of a fair that two desks may have written down of one talk: kept, and shown.

Nothing is refused for it. Who wrote the later one is told, and may take it back.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.activity.actions import CONSULTATIONS
from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import Conflict
from app.core.history import REVISIONS

NEAR = timedelta(minutes=10)
_TOLD = ("id", "received_at", "agency_id", "enterprise_id", "next_step", "rating")


class SimilarExists(Conflict):
    """A consultation of the same agency at the same booth was stored a few minutes from this one."""

    ko = "비슷한 상담이 이미 있습니다. 같은 상담이면 거두고, 다른 상담이면 그대로 두어 주세요."
    en = "A similar consultation is there already. Take this one back if it is the same."


def similar(unit: Reading, consultation: Document) -> list[Document]:
    """Return what was stored before of the same agency and booth within minutes, by whomever."""
    if not (consultation["agency_id"] and consultation["enterprise_id"]):
        return []  # of unknown visitors many stand at a booth within minutes
    table, at = CONSULTATIONS.table, consultation["received_at"]
    own = unit.scalar(select(table.c.seq).where(table.c.id == consultation["id"]))
    if own is None:
        return []  # removed since
    same = [
        table.c[name] == consultation[name] for name in ("fair_id", "agency_id", "enterprise_id")
    ]
    near = table.c.received_at.between(at - NEAR, at + NEAR)
    found = lookups.listed(unit, CONSULTATIONS, *same, near, table.c.seq < own)
    return [
        {**{name: one[name] for name in _TOLD}, "by_other": _is_of_another(unit, one["id"])}
        for one in found
    ]


def _is_of_another(unit: Reading, record_id: UUID) -> bool:
    """Return whether somebody else than the caller stored a consultation."""
    table = REVISIONS.c
    first = (table.collection == CONSULTATIONS.name, table.record_id == record_id)
    row = unit.first(select(table.caller).where(*first, table.version == 1))
    own = unit.actor.identity or None
    return row is not None and bool(row.caller != own)  # none yet: stored in this very unit
