"""Reading personal values: never without a purpose, and always with a record in the same unit.

The record has what 개인정보의 안전성 확보조치 기준 asks of an 접속기록: who (식별자), when (접속일시), from
where (접속지), whose data (처리한 정보주체), what for (수행업무). It stands in the chained history.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import select

from app.contacts.actions import CONTACTS, consented_until, may_write
from app.contacts.schemas import DisclosureAsked, ExportAsked, LogQuery
from app.core import history, lookups, vaults
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Params, Reading, Writing
from app.core.errors import Conflict, refuse
from app.core.history import REVISIONS

ACCESS_RECORDS = "access-records"
_SHOWN = ("name", "phone", "email")
_EXPORTED = ("id", "office", "agency_id", "enterprise_id", "department", "position", *_SHOWN)


class ConsentMissing(Conflict):
    """Nothing on record says that the person agreed to be named to others."""

    title_ko, title_en = "제3자 제공 동의 기록이 없습니다", "No consent to third parties on record"
    ko = (
        "제3자 제공(개인정보 보호법 제17조)에 동의한 기록이 없거나 기간이 지났습니다. 동의를 받아 "
        "consents에 적어 주세요."
    )
    en = (
        "There is no consent on record to provide these data to a third party (Personal "
        "Information Protection Act, article 17), or it has ended. Record one in consents."
    )


def disclose(unit: Writing, key: UUID, asked: DisclosureAsked) -> Document:
    """Return the values of one contact; that they were read is recorded in the same unit.

    Raises `ValuesDestroyed` when they are gone, `ConsentMissing` for a third party without
    a consent that holds today.
    """
    contact = lookups.get(unit, CONTACTS, key)
    may_write(unit.actor, contact)
    if asked.purpose == "third_party":
        _require_consent(unit, contact, asked.recipient)
    whole = vaults.opened(unit, CONTACTS, contact)
    record = _record(unit, "disclosed", [key], asked)
    values = {name: whole[name] for name in _SHOWN}
    return {"contact_id": key, **values, "access_record": record}


def export(unit: Writing, asked: ExportAsked) -> list[Document]:
    """Return every contact that the caller may see and that is kept, with its values; recorded."""
    if asked.purpose == "third_party":
        raise ConsentMissing
    unit.actor.require(Role.staff)
    table = CONTACTS.table
    of_whom = asked.model_dump(include={"agency_id", "enterprise_id"}, exclude_none=True)
    chosen = [table.c[name] == key for name, key in of_whom.items()]
    where = [*lookups.visible(unit.actor, CONTACTS), table.c.destroyed_on.is_(None), *chosen]
    found = lookups.listed(unit, CONTACTS, *where)
    values = vaults.values_of(unit, CONTACTS, [one["id"] for one in found])
    kept = [{**one, **values[one["id"]]} for one in found if one["id"] in values]
    _record(unit, "exported", [one["id"] for one in kept], asked)
    return [{name: one[name] for name in _EXPORTED} for one in kept]


def access_records(unit: Reading, query: LogQuery) -> list[Document]:
    """Return who read what, newest first; for administrators, who review it."""
    unit.actor.require()
    return [_access_record(row) for row in entries(unit, ACCESS_RECORDS, query)]


def entries(unit: Reading, name: str, query: LogQuery) -> Sequence[Any]:
    """Return a page of a log that stands in the history, newest first; without what was erased."""
    held = REVISIONS.c.document.is_not(None)
    statement = select(REVISIONS).where(REVISIONS.c.collection == name, held)
    if query.before:
        statement = statement.where(REVISIONS.c.seq < query.before)
    return unit.all(statement.order_by(REVISIONS.c.seq.desc()).limit(query.limit))


def _require_consent(unit: Writing, contact: Document, recipient: str | None) -> None:
    if not recipient:
        raise refuse(
            "recipient",
            "missing",
            "제3자에게 제공할 때는 받는 곳을 적어 주세요.",
            "Say who gets the data.",
        )
    until = consented_until(contact, "third_party")
    if until is None or until < korean_day(unit.now):
        raise ConsentMissing


def _record(
    unit: Writing, task: str, subjects: list[UUID], asked: DisclosureAsked | ExportAsked
) -> UUID:
    """Add an access record to the history."""
    why: Params = asked.model_dump(include={"purpose", "recipient", "reason"})
    record: Params = {"id": uuid4(), "version": 1, "role": unit.actor.role.value, **why}
    history.note(unit, ACCESS_RECORDS, {**record, "subjects": subjects}, task)
    return UUID(str(record["id"]))


def _access_record(row: Any) -> Document:  # noqa: ANN401 -- a row
    kept = orjson.loads(row.document)
    return {
        **{name: row._mapping[name] for name in ("seq", "at", "actor", "address")},
        "id": row.record_id,
        "task": row.action,
        "rows": len(kept["subjects"]),
        **{name: kept[name] for name in ("role", "subjects", "purpose", "reason", "recipient")},
    }
