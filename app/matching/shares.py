"""Who takes how much of a joint supply."""

from collections.abc import Sequence
from fractions import Fraction

_FINE = 1000
"""Quantities that are not whole are dealt out in thousandths."""


def apportion(total: int, weights: Sequence[Fraction | float]) -> list[int]:
    """Deal *total* out by weight in whole numbers that add up to it; the largest rests round up."""
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    if not whole:
        exact, whole = [Fraction(1)] * len(exact), Fraction(len(exact))
    parts = [total * weight / whole for weight in exact]
    dealt = [int(part) for part in parts]
    rests = sorted(range(len(parts)), key=lambda place: (dealt[place] - parts[place], place))
    for place in rests[: total - sum(dealt)]:
        dealt[place] += 1
    return dealt


def volumes(quantity: float, capacities: Sequence[float | None]) -> list[float]:
    """Deal a quantity out by capacity; what the stated ones cannot do falls to the others."""
    stated = [capacity or 0.0 for capacity in capacities]
    silent = [capacity is None for capacity in capacities]
    if sum(stated) >= quantity or not any(silent):
        return _dealt(quantity, stated)
    rest = _dealt(quantity - sum(stated), [float(one) for one in silent])
    return [own + more for own, more in zip(stated, rest, strict=True)]


def _dealt(quantity: float, weights: Sequence[float]) -> list[float]:
    fine = 1 if float(quantity).is_integer() else _FINE
    return [part / fine for part in apportion(round(quantity * fine), weights)]


def percent(parts: Sequence[Fraction]) -> list[float]:
    """Parts of one whole as percentages of one decimal that add up to exactly 100."""
    return [tenths / 10 for tenths in apportion(1000, parts)]
