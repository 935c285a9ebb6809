"""Texts parted into passages that can be read each by itself, so that a repeated one is read once.

A term may stand over a space only where the words before it, joined, begin some phrase. Where none
does, the words on either side tell nothing of each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt

from app.matching.arrays import Keys, Lists, Mask
from app.matching.cutting import Cut
from app.matching.reader import Reader, openings

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
    starts, numbers = cut.of.starts, cut.of.values
    is_end = np.zeros(len(numbers) + 1, np.bool_)
    is_end[starts[1:]] = True
    begins = np.ones(len(numbers) + 1, np.bool_)
    begins[1:] = ~_joined(cut, is_end[1:], reader)
    edges = np.flatnonzero(begins)
    heads, tails = edges[:-1], edges[1:]
    chains = 2 * _chained(cut, heads, tails) + is_end[tails]
    _, found = np.unique(chains, return_inverse=True)
    example = np.zeros(found.max(initial=-1) + 1, np.int64)
    example[found] = np.arange(len(found))
    spans = zip(heads[example].tolist(), tails[example].tolist(), strict=True)
    different = [
        (tuple(cut.words[one] for one in numbers[head:tail].tolist()), bool(is_end[tail]))
        for head, tail in spans
    ]
    return Passages(different, Lists(np.searchsorted(heads, starts), found.astype(np.int32)))


def _chained(cut: Cut, heads: Keys, tails: Keys) -> Keys:
    """Number chains of words: the same number where the same words follow each other.

    One word has its own number; a longer chain is what is numbered so far and one word more.
    """
    found = cut.of.values[heads].astype(np.int64)
    more, step, known = np.flatnonzero(tails - heads > 1), 1, len(cut.words)
    while len(more):
        pairs = found[more] << 32 | cut.of.values[heads[more] + step]
        different, which = np.unique(pairs, return_inverse=True)
        found[more] = which + known
        step, known = step + 1, known + len(different)
        more = more[tails[more] - heads[more] > step]
    return found


def _joined(cut: Cut, ends: Mask, reader: Reader) -> Mask:
    """Mark the words over whose end, where their text goes on, a phrase may go on too.

    What is begun grows by a word at a time, each different pair being tried once.
    """
    words, numbers = cut.words, cut.of.values
    joined = np.zeros(len(numbers), np.bool_)
    begun = [tuple(letters for _, letters in reader.begun(word)) for word in words]
    opening = _marks([openings(word) for word in words])
    at = np.flatnonzero(~ends)
    which = numbers[at].astype(np.int64)
    while len(at):
        follow = [reader.follow(one) for one in begun]
        may_go_on = (_marks(follow)[which] & opening[numbers[at + 1]]) != 0
        at, which = at[may_go_on], which[may_go_on]
        pairs, which = np.unique(which << 32 | numbers[at + 1], return_inverse=True)
        both = [(pair >> 32, words[pair & _LOW]) for pair in pairs.tolist()]
        opens = np.array([_meet(follow[one], openings(word)) for one, word in both], np.bool_)
        begun = [reader.goes_on(begun[one], word) for one, word in both]
        joined[at[opens[which]]] = True
        further = _any(begun)[which] & ~ends[at + 1]
        at, which = at[further] + 1, which[further]
    return joined


def _meet(letters: str, others: str) -> bool:
    return any(letter in letters for letter in others)


def _marks(letters: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Mark for each of these which letters are in it; 64 marks stand for all letters there are.

    Where two have no mark in common they have no letter in common.
    """
    found = (reduce(or_, (1 << (ord(one) & 63) for one in some), 0) for some in letters)
    return np.fromiter(found, np.uint64, len(letters))


def _any(begun: Sequence[tuple[str, ...]]) -> Mask:
    return np.fromiter(map(bool, begun), np.bool_, len(begun))
