"""What can be asked about agencies by who types a name on a phone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import and_, or_, select

from app.agencies.actions import AGENCIES
from app.agencies.schemas import AgencyQuery
from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.core.naming import name_key

_TABLE = AGENCIES.table
_BRIEF = [_TABLE.c[name] for name in ("id", "name", "kind", "district")]


def named(unit: Reading, text: str, most: int) -> list[Document]:
    """Return the agencies a name may mean; the only one of exactly that name comes alone.

    What can be nobody's name, as it is empty, too long or holds control characters, means none.
    """
    try:
        query = AgencyQuery(q=text)
    except ValidationError:
        return []
    is_exact = _TABLE.c.name_key == name_key(text)
    exact = _found(unit, [is_exact], 2)
    if len(exact) == 1:
        return exact
    holds_it = and_(*lookups.conditions(unit, AGENCIES, query))
    return _found(unit, [or_(is_exact, holds_it)], most)


def briefly(unit: Reading, ids: Iterable[UUID]) -> list[Document]:
    """Return agencies in a line each, in the order of *ids*; an unknown id is left out."""
    wanted = list(dict.fromkeys(ids))
    found = {one["id"]: one for one in _found(unit, [_TABLE.c.id.in_(wanted)], len(wanted))}
    return [found[one] for one in wanted if one in found]


def _found(unit: Reading, where: list[Any], most: int) -> list[Document]:
    rows = unit.all(select(*_BRIEF).where(*where).order_by(_TABLE.c.name).limit(most))
    return [dict(row._mapping) for row in rows]
