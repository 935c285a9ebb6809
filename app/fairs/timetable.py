"""The two-sided timetable of a fair: which department meets which enterprise, and when.

A department that named what it looks for, or answered the survey, meets first those who offer it; each enterprise gets its
least number of meetings where that can be. Solved exactly by HiGHS within its time, and the same
question always gets the same answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import refuse
from app.core.lookups import get
from app.fairs.actions import FAIRS
from app.fairs.pairs import Pairs, impossible, missed, pairs_of
from app.fairs.seating import in_force
from app.fairs.survey import coming, offered
from app.fairs.timetable_schemas import IMPOSSIBLE, Place, TimetableDraft, are_possible

SECONDS = 5.0
MOST_SEATS = 20_000  # departments times enterprises times slots
_ASKED_FOR, _SHORT = 10.0, 1000.0  # what a wanted meeting and a missing one weigh, beside 1
_MUST = 2000.0  # what a meeting that must be weighs
_EARLIER = 1e-3  # so that free slots stand at the end


@dataclass(frozen=True, slots=True)
class Wish:
    """A department and an enterprise that may meet, and what of its interests is offered."""

    department: UUID
    enterprise: UUID
    offered: tuple[str, ...]
    must: bool = False


def timetable(unit: Reading, fair_id: UUID, asked: TimetableDraft) -> Document:
    """Return meetings for the departments and booths of a fair; nothing is stored.

    Asked again with who is *absent* and what was *held*, it seats the others anew. What was set by
    hand in the timetable the fair goes by is held without being asked for.
    """
    unit.actor.require(Role.staff)
    unit.actor.require_office(get(unit, FAIRS, fair_id)["office"])
    fair = coming(unit, fair_id)
    absent, pairs = set(asked.absent), pairs_of(unit, fair_id)
    wishes = _wishes(fair, absent, pairs)
    if len(wishes) * asked.slots > MOST_SEATS:
        ko = f"부서, 기업, 시간의 수를 곱해 {MOST_SEATS:,}을 넘습니다. 나누어 짜 주세요."
        raise refuse("slots", "too_many", ko, f"More than {MOST_SEATS:,} seats; ask in parts.")
    by_hand = _by_hand(in_force(unit, fair_id), asked, pairs)
    held = _settled(asked, pairs)
    held += [place for place in by_hand if place not in held]
    if not are_possible(held, asked.slots):
        raise refuse("held", "impossible", *IMPOSSIBLE)
    chosen = [one for one in wishes if not asked.only or _is_of(one, asked.only)]
    solved, complete = solve(chosen, range(asked.first, asked.slots), asked.least, held)
    seats = sorted({*held, *solved})
    return {
        "complete": complete,
        "meetings": _meetings(fair, wishes, seats, by_hand, asked),
        "short": _short(fair, wishes, seats, asked.least),
        "missed": missed(fair, pairs, [(one, other) for _, one, other in seats], absent),
        "impossible": impossible(fair, pairs, absent),
    }


def solve(
    wishes: list[Wish], slots: range, least: int, held: list[Place]
) -> tuple[list[Place], bool]:
    """Return the best seats beside those that were *held*, and whether that is certain."""
    import highspy  # noqa: PLC0415 -- large, and only wanted here

    worths = _worths(wishes, slots, held)
    if not worths:
        return [], True
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    for name, value in (("random_seed", 1), ("threads", 1), ("time_limit", SECONDS)):
        highs.setOptionValue(name, value)
    seats = {seat: highs.addBinary(obj=worth) for seat, worth in worths.items()}
    for alone in _once(worths):
        highs.addConstr(highs.qsum([seats[seat] for seat in alone]) <= 1)
    had = Counter(enterprise for *_, enterprise in held)
    for enterprise, own in _by_enterprise(worths).items():
        missing = highs.addVariable(lb=0, ub=least, obj=-_SHORT)
        met = highs.qsum([*(seats[seat] for seat in own), missing])
        highs.addConstr(met >= least - had[enterprise])
    highs.maximize()
    values = highs.getSolution().col_value
    chosen = [seat for seat, one in seats.items() if values and round(values[one.index])]
    return chosen, highs.getModelStatus() == highspy.HighsModelStatus.kOptimal


def _worths(wishes: list[Wish], slots: range, held: list[Place]) -> dict[Place, float]:
    """Return every seat that is free, with what it is worth."""
    met = {(department, enterprise) for _, department, enterprise in held}
    taken = {(slot, one) for slot, *both in held for one in both}
    return {
        (slot, wish.department, wish.enterprise): 1.0
        + _ASKED_FOR * len(wish.offered)
        + _MUST * wish.must
        - _EARLIER * slot
        for wish in wishes
        if (wish.department, wish.enterprise) not in met
        for slot in slots
        if not {(slot, wish.department), (slot, wish.enterprise)} & taken
    }


def _once(seats: Iterable[Place]) -> Iterator[list[Place]]:
    """Return seats of which at most one may be taken: nobody twice at once, no pair twice."""
    groups = defaultdict(list)
    for seat in seats:
        slot, department, enterprise = seat
        for key in ((slot, department), (slot, enterprise), (department, enterprise)):
            groups[key].append(seat)
    yield from groups.values()


def _by_enterprise(seats: Iterable[Place]) -> dict[UUID, list[Place]]:
    found = defaultdict(list)
    for seat in seats:
        found[seat[2]].append(seat)
    return found


def _is_of(wish: Wish, parties: list[UUID]) -> bool:
    return wish.department in parties or wish.enterprise in parties


def _settled(asked: TimetableDraft, pairs: Pairs) -> list[Place]:
    """Return what was held and may stay."""
    places = [(one.slot, one.department_id, one.enterprise_id) for one in asked.held]
    return [place for place in places if _may_stay(place, asked, pairs)]


def _may_stay(place: Place, asked: TimetableDraft, pairs: Pairs) -> bool:
    """Whether a meeting is not of two who are kept apart, or has begun already."""
    return place[0] < asked.first or place[1:] not in pairs.apart


def _by_hand(plan: Document | None, asked: TimetableDraft, pairs: Pairs) -> list[Place]:
    """Return what was set by hand of those who are there, or refuse a day too short for it."""
    absent = set(asked.absent)
    found = []
    for one in plan["seats"] if plan else ():
        place = (one["slot"], one["department_id"], one["enterprise_id"])
        if one["fixed"] and not absent.intersection(place) and _may_stay(place, asked, pairs):
            found.append(place)
    last = max((slot for slot, *_ in found), default=-1)
    if last >= asked.slots:
        ko = f"손으로 정한 상담이 {last + 1}번째에 있어 그보다 줄일 수 없습니다."
        en = f"A meeting set by hand is number {last + 1}; there cannot be fewer."
        raise refuse("slots", "set_by_hand", ko, en)
    return found


def _wishes(fair: Document, absent: set[UUID], pairs: Pairs) -> list[Wish]:
    """Return every pair that is there and may meet, in the order of the fair's own lists."""
    found = []
    for department in fair["departments"]:
        for booth in fair["booths"]:
            pair = (department["id"], booth["enterprise_id"])
            if pair not in pairs.apart and not absent.intersection(pair):
                found.append(Wish(*pair, offered(department, booth), pair in pairs.together))
    return found


def _meetings(
    fair: Document,
    wishes: list[Wish],
    seats: list[Place],
    by_hand: list[Place],
    asked: TimetableDraft,
) -> list[Document]:
    """Return the meetings with the names of who meets, by time."""
    departments = {one["id"]: one for one in fair["departments"]}
    booths = {one["enterprise_id"]: one for one in fair["booths"]}
    whys = {(one.department, one.enterprise): one.offered for one in wishes}
    found = []
    for place in seats:
        slot, department, enterprise = place
        who, booth = departments.get(department, {}), booths.get(enterprise, {})
        begins = asked.begins_at + timedelta(minutes=slot * asked.minutes)
        about = {"slot": slot, "begins_at": begins, "department_id": department}
        where = {"agency": who.get("agency"), "department": who.get("department")}
        booth_of = {"booth": booth.get("label"), "enterprise_id": enterprise}
        why = {
            "name": booth.get("name"),
            "offered": list(whys.get((department, enterprise), ())),
            "fixed": place in by_hand,
        }
        found.append({**about, **where, **booth_of, **why})
    return found


def _short(fair: Document, wishes: list[Wish], seats: list[Place], least: int) -> list[Document]:
    """Return the enterprises that are there and get fewer than their least number of meetings."""
    booths = {one["enterprise_id"]: one for one in fair["booths"]}
    counts = Counter(enterprise for *_, enterprise in seats)
    present = dict.fromkeys(one.enterprise for one in wishes)
    return [
        {"enterprise_id": one, "name": booths[one]["name"], "meetings": counts[one]}
        for one in present
        if counts[one] < least
    ]
