"""Lists laid end to end in arrays, the shape in which thousands are handled at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Amounts = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Value = TypeVar("Value")

_LOW = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers end to end; the n-th lies from ``starts[n]`` to ``starts[n + 1]``."""

    starts: Keys
    values: Places

    def span(self, number: int) -> slice:
        """Say where one list lies."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    def at(self, number: int) -> Places:
        """Answer one list."""
        return self.values[self.span(number)]

    def spread(self, numbers: npt.NDArray[np.integer[Any]]) -> tuple[Keys, Keys]:
        """List everything in these lists: for each the place in *numbers*, and its own place."""
        return spans(self.starts[numbers], self.starts[numbers + 1])

    def of_each(self, some: "Lists") -> tuple["Lists", Keys]:
        """Join these lists as *some* lists their numbers; and say of each value where it was."""
        _, at = self.spread(some.values)
        sizes = np.diff(self.starts)[some.values]
        return Lists(edges(sizes)[some.starts], self.values[at]), at


def lists(given: Iterable[Sequence[int]]) -> Lists:
    """Lay lists of numbers end to end."""
    kept = list(given)
    sizes = np.fromiter((len(one) for one in kept), np.int64, len(kept))
    flat = np.fromiter((n for one in kept for n in one), np.int32, int(sizes.sum()))
    return Lists(edges(sizes), flat)


def edges(sizes: npt.NDArray[np.integer[Any]]) -> Keys:
    """Say where things of these sizes begin and end when they are laid end to end."""
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))


def spans(begins: Keys, ends: Keys) -> tuple[Keys, Keys]:
    """List everything in these spans: for each the number of its span, and its place."""
    return np.repeat(np.arange(len(begins)), ends - begins), along(begins, ends)


def along(begins: Keys, ends: Keys) -> Keys:
    """List the places in these spans, one after the other."""
    sizes = ends - begins
    found = np.repeat(begins - (np.cumsum(sizes) - sizes), sizes)
    found += np.arange(len(found))
    return found


def order(numbers: npt.NDArray[np.integer[Any]]) -> Keys:
    """Order numbers below 2**31, equal ones as they stand; sorting pairs as one number is quick."""
    packed = (numbers.astype(np.int64) << 32) | np.arange(len(numbers))
    packed.sort()
    packed &= _LOW
    return packed


def heads(numbers: npt.NDArray[np.integer[Any]]) -> Keys:
    """Find where each run of equal numbers begins."""
    fresh = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)


def distinct(first: Keys, second: npt.NDArray[np.integer[Any]]) -> tuple[Keys, Keys, Keys]:
    """List the different pairs of two rows of numbers, ascending, and how often each stands."""
    ordered = np.lexsort((second, first))
    one, other = first[ordered], second[ordered].astype(np.int64)
    at = union(heads(one), heads(other))
    return one[at], other[at], np.diff(np.append(at, len(one))).astype(np.int64)


def union(one: Keys, other: Keys) -> Keys:
    """Join two ascending rows of numbers into one without doubles; sorting beats hashing here."""
    both = np.concatenate((one, other))
    both.sort(kind="stable")
    return both[heads(both)]


def within(numbers: Keys, others: Keys) -> Mask:
    """Mark the numbers that are among others, which ascend."""
    if not len(others):
        return np.zeros(len(numbers), np.bool_)
    at = np.minimum(np.searchsorted(others, numbers), len(others) - 1)
    found: Mask = others[at] == numbers
    return found


def numbered(values: Sequence[Value]) -> tuple[Places, list[Value]]:
    """Number the different values in the order of their coming."""
    numbers: defaultdict[Value, int] = defaultdict(count().__next__)
    found = np.fromiter(map(numbers.__getitem__, values), np.int32, len(values))
    return found, list(numbers)
