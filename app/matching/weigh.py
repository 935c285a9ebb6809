"""The scores of all suppliers found, at once, in whole score units.

The answer is exactly the sum of what *factors* says of each; there each factor is defined and
gives its evidence, here it is counted for thousands so that only those shown need be looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.matching import factors, units
from app.matching.answers import Scored
from app.matching.arrays import Amounts, Mask
from app.matching.checks import CODES
from app.matching.facts import Outcomes
from app.matching.shapes import UNITS, Need
from app.matching.weights import Policy


@dataclass(frozen=True, slots=True)
class Weighed:
    """Everyone found in a block with the score, and whether a check fails."""

    scored: Scored
    units: npt.NDArray[np.int64]
    failed: Mask


def weigh(scored: Scored, standings: Sequence[Outcomes], need: Need, policy: Policy) -> Weighed:
    """Score all suppliers found, given the outcomes of their checks."""
    fails = failed(standings)
    best = _best_products(scored)
    likeness = scored.relevances[best].astype(np.float64)
    values: dict[str, tuple[Amounts, Amounts | float]] = {
        "trade": (scored.trades[best].astype(np.float64), 1.0),
        "wording": (scored.wordings[best].astype(np.float64), 1.0),
        "requirements": (_requirements(standings, fails), likeness),
        "focus": (_focus(best - scored.first[:-1]), likeness),
        "price": (_price(scored, best, need), likeness),
        "nearness": (_nearness(scored, need), likeness),
    }
    total = np.zeros(len(scored.found), np.float64)
    for name, weight in policy.table:
        value, share = values[name]
        total += np.rint(weight * value * share * UNITS)
    total[standings[0] == CODES["fail"]] = 0  # the first check is whether it is open at all
    return Weighed(scored, total.astype(np.int64), fails)


def failed(standings: Sequence[Outcomes]) -> Mask:
    """Mark those that fail a check, given the outcomes of at least one."""
    fails: Mask = standings[0] == CODES["fail"]
    for outcomes in standings[1:]:
        fails |= outcomes == CODES["fail"]
    return fails


def _best_products(scored: Scored) -> npt.NDArray[np.int64]:
    """Find the likest product of each supplier, of equals the first."""
    likest = np.flatnonzero(scored.relevances == np.repeat(scored.best, scored.sizes))
    return likest[np.searchsorted(likest, scored.first[:-1])]


def _requirements(standings: Sequence[Outcomes], failed: Mask) -> Amounts:
    worth = np.zeros(len(failed), np.float64)
    for outcomes in standings:
        worth += np.where(outcomes == CODES["pass"], 1.0, factors.UNKNOWN_CHECK)
    return np.where(failed, 0.0, worth / len(standings))


def _focus(places: npt.NDArray[np.int64]) -> Amounts:
    return np.array(factors.FOCUS)[np.minimum(places, len(factors.FOCUS) - 1)]


def _price(scored: Scored, best: npt.NDArray[np.int64], need: Need) -> Amounts:
    money, unit = factors.money_of(need), units.canonical(need.unit)
    facts = scored.block.facts
    if money is None or need.quantity is None or unit not in facts.unit_names or unit is None:
        return np.full(len(best), factors.UNKNOWN_PRICE)
    place = scored.products[best]
    cost = np.rint(facts.prices[place] * need.quantity)
    excess = (cost / money - 1) / (factors.PRICE_TOLERANCE - 1)
    value = np.where(excess <= 0, 1.0, np.maximum(0.0, 1 - excess))
    known = (facts.units[place] == facts.unit_names[unit]) & ~np.isnan(cost)
    return np.where(known, value, factors.UNKNOWN_PRICE)


def _nearness(scored: Scored, need: Need) -> Amounts:
    facts = scored.block.facts
    value = [factors.near(need.region, home) for home in facts.home_names]
    return np.array(value, np.float64)[facts.homes[scored.found]]
