"""The search index, kept in step with the registry and with the words of the trades.

Every change of an enterprise leaves a revision, in this process or another; before each answer the
index takes in the revisions it has not seen. So a change is visible in the very next search, in
every process, and nothing has to be told. The same holds for contracts, and for the tenders they
answer: what is promised in them is taken from the capacity of the enterprise.

A new version of the thesaurus changes how every product is read. Where a thread follows the
database, it builds the index anew beside the old one, which goes on answering, and then puts it in
its place; where none does, the next question waits for it. An answer names the version it used.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database, Reading
from app.core.errors import DomainError
from app.matches.held import Held, built, newest
from app.matching import Index, memory
from app.matching.shelf import Shelf
from app.thesaurus import published

log = structlog.get_logger()
LOOKS_EVERY = 0.25
"""Seconds between two looks of the thread that follows the database."""

_WORN = 2000  # after so many changes the index is laid out anew


class LiveIndex:
    """One process's index over the registry; used by one request at a time."""

    def __init__(self, data_dir: Path) -> None:
        """Prepare nothing yet: thesaurus and registry are read at the first use."""
        self.data_dir = data_dir
        self._held: Held | None = None
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
            now = newest(unit)
            if self._held is None or (now.words > self._held.words and not self._followed):
                self._held = self._built(unit, now.words)
            elif now.words > self._held.words:
                self._wake.set()
            if now.revision > self._held.seen:
                self._held.catch_up(unit)
            yield self._held.index, self._held.stands

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
        memory.search_seldom()
        while not stop.is_set():
            try:
                self._look(db)
                if self._held is not left_alone:
                    was_replaced, left_alone = left_alone is not None, self._held
                    memory.leave_alone(anew=was_replaced)
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
            now = newest(unit)
            if now.words > held.words or held.changes > _WORN:
                renewed = self._built(unit, now.words)
                renewed.shelved()
                self._put_in_place(renewed, db)
            elif now.revision > held.seen:
                with self.fresh(unit):
                    pass

    def _put_in_place(self, renewed: Held, db: Database) -> None:
        with self._swapped, db.reading() as now:
            renewed.catch_up(now)
            self._held = renewed
            self._swapped.notify_all()

    def _built(self, unit: Reading, words: int) -> Held:
        return built(unit, published.words_at(unit, self.data_dir, words), words)
