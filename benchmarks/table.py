"""Measured lines, the goals they are held against, and the Markdown table that shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["at least", "at most"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a measured number must not fall below, or must not exceed."""

    side: Side
    number: float
    unit: str

    def is_met(self, measured: float) -> bool:
        """Return whether *measured* keeps the goal."""
        return measured >= self.number if self.side == "at least" else measured <= self.number

    def __str__(self) -> str:
        """Return the goal as it stands in the table."""
        return f"{'≥' if self.side == 'at least' else '≤'} {self.number:g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, and the number its goal judges."""

    what: str
    measured: str
    ratio: str = ""
    goal: Goal | None = None
    number: float = 0.0

    @property
    def verdict(self) -> str:
        """Say whether the goal was met; a line without one is there to be read."""
        if self.goal is None:
            return ""
        return "met" if self.goal.is_met(self.number) else "**not met**"


def at_least(number: float, unit: str) -> Goal:
    """Return the goal that a number does not fall below *number*."""
    return Goal("at least", number, unit)


def at_most(number: float, unit: str) -> Goal:
    """Return the goal that a number does not exceed *number*."""
    return Goal("at most", number, unit)


def markdown(lines: Iterable[Line]) -> str:
    """Return the lines as a Markdown table."""
    head = ("what", "measured", "ratio", "goal", "result")
    body = [(one.what, one.measured, one.ratio, str(one.goal or ""), one.verdict) for one in lines]
    return columns(head, body)


def columns(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """Return any rows under a head as a Markdown table."""
    return "\n".join(_row(cells) for cells in (head, ("---",) * len(head), *body)) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
