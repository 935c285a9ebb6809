"""What rankings were worth, told by what was chosen: logged outcomes instead of judgements.

Who was chosen is not who fits best: people choose among what they are shown. So these figures watch
a ranking over time; they do not replace judged requests.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.matching.exposure import TOP, Exposure, exposure

ENOUGH = 30
"""Below so many decided rankings a mean says little; it is printed with that warning."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One ranking as it was shown, best first, and who of anybody was chosen or contracted."""

    on: date
    shown: tuple[str, ...]
    chosen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Worth:
    """The figures of one period. Means are over the *decided* rankings: those somebody was chosen of.

    *hit_rate* is the share in which one of those chosen stood among the first ten, *mrr* the mean
    of 1 / the place of the first. *spread* is over all rankings of the period.
    """

    period: str
    rankings: int
    decided: int
    hit_rate: float | None
    mrr: float | None
    spread: Exposure

    @property
    def is_enough(self) -> bool:
        """Whether there are enough decided rankings for a mean to say something."""
        return self.decided >= ENOUGH


def worth(
    period: str,
    logged: Sequence[Logged],
    registry: Collection[str],
    head: Collection[str] | None,
) -> Worth:
    """Measure the rankings of a period; *head* are those with most contracts before it."""
    decided = [one for one in logged if one.chosen]
    reciprocal = [_reciprocal(one) for one in decided]
    shown = Counter(name for one in logged for name in one.shown[:TOP])
    return Worth(
        period=period,
        rankings=len(logged),
        decided=len(decided),
        hit_rate=_mean([float(one > 0) for one in reciprocal]),
        mrr=_mean(reciprocal),
        spread=exposure(shown, registry, head),
    )


def split_at(logged: Iterable[Logged], day: date) -> dict[str, list[Logged]]:
    """Part rankings into those before a day and those from it on."""
    parts: dict[str, list[Logged]] = {f"< {day}": [], f">= {day}": []}
    for one in logged:
        parts[f"< {day}" if one.on < day else f">= {day}"].append(one)
    return parts


def by_month(logged: Iterable[Logged]) -> dict[str, list[Logged]]:
    """Part rankings by the month they were made in, the first first."""
    parts: dict[str, list[Logged]] = {}
    for one in sorted(logged, key=lambda one: one.on):
        parts.setdefault(f"{one.on:%Y-%m}", []).append(one)
    return parts


def _reciprocal(one: Logged) -> float:
    places = [place for place, name in enumerate(one.shown[:TOP], start=1) if name in one.chosen]
    return 1 / places[0] if places else 0.0


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
