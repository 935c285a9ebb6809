"""Looking through what is stored for numbers that must not be kept."""

from collections.abc import Iterator
from uuid import UUID

from app.core.collection import Document
from app.core.db import Reading
from app.core.personal import faults_in
from app.exchange.writers import documents_of
from app.resources import COLLECTIONS


def suspicious(unit: Reading) -> Iterator[tuple[str, UUID, str]]:
    """Yield where a text seems to hold such a number: collection, record, field; never the text."""
    for collection in COLLECTIONS.values():
        for one in documents_of(unit, collection):
            yield from ((collection.name, one["id"], pointer) for pointer in _pointers(one))


def _pointers(document: Document) -> list[str]:
    return [fault.pointer for fault in faults_in(document)]
