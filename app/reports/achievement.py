"""How far a goal was reached: pure arithmetic over whole numbers, by a stated policy."""

from dataclasses import dataclass
from typing import Literal

Rounding = Literal["half_up", "truncate"]
Basis = Literal["count", "amount"]


@dataclass(frozen=True, slots=True)
class RatePolicy:
    """How a rate is made: which way it is rounded, where it ends, and what it is counted in."""

    rounding: Rounding = "half_up"
    cap: int | None = None
    basis: Basis = "count"


def rate_percent(achieved: int, target: int | None, policy: RatePolicy) -> int | None:
    """Return what was achieved in percent of the target; without a target there is no rate."""
    if not target or target < 0:
        return None
    whole, rest = divmod(100 * achieved, target)
    rate = whole + (policy.rounding == "half_up" and 2 * rest >= target)
    return rate if policy.cap is None else min(rate, policy.cap)


def change_percent(now: int, before: int) -> int | None:
    """Return the change from *before* to *now* in percent, halves away from zero."""
    if before <= 0:
        return None
    size = (200 * abs(now - before) + before) // (2 * before)
    return size if now >= before else -size


def basis_of(unit: str) -> Basis:
    """Return what a rate in this unit compares: amounts of money, or counts."""
    return "amount" if unit == "원" else "count"
