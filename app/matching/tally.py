"""The grams of many texts counted at once, each different word being cut only once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.matching import cutting, text
from app.matching.arrays import Amounts, Keys, Lists, Places, edges, heads, numbered
from app.matching.cutting import Cut
from app.matching.grams import grams_of, of_words

_FIELD_BITS, _GRAM_BITS = 2, 24
_FEW = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """Every gram of every row once, row by row, within a row in the order of the keys.

    Row n has the entries from ``starts[n]`` on; *grams* are places in *keys*. *runs* says where
    in *fields* each entry begins: *fields* holds the field of every single occurrence.
    """

    keys: Keys
    starts: Keys
    grams: Places
    runs: Keys
    fields: npt.NDArray[np.int8]

    def summed(self, weights: Sequence[float]) -> Amounts:
        """Sum for each entry the weights of the fields it occurs in, as often as it does."""
        return _reduced(np.add, np.array(weights)[self.fields], self.runs)

    def greatest(self, weights: Sequence[float]) -> Amounts:
        """Find for each entry the weight of the weightiest field it occurs in."""
        return _reduced(np.maximum, np.array(weights)[self.fields], self.runs)

    def part(self, begin: int, end: int) -> "Tally":
        """Take some of the rows out."""
        first, last = int(self.starts[begin]), int(self.starts[end])
        own, after = self._bound(first), self._bound(last)
        return Tally(
            keys=self.keys,
            starts=self.starts[begin : end + 1] - first,
            grams=self.grams[first:last],
            runs=self.runs[first:last] - own,
            fields=self.fields[own:after],
        )

    def _bound(self, entry: int) -> int:
        """Say where in *fields* an entry begins, or the last one ends."""
        return int(self.runs[entry]) if entry < len(self.runs) else len(self.fields)

    @property
    def rows(self) -> Keys:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def _reduced(how: np.ufunc, values: Amounts, runs: Keys) -> Amounts:
    reduced: Amounts = how.reduceat(values, runs) if len(runs) else values
    return reduced


def tally(columns: Sequence[Sequence[str]]) -> Tally:
    """Count the grams of rows; each column holds one text of every row."""
    if len(columns[0]) <= _FEW:
        return _of_few(columns)
    return word(columns).tally()


@dataclass(frozen=True, slots=True)
class Worded:
    """Rows of texts, cut into words: *columns* say which of the texts *cut* each row has."""

    cut: Cut
    columns: Sequence[Places]

    def tally(self) -> Tally:
        """Count the grams of the rows."""
        keys, cuts = _cut(self.cut.words)
        return _tallied(keys, np.concatenate([*self._packed(cuts)]), len(self.columns[0]))

    def _packed(self, cuts: Lists) -> Iterator[Keys]:
        """Write every single occurrence of a gram as one number: its row, itself and its column."""
        grams = cuts.values.astype(np.int64) << _FIELD_BITS
        for field, column in enumerate(self.columns):
            row, at = self.cut.of.spread(column)
            whose, at = cuts.spread(self.cut.of.values[at])
            packed = (row << (_GRAM_BITS + _FIELD_BITS) | field)[whose]
            packed |= grams[at]
            yield packed


def word(columns: Sequence[Sequence[str]]) -> Worded:
    """Cut the texts of rows into words, each different text once."""
    numbers, texts = numbered([one for column in columns for one in column])
    return Worded(cutting.number(texts), np.split(numbers, len(columns)))


def _of_few(columns: Sequence[Sequence[str]]) -> Tally:
    """Count the same text by text, which is quicker where there is little to count."""
    found: list[int] = []
    sizes: list[int] = []
    marks: list[int] = []
    for field, column in enumerate(columns):
        for row, given in enumerate(column):
            before = len(found)
            for word in text.eojeols(given):
                found += grams_of(word)
            sizes.append(len(found) - before)
            marks.append(row << (_GRAM_BITS + _FIELD_BITS) | field)
    keys, grams = np.unique(np.array(found, np.int64), return_inverse=True)
    return _tallied(keys, np.repeat(marks, sizes) | grams << _FIELD_BITS, len(columns[0]))


def _tallied(keys: Keys, packed: Keys, rows: int) -> Tally:
    """Bring every single occurrence of a gram, written as one number, in order; uses it up."""
    packed.sort()
    entries = packed >> _FIELD_BITS
    runs = heads(entries)
    entries = entries[runs]
    return Tally(
        keys=keys,
        starts=edges(np.bincount(entries >> _GRAM_BITS, minlength=rows)),
        grams=(entries & ((1 << _GRAM_BITS) - 1)).astype(np.int32),
        runs=runs,
        fields=(packed & ((1 << _FIELD_BITS) - 1)).astype(np.int8),
    )


def _cut(words: Sequence[str]) -> tuple[Keys, Lists]:
    """Cut words into grams, numbered by the order of their keys."""
    cuts = of_words([(word,) for word in words])
    keys, grams = np.unique(cuts.keys, return_inverse=True)
    by_word = np.argsort(cuts.places, kind="stable")
    sizes = np.bincount(cuts.places, minlength=len(words))
    return keys, Lists(edges(sizes), grams[by_word].astype(np.int32))
