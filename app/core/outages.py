"""When the database cannot serve: what is its fault, said plainly, instead of failing as a bug."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.errors import Unavailable

_SQLITE_STUCK = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
_POSTGRESQL_STUCK = (
    "25006",  # read-only transaction: a standby, or a server made read-only
    "53100",  # disk full
    "58030",  # input/output error
)


class CannotStore(Unavailable):
    """Nothing can be written: the disk is full, read-only or broken. Reading goes on."""

    ko = "지금은 저장할 수 없습니다(디스크가 찼거나 읽기 전용입니다). 조회는 됩니다. 관리자에게 알려 주세요."
    en = "Nothing can be stored now (the disk is full or read-only). Tell the administrator."
    retry_after = 30


class FileReplaced(CannotStore):
    """The SQLite file was moved, deleted or replaced while it is served."""

    ko = (
        "지금은 저장할 수 없습니다(서비스 중에 데이터베이스 파일이 옮겨지거나 바뀌었습니다). "
        "관리자에게 알려 주세요."
    )
    en = "Nothing can be stored now (the database file was moved or replaced while it is served)."


@contextmanager
def available() -> Iterator[None]:
    """Turn what the database or the way to it failed at into a refusal that says when to retry."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable from error
    except DBAPIError as error:
        if _is_stuck(error):
            raise CannotStore from error
        if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
            raise Unavailable from error
        raise


def _is_stuck(error: DBAPIError) -> bool:
    """Whether the database is there and cannot write."""
    name: str = getattr(error.orig, "sqlite_errorname", None) or ""
    state: str = getattr(error.orig, "sqlstate", None) or ""
    return name.startswith(_SQLITE_STUCK) or state in _POSTGRESQL_STUCK
