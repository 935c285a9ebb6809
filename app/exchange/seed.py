"""Loading the shipped record, and taking out what in it is invented.

Ids are made from the record's own keys, so a second run finds what the first one stored and leaves
it alone, whatever people have made of it since; what they removed stays removed.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core import records
from app.core.actors import Actor, Role
from app.core.collection import Collection
from app.core.db import Reading, Writing
from app.core.errors import InUse
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.exchange.record import Shipped
from app.thesaurus.actions import CONCEPTS

SEED = Actor(Role.admin, "seed")
Progress = Callable[[int, int], None]  # how many are done, of how many


@dataclass(slots=True)
class Sown:
    """What a seed did, by collection."""

    added: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)  # removed by someone, so not loaded again


@dataclass(slots=True)
class Dropped:
    """What became of the invented enterprises."""

    removed: int = 0
    kept: list[str] = field(default_factory=list)  # names of those that something refers to


def sow(unit: Writing, shipped: Sequence[Shipped], progress: Progress | None = None) -> Sown:
    """Store every shipped record that was never stored before; the unit holds all or nothing."""
    unit.actor.require(Role.admin)
    unit.confirmed, unit.reason = True, unit.reason or "ieum seed"
    done, known = Sown(), _Known(unit)
    for number, one in enumerate(shipped, 1):
        name = one.collection.name
        if known.holds(one):
            done.present[name] += 1
        elif known.lost(one):
            done.gone[name] += 1
        else:
            records.create(unit, one.collection, one.draft)
            done.added[name] += 1
        if progress:
            progress(number, len(shipped))
    return done


def drop_synthetic(unit: Writing) -> Dropped:
    """Remove every invented enterprise that no other record refers to."""
    unit.actor.require(Role.admin)
    unit.reason = unit.reason or "ieum seed --drop-synthetic"
    done, table = Dropped(), ENTERPRISES.table
    for row in unit.all(select(table.c.id, table.c.name).where(table.c.is_synthetic)):
        try:
            with unit.attempt():
                records.remove(unit, ENTERPRISES, row.id, None)
        except InUse:
            done.kept.append(row.name)
        else:
            done.removed += 1
    return done


class _Known:
    """What the database holds, and what was removed from it, read once for each collection."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit
        self._held: dict[str, frozenset[Any]] = {}
        removed = select(REVISIONS.c.record_id).where(REVISIONS.c.action == "removed")
        self._lost = frozenset(unit.connection.execute(removed).scalars())

    def holds(self, one: Shipped) -> bool:
        """Return whether the record is stored, under its id or its code."""
        name, alias = one.collection.name, one.collection.alias
        if name not in self._held:
            self._held[name] = self._read(one.collection)
        keys = {one.draft.id, getattr(one.draft, alias) if alias else one.draft.id}
        return not keys.isdisjoint(self._held[name])

    def lost(self, one: Shipped) -> bool:
        """Return whether someone removed the record."""
        return one.draft.id in self._lost

    def _read(self, collection: Collection) -> frozenset[Any]:
        columns = ("id", collection.alias) if collection.alias else ("id",)
        found = [select(collection.table.c[name]) for name in columns]
        return frozenset(
            key for one in found for key in self._unit.connection.execute(one).scalars()
        )


def is_empty(unit: Reading) -> bool:
    """Return whether nothing was ever stored but the words of the trades, which `migrate` brings."""
    others = REVISIONS.c.collection != CONCEPTS.name
    return unit.scalar(select(REVISIONS.c.seq).where(others).limit(1)) is None
