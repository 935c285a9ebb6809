"""Which trades a text resembles, by the character grams it shares with all their terms.

Where no term stands in a text word for word, '전등 바꾸기' still resembles the terms of lighting
work more than those of any other trade. The resemblance is worth less than a term found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.matching import dull
from app.matching.arrays import Amounts, Floats, Keys, Places, along, distinct, heads
from app.matching.grams import Rarity, cut
from app.matching.tally import Tally

_CHUNK = 128
_KEPT = 4
_SATURATION, _LENGTH_SHARE = 1.0, 0.5
_SURE = 0.25
_LEAST = 0.07


class Resembled(NamedTuple):
    """Which rows of texts resemble which trades, row by row the likest first, and how much, to 1."""

    rows: Keys
    trades: Keys
    weights: Amounts


_NONE = Resembled(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class _Table:
    """For each gram of the texts its place among ours or -1, and how telling it is."""

    places: Keys
    shares: Amounts
    rarity: Floats


@dataclass(frozen=True, slots=True)
class Sketcher:
    """The grams of every trade's terms, as postings from gram to trade."""

    codes: tuple[str, ...]
    keys: Keys
    starts: Keys
    trades: Places
    impacts: Floats
    rarity: Rarity

    def strongest(self, texts: Tally, weights: Sequence[float]) -> Resembled:
        """Answer for each row of texts the few trades it resembles; *weights* are the columns'."""
        rows, table = len(texts.starts) - 1, self._table(texts.keys)
        found = [_NONE]
        for begin in range(0, rows if self.codes else 0, _CHUNK):
            some = texts.part(begin, min(begin + _CHUNK, rows))
            found.append(_kept(*self._likeness(some, weights, table), begin))
        return Resembled(*map(np.concatenate, zip(*found, strict=True)))

    def _table(self, keys: Keys) -> _Table:
        at = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        known = self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), np.bool_)
        share, rarity = dull.shares(keys), self.rarity.of(keys)
        return _Table(np.where(known, at, -1), share, rarity)

    def _likeness(
        self, texts: Tally, weights: Sequence[float], table: _Table
    ) -> tuple[Amounts, Amounts]:
        """Sum by row and trade what they share, and by row what the best likeness would be."""
        rows, width = len(texts.starts) - 1, len(self.codes)
        places = texts.rows
        worth = texts.greatest(weights) * table.shares[texts.grams]
        best = np.bincount(places, worth * table.rarity[texts.grams], rows) * (1 + _SATURATION)
        at = table.places[texts.grams]
        known = np.flatnonzero(at >= 0)
        begins, ends = self.starts[at[known]], self.starts[at[known] + 1]
        sizes, posting = ends - begins, along(begins, ends)
        cell = np.repeat(places[known] * width, sizes)
        cell += self.trades.take(posting)
        told = np.repeat(worth[known], sizes)
        told *= self.impacts.take(posting)
        total = np.bincount(cell, told, rows * width).astype(np.float64, copy=False)
        return total.reshape(rows, width), np.where(best > 0, best, 1.0)


def _kept(shared: Amounts, best: Amounts, begin: int) -> Resembled:
    """Keep the likest few of each row, in steep proportion to the likest."""
    rows, trades = np.nonzero(shared >= (_LEAST * best)[:, None])
    values = shared[rows, trades] / best[rows]
    ordered = np.lexsort((trades, -values, rows))
    rows, trades, values = rows[ordered], trades[ordered], values[ordered]
    firsts = heads(rows)
    sizes = np.diff(np.append(firsts, len(rows)))
    most = np.repeat(values[firsts], sizes)
    few = np.arange(len(rows)) - np.repeat(firsts, sizes) < _KEPT
    shares = np.minimum(1.0, most / _SURE) * (values / most) ** 2
    return Resembled(rows[few] + begin, trades[few], shares[few])


def train(terms: Sequence[Sequence[str]], codes: Sequence[str]) -> Sketcher:
    """Learn the grams of each trade from its terms; a gram of many trades tells little."""
    flat = [term for some in terms for term in some]
    owner = np.repeat(np.arange(len(terms)), [len(some) for some in terms])
    grams = cut(flat)
    once, at, _ = distinct(grams.keys, grams.places)
    cells, trades, times = distinct(once, owner[at])
    keys, starts, spread = np.unique(cells, return_index=True, return_counts=True)
    weights = np.log(1 + (len(codes) - spread + 0.5) / (spread + 0.5)).astype(np.float32)
    rarity = Rarity(keys, weights, float(np.log(1 + (len(codes) + 0.5) / 0.5)))
    length = np.bincount(trades, times, len(codes))
    relative = length / (length.mean() if len(length) else 1.0)
    damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * relative[trades])
    impacts = times * (_SATURATION + 1) / (times + damping) * rarity.of(cells)
    return Sketcher(
        codes=tuple(codes),
        keys=keys,
        starts=np.concatenate((starts, [len(cells)])).astype(np.int64),
        trades=trades.astype(np.int32),
        impacts=impacts.astype(np.float32),
        rarity=rarity,
    )
