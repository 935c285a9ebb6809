"""What advice is asked about: a request that is typed in, or a stored tender, as the matcher's need."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import orjson

from app.core import lookups
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.matches import translate
from app.matches.schemas import MatchRequest
from app.matches.translate import SEOUL
from app.matching import Need
from app.matching.bench import LotAsked
from app.tenders.actions import TENDERS, require_categories


@dataclass(frozen=True, slots=True)
class Asked:
    """A need, its lots with all they ask for, and the day it is asked on."""

    need: Need
    lots: tuple[LotAsked, ...]
    as_of: date


def today(unit: Reading) -> date:
    """Return the day it is in Seoul."""
    return unit.now.astimezone(SEOUL).date()


def typed(unit: Reading, request: MatchRequest) -> Asked:
    """Return a request that was typed in, as it is asked."""
    require_categories(unit, request.model_dump())
    document = request.model_dump(mode="json")
    return _asked(document, str(request.id or request.title), request.as_of or today(unit))


def of_tender(unit: Reading, tender_id: UUID) -> Asked:
    """Return a stored tender that the caller may ask advice on, as it is asked today."""
    tender = lookups.get(unit, TENDERS, tender_id)
    unit.actor.require(Role.staff, Role.agency)
    return _asked(orjson.loads(orjson.dumps(tender)), str(tender_id), today(unit))


def _asked(document: Document, key: str, as_of: date) -> Asked:
    lots = tuple(
        LotAsked(
            title=lot["title"],
            quantity=lot["quantity"],
            unit=lot["unit"],
            category_code=lot["category_code"],
            price_krw=lot["estimated_price_krw"],
            licences=tuple(lot["required_licences"]),
        )
        for lot in document["lots"]
    )
    return Asked(translate.need(document, key=key, as_of=as_of), lots, as_of)
