"""An agency's priority purchases: its contracts of the year against each scheme, and one more."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.activity.actions import CONTRACTS
from app.agencies.actions import AGENCIES, DEMANDS
from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import refuse
from app.enterprises.actions import ENTERPRISES
from app.matches import translate
from app.matches.asking import today
from app.matches.priority_schemas import PriorityQuery
from app.matching import Supplier
from app.matching.priority import (
    Effect,
    Line,
    Plan,
    Progress,
    Purchase,
    Standing,
    Tally,
    counted_once,
    standings,
)
from app.matching.schemes import (
    PurchaseKind,
    Scheme,
    in_year,
    load_purchase_kinds,
    load_schemes,
)
from app.tenders.actions import TENDERS

_CONTRACTED = ("signed", "delivered", "paid")  # what is only agreed on is no purchase yet
BASIS = "contract_amount"


@cache
def schemes(data_dir: Path) -> tuple[Scheme, ...]:
    """Read the table of schemes, once for each folder."""
    return load_schemes(data_dir / "priority_schemes.csv")


@cache
def _kinds(data_dir: Path) -> dict[str, PurchaseKind]:
    return load_purchase_kinds(data_dir / "codes" / "purchase_kinds.csv")


def simulation(unit: Reading, data_dir: Path, agency_id: UUID, query: PriorityQuery) -> Document:
    """Answer each scheme with the agency's amounts so far, and with what a contract would add."""
    unit.actor.require_agency(agency_id)
    agency = lookups.get(unit, AGENCIES, agency_id)
    year = query.year or (query.on or today(unit)).year
    on = _day(query.on, today(unit), year)
    plan = _plan(unit, query, on)
    purchases = _purchases(unit, data_dir, agency_id, year)
    lines = _lines(unit, data_dir, agency_id, year)
    table = schemes(data_dir)
    return {
        "agency": {name: agency[name] for name in ("id", "name", "kind", "district")},
        "year": year,
        "on": on,
        "basis": BASIS,
        "contracts": len(purchases),
        "schemes": [_scheme(one, year) for one in standings(table, purchases, lines, on, plan)],
        "counted_once": _once(counted_once(table, purchases, on), plan, table),
    }


def _day(given: date | None, now: date, year: int) -> date:
    """Return the day of the contract: as given, else the day of the year that is nearest to now."""
    if given and given.year != year:
        ko, en = "계약일이 조회 연도 밖에 있습니다.", "The day does not lie in the year."
        raise refuse("on", "outside_year", ko, en)
    return given or min(max(now, date(year, 1, 1)), date(year, 12, 31))


def _plan(unit: Reading, query: PriorityQuery, on: date) -> Plan | None:
    supplier = None
    if query.enterprise_id:
        supplier = translate.supplier(lookups.get(unit, ENTERPRISES, query.enterprise_id))
    if query.contract_krw is None:
        return None
    return Plan(query.contract_krw, on, supplier, query.kind, adds_to_total=query.adds_to_total)


def _purchases(unit: Reading, data_dir: Path, agency_id: UUID, year: int) -> list[Purchase]:
    """Return the agency's contracts of the year, each with its supplier as now recorded."""
    contracts, tenders = CONTRACTS.table, TENDERS.table
    columns = [contracts.c[name] for name in _OF_CONTRACT]
    rows = unit.all(
        select(*columns, tenders.c.kind)
        .outerjoin(tenders, tenders.c.id == contracts.c.tender_id)
        .where(contracts.c.agency_id == agency_id, contracts.c.state.in_(_CONTRACTED))
        .where(contracts.c.signed_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(contracts.c.seq)
    )
    suppliers = _suppliers(unit, {row.enterprise_id for row in rows})
    return [
        Purchase(
            supplier=suppliers[row.enterprise_id],
            on=row.signed_on,
            amount_krw=row.amount_krw,
            kind=row.kind or _kind_of(row.category_code, data_dir),
            key=str(row.id),
        )
        for row in rows
    ]


_OF_CONTRACT = ("id", "enterprise_id", "signed_on", "amount_krw", "category_code")


def _suppliers(unit: Reading, ids: set[Any]) -> dict[Any, Supplier]:
    found = lookups.listed(unit, ENTERPRISES, ENTERPRISES.table.c.id.in_(ids)) if ids else []
    return {one["id"]: translate.supplier(one) for one in found}


def _lines(unit: Reading, data_dir: Path, agency_id: UUID, year: int) -> list[Line]:
    table = DEMANDS.table
    rows = unit.all(
        select(table.c.amount_krw, table.c.category_code).where(
            table.c.agency_id == agency_id, table.c.year == year
        )
    )
    return [Line(row.amount_krw, _kind_of(row.category_code, data_dir)) for row in rows]


def _kind_of(category: str | None, data_dir: Path) -> PurchaseKind | None:
    """Return the kind of purchase a category is: its own, else that of its branch."""
    known, code = _kinds(data_dir), category or ""
    return known.get(code) or known.get(code[:3])


def _scheme(one: Standing, year: int) -> Document:
    scheme = one.scheme
    return {
        "code": scheme.code,
        "name": scheme.name,
        "law": scheme.law,
        "article": scheme.article,
        "statutory_percent": None if scheme.ratio_percent is None else float(scheme.ratio_percent),
        "denominator": scheme.denominator,
        "excludes_works": scheme.excludes_works,
        "qualifying": list(scheme.qualifying),
        "due_on": in_year(scheme.due, year + 1),
        "published_on": in_year(scheme.published, year + 1),
        "total_krw": None if one.base.lacking else one.base.recorded_krw,
        "total_recorded_krw": one.base.recorded_krw,
        "total_lacks": list(one.base.lacking),
        **_tally(one.tally),
        **_progress(one.now),
        "effect": _effect(one.effect) if one.effect else None,
        "source": scheme.source,
        "verified_on": scheme.verified_on,
        "status": scheme.status,
        "note": scheme.note,
    }


def _tally(one: Tally) -> Document:
    return {
        "contracts": one.contracts,
        "counted_krw": one.counted_krw,
        "unproved_krw": one.unproved_krw,
        "without_amount": one.without_amount,
    }


def _progress(one: Progress) -> Document:
    return {"ratio_percent": one.ratio_percent, "gap_krw": one.gap_krw}


def _effect(one: Effect) -> Document:
    return {
        "qualifies": one.verdict,
        "in_scope": one.in_scope,
        "adds_krw": one.adds_krw,
        "adds_if_proved_krw": one.adds_if_proved_krw,
        "counted_krw": one.after.counted_krw,
        **_progress(one.after),
    }


def _once(tally: Tally, plan: Plan | None, table: tuple[Scheme, ...]) -> Document:
    """Return what counts in any scheme, each contract once, now and with the planned one."""
    after = None
    if plan and plan.supplier:
        own = Purchase(
            supplier=plan.supplier, on=plan.on, amount_krw=plan.amount_krw, kind=plan.kind
        )
        added = counted_once(table, [own], plan.on)
        after = tally.counted_krw + added.counted_krw
    return {**_tally(tally), "counted_with_plan_krw": after}
