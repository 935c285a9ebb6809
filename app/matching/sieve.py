"""How thousands of suppliers stand to every hard check, at once.

The answer is exactly that of *checks*, which stays the only place where a check is defined; what
arrays cannot say (regions, lots) is asked there, once for all who are alike in it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

import numpy as np

from app.matching import checks, kinds, room, units
from app.matching.answers import Scored, speaking_from
from app.matching.arrays import Amounts, Mask
from app.matching.checks import CODES
from app.matching.facts import Facts, Outcomes, Papers
from app.matching.room import Claim
from app.matching.segment import Segment
from app.matching.shapes import Need

_FAIL, _UNKNOWN, _PASS = CODES["fail"], CODES["unknown"], CODES["pass"]


def as_suppliers(block: Segment, need: Need, on: date) -> Iterator[Outcomes]:
    """Answer of all in a block the checks that ask who the supplier is, whatever it sells."""
    yield block.facts.status
    if need.region:
        yield _by_region(block.facts, need.region)
    for kind in need.required_certifications:
        yield _certified(block, kind, on)
    for kind in need.required_licences:
        yield _licensed(block, kind, on)


def by_wares(
    scored: Scored, need: Need, on: date, lots: Mapping[str, tuple[str, ...]]
) -> Iterator[Outcomes]:
    """Answer the checks that ask which of its products answer the need."""
    if need.quantity:
        yield _able(scored, need.quantity, need.unit, room.claim(need, on))
    if need.lots:
        yield _with_lots(scored, need, lots)


def _by_region(facts: Facts, region: str) -> Outcomes:
    """Judge all that state the same regions as one."""
    return _region_outcomes(region, facts.region_names).take(facts.regions)


@lru_cache(maxsize=1024)
def _region_outcomes(region: str, names: tuple[tuple[str, ...], ...]) -> Outcomes:
    return np.array([region_outcome(region, stated) for stated in names], np.int8)


def region_outcome(region: str | None, stated: tuple[str, ...]) -> int:
    """Answer, by its code, whether those who state these regions serve the region."""
    return CODES[checks.serves(region, stated).outcome]


def _certified(block: Segment, kind: str, on: date) -> Outcomes:
    outcomes = np.full(len(block.suppliers), _FAIL, np.int8)
    for name, papers in block.facts.certificates.items():
        if kinds.answers(name, kind):
            _note(outcomes, papers, on)
    return outcomes


def _licensed(block: Segment, kind: str, on: date) -> Outcomes:
    """Answer by the licence itself; a certificate stands in for one that is not listed."""
    outcomes = _certified(block, kind, on)
    papers = block.facts.licences.get(kinds.licence_key(kind))
    if papers is not None:
        outcomes[papers.owners] = _FAIL
        _note(outcomes, papers, on)
    return outcomes


def _note(outcomes: Outcomes, papers: Papers, on: date) -> None:
    """Raise the outcome of those who hold one of these papers on the day."""
    day = on.toordinal()
    valid = np.flatnonzero((papers.begins <= day) & (papers.ends >= day))
    owners, worth = papers.owners[valid], papers.worth[valid]
    np.maximum.at(outcomes, owners, worth)


def _able(scored: Scored, quantity: float, unit: str | None, asked: Claim) -> Outcomes:
    """Compare the most that is left of a speaking product that states its capacity in this unit."""
    facts, name = scored.block.facts, units.canonical(unit)
    number = -1 if name is None else facts.unit_names.get(name, -1)
    capacity = facts.capacities[scored.products]
    stated = (facts.units[scored.products] == number) & ~np.isnan(capacity)
    stated &= scored.relevances >= np.repeat(speaking_from(scored.best), scored.sizes)
    able = np.where(stated, capacity * units.months_counted(unit), -np.inf)
    able, doubtful = _less_promised(able, scored, asked)
    most, sure = (_most(one, scored) for one in (able, np.where(doubtful, -np.inf, able)))
    outcomes = np.where(sure >= quantity, _PASS, np.where(most >= quantity, _UNKNOWN, _FAIL))
    return np.where(most == -np.inf, _UNKNOWN, outcomes).astype(np.int8)


def _less_promised(able: Amounts, scored: Scored, asked: Claim) -> tuple[Amounts, Mask]:
    """Take off what is promised in the time claimed, and mark what contracts leave open."""
    promises = scored.block.facts.promises
    running = promises.begins <= asked.ends.toordinal()
    running &= promises.ends >= asked.begins.toordinal()
    running[list(promises.by_need.get(asked.key, ()))] = False
    if not running.any():
        return able, np.zeros(len(able), np.bool_)
    owners, amounts = promises.owners[running], promises.amounts[running]
    taken, unknown = np.zeros((2, len(scored.block.products)), np.float64)
    np.add.at(taken, owners, np.nan_to_num(amounts))
    np.add.at(unknown, owners, np.isnan(amounts))
    left = np.maximum(able - taken[scored.products], 0.0)
    return np.where(able == -np.inf, able, left), unknown[scored.products] > 0


def _most(able: Amounts, scored: Scored) -> Amounts:
    return np.maximum.reduceat(able, scored.first[:-1]) if len(able) else able


def _with_lots(scored: Scored, need: Need, lots: Mapping[str, tuple[str, ...]]) -> Outcomes:
    outcomes = np.full(len(scored.found), CODES[checks.lots(need, ()).outcome], np.int8)
    for at, place in enumerate(scored.found):
        served = lots.get(scored.block.suppliers[place].id)
        if served:
            outcomes[at] = CODES[checks.lots(need, served).outcome]
    return outcomes
