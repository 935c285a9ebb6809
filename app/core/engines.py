"""Engines: SQLite made strict, PostgreSQL made patient up to a point and no further."""

import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, Engine, make_url

from app.core.serving import is_served
from app.core.settings import Settings

Result = TypeVar("Result")
_SLACK_SECONDS = 0.5  # for a server that lives to end a statement itself, and say so
_CONNECTING: dict[str, Any] = {
    "connect_timeout": 2,
    "target_session_attrs": "read-write",  # of several hosts, the one that is not a standby
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def engine_of(settings: Settings, *, hurried: bool) -> Engine:
    """Return the engine that the settings name; a *hurried* one ends what takes too long."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        return _postgresql(url, settings, hurried=hurried)
    others_checkpoint = hurried  # the thread of core/checkpoints.py
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        others_checkpoint = hurried or is_served(Path(url.database))
    engine = create_engine(
        url,
        pool_size=settings.pool_size,
        max_overflow=100,
        json_serializer=_json,
        json_deserializer=orjson.loads,
    )
    _make_sqlite_strict(engine, settings.busy_timeout_ms)
    if others_checkpoint:
        _leave_the_log(engine)
    return engine


def _json(value: object) -> str:
    """Return what a JSON column keeps: letters as they are, so that they can be searched for."""
    return orjson.dumps(value).decode()


def _postgresql(url: URL, settings: Settings, *, hurried: bool) -> Engine:
    chosen = {name: value for name, value in _CONNECTING.items() if name not in url.query}
    engine = create_engine(
        url,
        pool_size=settings.pool_size,
        pool_timeout=settings.busy_timeout_ms / 1000,
        pool_pre_ping=True,
        connect_args=chosen,
        json_serializer=_json,
        json_deserializer=orjson.loads,
    )
    limits = {"lock_timeout": settings.busy_timeout_ms}
    if hurried:
        limits["statement_timeout"] = settings.statement_timeout_ms
        _leave_in_time(engine, settings.statement_timeout_ms / 1000 + _SLACK_SECONDS)

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a DBAPI connection
        connection.autocommit = True
        for name, milliseconds in limits.items():
            connection.execute(f"SET {name} = {milliseconds}")
        connection.autocommit = False

    return engine


def _leave_in_time(engine: Engine, seconds: float) -> None:
    """Give a connection up when its server does not answer at all: frozen, or out of reach.

    A server that is stopped, or behind a broken line, cannot end a statement by its own clock.
    """
    from psycopg import Connection as Plain  # noqa: PLC0415 -- only where PostgreSQL is used
    from psycopg import OperationalError  # noqa: PLC0415 -- as above

    class Bounded(Plain[Any]):
        """A connection that waits no longer than its patience: seconds, or None for no end."""

        patience: float | None = seconds

        def wait(self, gen: Generator[Any, Any, Result], *how: Any, **more: Any) -> Result:  # noqa: ANN401 -- as the driver's own
            """Wait for the server, or close the connection."""
            if self.patience is None:
                return super().wait(gen, *how, **more)
            try:
                return super().wait(_until(gen, time.monotonic() + self.patience), *how, **more)
            except TimeoutError as error:
                self.pgconn.finish()
                raise OperationalError("the server does not answer") from error

    @event.listens_for(engine, "checkin")
    def _(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a DBAPI connection, or None
        if connection is not None:
            connection.patience = seconds

    @event.listens_for(engine, "do_connect")
    def _(_dialect: object, _record: object, args: Any, named: Any) -> Any:  # noqa: ANN401 -- SQLAlchemy's
        return Bounded.connect(*args, **named)


def _until(waiting: Generator[Any, Any, Result], end: float) -> Generator[Any, Any, Result]:
    """Pass on what is waited for, and raise `TimeoutError` when nothing has come by *end*.

    The driver wakes up ten times a second although nothing came; that is when the clock is read.
    """
    try:
        wanted = next(waiting)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    while True:
        ready = yield wanted
        if not ready and time.monotonic() > end:
            raise TimeoutError
        try:
            wanted = waiting.send(ready)
        except StopIteration as done:
            answer: Result = done.value
            return answer


def _make_sqlite_strict(engine: Engine, busy_timeout_ms: int) -> None:
    """Make SQLite durable, checked and honest about transactions.

    The driver's own transaction handling is switched off (it breaks savepoints), a unit that
    writes begins IMMEDIATE (plain BEGIN lost 42 % of units to SQLITE_BUSY under 8 writers), and
    `synchronous=FULL` keeps acknowledged writes through a power cut.
    """

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a DBAPI connection
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={busy_timeout_ms}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # so that REPLACE does not go past the guards of a table
            "cache_size=-16000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        if connection.get_execution_options().get("ieum_writes"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:  # touches nothing yet and so cannot fail; straight to the driver it costs a tenth
            connection.connection.cursor().execute("BEGIN")


def _leave_the_log(engine: Engine) -> None:
    """Copy nothing from the log into the file: one thread does, that of whoever serves it."""

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a DBAPI connection
        connection.execute("PRAGMA wal_autocheckpoint=0")
