"""How often a secret may be tried: wrong guesses are answered later and later.

Three counts: of a login from one address (soon and long), of an address whatever the login, and of
a login whatever the address. The last is the only one by which a stranger can keep somebody out, so
it ends after a minute, and never holds for an address from which the person has logged in before.
An attempt is counted before the secret is looked at: guesses made at the same time are all counted.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.access.tables import Attempt
from app.core.db import Writing
from app.core.errors import TooMany
from app.core.tables import table_of

_TABLE = table_of(Attempt)
_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Patience:
    """After how many failures one waits, how long at first and at most, and when it is forgotten."""

    free: int
    first: timedelta
    most: timedelta
    forgotten: timedelta


_PATIENCE = {
    "pair": _Patience(5, timedelta(seconds=15), timedelta(minutes=15), timedelta(days=1)),
    "address": _Patience(50, timedelta(seconds=5), timedelta(minutes=5), timedelta(hours=1)),
    "login": _Patience(50, timedelta(seconds=5), timedelta(minutes=1), timedelta(hours=1)),
}


class TooManyAttempts(TooMany):
    """Wrong secrets were tried too often."""

    ko = "잘못된 시도가 많았습니다. {seconds}초 뒤에 다시 시도해 주세요."
    en = "There were too many failed attempts. Try again in {seconds} seconds."


def begin(unit: Writing, what: str, address: str) -> None:
    """Count an attempt at the secret of *what* (a login) from *address*; refuse one too many."""
    keys = _keys(what, address)
    found = unit.all(select(_TABLE).where(_TABLE.c.key.in_(keys.values())))
    rows = {row.key: row for row in found}
    known = rows.get(keys["pair"])
    for kind, key in keys.items():
        row = rows.get(key)
        if row is None or (kind == "login" and known is not None and known.succeeded_at):
            continue
        left = _wait(_PATIENCE[kind], row, unit.now)
        if left > timedelta(0):
            raise TooManyAttempts(seconds=int(left.total_seconds()) + 1)
    for kind, key in keys.items():
        _count(unit, key, _PATIENCE[kind], rows.get(key))


def succeed(unit: Writing, what: str, address: str) -> None:
    """Take the attempt back that turned out right; the address is now known for *what*."""
    keys = _keys(what, address)
    clean = {"failures": 0, "succeeded_at": unit.now}
    unit.execute(update(_TABLE).where(_TABLE.c.key == keys["pair"]).values(clean))
    for kind in ("address", "login"):
        counted = (_TABLE.c.key == keys[kind]) & (_TABLE.c.failures > 0)
        unit.execute(update(_TABLE).where(counted).values(failures=_TABLE.c.failures - 1))
    unit.execute(delete(_TABLE).where(_TABLE.c.failed_at < unit.now - _KEPT))


def take_back(unit: Writing, what: str, address: str) -> None:
    """Take back one attempt that was neither wrong nor yet right; earlier ones stay counted."""
    for key in _keys(what, address).values():
        counted = (_TABLE.c.key == key) & (_TABLE.c.failures > 0)
        unit.execute(update(_TABLE).where(counted).values(failures=_TABLE.c.failures - 1))


def _keys(what: str, address: str) -> dict[str, str]:
    named = {"pair": f"{what}|{_network(address)}", "address": _network(address), "login": what}
    return {
        kind: hashlib.sha256(f"{kind}|{name}".encode("utf-8", "surrogatepass")).hexdigest()
        for kind, name in named.items()
    }


def _network(address: str) -> str:
    """Return what stands for an address: of IPv6 the network, since a household has billions."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _wait(patience: _Patience, row: Any, now: datetime) -> timedelta:  # noqa: ANN401 -- a row
    """Return how long one still has to wait; a clock that was set back makes it no longer."""
    over = row.failures - patience.free
    if over < 0:
        return timedelta(0)
    wait: timedelta = min(patience.first * 2 ** min(over, 20), patience.most)
    left: timedelta = row.failed_at + wait - now
    return min(left, wait)


def _count(unit: Writing, key: str, patience: _Patience, row: Any) -> None:  # noqa: ANN401 -- a row
    """Count one failure; what is long past is forgotten."""
    if row is None:
        try:
            with unit.attempt():
                unit.execute(insert(_TABLE), {"key": key, "failures": 1, "failed_at": unit.now})
        except IntegrityError:  # another came first
            row = True
        else:
            return
    stale = row is not True and row.failed_at < unit.now - patience.forgotten
    failures = 1 if stale else _TABLE.c.failures + 1
    unit.execute(
        update(_TABLE).where(_TABLE.c.key == key).values(failures=failures, failed_at=unit.now)
    )
