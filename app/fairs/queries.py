"""What can be asked about fairs beyond their collection."""

from datetime import date

from sqlalchemy import func, select

from app.core.collection import Document
from app.core.db import Reading
from app.fairs.actions import FAIRS

_SHOWN = ("id", "name", "place", "host", "starts_on", "ends_on", "office", "visitors")


def latest(unit: Reading, most: int) -> list[Document]:
    """Return the latest fairs, by day."""
    table = FAIRS.table
    wanted = select(*(table.c[name] for name in _SHOWN))
    found = unit.all(wanted.order_by(table.c.starts_on.desc(), table.c.seq.desc()).limit(most))
    return [dict(row._mapping) for row in found]


def ahead(unit: Reading, day: date) -> list[Document]:
    """Return the fairs that are not over on a day, the next one first."""
    table = FAIRS.table
    wanted = select(*(table.c[name] for name in _SHOWN))
    open_still = func.coalesce(table.c.ends_on, table.c.starts_on) >= day
    found = unit.all(wanted.where(open_still).order_by(table.c.starts_on, table.c.seq))
    return [dict(row._mapping) for row in found]
