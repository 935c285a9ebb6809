"""Joint supply: the smallest sets of enterprises that together cover a need, and who does what.

A set covers the lots (or the whole), the volume in comparable units, the region and the papers. A
fact that is not known covers nothing; only where no set covers on known facts are sets proposed
that rest on open ones, and these say which. Whether joint supply is admitted, and whether the
enterprises want it, is for people to settle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from app.matching import checks, shares
from app.matching.bench import Bench, Doer, Piece
from app.matching.cover import WHOLE, Choice, Cover, Key, OutOfTime, choices
from app.matching.demands import Demand, Requirement, demands_of, missing, problem_of
from app.matching.room import claim
from app.matching.shapes import Change, Check, Supplier


@dataclass(frozen=True, slots=True)
class Covered:
    """A requirement, who covers it, and whether that rests on known facts alone."""

    requirement: Requirement
    by: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Work:
    """A member's part in one piece."""

    piece: str
    quantity: float | None
    unit: str | None
    share_percent: float


@dataclass(frozen=True, slots=True)
class Role:
    """What a member does, what it holds, and what is still open about it."""

    supplier: Supplier
    likeness: float
    leads: bool
    share_percent: float
    work: tuple[Work, ...]
    papers: tuple[tuple[str, str], ...]
    open: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A set of enterprises, the leader first; it is *open* if a requirement rests on open facts."""

    roles: tuple[Role, ...]
    requirements: tuple[Covered, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Consortia:
    """The proposals; where there are none, *missing* is what nobody found could cover.

    *complete* is false where the solver ran out of time before it could look at all sets.
    """

    proposals: tuple[Proposal, ...]
    candidates: int
    missing: tuple[Requirement, ...]
    complete: bool


def propose(bench: Bench, *, limit: int = 3, least: int = 1, most: int = 5) -> Consortia:
    """Propose at most *limit* sets of *least* to *most* enterprises, none containing another."""
    demands = demands_of(bench)
    problem = problem_of(bench, demands, least, most)
    found: list[Choice] = []
    complete = True
    try:
        for openly in (False, True):
            if found:
                break
            for choice in islice(choices(problem, openly=openly), limit):
                found.append(choice)  # noqa: PERF402 -- what was found before time ran out stays
    except OutOfTime:
        complete = False
    return Consortia(
        proposals=tuple(_proposal(choice, bench, demands) for choice in found),
        candidates=len(bench.suppliers),
        missing=() if found or not complete else tuple(missing(bench, demands, most)),
        complete=complete,
    )


def _proposal(choice: Choice, bench: Bench, demands: Sequence[Demand]) -> Proposal:
    requirements = tuple(_credited(choice, bench, demands))
    roles = _roles(choice, bench)
    doubtful = any(checks.status(role.supplier).outcome == "unknown" for role in roles)
    return Proposal(roles, requirements, is_open=bool(choice.open) or doubtful)


def _credited(choice: Choice, bench: Bench, demands: Sequence[Demand]) -> Iterator[Covered]:
    """Each requirement once, with those of the set who cover it."""
    chosen = choice.pairs | {(member, WHOLE) for member in choice.members}
    by: dict[Requirement, set[Key]] = {}
    openly: set[Requirement] = set()
    for number, demand in enumerate(demands):
        asked = demand.asked
        sure = asked.sure if isinstance(asked, Cover) else {key for key, _ in asked.stated}
        is_open = number in choice.open
        openly |= {demand.requirement} if is_open else set()
        able = (sure | asked.unsure) if is_open else sure
        by.setdefault(demand.requirement, set()).update(able & chosen)
    for requirement, keys in by.items():
        members = sorted({key[0] for key in keys})
        ids = tuple(bench.suppliers[member].id for member in members)
        yield Covered(requirement, ids, requirement in openly)


def _roles(choice: Choice, bench: Bench) -> tuple[Role, ...]:
    work: dict[int, list[tuple[Work, Fraction]]] = {member: [] for member in choice.members}
    for number, piece in enumerate(bench.pieces):
        doing = sorted(pair[0] for pair in choice.pairs if pair[1] == number)
        doers = [bench.doers[number][bench.suppliers[member].id] for member in doing]
        for member, part in zip(doing, _parts(piece, doers), strict=True):
            work[member].append((part, _weight(bench, number) * Fraction(part.share_percent)))
    members = sorted(work)
    total = shares.percent([sum((one for _, one in work[m]), Fraction()) for m in members])
    ranked = sorted(zip(members, total, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return tuple(
        _role(bench, member, [one for one, _ in work[member]], share, leads=place == 0)
        for place, (member, share) in enumerate(ranked)
    )


def _parts(piece: Piece, doers: Sequence[Doer]) -> list[Work]:
    quantity, unit = piece.need.quantity, piece.need.unit
    if not quantity:
        even = shares.percent([Fraction(1)] * len(doers))
        return [Work(piece.title, None, None, share) for share in even]
    dealt = shares.volumes(quantity, [doer.capacity for doer in doers])
    percents = shares.percent([Fraction(one) for one in dealt])
    return [
        Work(piece.title, amount, unit, share)
        for amount, share in zip(dealt, percents, strict=True)
    ]


def _weight(bench: Bench, number: int) -> Fraction:
    """A piece counts by its price where every piece has one, else all count alike."""
    prices = [piece.price_krw for piece in bench.pieces]
    return Fraction(prices[number] or 0) if all(prices) else Fraction(1)


def _role(bench: Bench, member: int, work: list[Work], share: float, *, leads: bool) -> Role:
    supplier = bench.suppliers[member]
    held = [(paper, paper.check(supplier, bench.on)) for paper in bench.papers]
    return Role(
        supplier=supplier,
        likeness=bench.likeness(supplier.id),
        leads=leads,
        share_percent=share,
        work=tuple(work),
        papers=tuple(
            dict.fromkeys((p.name, p.kind) for p, check in held if check.outcome == "pass")
        ),
        open=tuple(_open(bench, supplier, work, [check for _, check in held])),
    )


def _open(
    bench: Bench, supplier: Supplier, work: Sequence[Work], held: Sequence[Check]
) -> Iterator[Change]:
    """What is not known about a member: itself, its papers, and its pieces."""
    asked = [checks.status(supplier), *held]
    titles = {one.piece for one in work}
    for piece, own in zip(bench.pieces, bench.doers, strict=True):
        if piece.title in titles and supplier.id in own:
            need = piece.need
            if need.region:
                asked.append(checks.region(need, supplier))
            if need.quantity:
                doing, asks = own[supplier.id].products, claim(need, bench.on)
                asked.append(checks.capacity(need.quantity, need.unit, doing, asks))
    changes = [one.change for one in asked if one.outcome == "unknown" and one.change]
    seen: list[Change] = []
    for change in changes:
        if change not in seen:
            seen.append(change)
            yield change
