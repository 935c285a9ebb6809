"""What may be done with fairs."""

from app.core.actors import Actor, Role
from app.core.collection import Collection, Document, Parts
from app.fairs.schemas import (
    CheckInDraft,
    CheckInQuery,
    CheckInRead,
    FairDraft,
    FairQuery,
    FairRead,
)
from app.fairs.tables import Booth, CheckIn, ConsultingDepartment, Fair


def _may_write(actor: Actor, fair: Document) -> None:
    actor.require_office(fair["office"])


def may_record(actor: Actor, entry: Document) -> None:
    """Refuse unless the caller is a device of the entry's fair, or staff of its office."""
    if actor.role is Role.device and entry["fair_id"] == actor.fair_id:
        return
    actor.require_office(entry["office"])


FAIRS = Collection(
    name="fairs",
    label="박람회",
    model=Fair,
    draft=FairDraft,
    read=FairRead,
    query=FairQuery,
    guard=_may_write,
    parts=(
        Parts("booths", Booth, "fair_id"),
        Parts("departments", ConsultingDepartment, "fair_id"),
    ),
    sorts=("starts_on", "name"),
    date="starts_on",
)

CHECK_INS = Collection(
    name="check-ins",
    label="입장 기록",
    model=CheckIn,
    draft=CheckInDraft,
    read=CheckInRead,
    query=CheckInQuery,
    guard=may_record,
    sorts=("counted_at",),
    readers=frozenset({Role.staff, Role.device}),
)
