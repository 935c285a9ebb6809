"""Tell whether a supplier is meant by its name: in full, shortened, misspelt or by initials."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.matching import text
from app.matching.shapes import Supplier
from app.matching.vocabulary import likeness

_LEGAL = re.compile(
    r"\(주\)|㈜|\(사\)|\(유\)|\(합\)|주식회사|유한회사|합자회사|사단법인|재단법인|농업회사법인|영농조합법인|"
    r"사회복지법인|소비자생활협동조합|의료복지사회적협동조합|사회적협동조합|협동조합|사회적기업|마을기업|자활기업"
)
_SHORT_LEGAL = ("사협", "생협", "협동조합", "조합")
_SHORTEST = 2
_SHORTEST_NAME = 3
_TELLING = 4
_LIKELY = 50
_SLACK = 0.1
_STRETCH = 0.4
_CONTAINED = 0.92
_ABBREVIATED = 0.88
_NEAR = 0.78


@lru_cache(maxsize=65_536)
def core(name: str) -> str:
    """Take the legal form and the spaces off a name."""
    bare = text.squash(_LEGAL.sub(" ", name))
    return bare or text.squash(name)


class NameBook:
    """The names of the register, so that only likely ones are compared letter by letter."""

    def __init__(self) -> None:
        """Begin empty."""
        self._names: dict[str, tuple[str, ...]] = {}
        self._heads: dict[str, set[str]] = defaultdict(set)
        self._initials: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._lengths: dict[int, set[str]] = defaultdict(set)
        self._whole: tuple[str, list[int], list[str]] | None = None

    def put(self, supplier: Supplier) -> None:
        """Write a supplier's names down."""
        given = (supplier.name, *supplier.aliases)
        names = tuple(
            dict.fromkeys(one for name in given for one in (text.squash(name), core(name)))
        )
        self._names[supplier.id] = names
        for table, key in self._entries(names):
            table[key].add(supplier.id)
        for sound in map(text.sound, names):
            self._lengths[len(sound)].add(sound)
        self._whole = None

    def take(self, supplier_id: str) -> None:
        """Strike a supplier's names out."""
        names = self._names.pop(supplier_id, ())
        for table, key in self._entries(names):
            table[key].discard(supplier_id)
            if not table[key]:
                del table[key]
        for sound in map(text.sound, names):
            if sound not in self._sounds:
                self._lengths[len(sound)].discard(sound)
        self._whole = None

    def _entries(self, names: Iterable[str]) -> Iterator[tuple[dict[str, set[str]], str]]:
        for name in names:
            yield self._heads, name[:2]
            yield self._initials, text.initials(name)
            yield self._sounds, text.sound(name)

    def likely(self, typed: str) -> set[str]:
        """Answer the ids of all suppliers whose names the words may mean, and a few others."""
        asked = text.squash(typed)
        found: set[str] = set()
        if text.is_initials(asked):
            for initials, ids in self._initials.items():
                if initials.startswith(asked):
                    found |= ids
            return found
        found |= self._heads.get(asked[:2], set())
        found.update(self._containing(asked))
        for begin in range(len(asked)):
            for end in range(begin + _SHORTEST, len(asked) + 1):
                found |= self._sounds.get(text.sound(asked[begin:end]), set())
        return found.union(*(self._sounds[sound] for sound in self._near(text.sound(asked))))

    def _near(self, asked: str) -> Iterator[str]:
        """Find sounds near this one; those much longer or shorter cannot be."""
        slack = max(1, round(len(asked) * _STRETCH))
        for length in range(len(asked) - slack, len(asked) + slack + 1):
            known = list(self._lengths.get(length, ()))
            cutoff = 100 * (_NEAR - _SLACK)
            hits = process.extract(
                asked, known, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_LIKELY
            )
            yield from (sound for sound, _, _ in hits)

    def _containing(self, asked: str) -> Iterator[str]:
        if self._whole is None:
            starts, ids, parts, at = [], [], [], 0
            for supplier_id, names in self._names.items():
                starts.append(at)
                ids.append(supplier_id)
                parts.append("\n".join(names) + "\n")
                at += len(parts[-1])
            self._whole = ("".join(parts), starts, ids)
        joined, starts, ids = self._whole
        at = joined.find(asked) if len(asked) >= _SHORTEST else -1
        while at >= 0:
            yield ids[bisect_right(starts, at) - 1]
            at = joined.find(asked, at + 1)


def likeness_to(typed: str, supplier: Supplier) -> float:
    """How surely the typed words name this supplier, 0..1; 0 when they do not."""
    asked = text.squash(typed)
    return max((_one(asked, name) for name in (supplier.name, *supplier.aliases)), default=0.0)


def _one(asked: str, name: str) -> float:
    whole, bare = text.squash(name), core(name)
    if asked in (whole, bare):
        return 1.0
    if text.is_initials(asked):
        return _by_initials(asked, whole, bare)
    if len(asked) < _SHORTEST_NAME or len(bare) < _SHORTEST:
        return 0.0
    if asked in whole or (len(bare) >= _TELLING and bare in asked):
        return _CONTAINED
    if _abbreviates(asked, whole):
        return _ABBREVIATED
    near = max(likeness(asked, bare), likeness(asked, whole))
    return near if near >= _NEAR else _tail_aside(asked, bare)


def _by_initials(asked: str, whole: str, bare: str) -> float:
    if asked in (text.initials(whole), text.initials(bare)):
        return 0.97
    if len(asked) >= _TELLING and text.initials(whole).startswith(asked):
        return _ABBREVIATED
    return 0.0


def _abbreviates(asked: str, whole: str) -> bool:
    """Say whether one name keeps syllables of the other in their order.

    '마포의료사협' keeps those of '마포의료복지사회적협동조합'.
    """
    if len(asked) < _TELLING or asked[:2] != whole[:2] or len(asked) > len(whole):
        return False
    rest = iter(whole)
    return all(char in rest for char in asked)


def _tail_aside(asked: str, bare: str) -> float:
    for tail in _SHORT_LEGAL:
        if asked.endswith(tail) and len(asked) - len(tail) >= _SHORTEST_NAME:
            near = fuzz.ratio(text.jamo(asked.removesuffix(tail)), text.jamo(bare)) / 100
            return near if near >= _NEAR else 0.0
    return 0.0
