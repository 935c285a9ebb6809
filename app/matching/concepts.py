"""The thesaurus: which trades a text speaks of, found by the longest known term."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.matching import grams, sketch, text
from app.matching.vocabulary import Vocabulary

_ONE = (1,)
_SAME_LEAF = 0.2
_NARROWER, _BROADER = 0.9, 0.75
"""A wide need is answered by a narrow trade almost fully, a narrow need by a wide trade less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One trade: what notices and sellers call it, and what it is near to."""

    code: str
    category_code: str
    name: str
    terms: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: Mapping[str, float] = field(default_factory=dict)
    blocking: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in a text: where it stands, and the concepts it may mean."""

    start: int
    end: int
    term: str
    concepts: tuple[tuple[str, float], ...]


class Thesaurus:
    """Concepts by code and by term. Immutable once made."""

    def __init__(self, concepts: Iterable[Concept], background: Iterable[str] = ()) -> None:
        """Take the concepts; *background* is more text from which rarity is counted."""
        self.concepts = {concept.code: concept for concept in concepts}
        self._terms = _term_table(self.concepts.values())
        self._blocks = _block_table(self.concepts.values())
        self._sizes = _sizes([*self._terms, *self._blocks])
        self._single = {one for one in (*self._terms, *self._blocks) if len(one) == 1}
        self.codes = tuple(self.concepts)
        self.numbers = {code: number for number, code in enumerate(self.codes)}
        self._near = _neighbours(self.concepts)
        self.rarity = grams.rarity([*self._texts(), *background])
        self.sketcher = sketch.train(
            [sorted({one.name, *one.terms}) for one in self.concepts.values()],
            list(self.concepts),
        )
        self.vocabulary = Vocabulary()
        self.vocabulary.put(term for term in self._terms if len(term) > 1)

    @classmethod
    def load(cls, concepts: Path, categories: Path | None = None) -> "Thesaurus":
        """Read concepts.csv and, for words it lacks, categories.csv."""
        known = list(read_concepts(concepts)) if concepts.exists() else []
        extra = list(read_categories(categories)) if categories else []
        if not known:
            return cls(extra)
        background = [term for concept in extra for term in (concept.name, *concept.terms)]
        return cls(known, background)

    def _texts(self) -> Iterator[str]:
        for concept in self.concepts.values():
            yield concept.name
            yield from concept.terms

    @property
    def terms(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Every term, without spaces, and the concepts it names with their weights."""
        return self._terms

    def near(self, code: str) -> Mapping[str, float]:
        """Answer the concepts near this one, itself among them at 1."""
        return self._near.get(code, {code: 1.0})

    def in_category(self, code: str) -> tuple[str, ...]:
        """Answer the concepts filed under a category code or under its branch."""
        return tuple(
            concept.code
            for concept in self.concepts.values()
            if concept.category_code.startswith(code) or concept.code == code
        )

    def annotate(self, given: str) -> list[Mention]:
        """Find the terms of a text, longest first, none inside another.

        A term written over a space must begin and end with the words it covers, so
        '시청 소독' is not '청소'. Inside a blocking phrase the concept it blocks is not seen.
        """
        return self.read(given)[0]

    def read(self, given: str) -> tuple[list[Mention], frozenset[str]]:
        """Find the terms of a text, and the concepts a blocking phrase in it speaks against."""
        return self.read_words(text.eojeols(given))

    def read_words(self, words: Sequence[str]) -> tuple[list[Mention], frozenset[str]]:
        """Find the same in a text that is given as its cleaned words."""
        joined = "".join(words)
        line: _Line | None = None
        found: list[Mention] = []
        blocked: dict[str, int] = {}
        i, sizes = 0, self._sizes
        while i < len(joined):
            if joined[i : i + 2] not in sizes and joined[i] not in self._single:
                i += 1
                continue
            line = line or _joined(joined, words)
            mention, i = self._longest_at(line, i, blocked)
            if mention is not None and mention.concepts:
                found.append(mention)
        return found, frozenset(blocked)

    def _longest_at(
        self, line: "_Line", i: int, blocked: dict[str, int]
    ) -> tuple[Mention | None, int]:
        """Find the longest term from here, and where to go on; note phrases that block."""
        for size in self._sizes.get(line.text[i : i + 2], _ONE):
            end = i + size
            piece = line.text[i:end]
            if not (piece in self._terms or piece in self._blocks) or not line.holds(i, end):
                continue
            for code in self._blocks.get(piece, ()):
                blocked[code] = max(end, blocked.get(code, 0))
            if piece in self._terms:
                seen = tuple(pair for pair in self._terms[piece] if blocked.get(pair[0], 0) < end)
                return Mention(i, end, piece, seen), end
        return None, i + 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A text without spaces, and where its words begin and end, particles not counted."""

    text: str
    starts: frozenset[int]
    ends: frozenset[int]

    def holds(self, i: int, end: int) -> bool:
        """Say whether a term may stand here.

        Over a space, or of one syllable, it must be whole words; else it may stand inside one. But
        a single syllable left over makes another word of it: '청소년' is not '청소'.
        """
        crosses = any(i < start < end for start in self.starts)
        if end - i == 1 or crosses:
            return i in self.starts and end in self.ends
        return end in self.ends or end + 1 not in self.ends


def _joined(joined: str, words: Sequence[str]) -> _Line:
    starts: set[int] = set()
    ends: set[int] = set()
    at = 0
    for word in words:
        starts.add(at)
        ends.update((at + len(word), at + len(text.stem(word))))
        at += len(word)
    return _Line(joined, frozenset(starts), frozenset(ends))


def _sizes(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """List, for each first two characters, the lengths of phrases that begin so, longest first."""
    found: dict[str, set[int]] = defaultdict(lambda: {1})
    for phrase in phrases:
        found[phrase[:2]].add(len(phrase))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}


def _block_table(concepts: Iterable[Concept]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for concept in concepts:
        for phrase in concept.blocking:
            key = text.squash(phrase)
            found[key] = (*found.get(key, ()), concept.code)
    return found


def _term_table(concepts: Iterable[Concept]) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for concept in concepts:
        for term in (concept.name, *concept.terms):
            key = text.squash(term)
            if key:
                found[key][concept.code] = 1.0
    return {term: _shared(codes) for term, codes in found.items()}


def _shared(codes: dict[str, float]) -> tuple[tuple[str, float], ...]:
    share = len(codes) ** -0.5
    return tuple(sorted((code, weight * share) for code, weight in codes.items()))


def _neighbours(concepts: Mapping[str, Concept]) -> dict[str, dict[str, float]]:
    near: dict[str, dict[str, float]] = {code: {} for code in concepts}
    for code, concept in concepts.items():
        for other in concepts.values():
            if other.category_code == concept.category_code:
                near[code][other.code] = _SAME_LEAF
    for code, concept in concepts.items():
        for other_code, weight in concept.related.items():
            _raise(near, code, other_code, weight)
        for inner in concept.narrower:
            _raise(near, code, inner, _NARROWER)
            _raise(near, inner, code, _BROADER)
        near[code][code] = 1.0
    return near


def _raise(near: dict[str, dict[str, float]], code: str, other: str, weight: float) -> None:
    if code in near and other in near:
        near[code][other] = max(weight, near[code].get(other, 0.0))


def read_categories(path: Path) -> Iterator[Concept]:
    """Read the leaves of categories.csv as concepts of their own."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["parent_code"]:
                yield Concept(
                    code=row["code"],
                    category_code=row["code"],
                    name=row["name"],
                    terms=_cell(row["synonyms"]),
                )


def read_concepts(path: Path) -> Iterator[Concept]:
    """Read the rows of concepts.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Concept(
                code=row["code"],
                category_code=row["category_code"],
                name=row["name"],
                terms=tuple(
                    term
                    for column in ("notice_terms", "seller_terms", "variants")
                    for term in _cell(row.get(column))
                ),
                narrower=_cell(row.get("narrower")),
                related=dict(_weighted(row.get("related"))),
                blocking=_cell(row.get("blocking")),
                licences=_cell(row.get("licences")),
                certificates=_cell(row.get("certificates")),
                units=_cell(row.get("units")),
            )


def _cell(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split("|") if part.strip())


def _weighted(value: str | None) -> Iterator[tuple[str, float]]:
    for part in _cell(value):
        code, _, weight = part.partition(":")
        yield code.strip(), float(weight or 0.5)
