"""What was written to an SQLite file is put in its place by one thread of the one who serves it.

SQLite adds each commit to a log beside the file and copies the log into it now and then: a
checkpoint. Left to itself, whoever commits when the log is long does that while everybody waits,
and before SQLite 3.51.3 two connections that do it at once can damage the file. So in a service
only the thread here does, and copies while others write.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

import structlog

from app.core.db import Database

_EVERY = 0.2  # seconds
_LONG = 4_000_000  # bytes of log, from which on writers wait until it is copied to its end
_log = structlog.get_logger("checkpoints")


@contextmanager
def checkpointed(db: Database) -> Iterator[None]:
    """Put what is written in its place, five times a second, as long as this is open."""
    if db.file is None:
        yield
        return
    checkpoints, stop = Checkpoints(db, db.file), threading.Event()
    thread = threading.Thread(target=_keep, args=(checkpoints, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep(checkpoints: "Checkpoints", stop: threading.Event) -> None:
    while not stop.wait(_EVERY):
        try:
            checkpoints.look()
        except sqlite3.Error as error:  # a full disk, say: the log holds everything meanwhile
            _log.warning("checkpoint failed", exc_info=error)


class Checkpoints:
    """The log of one SQLite file: what of it was seen, and whether all of it is in its place."""

    def __init__(self, db: Database, file: Path, long: int = _LONG) -> None:
        """Begin with nothing seen; a log of *long* bytes is too long."""
        self._db = db
        self._file = file.resolve()  # beside which SQLite keeps the log
        self._long = long
        self._seen: tuple[int, int] | None = None
        self._behind = False  # something of the log is not in the file yet: others read or wrote

    def look(self) -> None:
        """Copy what is new; shorten a long log once nobody writes any more."""
        found = self._state()
        if found != self._seen or self._behind:
            self._seen = found
            length = self._copy("PASSIVE")
            if length > self._long:
                with self._db.turn():  # what came meanwhile; the next commit starts the log anew
                    self._copy("PASSIVE")
        elif found is not None and found[0] > self._long:
            with self._db.turn():
                self._copy("TRUNCATE")

    def _state(self) -> tuple[int, int] | None:
        """Return what tells one log from a later one; None: there is none."""
        try:
            found = self._file.with_name(f"{self._file.name}-wal").stat()
        except FileNotFoundError:
            return None
        return (found.st_size, found.st_mtime_ns)

    def _copy(self, how: Literal["PASSIVE", "TRUNCATE"]) -> int:
        """Copy as far as nobody has to wait for it, and return how long the log is, in bytes."""
        place = f"{self._file.as_uri()}?mode=rw"
        with closing(sqlite3.connect(place, uri=True, timeout=0)) as connection:
            (page,) = connection.execute("PRAGMA page_size").fetchone()
            busy, pages, copied = connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
        self._behind = bool(busy) or copied < pages
        return int(page * pages)
