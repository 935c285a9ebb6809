"""Spellings near to what was typed, without comparing it with every one that is known.

A misspelt word shares some three letters in a row with what was meant; only those that share
enough of them are compared letter by letter. What joined since the tables were made is compared
outright.
"""

from collections.abc import Iterable

import numpy as np
from rapidfuzz import fuzz, process

from app.matching.arrays import Keys, Lists, edges, order

_WIDTH = 3
_BITS = 21
_EDGE = "\x02"
"""Stands before and after a spelling, so that how it begins and ends counts too."""

_SHARED = 4
"""One group of letters for as many letters must be shared, and always one."""

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
        enough = max(1, len(asked) // _SHARED)
        likely = self._sharing(f"{_EDGE}{asked}{_EDGE}", enough)
        found = process.extract(
            asked, likely, scorer=fuzz.ratio, score_cutoff=100 * cutoff, limit=None
        )
        return [spelling for spelling, _, _ in found]

    def around(self, asked: str) -> list[str]:
        """Find those that what is asked, of at least three letters, is a part of."""
        likely = self._sharing(asked, len(set(_groups([asked])[0].tolist())))
        return [spelling for spelling in likely if asked in spelling]

    def _sharing(self, asked: str, enough: int) -> list[str]:
        """List those that share enough groups of letters, and all that are not in the tables."""
        known = self._tables.sharing(asked, enough)
        if self._gone:
            known = [one for one in known if one not in self._gone]
        return [*known, *self._fresh]


class _Tables:
    """For every three letters in a row the spellings that have them."""

    def __init__(self, spellings: list[str]) -> None:
        self._spellings = spellings
        keys, places = _groups([f"{_EDGE}{one}{_EDGE}" for one in spellings])
        self._keys, numbers = np.unique(keys, return_inverse=True)
        sizes = np.bincount(numbers, minlength=len(self._keys))
        self._places = Lists(edges(sizes), places[order(numbers)].astype(np.int32))

    def sharing(self, asked: str, enough: int) -> list[str]:
        """Name those that share as many groups of letters with this one."""
        keys = np.unique(_groups([asked])[0])
        at = np.searchsorted(self._keys, keys)
        known = [n for n, key in zip(at, keys, strict=True) if key in self._keys[n : n + 1]]
        spans = [self._places.at(n) for n in known]
        if not spans:
            return []
        shared = np.bincount(np.concatenate(spans), minlength=len(self._spellings))
        return [self._spellings[place] for place in np.flatnonzero(shared >= enough).tolist()]


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
