"""What a query found in the index: scores as arrays, suppliers taken out one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.matching.arrays import Floats, Keys
from app.matching.segment import Segment
from app.matching.shapes import Product, Supplier

_FIRST_LOOK = 64
"""How many are put in order at first; if more are wanted, four times as many, and so on."""

Spots = npt.NDArray[np.int64]


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

    @property
    def sizes(self) -> Keys:
        """How many products each supplier found has."""
        return np.diff(self.first)

    def supplier(self, at: int) -> Supplier:
        """Name one of those found."""
        return self.block.suppliers[int(self.found[at])]

    def likest(self, at: int) -> int:
        """Find the place in the block of the product that speaks best for one of those found."""
        span = slice(self.first[at], self.first[at + 1])
        return int(self.products[self.first[at] + self.relevances[span].argmax()])

    def candidate(self, at: int) -> Candidate:
        """Take one of those found out."""
        span = slice(self.first[at], self.first[at + 1])
        begin = self.products[self.first[at]]
        end = begin + self.first[at + 1] - self.first[at]
        return Candidate(
            supplier=self.block.suppliers[self.found[at]],
            relevance=float(self.best[at]),
            products=self.block.products[begin:end],
            trades=self.trades[span],
            wordings=self.wordings[span],
            relevances=self.relevances[span],
        )


def likest_first(scored: Sequence[Scored]) -> Iterator[Candidate]:
    """Take out the suppliers found in all blocks, the likest first."""
    block = np.repeat(np.arange(len(scored)), [len(one.found) for one in scored])
    at = np.concatenate([*(np.arange(len(one.found)) for one in scored), np.zeros(0, np.int64)])
    best = np.concatenate([*(one.best for one in scored), np.zeros(0, np.float32)])
    for spot in descending(best):
        yield scored[block[spot]].candidate(int(at[spot]))


def descending(values: Floats) -> Iterator[int]:
    """Go through the places of the values, the greatest first, equal ones as they stand.

    Only as many are put in order as are looked at, so that the first few come quickly.
    """
    done, wanted = 0, _FIRST_LOOK
    while done < len(values):
        top = _top(values, wanted)
        ordered = top[np.argsort(-values[top], kind="stable")]
        yield from ordered[done:].tolist()
        done, wanted = len(ordered), 4 * len(ordered)


def _top(values: Floats, wanted: int) -> Spots:
    if wanted >= len(values):
        return np.arange(len(values))
    least = np.partition(values, len(values) - wanted)[len(values) - wanted]
    return np.flatnonzero(values >= least)
