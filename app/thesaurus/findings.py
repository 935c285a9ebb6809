"""What is wrong with a set of concepts as a whole, or worth a look. Pure.

An error keeps the set from being published; a warning does not.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.matching import Thesaurus, text
from app.thesaurus.actions import TERMS
from app.thesaurus.sheet import Content

GENERAL = frozenset(
    [
        "용역",
        "제작",
        "서비스",
        "운영",
        "관리",
        "교육",
        "구매",
        "설치",
        "구입",
        "임차",
        "공사",
        "위탁",
        "업체",
        "납품",
        "대행",
    ]
)
"""Words that stand in notices of every trade, so that alone they name none."""

_MOST_MEANINGS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, where it stands, and what to do about it."""

    severity: Literal["error", "warning"]
    code: str
    concept: str
    field: str
    value: str
    ko: str
    en: str


class Term(NamedTuple):
    """A term as it stands in a field of a concept, and *key*, which all ways to write it share."""

    concept: str
    field: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Known:
    """What concepts may name: the leaves of the tree, and the licences that were seen anywhere."""

    leaves: Collection[str]
    licences: Collection[str]


def findings(
    contents: Mapping[str, Content],
    words: Callable[[], Thesaurus],
    before: Mapping[str, Content],
    known: Known,
) -> list[Finding]:
    """Return what is to be said of *contents*; warnings only of what is new.

    *words* makes the thesaurus that they are, where something has to be read with it.
    """
    terms = list(_terms(contents))
    meanings = _meanings(terms)
    found = (
        *_unknown_codes(contents),
        *_loops(contents),
        *_unknown_leaves(contents, known),
        *_crowded(terms, meanings),
        *_general(terms),
        *_shadowed(contents, terms),
        *_one_sided(contents),
        *_shared(contents, terms, meanings),
        *_silent_blocks(contents, words, before),
        *_unknown_licences(contents, known),
    )
    wanted = [
        one
        for one in found
        if one.severity == "error" or _is_new(one.concept, one.field, one.value, before)
    ]
    return sorted(wanted, key=lambda one: one.severity)


def _is_new(concept: str, field: str, value: str, before: Mapping[str, Content]) -> bool:
    return concept not in before or value not in before[concept][field]


def _terms(contents: Mapping[str, Content]) -> Iterator[Term]:
    """Go through the terms of every concept, each once for all ways to write it."""
    for code, one in contents.items():
        seen: set[str] = set()
        for field in TERMS:
            for term in one[field]:
                key = text.squash(term)
                if key not in seen:
                    seen.add(key)
                    yield Term(code, field, term, key)


def _unknown_codes(contents: Mapping[str, Content]) -> Iterator[Finding]:
    for code, one in contents.items():
        for field in ("narrower", "related"):
            for entry in one[field]:
                if entry.partition(":")[0] not in contents:
                    ko = f"{entry}: 없는 개념입니다."
                    en = f"{entry}: there is no such concept."
                    yield Finding("error", "unknown_concept", code, field, entry, ko, en)


def _loops(contents: Mapping[str, Content]) -> Iterator[Finding]:
    """Find concepts that stand, over others, below themselves; each loop is named once."""
    done: set[str] = set()
    for start in contents:
        path: list[str] = []
        yield from _walk(start, contents, path, done)


def _walk(
    code: str, contents: Mapping[str, Content], path: list[str], done: set[str]
) -> Iterator[Finding]:
    if code in path:
        loop = " > ".join([*path[path.index(code) :], code])
        ko, en = f"좁은 개념이 돌고 돕니다: {loop}", f"Narrower concepts go in a circle: {loop}"
        yield Finding("error", "narrower_loop", path[-1], "narrower", code, ko, en)
        return
    if code in done or code not in contents:
        return
    path.append(code)
    for inner in contents[code]["narrower"]:
        yield from _walk(inner, contents, path, done)
    path.pop()
    done.add(code)


def _unknown_leaves(contents: Mapping[str, Content], known: Known) -> Iterator[Finding]:
    for code, one in contents.items():
        leaf = one["category_code"]
        if leaf not in known.leaves:
            ko, en = f"{leaf}: 없는 분류입니다.", f"{leaf}: there is no such category."
            yield Finding("error", "unknown_category", code, "category_code", leaf, ko, en)


def _meanings(terms: Iterable[Term]) -> dict[str, list[str]]:
    """Return for each way to write a term the concepts that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in terms:
        found[one.key].append(one.concept)
    return found


def _others(term: Term, meanings: Mapping[str, list[str]]) -> list[str]:
    return [code for code in meanings[term.key] if code != term.concept]


def _crowded(terms: Iterable[Term], meanings: Mapping[str, list[str]]) -> Iterator[Finding]:
    """A term of four trades tells none of them."""
    for one in terms:
        if len(meanings[one.key]) > _MOST_MEANINGS:
            listed = ", ".join(_others(one, meanings))
            ko = f"'{one.text}'은(는) {listed}에도 있습니다. 한 낱말은 세 개념까지만 가질 수 있습니다."
            en = f"'{one.text}' stands in {listed} too; a term may be that of three concepts at most."
            yield Finding("error", "too_many_meanings", one.concept, one.field, one.text, ko, en)


def _shared(
    contents: Mapping[str, Content], terms: Iterable[Term], meanings: Mapping[str, list[str]]
) -> Iterator[Finding]:
    for one in terms:
        if 1 < len(meanings[one.key]) <= _MOST_MEANINGS:
            listed = ", ".join(f"{it} {contents[it]['name']}" for it in _others(one, meanings))
            ko = f"'{one.text}'은(는) {listed}의 낱말이기도 해서, 무게를 나누어 갖습니다."
            en = f"'{one.text}' is a term of {listed} too; they share its weight."
            yield Finding("warning", "shared_term", one.concept, one.field, one.text, ko, en)


def _general(terms: Iterable[Term]) -> Iterator[Finding]:
    for one in terms:
        if one.key in GENERAL:
            ko = f"'{one.text}'은(는) 어느 업종에나 쓰는 말이라 홀로 낱말이 될 수 없습니다."
            en = f"'{one.text}' is said in every trade and cannot be a term by itself."
            yield Finding("error", "too_general", one.concept, one.field, one.text, ko, en)


def _shadowed(contents: Mapping[str, Content], terms: Iterable[Term]) -> Iterator[Finding]:
    """Find blocking phrases with a term of their own concept in them, which is not read there."""
    own: dict[str, dict[str, str]] = defaultdict(dict)
    for term in terms:
        own[term.concept][term.key] = term.text
    for code, one in contents.items():
        for phrase in one["blocking"]:
            for key in own[code].keys() & set(_runs(text.eojeols(phrase))):
                ko = f"'{phrase}' 안의 '{own[code][key]}'은(는) 이 개념으로 읽히지 않게 됩니다."
                en = f"In '{phrase}' the term '{own[code][key]}' will not be read as this concept."
                yield Finding("warning", "shadows_term", code, "blocking", phrase, ko, en)


def _runs(words: list[str]) -> Iterator[str]:
    """Return what whole words of a phrase, one or several that follow each other, make."""
    for begin in range(len(words)):
        for end in range(begin + 1, len(words) + 1):
            yield "".join(words[begin:end])


def _silent_blocks(
    contents: Mapping[str, Content], words: Callable[[], Thesaurus], before: Mapping[str, Content]
) -> Iterator[Finding]:
    """Find new blocking phrases that are not read, because something longer stands there."""
    new = [
        (code, phrase)
        for code, one in contents.items()
        for phrase in one["blocking"]
        if _is_new(code, "blocking", phrase, before)
    ]
    if not new:
        return
    read = words().read
    for code, phrase in new:
        if code not in read(text.squash(phrase))[1]:
            ko = f"'{phrase}'은(는) 읽히지 않아 아무것도 막지 않습니다."
            en = f"'{phrase}' is never read, so it blocks nothing."
            yield Finding("warning", "blocks_nothing", code, "blocking", phrase, ko, en)


def _one_sided(contents: Mapping[str, Content]) -> Iterator[Finding]:
    for code, one in contents.items():
        for entry in one["related"]:
            other, _, weight = entry.partition(":")
            if other in contents and f"{code}:{weight}" not in contents[other]["related"]:
                ko = f"{other}에는 {code}:{weight}이(가) 없습니다. 이웃은 양쪽이 같아야 합니다."
                en = f"{other} does not say {code}:{weight}; neighbours say the same of each other."
                yield Finding("warning", "one_sided", code, "related", entry, ko, en)


def _unknown_licences(contents: Mapping[str, Content], known: Known) -> Iterator[Finding]:
    for code, one in contents.items():
        for kind in one["licences"]:
            if kind not in known.licences:
                ko = f"'{kind}': 지금까지 어느 개념과 기업에도 없던 면허입니다. 이름을 확인해 주세요."
                en = f"'{kind}' is a licence that no concept or enterprise had; check its name."
                yield Finding("warning", "unknown_licence", code, "licences", kind, ko, en)
