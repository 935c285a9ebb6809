"""One enterprise, or several side by side, as a buyer looks at them: papers on a day, track record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.activity.actions import CONTRACTS, MATCHING_CASES
from app.activity.deal_schemas import ContractQuery, MatchingCaseQuery
from app.agencies.tables import Agency
from app.categories.tables import Category
from app.core import lookups
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.paging import PageQuery
from app.core.tables import table_of
from app.enterprises.actions import ENTERPRISES
from app.enterprises.kinds import kinds
from app.matches import translate
from app.matches.asking import today
from app.matches.browsing import paper
from app.matches.promised import left
from app.matching import checks

MOST_COMPARED = 4


def profile(unit: Reading, enterprise_id: UUID) -> Document:
    """Return an enterprise with its papers as they hold today, and what of its record may be seen.

    A part of the track record that the caller may not see is None, not empty.
    """
    on = today(unit)
    enterprise = lookups.get(unit, ENTERPRISES, enterprise_id)
    contracts = _seen(unit, CONTRACTS, ContractQuery(enterprise_id=enterprise_id))
    cases = _seen(unit, MATCHING_CASES, MatchingCaseQuery(awarded_to=enterprise_id))
    return {
        "on": on,
        "enterprise": enterprise,
        "papers": papers(enterprise, on),
        "licences": licences(enterprise, on),
        "categories": _names(unit, enterprise),
        "contracts": contracts,
        "left": None if contracts is None else left(unit, enterprise["products"], contracts),
        "cases": cases,
        "agencies": _agencies(unit, contracts),
    }


def side_by_side(unit: Reading, ids: Sequence[UUID]) -> Document:
    """Return several enterprises, in the order asked for, with their papers as they hold today."""
    on = today(unit)
    found = [lookups.get(unit, ENTERPRISES, one) for one in ids]
    return {
        "on": on,
        "enterprises": [
            {**one, "papers": papers(one, on), "valid_licences": licences(one, on)} for one in found
        ],
    }


def papers(enterprise: Document, on: date) -> list[Document]:
    """Return the certificates of a document, each with whether it holds on a day."""
    supplier = translate.supplier(enterprise)
    return [
        {**row, **paper(supplier, held, on), "basis": kinds().get(held.kind, {}).get("basis", "")}
        for row, held in zip(enterprise["certifications"], supplier.certifications, strict=True)
    ]


def licences(enterprise: Document, on: date) -> list[Document]:
    """Return the licences of a document, each with whether it is in force on a day."""
    supplier = translate.supplier(enterprise)
    return [
        {
            **row,
            "outcome": checks.licence(held.kind, replace(supplier, licences=(held,)), on).outcome,
        }
        for row, held in zip(enterprise["licences"], supplier.licences, strict=True)
    ]


def _seen(unit: Reading, collection: Collection, query: PageQuery) -> list[Document] | None:
    """Return what is asked for, newest first; None where the caller may not see such records."""
    if not unit.actor.is_any(*(collection.readers or ())):
        return None
    where = lookups.conditions(unit, collection, query)
    found = lookups.listed(unit, collection, *where)
    return sorted(found, key=lambda one: one[collection.date or "created_at"], reverse=True)


def _names(unit: Reading, enterprise: Document) -> Mapping[str, str]:
    table = table_of(Category)
    codes = {one["category_code"] for one in enterprise["products"] if one["category_code"]}
    rows = unit.all(select(table.c.code, table.c.name).where(table.c.code.in_(codes)))
    return {row.code: row.name for row in rows}


def _agencies(unit: Reading, contracts: Sequence[Document] | None) -> Mapping[Any, str]:
    table = table_of(Agency)
    ids = {one["agency_id"] for one in contracts or () if one["agency_id"]}
    rows = unit.all(select(table.c.id, table.c.name).where(table.c.id.in_(ids)))
    return {row.id: row.name for row in rows}
