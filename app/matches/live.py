"""The search index, kept in step with the registry and with the words of the trades.

Every change of an enterprise leaves a revision, in this process or another; before each answer the
index takes in the revisions it has not seen. So a change is visible in the very next search, in
every process, and nothing has to be told.

A new version of the thesaurus changes how every product is read. Where a thread follows the
database, it builds the index anew beside the old one, which goes on answering, and then puts it in
its place; where none does, the next question waits for it. An answer names the version it used.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog
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
from app.thesaurus import published

log = structlog.get_logger()
LOOKS_EVERY = 0.25
"""Seconds between two looks of the thread that follows the database."""

_AT_ONCE = 64  # so many changes are taken in together, as a block of their own
_WORN = 2000  # after so many changes the index is laid out anew

_MINE = REVISIONS.c.collection == ENTERPRISES.name
_NEWEST = select(
    select(func.max(REVISIONS.c.seq)).where(_MINE).scalar_subquery().label("revision"),
    published.NEWEST.scalar_subquery().label("words"),
)
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


@dataclass(slots=True)
class _Held:
    """An index with what it was built from: the version of the words, the revisions taken in."""

    index: Index
    words: int
    seen: int
    synthetic: set[str] = field(default_factory=set)
    changes: int = 0
    shelf: Shelf | None = None

    def shelved(self) -> Shelf:
        """Return the register laid out for browsing; laid out at the first call."""
        if self.shelf is None:
            self.shelf = Shelf(self.index.thesaurus, self.index)
        return self.shelf

    def catch_up(self, unit: Reading) -> None:
        """Take in every revision that was not seen yet, of each enterprise only the last."""
        last = {row.record_id: row for row in unit.all(_SINCE, {"seen": self.seen})}
        there = [one for one in last.values() if one.action != "removed"]
        for key in last.keys() - {one.record_id for one in there}:
            self._drop(str(key))
        self._put([_taken_in(orjson.loads(one.document), self.synthetic) for one in there])
        self.seen = max((row.seq for row in last.values()), default=self.seen)
        self.changes += len(last)

    def _drop(self, key: str) -> None:
        self.index.remove(key)
        self.synthetic.discard(key)
        if self.shelf:
            self.shelf.take(key)

    def _put(self, suppliers: list[Supplier]) -> None:
        if len(suppliers) > _AT_ONCE:
            self.index.extend(suppliers)
            self.shelf = None
            return
        for supplier in suppliers:
            self.index.replace(supplier)
            if self.shelf:
                self.shelf.put(supplier)


class LiveIndex:
    """One process's index over the registry; used by one request at a time."""

    def __init__(self, data_dir: Path) -> None:
        """Prepare nothing yet: thesaurus and registry are read at the first use."""
        self.data_dir = data_dir
        self._held: _Held | None = None
        self._followed = False
        self._lock = threading.Lock()
        self._swapped = threading.Condition(self._lock)
        self._wake = threading.Event()

    @property
    def is_ready(self) -> bool:
        """Whether the registry has been read."""
        return self._held is not None

    @property
    def in_use(self) -> str | None:
        """The name of the version that this process ranks by; None before the first question."""
        held = self._held
        return held.index.thesaurus.version if held else None

    def forget(self) -> None:
        """Read everything anew at the next use."""
        with self._lock:
            self._held = None

    def warm(self, db: Database) -> None:
        """Read everything in before someone asks; where that fails, the first request says why."""
        with suppress(DomainError, SQLAlchemyError), db.reading() as unit, self.fresh(unit):
            self.shelf()

    @contextmanager
    def following(self, db: Database) -> Iterator[None]:
        """Keep step with the database in a thread of its own, as long as this is open."""
        stop = threading.Event()
        thread = threading.Thread(target=self._follow, args=(db, stop), daemon=True)
        self._followed = True
        thread.start()
        try:
            yield
        finally:
            stop.set()
            self._wake.set()
            thread.join()
            self._followed = False

    def settle(self, version: int, seconds: float) -> None:
        """Wait until this process ranks by *version*, but not longer than so many seconds.

        Where no thread follows the database the next question sees to it, so nothing is waited for.
        """
        if self._followed:
            self._wake.set()
            with self._swapped:
                self._swapped.wait_for(lambda: self._ranks_by(version), seconds)

    def _ranks_by(self, version: int) -> bool:
        return self._held is not None and self._held.words >= version

    @contextmanager
    def fresh(self, unit: Reading) -> Iterator[tuple[Index, int]]:
        """Lend the index as the registry stands now, and the revision it stands at."""
        with self._lock:
            revision, words = _newest(unit)
            if self._held is None or (words > self._held.words and not self._followed):
                self._held = self._built(unit, revision, words)
            elif words > self._held.words:
                self._wake.set()
            if revision > self._held.seen:
                self._held.catch_up(unit)
            yield self._held.index, self._held.seen

    def shelf(self) -> Shelf:
        """Return the register laid out for browsing; only while the index is lent."""
        assert self._held is not None  # noqa: S101 -- it is lent
        return self._held.shelved()

    def is_synthetic(self, supplier_id: str) -> bool:
        """Return whether an enterprise of the index was made up for tests."""
        return self._held is not None and supplier_id in self._held.synthetic

    @property
    def made_up(self) -> int:
        """Return how many enterprises of the index were made up for tests."""
        return len(self._held.synthetic) if self._held else 0

    def _follow(self, db: Database, stop: threading.Event) -> None:
        left_alone = None
        while not stop.is_set():
            try:
                self._look(db)
                if self._held is not left_alone:  # searching 35,000 enterprises for waste every
                    gc.freeze()  # few dozen requests took half a second each time
                    left_alone = self._held
            except Exception as error:  # whatever it was, the next look may succeed
                log.warning("index not renewed", exc_info=error)
            self._wake.wait(LOOKS_EVERY)
            self._wake.clear()

    def _look(self, db: Database) -> None:
        """Take in what has changed; where the words have, beside the index that is in use."""
        held = self._held
        if held is None:
            self.warm(db)
            return
        with db.reading() as unit:
            revision, words = _newest(unit)
            if words > held.words or held.changes > _WORN:
                built = self._built(unit, revision, words)
                built.shelved()
                self._put_in_place(built, db)
            elif revision > held.seen:
                with self.fresh(unit):
                    pass

    def _put_in_place(self, built: _Held, db: Database) -> None:
        with self._swapped, db.reading() as now:
            built.catch_up(now)
            self._held = built
            self._swapped.notify_all()

    def _built(self, unit: Reading, revision: int, words: int) -> _Held:
        unit.take_time()
        held = _Held(Index(published.words_at(unit, self.data_dir, words)), words, revision)
        found = lookups.listed(unit, ENTERPRISES)
        held.index.extend(_taken_in(one, held.synthetic) for one in found)
        return held


def _newest(unit: Reading) -> tuple[int, int]:
    """Return the newest revision of the registry, and the newest version of the words."""
    row = unit.first(_NEWEST)
    return (int(row.revision or 0), int(row.words)) if row else (0, 0)


def _taken_in(enterprise: Document, synthetic: set[str]) -> Supplier:
    key = str(enterprise["id"])
    (synthetic.add if enterprise["is_synthetic"] else synthetic.discard)(key)
    return translate.supplier(enterprise)


def index_at(unit: Reading, words: Thesaurus, revision: int) -> Index:
    """Return the index as the registry stood after *revision*, from the history alone."""
    unit.take_time()
    standing: dict[UUID, Any] = {}
    for row in unit.all(_UNTIL, {"until": revision}):
        standing.pop(row.record_id, None)
        if row.action != "removed":
            standing[row.record_id] = row.document
    return Index(words, (translate.supplier(orjson.loads(one)) for one in standing.values()))
