"""The feed of changes: what became of everything that the caller may read, by number.

The number of an entry is given last thing before its commit, one unit at a time, so whoever has
read up to a number has missed nothing below it, whatever the clock says.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from app.core import lookups
from app.core.actors import Actor
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.errors import Forbidden
from app.core.history import REVISIONS

_TOLD = ("seq", "collection", "record_id", "version", "action", "at", "actor", "reason", "document")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the feed: what the caller may see of it, where to go on, and whether at once."""

    items: list[Document]
    following: int
    more: bool


def changes(unit: Reading, collections: Iterable[Collection], after: int, limit: int) -> Part:
    """Return the entries after the number *after*, of those of the next *limit* that are seen."""
    unit.actor.require_someone()
    readable = {one.name: one for one in collections if _may_follow(unit.actor, one)}
    rows = unit.all(
        select(*(REVISIONS.c[name] for name in _TOLD))
        .where(REVISIONS.c.seq > after, REVISIONS.c.collection.in_(readable))
        .order_by(REVISIONS.c.seq)
        .limit(limit)
    )
    shown = _visible(unit, readable, rows)
    items = [_item(row) for row in rows if (row.collection, row.record_id) in shown]
    return Part(items, rows[-1].seq if rows else after, len(rows) == limit)


def _may_follow(actor: Actor, collection: Collection) -> bool:
    """Whether the caller may read the history of a collection, wholly or in part."""
    try:
        actor.require(*lookups.readers_of_history(collection))
    except Forbidden:
        return False
    return True


def _visible(
    unit: Reading, readable: dict[str, Collection], rows: Sequence[Any]
) -> set[tuple[str, UUID]]:
    """Return which of the records that changed the caller may see, as (collection, id)."""
    touched: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        touched[row.collection].add(row.record_id)
    shown: set[tuple[str, UUID]] = set()
    for name, keys in touched.items():
        collection = readable[name]
        where = lookups.visible(unit.actor, collection)
        if where:  # only what is there and the caller's own; the rest is as if it never was
            column = collection.table.c.id
            statement = select(column).where(column.in_(keys), *where)
            keys = set(unit.connection.execute(statement).scalars())  # noqa: PLW2901 -- fewer
        shown.update((name, key) for key in keys)
    return shown


def _item(row: Any) -> Document:  # noqa: ANN401 -- a row
    item: Document = dict(row._mapping)
    item["document"] = orjson.loads(row.document) if row.document is not None else None
    return item
