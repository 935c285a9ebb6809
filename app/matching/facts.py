"""What checks and factors ask about, as arrays, so that thousands are judged at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from app.matching import checks, kinds, regions, units
from app.matching.arrays import Amounts, Keys, Mask, Places, numbered
from app.matching.checks import CODES
from app.matching.regions import Area
from app.matching.shapes import Product, Supplier

Outcomes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Papers:
    """Certificates or licences of one kind: whose they are, their days, and what they are worth.

    A valid one is a pass, but one whose end is not sure leaves it unknown.
    """

    owners: Places
    begins: Places
    ends: Places
    worth: Outcomes

    def only(self, some: Keys) -> "Papers":
        """Take some of them out."""
        return Papers(self.owners[some], self.begins[some], self.ends[some], self.worth[some])


@dataclass(frozen=True, slots=True)
class Promises:
    """What open contracts have promised: of which products, how much (nan: not known), and when.

    *by_need* lists those that answer a need, by its key.
    """

    owners: Places
    amounts: Amounts
    begins: Places
    ends: Places
    by_need: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a block: of suppliers, and of their products laid end to end.

    *regions*, *homes* and *units* are numbers of the names in *region_names*, *home_names* and
    *unit_names*; *named* says of which products a name is stated.
    """

    status: Outcomes
    regions: Places
    region_names: tuple[tuple[str, ...], ...]
    certificates: Mapping[str, Papers]
    licences: Mapping[str, Papers]
    homes: Places
    home_names: tuple[Area | None, ...]
    capacities: Amounts
    promises: Promises
    prices: Amounts
    named: Mask
    units: Places
    unit_names: Mapping[str | None, int]


def gather(suppliers: Sequence[Supplier], products: Sequence[Product]) -> Facts:
    """Read the facts off the suppliers of a block and their products."""
    homes, home_names = numbered([regions.parse(one.district) for one in suppliers])
    served, served_names = numbered([one.service_regions for one in suppliers])
    stated, stated_units = numbered([one.unit for one in products])
    plain, unit_names = numbered([units.canonical(unit) for unit in stated_units])
    status = [CODES[checks.status(one).outcome] for one in suppliers]
    return Facts(
        status=np.array(status, np.int8),
        regions=served,
        region_names=tuple(served_names),
        certificates=_certificates(suppliers),
        licences=_licences(suppliers),
        homes=homes,
        home_names=tuple(home_names),
        capacities=np.array([one.monthly_capacity for one in products], np.float64),
        promises=_promises(products),
        prices=np.array([one.unit_price_krw for one in products], np.float64),
        named=np.array([bool(one.name) for one in products], np.bool_),
        units=plain[stated],
        unit_names={name: number for number, name in enumerate(unit_names)},
    )


def _promises(products: Sequence[Product]) -> Promises:
    made = [one.commitments for one in products]
    every = [one for own in made for one in own]
    by_need: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(every):
        by_need[one.need].append(place)
    return Promises(
        owners=_owners(made),
        amounts=np.array([one.quantity for one in every], np.float64),
        begins=_days([one.begins for one in every], date.min),
        ends=_days([one.ends for one in every], date.max),
        by_need={need: places for need, places in by_need.items() if need},
    )


def _certificates(suppliers: Sequence[Supplier]) -> dict[str, Papers]:
    held = [one.certifications for one in suppliers]
    every = [paper for own in held for paper in own]
    sure = [
        one.valid_until is not None or (one.no_expiry and one.verified_on is not None)
        for one in every
    ]
    begins, ends = [one.valid_from for one in every], [one.valid_until for one in every]
    listed = Papers(_owners(held), _days(begins, date.min), _days(ends, date.max), _worth(sure))
    return _filed([one.kind for one in every], listed, kinds.code_of)


def _licences(suppliers: Sequence[Supplier]) -> dict[str, Papers]:
    held = [one.licences for one in suppliers]
    every = [paper for own in held for paper in own]
    begins, ends = [None] * len(every), [one.valid_until for one in every]
    worth = _worth([True] * len(every))
    listed = Papers(_owners(held), _days(begins, date.min), _days(ends, date.max), worth)
    return _filed([one.kind for one in every], listed, kinds.licence_key)


def _filed(stated: Sequence[str], every: Papers, plain: Callable[[str], str]) -> dict[str, Papers]:
    """File papers, of which the kinds are *stated*, under the plain names of these."""
    numbers, names = numbered(stated)
    under, keys = numbered([plain(name) for name in names])
    place = under[numbers]
    return {key: every.only(np.flatnonzero(place == at)) for at, key in enumerate(keys)}


def _owners(held: Sequence[Sequence[object]]) -> Places:
    """Say of each of these, laid end to end, in which row it stands."""
    return np.repeat(np.arange(len(held), dtype=np.int32), [len(own) for own in held])


def _worth(sure: Sequence[bool]) -> Outcomes:
    return np.where(sure, CODES["pass"], CODES["unknown"]).astype(np.int8)


def _days(days: Sequence[date | None], otherwise: date) -> Places:
    unknown = otherwise.toordinal()
    return np.array([day.toordinal() if day else unknown for day in days], np.int32)
