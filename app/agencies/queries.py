"""What can be asked about agencies by who types a name on a phone."""

from collections.abc import Iterable
from uuid import UUID

from app.agencies.actions import AGENCIES
from app.core import meant
from app.core.collection import Document
from app.core.db import Reading

_BRIEF = ("id", "name", "kind", "district")


def named(unit: Reading, text: str, most: int) -> list[Document]:
    """Return the agencies a name may mean, by the rules of *meant*."""
    return meant.named(unit, AGENCIES, _BRIEF, text, most)


def briefly(unit: Reading, ids: Iterable[UUID]) -> list[Document]:
    """Return agencies in a line each, in the order of *ids*; an unknown id is left out."""
    wanted = list(dict.fromkeys(ids))
    known = AGENCIES.table.c.id.in_(wanted)
    found = meant.chosen(unit, AGENCIES, _BRIEF, [known], len(wanted))
    by_id = {one["id"]: one for one in found}
    return [by_id[one] for one in wanted if one in by_id]
