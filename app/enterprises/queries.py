"""What can be asked about enterprises by who types a name."""

from collections.abc import Iterable
from uuid import UUID

from app.core import meant
from app.core.collection import Document
from app.core.db import Reading
from app.enterprises.actions import ENTERPRISES

_BRIEF = ("id", "name", "district")


def named(unit: Reading, text: str, most: int) -> list[Document]:
    """Return the enterprises a name may mean, by the rules of *meant*."""
    return meant.named(unit, ENTERPRISES, _BRIEF, text, most)


def names(unit: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what enterprises are called, by their ids; an unknown id is left out."""
    wanted = list(ids)
    known = ENTERPRISES.table.c.id.in_(wanted)
    found = meant.chosen(unit, ENTERPRISES, _BRIEF, [known], len(wanted))
    return {one["id"]: one["name"] for one in found}
