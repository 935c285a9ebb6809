"""Destroying where people logged in from, when their accounts were closed long enough ago."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from app.access.accounts import SESSIONS, TABLE
from app.contacts.register import register
from app.contacts.retention import note_destruction
from app.core.calendar import add_months, korean_day
from app.core.db import Reading, Writing


def overdue_log_ins(unit: Reading) -> list[UUID]:
    """Return the log-ins of accounts that were closed longer ago than their data are kept.

    An account that is not active was closed when it was last changed, at the latest.
    """
    first = add_months(korean_day(unit.now), -register()["accounts"].keep_months)
    age = timedelta(days=(korean_day(unit.now) - first).days)
    closed = TABLE.c.active.is_(False) & (TABLE.c.updated_at < unit.now - age)
    joined = SESSIONS.join(TABLE, TABLE.c.id == SESSIONS.c.account_id)
    return [row.id for row in unit.all(select(SESSIONS.c.id).select_from(joined).where(closed))]


def sweep_log_ins(unit: Writing) -> int:
    """Destroy the addresses and times of such log-ins; return how many."""
    found = overdue_log_ins(unit)
    for key in found:
        unit.execute(delete(SESSIONS).where(SESSIONS.c.id == key))
    note_destruction(unit, "accounts", "period_over", found)
    return len(found)
