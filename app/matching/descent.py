"""From the likest suppliers down, step by step, so that nobody is measured who is not looked at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.matching.answers import Candidate, Scored
from app.matching.arrays import Floats, Keys, Mask
from app.matching.scoring import Found, Hits

_SPEAKING_UP = 0.2
"""Suppliers at least this like speak for the trade's being there at all, whoever else is there."""

_STEPS = (0.6, 0.3)
"""The likest are found first, then those down to the next step, last those to the threshold."""

_FEW = 0.25
"""Where no larger share of the blocks they stand in is wanted, every product of theirs is measured."""

_FIRST_LOOK = 64
"""How many are looked at first; if more are wanted, four times as many, and so on."""


def steps(hits: Sequence[Hits]) -> list[tuple[float, float]]:
    """List from the top the spans of likeness, low and high, in which suppliers are found."""
    threshold = max((one.query.threshold for one in hits), default=0.0)
    lows = [*(step for step in _STEPS if step > threshold), threshold]
    return list(zip(lows, [np.inf, *lows[:-1]], strict=True))


def likest_first(hits: Sequence[Hits]) -> Iterator[Candidate]:
    """Take out the suppliers found in all blocks, the likest first, equal ones as they stand."""
    for scored, at in spots(hits):
        yield scored.candidate(at)


def convinces(hits: Sequence[Hits], least: float) -> bool:
    """Say whether any supplier has this much conviction; the likest are asked first.

    Another supplier may thus bring conviction, but never takes it away.
    """
    floors = [*_likest(hits), _SPEAKING_UP]
    return any(
        float(one.convictions(found).max()) >= least
        for floor in floors
        for one in hits
        for found in [one.above(floor)[0]]
        if len(found)
    )


def _likest(hits: Sequence[Hits]) -> list[float]:
    """Find the greatest likeness of all, if anybody reaches the threshold."""
    for low, _ in steps(hits):
        most = [float(best.max()) for one in hits for best in [one.above(low)[1]] if len(best)]
        if most:
            return [max(most)]
    return []


@dataclass(frozen=True, slots=True)
class Pool:
    """Suppliers of all blocks: the number of each one's block, its place there, its likeness."""

    block: Keys
    place: Keys
    best: Floats

    def by_block(self, some: Keys) -> Iterator[tuple[int, Keys]]:
        """Part some of them by their blocks, as they stand."""
        blocks = self.block[some]
        for number in sorted(set(blocks.tolist())):
            yield number, self.place[some[blocks == number]]


def pool(found: Sequence[Found]) -> Pool:
    """Put the suppliers found in all blocks side by side."""
    sizes = [len(places) for places, _ in found]
    return Pool(
        block=np.repeat(np.arange(len(found)), sizes),
        place=np.concatenate([*(places for places, _ in found), np.zeros(0, np.int64)]),
        best=np.concatenate([*(best for _, best in found), np.zeros(0, np.float32)]),
    )


def spots(hits: Sequence[Hits]) -> Iterator[tuple[Scored, int]]:
    """Name the same by where they stand, which is cheaper than to take them out."""
    for low, high in steps(hits):
        everyone = pool([one.between(low, high, one.alive) for one in hits])
        for look in looks(everyone.best):
            ordered = _equals_by_id(hits, everyone, look)
            details = {number: hits[number].detail(at) for number, at in everyone.by_block(ordered)}
            at = dict.fromkeys(details, 0)
            for number in everyone.block[ordered].tolist():
                yield details[number], at[number]
                at[number] += 1


def _equals_by_id(hits: Sequence[Hits], everyone: Pool, look: Keys) -> Keys:
    """Put equally like suppliers in the order of their ids, wherever they came to stand."""
    best, marks = everyone.best[look], np.zeros(len(look), np.uint64)
    block, place = everyone.block[look], everyone.place[look]
    for number in set(block.tolist()):
        own = block == number
        marks[own] = hits[number].block.marks[place[own]]
    ordered = np.lexsort((marks, -best))
    is_tied = (np.diff(best[ordered]) == 0) & (np.diff(marks[ordered]) == 0)
    if is_tied.any():  # ids that begin alike
        ids = [hits[b].block.suppliers[p].id for b, p in zip(block, place, strict=True)]
        return look[sorted(range(len(look)), key=lambda at: (-best[at], ids[at]))]
    return look[ordered]


class Look(NamedTuple):
    """Some suppliers, by the number of their block; nobody among them or later is liker."""

    likest: float
    parts: tuple[tuple[int, Keys], ...]


def descent(hits: Sequence[Hits], wanted: Sequence[Mask], first: int) -> Iterator[Look]:
    """Go through those wanted of all blocks, the likest first, look by look.

    Before each step down comes an empty look, so that who has seen enough need not pay for it.
    """
    yield Look(1.0, ())
    few = [np.flatnonzero(some) for some in wanted]
    asked = [block for block, some in zip(wanted, few, strict=True) if len(some)]
    if sum(map(len, few)) <= _FEW * sum(map(len, asked)):
        yield from _looked([one.of(some) for one, some in zip(hits, few, strict=True)], first)
        return
    for low, high in steps(hits):
        found = [one.between(low, high, some) for one, some in zip(hits, wanted, strict=True)]
        yield from _looked(found, first)
        yield Look(low, ())


def _looked(found: Sequence[Found], first: int) -> Iterator[Look]:
    everyone = pool(found)
    for look in looks(everyone.best, first):
        yield Look(float(everyone.best[look[0]]), tuple(everyone.by_block(look)))


def joined(given: Sequence[Look]) -> Iterator[tuple[int, Keys]]:
    """Put the parts of several looks together, block by block."""
    parts: dict[int, list[Keys]] = {}
    for look in given:
        for number, places in look.parts:
            parts.setdefault(number, []).append(places)
    for number, some in sorted(parts.items()):
        yield number, np.concatenate(some)


def looks(values: Floats, first: int = _FIRST_LOOK) -> Iterator[Keys]:
    """Go through the places of the values, the greatest first, look by look.

    Only as many are put in order as are looked at, so that the first few come quickly.
    """
    done, wanted = 0, first
    while done < len(values):
        top = _top(values, wanted)
        ordered = top[np.argsort(-values[top], kind="stable")]
        yield ordered[done:]
        done, wanted = len(ordered), 4 * len(ordered)


def _top(values: Floats, wanted: int) -> Keys:
    if wanted >= len(values):
        return np.arange(len(values))
    least = np.partition(values, len(values) - wanted)[len(values) - wanted]
    return np.flatnonzero(values >= least)
