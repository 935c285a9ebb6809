"""What a batch means for one reader: an enterprise its tenders, an office its new proposals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import lookups, paging
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import Both, NotFound
from app.core.paging import PagedQuery
from app.enterprises.actions import ENTERPRISES
from app.matches.answers import as_change
from app.matches.batch_schemas import DigestQuery, OfficeDigestQuery
from app.matches.batches import BATCHES, PLACES, as_listed, last_finished, summary
from app.matching import Change
from app.matching.shapes import UNITS
from app.offices.actions import OFFICES
from app.offices.queries import with_children
from app.tenders.actions import TENDERS

_BATCH = Both("일괄 매칭", "batch of matches")
_TENDER = (
    "id", "title", "agency_id", "kind", "status", "region", "closes_at", "needed_from",
    "estimated_price_krw", "budget_krw",
)  # fmt: skip
_BRIEF = ("id", "name", "district", "is_synthetic")


def batches(unit: Reading, query: PagedQuery) -> Document:
    """Return one page of batches, the newest first."""
    unit.actor.require(Role.staff)
    cursor = paging.decode(query.cursor) if query.cursor else None
    rows = unit.all(select(BATCHES).order_by(BATCHES.c.seq.desc()))
    rest = [row for row in rows if cursor is None or row.seq < cursor.seq]
    shown, more = rest[: query.limit], len(rest) > query.limit
    following = paging.Cursor(None, shown[-1].seq, len(rows)).encode() if more else None
    return {"items": [as_listed(row) for row in shown], "next": following, "total": len(rows)}


def batch(unit: Reading, batch_id: UUID) -> Document:
    """Return one batch with its counts."""
    unit.actor.require(Role.staff)
    return summary(unit, _chosen(unit, batch_id))


def of_enterprise(unit: Reading, enterprise_id: UUID, query: DigestQuery) -> Document:
    """Return the tenders of a batch for an enterprise: fits, and near misses with what would help."""
    unit.actor.require_enterprise(enterprise_id)
    enterprise = lookups.get(unit, ENTERPRISES, enterprise_id)
    chosen = _chosen(unit, query.batch)
    rows = _places(unit, chosen, PLACES.c.enterprise_id == enterprise_id)
    tenders = _tenders(unit, {row.tender_id for row in rows})
    items = [
        (row.fits, {"tender": tenders[row.tender_id], **_standing(row)})
        for row in rows
        if row.tender_id in tenders and (row.is_new or not query.only_new)
    ]
    return {
        "enterprise": {name: enterprise[name] for name in _BRIEF},
        "batch": as_listed(chosen),
        "fits": [one for fits, one in items if fits],
        "near_misses": [one for fits, one in items if not fits],
    }


def of_office(unit: Reading, code: str, query: OfficeDigestQuery) -> Document:
    """Return who is proposed for an office's tenders in a batch: the new ones, or all that fit."""
    unit.actor.require_office(code)
    lookups.find(unit, OFFICES, code)
    offices = with_children(unit, code) if query.include_children else frozenset({code})
    chosen = _chosen(unit, query.batch)
    table = TENDERS.table
    mine = select(table.c.id).where(table.c.office.in_(offices))
    where = [PLACES.c.tender_id.in_(mine), PLACES.c.fits]
    rows = _places(unit, chosen, *where, *([PLACES.c.is_new] if query.only_new else []))
    tenders = _tenders(unit, {row.tender_id for row in rows})
    names = _names(unit, {row.enterprise_id for row in rows})
    found: dict[UUID, list[Document]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.rank):
        if row.enterprise_id in names:
            found[row.tender_id].append({"enterprise": names[row.enterprise_id], **_standing(row)})
    listed = [
        {"tender": one, "proposals": found[key]} for key, one in tenders.items() if found[key]
    ]
    return {"office": code, "batch": as_listed(chosen), "tenders": listed}


def everyone(unit: Reading, batch_id: UUID | None) -> Iterator[Document]:
    """Return the digest of every enterprise and office that a batch has something for."""
    unit.actor.require(Role.staff)
    chosen = _chosen(unit, batch_id)
    table = TENDERS.table
    asked = select(PLACES.c.enterprise_id).where(PLACES.c.batch_id == chosen.id).distinct()
    known = select(ENTERPRISES.table.c.id).where(ENTERPRISES.table.c.id.in_(asked))
    for row in unit.all(known.order_by(ENTERPRISES.table.c.seq)):
        yield of_enterprise(unit, row.id, DigestQuery(batch=chosen.id))
    ranked = select(PLACES.c.tender_id).where(PLACES.c.batch_id == chosen.id)
    offices = select(table.c.office).where(table.c.id.in_(ranked), table.c.office.is_not(None))
    for row in unit.all(offices.distinct().order_by(table.c.office)):
        yield of_office(unit, row.office, OfficeDigestQuery(batch=chosen.id))


def _chosen(unit: Reading, batch_id: UUID | None) -> Any:  # noqa: ANN401 -- a row
    """Return the batch that is named, finished or not, else the last finished one."""
    if batch_id is None:
        found = last_finished(unit)
    else:
        found = unit.first(select(BATCHES).where(BATCHES.c.id == batch_id))
    if found is None:
        raise NotFound(what=_BATCH)
    return found


def _places(unit: Reading, chosen: Any, *where: Any) -> Sequence[Any]:  # noqa: ANN401 -- rows
    """Return places of a batch, the best scores first."""
    ordered = select(PLACES).where(PLACES.c.batch_id == chosen.id, *where)
    return unit.all(ordered.order_by(PLACES.c.units.desc(), PLACES.c.tender_id, PLACES.c.rank))


def _tenders(unit: Reading, ids: Iterable[UUID]) -> Mapping[UUID, Document]:
    """Return tenders that still stand and the caller may see, in the order of writing."""
    where = [TENDERS.table.c.id.in_(set(ids)), *lookups.visible(unit.actor, TENDERS)]
    found = lookups.listed(unit, TENDERS, *where)
    return {one["id"]: {name: one[name] for name in _TENDER} for one in found}


def _names(unit: Reading, ids: Iterable[UUID]) -> Mapping[UUID, Document]:
    table = ENTERPRISES.table
    rows = unit.all(select(*(table.c[n] for n in _BRIEF)).where(table.c.id.in_(set(ids))))
    return {row.id: dict(row._mapping) for row in rows}


def _standing(row: Any) -> Document:  # noqa: ANN401 -- a row
    return {
        "rank": row.rank,
        "score": row.units / UNITS,
        "eligibility": row.eligibility,
        "is_new": row.is_new,
        "changes": [as_change(_change(one)) for one in row.changes],
        "products": row.products,
    }


def _change(kept: Document) -> Change:
    """Return a change as it was before it was kept: JSON knows no tuples."""
    values = {n: tuple(v) if isinstance(v, list) else v for n, v in kept["values"].items()}
    return Change(kept["code"], values)
