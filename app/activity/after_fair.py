"""After a fair: what came of it in numbers, and the promises that keep it from being forgotten."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from app.activity.actions import CONSULTATIONS, CONTRACTS, FOLLOW_UPS
from app.core import lookups, records
from app.core.actors import Role
from app.core.calendar import korean_hour
from app.core.collection import Collection, Document
from app.core.db import Reading, Writing
from app.fairs.actions import CHECK_INS, FAIRS
from app.fairs.desk import desk

STEP_DAYS, RESULT_DAYS = 7, (30, 90)  # after the last day of the fair
_PROMISES = {
    "materials": "자료 보내기",
    "quotation": "견적 보내기",
    "visit": "방문·재상담 잡기",
    "contract": "계약 협의",
}


def report(unit: Reading, fair_id: UUID) -> Document:
    """Return what a fair came to, counted from its own rows."""
    unit.actor.require(Role.staff)
    fair = desk(unit, fair_id)
    talks = _of(unit, CONSULTATIONS, fair_id)
    contracts = _of(unit, CONTRACTS, fair_id)
    promises = _of(unit, FOLLOW_UPS, fair_id)
    counted = sum(one["heads"] for one in _of(unit, CHECK_INS, fair_id))
    hours = Counter(korean_hour(one["received_at"]) for one in talks if one["received_at"])
    return {
        **{name: fair[name] for name in ("id", "office", "name", "place", "starts_on", "ends_on")},
        "visitors": lookups.get(unit, FAIRS, fair_id)["visitors"] or counted,
        "consultations": len(talks),
        "mean_rating": _mean(talks),
        "booths": [_booth(one, talks) for one in fair["booths"]],
        "next_steps": dict(Counter(one["next_step"] for one in talks if one["next_step"])),
        "hours": [{"hour": hour, "consultations": hours[hour]} for hour in sorted(hours)],
        "contracts": len(contracts),
        "contracts_krw": sum(one["amount_krw"] or 0 for one in contracts),
        "promises": len(promises),
        "promises_kept": sum(one["done_on"] is not None for one in promises),
    }


def follow_up(unit: Writing, fair_id: UUID) -> Document:
    """Promise what was agreed in 7 days, and to ask each enterprise for results after 30 and 90.

    Done again it adds only what came in since: each promise has an id of its own making.
    """
    fair = lookups.get(unit, FAIRS, fair_id)
    unit.actor.require_office(fair["office"])
    made = 0
    known = {one["id"] for one in _of(unit, FOLLOW_UPS, fair_id)}
    for draft in _promises(unit, fair):
        if draft["id"] not in known:
            entry = {**draft, "office": fair["office"], "fair_id": fair_id}
            records.create(unit, FOLLOW_UPS, FOLLOW_UPS.draft.model_validate(entry))
            made += 1
    return {"made": made, "promises": len(known) + made}


def _promises(unit: Reading, fair: Document) -> Iterator[Document]:
    last = fair["ends_on"] or fair["starts_on"]
    talks = _of(unit, CONSULTATIONS, fair["id"])
    for talk in talks:
        if promise := _PROMISES.get(talk["next_step"] or ""):
            yield {
                "id": uuid5(talk["id"], f"D+{STEP_DAYS}"),
                "due_on": last + timedelta(days=STEP_DAYS),
                "promise": f"박람회 상담에서 정한 일: {promise}",
                "consultation_id": talk["id"],
                **{name: talk[name] for name in ("agency_id", "enterprise_id")},
            }
    for enterprise_id in dict.fromkeys(one["enterprise_id"] for one in talks):
        for days in RESULT_DAYS if enterprise_id else ():
            yield {
                "id": uuid5(fair["id"], f"{enterprise_id} D+{days}"),
                "due_on": last + timedelta(days=days),
                "promise": f"박람회 {days}일 뒤: 견적·계약으로 이어졌는지 확인",
                "enterprise_id": enterprise_id,
            }


def _of(unit: Reading, collection: Collection, fair_id: UUID) -> list[Document]:
    return lookups.listed(unit, collection, collection.table.c.fair_id == fair_id)


def _mean(talks: list[Document]) -> float | None:
    rated = [one["rating"] for one in talks if one["rating"]]
    return round(sum(rated) / len(rated), 2) if rated else None


def _booth(booth: Document, talks: list[Document]) -> dict[str, Any]:
    here = [one for one in talks if one["enterprise_id"] == booth["enterprise_id"]]
    about = {name: booth[name] for name in ("id", "label", "enterprise_id", "name")}
    return {**about, "consultations": len(here), "mean_rating": _mean(here)}
