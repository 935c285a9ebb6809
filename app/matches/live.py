"""The search index, kept in step with the registry.

Every change of an enterprise leaves a revision, in this process or another; before each answer the
index takes in the revisions it has not seen. So a change is visible in the very next search, in
every process, and nothing has to be told.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import SQLAlchemyError

from app.core import lookups
from app.core.collection import Document
from app.core.db import Database, Reading
from app.core.errors import DomainError
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.matches import translate
from app.matching import Index, Supplier, Thesaurus
from app.matching.shelf import Shelf

_MINE = REVISIONS.c.collection == ENTERPRISES.name
_NEWEST = select(func.max(REVISIONS.c.seq)).where(_MINE)
_SINCE = (
    select(REVISIONS.c.seq, REVISIONS.c.record_id, REVISIONS.c.action, REVISIONS.c.document)
    .where(_MINE, REVISIONS.c.seq > bindparam("seen"))
    .order_by(REVISIONS.c.seq)
)
_UNTIL = (
    select(REVISIONS.c.record_id, REVISIONS.c.action, REVISIONS.c.document)
    .where(_MINE, REVISIONS.c.seq <= bindparam("until"))
    .order_by(REVISIONS.c.seq)
)


class LiveIndex:
    """One process's index over the registry; used by one request at a time."""

    def __init__(self, data_dir: Path) -> None:
        """Prepare nothing yet: thesaurus and registry are read at the first use."""
        self.data_dir = data_dir
        self._index: Index | None = None
        self._shelf: Shelf | None = None
        self._synthetic: set[str] = set()
        self._seen = 0
        self._lock = threading.Lock()

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """The trades that the matcher knows."""
        return thesaurus(self.data_dir)

    @property
    def is_ready(self) -> bool:
        """Whether the registry has been read."""
        return self._index is not None

    def warm(self, db: Database) -> None:
        """Read everything in before someone asks; where that fails, the first request says why."""
        with suppress(DomainError, SQLAlchemyError), db.reading() as unit, self.fresh(unit):
            self.shelf()

    @contextmanager
    def fresh(self, unit: Reading) -> Iterator[tuple[Index, int]]:
        """Lend the index as the registry stands now, and the revision it stands at."""
        with self._lock:
            newest = int(unit.scalar(_NEWEST) or 0)
            if self._index is None:
                self._build(unit, newest)
            elif newest > self._seen:
                self._catch_up(unit)
            assert self._index is not None  # noqa: S101 -- built above
            yield self._index, self._seen

    def shelf(self) -> Shelf:
        """Return the register laid out for browsing; only while the index is lent."""
        assert self._index is not None  # noqa: S101 -- it is lent
        if self._shelf is None:
            self._shelf = Shelf(self.thesaurus, self._index)
        return self._shelf

    def is_synthetic(self, supplier_id: str) -> bool:
        """Return whether an enterprise of the index was made up for tests."""
        return supplier_id in self._synthetic

    @property
    def made_up(self) -> int:
        """Return how many enterprises of the index were made up for tests."""
        return len(self._synthetic)

    def _build(self, unit: Reading, newest: int) -> None:
        unit.take_time()
        found = lookups.listed(unit, ENTERPRISES)
        self._index = Index(self.thesaurus, (self._taken_in(one) for one in found))
        self._shelf = None
        self._seen = newest

    def _catch_up(self, unit: Reading) -> None:
        assert self._index is not None  # noqa: S101 -- the caller has seen to it
        for row in unit.all(_SINCE, {"seen": self._seen}):
            if row.action == "removed":
                self._index.remove(str(row.record_id))
                if self._shelf:
                    self._shelf.take(str(row.record_id))
            else:
                changed = self._taken_in(orjson.loads(row.document))
                self._index.replace(changed)
                if self._shelf:
                    self._shelf.put(changed)
            self._seen = row.seq

    def _taken_in(self, enterprise: Document) -> Supplier:
        key = str(enterprise["id"])
        (self._synthetic.add if enterprise["is_synthetic"] else self._synthetic.discard)(key)
        return translate.supplier(enterprise)


def thesaurus(data_dir: Path) -> Thesaurus:
    """Read the trades that the matcher knows."""
    return Thesaurus.load(data_dir / "thesaurus" / "concepts.csv", data_dir / "categories.csv")


def index_at(unit: Reading, words: Thesaurus, revision: int) -> Index:
    """Return the index as the registry stood after *revision*, from the history alone."""
    unit.take_time()
    standing: dict[UUID, Any] = {}
    for row in unit.all(_UNTIL, {"until": revision}):
        standing.pop(row.record_id, None)
        if row.action != "removed":
            standing[row.record_id] = row.document
    return Index(words, (translate.supplier(orjson.loads(one)) for one in standing.values()))
