"""What a support worker has to do today: promises that are due, questions that wait for an answer."""

from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Table, select

from app.activity.actions import CONSULTATIONS, FOLLOW_UPS
from app.activity.named import agency_name, enterprise_name, with_names
from app.core import lookups, records
from app.core.actors import Actor, Role
from app.core.calendar import korean_day
from app.core.collection import Collection, Document
from app.core.db import Reading, Writing
from app.core.types import Input, Text

AHEAD = 7  # days in which something falls due that is shown today
MOST = 100
_OF_PROMISE = ("id", "due_on", "promise", "promised_by", "agency_id", "enterprise_id", "version")
_OF_QUESTION = (
    "id", "due_on", "received_on", "kind", "channel", "topic", "agency_id", "enterprise_id",
)  # fmt: skip


def due(unit: Reading) -> Document:
    """Return the open promises and unanswered consultations of the caller's offices, by due day."""
    unit.actor.require(Role.staff)
    on = korean_day(unit.now)
    return {
        "on": on,
        "promises": _due(unit, FOLLOW_UPS, "done_on", _OF_PROMISE, on),
        "questions": _due(unit, CONSULTATIONS, "answered_on", _OF_QUESTION, on),
    }


def promises_of(unit: Reading, about: ColumnElement[bool]) -> list[Document]:
    """Return the open promises about somebody, of every office, by due day."""
    unit.actor.require(Role.staff)
    on = korean_day(unit.now)
    return _open(unit, FOLLOW_UPS, "done_on", _OF_PROMISE, on, about)


def finish(unit: Writing, follow_up_id: UUID) -> Document:
    """Note that a promise was kept today; one that was kept before stays as it is."""
    unit.actor.require(Role.staff)
    found = lookups.get(unit, FOLLOW_UPS, follow_up_id)
    FOLLOW_UPS.guard(unit.actor, found)
    if found["done_on"]:
        return found
    patch = FOLLOW_UPS.patch.model_validate({"done_on": korean_day(unit.now)})
    return records.change(unit, FOLLOW_UPS, follow_up_id, patch, None)


class Answer(Input):
    """What a question was answered."""

    answer: Annotated[Text, Field(min_length=1)]


def give(unit: Writing, consultation_id: UUID, given: Answer) -> Document:
    """Note what a question was answered today; one that was answered before stays as it is."""
    unit.actor.require(Role.staff)
    found = lookups.get(unit, CONSULTATIONS, consultation_id)
    CONSULTATIONS.guard(unit.actor, found)
    if found["answered_on"]:
        return found
    wanted = {"answer": given.answer, "answered_on": korean_day(unit.now)}
    patch = CONSULTATIONS.patch.model_validate(wanted)
    return records.change(unit, CONSULTATIONS, consultation_id, patch, None)


def of_own_offices(actor: Actor, table: Table) -> list[ColumnElement[bool]]:
    """Return the condition that an entry is of the caller's office or one below; none bound: any."""
    return [table.c.office.in_(sorted(actor.offices))] if actor.office else []


def _due(
    unit: Reading, collection: Collection, ends: str, fields: tuple[str, ...], on: date
) -> list[Document]:
    """Return what is open and due soon in the caller's offices; *ends* closes it."""
    table = collection.table
    soon = table.c.due_on <= on + timedelta(days=AHEAD)
    return _open(unit, collection, ends, fields, on, soon, *of_own_offices(unit.actor, table))


def _open(
    unit: Reading,
    collection: Collection,
    ends: str,
    fields: tuple[str, ...],
    on: date,
    *where: ColumnElement[bool],
) -> list[Document]:
    """Return what is not closed, with the names of whom it is about, by due day."""
    table = collection.table
    wanted: list[Any] = [table.c[name] for name in fields]
    rows = unit.all(
        select(*wanted, agency_name(collection), enterprise_name(collection))
        .select_from(with_names(collection))
        .where(table.c[ends].is_(None), table.c.due_on.is_not(None), *where)
        .order_by(table.c.due_on, table.c.seq)
        .limit(MOST)
    )
    return [{**row._mapping, "in_days": (row.due_on - on).days} for row in rows]
