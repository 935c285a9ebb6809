"""The brief before the door of an agency: promises, purchases, open demand, whom to propose."""

from collections.abc import Iterator
from itertools import zip_longest
from uuid import UUID

from sqlalchemy import ColumnElement

from app.activity.actions import CONTRACTS, FOLLOW_UPS
from app.activity.agenda import promises_of
from app.activity.named import ENTERPRISES
from app.agencies.actions import AGENCIES, DEMANDS
from app.core import lookups
from app.core.actors import Role
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.matches.actions import ranked
from app.matches.asking import today
from app.matches.live import LiveIndex
from app.matches.schemas import MatchRequest
from app.tenders.actions import TENDERS
from app.tenders.lifecycle import OPEN

READY = 3  # matches at hand, and needs they are looked for
_LISTED = 5
_LONGEST_PLACE = 100  # letters of a place that a request takes; an agency has two of them


def brief(unit: Reading, live: LiveIndex, agency_id: UUID) -> Document:
    """Return what to know of an agency before its door."""
    unit.actor.require(Role.staff)
    agency = lookups.get(unit, AGENCIES, agency_id)
    tenders = _last(unit, TENDERS, "seq", agency_id, TENDERS.table.c.status.in_(OPEN))
    demands = _last(unit, DEMANDS, "amount_krw", agency_id, DEMANDS.table.c.year >= _this(unit) - 1)
    contracts = _last(unit, CONTRACTS, "signed_on", agency_id)
    return {
        "agency": agency,
        "promises": promises_of(unit, FOLLOW_UPS.table.c.agency_id == agency_id),
        "tenders": tenders,
        "demands": demands,
        "contracts": contracts,
        "suppliers": _suppliers(unit, contracts),
        "ready": _ready(unit, live, list(_needs(agency, tenders, demands))[:READY]),
    }


def _this(unit: Reading) -> int:
    return today(unit).year


def _last(
    unit: Reading, collection: Collection, by: str, agency_id: UUID, *where: ColumnElement[bool]
) -> list[Document]:
    """Return the few records of an agency that stand first by a column, the largest first."""
    table = collection.table
    statement = (
        collection.select_all.where(table.c.agency_id == agency_id, *where)
        .where(*lookups.visible(unit.actor, collection))
        .order_by(table.c[by].desc().nulls_last(), table.c.seq.desc())
        .limit(_LISTED)
    )
    return lookups.as_documents(unit, collection, unit.all(statement))


def _suppliers(unit: Reading, contracts: list[Document]) -> dict[UUID, str]:
    ids = {one["enterprise_id"] for one in contracts}
    rows = unit.all(ENTERPRISES.select().where(ENTERPRISES.c.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _needs(
    agency: Document, tenders: list[Document], demands: list[Document]
) -> Iterator[MatchRequest]:
    """Return what may be asked for: open tenders, then what is bought elsewhere, the largest first.

    A yearly amount is no price of one purchase, so a line of demand is asked for without one.
    """
    for tender in tenders:
        known = {n: tender[n] for n in MatchRequest.model_fields if tender.get(n) is not None}
        yield MatchRequest.model_validate(known)
    place = " ".join(filter(None, (agency["region"], agency["district"])))[:_LONGEST_PLACE]
    for demand in demands:
        if not demand["is_social_economy"]:
            codes = [demand["category_code"]] if demand["category_code"] else []
            yield MatchRequest(
                title=demand["item"],
                category_codes=codes,
                region=place or None,
                agency_id=agency["id"],
            )


def _ready(unit: Reading, live: LiveIndex, needs: list[MatchRequest]) -> list[Document]:
    """Return three enterprises to propose: the best of each need in turn, nobody twice."""
    answers = [(need, ranked(unit, live, need, limit=READY)["results"]) for need in needs]
    found: dict[str, Document] = {}
    for row in zip_longest(*([(need, one) for one in best] for need, best in answers)):
        for need, one in filter(None, row):
            found.setdefault(one["enterprise"]["id"], {"need": need, **one})
    return list(found.values())[:READY]
