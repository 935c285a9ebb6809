"""What a query found in the index: scores as arrays, suppliers taken out one by one."""

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from app.matching.arrays import Floats, Keys
from app.matching.segment import Segment
from app.matching.shapes import Product, Supplier

_BARE_TRADE = np.float32(0.2)
"""What the trade convinces without any word in common; twice that where it was named outright."""

_BY_TWO_SYLLABLES = 0.7
"""How sure a trade is that is named by a word of two syllables, which may be part of anything."""

_SPEAKING = 0.6

Spots = npt.NDArray[np.int64]


class Candidate(NamedTuple):
    """A supplier with some likeness to the need, and its products' share in it.

    *place* is where in the block its first product stands, *best* which of them is the likest, of
    equals the first.
    """

    supplier: Supplier
    relevance: float
    place: int
    best: int
    products: tuple[Product, ...]
    trades: list[float]
    wordings: list[float]
    relevances: list[float]

    def speaking(self) -> list[tuple[Product, float]]:
        """Pick the products that answer the need about as well as the best, and how like it."""
        least = float(speaking_from(np.float32(self.relevance)))
        pairs = zip(self.products, self.relevances, strict=True)
        return [(product, value) for product, value in pairs if value >= least]


Likeness = TypeVar("Likeness", np.float32, Floats)


def speaking_from(best: Likeness) -> Likeness:
    """Say from which likeness on a product also speaks for its supplier, given its best one's."""
    return best * np.float32(_SPEAKING)


@dataclass(frozen=True, slots=True)
class Scored:
    """Those of a block that answer: the places of the suppliers *found*, each with its *best*.

    The products of all found lie end to end, those of the n-th from ``first[n]`` on; *products*
    are their places in the block.
    """

    block: Segment
    found: Spots
    best: Floats
    first: Keys
    products: Keys
    trades: Floats
    wordings: Floats
    relevances: Floats

    def convictions(self, sureness: float) -> Floats:
        """Say for every product how sure it is to be meant: its trade and its words must agree.

        A trade guessed from a text that shares no word with the product convinces little, and so
        do words in common with a product of another trade. A supplier that lists no products is
        taken at its own words.
        """
        named = self.block.facts.named[self.products]
        trades = np.where(named, self.trades, np.maximum(self.trades, self.wordings))
        outright = max(0.0, (sureness - _BY_TWO_SYLLABLES) / (1 - _BY_TWO_SYLLABLES))
        bare = _BARE_TRADE * (1 + np.float32(outright) * trades)
        convictions: Floats = trades * (bare + self.wordings)
        return convictions

    @property
    def sizes(self) -> Keys:
        """How many products each supplier found has."""
        return np.diff(self.first)

    def supplier(self, at: int) -> Supplier:
        """Name one of those found."""
        return self.block.suppliers[int(self.found[at])]

    def candidate(self, at: int) -> Candidate:
        """Take one of those found out."""
        first, last = self.first[at : at + 2].tolist()
        begin = int(self.products[first])
        relevances = self.relevances[first:last].tolist()
        return Candidate(
            supplier=self.supplier(at),
            relevance=float(self.best[at]),
            place=begin,
            best=relevances.index(max(relevances)),
            products=self.block.products[begin : begin + last - first],
            trades=self.trades[first:last].tolist(),
            wordings=self.wordings[first:last].tolist(),
            relevances=relevances,
        )
