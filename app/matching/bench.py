"""Who could take part in a joint supply: the pieces of a need, and the suppliers for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Literal

from app.matching import checks, territory
from app.matching.concepts import Thesaurus
from app.matching.index import Index
from app.matching.panel import capacity_left, is_convincing, judged_on, of_trade, speaking
from app.matching.room import claim
from app.matching.shapes import Check, Need, Product, Supplier
from app.matching.territory import Ground
from app.matching.weights import Policy

MOST_CANDIDATES = 60
PaperName = Literal["certificate", "licence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LotAsked:
    """One lot as it is asked for."""

    title: str
    quantity: float | None = None
    unit: str | None = None
    category_code: str | None = None
    price_krw: int | None = None
    licences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One lot, or the whole need where it has none; *need* asks for its trade, amount and region."""

    title: str
    need: Need
    price_krw: int | None = None
    licences: tuple[str, ...] = ()

    @property
    def ground(self) -> Ground:
        """The areas in which the work is."""
        return territory.ground(self.need.region)


@dataclass(frozen=True, slots=True)
class Doer:
    """A supplier that is of the trade of a piece, and what is known of it there."""

    supplier: Supplier
    likeness: float
    products: tuple[Product, ...]
    capacity: float | None
    ground: Ground
    is_certain: bool
    """Is what it does not cover of the ground known not to be served?"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate or licence that one of those must hold who do the piece, or the whole."""

    name: PaperName
    kind: str
    piece: int | None = None

    def check(self, supplier: Supplier, on: date) -> Check:
        """Look whether the supplier holds it on the day."""
        asked = checks.certificate if self.name == "certificate" else checks.licence
        return asked(self.kind, supplier, on)


@dataclass(frozen=True, slots=True)
class Bench:
    """The pieces, the papers, and for each piece its doers by supplier; suppliers the likest first."""

    pieces: tuple[Piece, ...]
    papers: tuple[Paper, ...]
    suppliers: tuple[Supplier, ...]
    doers: tuple[dict[str, Doer], ...]
    is_elsewhere: tuple[bool, ...]
    """Is everyone of a piece's trade known to be elsewhere?"""
    on: date

    def likeness(self, supplier_id: str) -> float:
        """How like the supplier is to the piece it is likest to."""
        return max(own[supplier_id].likeness for own in self.doers if supplier_id in own)


def assemble(
    need: Need, lots: Sequence[LotAsked], index: Index, policy: Policy, as_of: date
) -> Bench:
    """Find who could take part, of whom the most useful sixty are considered."""
    pieces = _pieces(need, lots, index.thesaurus)
    papers = tuple(_papers(need, pieces))
    on = judged_on(need, as_of)
    able = [list(_doers(piece, index, policy, on)) for piece in pieces]
    found = [
        [doer for doer in some if _may_reach(doer, piece)]
        for some, piece in zip(able, pieces, strict=True)
    ]
    chosen = _useful(found, papers, on)
    bench = Bench(
        pieces=pieces,
        papers=papers,
        suppliers=(),
        doers=tuple({d.supplier.id: d for d in some if d.supplier.id in chosen} for some in found),
        is_elsewhere=tuple(bool(some) and not near for some, near in zip(able, found, strict=True)),
        on=on,
    )
    ordered = sorted(chosen.values(), key=lambda one: (-bench.likeness(one.id), one.id))
    return replace(bench, suppliers=tuple(ordered))


def _pieces(need: Need, lots: Sequence[LotAsked], thesaurus: Thesaurus) -> tuple[Piece, ...]:
    if not lots:
        return (Piece(need.title, _bare(need), need.estimated_price_krw),)
    titles = [lot.title for lot in lots]
    return tuple(
        Piece(
            title=lot.title if titles.count(lot.title) == 1 else f"{lot.title} ({place})",
            need=_of_lot(_bare(need), lot, thesaurus),
            price_krw=lot.price_krw,
            licences=lot.licences,
        )
        for place, lot in enumerate(lots, start=1)
    )


def _bare(need: Need) -> Need:
    """The need without its papers, which the set must hold and not each member."""
    return replace(need, required_certifications=(), required_licences=(), lots=())


def _of_lot(need: Need, lot: LotAsked, thesaurus: Thesaurus) -> Need:
    """A lot as a need of its own; one that names no trade ('본관') is of the trade of the whole."""
    amount = replace(need, quantity=lot.quantity, unit=lot.unit)
    if lot.category_code:
        return replace(amount, title=lot.title, description="", category_codes=(lot.category_code,))
    if thesaurus.annotate(lot.title):
        return replace(amount, title=lot.title, description="", category_codes=())
    return amount


def _papers(need: Need, pieces: Sequence[Piece]) -> Iterator[Paper]:
    for kind in dict.fromkeys(need.required_certifications):
        yield Paper("certificate", kind)
    for kind in dict.fromkeys(need.required_licences):
        yield Paper("licence", kind)
    for place, piece in enumerate(pieces):
        for kind in dict.fromkeys(piece.licences):
            yield Paper("licence", kind, place)


def _doers(piece: Piece, index: Index, policy: Policy, on: date) -> Iterator[Doer]:
    """Everyone of the trade that is open, and not known to have no capacity.

    As in a ranking, nobody is named where not even the likest convince.
    """
    need, asked = piece.need, piece.ground
    if not is_convincing(need, index, policy):
        return
    for one in of_trade(need, index, policy):
        served = one.supplier.service_regions
        covered, certain = territory.covered(served, asked), territory.is_certain(served, asked)
        products = speaking(one)
        free = capacity_left(products, need.unit, claim(need, on)) if need.quantity else None
        closed = checks.status(one.supplier).outcome == "fail"
        if not closed and free != 0:
            yield Doer(one.supplier, one.relevance, products, free, covered, certain)


def _may_reach(doer: Doer, piece: Piece) -> bool:
    """Tell whether the doer serves a part of the ground, or may."""
    return bool(doer.ground) or not piece.ground or not doer.is_certain


def _useful(
    found: Sequence[Sequence[Doer]], papers: Sequence[Paper], on: date
) -> dict[str, Supplier]:
    """Take turns among the likest of each piece, its largest, and the holders of each paper."""
    everyone = {doer.supplier.id: doer.supplier for some in found for doer in some}
    lists = [[doer.supplier for doer in some] for some in found]
    lists += [
        [doer.supplier for doer in sorted(some, key=lambda doer: -(doer.capacity or 0))]
        for some in found
    ]
    lists += [
        [one for one in everyone.values() if paper.check(one, on).outcome != "fail"]
        for paper in papers
    ]
    chosen: dict[str, Supplier] = {}
    for turn in zip_longest(*lists):
        for one in turn:
            if one is not None and len(chosen) < MOST_CANDIDATES:
                chosen[one.id] = one
    return chosen
