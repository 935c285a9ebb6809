"""Meetings set by hand: added, moved, swapped and called off; what stands in the way is named.

What was set by hand is fixed: the solver seats the others around it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.core import lookups, records
from app.core.collection import Document
from app.core.conflicts import stale
from app.core.db import Reading, Writing
from app.core.errors import Both, FieldFault, InvalidInput, NotFound, fault, refuse
from app.fairs.actions import TIMETABLES
from app.fairs.pairs import Pairs, pairs_of
from app.fairs.seating import begun
from app.fairs.survey import coming
from app.fairs.timetable_schemas import (
    KEPT_APART,
    MOST_MEETINGS,
    MeetingDraft,
    MeetingMove,
    MeetingSwap,
)

_SEOUL = timedelta(hours=9)
_SIDES = ("department_id", "enterprise_id")


@dataclass(frozen=True, slots=True)
class Hall:
    """A fair with its timetable, as far as a new meeting has to fit in."""

    plan: Document
    departments: dict[UUID, Document]
    booths: dict[UUID, Document]
    pairs: Pairs

    def clock(self, slot: int) -> str:
        """Return when a slot begins, by the clock of Seoul."""
        begins: datetime = self.plan["begins_at"] + timedelta(minutes=slot * self.plan["minutes"])
        return f"{begins + _SEOUL:%H:%M}"

    def name(self, party: UUID) -> str:
        """Return what people call a department or an enterprise."""
        if one := self.departments.get(party):
            return " ".join(filter(None, (one["agency"], one["department"])))
        booth = self.booths.get(party, {})
        return " ".join(filter(None, (booth.get("label"), booth.get("name")))) or "?"

    def busy(self, party: UUID, seats: list[Document]) -> dict[int, UUID]:
        """Return whom somebody meets among *seats*, by slot."""
        pairs = [(one["slot"], one["department_id"], one["enterprise_id"]) for one in seats]
        return {
            slot: enterprise if department == party else department
            for slot, department, enterprise in pairs
            if party in (department, enterprise)
        }


def hall(unit: Reading, plan: Document, *, all_wants: bool = False) -> Hall:
    """Return the fair of a timetable, as far as the caller may see its demands."""
    fair = coming(unit, plan["fair_id"], all_wants=all_wants)
    departments = {one["id"]: one for one in fair["departments"]}
    booths = {one["enterprise_id"]: one for one in fair["booths"]}
    return Hall(plan, departments, booths, pairs_of(unit, plan["fair_id"]))


def add(unit: Writing, key: UUID, wanted: MeetingDraft, expected: int | None) -> Document:
    """Set a meeting; without a slot it gets the earliest that is not begun and free for both."""
    place = hall(unit, current(unit, key, expected))
    seats = place.plan["seats"]
    seat = {**wanted.model_dump(), "id": uuid4(), "fixed": True}
    if len(seats) >= MOST_MEETINGS:
        raise refuse("slot", "too_many", "상담이 너무 많습니다.", "There are too many meetings.")
    _require_sound(place, seat, seats)
    if seat["slot"] is None:
        seat["slot"] = _earliest(place, seat, begun(place.plan, unit.now))
    _require_free(place, seat, seats)
    return _keep(unit, place, [*seats, seat], expected)


def move(
    unit: Writing, key: UUID, seat_id: UUID, wanted: MeetingMove, expected: int | None
) -> Document:
    """Give a meeting another slot, or other people."""
    place = hall(unit, current(unit, key, expected))
    before = found(place.plan, seat_id)
    others = [one for one in place.plan["seats"] if one is not before]
    seat = {**before, **wanted.model_dump(exclude_none=True)}
    if _who(seat) != _who(before):
        _require_sound(place, seat, others)
    if (seat["slot"], _who(seat)) != (before["slot"], _who(before)):
        _require_free(place, seat, others)
    seats = [seat if one is before else one for one in place.plan["seats"]]
    return _keep(unit, place, seats, expected)


def swap(unit: Writing, key: UUID, wanted: MeetingSwap, expected: int | None) -> Document:
    """Let two meetings change their slots; two of one slot change their enterprises."""
    place = hall(unit, current(unit, key, expected))
    one, other = found(place.plan, wanted.first), found(place.plan, wanted.second)
    if one is other:
        ko, en = "서로 다른 상담을 골라 주세요.", "Choose two different meetings."
        raise refuse("second", "same", ko, en)
    what = "enterprise_id" if one["slot"] == other["slot"] else "slot"
    left = {**one, what: other[what], "fixed": True}
    right = {**other, what: one[what], "fixed": True}
    rest = [seat for seat in place.plan["seats"] if seat not in (one, other)]
    for seat, beside in ((left, right), (right, left)):
        if what == "enterprise_id":
            _require_sound(place, seat, [*rest, beside], "second")
        _require_free(place, seat, [*rest, beside], "second")
    seats = [
        left if seat is one else right if seat is other else seat for seat in place.plan["seats"]
    ]
    return _keep(unit, place, seats, expected)


def cancel(unit: Writing, key: UUID, seat_id: UUID, expected: int | None) -> Document:
    """Call a meeting off; its place stays free until somebody is seated anew."""
    place = hall(unit, current(unit, key, expected))
    gone = found(place.plan, seat_id)
    seats = [one for one in place.plan["seats"] if one is not gone]
    return _keep(unit, place, seats, expected)


def undo(unit: Writing, key: UUID, expected: int) -> Document:
    """Take a timetable back to the version before the one that was seen."""
    current(unit, key, expected)
    return records.restore(unit, TIMETABLES, key, expected - 1, expected)


def current(unit: Reading, key: UUID, expected: int | None) -> Document:
    """Return a timetable to be changed, or refuse who may not, and a version that is past."""
    plan = lookups.get(unit, TIMETABLES, key)
    TIMETABLES.guard(unit.actor, plan)
    if expected is not None and expected != plan["version"]:
        raise stale(unit, TIMETABLES, plan, {}, expected)
    return plan


def found(plan: Document, seat_id: UUID) -> Document:
    """Return one meeting of a timetable."""
    for one in plan["seats"]:
        if one["id"] == seat_id:
            seat: Document = one
            return seat
    raise NotFound(what=Both("상담", "meeting"))


def _keep(unit: Writing, place: Hall, seats: list[Document], expected: int | None) -> Document:
    in_order = sorted(seats, key=lambda one: (one["slot"], *map(str, _who(one))))
    return records.apply(unit, TIMETABLES, place.plan, {"seats": in_order}, expected)


def _require_sound(
    place: Hall, seat: Document, others: list[Document], beside: str | None = None
) -> None:
    """Refuse who is not of the fair or not there, and two who may not meet or meet already."""
    faults = []
    absent = {UUID(str(one)) for one in place.plan["absent"]}
    for field, known in zip(_SIDES, (place.departments, place.booths), strict=True):
        party = seat[field]
        if party not in known:
            ko, en = "이 박람회에 없는 곳입니다.", "Nobody of this fair."
            faults.append(fault(beside or field, "unknown", ko, en))
        elif party in absent:
            ko = f"{place.name(party)}: 오지 않은 곳입니다. 왔으면 먼저 왔다고 적어 주세요."
            en = f"{place.name(party)} has not come; note first that it came."
            faults.append(fault(beside or field, "absent", ko, en))
    if _who(seat) in place.pairs.apart:
        faults.append(fault(beside or "enterprise_id", "kept_apart", *KEPT_APART))
    met = next((one for one in others if _who(one) == _who(seat)), None)
    if met:
        ko = f"이 둘은 {place.clock(met['slot'])}에 만나기로 되어 있습니다."
        en = f"These two meet at {place.clock(met['slot'])} already."
        faults.append(fault(beside or "enterprise_id", "met_already", ko, en))
    if faults:
        raise InvalidInput(faults=faults)


def _require_free(
    place: Hall, seat: Document, others: list[Document], beside: str = "slot"
) -> None:
    """Refuse a slot in which one of both meets somebody else, and say whom."""
    slot = seat["slot"]
    if slot >= place.plan["slots"]:
        ko = f"상담은 {place.plan['slots']}번째까지 있습니다."
        raise refuse(beside, "no_such_slot", ko, f"There are {place.plan['slots']} slots.")
    faults: list[FieldFault] = []
    for party in _who(seat):
        other = place.busy(party, others).get(slot)
        if other is not None:
            names = place.name(party), place.name(other)
            ko = "{}에 {} — {}: 이미 만나기로 했습니다.".format(place.clock(slot), *names)
            en = "At {} {} meets {} already.".format(place.clock(slot), *names)
            faults.append(fault(beside, "busy", ko, en))
    if faults:
        raise InvalidInput(faults=faults)


def _earliest(place: Hall, seat: Document, first: int) -> int:
    """Return the first slot from *first* on in which both are free, or say when each one is."""
    slots = range(first, place.plan["slots"])
    taken = [place.busy(party, place.plan["seats"]) for party in _who(seat)]
    for slot in slots:
        if not any(slot in one for one in taken):
            return slot
    free = [
        f"{place.name(party)}: "
        + (", ".join(place.clock(slot) for slot in slots if slot not in one) or "—")
        for party, one in zip(_who(seat), taken, strict=True)
    ]
    ko = f"둘 다 비어 있는 시간이 없습니다. 비어 있는 시간 — {'; '.join(free)}"
    en = f"There is no time at which both are free. Free are — {'; '.join(free)}"
    raise refuse("slot", "no_free_slot", ko, en)


def _who(seat: Document) -> tuple[UUID, UUID]:
    return seat["department_id"], seat["enterprise_id"]
