"""The day of a fair for a program: who does not come, and who comes unannounced, at one stroke."""

from uuid import UUID

from app.core import lookups
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Writing
from app.fairs import seating
from app.fairs.actions import FAIRS
from app.fairs.by_hand import current
from app.fairs.schemas import WalkIn
from app.fairs.timetable import timetable
from app.fairs.timetable_schemas import Absence


def note_absence(unit: Writing, key: UUID, wanted: Absence, expected: int | None) -> Document:
    """Note who stays away, or came after all; what becomes free is given to others."""
    plan = current(unit, key, expected)
    fair_id = plan["fair_id"]
    seating.require_party(unit, fair_id, wanted.party)
    asked = (
        seating.with_back(plan, wanted.party, unit.now)
        if wanted.came
        else seating.without(plan, wanted.party, wanted.since, unit.now)
    )
    return seating.keep(unit, fair_id, plan, asked, timetable(unit, fair_id, asked))


def walk_in(unit: Writing, fair_id: UUID, come: WalkIn) -> Document:
    """Take in who came unannounced, and seat it in free time; nobody loses a meeting."""
    unit.actor.require(Role.staff)
    unit.actor.require_office(lookups.get(unit, FAIRS, fair_id)["office"])
    if come.department:
        party = seating.admit(unit, fair_id, come.department)
    elif come.booth:
        party = seating.admit_booth(unit, fair_id, come.booth)
    plan = seating.in_force(unit, fair_id)
    if plan is None:
        return {"party": party, "timetable": None, "meetings": []}
    asked = seating.with_more(plan, party, unit.now)
    found = timetable(unit, fair_id, asked)
    kept = seating.keep(unit, fair_id, plan, asked, found)
    own = [
        one for one in found["meetings"] if party in (one["department_id"], one["enterprise_id"])
    ]
    return {"party": party, "timetable": kept, "meetings": own}
