"""The database: one engine, and units of work that commit whole or not at all.

`Reading` and `Writing` carry the connection, who is asking and when. Queries take a `Reading`,
actions demand a `Writing`; nobody but this module commits. The commit comes before the reply.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Executable, Row, text
from sqlalchemy.engine import make_url

from app.core.actors import ANYONE, Actor
from app.core.engines import engine_of
from app.core.first_come import FirstCome
from app.core.outages import CannotStore, FileReplaced, available
from app.core.settings import Settings

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a unit was asked for: the caller's address, and the request."""

    address: str | None
    request_id: str | None


@dataclass(slots=True)
class Reading:
    """A consistent view of the database for one caller at one moment."""

    connection: Connection
    now: datetime
    actor: Actor = ANYONE

    def all(self, statement: Executable, params: Params | None = None) -> Sequence[Row[Any]]:
        """Return every row of *statement*."""
        return self.connection.execute(statement, params).all()

    def first(self, statement: Executable, params: Params | None = None) -> Row[Any] | None:
        """Return the first row of *statement*, or None."""
        return self.connection.execute(statement, params).first()

    def scalar(self, statement: Executable, params: Params | None = None) -> Any:  # noqa: ANN401 -- one value of any column type
        """Return the first column of the first row of *statement*, or None."""
        return self.connection.execute(statement, params).scalar()

    def take_time(self) -> None:
        """Let the statements of this unit take as long as they need: it reads everything there is."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(_NO_END)
            driver: Any = self.connection.connection.driver_connection
            driver.patience = None  # given back with the connection


@dataclass(slots=True)
class Writing(Reading):
    """A unit of work: everything in it is stored together, or nothing is."""

    reason: str | None = None  # why, for the history
    confirmed: bool = False  # the caller has seen a warning and goes on
    origin: Origin | None = None  # None: on the server itself
    notes: list[Params] = field(default_factory=list)  # what the history will say of this unit
    _before: list[Callable[["Writing"], None]] = field(default_factory=list)
    _after: list[Callable[[], None]] = field(default_factory=list)

    def execute(
        self, statement: Executable, params: Params | Sequence[Params] | None = None
    ) -> int:
        """Run *statement* and return how many rows it touched."""
        return self.connection.execute(statement, params).rowcount

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Try a part of the unit: when it is refused it leaves nothing, and the unit goes on."""
        noted = len(self.notes)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self.notes[noted:]
            raise

    def take_turn(self, name: str) -> None:
        """Wait for every other unit that took the same turn; it is given back at the commit.

        So what is numbered after this is committed in the order of its numbers. SQLite has one
        writer at a time anyway; PostgreSQL hands out numbers before commits without it.
        """
        if self.connection.dialect.name == "postgresql":
            self.execute(_TURN, {"name": name})

    def try_turn(self, name: str) -> bool:
        """Take a turn only if nobody has it in another process; on SQLite there is none."""
        if self.connection.dialect.name != "postgresql":
            return True
        return bool(self.scalar(_TRY_TURN, {"name": name}))

    def before_commit(self, callback: Callable[["Writing"], None]) -> None:
        """Call *callback* as the last thing of the unit, once however often it is asked for."""
        if callback not in self._before:
            self._before.append(callback)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call *callback* once the unit is safely stored."""
        self._after.append(callback)


_NO_END = text("SET LOCAL statement_timeout = 0")
_TURN = text("SELECT pg_advisory_xact_lock(hashtext(:name))")
_TRY_TURN = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")


class Database:
    """The engine of one process, and the only place that opens and closes units."""

    def __init__(self, settings: Settings, *, hurried: bool = False) -> None:
        """Prepare the engine; no connection is opened yet.

        A *hurried* one serves people who wait: no statement may take longer than the setting says.
        """
        self.url = make_url(settings.database_url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = engine_of(settings, hurried=hurried)
        self._stores = True  # False since a unit could not be stored
        self._opened: tuple[int, int] | None = None  # which file SQLite has open
        self._one_writer = FirstCome() if self.is_sqlite else None
        # SQLite reads from a snapshot by itself; PostgreSQL would look anew at each statement
        self._snapshot = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}

    @contextmanager
    def reading(self, now: datetime | None = None, actor: Actor = ANYONE) -> Iterator[Reading]:
        """Open a consistent view; nothing is stored at its end."""
        with available(), self.engine.connect() as connection:
            if self._snapshot:
                connection.execution_options(**self._snapshot)  # in place
            self._remember_file()
            yield Reading(connection, now or datetime.now(UTC), actor)

    @contextmanager
    def writing(self, now: datetime | None = None, actor: Actor = ANYONE) -> Iterator[Writing]:
        """Open a unit of work; it commits at its end, or leaves nothing behind."""
        with self.turn(), self._watched(), available(), self.engine.connect() as plain:
            self._require_own_file()
            connection = plain.execution_options(ieum_writes=True)
            unit = Writing(connection, now or datetime.now(UTC), actor)
            with connection.begin():
                yield unit
                for last in unit._before:  # noqa: SLF001 -- the unit's own list, run by its owner
                    last(unit)
        for callback in unit._after:  # noqa: SLF001 -- the unit's own list, run by its owner
            callback()

    @property
    def file(self) -> Path | None:
        """The SQLite file; None where the database is none."""
        named = self.url.database if self.is_sqlite else None
        return Path(named) if named and named != ":memory:" else None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let one writer at a time into a SQLite file: its own back-off is unfair."""
        if self._one_writer is None:
            yield
        else:
            with self._one_writer:
                yield

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Remember whether the last unit could be stored."""
        try:
            yield
        except CannotStore:
            self._stores = False
            raise
        self._stores = True

    def require_storing(self, attempt: Callable[[Writing], None]) -> None:
        """Refuse while nothing can be stored; once a unit failed at that, *attempt* is made."""
        self._require_own_file()
        if not self._stores:
            with self.writing() as unit:
                attempt(unit)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._opened = None

    def _require_own_file(self) -> None:
        """Refuse to write where the name no longer leads to the file that is open.

        SQLite would go on with a file that nobody finds again: every answer would be lost.
        """
        self._remember_file()
        if self._named() != self._opened:
            raise FileReplaced

    def _remember_file(self) -> None:
        if self._opened is None:
            self._opened = self._named()

    def _named(self) -> tuple[int, int] | None:
        """Return which file the name of an SQLite database leads to now, if any."""
        if self.file is None:
            return None
        try:
            found = self.file.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino)
