"""How much of a supply is promised already: what open contracts name, as far as it is written down.

A contract names no quantity; the tender it came from does. What cannot be told is counted apart,
never taken as nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core.collection import Document
from app.core.db import Reading
from app.core.tables import table_of
from app.matches.committed import OPEN
from app.tenders.tables import Tender

_TENDERS = table_of(Tender)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a month's capacity: promised by so many contracts, so many more unknown."""

    promised: int
    contracts: int
    unknown: int
    left: int | None  # None where no capacity is stated


def left(
    unit: Reading, products: Iterable[Document], contracts: Iterable[Document]
) -> dict[UUID, Left]:
    """Return what is left of each product that an open contract is about.

    A contract is about a product when it, or else its tender, names the product's category; its
    quantity is known when the tender names one in the product's unit.
    """
    running = [one for one in contracts if one["state"] in OPEN]
    tenders = _tenders(unit, running)
    found = {one["id"]: _left(one, running, tenders) for one in products}
    return {key: one for key, one in found.items() if one.contracts or one.unknown}


def _tenders(unit: Reading, contracts: Iterable[Document]) -> Mapping[Any, Any]:
    ids = {one["tender_id"] for one in contracts if one["tender_id"]}
    wanted = (_TENDERS.c.id, _TENDERS.c.quantity, _TENDERS.c.unit, _TENDERS.c.category_codes)
    return {row.id: row for row in unit.all(select(*wanted).where(_TENDERS.c.id.in_(ids)))}


def _left(product: Document, contracts: list[Document], tenders: Mapping[Any, Any]) -> Left:
    about = [one for one in contracts if _is_about(one, product, tenders.get(one["tender_id"]))]
    known = [
        tender.quantity
        for one in about
        if (tender := tenders.get(one["tender_id"]))
        and tender.quantity is not None
        and tender.unit == product["unit"]
    ]
    capacity = product["monthly_capacity"]
    rest = None if capacity is None else max(0, capacity - sum(known))
    return Left(sum(known), len(known), len(about) - len(known), rest)


def _is_about(contract: Document, product: Document, tender: Any) -> bool:  # noqa: ANN401 -- a row
    code = product["category_code"]
    if code is None:
        return False
    if contract["category_code"]:
        return bool(contract["category_code"] == code)
    return tender is not None and code in tender.category_codes
