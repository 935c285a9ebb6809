"""Which record somebody means who types its name."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import and_, or_, select

from app.core import lookups
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.naming import name_key


def named(
    unit: Reading, collection: Collection, fields: Sequence[str], text: str, most: int
) -> list[Document]:
    """Return the *fields* of those a name may mean; the only one of exactly that name comes alone.

    What can be nobody's name, as it is empty, too long or holds control characters, means none.
    """
    try:
        query = collection.query.model_validate({"q": text})
    except ValidationError:
        return []
    is_exact = collection.table.c.name_key == name_key(text)
    exact = chosen(unit, collection, fields, [is_exact], 2)
    if len(exact) == 1:
        return exact
    holds_it = and_(*lookups.conditions(unit, collection, query))
    return chosen(unit, collection, fields, [or_(is_exact, holds_it)], most)


def chosen(
    unit: Reading, collection: Collection, fields: Sequence[str], where: list[Any], most: int
) -> list[Document]:
    """Return the *fields* of the records of which this holds, by name."""
    table = collection.table
    wanted = select(*(table.c[name] for name in fields)).where(*where)
    rows = unit.all(wanted.order_by(table.c.name).limit(most))
    return [dict(row._mapping) for row in rows]
