"""The registry as people look through it: what was found, and how many more each condition leaves."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.categories.tables import Category
from app.core.collection import Document
from app.core.db import Reading
from app.core.tables import table_of
from app.enterprises.kinds import label
from app.matches.asking import today
from app.matches.live import LiveIndex
from app.matches.schemas import BrowseQuery
from app.matching import POLICY, Certificate, Hit, Index, Supplier, checks, did_you_mean, search
from app.matching.shelf import Wanted

PER_PAGE = 20
MOST_FOUND = 1_000  # by words; whoever is less like them than these is not looked at
_SHOWN_PRODUCTS = 4
_CATEGORIES = table_of(Category)
_TREE = select(_CATEGORIES.c.code, _CATEGORIES.c.name, _CATEGORIES.c.parent).order_by(
    _CATEGORIES.c.code
)


def browse(unit: Reading, live: LiveIndex, query: BrowseQuery) -> Document:
    """Return one page of what was found with its facets; by likeness to the words, or by name."""
    on = today(unit)
    wanted = Wanted(
        on=on,
        category=query.category,
        kinds=frozenset(query.kind),
        is_proved=query.proved,
        region=query.region,
        district=query.district,
    )
    with live.fresh(unit) as (index, _):
        hits = _hits(query.q, index)
        found = live.shelf().browse(wanted, None if hits is None else tuple(hits))
        begin = (query.page - 1) * PER_PAGE
        shown = [
            entry(index, live, one, on, (hits or {}).get(one))
            for one in found.found[begin : begin + PER_PAGE]
        ]
    return {
        "items": shown,
        "total": len(found.found),
        "pages": -(-len(found.found) // PER_PAGE),
        "is_cut": hits is not None and len(hits) >= MOST_FOUND,
        "facets": found.facets,
        "read_as": _read_as(hits),
    }


def entry(index: Index, live: LiveIndex, key: str, on: date, hit: Hit | None = None) -> Document:
    """Return an enterprise in a few lines: who it is, what it sells, which papers it holds."""
    one = index.get(key)
    assert one is not None  # noqa: S101 -- it was found in the index
    matched = [product.name for product in hit.matched_products] if hit else []
    names = dict.fromkeys((*matched, *(product.name for product in one.products)))
    return {
        "id": one.id,
        "name": one.name,
        "district": one.district,
        "service_regions": one.service_regions,
        "is_synthetic": live.is_synthetic(one.id),
        "papers": [paper(one, held, on) for held in one.certifications],
        "licences": [held.kind for held in one.licences],
        "products": list(names)[:_SHOWN_PRODUCTS],
        "more_products": max(0, len(names) - _SHOWN_PRODUCTS),
    }


def paper(one: Supplier, held: Certificate, on: date) -> Document:
    """Return a certificate with whether it holds on a day."""
    judged = checks.certificate(held.kind, replace(one, certifications=(held,)), on)
    return {
        "kind": held.kind,
        "label": label(held.kind),
        "outcome": judged.outcome,
        "valid_until": held.valid_until,
        "no_expiry": held.no_expiry,
        "verified_on": held.verified_on,
    }


def tree(unit: Reading) -> list[Document]:
    """Return the branches of the category tree, each with its leaves."""
    rows = unit.all(_TREE)
    leaves: dict[Any, list[Document]] = {}
    for row in rows:
        leaves.setdefault(row.parent, []).append({"code": row.code, "name": row.name})
    return [{**branch, "leaves": leaves.get(branch["code"], [])} for branch in leaves.get(None, [])]


def _hits(q: str | None, index: Index) -> dict[str, Hit] | None:
    """Return the enterprises that answer the words, the likest first; None where none were typed.

    Who is less like them than a trade asks for is not meant.
    """
    if q is None:
        return None
    least = 100 * POLICY.lot_likeness
    found = search(q, index, limit=MOST_FOUND)
    return {hit.supplier.id: hit for hit in found if hit.score >= least}


def _read_as(hits: dict[str, Hit] | None) -> list[str]:
    """Return how the words were read where they were not taken as they were typed."""
    meant = did_you_mean((hits or {}).values())
    return [meant.matched] if meant else []
