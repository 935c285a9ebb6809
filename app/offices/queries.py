"""What can be asked about offices."""

from sqlalchemy import bindparam, select

from app.core.db import Reading
from app.core.tables import table_of
from app.offices.tables import Office

OFFICES = table_of(Office)
_DOWN = select(OFFICES.c.code).where(OFFICES.c.code == bindparam("top")).cte("down", recursive=True)
_DOWN = _DOWN.union(select(OFFICES.c.code).join(_DOWN, OFFICES.c.parent == _DOWN.c.code))
_WITH_CHILDREN = select(_DOWN.c.code)


def with_children(unit: Reading, code: str) -> frozenset[str]:
    """Return the codes of an office and of every office below it."""
    return frozenset(unit.connection.execute(_WITH_CHILDREN, {"top": code}).scalars())
