"""What can be asked about enterprises by who types a name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import and_, or_, select

from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.core.naming import name_key
from app.enterprises.actions import ENTERPRISES
from app.enterprises.schemas import EnterpriseQuery

_TABLE = ENTERPRISES.table


def named(unit: Reading, text: str, most: int) -> list[Document]:
    """Return the enterprises a name may mean; the only one of exactly that name comes alone.

    What can be nobody's name, as it is empty, too long or holds control characters, means none.
    """
    try:
        query = EnterpriseQuery(q=text)
    except ValidationError:
        return []
    is_exact = _TABLE.c.name_key == name_key(text)
    exact = _found(unit, [is_exact], 2)
    if len(exact) == 1:
        return exact
    holds_it = and_(*lookups.conditions(unit, ENTERPRISES, query))
    return _found(unit, [or_(is_exact, holds_it)], most)


def names(unit: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what enterprises are called, by their ids; an unknown id is left out."""
    wanted = list(ids)
    return {one["id"]: one["name"] for one in _found(unit, [_TABLE.c.id.in_(wanted)], len(wanted))}


def _found(unit: Reading, where: list[Any], most: int) -> list[Document]:
    wanted = (_TABLE.c.id, _TABLE.c.name, _TABLE.c.district)
    rows = unit.all(select(*wanted).where(*where).order_by(_TABLE.c.name).limit(most))
    return [dict(row._mapping) for row in rows]
