"""Find the known terms of a text: the longest first, none inside another, none blocked.

What stands inside one word depends on that word alone, so it is worked out once for each word.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import Any, NamedTuple

from app.matching import plain, text

Meanings = tuple[tuple[str, float], ...]

_REMEMBERED = 262_144
_ONE = (1,)
_WITHIN = frozenset(("을", "를", "의", "에", "에서", "이", "가", "은", "는", "용", "들"))
"""Particles that may stand inside a phrase; '와' and '과' part two things."""

_COMPOUND = 2
"""Syllables that must stand on either side of where a phrase begins inside a word."""


class Mention(NamedTuple):
    """A term found in a text: where it stands, and the concepts it may mean."""

    start: int
    end: int
    term: str
    concepts: Meanings


class _Spot(NamedTuple):
    """A phrase that stands in a text: its last word, and how much of that word it covers."""

    phrase: str
    start: int
    end: int
    word: int = 0
    covered: int = 0


class Reader:
    """Terms with their meanings, and phrases that speak against concepts."""

    def __init__(
        self, terms: Mapping[str, Meanings], blocks: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Take the terms and the phrases that block, both without spaces."""
        self._terms = terms
        self._blocks = blocks
        self._phrases = terms.keys() | blocks.keys()
        self._heads = _heads(self._phrases)
        self._goes_on = _followers(self._phrases)
        self._silent = lru_cache(maxsize=_REMEMBERED)(self._is_silent)
        self.begun = lru_cache(maxsize=_REMEMBERED)(self._begun)
        self._inside = lru_cache(maxsize=_REMEMBERED)(self._scan)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the phrases only; what follows from them is worked out again."""
        return Reader, (self._terms, self._blocks)

    def forget(self) -> None:
        """Let go of what is remembered of words: after a whole register was read, that is much."""
        for remembered in (self._silent, self.begun, self._inside, _ends, openings):
            remembered.cache_clear()

    def follow(self, begun: tuple[str, ...]) -> str:
        """Write the letters with which the phrases that are begun so go on."""
        return "".join([self._goes_on[one] for one in begun])

    def goes_on(self, begun: tuple[str, ...], word: str) -> tuple[str, ...]:
        """Answer what is begun after this word, of phrases that go on further."""
        goes_on, first = self._goes_on, word[0]
        return tuple(one + word for one in begun if first in goes_on[one] and one + word in goes_on)

    def read(
        self, words: Sequence[str], *, ends: bool = True
    ) -> tuple[list[Mention], frozenset[str]]:
        """Find the terms of a text given as its words, and the concepts it speaks against.

        A term written over a space must begin and end with the words it covers, so
        '시청 소독' is not '청소'. Inside a blocking phrase the concept it blocks is not seen. Where
        the text does not end here, its last word is no head.
        """
        found: list[Mention] = []
        blocked: dict[str, int] = {}
        at, skip, place, last = 0, 0, 0, len(words) - 1
        while at <= last:
            word = words[at]
            if not skip:
                if self._silent(word):
                    at, place = at + 1, place + len(word)
                    continue
                begun = self.begun(word)
                if at < last and begun:
                    chosen = self._take_over(words, at, place, found, blocked)
                    if chosen is not None:
                        place += sum(map(len, words[at : chosen.word]))
                        at, skip = chosen.word, chosen.covered
                        continue
            for spot in self._inside(word, skip, ends and at == last):
                self._take(spot, place, found, blocked)
            at, skip, place = at + 1, 0, place + len(word)
        return found, frozenset(blocked)

    def _is_silent(self, word: str) -> bool:
        """Say whether a word has no part in any phrase that begins in it."""
        return not self.begun(word) and not self._scan(word, 0, last=True)

    def _begun(self, word: str) -> tuple[tuple[int, str], ...]:
        """List with what a word may begin a phrase that goes on over a space, and from where.

        With the whole word; without its particle ('급식소를 소독'); or, inside a compound, with at
        least two syllables after at least two others ('노외주차장 관리' is '주차장 관리').
        """
        goes_on, stem = self._goes_on, text.stem(word)
        forms = (word, stem) if word.removeprefix(stem) in _WITHIN else (word,)
        found = [(0, form) for form in forms if form in goes_on]
        for at in range(_COMPOUND, len(word) - _COMPOUND + 1):
            found += [(at, form[at:]) for form in forms if form[at:] in goes_on]
        return tuple(one for one in found if len(one[1]) >= _COMPOUND or not one[0])

    def _take(self, spot: _Spot, place: int, found: list[Mention], blocked: dict[str, int]) -> bool:
        """Note what a phrase blocks; if it is a term note that, and say so."""
        end = place + spot.end
        told = place + spot.start + len(spot.phrase)  # *end* may count a last word longer
        for code in self._blocks.get(spot.phrase, ()):
            blocked[code] = max(told, blocked.get(code, 0))
        meant = self._terms.get(spot.phrase)
        if meant is None:
            return False
        if blocked:
            meant = tuple(pair for pair in meant if blocked.get(pair[0], 0) < told)
        if meant:
            found.append(Mention(place + spot.start, end, spot.phrase, meant))
        return True

    def _take_over(
        self,
        words: Sequence[str],
        at: int,
        place: int,
        found: list[Mention],
        blocked: dict[str, int],
    ) -> _Spot | None:
        """Note the longest phrase that begins in this word and goes on over a space, if any.

        What stands in the word before it is noted too.
        """
        for begin, begun in self.begun(words[at]):
            before = self._before(words[at], begin) if begin else ()
            if any(spot.end > begin for spot in before):
                continue
            for spot in self._over(words, at, begin, begun):
                heard = len(found)
                if self._take(spot, place, found, blocked):
                    taken = found.pop() if len(found) > heard else None
                    for one in before:
                        self._take(one, place, found, blocked)
                    found += [taken] if taken else []
                    return spot
        return None

    def _before(self, word: str, begin: int) -> tuple[_Spot, ...]:
        """Find what stands in a word, which is not the last one, before this letter."""
        inside = self._inside(word, 0, False)  # noqa: FBT003 - not the last word
        return tuple(spot for spot in inside if spot.start < begin)

    def _over(self, words: Sequence[str], at: int, begin: int, begun: str) -> list[_Spot]:
        """Find the phrases that begin so in this word and go on over a space, longest first."""
        found: list[_Spot] = []
        for next_at in range(at + 1, len(words)):
            word = words[next_at]
            for end, covered in _ends(word).items():
                phrase = begun + end
                if phrase in self._phrases:
                    found.append(_Spot(phrase, begin, begin + len(phrase), next_at, covered))
            begun += word
            if begun not in self._goes_on:
                break
        return found[::-1]

    def _scan(self, word: str, skip: int, last: bool) -> tuple[_Spot, ...]:  # noqa: FBT001
        """Find the phrases inside a word, from left to right, beginning after *skip*."""
        found: list[_Spot] = []
        i = skip
        while i < len(word):
            end = i + 1
            for spot in self._from(word, i, last=last):
                found.append(spot)
                if spot.phrase in self._terms:
                    end = spot.end
                    break
            i = end
        return tuple(found)

    def _from(self, word: str, i: int, *, last: bool) -> Iterator[_Spot]:
        """Find the phrases from here, longest first.

        A term with which the text ends counts as long as the longest that begins like it: what
        stands last is the head, and needs no more to be sure.
        """
        for size in self._heads.get(word[i : i + 2], _ONE):
            piece, over = word[i : i + size], i + size > len(word)
            if piece in self._phrases and (last if over else _holds(word, i, i + size)):
                yield _Spot(piece, i, i + size)


@lru_cache(maxsize=_REMEMBERED)
def _ends(word: str) -> Mapping[str, int]:
    """List what a phrase may end with where it ends in this word, and how much that covers."""
    stem = text.stem(word)
    said = dict.fromkeys(plain.nouns(word), len(word))
    return {**said, stem: len(stem), word: len(word)}


@lru_cache(maxsize=_REMEMBERED)
def openings(word: str) -> str:
    """Write the letters with which that may begin, each once."""
    return "".join(dict.fromkeys(end[0] for end in _ends(word)))


def _holds(word: str, i: int, end: int) -> bool:
    """Say whether a term may stand here inside a word.

    One of one syllable must be the whole word; any other may stand inside it. But a single
    syllable left over makes another word of it: '청소년' is not '청소'.
    """
    ends = (len(word), len(text.stem(word)))
    if end - i == 1:
        return i == 0 and end in ends
    return end in ends or end + 1 not in ends


def _followers(phrases: Iterable[str]) -> dict[str, str]:
    """List for everything with which a phrase begins and goes on the letters that may follow."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for phrase in phrases:
        for end in range(1, len(phrase)):
            found[phrase[:end]][intern(phrase[end])] = None
    return {begun: "".join(letters) for begun, letters in found.items()}


def _heads(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """List, for each first two characters, the lengths of phrases that begin so, longest first."""
    found: dict[str, set[int]] = defaultdict(lambda: {1})
    for phrase in phrases:
        found[phrase[:2]].add(len(phrase))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}
