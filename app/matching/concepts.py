"""The thesaurus: which trades a text speaks of, found by the longest known term."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from app.matching import grams, sketch, text
from app.matching.grams import Rarity
from app.matching.reader import Mention, Reader
from app.matching.sketch import Sketcher
from app.matching.vocabulary import Vocabulary

_REMEMBERED = 4096
_LONG = 3
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
class Lexicon:
    """What of a thesaurus helpers need to lay out a register; fit to be sent to another process.

    *numbers* are those of the trades. The reader, which takes long to make anew, is sent apart.
    """

    sketcher: Sketcher
    rarity: Rarity
    numbers: Mapping[str, int]


class Thesaurus:
    """Concepts by code and by term. Immutable once made."""

    def __init__(
        self,
        concepts: Iterable[Concept],
        background: Iterable[str] = (),
        version: str = "",
        *,
        resembles: bool = True,
    ) -> None:
        """Take the concepts; *background* is more text from which rarity is counted.

        *version* names these words in every ranking that is made with them. Where it does not
        resemble, only terms found word for word speak for a trade.
        """
        self.version = version
        self.concepts = {concept.code: concept for concept in concepts}
        self._terms = _term_table(self.concepts.values())
        self._blocks = _block_table(self.concepts.values())
        self.reader = Reader(self._terms, self._blocks)
        self.codes = tuple(self.concepts)
        self.numbers = {code: number for number, code in enumerate(self.codes)}
        self._near = _neighbours(self.concepts)
        self._filed = lru_cache(maxsize=_REMEMBERED)(self._filed_under)
        self.rarity = grams.rarity([*self._texts(), *background])
        sketched = list(self.concepts.values()) if resembles else []
        self.sketcher = sketch.train(
            [sorted({one.name, *one.terms}) for one in sketched], [one.code for one in sketched]
        )
        self.vocabulary = Vocabulary()
        self.vocabulary.put(term for term in self._terms if len(term) > 1)
        self.words = Vocabulary()
        self.words.put(set(self._words()) - self._terms.keys())

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

    def _words(self) -> Iterator[str]:
        """Go through the words that terms are made of, but for short ones."""
        for term in self._texts():
            words = text.eojeols(term)
            yield from (word for word in words if len(words) > 1 and len(word) >= _LONG)

    @property
    def terms(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """Every term, without spaces, and the concepts it names with their weights."""
        return self._terms

    @property
    def lexicon(self) -> Lexicon:
        """What helpers need to lay out a register with these words."""
        return Lexicon(self.sketcher, self.rarity, self.numbers)

    def near(self, code: str) -> Mapping[str, float]:
        """Answer the concepts near this one, itself among them at 1."""
        return self._near.get(code, {code: 1.0})

    def in_category(self, code: str) -> tuple[str, ...]:
        """Answer the concepts filed under a category code or under its branch."""
        return self._filed(code)

    def _filed_under(self, code: str) -> tuple[str, ...]:
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
        return self.reader.read(text.eojeols(given))


def _block_table(concepts: Iterable[Concept]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for concept in concepts:
        for phrase in concept.blocking:
            key = text.squash(phrase)
            found[key] = (*found.get(key, ()), concept.code)
    return found


def _term_table(concepts: Iterable[Concept]) -> dict[str, tuple[tuple[str, float], ...]]:
    """List for every term its concepts; several share its weight."""
    found: dict[str, set[str]] = defaultdict(set)
    for concept in concepts:
        for term in (concept.name, *concept.terms):
            found[text.squash(term)].add(concept.code)
    found.pop("", None)
    return {
        term: tuple((code, len(codes) ** -0.5) for code in sorted(codes))
        for term, codes in found.items()
    }


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


TERMS = ("notice_terms", "seller_terms", "variants")


def read_concepts(path: Path, columns: Sequence[str] = TERMS) -> Iterator[Concept]:
    """Read the rows of concepts.csv, with the terms of these columns."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Concept(
                code=row["code"],
                category_code=row["category_code"],
                name=row["name"],
                terms=tuple(term for column in columns for term in _cell(row.get(column))),
                narrower=_cell(row.get("narrower")),
                related=dict(weighted(_cell(row.get("related")))),
                blocking=_cell(row.get("blocking")),
                licences=_cell(row.get("licences")),
                certificates=_cell(row.get("certificates")),
                units=_cell(row.get("units")),
            )


def _cell(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split("|") if part.strip())


def weighted(parts: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Read related concepts, each written as ``code:weight``."""
    for part in parts:
        code, _, weight = part.partition(":")
        yield code.strip(), float(weight or 0.5)
