"""Which trades a text resembles, by the character grams it shares with all their terms.

Where no term stands in a text word for word, '전등 바꾸기' still resembles the terms of lighting
work more than those of any other trade. The resemblance is worth less than a term found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.matching import dull
from app.matching.grams import Floats, Keys, Places, Rarity, cut

Field = tuple[Sequence[str], float]

_CHUNK = 4096
_KEPT = 4
_SATURATION, _LENGTH_SHARE = 1.0, 0.5
_SURE = 0.25
_LEAST = 0.07


@dataclass(frozen=True, slots=True)
class Sketcher:
    """The grams of every trade's terms, as postings from gram to trade."""

    codes: tuple[str, ...]
    keys: Keys
    starts: Keys
    trades: Places
    impacts: Floats
    rarity: Rarity

    def sketch(self, fields: Sequence[Field]) -> Iterator[dict[str, float]]:
        """Answer, for each text, the few trades it resembles with weights up to 1.

        *fields* are parallel lists of texts with the weight of each list.
        """
        count = len(fields[0][0])
        for begin in range(0, count, _CHUNK):
            part = [(texts[begin : begin + _CHUNK], weight) for texts, weight in fields]
            yield from self._strongest(self._likeness(part))

    def _likeness(self, fields: Sequence[Field]) -> npt.NDArray[np.float64]:
        rows, width = len(fields[0][0]), len(self.codes)
        keys, places, weights = _gathered(fields)
        weights = dull.damped(keys, weights)
        best = np.bincount(places, weights * self.rarity.of(keys), rows) * (1 + _SATURATION)
        at = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        known = self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), np.bool_)
        at, places, weights = at[known], places[known], weights[known]
        sizes = self.starts[at + 1] - self.starts[at]
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        posting = np.repeat(self.starts[at], sizes) + within
        cell = np.repeat(places.astype(np.int64), sizes) * width + self.trades[posting]
        worth = np.repeat(weights, sizes) * self.impacts[posting]
        total = np.bincount(cell, worth, rows * width).reshape(rows, width)
        return total / np.where(best > 0, best, 1.0)[:, None]

    def _strongest(self, likeness: npt.NDArray[np.float64]) -> Iterator[dict[str, float]]:
        """Keep the likest few of each row, in steep proportion to the likest."""
        kept = min(_KEPT, likeness.shape[1])
        if not kept:
            yield from ({} for _ in likeness)
            return
        top = np.sort(np.argpartition(-likeness, kept - 1, axis=1)[:, :kept], axis=1)
        for places, values in zip(top, np.take_along_axis(likeness, top, axis=1), strict=True):
            most = float(values.max())
            sure = min(1.0, most / _SURE)
            yield {
                self.codes[place]: sure * (float(value) / most) ** 2
                for place, value in zip(places, values, strict=True)
                if value >= _LEAST
            }


def _gathered(fields: Sequence[Field]) -> tuple[Keys, Places, npt.NDArray[np.float64]]:
    """Every gram of every text once, with the weight of the weightiest field it stands in."""
    cuts = [cut(texts) for texts, _ in fields]
    keys = np.concatenate([one.keys for one in cuts])
    places = np.concatenate([one.places for one in cuts])
    weights = np.concatenate(
        [np.full(len(one.keys), weight) for one, (_, weight) in zip(cuts, fields, strict=True)]
    )
    order = np.lexsort((-weights, places, keys))
    keys, places, weights = keys[order], places[order], weights[order]
    fresh = np.ones(len(keys), np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    return keys[fresh], places[fresh], weights[fresh]


def train(terms: Sequence[Sequence[str]], codes: Sequence[str]) -> Sketcher:
    """Learn the grams of each trade from its terms; a gram of many trades tells little."""
    flat = [term for some in terms for term in some]
    owner = np.repeat(np.arange(len(terms)), [len(some) for some in terms])
    grams = cut(flat)
    pairs = np.unique(np.stack((grams.keys, grams.places.astype(np.int64))), axis=1)
    cells, times = np.unique(np.stack((pairs[0], owner[pairs[1]])), axis=1, return_counts=True)
    keys, starts, spread = np.unique(cells[0], return_index=True, return_counts=True)
    weights = np.log(1 + (len(codes) - spread + 0.5) / (spread + 0.5)).astype(np.float32)
    rarity = Rarity(keys, weights, float(np.log(1 + (len(codes) + 0.5) / 0.5)))
    length = np.bincount(cells[1], times, len(codes))
    relative = length / (length.mean() if len(length) else 1.0)
    damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * relative[cells[1]])
    impacts = times * (_SATURATION + 1) / (times + damping) * rarity.of(cells[0])
    return Sketcher(
        codes=tuple(codes),
        keys=keys,
        starts=np.concatenate((starts, [cells.shape[1]])).astype(np.int64),
        trades=cells[1].astype(np.int32),
        impacts=impacts.astype(np.float32),
        rarity=rarity,
    )
