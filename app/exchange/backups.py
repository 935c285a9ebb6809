"""A whole database as one file, and back again.

SQLite is copied by its own online backup, so people may go on writing meanwhile (a plain copy of
the file misses what is still in its log). PostgreSQL is left to its own tools.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from app.core.db import Database
from app.core.errors import Conflict, Refused, Unavailable
from app.core.outages import available
from app.core.serving import AlreadyServed, is_served
from app.core.settings import Settings
from app.exchange import schema
from app.exchange.seed import is_empty

Progress = Callable[[int, int], None]  # pages done, of how many
_PAGES = 1000  # copied at a time, and put on disk before the next: 4 MB
_MAGIC = b"SQLite format 3\x00"


class FileExists(Conflict):
    """A backup would overwrite another."""

    ko = "{file} 파일이 이미 있습니다. 다른 이름을 쓰세요."
    en = "{file} exists already; choose another name."


class NotABackup(Refused):
    """The file is no backup of ours, or is damaged."""

    ko = "{file} 파일은 쓸 수 있는 백업이 아닙니다: {why}"
    en = "{file} is no sound backup: {why}"


class DatabaseNotEmpty(Conflict):
    """A restore would replace what is there."""

    ko = "데이터베이스에 자료가 있습니다. 모두 바꾸려면 --force를 붙이세요."
    en = "The database has records. To replace all of them add --force."


class ToolMissing(Unavailable):
    """PostgreSQL's own tool is not installed here."""

    ko = "{tool} 명령이 없습니다. PostgreSQL 클라이언트(postgresql-client)를 설치해 주세요."
    en = "{tool} is not on PATH. Install the PostgreSQL client."


class ToolFailed(Unavailable):
    """PostgreSQL's own tool ended with an error."""

    ko = "{tool} 명령이 실패했습니다: {why}"
    en = "{tool} failed: {why}"


class RehearsalRefused(Refused):
    """PostgreSQL does not let this account make the database that a rehearsal needs."""

    ko = "백업을 시험할 데이터베이스를 만들 수 없습니다(CREATEDB 권한이 필요합니다): {why}"
    en = "The database to rehearse in cannot be made (the account needs CREATEDB): {why}"


def backup(database: Database, target: Path, progress: Progress | None = None) -> None:
    """Write the whole database to *target*, whole or not at all."""
    if target.exists():
        raise FileExists(file=target)
    unfinished = target.with_name(f"{target.name}.part")
    try:
        unfinished.touch()  # a place that cannot be written to is named by the system itself
        if database.is_sqlite:
            _copy_out(Path(database.url.database or ""), unfinished, progress)
        else:
            _run("pg_dump", database.url, "--format=custom", "--no-owner", f"--file={unfinished}")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def restore(
    database: Database, source: Path, *, force: bool, progress: Progress | None = None
) -> None:
    """Put *source* in place of everything in the database; refuse a damaged file first.

    Not under a service that has the SQLite file open: it would go on with what it has in memory.
    """
    if database.file and is_served(database.file):
        raise AlreadyServed(file=database.file)
    if not force and _has_records(database):
        raise DatabaseNotEmpty
    if database.is_sqlite:
        _require_sound(source)
        database.close()
        with (
            closing(_open(source)) as saved,
            closing(sqlite3.connect(database.url.database or "")) as live,
        ):
            saved.backup(live, pages=-1, progress=_told(progress))
    else:
        how = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        _run("pg_restore", database.url, *how, f"--dbname={_bare(database.url)}", str(source))


@contextmanager
def rehearsed(database: Database, source: Path) -> Iterator[Database]:
    """Open what a restore of *source* would give, in a place of its own.

    On PostgreSQL that is a database of its own on the same server, so the account must be allowed
    to create one (`RehearsalRefused`).
    """
    if database.is_sqlite:
        _require_sound(source)
        with TemporaryDirectory(prefix="ieum-rehearsal-") as folder:
            yield from _restored(URL.create("sqlite", database=f"{folder}/restored.db"), source)
    else:
        with _beside(database.url) as url:
            yield from _restored(url, source)


def _restored(url: URL, source: Path) -> Iterator[Database]:
    scratch = Database(Settings(database_url=url.render_as_string(hide_password=False)))
    try:
        restore(scratch, source, force=True)
        yield scratch
    finally:
        scratch.close()


@contextmanager
def _beside(url: URL) -> Iterator[URL]:
    """Make an empty database on the same server, and take it away again."""
    name = f"ieum_rehearsal_{uuid4().hex}"
    server = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    try:
        with available(), server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except ProgrammingError as error:
        raise RehearsalRefused(why=str(error.orig).strip()) from error
    try:
        yield url.set(database=name)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _copy_out(source: Path, target: Path, progress: Progress | None) -> None:
    """Copy a live SQLite file, check the copy, and see it on disk.

    One reading lasts as long as the copy: without it, each write of others would begin it anew.
    Nobody who writes is kept waiting: reading takes no lock of theirs, and the copy goes to disk
    step by step, for one flush of it all would hold up their own flushes (0.35 s for 1 GB).
    """
    with target.open("rb") as file:

        def step(status: int, left: int, total: int) -> None:
            os.fsync(file.fileno())
            if told is not None:
                told(status, left, total)

        told = _told(progress)
        with closing(_open(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.isolation_level = None
            live.execute("BEGIN")
            live.execute("SELECT count(*) FROM sqlite_master").fetchone()
            live.backup(copy, pages=_PAGES, progress=step)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        _require_sound(target)
        os.fsync(file.fileno())


def _open(path: Path) -> sqlite3.Connection:
    """Open a SQLite file for reading only, so that nothing is checkpointed by us."""
    return sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True, timeout=10)


def _told(progress: Progress | None) -> Callable[[int, int, int], object] | None:
    """Return SQLite's kind of progress (what is left) as ours (what is done)."""
    if progress is None:
        return None
    return lambda _status, left, total: progress(total - left, total)


def _require_sound(path: Path) -> None:
    """Refuse a file that is no SQLite database, is damaged, or is not ours."""
    if not path.is_file() or _beginning(path) != _MAGIC:
        raise NotABackup(file=path, why="SQLite 파일이 아닙니다 (not an SQLite file)")
    try:
        with closing(_open(path)) as file:
            found = file.execute("PRAGMA integrity_check").fetchone()[0]
            version = file.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotABackup(file=path, why=str(error)) from error
    if found != "ok":
        raise NotABackup(file=path, why=found)
    if version is None:
        raise NotABackup(file=path, why="구조 버전이 적혀 있지 않습니다 (no version of its tables)")


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_MAGIC))


def _has_records(database: Database) -> bool:
    if schema.present(database) is None:
        return False
    with database.reading() as view:
        return not is_empty(view)


def _run(tool: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's tools; the password goes by the environment, not by the command."""
    found = shutil.which(tool)
    if found is None:
        raise ToolMissing(tool=tool)
    target = [] if tool == "pg_restore" else [f"--dbname={_bare(url)}"]
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603 -- PostgreSQL's own tool with arguments of ours
        [found, *arguments, *target],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ToolFailed(tool=tool, why=done.stderr.strip()[:500])


def _bare(url: URL) -> str:
    """Return the address as PostgreSQL's tools take it, without the password."""
    bare = url.set(drivername="postgresql")
    return URL.create(
        bare.drivername, bare.username, None, bare.host, bare.port, bare.database, bare.query
    ).render_as_string(hide_password=False)
