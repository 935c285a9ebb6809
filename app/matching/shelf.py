"""The register laid out for browsing: who is of a trade, holds a paper, serves a place, and how many.

A supplier stands under the leaves of its products and under their branches. Papers are judged on a
day: valid, lapsed, or not known; what has lapsed is not counted, what is not known is counted
apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from app.matching import checks, regions
from app.matching.arrays import Mask
from app.matching.concepts import Thesaurus
from app.matching.gaps import leaves_of
from app.matching.shapes import Certificate, Supplier

Numbers = npt.NDArray[np.int64]
_BRANCH = 3  # letters of a branch's code: C01 of C0101
_FAR = date.max.toordinal()
_NEVER = 0
_MOST_CHANGED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: within *kinds* any will do, all else must hold; None asks for nothing.

    *is_proved* leaves out papers of which it is not known whether they hold on the day *on*.
    """

    on: date
    category: str | None = None
    kinds: frozenset[str] = frozenset()
    is_proved: bool = False
    region: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many would be found under each value, all other conditions being kept."""

    categories: Mapping[str, int]
    kinds: Mapping[str, int]
    regions: Mapping[str, int]
    districts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Browsed:
    """The ids found: in the order given, or by name."""

    found: tuple[str, ...]
    facets: Facets


class Shelf:
    """Suppliers ready to be counted. A changed one goes into a small block of its own."""

    def __init__(self, thesaurus: Thesaurus, suppliers: Iterable[Supplier] = ()) -> None:
        """Lay out the suppliers; the closed are left out."""
        self._thesaurus = thesaurus
        self._base = _Block(suppliers, thesaurus)
        self._changed: dict[str, Supplier] = {}
        self._late: _Block | None = None

    def put(self, supplier: Supplier) -> None:
        """Take a supplier in, replacing what was known of it."""
        self.take(supplier.id)
        self._changed[supplier.id] = supplier

    def take(self, supplier_id: str) -> None:
        """Take a supplier out; nothing happens if it is not there."""
        self._base.drop(supplier_id)
        self._changed.pop(supplier_id, None)
        self._late = None

    def browse(self, wanted: Wanted, among: Sequence[str] | None = None) -> Browsed:
        """Find those that meet what is wanted, of everyone or of *among*, and count the facets."""
        parts = [block.browse(wanted, among) for block in self._blocks()]
        found = [pair for part, _ in parts for pair in part]
        if among is not None:
            place = {one: number for number, one in enumerate(among)}
            found.sort(key=lambda pair: place[pair[1]])
        else:
            found.sort()
        counted = [facets for _, facets in parts]
        return Browsed(
            tuple(one for _, one in found),
            Facets(*(_summed(one) for one in zip(*map(_as_tuple, counted), strict=True))),
        )

    def _blocks(self) -> tuple["_Block", ...]:
        if len(self._changed) > _MOST_CHANGED:
            self._base = _Block([*self._base.living(), *self._changed.values()], self._thesaurus)
            self._changed.clear()
        if self._late is None:
            self._late = _Block(self._changed.values(), self._thesaurus)
        return self._base, self._late


def _as_tuple(facets: Facets) -> tuple[Mapping[str, int], ...]:
    return facets.categories, facets.kinds, facets.regions, facets.districts


def _summed(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for name, number in one.items():
            found[name] = found.get(name, 0) + number
    return found


@dataclass(slots=True)
class _Tags:
    """Words that suppliers carry: pairs of a supplier's place and a word's number."""

    names: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    owners: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    words: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))

    def add(self, owner: int, word: str) -> None:
        number = self.numbers.setdefault(word, len(self.numbers))
        self.pairs.append((owner, number))

    def close(self) -> None:
        self.names = list(self.numbers)
        table = np.array(self.pairs, np.int64).reshape(-1, 2)
        self.owners, self.words, self.pairs = table[:, 0].copy(), table[:, 1].copy(), []

    def carriers(self, wanted: Iterable[str], size: int, holds: Mask | None = None) -> Mask:
        """Mark who carries one of the words, by the pairs that hold."""
        chosen = [self.numbers[one] for one in wanted if one in self.numbers]
        pairs = np.isin(self.words, chosen)
        marked = np.zeros(size, np.bool_)
        marked[self.owners[pairs if holds is None else pairs & holds]] = True
        return marked

    def counts(self, among: Mask, holds: Mask | None = None) -> dict[str, int]:
        """Count the marked suppliers by word, each once."""
        pairs = among[self.owners] if holds is None else among[self.owners] & holds
        words = self.words[pairs]
        if holds is not None:  # somebody may hold two papers of a kind
            words = np.unique(self.owners[pairs] * len(self.names) + words) % len(self.names)
        found = np.bincount(words, minlength=len(self.names))
        return {name: int(one) for name, one in zip(self.names, found, strict=True) if one}


class _Block:
    """Suppliers side by side, in the order of their names."""

    def __init__(self, suppliers: Iterable[Supplier], thesaurus: Thesaurus) -> None:
        open_ones = (one for one in suppliers if checks.status(one).outcome != "fail")
        self.suppliers = sorted(open_ones, key=lambda one: (one.name, one.id))
        self.place = {one.id: place for place, one in enumerate(self.suppliers)}
        self.alive = np.ones(len(self.suppliers), np.bool_)
        self.leaves, self.homes, self.papers = _Tags(), _Tags(), _Tags()
        spans: list[tuple[int, int, int]] = []
        for place, one in enumerate(self.suppliers):
            leaves = leaves_of(one, thesaurus)
            for code in leaves | {leaf[:_BRANCH] for leaf in leaves}:
                self.leaves.add(place, code)
            if one.district:
                self.homes.add(place, one.district)
            for held in one.certifications:
                self.papers.add(place, held.kind)
                spans.append(_span(held))
        for tags in (self.leaves, self.homes, self.papers):
            tags.close()
        self.spans = np.array(spans, np.int64).reshape(-1, 3)
        served = (regions.mask(one.service_regions) for one in self.suppliers)
        self.served = np.fromiter(served, np.int64, len(self.suppliers))

    def drop(self, supplier_id: str) -> None:
        place = self.place.get(supplier_id)
        if place is not None:
            self.alive[place] = False

    def living(self) -> list[Supplier]:
        return [one for one, lives in zip(self.suppliers, self.alive, strict=True) if lives]

    def browse(
        self, wanted: Wanted, among: Sequence[str] | None
    ) -> tuple[list[tuple[str, str]], Facets]:
        """Answer (name, id) of those found, and how many there are under each value."""
        size = len(self.suppliers)
        everyone = self.alive if among is None else self.alive & self._marked(among)
        holds = self._holding(wanted)
        tests = {
            "category": self.leaves.carriers([wanted.category], size) if wanted.category else None,
            "kinds": self.papers.carriers(wanted.kinds, size, holds) if wanted.kinds else None,
            "region": self._serving(wanted.region) if wanted.region else None,
            "district": self.homes.carriers([wanted.district], size) if wanted.district else None,
        }

        def but(name: str) -> Mask:
            kept = [test for key, test in tests.items() if key != name and test is not None]
            both: Mask = np.logical_and.reduce([everyone, *kept])
            return both

        found = np.flatnonzero(but(""))
        return [(self.suppliers[at].name, self.suppliers[at].id) for at in found.tolist()], Facets(
            categories=self.leaves.counts(but("category")),
            kinds=self.papers.counts(but("kinds"), holds),
            regions=self._served_areas(but("region")),
            districts=self.homes.counts(but("district")),
        )

    def _marked(self, among: Sequence[str]) -> Mask:
        marked = np.zeros(len(self.suppliers), np.bool_)
        marked[[self.place[one] for one in among if one in self.place]] = True
        return marked

    def _holding(self, wanted: Wanted) -> Mask:
        day = wanted.on.toordinal()
        begin, end, open_from = self.spans.T
        valid: Mask = (begin <= day) & (day <= end)
        return valid if wanted.is_proved else valid | (open_from <= day)

    def _serving(self, region: str) -> Mask:
        area = regions.parse(region)
        if area is None:
            return np.zeros(len(self.suppliers), np.bool_)
        serving: Mask = (self.served & regions.covering(area)) != 0
        return serving

    def _served_areas(self, among: Mask) -> dict[str, int]:
        served = self.served[among]
        counted = {
            regions.label(area): int(np.count_nonzero(served & regions.covering(area)))
            for area in regions.AREAS
        }
        return {name: number for name, number in counted.items() if number}


def _span(held: Certificate) -> tuple[int, int, int]:
    """Return from when and until when a paper is valid, and from when that is not known."""
    begin = held.valid_from.toordinal() if held.valid_from else _NEVER
    if held.valid_until is not None:
        return begin, held.valid_until.toordinal(), _FAR
    if held.no_expiry and held.verified_on is not None:
        return begin, _FAR, _FAR
    return _FAR, _NEVER, begin
