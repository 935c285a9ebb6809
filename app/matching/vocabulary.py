"""The words of the register, findable by initials and by near spelling."""

from collections import Counter
from collections.abc import Iterable, Mapping

import numpy as np
from rapidfuzz import fuzz

from app.matching import tally, text
from app.matching.shapes import Supplier
from app.matching.spellings import Spellings
from app.matching.tally import Worded

_SHORTEST = 2
_PAIR = 2
_LENGTH_SLACK = 3


class Vocabulary:
    """Words with the number of times they occur; words can be taken out again."""

    def __init__(self) -> None:
        """Begin empty."""
        self._counts: dict[str, int] = {}
        self._by_initials: dict[str, tuple[str, ...]] = {}
        self._by_sound: dict[str, tuple[str, ...]] = {}
        self._sounds = Spellings()

    def __contains__(self, word: object) -> bool:
        """Say whether the word occurs."""
        return word in self._counts

    def __getitem__(self, word: str) -> int:
        """Count how often the word occurs."""
        return self._counts.get(word, 0)

    def put(self, words: Iterable[str] | Mapping[str, int]) -> None:
        """Count the words in, each once or as often as is said."""
        new = []
        for word, times in Counter(words).items():
            before = self._counts.get(word, 0)
            self._counts[word] = before + times
            if not before:
                new.append(word)
        for word, led in zip(new, text.each(text.initials, new), strict=True):
            self._by_initials[led] = (*self._by_initials.get(led, ()), word)
        sounds = text.each(text.fold, new)
        for word, sound in zip(new, sounds, strict=True):
            self._by_sound[sound] = (*self._by_sound.get(sound, ()), word)
        self._sounds.add(sounds)

    def take(self, words: Iterable[str] | Mapping[str, int]) -> None:
        """Count the words out again; one that is gone is no longer found."""
        for word, times in Counter(words).items():
            left = self._counts.get(word, 0) - times
            if left > 0:
                self._counts[word] = left
            elif self._counts.pop(word, 0):
                self._forget(word)

    def _forget(self, word: str) -> None:
        _strike(self._by_initials, text.initials(word), word)
        sound = text.sound(word)
        _strike(self._by_sound, sound, word)
        if sound not in self._by_sound:
            self._sounds.discard(sound)

    def by_initials(self, initials: str) -> list[str]:
        """Find the words with these leading consonants, the commonest first."""
        found = self._by_initials.get(initials, ())
        return sorted(found, key=lambda word: (-self._counts[word], word))

    def near(self, word: str, cutoff: float, limit: int = 3) -> list[tuple[str, float]]:
        """Words spelt or sounding nearly alike with their likeness in 0..1, nearest first."""
        asked = text.sound(word)
        found = [
            (one, likeness(word, one))
            for sound in self._sounds.near(asked, cutoff)
            if abs(len(sound) - len(asked)) <= _LENGTH_SLACK
            for one in self._by_sound[sound]
        ]
        found.sort(key=lambda pair: (-pair[1], -self._counts[pair[0]], pair[0]))
        return [pair for pair in found if pair[1] >= cutoff][:limit]


def _strike(table: dict[str, tuple[str, ...]], key: str, word: str) -> None:
    left = tuple(one for one in table.pop(key) if one != word)
    if left:
        table[key] = left


def likeness(one: str, other: str) -> float:
    """Measure how alike two words are spelt, by letters and by sound; 1 only if equal."""
    if one == other:
        return 1.0
    letters = fuzz.ratio(text.jamo(one), text.jamo(other)) / 100
    sounds = fuzz.ratio(text.sound(one), text.sound(other)) / 100
    return min(0.99, (letters + 2 * sounds) / 3)


def words_of(suppliers: Iterable[Supplier]) -> Counter[str]:
    """Count the words by which wares are known: those of product names, alone and joined."""
    return words_in(tally.word([[product.name for one in suppliers for product in one.products]]))


def words_in(wares: Worded) -> Counter[str]:
    """Count the same in names cut into words already: the first column of these."""
    cut, names = wares.cut, wares.columns[0]
    times = np.bincount(names, minlength=len(cut.of.starts) - 1)
    named = np.flatnonzero(times)
    whose, at = cut.of.spread(named)
    counts = np.bincount(cut.of.values[at], times[named][whose]).astype(np.int64)
    found: Counter[str] = Counter()
    for number in np.flatnonzero(counts).tolist():
        stem = text.stem(cut.words[number])
        if len(stem) >= _SHORTEST:
            found[stem] += int(counts[number])
    pairs = named[np.diff(cut.of.starts)[named] == _PAIR]
    begins = cut.of.starts[pairs]
    both = (cut.of.values[begins].tolist(), cut.of.values[begins + 1].tolist())
    for one, other, often in zip(*both, times[pairs].tolist(), strict=True):
        found[text.stem(cut.words[one]) + text.stem(cut.words[other])] += often
    return found
