"""The history: every change as one entry of one chain, written in the unit of the change.

Each entry carries a hash over itself and over the hash before it, so that whoever changes, inserts
or takes away an entry has to make every later one anew. A unit collects its entries and adds them
last thing before its commit, one unit at a time: so numbers are given in the order of the commits,
which is also what makes the feed of changes safe to follow by number. See docs/decisions/0012.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, insert, select, update

from app.core.db import Params, Reading, Writing
from app.core.tables import Revision, table_of

REVISIONS = table_of(Revision)
BEGINNING = "0" * 64  # what the first entry is chained to
_TURN = "history"
_LINKED = (
    "seq", "collection", "record_id", "version", "action", "at",
    "actor", "caller", "address", "request_id", "reason", "digest",
)  # fmt: skip
_LAST = select(REVISIONS.c.seq, REVISIONS.c.hash).order_by(REVISIONS.c.seq.desc()).limit(1)
_CHUNK = 1000
_AFTER = (
    select(REVISIONS)
    .where(REVISIONS.c.seq > bindparam("seen"))
    .order_by(REVISIONS.c.seq)
    .limit(_CHUNK)
)


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk along the whole chain found."""

    entries: int
    head: str  # the hash of the newest entry; kept elsewhere, it proves that none was cut off
    broken: tuple[int, ...]  # the numbers of entries that are not what was written


def note(unit: Writing, collection: str, document: Mapping[str, Any], action: str) -> None:
    """Remember a change; it is added to the chain when the unit ends."""
    content = orjson.dumps(document)
    origin = unit.origin
    unit.notes.append(
        {
            "collection": collection,
            "record_id": document["id"],
            "version": document["version"],
            "action": action,
            "at": unit.now,
            "actor": unit.actor.label,
            "caller": unit.actor.identity or None,
            "address": origin.address if origin else None,
            "request_id": origin.request_id if origin else None,
            "reason": unit.reason,
            "document": content.decode(),
            "digest": hashlib.sha256(content).hexdigest(),
        }
    )
    unit.before_commit(settle)


def settle(unit: Writing) -> None:
    """Add what was noted to the end of the chain; from here to the commit, nobody else does."""
    if not unit.notes:
        return
    unit.take_turn(_TURN)
    last = unit.first(_LAST)
    seq, link = (last.seq, last.hash) if last else (0, BEGINNING)
    entries: list[Params] = []
    for entry in unit.notes:
        seq += 1
        numbered = {**entry, "seq": seq}
        link = hash_of(link, numbered)
        entries.append({**numbered, "hash": link})
    unit.notes.clear()
    for start in range(0, len(entries), _CHUNK):
        unit.execute(insert(REVISIONS), entries[start : start + _CHUNK])


def hash_of(before: str, entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry that follows the one of hash *before*."""
    linked = [before, *(entry[name] for name in _LINKED)]
    return hashlib.sha256(orjson.dumps(linked)).hexdigest()


def verify(unit: Reading) -> Chain:
    """Walk along the whole chain and compare every entry with its hashes."""
    count, link, broken = 0, BEGINNING, []
    for row in _entries(unit):
        count += 1
        text = row["document"]
        is_whole = text is None or hashlib.sha256(text.encode()).hexdigest() == row["digest"]
        if not is_whole or hash_of(link, row) != row["hash"]:
            broken.append(int(row["seq"]))
        link = row["hash"]
    return Chain(count, link, tuple(broken))


def erase(unit: Writing, collection: str, record_id: UUID) -> int:
    """Take the contents of a record out of its history, where the law says so; return how many.

    That there was an entry, by whom and when, stays; so does the hash of what it held, and with it
    the chain.
    """
    settle(unit)
    mine = (REVISIONS.c.collection == collection, REVISIONS.c.record_id == record_id)
    held = REVISIONS.c.document.is_not(None)
    return unit.execute(update(REVISIONS).where(*mine, held).values(document=None))


def _entries(unit: Reading) -> Iterator[Mapping[str, Any]]:
    """Yield every entry in order, some at a time."""
    seen = -1
    while rows := unit.all(_AFTER, {"seen": seen}):
        for row in rows:
            yield dict(row._mapping)
        seen = rows[-1].seq
