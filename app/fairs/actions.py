"""What may be done with fairs."""

from app.core import lookups
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document, Parts
from app.core.db import Writing
from app.core.errors import refuse
from app.fairs.schemas import (
    CheckInDraft,
    CheckInQuery,
    CheckInRead,
    FairDemandDraft,
    FairDemandQuery,
    FairDemandRead,
    FairDraft,
    FairQuery,
    FairRead,
)
from app.fairs.tables import Booth, CheckIn, ConsultingDepartment, Fair, FairDemand, Seat, Timetable
from app.fairs.timetable_schemas import (
    KeptTimetableDraft,
    KeptTimetableQuery,
    KeptTimetableRead,
)


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


def _is_of_its_office(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse what names another office than its fair: who may write it would be another's choice."""
    if after["office"] != lookups.get(unit, FAIRS, after["fair_id"])["office"]:
        ko, en = "박람회를 맡은 사무소가 아닙니다.", "This is not the office of the fair."
        raise refuse("office", "not_of_fair", ko, en)


def _may_answer(actor: Actor, demand: Document) -> None:
    """Refuse unless the caller is of the agency that comes, or staff of the fair's office."""
    if actor.role is Role.agency:
        actor.require_agency(demand["agency_id"])
    else:
        actor.require_office(demand["office"])


FAIR_DEMANDS = Collection(
    name="fair-demands",
    label="박람회 수요",
    model=FairDemand,
    draft=FairDemandDraft,
    read=FairDemandRead,
    query=FairDemandQuery,
    guard=_may_answer,
    rules=(_is_of_its_office,),
    readers=frozenset({Role.staff, Role.agency}),
)

TIMETABLES = Collection(
    name="timetables",
    label="상담 시간표",
    model=Timetable,
    draft=KeptTimetableDraft,
    read=KeptTimetableRead,
    query=KeptTimetableQuery,
    guard=_may_write,
    rules=(_is_of_its_office,),
    parts=(Parts("seats", Seat, "timetable_id"),),
    sorts=("begins_at",),
    readers=frozenset({Role.staff}),
)
