"""Whether records and their history tell the same: nothing changed, added or taken out past it."""

from uuid import UUID

import orjson
from pydantic import ValidationError
from sqlalchemy import Subquery, func, or_, select

from app.contacts.retention import DESTRUCTIONS
from app.core import lookups
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.history import REVISIONS

_CHUNK = 500


def gaps(unit: Reading, collection: Collection) -> int:
    """Return how many records have no newest entry of their version, and how many are missing."""
    table, newest, latest = collection.table, REVISIONS.alias("newest"), _latest(collection)
    joined = table.outerjoin(latest, latest.c.record_id == table.c.id).outerjoin(
        newest, newest.c.seq == latest.c.seq
    )
    differs = or_(
        newest.c.seq.is_(None), newest.c.version != table.c.version, newest.c.action == "removed"
    )
    told = latest.join(newest, newest.c.seq == latest.c.seq).outerjoin(
        table, table.c.id == latest.c.record_id
    )
    missing = table.c.id.is_(None) & (newest.c.action != "removed")
    counts = ((joined, differs), (told, missing))
    return sum(
        unit.scalar(select(func.count()).select_from(rows).where(fault)) for rows, fault in counts
    )


def judged(unit: Reading, collection: Collection) -> tuple[int, int]:
    """Return how many records cannot be read, and how many are not what the history says."""
    seq, unreadable, differing, last = collection.table.c.seq, 0, 0, 0
    while rows := unit.all(collection.select_all.where(seq > last).order_by(seq).limit(_CHUNK)):
        last = rows[-1].seq
        documents = lookups.as_documents(unit, collection, rows)
        told = _newest(unit, collection, [one["id"] for one in documents])
        for document in documents:
            unreadable += not _is_readable(collection, document)
            differing += not _agrees(document, told.get(document["id"]))
    return unreadable, differing


def erased_unseen(unit: Reading) -> int:
    """Return how many entries lost their contents although nothing says that it was destroyed."""
    logs = unit.all(select(REVISIONS.c.document).where(REVISIONS.c.collection == DESTRUCTIONS))
    known = {one for log in logs if log.document for one in orjson.loads(log.document)["records"]}
    erased = unit.all(select(REVISIONS.c.record_id).where(REVISIONS.c.document.is_(None)))
    return sum(str(row.record_id) not in known for row in erased)


def _latest(collection: Collection) -> Subquery:
    """Return the number of the newest entry of each record."""
    return (
        select(REVISIONS.c.record_id, func.max(REVISIONS.c.seq).label("seq"))
        .where(REVISIONS.c.collection == collection.name)
        .group_by(REVISIONS.c.record_id)
        .subquery()
    )


def _is_readable(collection: Collection, document: Document) -> bool:
    try:
        collection.read.model_validate(document)
    except ValidationError:
        return False
    return True


def _newest(unit: Reading, collection: Collection, keys: list[UUID]) -> dict[UUID, str | None]:
    """Return what the newest entries of the history hold of these records."""
    mine = (REVISIONS.c.collection == collection.name, REVISIONS.c.record_id.in_(keys))
    newest = select(func.max(REVISIONS.c.seq)).where(*mine).group_by(REVISIONS.c.record_id)
    wanted = select(REVISIONS.c.record_id, REVISIONS.c.document)
    rows = unit.all(wanted.where(REVISIONS.c.seq.in_(newest)))
    return {row.record_id: row.document for row in rows}


def _agrees(document: Document, told: str | None) -> bool:
    """Whether a record is what the history says, in the fields that both know."""
    if told is None:
        return True  # erased, or told by `gaps`
    stored, kept = orjson.loads(orjson.dumps(document)), orjson.loads(told)
    if stored["version"] != kept["version"]:
        return True  # told by `gaps`
    return all(stored[name] == kept[name] for name in stored.keys() & kept.keys())
