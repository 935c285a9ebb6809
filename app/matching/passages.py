"""Texts parted into passages that can be read each by itself, so that a repeated one is read once.

A term may stand over a space only where the words before it, joined, begin some phrase. Where none
does, the words on either side tell nothing of each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.matching.arrays import Keys, Lists, Mask, numbered
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
    starts, words = cut.of.starts, list(map(cut.words.__getitem__, cut.of.values.tolist()))
    begins = np.ones(len(words) + 1, np.bool_)
    begins[1:-1] = ~_joined(words, cut, reader)
    begins[starts] = True
    edges = np.flatnonzero(begins)
    heads, tails = edges[:-1], edges[1:]
    is_end = np.zeros(len(words) + 1, np.bool_)
    is_end[starts[1:]] = True
    ends, alone = is_end[tails], tails - heads == 1
    found = np.zeros(len(heads), np.int32)
    single, found[alone] = _of_one_word(cut, heads[alone], ends[alone])
    spans = zip(*(some[~alone].tolist() for some in (heads, tails, ends)), strict=True)
    longer, wider = numbered([(tuple(words[head:tail]), last) for head, tail, last in spans])
    found[~alone] = longer + len(single)
    return Passages([*single, *wider], Lists(np.searchsorted(heads, starts), found))


def _of_one_word(cut: Cut, at: Keys, ends: Mask) -> tuple[list[Passage], Keys]:
    """Number the passages of one word, which are most, without making a list of each."""
    different, found = np.unique(2 * cut.of.values[at] + ends, return_inverse=True)
    return [((cut.words[one >> 1],), one % 2 == 1) for one in different.tolist()], found


def _joined(words: list[str], cut: Cut, reader: Reader) -> Mask:
    """Mark the words, all but the last, over whose end a phrase may go on into the next word.

    Those at the end of a text are marked at random.
    """
    numbers = cut.of.values
    opens = np.fromiter(map(reader.goes_on, cut.words), np.bool_, len(cut.words))
    at = np.flatnonzero(opens[numbers[:-1]])
    packed = numbers[at].astype(np.int64) << 32 | numbers[at + 1]
    pairs, which = np.unique(packed, return_inverse=True)
    linked, whole = np.zeros(len(pairs), np.bool_), np.zeros(len(pairs), np.bool_)
    for place, pair in enumerate(pairs.tolist()):
        one, other = cut.words[pair >> 32], cut.words[pair & _LOW]
        linked[place] = reader.opens(one + other[0])
        whole[place] = linked[place] and reader.goes_on(one + other)
    joined = np.zeros(max(len(words) - 1, 0), np.bool_)
    joined[at[linked[which]]] = True
    for place in at[whole[which]].tolist():
        _go_on(words, reader, place, joined)
    return joined


def _go_on(words: list[str], reader: Reader, place: int, joined: Mask) -> None:
    """Mark how far phrases may go that begin with the whole of two words."""
    begun, after = words[place] + words[place + 1], place + 2
    while after < len(words) and reader.opens(begun + words[after][0]):
        joined[after - 1] = True
        begun, after = begun + words[after], after + 1
