"""How a printed figure is computed again: a small language, read and worked out without a database.

`achieved`, `target`, `rate`, `sum:K1+K2`, `ratio:KA/KB`, `same:K`, `rows:COLLECTION:MEASURE[:FILTER]`,
`members:TALLY`, `distinct_members:TALLY`, `none`. Rates and ratios are rounded half up to as many
decimals as were printed. Figures that rest on themselves prove nothing and are refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.core.errors import Refused

_ALONE = frozenset({"achieved", "target", "rate", "none"})
_OF_FIGURES = {"sum": "+", "ratio": "/", "same": None}
_OF_TALLY = frozenset({"members", "distinct_members"})
_A_RATIO = 2


class BadCheck(Refused):
    """The way a figure is to be computed cannot be read."""

    ko = "계산 방법 '{text}'을(를) 읽을 수 없습니다."
    en = "Cannot read how to compute the figure: {text}."


class UnknownKey(Refused):
    """A figure rests on something that does not exist."""

    ko = "'{key}'에 해당하는 자료가 없습니다."
    en = "There is nothing called {key}."


class RestsOnItself(Refused):
    """Figures rest on each other in a circle."""

    ko = "서로를 근거로 삼는 수치입니다: {keys}"
    en = "These figures rest on each other: {keys}."


@dataclass(frozen=True, slots=True)
class Check:
    """One way to compute: its kind, and what it rests on."""

    kind: str
    keys: tuple[str, ...] = ()  # figures, or one tally
    rows: tuple[str, str, str] | None = None  # collection, measure, filter


def parse(text: str) -> Check:
    """Read a check; refuse what is none."""
    kind, _, rest = text.partition(":")
    if kind in _ALONE and not rest:
        return Check(kind)
    if not rest:
        raise BadCheck(text=text)
    if kind in _OF_TALLY:
        return Check(kind, (rest,))
    if kind == "rows":
        return Check(kind, rows=_rows(rest))
    if kind in _OF_FIGURES:
        separator = _OF_FIGURES[kind]
        keys = tuple(rest.split(separator)) if separator else (rest,)
        if all(keys) and (kind != "ratio" or len(keys) == _A_RATIO):
            return Check(kind, keys)
    raise BadCheck(text=text)


def _rows(text: str) -> tuple[str, str, str]:
    """Read what rows are counted; a measure may have a part of its own (`sum:amount_krw`)."""
    collection, _, rest = text.partition(":")
    kind, _, rest = rest.partition(":")
    if not kind:
        raise BadCheck(text=text)
    if kind == "count":
        return collection, kind, rest
    column, _, conditions = rest.partition(":")
    return collection, f"{kind}:{column}", conditions


def figures_under(check: Check) -> tuple[str, ...]:
    """Return the figures that a check rests on."""
    return check.keys if check.kind in _OF_FIGURES else ()


def from_figures(check: Check, printed: Mapping[str, Decimal]) -> Decimal | None:
    """Work out a check that rests on other printed figures; a ratio to nothing has no value."""
    for key in check.keys:
        if key not in printed:
            raise UnknownKey(key=key)
    values = [printed[key] for key in check.keys]
    if check.kind == "ratio":
        return 100 * values[0] / values[1] if values[1] else None
    return sum(values, Decimal(0))


def refuse_circle(key: str, rests_on: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse a figure that rests, through others, on itself."""
    below = _below(key, rests_on)
    if key in below:
        circle = sorted(other for other in below if key in _below(other, rests_on))
        raise RestsOnItself(keys=", ".join(circle))


def _below(key: str, rests_on: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return every figure that one rests on, directly or through others."""
    open_, seen = list(rests_on.get(key, ())), set[str]()
    while open_:
        below = open_.pop()
        if below not in seen:
            seen.add(below)
            open_.extend(rests_on.get(below, ()))
    return seen


def as_printed(value: Decimal, printed: Decimal) -> Decimal:
    """Return *value* rounded half up to the decimals of the printed one."""
    exponent = printed.as_tuple().exponent
    places = min(exponent, 0) if isinstance(exponent, int) else 0
    return value.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP)
