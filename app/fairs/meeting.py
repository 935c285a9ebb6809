"""One meeting of a timetable, with what it may be changed into."""

from uuid import UUID

from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import Both, NotFound
from app.fairs.by_hand import Hall, found, hall
from app.fairs.queries import ahead
from app.fairs.seating import in_force

_SIDES = ("department_id", "enterprise_id")


def plan_of(unit: Reading, fair_id: UUID) -> Document:
    """Return the timetable a fair goes by, or refuse where there is none."""
    plan = in_force(unit, fair_id)
    if plan is None:
        raise NotFound(what=Both("상담 시간표", "timetable"))
    return plan


def meeting(unit: Reading, fair_id: UUID, meeting_id: UUID) -> Document:
    """Return who meets whom and when, with the slots, booths and meetings it may change to."""
    unit.actor.require(Role.staff)
    place = hall(unit, plan_of(unit, fair_id))
    seat = found(place.plan, meeting_id)
    others = [one for one in place.plan["seats"] if one is not seat]
    return {
        "plan": place.plan,
        "seat": seat,
        "at": place.clock(seat["slot"]),
        "department": place.name(seat["department_id"]),
        "enterprise": place.name(seat["enterprise_id"]),
        "slots": _slots(place, seat, others),
        "booths": _booths(place, seat, others),
        "others": [
            {"id": one["id"], "slot": one["slot"], "name": named(place, one)} for one in others
        ],
    }


def own_meetings(unit: Reading, fair_id: UUID) -> list[Document]:
    """Return when departments of the caller's own agency meet whom; nobody else sees anything."""
    plan = in_force(unit, fair_id) if unit.actor.agency_id else None
    if plan is None:
        return []
    place = hall(unit, plan)
    own = {
        key: one["department"]
        for key, one in place.departments.items()
        if one["agency_id"] == unit.actor.agency_id
    }
    return [
        {
            "at": place.clock(one["slot"]),
            "department": own[one["department_id"]],
            "booth": place.name(one["enterprise_id"]),
            "enterprise_id": one["enterprise_id"],
        }
        for one in sorted(plan["seats"], key=lambda one: one["slot"])
        if one["department_id"] in own
    ]


def booth_meetings(unit: Reading) -> list[Document]:
    """Return whom the caller's own enterprise meets at fairs that are not over, and when.

    Nobody else sees anything.
    """
    key = unit.actor.enterprise_id
    found = []
    for fair in ahead(unit, korean_day(unit.now)) if key else ():
        plan = in_force(unit, fair["id"])
        place = hall(unit, plan, all_wants=True) if plan else None
        seats = [one for one in plan["seats"] if one["enterprise_id"] == key] if plan else []
        found += [
            {
                "fair": fair["name"],
                "day": fair["starts_on"],
                "at": place.clock(one["slot"]),
                "department": place.name(one["department_id"]),
            }
            for one in sorted(seats, key=lambda one: one["slot"])
            if place
        ]
    return found


def named(place: Hall, seat: Document) -> str:
    """Return a meeting in a line."""
    return f"{place.clock(seat['slot'])} {' — '.join(place.name(seat[side]) for side in _SIDES)}"


def _slots(place: Hall, seat: Document, others: list[Document]) -> list[Document]:
    """Return every slot with who of both meets somebody else in it."""
    taken = {side: place.busy(seat[side], others) for side in _SIDES}
    return [
        {
            "slot": slot,
            "at": place.clock(slot),
            "busy": [side for side in _SIDES if slot in taken[side]],
        }
        for slot in range(place.plan["slots"])
    ]


def _booths(place: Hall, seat: Document, others: list[Document]) -> list[Document]:
    """Return every booth with what keeps the department from meeting it in this slot."""
    department, slot = seat["department_id"], seat["slot"]
    absent = {UUID(str(one)) for one in place.plan["absent"]}
    met = {one["enterprise_id"] for one in others if one["department_id"] == department}
    return [
        {
            "id": one,
            "name": place.name(one),
            "apart": (department, one) in place.pairs.apart,
            "absent": one in absent,
            "met": one in met,
            "busy": slot in place.busy(one, others),
        }
        for one in place.booths
    ]
