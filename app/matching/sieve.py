"""Part those that fail a hard check from those that do not, thousands at a time.

The answer is exactly that of *checks*, which stays the only place where a check is defined; what
arrays cannot say (a date, an unusual region) is asked there, for the few it concerns.
"""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np

from app.matching import checks, kinds, regions, units
from app.matching.answers import Scored
from app.matching.facts import Mask
from app.matching.shapes import Check, Need, Supplier

SPEAKING = 0.6
"""A product this near to the supplier's best one also speaks for the supplier."""


def failing(scored: Scored, need: Need, on: date, lots: Mapping[str, tuple[str, ...]]) -> Mask:
    """Mark the suppliers found that fail at least one check of the need."""
    failed = scored.block.facts.closed.copy()
    if need.region:
        _by_region(failed, scored, need)
    for kind in need.required_certifications:
        _unless_held(failed, scored, _holders(scored, kind), _certified(kind, on))
    for kind in need.required_licences:
        _unless_held(failed, scored, _licensees(scored, kind), _licensed(kind, on))
    if need.quantity:
        failed |= _short(scored, need.quantity, need.unit)
    if need.lots:
        _ask(failed, scored, scored.found, lambda one: checks.lots(need, lots.get(one.id, ())))
    return failed


def _ask(
    failed: Mask, scored: Scored, places: np.ndarray, check: Callable[[Supplier], Check]
) -> None:
    """Ask the check itself about these suppliers, as far as they were found and still stand."""
    for place in places[scored.matched[places] & ~failed[places]]:
        failed[place] = check(scored.block.suppliers[place]).outcome == "fail"


def _by_region(failed: Mask, scored: Scored, need: Need) -> None:
    asked = regions.parse(need.region)
    areas = scored.block.facts.areas
    served = (areas & regions.covering(asked)) != 0 if asked else np.zeros(len(areas), np.bool_)
    odd = ~served & ((areas & regions.ODD) != 0 if asked else True)
    failed |= ~served & ~odd
    _ask(failed, scored, np.flatnonzero(odd), lambda one: checks.region(need, one))


def _holders(scored: Scored, kind: str) -> Mask:
    held = np.zeros(len(scored.block.suppliers), np.bool_)
    for name, places in scored.block.facts.certificates.items():
        if kinds.answers(name, kind):
            held[places] = True
    return held


def _licensees(scored: Scored, kind: str) -> Mask:
    held = _holders(scored, kind)
    held[scored.block.facts.licences.get(kinds.licence_key(kind), [])] = True
    return held


def _unless_held(
    failed: Mask, scored: Scored, held: Mask, check: Callable[[Supplier], Check]
) -> None:
    failed |= ~held
    _ask(failed, scored, np.flatnonzero(held), check)


def _certified(kind: str, on: date) -> Callable[[Supplier], Check]:
    return lambda one: checks.certificate(kind, one, on)


def _licensed(kind: str, on: date) -> Callable[[Supplier], Check]:
    return lambda one: checks.licence(kind, one, on)


def _short(scored: Scored, quantity: float, unit: str | None) -> Mask:
    """Mark those whose speaking products state a capacity in this unit, and none enough."""
    name = units.canonical(unit)
    facts, owner = scored.block.facts, scored.block.owner
    if name is None:
        return np.zeros(len(scored.block.suppliers), np.bool_)
    places = facts.unit_names.get(name, np.zeros(0, np.int32))
    floor = scored.best[owner[places]] * np.float32(SPEAKING)
    places = places[(scored.relevances[places] >= floor) & ~np.isnan(facts.capacities[places])]
    most = np.full(len(scored.block.suppliers), -1.0)
    np.maximum.at(most, owner[places], facts.capacities[places] * units.months_counted(unit))
    return (most >= 0) & (most < quantity)
