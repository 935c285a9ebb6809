"""Who is shown how often: shares of places, how unequal they are, and how far they reach.

Counts of what rankings showed; nothing here changes a ranking.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

TOP = 10
"""Places further down are not counted as shown: few read on."""

_HEAD = 0.8
"""The head are the fewest suppliers that together hold this share of past contracts."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Places given out over a registry; a ratio that has nothing to rest on is None.

    *gini* is 0 where all of the registry are shown equally often, and nears 1 where one takes all.
    *coverage* is the share of the registry shown at all, *long_tail* the share of places that went
    to suppliers outside the head.
    """

    places: int
    shown: int
    registry: int
    gini: float | None
    coverage: float | None
    long_tail: float | None


def exposure(
    counts: Mapping[str, int], registry: Collection[str], head: Collection[str] | None
) -> Exposure:
    """Sum up how often each supplier was shown; those of the registry never shown count as 0.

    Who was shown and has left the registry since is counted with it. Without a *head* the long tail
    is not known.
    """
    everyone = set(registry) | counts.keys()
    places = sum(counts.values())
    shown = sum(1 for count in counts.values() if count)
    outside = None if head is None else sum(n for name, n in counts.items() if name not in head)
    return Exposure(
        places=places,
        shown=shown,
        registry=len(everyone),
        gini=gini([counts.get(name, 0) for name in everyone]),
        coverage=shown / len(everyone) if everyone else None,
        long_tail=outside / places if places and outside is not None else None,
    )


def gini(counts: Sequence[int]) -> float | None:
    """Return the Gini coefficient of counts, exactly 0 where all are equal; None where all are 0."""
    total, size = sum(counts), len(counts)
    if not total:
        return None
    weighted = sum(place * count for place, count in enumerate(sorted(counts), start=1))
    return (2 * weighted - (size + 1) * total) / (size * total)


def head_of(contracts: Mapping[str, int]) -> frozenset[str] | None:
    """Return the fewest suppliers that hold most past contracts; None where there are none.

    Who has as many contracts as the last of them belongs to them too.
    """
    total = sum(contracts.values())
    if not total:
        return None
    held, least = 0, 0
    for count in sorted(contracts.values(), reverse=True):
        if held >= _HEAD * total:
            break
        held, least = held + count, count
    return frozenset(name for name, count in contracts.items() if count >= least)
