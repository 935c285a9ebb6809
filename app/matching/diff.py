"""Two runs of one question beside each other: who came, went or moved, and what of it is their own.

A supplier's score rests on itself, the need and the versions; its place rests on the others too. So
every move is told in two parts: what changed in its own score and checks, and who passed whom.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from app.matching.shapes import UNITS, Outcome, Supplier

MoveKind = Literal["entered", "left", "now_fits", "no_longer_fits", "rose", "fell", "stayed"]
Requirement = tuple[str, str]
"""A check by its name and, where several may have that name, by what it asks for."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a supplier stood in a run. Without a *rank* it was judged, but is not among those shown."""

    supplier_id: str
    fits: bool
    rank: int | None
    parts: Mapping[str, int]
    checks: Mapping[Requirement, Outcome]

    @property
    def units(self) -> int:
        """The score in score units: exactly the sum of its parts."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Part:
    """What a factor added to a score before and after, in score units."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """A check that came out differently; None where it was not asked."""

    name: str
    kind: str
    before: Outcome | None
    after: Outcome | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A field of a supplier that changed: the values that are *gone*, and those that have *come*."""

    field: str
    gone: tuple[Any, ...]
    come: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One supplier's way from a run to another.

    *passed_by* stand before it now and did not then; *passes* stood before it and no longer do.
    Both are empty where it changed lists: that is its own doing, or the need's.
    """

    supplier_id: str
    kind: MoveKind
    before: Stand | None
    after: Stand | None
    parts: tuple[Part, ...]
    checks: tuple[Verdict, ...]
    passed_by: tuple[str, ...]
    passes: tuple[str, ...]

    @property
    def is_change(self) -> bool:
        """Whether anything about it is different."""
        return self.kind != "stayed" or bool(self.parts or self.checks)


def compare(before: Sequence[Stand], after: Sequence[Stand]) -> tuple[Move, ...]:
    """Return how everyone shown in either run moved: the later run's order, then those who left.

    Stands without a rank are of suppliers that only the other run shows; they tell why.
    """
    then, now = ({one.supplier_id: one for one in run} for run in (before, after))
    shown = [one.supplier_id for one in after if one.rank is not None]
    gone = [one.supplier_id for one in before if one.rank is not None]
    keys = dict.fromkeys([*shown, *(key for key in gone if key not in set(shown))])
    return tuple(_move(key, then, now) for key in keys)


def same_band(one: int, other: int, band: float) -> bool:
    """Say whether two scores in units count as equal, so that their order is drawn by lot."""
    width = round(band * UNITS)
    return one // width == other // width


def facts(before: Supplier | None, after: Supplier | None) -> tuple[Fact, ...]:
    """Return what changed in a supplier's entry; nothing where one of the two is not known."""
    if before is None or after is None:
        return ()
    return tuple(_facts(before, after))


def _facts(before: Supplier, after: Supplier) -> Iterator[Fact]:
    then, now = _entry(before), _entry(after)
    for name, new in now.items():
        old = then[name]
        if old == new:
            continue
        if not isinstance(new, tuple):
            yield Fact(name, (old,), (new,))
            continue
        gone, come = tuple(x for x in old if x not in new), tuple(x for x in new if x not in old)
        yield Fact(name, gone, come)  # both empty: the same in another order


def _entry(supplier: Supplier) -> dict[str, Any]:
    """Return what is known of a supplier, with what it has promised apart from what it sells."""
    entry = {one.name: getattr(supplier, one.name) for one in fields(Supplier)}
    promised = (made for sold in supplier.products for made in sold.commitments)
    bare = tuple(replace(sold, commitments=()) for sold in supplier.products)
    return {**entry, "products": bare, "commitments": tuple(dict.fromkeys(promised))}


def _move(key: str, then: Mapping[str, Stand], now: Mapping[str, Stand]) -> Move:
    before, after = then.get(key), now.get(key)
    kind = _kind(before, after)
    passed_by, passes = _passing(key, kind, then, now)
    return Move(
        supplier_id=key,
        kind=kind,
        before=before,
        after=after,
        parts=tuple(_parts(before, after)),
        checks=tuple(_verdicts(before, after)),
        passed_by=passed_by,
        passes=passes,
    )


def _kind(before: Stand | None, after: Stand | None) -> MoveKind:
    if before is None or before.rank is None:
        return "entered"
    if after is None or after.rank is None:
        return "left"
    if before.fits != after.fits:
        return "now_fits" if after.fits else "no_longer_fits"
    if before.rank == after.rank:
        return "stayed"
    return "rose" if after.rank < before.rank else "fell"


def _passing(
    key: str, kind: MoveKind, then: Mapping[str, Stand], now: Mapping[str, Stand]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who stands before it now and did not, and the other way round, within its own list."""
    if kind in ("now_fits", "no_longer_fits"):
        return (), ()
    fits = (then if kind == "left" else now)[key].fits
    ahead_then, ahead_now = (_ahead(key, run, fits=fits) for run in (then, now))
    return (
        tuple(one for one in ahead_now if one not in ahead_then),
        tuple(one for one in ahead_then if one not in ahead_now),
    )


def _ahead(key: str, run: Mapping[str, Stand], *, fits: bool) -> list[str]:
    """Return who stands before it in a list, the first first; before one not listed, all do."""
    own = run.get(key)
    listed = own is not None and own.fits == fits and own.rank is not None
    last = own.rank if own is not None and listed else None
    ranked = [(one.rank, one.supplier_id) for one in run.values() if one.fits == fits and one.rank]
    return [name for rank, name in sorted(ranked) if last is None or rank < last]


def _parts(before: Stand | None, after: Stand | None) -> Iterator[Part]:
    """Return the parts of the score that changed; none where one of the two is not known."""
    if before is None or after is None:
        return
    for name in _both(before.parts, after.parts):
        old, new = before.parts.get(name, 0), after.parts.get(name, 0)
        if old != new:
            yield Part(name, old, new)


def _verdicts(before: Stand | None, after: Stand | None) -> Iterator[Verdict]:
    if before is None or after is None:
        return
    for name, kind in _both(before.checks, after.checks):
        old, new = before.checks.get((name, kind)), after.checks.get((name, kind))
        if old != new:
            yield Verdict(name, kind, old, new)


def _both(before: Iterable[Any], after: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys([*after, *before]))
