"""What a desk of a fair takes with it, so that it can tell visitors the way without a network."""

from typing import Any
from uuid import UUID

from app.agencies.actions import AGENCIES
from app.core import lookups
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.enterprises.actions import ENTERPRISES
from app.enterprises.kinds import label
from app.fairs.actions import FAIRS

_OF_PRODUCT = ("name", "category_code", "unit", "unit_price_krw")


def desk(unit: Reading, fair_id: UUID) -> Document:
    """Return a fair with the enterprises of its booths and the departments that come."""
    fair = lookups.get(unit, FAIRS, fair_id)
    enterprises = _by_id(unit, ENTERPRISES, [one["enterprise_id"] for one in fair["booths"]])
    agencies = _by_id(unit, AGENCIES, [one["agency_id"] for one in fair["departments"]])
    return {
        **{n: fair[n] for n in ("id", "office", "name", "place", "starts_on", "ends_on")},
        "booths": [_booth(one, enterprises[one["enterprise_id"]]) for one in fair["booths"]],
        "departments": [
            {**one, "agency": agencies[one["agency_id"]]["name"]} for one in fair["departments"]
        ],
    }


def _by_id(unit: Reading, collection: Collection, ids: list[Any]) -> dict[UUID, Document]:
    found = lookups.listed(unit, collection, collection.table.c.id.in_(ids))
    return {one["id"]: one for one in found}


def _booth(booth: Document, enterprise: Document) -> Document:
    return {
        **booth,
        **{name: enterprise[name] for name in ("name", "district", "description")},
        "certifications": [label(one["kind"]) for one in enterprise["certifications"]],
        "products": [{n: one[n] for n in _OF_PRODUCT} for one in enterprise["products"]],
    }
