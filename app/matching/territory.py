"""A region as the smallest areas that are known in it, so that several suppliers may share it."""

from functools import lru_cache

from app.matching import regions
from app.matching.regions import AREAS, Area

Ground = frozenset[Area]


@lru_cache(maxsize=1024)
def ground(region: str | None) -> Ground:
    """The areas a region is made of; a region we do not know is one area of its own."""
    if not region:
        return frozenset()
    asked = regions.parse(region)
    if asked is None:
        return frozenset({Area(region)})
    inside = [area for area in AREAS if regions.covers(asked, area)]
    least = (area for area in inside if not any(_within(other, area) for other in inside))
    return frozenset(least) or frozenset({asked})


def _within(inner: Area, outer: Area) -> bool:
    return inner != outer and regions.covers(outer, inner)


@lru_cache(maxsize=4096)
def covered(served: tuple[str, ...], asked: Ground) -> Ground:
    """The part of the ground that a supplier serving these regions covers."""
    offered = [regions.parse(text) or Area(text) for text in served]
    return frozenset(a for a in asked if any(_reaches(one, a) for one in offered))


def _reaches(offered: Area, asked: Area) -> bool:
    return offered == asked or regions.covers(offered, asked)


def is_certain(served: tuple[str, ...], asked: Ground) -> bool:
    """Whether what the supplier does not cover is known not to be served.

    Not where it states no region, nor where its words or those of the request are no known area.
    """
    texts = [*served, *(area.province for area in asked)]
    return bool(served) and all(regions.parse(text) is not None for text in texts)
