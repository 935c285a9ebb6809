"""The timetable that a fair goes by: made, and seated anew when somebody comes or stays away.

Who has a meeting keeps it: only what becomes free is given to others, and nothing new begins before
the meeting that is next by the clock.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from app.core import lookups, records
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import InvalidInput, fault, refuse
from app.fairs.actions import FAIRS, TIMETABLES
from app.fairs.pairs import impossible, listed, missed, pairs_of
from app.fairs.schemas import BoothDraft, ConsultingDepartmentDraft
from app.fairs.survey import coming, named
from app.fairs.timetable_schemas import HeldMeeting, TimetableDraft, TimetableRules

_RULES = ("begins_at", "slots", "minutes", "least")
_SEAT = ("slot", "department_id", "enterprise_id")


def in_force(unit: Reading, fair_id: UUID) -> Document | None:
    """Return the timetable a fair goes by: the one that was made last."""
    found = lookups.listed(unit, TIMETABLES, TIMETABLES.table.c.fair_id == fair_id)
    return found[-1] if found else None


def anew(plan: Document | None, rules: TimetableRules, now: datetime) -> TimetableDraft:
    """Ask for a timetable by *rules*; of the one before it stays what has begun, and who is away."""
    given = rules.model_dump()
    if plan is None:
        return TimetableDraft(**given)
    as_before = all(given[name] == plan[name] for name in ("begins_at", "minutes"))
    first = begun(given, now) if as_before else 0
    held = [one for one in _held(plan) if one.slot < min(first, given["slots"])]
    return TimetableDraft(**given, first=first, absent=plan["absent"], held=held)


def without(plan: Document, party: UUID, since: int, now: datetime) -> TimetableDraft:
    """Ask for the same timetable after somebody stays away from a slot on.

    Who was to meet it gets other meetings, as far as there are any; nobody else's day changes.
    """
    held = _held(plan)
    gone = [one for one in held if party in _sides(one) and one.slot >= since]
    left = [side for one in gone for side in _sides(one) if side != party]
    away = list(dict.fromkeys([*map(str, plan["absent"]), str(party)]))
    kept = [one for one in held if one not in gone]
    return _again(plan, now, absent=away, held=kept, only=left or [party])


def with_back(plan: Document, party: UUID, now: datetime) -> TimetableDraft:
    """Ask for the same timetable after somebody who was away has come."""
    away = [one for one in plan["absent"] if str(one) != str(party)]
    return _again(plan, now, absent=away, only=[party])


def with_more(plan: Document, party: UUID, now: datetime) -> TimetableDraft:
    """Ask for the same timetable with meetings of somebody who has come besides."""
    return _again(plan, now, only=[party])


def with_pair(plan: Document, pair: Document, now: datetime) -> TimetableDraft:
    """Ask for the same timetable after two were kept apart or brought together."""
    return _again(plan, now, only=_pair(pair))


def keep(
    unit: Writing, fair_id: UUID, plan: Document | None, asked: TimetableDraft, answer: Document
) -> Document:
    """Keep an answer as the timetable of the fair, if nobody has changed it meanwhile."""
    rules = {name: getattr(asked, name) for name in _RULES}
    known = {_pair(one): one["id"] for one in (plan["seats"] if plan else ())}
    seats = [
        {**{name: one[name] for name in (*_SEAT, "fixed")}, "id": known.get(_pair(one))}
        for one in answer["meetings"]
    ]
    wanted = {**rules, "absent": [str(one) for one in asked.absent], "seats": seats}
    if plan is not None:
        return records.apply(unit, TIMETABLES, plan, wanted, plan["version"])
    fair = lookups.get(unit, FAIRS, fair_id)
    about = {"id": uuid5(fair_id, "timetable"), "office": fair["office"], "fair_id": fair_id}
    return records.create(unit, TIMETABLES, TIMETABLES.draft.model_validate({**wanted, **about}))


def admit(unit: Writing, fair_id: UUID, come: ConsultingDepartmentDraft) -> UUID:
    """Add a department that came unannounced to its fair; return its id."""
    fair = lookups.get(unit, FAIRS, fair_id)
    there = coming(unit, fair_id)["departments"]
    if any(named(one) == named(come.model_dump()) for one in there):
        ko = "이 박람회에 이미 있는 부서입니다. 안 온 곳으로 적었으면 왔다고 적어 주세요."
        en = "This department is there already; if it was noted as absent, note that it came."
        raise refuse("department", "already_there", ko, en)
    party = come.id or uuid4()
    known = [ConsultingDepartmentDraft.model_validate(one) for one in fair["departments"]]
    _add(unit, fair, "departments", [*known, come.model_copy(update={"id": party})])
    return party


def admit_booth(unit: Writing, fair_id: UUID, come: BoothDraft) -> UUID:
    """Give an enterprise that came unannounced a booth; return whose it is."""
    fair = lookups.get(unit, FAIRS, fair_id)
    known = [BoothDraft.model_validate(one) for one in fair["booths"]]
    faults = []
    if any(one.enterprise_id == come.enterprise_id for one in known):
        ko = "이 박람회에 이미 있는 기업입니다. 안 온 곳으로 적었으면 왔다고 적어 주세요."
        en = "This enterprise is there already; if it was noted as absent, note that it came."
        faults.append(fault("enterprise_id", "already_there", ko, en))
    if come.label and any(one.label == come.label for one in known):
        ko, en = "다른 기업이 쓰는 부스입니다.", "Another enterprise has this booth."
        faults.append(fault("label", "taken", ko, en))
    if faults:
        raise InvalidInput(faults=faults)
    _add(unit, fair, "booths", [*known, come])
    return come.enterprise_id


def _add(unit: Writing, fair: Document, field: str, parts: list[Any]) -> None:
    patch = FAIRS.patch.model_validate({field: parts})
    records.change(unit, FAIRS, fair["id"], patch, fair["version"])


def require_party(unit: Reading, fair_id: UUID, party: UUID) -> None:
    """Refuse who is neither a department nor an enterprise of the fair."""
    fair = coming(unit, fair_id)
    known = {one["enterprise_id"] for one in fair["booths"]} | {
        one["id"] for one in fair["departments"]
    }
    if party not in known:
        ko, en = "이 박람회에 없는 곳입니다.", "Nobody of this fair."
        raise refuse("party", "unknown", ko, en)


def shown(unit: Reading, fair_id: UUID) -> Document:
    """Return a fair with the timetable it goes by, seen from either side."""
    unit.actor.require(Role.staff)
    fair, plan = coming(unit, fair_id), in_force(unit, fair_id)
    booths = {one["enterprise_id"]: one for one in fair["booths"]}
    departments = {one["id"]: one for one in fair["departments"]}
    pairs = [
        {
            **one,
            "department": departments.get(one["department_id"]),
            "booth": booths.get(one["enterprise_id"]),
        }
        for one in listed(unit, fair_id)
    ]
    if plan is None:
        return {"fair": fair, "plan": None, "pairs": pairs, "sides": booths | departments}
    length = timedelta(minutes=plan["minutes"])
    met = Counter(one for seat in plan["seats"] for one in seat.values())
    away = {UUID(str(one)) for one in plan["absent"]}
    there = {key: one for key, one in (booths | departments).items() if key not in away}
    ruled = pairs_of(unit, fair_id)
    return {
        "fair": fair,
        "plan": plan,
        "pairs": pairs,
        "missed": missed(fair, ruled, [_pair(one) for one in plan["seats"]], away),
        "impossible": impossible(fair, ruled, away),
        "sides": booths | departments,
        "begins": [plan["begins_at"] + length * slot for slot in range(plan["slots"])],
        "now": running(plan, unit.now),
        "seats": _both_ways(plan["seats"], booths, departments),
        "away": {key: one for key, one in (booths | departments).items() if key in away},
        "short": [one for key, one in there.items() if key in booths and met[key] < plan["least"]],
        "unseated": [one for key, one in there.items() if key in departments and not met[key]],
    }


def begun(rules: Mapping[str, Any], now: datetime) -> int:
    """Return how many meetings have begun: the first that has not is the next one."""
    since: timedelta = now - rules["begins_at"]
    passed = since // timedelta(minutes=rules["minutes"])
    return int(max(0, min(rules["slots"], passed + 1)))


def running(rules: Mapping[str, Any], now: datetime) -> int:
    """Return the slot of the meeting that is on, the first before the day and the last after it."""
    return max(0, begun(rules, now) - 1)


def _again(plan: Document, now: datetime, **changed: Any) -> TimetableDraft:  # noqa: ANN401 -- fields
    """Ask for the same timetable again: what was agreed stays, apart from what is *changed*."""
    rules = {name: plan[name] for name in _RULES}
    same = {"first": begun(plan, now), "absent": plan["absent"], "held": _held(plan)}
    return TimetableDraft.model_validate({**rules, **same, **changed})


def _sides(one: HeldMeeting) -> tuple[UUID, UUID]:
    return one.department_id, one.enterprise_id


def _pair(one: Document) -> tuple[UUID, UUID]:
    return one["department_id"], one["enterprise_id"]


def _held(plan: Document) -> list[HeldMeeting]:
    return [HeldMeeting(**{name: one[name] for name in _SEAT}) for one in plan["seats"]]


def _both_ways(
    seats: list[Document], booths: dict[UUID, Document], departments: dict[UUID, Document]
) -> dict[tuple[int, UUID], Document]:
    """Return each side's meeting in a slot, *with* None for somebody the fair no longer names."""
    found: dict[tuple[int, UUID], Document] = {}
    for one in seats:
        slot, department, enterprise = (one[name] for name in _SEAT)
        found[slot, enterprise] = {**one, "with": departments.get(department)}
        found[slot, department] = {**one, "with": booths.get(enterprise)}
    return found
