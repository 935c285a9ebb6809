"""What a set of enterprises must cover together, as people name it and as the solver takes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.matching import checks, units
from app.matching.bench import Bench, Doer, Paper
from app.matching.cover import WHOLE, Cover, Key, Problem, Volume, is_hopeless
from app.matching.shapes import Stated

RequirementName = Literal["work", "volume", "region", "certificate", "licence", "members"]


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something the set must cover, of one piece or, without one, of the whole."""

    name: RequirementName
    required: Stated
    piece: str | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement as the solver sees it."""

    requirement: Requirement
    asked: Cover | Volume


def problem_of(bench: Bench, demands: Sequence[Demand], least: int, most: int) -> Problem:
    """The bench and its demands in numbers."""
    places = {one.id: place for place, one in enumerate(bench.suppliers)}
    pairs = [
        (doer.likeness, (places[key], piece))
        for piece, own in enumerate(bench.doers)
        for key, doer in own.items()
    ]
    ordered = sorted(pairs, key=lambda pair: (-pair[0], pair[1]))
    return Problem(
        candidates=len(places),
        pairs=tuple(key for _, key in ordered),
        covers=tuple(d.asked for d in demands if isinstance(d.asked, Cover)),
        volumes=tuple(d.asked for d in demands if isinstance(d.asked, Volume)),
        doubtful=frozenset(
            place
            for place, one in enumerate(bench.suppliers)
            if checks.status(one).outcome == "unknown"
        ),
        most=most,
        least=least,
    )


def demands_of(bench: Bench) -> list[Demand]:
    """Everything that must be covered: what one can cover first, then the volumes."""
    pieces = range(len(bench.pieces))
    covers = [demand for piece in pieces for demand in _of_piece(bench, piece)]
    papers = [_of_paper(bench, paper) for paper in bench.papers]
    return [*covers, *papers, *(one for piece in pieces for one in _volume(bench, piece))]


def _of_piece(bench: Bench, number: int) -> Iterator[Demand]:
    piece, own = bench.pieces[number], _doing(bench, number)
    yield Demand(Requirement("work", piece.title, piece.title), Cover(frozenset(own)))
    covers = (
        Cover(
            sure=frozenset(key for key, doer in own.items() if area in doer.ground),
            unsure=frozenset(
                key for key, doer in own.items() if area not in doer.ground and not doer.is_certain
            ),
        )
        for area in sorted(piece.ground, key=lambda area: (area.province, area.district or ""))
    )
    for cover in dict.fromkeys(covers):  # areas that the same suppliers serve are one demand
        yield Demand(Requirement("region", piece.need.region, piece.title), cover)


def _doing(bench: Bench, number: int) -> dict[Key, Doer]:
    places = {one.id: place for place, one in enumerate(bench.suppliers)}
    return {(places[key], number): doer for key, doer in bench.doers[number].items()}


def _volume(bench: Bench, number: int) -> Iterator[Demand]:
    piece, own = bench.pieces[number], _doing(bench, number)
    quantity = piece.need.quantity
    if quantity:
        required = units.amount(quantity, piece.need.unit)
        asked = Volume(
            needed=quantity,
            stated=tuple((k, doer.capacity) for k, doer in own.items() if doer.capacity),
            unsure=frozenset(key for key, doer in own.items() if doer.capacity is None),
        )
        yield Demand(Requirement("volume", required, piece.title), asked)


def _of_paper(bench: Bench, paper: Paper) -> Demand:
    number = paper.piece
    keys: Sequence[Key]
    if number is None:
        title, keys = None, [(place, WHOLE) for place in range(len(bench.suppliers))]
    else:
        title, keys = bench.pieces[number].title, list(_doing(bench, number))
    outcomes = {key: paper.check(bench.suppliers[key[0]], bench.on).outcome for key in keys}
    cover = Cover(
        sure=frozenset(key for key, outcome in outcomes.items() if outcome == "pass"),
        unsure=frozenset(key for key, outcome in outcomes.items() if outcome == "unknown"),
    )
    return Demand(Requirement(paper.name, paper.kind, title), cover)


def missing(bench: Bench, demands: Sequence[Demand], most: int) -> Iterator[Requirement]:
    """What nobody could cover even if every open fact proved true; else the size of the set.

    Where nobody does a piece, that is said and nothing else of it: for want of the trade, or
    because all of the trade are elsewhere.
    """
    lacking = [one.requirement for one in demands if is_hopeless(one.asked, openly=True)]
    undone = {
        piece.title: "region" if elsewhere else "work"
        for piece, own, elsewhere in zip(bench.pieces, bench.doers, bench.is_elsewhere, strict=True)
        if not own
    }
    telling = [one for one in lacking if undone.get(one.piece or "", one.name) == one.name]
    yield from dict.fromkeys(telling or [Requirement("members", most)])
