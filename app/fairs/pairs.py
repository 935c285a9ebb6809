"""Pairs of a fair made by hand: who must not meet, and who must; and what that makes impossible."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from app.core import lookups, records
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import InvalidInput, fault
from app.fairs.actions import FAIR_PAIRS
from app.fairs.survey import coming, offered
from app.fairs.timetable_schemas import FairPairDraft

Pair = tuple[UUID, UUID]  # department, enterprise


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who must not meet, and who must; of who is said both, the first holds."""

    apart: frozenset[Pair] = frozenset()
    together: frozenset[Pair] = frozenset()


def pairs_of(unit: Reading, fair_id: UUID) -> Pairs:
    """Return the pairs of a fair."""
    found = listed(unit, fair_id)
    by_rule = {
        rule: frozenset(_sides(one) for one in found if one["rule"] == rule)
        for rule in ("apart", "together")
    }
    return Pairs(by_rule["apart"], by_rule["together"] - by_rule["apart"])


def listed(unit: Reading, fair_id: UUID) -> list[Document]:
    """Return the pairs of a fair as records, in the order of writing."""
    return lookups.listed(unit, FAIR_PAIRS, FAIR_PAIRS.table.c.fair_id == fair_id)


def add(unit: Writing, fair_id: UUID, wanted: FairPairDraft) -> Document:
    """Keep a pair of two who are of the fair, and of whom nothing was said yet."""
    fair = coming(unit, fair_id)
    parties = {one["id"] for one in fair["departments"]}
    parties |= {one["enterprise_id"] for one in fair["booths"]}
    faults = [
        fault(field, "unknown", "이 박람회에 없는 곳입니다.", "Nobody of this fair.")
        for field in ("department_id", "enterprise_id")
        if getattr(wanted, field) not in parties
    ]
    both = (wanted.department_id, wanted.enterprise_id)
    if any(_sides(one) == both for one in listed(unit, fair_id)):
        ko = "이미 적은 짝입니다. 바꾸려면 먼저 지워 주세요."
        en = "This pair is there already; remove it first to change it."
        faults.append(fault("enterprise_id", "already_there", ko, en))
    if faults:
        raise InvalidInput(faults=faults)
    return records.create(unit, FAIR_PAIRS, wanted)


def missed(
    fair: Document, pairs: Pairs, seats: Iterable[Pair], absent: set[UUID]
) -> list[Document]:
    """Return the pairs that must meet, are both there, and do not meet."""
    left = pairs.together - set(seats)
    return [
        {**_department(one), "enterprise_id": booth["enterprise_id"], "name": booth["name"]}
        for one in fair["departments"]
        for booth in fair["booths"]
        if (one["id"], booth["enterprise_id"]) in left
        and not {one["id"], booth["enterprise_id"]} & absent
    ]


def impossible(fair: Document, pairs: Pairs, absent: set[UUID]) -> list[Document]:
    """Return the wishes that nobody can meet any more because who offers it is kept apart."""
    bound = {department for department, _ in pairs.apart}
    found = []
    for one in fair["departments"]:
        if one["id"] not in bound or one["id"] in absent:
            continue
        sellers: dict[str, list[Document]] = {}
        for booth in fair["booths"]:
            for wish in offered(one, booth):
                sellers.setdefault(wish, []).append(booth)
        for wish, booths in sellers.items():
            apart = [b["name"] for b in booths if (one["id"], b["enterprise_id"]) in pairs.apart]
            left = [b for b in booths if b["enterprise_id"] not in absent]
            if apart and all((one["id"], b["enterprise_id"]) in pairs.apart for b in left):
                found.append({**_department(one), "wish": wish, "names": apart})
    return found


def _department(one: Document) -> Document:
    return {"department_id": one["id"], "agency": one["agency"], "department": one["department"]}


def _sides(one: Document) -> Pair:
    return one["department_id"], one["enterprise_id"]
