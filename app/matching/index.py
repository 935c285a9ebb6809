"""The register made searchable: unchanging blocks, replaced suppliers crossed out.

Adding, replacing or removing one supplier touches one small block. What a search scores depends
on the supplier and the need alone, never on who else is registered or on the order of arrival.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from app.matching import segment
from app.matching.answers import HALF, Candidate, Scored, likest_first
from app.matching.concepts import Thesaurus
from app.matching.facts import Mask
from app.matching.grams import Floats
from app.matching.names import NameBook
from app.matching.query import Query
from app.matching.segment import Segment
from app.matching.shapes import Supplier
from app.matching.vocabulary import Vocabulary, words_of

_SMALL = 64
_DENIED = 0.9
"""How much less the wording counts of a product that speaks against the trade asked for."""
_NONE = np.zeros(0, np.int32)


class Index:
    """Suppliers ready to be ranked. Holds the thesaurus it was read with."""

    def __init__(self, thesaurus: Thesaurus, suppliers: Iterable[Supplier] = ()) -> None:
        """Read the suppliers with this thesaurus."""
        self.thesaurus = thesaurus
        self._segments: list[Segment] = []
        self._alive: list[Mask] = []
        self._at: dict[str, tuple[int, int]] = {}
        self.vocabulary = Vocabulary()
        self.names = NameBook()
        self.extend(suppliers)

    def __len__(self) -> int:
        """Count the suppliers."""
        return len(self._at)

    def __contains__(self, supplier_id: object) -> bool:
        """Say whether a supplier of this id is in."""
        return supplier_id in self._at

    def __iter__(self) -> Iterator[Supplier]:
        """Go through the suppliers in no promised order."""
        for block, place in self._at.values():
            yield self._segments[block].suppliers[place]

    def get(self, supplier_id: str) -> Supplier | None:
        """Answer the supplier as it was last put in."""
        at = self._at.get(supplier_id)
        return self._segments[at[0]].suppliers[at[1]] if at else None

    def extend(self, suppliers: Iterable[Supplier]) -> None:
        """Put in many at once; a later one replaces an earlier one of the same id."""
        latest = {supplier.id: supplier for supplier in suppliers}
        for supplier in latest.values():
            self.remove(supplier.id)
            self._note(supplier)
        if latest:
            self._append(list(latest.values()))

    def add(self, supplier: Supplier) -> None:
        """Put in one supplier, replacing what was known of it."""
        self.remove(supplier.id)
        self._note(supplier)
        self._append([*self._take_small(), supplier])

    replace = add

    def remove(self, supplier_id: str) -> None:
        """Take a supplier out; nothing happens if it is not there."""
        at = self._at.pop(supplier_id, None)
        if at is not None:
            self._alive[at[0]][at[1]] = False
            self.vocabulary.take(words_of(self._segments[at[0]].suppliers[at[1]]))
            self.names.take(supplier_id)

    def _note(self, supplier: Supplier) -> None:
        self.vocabulary.put(words_of(supplier))
        self.names.put(supplier)

    def compact(self) -> None:
        """Lay everything out anew in one block; answers stay the same and come faster.

        Worth calling, away from requests, after some thousand changes.
        """
        everyone = list(self)
        self._segments, self._alive, self._at = [], [], {}
        if everyone:
            self._append(everyone)

    def _append(self, suppliers: list[Supplier]) -> None:
        ordered = sorted(suppliers, key=lambda supplier: supplier.id)
        block = len(self._segments)
        self._segments.append(segment.build(ordered, self.thesaurus))
        self._alive.append(np.ones(len(ordered), np.bool_))
        self._at.update((one.id, (block, place)) for place, one in enumerate(ordered))

    def _take_small(self) -> list[Supplier]:
        """Lift out the last block if it is small, so that small blocks do not pile up."""
        if not self._segments or len(self._segments[-1].suppliers) >= _SMALL:
            return []
        last, alive = self._segments.pop(), self._alive.pop()
        return [one for one, lives in zip(last.suppliers, alive, strict=True) if lives]

    def score(self, query: Query) -> list[Scored]:
        """Score every product against the query, block by block."""
        return [
            _score(block, alive, query)
            for block, alive in zip(self._segments, self._alive, strict=True)
        ]

    def candidates(self, query: Query) -> Iterator[Candidate]:
        """Take out every supplier that answers the query at all, the likest first."""
        scored = self.score(query)
        return likest_first(scored, [one.matched for one in scored])


def _score(block: Segment, alive: Mask, query: Query) -> Scored:
    wordings = _wordings(block, query)
    trades = _trades(block, query) if query.trades else wordings
    trades = np.float32(query.sureness) * trades + np.float32(1 - query.sureness) * wordings
    relevances = query.relevance(trades, wordings)
    best = np.maximum.reduceat(relevances, block.first[:-1])
    return Scored(block, trades, wordings, relevances, best, (best >= query.threshold) & alive)


def _trades(block: Segment, query: Query) -> Floats:
    """Measure how like every product is to the concepts asked for."""
    total = np.zeros(len(block.products), np.float32)
    for near, weight in query.trades:
        best = np.zeros(len(block.products), np.float32)
        for code, closeness in near:
            held = block.trades.get(code)
            if held is not None:
                places, weights = held
                best[places] = np.maximum(best[places], weights * np.float32(closeness))
        total += np.float32(weight) * best
    return total


def _wordings(block: Segment, query: Query) -> Floats:
    """Measure the share of the query's grams found, the rare ones counting more."""
    own = np.zeros(len(block.products), np.float32)
    block.wording.add_to(own, query.keys, query.weights)
    whole = np.zeros(len(block.suppliers), np.float32)
    block.names.add_to(whole, query.keys, query.weights)
    for code, weight in query.wanted:
        own[block.against.get(code, _NONE)] *= np.float32(1 - _DENIED * weight)
    share = np.minimum(own + query.supplier_share * whole[block.owner], 1.0)
    return (share * (1 + HALF) / (share + HALF)).astype(np.float32)
