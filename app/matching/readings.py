"""What a short typed line may mean: several readings, each with how sure it is and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.matching import regions, text
from app.matching.concepts import Thesaurus
from app.matching.vocabulary import Vocabulary

_FILLERS = frozenset(
    [
        "업체",
        "업체들",
        "회사",
        "곳",
        "집",
        "데",
        "좀",
        "요",
        "있나요",
        "있어요",
        "있을까요",
        "없나요",
        "추천",
        "추천해주세요",
        "찾아요",
        "찾습니다",
        "찾기",
        "주세요",
        "해주세요",
        "해주는",
        "해주는곳",
        "하는곳",
        "하는",
        "만들어주는",
        "만들어",
        "주는",
        "주는곳",
        "만드는",
        "필요해요",
        "필요",
        "부탁",
        "부탁드려요",
        "싶어요",
        "하려고요",
        "시키려고요",
        "해야",
        "해야되는데",
        "되는데",
        "하는데",
        "어디",
        "어디서",
        "알려주세요",
        "우리",
        "제일",
        "잘하는",
        "싼",
        "저렴한",
        "근처",
        "문의",
        "같은",
        "그",
        "이",
        "저",
        "거",
        "것",
        "때",
        "할",
        "수",
        "있는",
        "전문",
    ]
)
_TAILS = ("업체", "회사", "전문점", "하는곳", "고치는곳", "해주는곳", "전문")
_SPOKEN = re.compile(r"(는|은|을|려고|려고요|세요|어요|아요|나요|까요|는데|기)$")
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
    meant = [word for word in words if word and word not in _FILLERS] or words
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
    for place, word in enumerate(typed.words):
        for other in _of_word(word, thesaurus, vocabulary):
            words = (*typed.words[:place], other.text, *typed.words[place + 1 :])
            readings.append(Reading(" ".join(words), other.sure, other.by, word))
    return readings


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
    plain = text.stem(word)
    if word in vocabulary or plain in vocabulary or {word, plain} & thesaurus.terms.keys():
        return True
    covered = sum(mention.end - mention.start for mention in thesaurus.annotate(word))
    return covered >= len(plain)


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
    plain = text.stem(word)
    if len(plain) < _SHORTEST or _SPOKEN.search(word):
        return
    cutoff = _SPELLING if len(plain) > _SHORTEST else _SPELLING_SHORT
    found: dict[str, float] = {}
    for source in (thesaurus.vocabulary, vocabulary):
        for other, sure in source.near(plain, cutoff):
            found[other] = max(sure, found.get(other, 0.0))
    for other, sure in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:3]:
        yield Reading(other, 0.95 * sure, "spelling", word)
