"""Tell whether a supplier is meant by its name: in full, shortened, misspelt or by initials."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from app.matching import cutting, text
from app.matching.shapes import Supplier
from app.matching.spellings import Spellings
from app.matching.vocabulary import likeness

Names = Mapping[str, tuple[str, ...]]
Entry = tuple[str, str]

_LEGAL = re.compile(
    r"\(주\)|㈜|\(사\)|\(유\)|\(합\)|주식회사|유한회사|합자회사|사단법인|재단법인|농업회사법인|영농조합법인|"
    r"사회복지법인|소비자생활협동조합|의료복지사회적협동조합|사회적협동조합|협동조합|사회적기업|마을기업|자활기업"
)
_SHORT_LEGAL = ("사협", "생협", "협동조합", "조합")
_SHORTEST = 2
_SHORTEST_NAME = 3
_TELLING = 4
_SLACK = 0.04
"""How much less alike two names may sound than they are on the whole."""

_AFTER_ALL = "\U0010ffff"
_CONTAINED = 0.92
_ABBREVIATED = 0.88
_NEAR = 0.78


def core(name: str) -> str:
    """Take the legal form and the spaces off a name."""
    bare = text.squash(_LEGAL.sub(" ", name))
    return bare or text.squash(name)


class NameBook:
    """The names of the register, so that only likely ones are compared letter by letter."""

    def __init__(self) -> None:
        """Begin empty."""
        self._names: dict[str, tuple[str, ...]] = {}
        self._heads: dict[str, list[str]] = defaultdict(list)
        self._initials: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        self._spelt = Spellings()
        self._ordered: list[str] | None = None

    def put(self, suppliers: Collection[Supplier]) -> None:
        """Write down the names of suppliers that are not in the book."""
        given = [(one.id, name) for one in suppliers for name in (one.name, *one.aliases)]
        written: dict[str, dict[str, None]] = {one.id: {} for one in suppliers}
        for (supplier_id, _), names in zip(given, _plain([name for _, name in given]), strict=True):
            written[supplier_id].update(dict.fromkeys(names))
        added = {supplier_id: tuple(names) for supplier_id, names in written.items()}
        self._names |= added
        for table, keys in self._entries(added):
            for key, supplier_id in keys:
                table[key].append(supplier_id)
            if table is self._sounds:  # these very strings, so that each is held once
                self._spelt.add(sound for sound, _ in keys)
        self._ordered = None

    def take(self, supplier_id: str) -> None:
        """Strike a supplier's names out."""
        names = {supplier_id: self._names.pop(supplier_id, ())}
        for table, keys in self._entries(names):
            for key, _ in keys:
                table[key].remove(supplier_id)
                if not table[key]:
                    del table[key]
        for sound, _ in _keyed(text.fold, names):
            if sound not in self._sounds:
                self._spelt.discard(sound)

    def _entries(self, names: Names) -> Iterator[tuple[dict[str, list[str]], list[Entry]]]:
        yield self._heads, [(name[:2], one) for one, own in names.items() for name in own]
        yield self._initials, _keyed(text.initials, names)
        yield self._sounds, _keyed(text.fold, names)

    def likely(self, typed: str) -> set[str]:
        """Answer the ids of all suppliers whose names the words may mean, and a few others."""
        asked = text.squash(typed)
        if text.is_initials(asked):
            return self._beginning(asked)
        found = {*self._abbreviated(asked), *self._containing(asked)}
        syllables = [text.sound(char) for char in asked]
        sounds = {
            "".join(syllables[begin:end])
            for begin in range(len(asked))
            for end in range(begin + _SHORTEST, len(asked) + 1)
        }
        for tail in ("", *_SHORT_LEGAL):
            if asked.endswith(tail):
                sounds.update(
                    self._spelt.near(text.sound(asked.removesuffix(tail)), _NEAR - _SLACK)
                )
        return found.union(*(self._sounds[sound] for sound in sounds & self._sounds.keys()))

    def _beginning(self, asked: str) -> set[str]:
        """Find the names whose initials begin so."""
        if self._ordered is None:
            self._ordered = sorted(self._initials)
        first = bisect_left(self._ordered, asked)
        last = bisect_right(self._ordered, asked + _AFTER_ALL)
        return {one for key in self._ordered[first:last] for one in self._initials.get(key, ())}

    def _abbreviated(self, asked: str) -> Iterator[str]:
        if len(asked) >= _TELLING:
            keeps = _keeping(asked)
            for one in self._heads.get(asked[:2], ()):
                if any(map(keeps.match, self._names[one])):
                    yield one

    def _containing(self, asked: str) -> Iterator[str]:
        if len(asked) >= _SHORTEST:
            for sound in self._spelt.around(text.sound(asked)):
                for one in self._sounds[sound]:
                    if any(asked in name for name in self._names[one]):
                        yield one


def _plain(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Take the spaces off names, and, apart, the legal form too."""
    whole = ["".join(words) for words in cutting.lines(names)]
    bare = ["".join(words) for words in cutting.lines([_LEGAL.sub(" ", name) for name in names])]
    for one, other in zip(whole, bare, strict=True):
        yield one, other or one


def _keyed(write: Callable[[str], str], names: Names) -> list[Entry]:
    """List all names, written in this way, each with whose it is."""
    pairs = [(one, name) for one, own in names.items() for name in own]
    written = text.each(write, [name for _, name in pairs])
    return [(key, one) for key, (one, _) in zip(written, pairs, strict=True)]


def likeness_to(typed: str, supplier: Supplier) -> float:
    """How surely the typed words name this supplier, 0..1; 0 when they do not."""
    asked = text.squash(typed)
    return max((_one(asked, name) for name in (supplier.name, *supplier.aliases)), default=0.0)


def is_as_typed(typed: str, name: str) -> bool:
    """Say whether a name is typed letter by letter, as a whole or in part, or with more words."""
    asked, (whole, bare) = text.squash(typed), _written(name)
    return asked in whole or bare in asked


@lru_cache(maxsize=65_536)
def _written(name: str) -> tuple[str, str]:
    return text.squash(name), core(name)


def _one(asked: str, name: str) -> float:
    whole, bare = _written(name)
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
    return len(asked) >= _TELLING and _keeping(asked).match(whole) is not None


@lru_cache(maxsize=64)
def _keeping(asked: str) -> re.Pattern[str]:
    """Write as a pattern: begins with its first two, and has the others in their order.

    What lies between holds nothing of what comes next, so no match is tried twice.
    """
    others = "".join(f"[^{re.escape(char)}]*{re.escape(char)}" for char in asked[2:])
    return re.compile(re.escape(asked[:2]) + others, re.DOTALL)


def _tail_aside(asked: str, bare: str) -> float:
    for tail in _SHORT_LEGAL:
        if asked.endswith(tail) and len(asked) - len(tail) >= _SHORTEST_NAME:
            near = fuzz.ratio(text.jamo(asked.removesuffix(tail)), text.jamo(bare)) / 100
            return near if near >= _NEAR else 0.0
    return 0.0
