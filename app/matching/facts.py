"""What checks and factors ask about, as arrays, so that thousands are judged at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from app.matching import checks, kinds, regions, units
from app.matching.arrays import Amounts, Mask, Places, numbered
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
    unit_of = {unit: units.canonical(unit) for unit in {one.unit for one in products}}
    measured, unit_names = numbered([unit_of[one.unit] for one in products])
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
        units=measured,
        unit_names={name: number for number, name in enumerate(unit_names)},
    )


def _promises(products: Sequence[Product]) -> Promises:
    rows = [(at, one) for at, sold in enumerate(products) for one in sold.commitments]
    by_need: dict[str, list[int]] = defaultdict(list)
    for place, (_, one) in enumerate(rows):
        by_need[one.need].append(place)
    return Promises(
        owners=np.array([at for at, _ in rows], np.int32),
        amounts=np.array([one.quantity for _, one in rows], np.float64),
        begins=np.array([_day(one.begins, date.min) for _, one in rows], np.int32),
        ends=np.array([_day(one.ends, date.max) for _, one in rows], np.int32),
        by_need={need: places for need, places in by_need.items() if need},
    )


_Row = tuple[int, date | None, date | None, bool]


def _certificates(suppliers: Sequence[Supplier]) -> dict[str, Papers]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for place, supplier in enumerate(suppliers):
        for one in supplier.certifications:
            sure = one.valid_until is not None or (one.no_expiry and one.verified_on is not None)
            found[one.kind].append((place, one.valid_from, one.valid_until, sure))
    return _filed(found, kinds.code_of)


def _licences(suppliers: Sequence[Supplier]) -> dict[str, Papers]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for place, supplier in enumerate(suppliers):
        for one in supplier.licences:
            found[one.kind].append((place, None, one.valid_until, True))
    return _filed(found, kinds.licence_key)


def _filed(found: Mapping[str, list[_Row]], plain: Callable[[str], str]) -> dict[str, Papers]:
    """File the papers under the plain name of their kind."""
    filed: dict[str, list[_Row]] = defaultdict(list)
    for name, rows in found.items():
        filed[plain(name)] += rows
    return {name: _papers(rows) for name, rows in filed.items()}


def _papers(rows: Sequence[_Row]) -> Papers:
    owners, begins, ends, sure = zip(*rows, strict=True)
    return Papers(
        owners=np.array(owners, np.int32),
        begins=np.array([_day(one, date.min) for one in begins], np.int32),
        ends=np.array([_day(one, date.max) for one in ends], np.int32),
        worth=np.where(sure, CODES["pass"], CODES["unknown"]).astype(np.int8),
    )


def _day(day: date | None, otherwise: date) -> int:
    return (day or otherwise).toordinal()
