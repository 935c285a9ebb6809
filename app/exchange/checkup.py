"""What `ieum doctor` looks at: whether this machine, its database and its history are sound."""

import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import func, select, text

from app.access.accounts import ACCOUNTS
from app.access.tokens import TOKEN_RECORDS
from app.activity.metrics import metrics
from app.core.actors import SYSTEM
from app.core.append_only import is_protected
from app.core.db import Database, Reading
from app.core.errors import DomainError
from app.core.history import REVISIONS, verify
from app.core.settings import settings
from app.enterprises.kinds import kinds
from app.exchange import agreement, schema
from app.exchange.sweeping import due
from app.resources import COLLECTIONS
from app.version import VERSION

_LIBRARIES = ("fastapi", "sqlalchemy", "pydantic", "uvicorn", "alembic")
_SOUND_SQLITE = (3, 51, 3)  # older ones may damage a WAL that two processes reset at once
_LITTLE, _TOO_LITTLE = 1_000_000_000, 100_000_000  # bytes
_SLACK = timedelta(minutes=5)
_LOOKED_AT = (*COLLECTIONS.values(), ACCOUNTS, TOKEN_RECORDS)


class State(StrEnum):
    """How a finding is to be taken."""

    ok = "ok"
    warn = "warn"
    fail = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in both languages."""

    name: str
    state: State
    ko: str
    en: str


def examine(database: Database) -> Iterator[Finding]:
    """Look at everything; what needs the database is passed over when it does not answer."""
    yield _versions()
    yield _shipped_data()
    try:
        with database.reading(actor=SYSTEM) as unit:
            unit.scalar(text("SELECT 1"))
    except DomainError:
        yield Finding(
            "database",
            State.fail,
            "데이터베이스에 연결되지 않습니다.",
            "The database does not answer.",
        )
        return
    yield _engine(database)
    yield from _disk(database)
    migrations = _migrations(database)
    yield migrations
    if migrations.state is State.ok:
        with database.reading(actor=SYSTEM) as unit:
            yield from _contents(unit, is_sqlite=database.is_sqlite)


def verdict(findings: list[Finding]) -> State:
    """Return the worst of what was found."""
    order = list(State)
    return max((one.state for one in findings), key=order.index, default=State.ok)


def _contents(unit: Reading, *, is_sqlite: bool) -> Iterator[Finding]:
    if is_sqlite:
        yield _integrity(unit)
        yield _foreign_keys(unit)
    yield _chain(unit)
    yield _history(unit)
    yield from _documents(unit)
    yield _personal_data(unit)
    yield _clock(unit)


def _versions() -> Finding:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    words = f"ieum {VERSION}, Python {platform.python_version()}, {libraries}"
    sound = sys.version_info >= (3, 11)
    return Finding("versions", State.ok if sound else State.fail, words, words)


def _shipped_data() -> Finding:
    try:
        count = len(metrics()) + len(kinds())
    except (OSError, KeyError, ValueError) as error:
        return Finding(
            "data",
            State.fail,
            f"실린 자료를 읽을 수 없습니다: {error}",
            f"The shipped data cannot be read: {error}",
        )
    folder = settings().data_dir
    return Finding(
        "data",
        State.ok,
        f"{folder}: 지표와 인증 종류 {count}개",
        f"{folder}: {count} metrics and kinds",
    )


def _engine(database: Database) -> Finding:
    if not database.is_sqlite:
        with database.reading() as unit:
            words = f"PostgreSQL {unit.scalar(text('SHOW server_version'))}"
        return Finding("database", State.ok, words, words)
    words = f"SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info >= _SOUND_SQLITE:
        return Finding("database", State.ok, words, words)
    wanted = ".".join(map(str, _SOUND_SQLITE))
    return Finding(
        "database",
        State.warn,
        f"{words}: {wanted} 이상을 권합니다. 한 파일은 한 프로세스로만 서비스하세요.",
        f"{words}: {wanted} or newer is wanted; serve one file by one process only.",
    )


def _disk(database: Database) -> Iterator[Finding]:
    if not database.is_sqlite or not database.url.database:
        return
    free = shutil.disk_usage(Path(database.url.database).absolute().parent).free
    state = State.ok if free >= _LITTLE else State.warn if free >= _TOO_LITTLE else State.fail
    yield Finding("disk", state, f"남은 자리 {free / 1e9:.1f} GB", f"{free / 1e9:.1f} GB free")


def _migrations(database: Database) -> Finding:
    now, head = schema.present(database), schema.head()
    if now == head:
        return Finding("migrations", State.ok, f"구조 {head}", f"tables of {head}")
    return Finding(
        "migrations",
        State.fail,
        f"구조가 {now or '-'}입니다. {head}이 되도록 `ieum migrate`를 실행하세요.",
        f"The tables are of {now or '-'}; run `ieum migrate` to reach {head}.",
    )


def _integrity(unit: Reading) -> Finding:
    found = [row[0] for row in unit.all(text("PRAGMA integrity_check"))]
    return _counted("integrity", 0 if found == ["ok"] else len(found), "파일이 성합니다", "sound")


def _foreign_keys(unit: Reading) -> Finding:
    found = unit.all(text("PRAGMA foreign_key_check"))
    return _counted("foreign-keys", len(found), "모든 참조가 있습니다", "every reference resolves")


def _history(unit: Reading) -> Finding:
    """Every record's newest revision must be the version that is stored, and the other way round."""
    gaps = sum(agreement.gaps(unit, one) for one in _LOOKED_AT)
    return _counted("history", gaps, "이력이 모든 자료와 맞습니다", "covers every record")


def _chain(unit: Reading) -> Finding:
    """No entry of the history was changed, put in or taken out, and none can easily be."""
    if not is_protected(unit.connection, REVISIONS):
        ko = "이력을 지키는 방아쇠(trigger)가 없습니다. 누가 없앴는지 확인하세요."
        en = "The triggers that guard the history are gone; find out who removed them."
        return Finding("chain", State.fail, ko, en)
    found = verify(unit)
    if found.broken:
        first, count = found.broken[0], len(found.broken)
        return Finding(
            "chain",
            State.fail,
            f"이력 {first}번부터 {count:,}건이 처음 적힌 것과 다릅니다.",
            f"{count:,} entries of the history are not as they were written, from {first} on.",
        )
    hidden = agreement.erased_unseen(unit)
    if hidden:
        ko = f"파기 기록이 없는데 내용이 지워진 이력 {hidden:,}건. 누가 지웠는지 확인하세요."
        en = f"The contents of {hidden:,} entries are gone without a record of their destruction."
        return Finding("chain", State.fail, ko, en)
    words = f"{found.entries:,}, {found.head[:16]}"
    return Finding("chain", State.ok, f"이력 {words}", f"entries {words}")


def _documents(unit: Reading) -> Iterator[Finding]:
    """Every record must be what its collection promises to show, and what its history says."""
    found = [agreement.judged(unit, one) for one in _LOOKED_AT]
    unreadable, differing = (sum(counts) for counts in zip(*found, strict=True))
    yield _counted("documents", unreadable, "모든 자료를 읽을 수 있습니다", "every one is readable")
    yield _counted(
        "records", differing, "모든 자료가 이력대로입니다", "every one is as its history says"
    )


def _personal_data(unit: Reading) -> Finding:
    """No personal value may be kept longer than was promised."""
    late = due(unit).total
    if not late:
        words = "보유기간이 지난 것이 없습니다", "nothing is kept too long"
        return Finding("personal-data", State.ok, *words)
    return Finding(
        "personal-data",
        State.warn,
        f"보유기간이 지난 개인정보 {late:,}건. `ieum privacy sweep`으로 파기하세요.",
        f"{late:,} persons' data are kept too long; run `ieum privacy sweep`.",
    )


def _clock(unit: Reading) -> Finding:
    newest = unit.scalar(select(func.max(REVISIONS.c.at)))
    if newest is None or newest <= unit.now + _SLACK:
        return Finding(
            "clock", State.ok, f"{unit.now:%Y-%m-%d %H:%M} UTC", f"{unit.now:%Y-%m-%d %H:%M} UTC"
        )
    return Finding(
        "clock",
        State.warn,
        f"시계가 마지막 기록({newest:%Y-%m-%d %H:%M})보다 늦습니다.",
        f"The clock is behind the last entry ({newest:%Y-%m-%d %H:%M}).",
    )


def _counted(name: str, faults: int, ko: str, en: str) -> Finding:
    if not faults:
        return Finding(name, State.ok, ko, en)
    return Finding(name, State.fail, f"어긋난 것 {faults:,}건", f"{faults:,} faults")
