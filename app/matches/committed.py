"""What enterprises have promised in open contracts, as the matcher takes it from their capacity.

A contract is about the products of its category, or else of its tender's; how much it takes stands
in the tender, where that names a quantity in the product's unit. It runs from the day its tender is
needed, or else from its signing, through the end that the tender states; where none is stated, for
a year, as budgets do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

import orjson
from sqlalchemy import bindparam, func, select

from app.activity.actions import CONTRACTS
from app.core.collection import Document
from app.core.db import Reading
from app.core.history import REVISIONS
from app.matches.translate import day
from app.matching import Commitment, Product, Supplier, units
from app.tenders.actions import TENDERS

OPEN = ("agreed", "signed")
"""States of a contract that is not delivered, paid or cancelled."""

_A_YEAR = timedelta(days=365)
_ASKED = ("id", "quantity", "unit", "category_codes", "needed_from", "needed_until")
_NAMED = ("id", "enterprise_id", "category_code", "state", "signed_on", "tender_id")
_OPEN_ONES = select(*(CONTRACTS.table.c[name] for name in _NAMED)).where(
    CONTRACTS.table.c.state.in_(OPEN)
)
_ANSWERED = select(CONTRACTS.table.c.tender_id).where(
    CONTRACTS.table.c.state.in_(OPEN), CONTRACTS.table.c.tender_id.is_not(None)
)
_ALL_TENDERS = select(*(TENDERS.table.c[name] for name in _ASKED)).where(
    TENDERS.table.c.id.in_(_ANSWERED)
)
_LAST_OF_TENDERS = select(func.max(REVISIONS.c.seq)).where(
    REVISIONS.c.collection == TENDERS.name, REVISIONS.c.record_id.in_(_ANSWERED)
)
_OF_TENDERS = select(*(TENDERS.table.c[name] for name in _ASKED)).where(
    TENDERS.table.c.id.in_(bindparam("ids", expanding=True))
)
_UNTIL = (
    select(REVISIONS.c.record_id, REVISIONS.c.action, REVISIONS.c.document)
    .where(REVISIONS.c.collection == bindparam("collection"))
    .where(REVISIONS.c.seq <= bindparam("until"))
    .order_by(REVISIONS.c.seq)
)


@dataclass(slots=True)
class Committed:
    """The open contracts, by enterprise, and the tenders they answer."""

    contracts: dict[str, Document] = field(default_factory=dict)
    tenders: dict[str, Document] = field(default_factory=dict)
    of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def sign(self, contract: Document) -> set[str]:
        """Take a contract as it stands now; return the enterprises whose room it changes."""
        key, owner = str(contract["id"]), str(contract["enterprise_id"])
        changed = self.drop(key)
        if contract["state"] not in OPEN:
            return changed
        self.contracts[key] = {name: contract[name] for name in _NAMED}
        self.of[owner].add(key)
        return changed | {owner}

    def drop(self, key: str) -> set[str]:
        """Forget a contract; return the enterprises whose room that changes."""
        known = self.contracts.pop(key, None)
        if known is None:
            return set()
        owner = str(known["enterprise_id"])
        self.of[owner].discard(key)
        return {owner}

    def ask(self, tender: Document) -> set[str]:
        """Take a tender as it stands now; return the enterprises whose room it changes."""
        key = str(tender["id"])
        self.tenders[key] = {name: tender[name] for name in _ASKED}
        owners = (one for one in self.contracts.values() if str(one["tender_id"]) == key)
        return {str(one["enterprise_id"]) for one in owners}

    def unread(self) -> list[UUID]:
        """Return the tenders that a contract answers and that were not taken in."""
        named = {str(one["tender_id"]) for one in self.contracts.values() if one["tender_id"]}
        return [UUID(key) for key in sorted(named - self.tenders.keys())]

    def put_on(self, supplier: Supplier) -> Supplier:
        """Return a supplier with what is promised of each of its products, and nothing else."""
        contracts = [self.contracts[key] for key in sorted(self.of.get(supplier.id, ()))]
        if not contracts and not any(one.commitments for one in supplier.products):
            return supplier
        products = (
            replace(one, commitments=tuple(self._about(one, contracts)))
            for one in supplier.products
        )
        return replace(supplier, products=tuple(products))

    def _about(self, product: Product, contracts: Iterable[Document]) -> Iterable[Commitment]:
        for contract in contracts:
            tender = self.tenders.get(str(contract["tender_id"]))
            named = contract["category_code"]
            codes = [named] if named else tender["category_codes"] if tender else []
            if product.category_code is not None and product.category_code in codes:
                yield _commitment(contract, tender, product)


def _commitment(contract: Document, tender: Document | None, product: Product) -> Commitment:
    signed = day(contract["signed_on"])
    begins, ends, quantity = signed, None, None
    if tender is not None:
        begins, ends = day(tender["needed_from"]) or signed, day(tender["needed_until"])
        is_told = units.comparable(tender["unit"], product.unit)
        quantity = float(tender["quantity"]) if is_told and tender["quantity"] is not None else None
    last = ends or _a_year_after(begins)
    return Commitment(quantity, begins, last, str(contract["tender_id"] or ""))


def _a_year_after(begins: date | None) -> date | None:
    return begins and min(begins, date.max - _A_YEAR) + _A_YEAR


def committed(unit: Reading) -> Committed:
    """Read the open contracts and their tenders as they stand now."""
    found = Committed()
    for row in unit.all(_OPEN_ONES):
        found.sign(dict(row._mapping))
    for row in unit.all(_ALL_TENDERS):
        found.ask(dict(row._mapping))
    return found


def last_of_tenders(unit: Reading) -> int:
    """Return the last revision of a tender that an open contract answers; 0 where there is none."""
    return int(unit.scalar(_LAST_OF_TENDERS) or 0)


def read_tenders(unit: Reading, found: Committed) -> None:
    """Take in the tenders that a contract answers and that were not taken in."""
    ids = found.unread()
    for row in unit.all(_OF_TENDERS, {"ids": ids}) if ids else ():
        found.ask(dict(row._mapping))


def committed_at(unit: Reading, revision: int) -> Committed:
    """Return what the open contracts were after *revision*, from the history alone."""
    found = Committed()
    for text in standing_at(unit, CONTRACTS.name, revision).values():
        found.sign(orjson.loads(text))
    wanted = set(found.unread())
    for key, text in (standing_at(unit, TENDERS.name, revision) if wanted else {}).items():
        if key in wanted:
            found.ask(orjson.loads(text))
    return found


def standing_at(unit: Reading, collection: str, revision: int) -> dict[UUID, str]:
    """Return the records of a collection as they stood after *revision*, but for erased ones."""
    standing: dict[UUID, str] = {}
    for row in unit.all(_UNTIL, {"collection": collection, "until": revision}):
        standing.pop(row.record_id, None)
        if row.action != "removed" and row.document is not None:
            standing[row.record_id] = row.document
    return standing
