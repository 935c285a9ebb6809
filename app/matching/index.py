"""The register made searchable: unchanging blocks, replaced suppliers crossed out.

Adding, replacing or removing one supplier touches one small block. What a search scores depends
on the supplier and the need alone, never on who else is registered or on the order of arrival.
"""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial

import numpy as np

from app.matching import memory, query, segment
from app.matching.answers import Candidate
from app.matching.arrays import Mask
from app.matching.concepts import Thesaurus
from app.matching.descent import likest_first
from app.matching.helpers import Helpers, processors
from app.matching.names import NameBook
from app.matching.query import Query
from app.matching.scoring import Hits
from app.matching.segment import Begun, Segment
from app.matching.shapes import Need, Supplier
from app.matching.vocabulary import Vocabulary, words_in, words_of
from app.matching.weights import Policy

_REMEMBERED = 2048
_SMALL = 64
_MANY = 3_000
"""So many suppliers are worth processes of their own."""

_LARGE = 65_536
"""No block is made of more suppliers, so that building needs room for one block at a time, and
that a requirement few meet leaves whole blocks out."""


class Index:
    """Suppliers ready to be ranked. Holds the thesaurus it was read with."""

    def __init__(self, thesaurus: Thesaurus, suppliers: Iterable[Supplier] = ()) -> None:
        """Read the suppliers with this thesaurus."""
        self.thesaurus = thesaurus
        self._segments: list[Segment] = []
        self._alive: list[Mask] = []
        self._at: dict[str, tuple[int, int]] = {}
        self._read = lru_cache(_REMEMBERED)(partial(query.read, thesaurus=thesaurus))
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
        for supplier_id in latest:
            self.remove(supplier_id)
        self._append(list(latest.values()), are_new=True)

    def add(self, supplier: Supplier) -> None:
        """Put in one supplier, replacing what was known of it."""
        self.remove(supplier.id)
        self._note([supplier], words_of([supplier]))
        self._append([*self._take_small(), supplier], are_new=False)

    replace = add

    def remove(self, supplier_id: str) -> None:
        """Take a supplier out; nothing happens if it is not there."""
        at = self._at.pop(supplier_id, None)
        if at is not None:
            self._alive[at[0]][at[1]] = False
            self.vocabulary.take(words_of([self._segments[at[0]].suppliers[at[1]]]))
            self.names.take(supplier_id)

    def _note(self, suppliers: Collection[Supplier], words: Mapping[str, int]) -> None:
        self.vocabulary.put(words)
        self.names.put(suppliers)

    def compact(self) -> None:
        """Lay everything out anew in few blocks; answers stay the same and come faster.

        Worth calling, away from requests, after some thousand changes.
        """
        everyone = list(self)
        self._segments, self._alive, self._at = [], [], {}
        self._append(everyone, are_new=False)

    def _append(self, suppliers: list[Supplier], *, are_new: bool) -> None:
        for laid_out in self._laid_out(sorted(suppliers, key=_kin), are_new=are_new):
            block, size = len(self._segments), len(laid_out.suppliers)
            if size > _SMALL:  # first, lest what stays now come to lie among it
                self.thesaurus.reader.forget()
                memory.give_back()
            self._segments.append(laid_out)
            self._alive.append(np.ones(size, np.bool_))
            places = enumerate(laid_out.suppliers)
            self._at.update((one.id, (block, place)) for place, one in places)

    def _laid_out(self, everyone: list[Supplier], *, are_new: bool) -> Iterator[Segment]:
        """Lay suppliers out block by block; helpers have the next one while one is finished."""
        count = processors() - 1 if len(everyone) >= _MANY else 0
        with Helpers(self.thesaurus.lexicon, count) as helpers:
            begun: deque[Begun] = deque()
            for at in range(0, len(everyone), _LARGE):
                some = everyone[at : at + _LARGE]
                begun.append(segment.begin(some, self.thesaurus, helpers))
                if are_new:
                    self._note(some, words_in(begun[-1].words))
                if len(begun) > bool(helpers):
                    yield begun.popleft().done()
            while begun:
                yield begun.popleft().done()

    def _take_small(self) -> list[Supplier]:
        """Lift out the last blocks as long as they are small, and no larger than what is lifted.

        So small blocks do not pile up, and yet few suppliers are laid out again with one that joins.
        """
        found: list[Supplier] = []
        while self._segments and len(self._segments[-1].suppliers) <= min(len(found) + 1, _SMALL):
            last, alive = self._segments.pop(), self._alive.pop()
            found += [one for one, lives in zip(last.suppliers, alive, strict=True) if lives]
        return found

    def asked(self, need: Need, policy: Policy) -> Query:
        """Read what a need says; remembered, because reading a text costs more than answering it."""
        said = Need(
            title=need.title, description=need.description, category_codes=need.category_codes
        )
        return self._read(said, policy=policy)

    def hits(self, asked: Query) -> list[Hits]:
        """Find the suppliers that answer the query at all, block by block."""
        blocks = zip(self._segments, self._alive, strict=True)
        return [Hits(block, alive, asked) for block, alive in blocks]

    def candidates(self, asked: Query) -> Iterator[Candidate]:
        """Take out every supplier that answers the query at all, the likest first."""
        return likest_first(self.hits(asked))


def _kin(one: Supplier) -> str:
    """Say what those have in common who stand side by side: what requirements ask of a supplier.

    Where all of a block fail a requirement, nothing of it has to be looked at.
    """
    papers = sorted([paper.kind for paper in one.certifications])
    return "\n".join((one.status, *papers, "", *one.service_regions, "", one.id))
