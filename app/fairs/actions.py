"""What may be done with fairs."""

from uuid import UUID

from sqlalchemy import select

from app.core import lookups
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document, Parts
from app.core.db import Writing
from app.core.errors import Conflict, refuse
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
from app.fairs.tables import (
    Booth,
    CheckIn,
    ConsultingDepartment,
    Fair,
    FairDemand,
    FairPair,
    Seat,
    Timetable,
)
from app.fairs.timetable_schemas import (
    KEPT_APART,
    FairPairDraft,
    FairPairQuery,
    FairPairRead,
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


class BadgeSeen(Conflict):
    """The wearer of this badge has come in already."""

    ko = "이미 들어온 배지입니다({badge}). 한 사람으로 셉니다."
    en = "The wearer of this badge ({badge}) has come in already and counts as one."


def require_new_badge(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a badge that came in at this fair under another entry."""
    if after["badge"] is None:
        return
    table = CHECK_INS.table
    same = (table.c.fair_id == after["fair_id"], table.c.badge == after["badge"])
    if unit.first(select(table.c.seq).where(*same, table.c.id != after["id"])):
        raise BadgeSeen(badge=after["badge"])


CHECK_INS = Collection(
    name="check-ins",
    label="입장 기록",
    model=CheckIn,
    draft=CheckInDraft,
    read=CheckInRead,
    query=CheckInQuery,
    guard=may_record,
    rules=(require_new_badge,),
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

FAIR_PAIRS = Collection(
    name="fair-pairs",
    label="박람회 짝",
    model=FairPair,
    draft=FairPairDraft,
    read=FairPairRead,
    query=FairPairQuery,
    guard=_may_write,
    rules=(_is_of_its_office,),
    readers=frozenset({Role.staff}),
)


def _who_meet(timetable: Document | None) -> set[tuple[UUID, UUID]]:
    seats = timetable["seats"] if timetable else ()
    return {(one["department_id"], one["enterprise_id"]) for one in seats}


def _keeps_apart(unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse a new meeting of two who must not meet; one that was there before stays."""
    table = FAIR_PAIRS.table
    same = (table.c.fair_id == after["fair_id"], table.c.rule == "apart")
    found = unit.all(select(table.c.department_id, table.c.enterprise_id).where(*same))
    apart = {(row.department_id, row.enterprise_id) for row in found}
    if apart & (_who_meet(after) - _who_meet(before)):
        raise refuse("seats", "kept_apart", *KEPT_APART)


TIMETABLES = Collection(
    name="timetables",
    label="상담 시간표",
    model=Timetable,
    draft=KeptTimetableDraft,
    read=KeptTimetableRead,
    query=KeptTimetableQuery,
    guard=_may_write,
    rules=(_is_of_its_office, _keeps_apart),
    parts=(Parts("seats", Seat, "timetable_id"),),
    sorts=("begins_at",),
    readers=frozenset({Role.staff}),
)
