"""An index in memory, and how it takes in what has changed in the database since.

Followed are enterprises, contracts, and the tenders that open contracts answer: what is promised in
them is taken from the capacity of an enterprise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select

from app.activity.actions import CONTRACTS
from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.matches import translate
from app.matches.committed import (
    Committed,
    committed,
    committed_at,
    last_of_tenders,
    read_tenders,
    standing_at,
)
from app.matching import Index, Supplier, Thesaurus
from app.matching.shelf import Shelf
from app.tenders.actions import TENDERS
from app.thesaurus import published

_AT_ONCE = 64  # so many changes are taken in together, as a block of their own
_FOLLOWED = (ENTERPRISES.name, CONTRACTS.name, TENDERS.name)
_NEWEST = select(
    *(
        select(func.max(REVISIONS.c.seq))
        .where(REVISIONS.c.collection == name)
        .scalar_subquery()
        .label(name)
        for name in _FOLLOWED
    ),
    published.NEWEST.scalar_subquery().label("words"),
)
_SINCE = (
    select(
        *(REVISIONS.c[name] for name in ("seq", "collection", "record_id", "action", "document"))
    )
    .where(REVISIONS.c.collection.in_(_FOLLOWED), REVISIONS.c.seq > bindparam("seen"))
    .order_by(REVISIONS.c.seq)
)


@dataclass(slots=True)
class Held:
    """An index with what it was built from: the version of the words, the revisions taken in.

    *seen* is the last revision looked at, *stands* the last that says anything of enterprises: of
    tenders only those count that an open contract answers.
    """

    index: Index
    words: int
    seen: int
    stands: int
    committed: Committed
    synthetic: set[str] = field(default_factory=set)
    changes: int = 0
    shelf: Shelf | None = None

    def shelved(self) -> Shelf:
        """Return the register laid out for browsing; laid out at the first call."""
        if self.shelf is None:
            self.shelf = Shelf(self.index.thesaurus, self.index)
        return self.shelf

    def catch_up(self, unit: Reading) -> None:
        """Take in every revision that was not seen yet, of each record only the last."""
        last = {row.record_id: row for row in unit.all(_SINCE, {"seen": self.seen})}
        promised = self._signed(unit, list(last.values()))
        changed = [one for one in last.values() if one.collection == ENTERPRISES.name]
        there = {str(one.record_id): one for one in changed if one.action != "removed"}
        for key in {str(one.record_id) for one in changed} - there.keys():
            self._drop(key)
        taken = {
            key: taken_in(orjson.loads(one.document), self.synthetic) for key, one in there.items()
        }
        known = {key: self.index.get(key) for key in sorted(promised - taken.keys())}
        taken |= {key: one for key, one in known.items() if one is not None}
        self._put([self.committed.put_on(one) for one in taken.values()])
        self.seen = max((row.seq for row in last.values()), default=self.seen)
        self.stands = max((self.stands, *(row.seq for row in changed)))
        self.changes += len(changed) + len(known)

    def _signed(self, unit: Reading, rows: Iterable[Any]) -> set[str]:
        """Take in contracts and their tenders; return the enterprises whose room changes."""
        changed: set[str] = set()
        for row in rows:
            if row.collection == CONTRACTS.name:
                is_gone = row.action == "removed" or row.document is None
                key, known = str(row.record_id), self.committed
                changed |= known.drop(key) if is_gone else known.sign(orjson.loads(row.document))
                self.stands = max(self.stands, row.seq)
        for row in rows:
            if row.collection == TENDERS.name and str(row.record_id) in self.committed.tenders:
                owners = self.committed.ask(orjson.loads(row.document))
                changed |= owners
                self.stands = max(self.stands, row.seq) if owners else self.stands
        read_tenders(unit, self.committed)
        return changed

    def _drop(self, key: str) -> None:
        self.index.remove(key)
        self.synthetic.discard(key)
        if self.shelf:
            self.shelf.take(key)

    def _put(self, suppliers: list[Supplier]) -> None:
        if len(suppliers) > _AT_ONCE:
            self.index.extend(suppliers)
            self.shelf = None
            return
        for supplier in suppliers:
            self.index.replace(supplier)
            if self.shelf:
                self.shelf.put(supplier)


@dataclass(frozen=True, slots=True)
class Newest:
    """The last revisions of all that is followed, and the newest version of the words."""

    enterprises: int
    contracts: int
    tenders: int
    words: int

    @property
    def revision(self) -> int:
        """The last revision of all."""
        return max(self.enterprises, self.contracts, self.tenders)


def newest(unit: Reading) -> Newest:
    """Return how far the database is."""
    row = unit.first(_NEWEST)
    return Newest(*(int(one or 0) for one in row)) if row else Newest(0, 0, 0, 0)


def built(unit: Reading, thesaurus: Thesaurus, words: int) -> Held:
    """Read everything into a new index."""
    unit.take_time()
    now = newest(unit)
    stands = max(now.enterprises, now.contracts, last_of_tenders(unit))
    held = Held(Index(thesaurus), words, now.revision, stands, committed(unit))
    found = lookups.listed(unit, ENTERPRISES)
    suppliers = (taken_in(one, held.synthetic) for one in found)
    held.index.extend(held.committed.put_on(one) for one in suppliers)
    return held


def taken_in(enterprise: Document, synthetic: set[str]) -> Supplier:
    """Return an enterprise as the matcher sees it, and note whether it was made up."""
    key = str(enterprise["id"])
    (synthetic.add if enterprise["is_synthetic"] else synthetic.discard)(key)
    return translate.supplier(enterprise)


def index_at(unit: Reading, words: Thesaurus, revision: int) -> Index:
    """Return the index as the registry stood after *revision*, from the history alone."""
    unit.take_time()
    standing = standing_at(unit, ENTERPRISES.name, revision)
    suppliers = (translate.supplier(orjson.loads(one)) for one in standing.values())
    return Index(words, map(committed_at(unit, revision).put_on, suppliers))
