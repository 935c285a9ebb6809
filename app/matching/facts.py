"""What the hard checks ask about, as arrays, so that thousands are sieved at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.matching import checks, kinds, regions, units
from app.matching.grams import Places
from app.matching.shapes import Product, Supplier

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a block: of suppliers, and of their products laid end to end."""

    closed: Mask
    areas: npt.NDArray[np.int64]
    certificates: Mapping[str, Places]
    licences: Mapping[str, Places]
    capacities: npt.NDArray[np.float64]
    unit_names: Mapping[str, Places]


def gather(suppliers: Sequence[Supplier], products: Sequence[Product]) -> Facts:
    """Read the facts off the suppliers of a block and their products."""
    return Facts(
        closed=np.array([checks.status(one).outcome == "fail" for one in suppliers], np.bool_),
        areas=np.array([regions.mask(one.service_regions) for one in suppliers], np.int64),
        certificates=_places(
            [[kinds.code_of(c.kind) for c in s.certifications] for s in suppliers]
        ),
        licences=_places([[kinds.licence_key(one.kind) for one in s.licences] for s in suppliers]),
        capacities=np.array([_monthly(product) for product in products], np.float64),
        unit_names=_places([[units.canonical(product.unit) or ""] for product in products]),
    )


def _monthly(product: Product) -> float:
    return np.nan if product.monthly_capacity is None else product.monthly_capacity


def _places(names: Sequence[Sequence[str]]) -> dict[str, Places]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, some in enumerate(names):
        for name in dict.fromkeys(some):
            found[name].append(place)
    return {name: np.array(places, np.int32) for name, places in found.items()}
