"""What checks and factors ask about, as arrays, so that thousands are judged at once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from app.matching import checks, kinds, regions, units
from app.matching.arrays import Amounts, Mask, Places, numbered
from app.matching.regions import Area
from app.matching.shapes import Outcome, Product, Supplier

Outcomes = npt.NDArray[np.int8]

CODES: dict[Outcome, int] = {"fail": 0, "unknown": 1, "pass": 2}
"""How the outcome of a check is written in an array."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Certificates or licences of one kind: whose they are, their days, and if the end is sure."""

    owners: Places
    begins: Places
    ends: Places
    sure: Mask


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

    *homes* and *units* are numbers of the names in *home_names* and *unit_names*.
    """

    status: Outcomes
    areas: npt.NDArray[np.int64]
    certificates: Mapping[str, Papers]
    licences: Mapping[str, Papers]
    homes: Places
    home_names: tuple[Area | None, ...]
    capacities: Amounts
    promises: Promises
    prices: Amounts
    units: Places
    unit_names: Mapping[str | None, int]


def gather(suppliers: Sequence[Supplier], products: Sequence[Product]) -> Facts:
    """Read the facts off the suppliers of a block and their products."""
    homes, home_names = numbered([regions.parse(one.district) for one in suppliers])
    unit_of = {unit: units.canonical(unit) for unit in {one.unit for one in products}}
    measured, unit_names = numbered([unit_of[one.unit] for one in products])
    status = [CODES[checks.status(one).outcome] for one in suppliers]
    return Facts(
        status=np.array(status, np.int8),
        areas=np.array([regions.mask(one.service_regions) for one in suppliers], np.int64),
        certificates=_certificates(suppliers),
        licences=_licences(suppliers),
        homes=homes,
        home_names=tuple(home_names),
        capacities=np.array([one.monthly_capacity for one in products], np.float64),
        promises=_promises(products),
        prices=np.array([one.unit_price_krw for one in products], np.float64),
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
        sure=np.array(sure, np.bool_),
    )


def _day(day: date | None, otherwise: date) -> int:
    return (day or otherwise).toordinal()
