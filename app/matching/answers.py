"""What a query found in the index: scores as arrays, suppliers taken out one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.matching.facts import Mask
from app.matching.grams import Floats
from app.matching.segment import Segment
from app.matching.shapes import Product, Supplier

HALF = 0.3
"""Wording rises fast at first: a notice and a profile never share most of their words."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A supplier with some likeness to the need, and its products' share in it."""

    supplier: Supplier
    relevance: float
    products: tuple[Product, ...]
    trades: Floats
    wordings: Floats
    relevances: Floats


@dataclass(frozen=True, slots=True)
class Scored:
    """A block with the scores of its products; *best* and *matched* are of its suppliers."""

    block: Segment
    trades: Floats
    wordings: Floats
    relevances: Floats
    best: Floats
    matched: Mask

    @property
    def found(self) -> npt.NDArray[np.int64]:
        """The places of the suppliers that answer at all."""
        return np.flatnonzero(self.matched)

    def candidate(self, place: int) -> Candidate:
        """Take one supplier out."""
        span = slice(self.block.first[place], self.block.first[place + 1])
        return Candidate(
            supplier=self.block.suppliers[place],
            relevance=float(self.best[place]),
            products=self.block.products[span],
            trades=self.trades[span],
            wordings=self.wordings[span],
            relevances=self.relevances[span],
        )


def likest_first(scored: Sequence[Scored], wanted: Sequence[Mask]) -> Iterator[Candidate]:
    """Take out the wanted suppliers of all blocks, the likest first."""
    places = [np.flatnonzero(one.matched & mask) for one, mask in zip(scored, wanted, strict=True)]
    block = np.repeat(np.arange(len(scored)), [len(some) for some in places])
    place = np.concatenate([*places, np.zeros(0, np.int64)]).astype(np.int64)
    best = [one.best[some] for one, some in zip(scored, places, strict=True)]
    for at in np.argsort(-np.concatenate([*best, np.zeros(0, np.float32)]), kind="stable"):
        yield scored[block[at]].candidate(int(place[at]))
