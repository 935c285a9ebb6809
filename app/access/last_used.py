"""When a session or token was last used, written down now and then and all at once.

A write for every request would cost more than the request. So uses are remembered in the process
and stored every half minute; a crash forgets at most that.
"""

import threading
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, update

from app.access.accounts import SESSIONS
from app.access.queries import TOKENS
from app.core.db import Database
from app.core.errors import Unavailable

_EVERY = 30.0  # seconds
_SESSION = (SESSIONS, "id", "last_seen_at")
_TOKEN = (TOKENS, "digest", "last_used_at")


class LastUsed:
    """The uses that one process has not stored yet, and the thread that stores them."""

    def __init__(self, db: Database) -> None:
        """Remember nothing yet; no thread runs before `start`."""
        self._db = db
        self._used: dict[tuple[Table, str, str], dict[Any, datetime]] = {
            _SESSION: {},
            _TOKEN: {},
        }
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def session(self, session_id: UUID, now: datetime) -> None:
        """Remember that a session was used."""
        with self._lock:
            self._used[_SESSION][session_id] = now

    def token(self, digest: str, now: datetime) -> None:
        """Remember that the token was used of which *digest* is stored."""
        with self._lock:
            self._used[_TOKEN][digest] = now

    def store(self) -> None:
        """Write down what was used since the last time; what cannot be stored is kept for later."""
        with self._lock:
            taken = {place: dict(uses) for place, uses in self._used.items()}
            for uses in self._used.values():
                uses.clear()
        try:
            self._write(taken)
        except Unavailable:
            with self._lock:
                for place, uses in taken.items():
                    self._used[place] = {**uses, **self._used[place]}
            raise

    def start(self) -> None:
        """Store every half minute from now on."""
        self._thread = threading.Thread(target=self._keep_storing, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Store what is left, and end."""
        self._stopping.set()
        if self._thread:
            self._thread.join()
        with suppress(Unavailable):
            self.store()

    def _keep_storing(self) -> None:
        while not self._stopping.wait(_EVERY):
            with suppress(Unavailable):
                self.store()

    def _write(self, taken: dict[tuple[Table, str, str], dict[Any, datetime]]) -> None:
        if not any(taken.values()):
            return
        with self._db.writing() as unit:
            for (table, key, column), uses in taken.items():
                rows = [{"one": one, "at": at} for one, at in sorted(uses.items())]
                wanted = table.c[key] == bindparam("one")
                if rows:
                    unit.execute(
                        update(table).where(wanted).values({column: bindparam("at")}), rows
                    )
