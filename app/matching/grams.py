"""Character pairs and triples as numbers, so that numpy can count them.

A gram never crosses a space. A word of one syllable ('꽃', '떡') is a gram of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.matching import cutting
from app.matching.arrays import Floats, Keys, Places, distinct

_SPACE = 0x20
_BITS = 21


@dataclass(frozen=True, slots=True)
class Grams:
    """Every gram of every text: *keys* name the grams, *places* the text each stands in."""

    keys: Keys
    places: Places


def cut(texts: Sequence[str]) -> Grams:
    """Cut texts into grams; the texts are cleaned first."""
    return of_words(cutting.split(texts))


def of_words(lines: Sequence[Sequence[str]]) -> Grams:
    """Cut texts that are given as their cleaned words."""
    padded = [" " + " ".join(words) + " " for words in lines]
    lengths = np.fromiter((len(one) for one in padded), np.int64, len(padded))
    chars = np.frombuffer("".join(padded).encode("utf-32-le"), "<u4").astype(np.int64)
    place = np.repeat(np.arange(len(padded), dtype=np.int32), lengths)
    keys: list[Keys] = []
    places: list[Places] = []
    solid = chars != _SPACE
    for width in (1, 2, 3):
        key, at = _of_width(chars, solid, width)
        keys.append(key)
        places.append(place[at])
    return Grams(np.concatenate(keys), np.concatenate(places))


@lru_cache(maxsize=65_536)
def grams_of(word: str) -> tuple[int, ...]:
    """List the grams of one cleaned word, as often as they stand in it."""
    if len(word) == 1:
        return (ord(word),)
    codes = [ord(char) for char in word]
    pairs = [one << _BITS | other for one, other in pairwise(codes)]
    triples = [pair << _BITS | code for pair, code in zip(pairs, codes[2:], strict=False)]
    return (*pairs, *triples)


def _of_width(chars: Keys, solid: npt.NDArray[np.bool_], width: int) -> tuple[Keys, Keys]:
    count = max(len(chars) - width + 1, 0)
    whole = np.ones(count, np.bool_)
    key = np.zeros(count, np.int64)
    for offset in range(width):
        whole &= solid[offset : offset + count]
        key = (key << _BITS) | chars[offset : offset + count]
    if width == 1:
        whole &= _alone(solid)
    at = np.flatnonzero(whole)
    return key[at], at


def _alone(solid: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    before = np.concatenate(([False], solid[:-1]))
    after = np.concatenate((solid[1:], [False]))
    return ~before & ~after


def show(key: int) -> str:
    """Spell a gram out, for evidence and for debugging."""
    chars = []
    while key:
        chars.append(chr(key & ((1 << _BITS) - 1)))
        key >>= _BITS
    return "".join(reversed(chars))


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling each gram is, from a fixed collection of texts and not from the register.

    Because nothing here depends on who is registered, a supplier's score does not move when
    another one joins, and a stored run can be repeated.
    """

    keys: Keys
    weights: Floats
    unseen: float

    def of(self, keys: Keys) -> Floats:
        """Weigh each gram; one that was never seen weighs the most."""
        if not len(self.keys):
            return np.full(len(keys), self.unseen, np.float32)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[at] == keys
        return np.where(known, self.weights[at], np.float32(self.unseen)).astype(np.float32)


def rarity(texts: Sequence[str]) -> Rarity:
    """Count in how many texts each gram stands."""
    grams = cut(texts)
    once, _, _ = distinct(grams.keys, grams.places)
    keys, counts = np.unique(once, return_counts=True)
    total = max(len(texts), 1)
    weights = np.log(1 + (total - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    return Rarity(keys, weights, float(np.log(1 + (total + 0.5) / 0.5)))
