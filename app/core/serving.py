"""One process serves an SQLite file: who does, and that a second one is refused."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from app.core.errors import Refused

_PATIENCE = 2.0  # seconds for a service that is just ending, or a command that looks who serves
log = structlog.get_logger("serving")


class AlreadyServed(Refused):
    """Another process serves this SQLite file."""

    ko = "다른 프로세스가 {file} 파일을 서비스하고 있습니다. 먼저 그 프로세스를 멈추거나 PostgreSQL을 쓰세요."
    en = "Another process serves {file}. Stop it first, or use PostgreSQL."


@contextmanager
def served(file: Path) -> Iterator[None]:
    """Be the one process that serves an SQLite *file* as long as this is open.

    The system gives the place back when the process ends, however it does. Where no lock can be
    had, on a file system that is read-only or knows none, the service goes without.
    """
    try:
        place = _lock_of(file).open("ab")
    except OSError as error:
        log.warning("served without a lock", exc_info=error)
        yield
        return
    with place:
        _take(place.fileno(), file)
        yield


def is_served(file: Path) -> bool:
    """Whether a process serves *file* now."""
    try:
        with _lock_of(file).open("rb") as place:
            fcntl.flock(place, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # nobody ever did, or nobody can tell
        return False
    return False


def _lock_of(file: Path) -> Path:
    """Return the file whose lock says it, by whatever name the database is called."""
    real = file.resolve()
    return real.with_name(f"{real.name}-serving")


def _take(place: int, file: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise AlreadyServed(file=file) from None
            time.sleep(0.1)
        except OSError as error:
            log.warning("served without a lock", exc_info=error)
            return
        else:
            return
