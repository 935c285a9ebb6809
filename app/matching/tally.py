"""The grams of many texts counted at once, each different word being cut only once."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.matching import cutting, text
from app.matching.arrays import Amounts, Keys, Lists, Places, edges, heads, numbered
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
    fields: Places

    def summed(self, weights: Sequence[float]) -> Amounts:
        """Sum for each entry the weights of the fields it occurs in, as often as it does."""
        return _reduced(np.add, np.array(weights)[self.fields], self.runs)

    def greatest(self, weights: Sequence[float]) -> Amounts:
        """Find for each entry the weight of the weightiest field it occurs in."""
        return _reduced(np.maximum, np.array(weights)[self.fields], self.runs)

    def part(self, begin: int, end: int) -> "Tally":
        """Take some of the rows out."""
        first, last = int(self.starts[begin]), int(self.starts[end])
        bounds = np.append(self.runs, len(self.fields))
        return Tally(
            keys=self.keys,
            starts=self.starts[begin : end + 1] - first,
            grams=self.grams[first:last],
            runs=self.runs[first:last] - bounds[first],
            fields=self.fields[bounds[first] : bounds[last]],
        )

    @property
    def rows(self) -> Keys:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def _reduced(how: np.ufunc, values: Amounts, runs: Keys) -> Amounts:
    reduced: Amounts = how.reduceat(values, runs) if len(runs) else values
    return reduced


def tally(columns: Sequence[Sequence[str]]) -> Tally:
    """Count the grams of rows; each column holds one text of every row."""
    rows = len(columns[0])
    if rows <= _FEW:
        return _of_few(columns)
    numbers: dict[str, int] = {}
    worded = [_worded(column, numbers) for column in columns]
    word = np.concatenate([words for _, words in worded])
    field = np.repeat(np.arange(len(columns)), [len(words) for _, words in worded])
    keys, cuts = _cut(list(numbers))
    whose, at = cuts.spread(word)
    row, field = np.concatenate([places for places, _ in worded])[whose], field[whose]
    packed = ((row << _GRAM_BITS | cuts.values[at]) << _FIELD_BITS) | field
    packed.sort()
    entries = packed >> _FIELD_BITS
    runs = heads(entries)
    entries = entries[runs]
    return Tally(
        keys=keys,
        starts=edges(np.bincount(entries >> _GRAM_BITS, minlength=rows)),
        grams=(entries & ((1 << _GRAM_BITS) - 1)).astype(np.int32),
        runs=runs,
        fields=(packed & ((1 << _FIELD_BITS) - 1)).astype(np.int32),
    )


def _of_few(columns: Sequence[Sequence[str]]) -> Tally:
    """Count the same one by one, which is quicker where there is little to count."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for field, column in enumerate(columns):
        for row, given in enumerate(column):
            for word in text.eojeols(given):
                for key in grams_of(word):
                    found[row, key].append(field)
    entries = sorted(found)
    keys = sorted({key for _, key in entries})
    number = {key: place for place, key in enumerate(keys)}
    rows = [row for row, _ in entries]
    fields = [found[entry] for entry in entries]
    return Tally(
        keys=np.array(keys, np.int64),
        starts=edges(np.bincount(np.array(rows, np.int64), minlength=len(columns[0]))),
        grams=np.array([number[key] for _, key in entries], np.int32),
        runs=edges(np.fromiter(map(len, fields), np.int64, len(fields)))[:-1],
        fields=np.array([field for some in fields for field in some], np.int32),
    )


def _worded(column: Sequence[str], numbers: dict[str, int]) -> tuple[Keys, Places]:
    """List the words of every row, each with its row; new words are numbered on."""
    of, texts = numbered(column)
    sizes, flat = array("q"), array("i")
    for words in cutting.lines(texts):
        sizes.append(len(words))
        flat.extend([numbers.setdefault(word, len(numbers)) for word in words])
    words_of = Lists(edges(np.array(sizes, np.int64)), np.array(flat, np.int32))
    rows, at = words_of.spread(of)
    return rows, words_of.values[at]


def _cut(words: Sequence[str]) -> tuple[Keys, Lists]:
    """Cut words into grams, numbered by the order of their keys."""
    cuts = of_words([(word,) for word in words])
    keys, grams = np.unique(cuts.keys, return_inverse=True)
    by_word = np.argsort(cuts.places, kind="stable")
    sizes = np.bincount(cuts.places, minlength=len(words))
    return keys, Lists(edges(sizes), grams[by_word].astype(np.int32))
