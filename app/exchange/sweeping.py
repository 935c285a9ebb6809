"""Personal data whose time is over, destroyed: by a command, and daily by the service itself."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

import structlog

from app.access.retention import overdue_accounts, sweep_accounts
from app.contacts import retention
from app.core.actors import SYSTEM
from app.core.db import Database, Reading, Writing

_HOUR = 3600.0  # seconds
_TURN = "retention"
log = structlog.get_logger("retention")


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each kind are over, or were destroyed."""

    contacts: int = 0
    subject_requests: int = 0
    accounts: int = 0
    access_records: int = 0

    def __bool__(self) -> bool:
        """Whether there are any."""
        return self.total > 0

    @property
    def total(self) -> int:
        """How many there are of all kinds."""
        return self.contacts + self.subject_requests + self.accounts + self.access_records


def due(unit: Reading) -> Swept:
    """Return what should be gone by today."""
    return Swept(
        len(retention.overdue(unit)),
        len(retention.overdue_requests(unit)),
        len(overdue_accounts(unit)),
        len(retention.overdue_access_records(unit)),
    )


def sweep(unit: Writing) -> Swept:
    """Destroy what should be gone by today, each kind with its entry in the log of destructions."""
    return Swept(
        retention.sweep(unit),
        retention.sweep_requests(unit),
        sweep_accounts(unit),
        retention.sweep_access_records(unit),
    )


def sweep_once(db: Database) -> Swept:
    """Destroy what is over unless another process is at it; nothing is written when nothing is."""
    with db.reading(actor=SYSTEM) as view:
        view.take_time()
        if not due(view):
            return Swept()
    with db.writing(actor=SYSTEM) as unit:
        if not unit.try_turn(_TURN):
            return Swept()
        unit.take_time()
        return sweep(unit)


@contextmanager
def swept_daily(db: Database, hours: int) -> Iterator[None]:
    """Sweep now and every so many hours as long as this is open; 0: never."""
    if not hours:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_keep_sweeping, args=(db, hours, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep_sweeping(db: Database, hours: int, stop: threading.Event) -> None:
    wait = 0.0
    while not stop.wait(wait):
        try:
            found = sweep_once(db)
        except Exception as error:  # whatever it was, the next time may succeed
            log.warning("retention failed", exc_info=error)
            wait = _HOUR
            continue
        if found:
            log.info("retention", **asdict(found))
        wait = hours * _HOUR
