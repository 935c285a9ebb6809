"""Requests that may be sent again: the first one is carried out, every other gets its answer.

The answer is kept in the unit that did the work, so there is none without the other. Refusals are
not kept, since a unit that is refused leaves nothing: such a request is simply judged anew.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import bindparam, delete, insert, select

from app.core.db import Writing
from app.core.errors import Conflict, Refused
from app.core.tables import KeptAnswer, table_of

KEPT_FOR = timedelta(days=7)
_ROOM = 64 * 1024  # bytes
_AT_ONCE = 50  # expired answers that one unit takes away
_TABLE = table_of(KeptAnswer)
_FIND = select(_TABLE).where(
    _TABLE.c.caller == bindparam("caller"), _TABLE.c.key == bindparam("key")
)


class KeyReused(Refused):
    """The same key came with another request."""

    ko = "이 Idempotency-Key는 다른 내용의 요청에 이미 쓰였습니다. 새 키를 쓰세요."
    en = "This Idempotency-Key was used for a different request. Use a new key."


class StillRunning(Conflict):
    """The first request of this key has not ended."""

    ko = "같은 Idempotency-Key의 요청을 아직 처리하고 있습니다. 잠시 후 다시 보내 주세요."
    en = "A request with this Idempotency-Key is still being worked on. Send it again shortly."
    retry_after = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as far as it tells repeats from others: its key, and a hash of all it asks for."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class Running:
    """The keys that this process is working on."""

    def __init__(self) -> None:
        """Begin with none."""
        self._names: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Hold *name* for a while; refuse whoever comes with it meanwhile."""
        with self._lock:
            if name in self._names:
                raise StillRunning
            self._names.add(name)
        try:
            yield
        finally:
            with self._lock:
                self._names.discard(name)


def find(unit: Writing, sent: Sent) -> Answer | None:
    """Return what this caller's request was answered, or None when it is the first of its key.

    Until the unit ends, no other process works on the key (`StillRunning`).
    """
    caller = unit.actor.identity
    if not unit.try_turn(f"{caller} {sent.key}"):
        raise StillRunning
    row = unit.first(_FIND, {"caller": caller, "key": sent.key})
    if row is None:
        return None
    if row.at <= unit.now - KEPT_FOR:
        unit.execute(delete(_TABLE).where(_TABLE.c.seq == row.seq))
        return None
    if row.request != sent.fingerprint:
        raise KeyReused
    return Answer(row.status, row.headers, row.body)


def keep(unit: Writing, sent: Sent, answer: Answer) -> None:
    """Keep the answer with the work it tells of, and take some expired ones away."""
    row = {"caller": unit.actor.identity, "key": sent.key, "request": sent.fingerprint}
    what = {"status": answer.status, "headers": answer.headers, "body": answer.body}
    unit.execute(insert(_TABLE), {**row, **what, "at": unit.now})
    sweep(unit)


def rehearse(unit: Writing) -> None:
    """Store as much as an answer may take and take it back; fails where nothing can be stored."""
    row = {"caller": "", "key": uuid4().hex, "request": "", "at": unit.now}
    what = {"status": 0, "headers": {}, "body": bytes(_ROOM)}
    unit.execute(insert(_TABLE), {**row, **what})
    unit.execute(delete(_TABLE).where(_TABLE.c.key == row["key"], _TABLE.c.caller == ""))


def sweep(unit: Writing) -> int:
    """Take away answers that are kept no longer, a bounded number; return how many."""
    expired = (
        select(_TABLE.c.seq)
        .where(_TABLE.c.at <= unit.now - KEPT_FOR)
        .order_by(_TABLE.c.at)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)  # several processes may sweep; each takes its own
    )
    return unit.execute(delete(_TABLE).where(_TABLE.c.seq.in_(expired)))
