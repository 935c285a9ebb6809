"""Personal values apart from their record, which holds only their masked forms.

So lists, exports, the history, the feed of changes and the answers of refusals cannot show what
they do not have; and what is destroyed is gone, although the history stays.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app.core.collection import Collection, Document
from app.core.db import Params, Reading, Writing
from app.core.errors import Conflict, refuse


class ValuesDestroyed(Conflict):
    """The personal values of a record are gone for good: it cannot be read, corrected or restored."""

    ko = "개인정보를 이미 파기한 자료입니다. 필요하면 새로 등록해 주세요."
    en = "The personal values of this record were destroyed. Register it anew if needed."


def parted(
    collection: Collection, before: Document | None, document: Document
) -> tuple[Document, Params]:
    """Return the document with masked values, and the values themselves as far as they are new.

    A masked form that comes back as it was shown means that the value stays; any other is refused,
    for it would take the place of the value.
    """
    if collection.vault is None:
        return document, {}
    masked, values = dict(document), {}
    for name, mask in collection.vault.masks.items():
        value = document.get(name)
        if before is not None and value == before.get(name):
            continue
        if "*" in (value or ""):
            raise refuse(
                name,
                "masked",
                "가려서 보인 값(*)은 저장할 수 없습니다. 원래 값을 적어 주세요.",
                "A masked value (*) cannot be stored. Give the value itself.",
            )
        values[name] = value
        masked[name] = None if value is None else mask(value)
    return masked, values


def opened(unit: Reading, collection: Collection, document: Document) -> Document:
    """Return a masked document with the values themselves; `ValuesDestroyed` when they are gone."""
    if collection.vault is None:
        return document
    key = UUID(str(document["id"]))
    values = values_of(unit, collection, [key])
    if key not in values:
        raise ValuesDestroyed
    return {**document, **values[key]}


def values_of(unit: Reading, collection: Collection, ids: list[UUID]) -> dict[UUID, Params]:
    """Return the values kept for each record, by its id; none for those that were destroyed."""
    vault = _vault(collection)
    statement = select(vault.table).where(vault.table.c[vault.parent].in_(ids))
    return {
        row._mapping[vault.parent]: {name: row._mapping[name] for name in vault.masks}
        for row in unit.all(statement)
    }


def keep(unit: Writing, collection: Collection, record_id: UUID, values: Params) -> None:
    """Store new values of a record beside those it has."""
    if not values:
        return
    vault = _vault(collection)
    mine = vault.table.c[vault.parent] == record_id
    known = unit.execute(update(vault.table).where(mine).values(values))
    if not known and any(value is not None for value in values.values()):
        unit.execute(insert(vault.table), {**values, vault.parent: record_id})


def destroy(unit: Writing, collection: Collection, ids: list[UUID]) -> int:
    """Delete the values of records for good; return of how many there were any."""
    if collection.vault is None or not ids:
        return 0
    column = collection.vault.table.c[collection.vault.parent]
    return unit.execute(delete(collection.vault.table).where(column.in_(ids)))


def _vault(collection: Collection) -> Any:  # noqa: ANN401 -- the vault, known to be there
    if collection.vault is None:
        raise LookupError(collection.name)
    return collection.vault
