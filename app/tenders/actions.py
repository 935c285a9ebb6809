"""What may be done with tenders."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table

from app.categories.actions import require_known
from app.core import lookups, records
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document, Parts
from app.core.db import Reading, Writing
from app.core.errors import Conflict
from app.core.naming import contains
from app.tenders.lifecycle import FOLLOWS, may_follow
from app.tenders.schemas import TenderDraft, TenderQuery, TenderRead, Transition
from app.tenders.tables import Lot, Tender


class StepNotAllowed(Conflict):
    """A tender cannot go from its state to the one asked for."""

    ko = "'{now}' 상태에서 '{then}' 상태로 갈 수 없습니다. 가능한 상태: {allowed}."
    en = "A tender cannot go from {now} to {then}; possible: {allowed}."


def _may_write(actor: Actor, tender: Document) -> None:
    actor.require_agency(tender["agency_id"])


def require_categories(unit: Reading, wanted: Document) -> None:
    """Refuse categories that are not in the tree, on a request or on a lot of it."""
    own = [(f"/category_codes/{n}", code) for n, code in enumerate(wanted["category_codes"])]
    lots = [
        (f"/lots/{n}/category_code", lot["category_code"]) for n, lot in enumerate(wanted["lots"])
    ]
    require_known(unit, [*own, *lots])


def _categories_exist(unit: Writing, _before: Document | None, after: Document) -> None:
    require_categories(unit, after)


def _step_is_allowed(_unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse a step that the lifecycle does not know, however it is asked for."""
    if before is None or before["status"] == after["status"]:
        return
    now, then = before["status"], after["status"]
    if not may_follow(now, then):
        raise StepNotAllowed(now=now, then=then, allowed=", ".join(FOLLOWS[now]) or "-")


def _titled(table: Table, text: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    return table.c.title.like(contains(text), escape="\\")


TENDERS = Collection(
    name="tenders",
    label="수요·공고",
    model=Tender,
    draft=TenderDraft,
    read=TenderRead,
    query=TenderQuery,
    guard=_may_write,
    parts=(Parts("lots", Lot, "tender_id"),),
    rules=(_categories_exist, _step_is_allowed),
    filters={
        "q": _titled,
        "published_from": lambda table, day: table.c.published_on >= day,
        "published_until": lambda table, day: table.c.published_on <= day,
    },
    sorts=("published_on", "closes_at", "budget_krw", "title"),
    date="published_on",
    readers=frozenset({Role.staff, Role.agency, Role.enterprise}),
)


def step(unit: Writing, tender_id: UUID, transition: Transition, expected: int | None) -> Document:
    """Take a tender to another state of its life."""
    before = lookups.get(unit, TENDERS, tender_id)
    unit.reason = transition.note or unit.reason
    return records.apply(unit, TENDERS, before, {**before, "status": transition.to}, expected)
