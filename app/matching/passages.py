"""Texts parted into passages that can be read each by itself, so that a repeated one is read once.

A term may stand over a space only where the words before it, joined, begin some phrase. Where none
does, the words on either side tell nothing of each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.matching.arrays import Keys, Lists, Mask, Places, numbered
from app.matching.cutting import Cut
from app.matching.reader import Reader

_LOW = (1 << 32) - 1

Passage = tuple[tuple[str, ...], bool]
"""Words that belong together, and whether a text ends with them: its last word is its head."""


@dataclass(frozen=True, slots=True)
class Passages:
    """The *different* passages of texts, and for each text the numbers of its own, in order."""

    different: Sequence[Passage]
    of: Lists


def part(cut: Cut, reader: Reader) -> Passages:
    """Part texts wherever no phrase may stand over a space."""
    words, starts = cut.of.values, cut.of.starts
    firsts = starts[:-1][np.diff(starts) > 0]
    begins = np.ones(len(words), np.bool_)
    begins[1:] = ~_joined(cut, reader)
    begins[firsts] = True
    heads = np.flatnonzero(begins)
    tails = np.append(heads, len(words))[1:]
    is_last = np.zeros(len(words) + 1, np.bool_)
    is_last[starts[1:]] = True
    numbers, different = _numbered(words.tolist(), heads, tails, is_last[tails])
    spelt = [(tuple(map(cut.words.__getitem__, some)), ends) for some, ends in different]
    return Passages(spelt, Lists(np.searchsorted(heads, starts), numbers))


def _numbered(
    words: list[int], heads: Keys, tails: Keys, ends: Mask
) -> tuple[Places, list[tuple[tuple[int, ...], bool]]]:
    spans = zip(heads.tolist(), tails.tolist(), ends.tolist(), strict=True)
    return numbered([(tuple(words[head:tail]), last) for head, tail, last in spans])


def _joined(cut: Cut, reader: Reader) -> Mask:
    """Mark the words, all but the last, over whose end a phrase may go on into the next word.

    Those at the end of a text are marked at random.
    """
    words = cut.of.values
    opens = np.fromiter(map(reader.goes_on, cut.words), np.bool_, len(cut.words))
    at = np.flatnonzero(opens[words[:-1]])
    pairs, which = np.unique(words[at].astype(np.int64) << 32 | words[at + 1], return_inverse=True)
    linked, whole = np.zeros(len(pairs), np.bool_), np.zeros(len(pairs), np.bool_)
    for place, pair in enumerate(pairs.tolist()):
        one, other = cut.words[pair >> 32], cut.words[pair & _LOW]
        linked[place] = reader.opens(one + other[0])
        whole[place] = linked[place] and reader.goes_on(one + other)
    joined = np.zeros(max(len(words) - 1, 0), np.bool_)
    joined[at[linked[which]]] = True
    for place in at[whole[which]].tolist():
        _go_on(cut, reader, place, joined)
    return joined


def _go_on(cut: Cut, reader: Reader, place: int, joined: Mask) -> None:
    """Mark how far phrases may go that begin with the whole of two words."""
    words, after = cut.of.values, place + 2
    begun = cut.words[words[place]] + cut.words[words[place + 1]]
    while after < len(words) and reader.goes_on(begun):
        word = cut.words[words[after]]
        joined[after - 1] |= reader.opens(begun + word[0])
        begun, after = begun + word, after + 1
