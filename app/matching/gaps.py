"""Where supply is thin: for each leaf of the tree and each district, who serves it with such a thing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.matching import checks, regions
from app.matching.concepts import Thesaurus
from app.matching.regions import Area
from app.matching.shapes import Supplier

Cell = tuple[str, Area]
"""A leaf of the category tree and a district."""


@dataclass(frozen=True, slots=True)
class Supply:
    """The suppliers that serve a cell, and those of its trade that state no region."""

    serving: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


def leaf_of(code: str | None, texts: Sequence[str], thesaurus: Thesaurus) -> str | None:
    """The leaf something is filed under, else the one its words name; the first text that names any.

    Korean puts the head last, so the last trade named in a text counts.
    """
    if code:
        return code
    return next((leaf for text in texts if (leaf := _named(text, thesaurus))), None)


@lru_cache(maxsize=16384)
def _named(text: str, thesaurus: Thesaurus) -> str | None:
    mentions = thesaurus.annotate(text)
    if not mentions:
        return None
    code, _ = max(mentions[-1].concepts, key=lambda pair: (pair[1], pair[0]))
    return thesaurus.concepts[code].category_code


def leaves_of(supplier: Supplier, thesaurus: Thesaurus) -> frozenset[str]:
    """The leaves a supplier's products belong to."""
    leaves = (
        leaf_of(one.category_code, (one.name, one.category_text, one.description), thesaurus)
        for one in supplier.products
    )
    return frozenset(leaf for leaf in leaves if leaf)


def supply(
    suppliers: Iterable[Supplier], areas: Sequence[Area], thesaurus: Thesaurus
) -> Mapping[Cell, Supply]:
    """Who serves each cell; a cell that is not there has nobody. The closed serve nothing."""
    serving: dict[Cell, set[str]] = defaultdict(set)
    unsure: dict[Cell, set[str]] = defaultdict(set)
    for one in suppliers:
        if checks.status(one).outcome == "fail":
            continue
        leaves = leaves_of(one, thesaurus)
        for area in areas:
            reach = serves(one.service_regions, area)
            into = serving if reach else unsure
            for leaf in leaves if reach is not False else ():
                into[leaf, area].add(one.id)
    return {
        cell: Supply(frozenset(serving.get(cell, ())), frozenset(unsure.get(cell, ())))
        for cell in {*serving, *unsure}
    }


@lru_cache(maxsize=65536)
def serves(service_regions: tuple[str, ...], area: Area) -> bool | None:
    """Whether the regions take in the area; None where none is stated, or not in known words."""
    offered = [regions.parse(text) for text in service_regions]
    if any(one is not None and regions.covers(one, area) for one in offered):
        return True
    return None if None in offered or not offered else False
