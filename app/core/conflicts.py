"""What differs when two people changed the same record: field by field, so that nothing is lost.

The history knows the version both started from; so each field can be shown as it was, as the other
person left it, and as the caller wants it.
"""

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, select

from app.core.collection import STAMPS, Collection, Document
from app.core.db import Reading
from app.core.errors import Stale
from app.core.history import REVISIONS

_ORIGINAL = select(REVISIONS.c.document).where(
    REVISIONS.c.record_id == bindparam("record_id"),
    REVISIONS.c.version == bindparam("version"),
    REVISIONS.c.collection == bindparam("collection"),
)


def stale(
    unit: Reading, collection: Collection, theirs: Document, yours: Document, started: int
) -> Stale:
    """Return the refusal of a change that *started* from a version which is not the newest.

    *theirs* is the record as it stands; *yours* holds the fields that the caller wants to set.
    """
    original = version_of(unit, collection, theirs["id"], started)
    found = differences(plain(theirs), plain(yours), original)
    return Stale(current=theirs["version"], differences=found)


def version_of(
    unit: Reading, collection: Collection, record_id: UUID, version: int
) -> Document | None:
    """Return the record as it stood in *version*, or None where there is no such version."""
    what = {"collection": collection.name, "record_id": record_id, "version": version}
    found = unit.scalar(_ORIGINAL, what)  # none, too, where it was erased
    return None if found is None else dict(orjson.loads(found))


def differences(
    theirs: Document, yours: Document, original: Document | None
) -> list[dict[str, Any]]:
    """Return each field that somebody changed and in which the two do not agree."""
    base = original if original is not None else {}
    found = []
    for name in theirs.keys() - set(STAMPS):
        was, they = base.get(name), theirs[name]
        you = yours.get(name, was if original is not None else they)
        if you != they:
            who = "both" if was not in (you, they) else "you" if was == they else "them"
            one = {"pointer": f"/{name}", "changed_by": who}
            found.append({**one, "yours": you, "theirs": they, "original": was})
    return sorted(found, key=lambda one: list(theirs).index(one["pointer"][1:]))


def plain(document: Document) -> Document:
    """Return a document as it stands in the history: in the values of JSON."""
    return dict(orjson.loads(orjson.dumps(document)))
