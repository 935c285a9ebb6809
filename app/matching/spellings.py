"""Spellings near to what was typed, without comparing it with every one that is known.

A misspelt word shares some three letters in a row with what was meant; only those that share
enough of them are compared letter by letter. What joined since the tables were made is compared
outright.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from app.matching.arrays import Keys, Lists, heads, within

_WIDTH = 3
_BITS = 21
_EDGE = "\x02"
"""Stands before and after a spelling, so that how it begins and ends counts too."""

_SHARED = 4
"""One group of letters for as many letters must be shared, and always one."""

_LONGEST = 255
"""Spellings of so many letters or more are all taken for as long as that."""

_NEVER = 1 << 30
_ROUNDED = 1e-6
"""Likeness is a fraction of two lengths; it is held against a little less than the cutoff."""

_FRESH = 1024


class Spellings:
    """A set of spellings that finds those near another one, or around it."""

    def __init__(self) -> None:
        """Begin empty."""
        self._all: set[str] = set()
        self._fresh: set[str] = set()
        self._gone: set[str] = set()
        self._tables = _Tables([])

    def add(self, spellings: Iterable[str]) -> None:
        """Take spellings in."""
        new = set(spellings) - self._all
        self._all |= new
        self._fresh |= new - self._gone
        self._gone -= new
        if len(self._fresh) > _FRESH:
            self._tables, self._fresh, self._gone = _Tables(list(self._all)), set(), set()

    def discard(self, spelling: str) -> None:
        """Let a spelling go."""
        if spelling in self._all and spelling not in self._fresh:
            self._gone.add(spelling)
        self._all.discard(spelling)
        self._fresh.discard(spelling)

    def near(self, asked: str, cutoff: float) -> list[str]:
        """Find those as like what is asked as *cutoff* of 0..1 says, the likest first."""
        groups = _groups_of(f"{_EDGE}{asked}{_EDGE}")
        likely = self._sharing(groups, _least_shared(len(asked), len(groups), cutoff))
        found = process.extract(
            asked, likely, scorer=fuzz.ratio, score_cutoff=100 * cutoff, limit=None
        )
        return [spelling for spelling, _, _ in found]

    def around(self, asked: str) -> list[str]:
        """Find those that what is asked, of at least three letters, is a part of."""
        groups = _groups_of(asked)
        every = np.full(_LONGEST + 1, len(groups), np.int64)
        return [spelling for spelling in self._sharing(groups, every) if asked in spelling]

    def _sharing(self, groups: Sequence[int], least: Keys) -> list[str]:
        """List those that share enough groups of letters, and all that are not in the tables."""
        known = self._tables.sharing(groups, least)
        if self._gone:
            known = [one for one in known if one not in self._gone]
        return [*known, *self._fresh]


class _Tables:
    """For every three letters in a row the spellings that have them."""

    def __init__(self, spellings: list[str]) -> None:
        self._spellings = spellings
        self._lengths = np.minimum(np.fromiter(map(len, spellings), np.int64), _LONGEST)
        keys, places = _groups([f"{_EDGE}{one}{_EDGE}" for one in spellings])
        by_key = np.argsort(keys, kind="stable")
        keys = keys[by_key]
        firsts = heads(keys)
        self._keys = keys[firsts]
        starts = np.append(firsts, len(keys))
        self._places = Lists(starts, places[by_key].astype(np.int32))

    def sharing(self, groups: Sequence[int], least: Keys) -> list[str]:
        """Name those that share as many of these groups of letters as their length demands."""
        keys = np.array(groups, np.int64)
        at = np.searchsorted(self._keys, keys)
        known = at[within(keys, self._keys)]
        if not len(known):
            return []
        spans = [self._places.at(number) for number in known.tolist()]
        shared = np.bincount(np.concatenate(spans), minlength=len(self._spellings))
        some = np.flatnonzero(shared >= least.min())
        found = some[shared[some] >= least[self._lengths[some]]]
        return [self._spellings[place] for place in found.tolist()]


@lru_cache(maxsize=1024)
def _least_shared(length: int, groups: int, cutoff: float) -> Keys:
    """Say for every length how many groups a spelling of it must share to be as like as *cutoff*.

    Two spellings keep some letters in common, in order; every other letter of what is asked takes
    at most three of its groups away, every other letter of the spelling two. One group for as many
    letters as is said above is asked for in any case.
    """
    lengths = np.arange(_LONGEST + 1)
    kept = np.ceil(cutoff * (length + lengths) / 2 - _ROUNDED).astype(np.int64)
    least = groups - _WIDTH * (length - kept) - (_WIDTH - 1) * (lengths - kept)
    enough = max(1, length // _SHARED)
    least = np.where(kept <= np.minimum(length, lengths), np.maximum(least, enough), _NEVER)
    least[_LONGEST] = enough
    return least


def _groups_of(spelling: str) -> list[int]:
    """List the different groups of one spelling, as *_groups* writes them, ascending."""
    codes = [ord(letter) for letter in spelling]
    groups = zip(codes, codes[1:], codes[2:], strict=False)
    return sorted({((one << _BITS | two) << _BITS) | three for one, two, three in groups})


def _groups(spellings: list[str]) -> tuple[Keys, Keys]:
    """List every three letters in a row as a number, each with the place of its spelling."""
    lengths = np.fromiter(map(len, spellings), np.int64, len(spellings))
    joined = "".join(spellings).encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(joined, "<u4").astype(np.int64)
    whose = np.repeat(np.arange(len(spellings)), lengths)
    count = max(len(letters) - _WIDTH + 1, 0)
    inside = whose[:count] == whose[len(letters) - count :]
    keys = np.zeros(count, np.int64)
    for offset in range(_WIDTH):
        keys = (keys << _BITS) | letters[offset : offset + count]
    return keys[inside], whose[:count][inside]
