"""What a short typed line may mean: several readings, each with how sure it is and why."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from app.matching import asking, dull, plain, regions, text
from app.matching.concepts import Thesaurus
from app.matching.vocabulary import Vocabulary

_USUAL = dull.NOTICE_WORDS | dull.CONTEXT_WORDS | asking.EVERYWHERE
"""Words of every notice, known whoever sells what: '현스막 제작' has one word misspelt, not two."""

_TAILS = ("업체", "회사", "전문점", "하는곳", "고치는곳", "해주는곳", "전문")
_SPOKEN = re.compile(r"(는|은|을|려고|려고요|세요|어요|아요|나요|까요|는데)$")
_NOMINAL = "기"
"""Ends verbs made into nouns, and machines: '고치기', '냉난방기'."""

_NOMINAL_SPELLING = 0.85
_JOINED_SHOWN, _TRIED = 4, 3
_SENSELESS = frozenset(("initials", "keyboard"))
"""Words read in these ways say nothing as they were typed."""

_SHORTEST = 2
_SPELLING = 0.78
_SPELLING_SHORT = 0.8
_INITIALS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what was typed. *by* is words, spelling, initials or keyboard."""

    text: str
    sure: float
    by: str
    typed: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A line with its fillers put aside and its place name taken out."""

    words: tuple[str, ...]
    region: str | None

    @property
    def line(self) -> str:
        """The words that carry meaning."""
        return " ".join(self.words)


def take_apart(given: str) -> Typed:
    """Put aside the words of asking, and a region if something else is left."""
    words = [_bare(word) for word in text.eojeols(given)]
    meant = [word for word in words if word and word not in asking.FILLERS] or words
    place = regions.in_text(" ".join(meant))
    if place is None or len(meant) == 1:
        return Typed(tuple(meant), None)
    area, word = place
    return Typed(tuple(one for one in meant if one != word), regions.label(area))


def _bare(word: str) -> str:
    for tail in _TAILS:
        if word.endswith(tail) and len(word) - len(tail) >= _SHORTEST:
            return word.removesuffix(tail)
    return word


def of(typed: Typed, thesaurus: Thesaurus, vocabulary: Vocabulary) -> list[Reading]:
    """Answer the readings of a line, the line itself first."""
    readings = [Reading(typed.line, 1.0, "words", typed.line)]
    others = [list(_of_word(word, thesaurus, vocabulary)) for word in typed.words]
    senseless = {place for place, found in enumerate(others) if found and found[0].by in _SENSELESS}
    for place, (word, found) in enumerate(zip(typed.words, others, strict=True)):
        for other in found if not senseless - {place} else ():
            words = (*typed.words[:place], other.text, *typed.words[place + 1 :])
            readings.append(Reading(" ".join(words), other.sure, other.by, word))
    if sum(map(bool, others)) > 1:
        readings.extend(_jointly(typed, others, thesaurus))
    return readings


def _jointly(
    typed: Typed, others: Sequence[Sequence[Reading]], thesaurus: Thesaurus
) -> Iterator[Reading]:
    """Read several words otherwise at once: 'ㅈㅈㄱ ㅅㄹ' is '자전거 수리', a term of its own."""
    if all(map(text.is_initials, typed.words)):
        terms = thesaurus.vocabulary.by_initials("".join(typed.words))
        for place, term in enumerate(terms[:_JOINED_SHOWN]):
            yield Reading(term, 0.98 - 0.04 * place, "initials", typed.line)
    kept = [Reading(word, 1.0, "words", word) for word in typed.words]
    choices = [found[:_TRIED] or [own] for own, found in zip(kept, others, strict=True)]
    tried = islice(product(*choices), _TRIED**_TRIED)
    likely = sorted(tried, key=lambda some: (-_is_term(some, thesaurus), -_sure(some)))
    for some in likely[:_JOINED_SHOWN]:
        by = next(one.by for one in some if one.by != "words")
        yield Reading(" ".join(one.text for one in some), _sure(some), by, typed.line)


def _is_term(some: Sequence[Reading], thesaurus: Thesaurus) -> bool:
    return "".join(one.text for one in some) in thesaurus.terms


def _sure(some: Sequence[Reading]) -> float:
    return math.prod(one.sure for one in some)


def _of_word(word: str, thesaurus: Thesaurus, vocabulary: Vocabulary) -> Iterator[Reading]:
    if text.is_initials(word):
        yield from _initials(word, thesaurus, vocabulary)
        yield from _keyboard(word, thesaurus, vocabulary)
    elif word.isascii() or text.has_lone_letters(word):
        yield from _keyboard(word, thesaurus, vocabulary)
    elif not known(word, thesaurus, vocabulary):
        yield from _spelling(word, thesaurus, vocabulary)


def known(word: str, thesaurus: Thesaurus, vocabulary: Vocabulary) -> bool:
    """Say whether a word is known, whole or as one made up of known terms."""
    stem = text.stem(word)
    if {word, stem} & thesaurus.terms.keys():
        return True
    if any(one in source for one in (word, stem) for source in (vocabulary, thesaurus.words)):
        return True
    if word in _USUAL or plain.nouns(word):
        return True
    covered = sum(mention.end - mention.start for mention in thesaurus.annotate(word))
    return covered >= len(stem)


def _initials(word: str, thesaurus: Thesaurus, vocabulary: Vocabulary) -> Iterator[Reading]:
    """Known terms first, those the register uses before those it does not."""
    terms = thesaurus.vocabulary.by_initials(word)
    words = [one for one in vocabulary.by_initials(word) if one not in terms]
    terms.sort(key=lambda term: -vocabulary[term] if term in vocabulary else 0)
    for place, term in enumerate([*terms, *words][:_INITIALS_SHOWN]):
        yield Reading(term, 0.97 - 0.04 * place, "initials", word)


def _keyboard(word: str, thesaurus: Thesaurus, vocabulary: Vocabulary) -> Iterator[Reading]:
    for other in (text.from_latin_keys(word), text.from_korean_keys(word)):
        if other and known(other, thesaurus, vocabulary):
            yield Reading(other, 0.95, "keyboard", word)


def _spelling(word: str, thesaurus: Thesaurus, vocabulary: Vocabulary) -> Iterator[Reading]:
    stem = text.stem(word)
    if len(stem) < _SHORTEST or _SPOKEN.search(word):
        return
    cutoff = _SPELLING if len(stem) > _SHORTEST else _SPELLING_SHORT
    is_nominal = word.endswith(_NOMINAL)
    if is_nominal:
        cutoff = _NOMINAL_SPELLING
    found: dict[str, float] = {}
    for source in (thesaurus.vocabulary, thesaurus.words, vocabulary):
        for other, sure in source.near(stem, cutoff):
            if not is_nominal or other.endswith(_NOMINAL):
                found[other] = max(sure, found.get(other, 0.0))
    for other, sure in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:3]:
        yield Reading(other, 0.95 * sure, "spelling", word)
