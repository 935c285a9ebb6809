"""The words of the register, findable by initials and by near spelling."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.matching import text
from app.matching.shapes import Supplier

_SHORTEST = 2
_PAIR = 2
_LENGTH_SLACK = 3


class Vocabulary:
    """Words with the number of times they occur; words can be taken out again."""

    def __init__(self) -> None:
        """Begin empty."""
        self._counts: Counter[str] = Counter()
        self._by_initials: dict[str, set[str]] = defaultdict(set)
        self._by_length: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def __contains__(self, word: object) -> bool:
        """Say whether the word occurs."""
        return word in self._counts

    def __getitem__(self, word: str) -> int:
        """Count how often the word occurs."""
        return self._counts[word]

    def put(self, words: Iterable[str]) -> None:
        """Count the words in."""
        for word in words:
            if word not in self._counts:
                self._by_initials[text.initials(word)].add(word)
                sound = text.sound(word)
                self._by_length[len(sound)][sound].add(word)
            self._counts[word] += 1

    def take(self, words: Iterable[str]) -> None:
        """Count the words out again; one that is gone is no longer found."""
        for word in words:
            self._counts[word] -= 1
            if self._counts[word] <= 0:
                del self._counts[word]
                self._by_initials[text.initials(word)].discard(word)
                sound = text.sound(word)
                self._by_length[len(sound)][sound].discard(word)

    def by_initials(self, initials: str) -> list[str]:
        """Find the words with these leading consonants, the commonest first."""
        found = self._by_initials.get(initials, set())
        return sorted(found, key=lambda word: (-self._counts[word], word))

    def near(self, word: str, cutoff: float, limit: int = 3) -> list[tuple[str, float]]:
        """Words spelt or sounding nearly alike with their likeness in 0..1, nearest first."""
        sound = text.sound(word)
        found: dict[str, float] = {}
        for size in range(len(sound) - _LENGTH_SLACK, len(sound) + _LENGTH_SLACK + 1):
            known = self._by_length.get(size)
            if not known:
                continue
            hits = process.extract(
                sound, list(known), scorer=fuzz.ratio, score_cutoff=cutoff * 100, limit=limit
            )
            for hit, _, _ in hits:
                found.update((one, likeness(word, one)) for one in known[hit])
        ordered = sorted(
            found.items(), key=lambda pair: (-pair[1], -self._counts[pair[0]], pair[0])
        )
        return [pair for pair in ordered if pair[1] >= cutoff][:limit]


def likeness(one: str, other: str) -> float:
    """Measure how alike two words are spelt, by letters and by sound; 1 only if equal."""
    if one == other:
        return 1.0
    letters = fuzz.ratio(text.jamo(one), text.jamo(other)) / 100
    sounds = fuzz.ratio(text.sound(one), text.sound(other)) / 100
    return min(0.99, (letters + 2 * sounds) / 3)


def words_of(supplier: Supplier) -> Iterator[str]:
    """Pick the words by which a supplier's wares are known, of product names, alone and joined."""
    for product in supplier.products:
        yield from _words_of(product.name)


@lru_cache(maxsize=65_536)
def _words_of(name: str) -> tuple[str, ...]:
    stems = [text.stem(word) for word in text.eojeols(name)]
    words = [word for word in stems if len(word) >= _SHORTEST]
    return (*words, "".join(stems)) if len(stems) == _PAIR else tuple(words)
