"""Tell whether a supplier is meant by its name: in full, shortened, misspelt or by initials."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from app.matching import cutting, text
from app.matching.shapes import Supplier
from app.matching.spellings import Spellings
from app.matching.vocabulary import likeness

Listed = defaultdict[str, list[str]]
"""Names, by a key that they have in common."""

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

_FEW = 100
_AFTER_ALL = "\U0010ffff"
_CONTAINED = 0.92
_ABBREVIATED = 0.88
_NEAR = 0.78


def core(name: str) -> str:
    """Take the legal form and the spaces off a name."""
    bare = text.squash(_LEGAL.sub(" ", name))
    return bare or text.squash(name)


class NameBook:
    """The names of the register, so that only likely ones are compared letter by letter.

    A name is listed once, however many bear it: by how it begins, by initials and by sound.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._names: dict[str, tuple[str, ...]] = {}
        self._bearers: dict[str, list[str]] = {}
        self._heads: Listed = defaultdict(list)
        self._initials: Listed = defaultdict(list)
        self._sounds: Listed = defaultdict(list)
        self._spelt = Spellings()
        self._ordered: list[str] | None = None

    def put(self, suppliers: Collection[Supplier]) -> None:
        """Write down the names of suppliers that are not in the book."""
        borne: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for one in suppliers:
            borne[one.name, *one.aliases].append(one.id)
        given = list({name: None for names in borne for name in names})
        written = dict(zip(given, _plain(given), strict=True))
        new: list[str] = []
        for names, ids in borne.items():
            plain = tuple({name: None for one in names for name in written[one]})
            self._names.update(dict.fromkeys(ids, plain))
            for name in plain:
                if name not in self._bearers:
                    self._bearers[name] = []
                    new.append(name)
                self._bearers[name] += ids
        self._list(new)

    def _list(self, names: list[str]) -> None:
        sounds = text.each(text.fold, names)
        initials = text.each(text.initials, names)
        keys = [name[:2] for name in names], initials, sounds
        for table, keyed in zip(self._tables(), keys, strict=True):
            for key, name in zip(keyed, names, strict=True):
                table[key].append(name)
        self._spelt.add(sounds)  # the very strings of the table, so that each is held once
        self._order(initials)

    def _order(self, initials: list[str]) -> None:
        """Keep all initials in order; a few are put in their place, many are sorted at the next use."""
        if self._ordered is None or len(initials) > _FEW:
            self._ordered = None
            return
        for key in initials:
            at = bisect_left(self._ordered, key)
            if key not in self._ordered[at : at + 1]:
                self._ordered.insert(at, key)

    def _tables(self) -> tuple[Listed, Listed, Listed]:
        return self._heads, self._initials, self._sounds

    def take(self, supplier_id: str) -> None:
        """Strike a supplier's names out."""
        for name in self._names.pop(supplier_id, ()):
            self._bearers[name].remove(supplier_id)
            if not self._bearers[name]:
                del self._bearers[name]
                self._strike(name)

    def _strike(self, name: str) -> None:
        sound = text.fold(name)
        for table, key in zip(self._tables(), (name[:2], text.initials(name), sound), strict=True):
            table[key].remove(name)
            if not table[key]:
                del table[key]
        if sound not in self._sounds:
            self._spelt.discard(sound)

    def likely(self, typed: str) -> set[str]:
        """Answer the ids of all suppliers whose names the words may mean, and a few others."""
        asked = text.squash(typed)
        names = self._beginning(asked) if text.is_initials(asked) else self._alike(asked)
        return {one for name in names for one in self._bearers[name]}

    def _alike(self, asked: str) -> set[str]:
        """Find the names that contain, abbreviate, or sound like what is asked or a part of it."""
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
            yield from filter(_keeping(asked).match, self._heads.get(asked[:2], ()))

    def _containing(self, asked: str) -> Iterator[str]:
        if len(asked) >= _SHORTEST:
            for sound in self._spelt.around(text.sound(asked)):
                yield from (name for name in self._sounds[sound] if asked in name)


def _plain(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Take the spaces off names, and, apart, the legal form too."""
    whole = ["".join(words) for words in cutting.lines(names)]
    bare = ["".join(words) for words in cutting.lines([_LEGAL.sub(" ", name) for name in names])]
    for one, other in zip(whole, bare, strict=True):
        yield one, other or one


_is_initials = lru_cache(maxsize=1024)(text.is_initials)


def likeness_to(typed: str, supplier: Supplier) -> float:
    """How surely the typed words name this supplier, 0..1; 0 when they do not."""
    asked = text.squashed(typed)
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
    if _is_initials(asked):
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
