"""Destroying personal values when their time is over (개인정보 보호법 제21조), with a record of it.

The values are deleted for good; the contact stays as an empty shell, so that what refers to it
still reads, and the history shows when and why.
"""

from datetime import date, datetime
from typing import Literal, get_args
from uuid import UUID, uuid4

import orjson
from sqlalchemy import select

from app.contacts.actions import CONTACTS, SUBJECT_REQUESTS, consented_until, may_write
from app.contacts.disclosures import ACCESS_RECORDS, entries
from app.contacts.register import register
from app.contacts.schemas import LogQuery
from app.core import history, lookups, records, vaults
from app.core.actors import Role
from app.core.calendar import add_months, korean_day
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.history import REVISIONS

DESTRUCTIONS = "destructions"
Why = Literal["period_over", "consent_ended", "asked_for"]
_GONE = {"name": None, "phone": None, "email": None, "position": None, "source": None}


def overdue(unit: Reading) -> list[Document]:
    """Return the contacts whose values should be gone by today."""
    table, today = CONTACTS.table, korean_day(unit.now)
    return lookups.listed(
        unit, CONTACTS, table.c.keep_until < today, table.c.destroyed_on.is_(None)
    )


def overdue_requests(unit: Reading) -> list[Document]:
    """Return the requests of data subjects that were answered longer ago than they are kept."""
    answered = SUBJECT_REQUESTS.table.c.answered_on
    return lookups.listed(unit, SUBJECT_REQUESTS, answered < _kept_from(unit, "subject_requests"))


def sweep(unit: Writing) -> int:
    """Destroy the values of every contact whose time is over; return of how many."""
    found = overdue(unit)
    today = korean_day(unit.now)
    for why in get_args(Why):
        _destroy(unit, [one for one in found if _why(one, today) == why], why)
    return len(found)


def sweep_requests(unit: Writing) -> int:
    """Remove every request whose time is over, with what its history holds; return how many."""
    found = overdue_requests(unit)
    for one in found:
        records.remove(unit, SUBJECT_REQUESTS, one["id"], None)
        history.erase(unit, SUBJECT_REQUESTS.name, one["id"])
    note_destruction(unit, "subject_requests", "period_over", [one["id"] for one in found])
    return len(found)


def overdue_access_records(unit: Reading) -> list[UUID]:
    """Return the access records that are older than they are kept."""
    mine = (REVISIONS.c.collection == ACCESS_RECORDS, REVISIONS.c.document.is_not(None))
    old = select(REVISIONS.c.record_id).where(
        *mine, REVISIONS.c.at < kept_since(unit, "access_records")
    )
    return [row.record_id for row in unit.all(old)]


def sweep_access_records(unit: Writing) -> int:
    """Take out of such records whose data were read and why; return of how many.

    Who read when and from where is a link of the chain of the history, and stays.
    """
    found = overdue_access_records(unit)
    for key in found:
        history.erase(unit, ACCESS_RECORDS, key)
    note_destruction(unit, "access_records", "period_over", found)
    return len(found)


def kept_since(unit: Reading, kind: str) -> datetime:
    """Return the moment before which a kind of the register is kept no longer."""
    return unit.now - (korean_day(unit.now) - _kept_from(unit, kind))


def _kept_from(unit: Reading, kind: str) -> date:
    """Return the same as a day."""
    return add_months(korean_day(unit.now), -register()[kind].keep_months)


def note_destruction(unit: Writing, data: str, why: Why, ids: list[UUID]) -> None:
    """Add to the log what was destroyed of a kind of the register; nothing when it is nothing."""
    if not ids:
        return
    log = {"id": uuid4(), "version": 1, "data": data, "why": why, "records": ids}
    history.note(unit, DESTRUCTIONS, {**log, "rows": len(ids)}, "destroyed")


def destroy(unit: Writing, key: UUID) -> Document:
    """Destroy the values of one contact because the person asked for it (제36조)."""
    contact = lookups.get(unit, CONTACTS, key)
    may_write(unit.actor, contact)
    unit.actor.require(Role.staff)
    if contact["destroyed_on"]:
        raise vaults.ValuesDestroyed
    _destroy(unit, [contact], "asked_for")
    return lookups.get(unit, CONTACTS, key)


def destructions(unit: Reading, query: LogQuery) -> list[Document]:
    """Return what was destroyed, newest first."""
    unit.actor.require()
    return [
        {
            **{name: row._mapping[name] for name in ("seq", "at", "actor")},
            "id": row.record_id,
            **{n: v for n, v in orjson.loads(row.document).items() if n in ("data", "why", "rows")},
            "records": orjson.loads(row.document)["records"],
        }
        for row in entries(unit, DESTRUCTIONS, query)
    ]


def _why(contact: Document, today: date) -> Why:
    """Return whether a consent ended or the registered period is over."""
    if contact["basis"] == "consent" and (consented_until(contact, "contact") or today) < today:
        return "consent_ended"
    return "period_over"


def _destroy(unit: Writing, found: list[Document], why: Why) -> None:
    if not found:
        return
    ids = [one["id"] for one in found]
    vaults.destroy(unit, CONTACTS, ids)
    for one in found:
        shell = {**_GONE, "destroyed_on": korean_day(unit.now)}
        records.apply(unit, CONTACTS, one, shell)
    note_destruction(unit, "contacts", why, ids)
