"""The one door through which records are added, corrected and removed.

HTTP, import, seed and command line all come through here, so permission, references, rules, the
version in the SQL and the history hold for every one of them alike.
"""

from uuid import UUID, uuid4

import orjson
from pydantic import ValidationError
from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from app.core import lookups
from app.core.collection import Collection, Document, Parts
from app.core.conflicts import stale
from app.core.db import Params, Reading, Writing
from app.core.errors import (
    AlreadyExists,
    DomainError,
    FieldFault,
    InUse,
    InvalidInput,
    UnknownReference,
    fault,
)
from app.core.lookups import REVISIONS
from app.core.types import Draft, Input
from app.core.words import field_fault


def create(unit: Writing, collection: Collection, draft: Draft) -> Document:
    """Store a new record with its parts and its first revision; return its document."""
    document = _completed(collection, draft.model_dump())
    document["id"] = document["id"] or uuid4()
    collection.guard(unit.actor, document)
    _check(unit, collection, None, document)
    stamps = {"created_at": unit.now, "updated_at": unit.now, "version": 1}
    row = {**document, **stamps}
    document = _in_order(collection, row)
    try:
        unit.execute(insert(collection.table), _row(collection, row))
    except IntegrityError as error:
        raise _clash(unit, collection, document, error) from error
    _write_parts(unit, collection, document)
    _note(unit, collection, document, "created")
    return document


def change(
    unit: Writing, collection: Collection, key: UUID | str, patch: Input, expected: int | None
) -> Document:
    """Merge *patch* into a record, check the whole again, and store it as its next version.

    The version stands in the UPDATE itself: of two who started from the same version, the second
    is refused (`Stale`), on both databases.
    """
    unit.actor.require_someone()
    before = lookups.get(unit, collection, key)
    collection.guard(unit.actor, before)
    if expected is not None and expected != before["version"]:
        raise stale(unit, collection, before, patch.model_dump(), expected)
    kept = {n: v for n, v in before.items() if n in collection.draft.model_fields and n != "id"}
    merged = {**kept, **patch.model_dump()}
    wanted = _validated(collection, merged).model_dump()
    return apply(unit, collection, before, {**wanted, "id": before["id"]}, expected)


def apply(
    unit: Writing,
    collection: Collection,
    before: Document,
    after: Document,
    expected: int | None = None,
) -> Document:
    """Store *after* as the next version of *before*; for actions that set more than a draft may."""
    after = _completed(collection, {**before, **after})
    collection.guard(unit.actor, after)
    wanted = {name: value for name, value in after.items() if value != before.get(name)}
    if expected is not None and expected != before["version"]:
        raise stale(unit, collection, before, wanted, expected)
    _check(unit, collection, before, after)
    row = {**after, "updated_at": unit.now, "version": before["version"] + 1}
    document = _in_order(collection, row)
    table = collection.table
    statement = update(table).where(
        table.c.id == before["id"], table.c.version == before["version"]
    )
    try:
        changed = unit.execute(statement.values(_row(collection, row)))
    except IntegrityError as error:
        raise _clash(unit, collection, document, error) from error
    if changed != 1:
        now = lookups.get(unit, collection, before["id"])
        raise stale(unit, collection, now, wanted, before["version"])
    _remove_parts(unit, collection, before["id"])
    _write_parts(unit, collection, document)
    _note(unit, collection, document, "changed")
    return document


def remove(unit: Writing, collection: Collection, key: UUID | str, expected: int | None) -> None:
    """Remove a record that nothing else points at; its history stays."""
    unit.actor.require_someone()
    before = lookups.get(unit, collection, key)
    collection.guard(unit.actor, before)
    if expected is not None and expected != before["version"]:
        raise stale(unit, collection, before, {}, expected)
    table = collection.table
    _remove_parts(unit, collection, before["id"])
    try:
        gone = unit.execute(
            delete(table).where(table.c.id == before["id"], table.c.version == before["version"])
        )
    except IntegrityError as error:
        raise InUse(where=_who_refers(unit, collection)) from error
    if gone != 1:
        now = lookups.get(unit, collection, before["id"])
        raise stale(unit, collection, now, {}, before["version"])
    _note(unit, collection, before, "removed")


def _clash(
    unit: Writing, collection: Collection, document: Document, error: IntegrityError
) -> DomainError:
    """Return the refusal behind a constraint: used by others under its old code, or not unique."""
    sqlite, postgresql = "SQLITE_CONSTRAINT_FOREIGNKEY", "23503"
    cause = error.orig
    if sqlite == getattr(cause, "sqlite_errorname", "") or postgresql == getattr(
        cause, "sqlstate", ""
    ):
        return InUse(where=_who_refers(unit, collection))
    return AlreadyExists(value=document[collection.alias or "id"])


def _in_order(collection: Collection, document: Document) -> Document:
    """Return the document with its fields in the order every reader gets them."""
    ordered = {name: document.get(name) for name in collection.columns}
    for parts in collection.parts:
        ordered[parts.field] = [
            {n: (part.get(n) or uuid4()) if n == "id" else part.get(n) for n in parts.columns}
            for part in document.get(parts.field) or []
        ]
    return ordered


def _completed(collection: Collection, document: Document) -> Document:
    """Return the document with everything that follows from the rest of it."""
    return collection.complete(document) if collection.complete else document


def _row(collection: Collection, document: Document) -> Params:
    """Return the values of the record's own table, hidden columns with them."""
    return {name: document.get(name) for name in (*collection.columns, *collection.hidden)}


def _write_parts(unit: Writing, collection: Collection, document: Document) -> None:
    for parts in collection.parts:
        rows = [{**part, parts.parent: document["id"]} for part in document[parts.field]]
        if rows:
            try:
                unit.execute(insert(parts.table), rows)
            except IntegrityError as error:
                raise _bad_part(parts) from error


def _remove_parts(unit: Writing, collection: Collection, record_id: UUID) -> None:
    for parts in collection.parts:
        unit.execute(delete(parts.table).where(parts.table.c[parts.parent] == record_id))


def _bad_part(parts: Parts) -> UnknownReference:
    ko, en = (
        "가리키는 자료가 없거나 id가 겹칩니다.",
        "points at something unknown, or repeats an id.",
    )
    return UnknownReference(field=parts.field, faults=[fault(parts.field, "unknown", ko, en)])


def _check(unit: Writing, collection: Collection, before: Document | None, after: Document) -> None:
    """Refuse what points nowhere, then what breaks a rule of the collection."""
    if collection.references:
        row = unit.first(
            collection.reference_check, {n: after.get(n) for n, _ in collection.references}
        )
        answers = row._mapping if row else {}
        unknown = [name for name, _ in collection.references if not answers.get(name)]
        if unknown:
            raise UnknownReference(field=", ".join(unknown), faults=[_unknown(n) for n in unknown])
    for rule in collection.rules:
        rule(unit, before, after)


def _unknown(name: str) -> FieldFault:
    return fault(
        name, "unknown", "이 값이 가리키는 자료가 없습니다.", "This points at nothing we have."
    )


def _validated(collection: Collection, merged: Document) -> Draft:
    """Check a merged document as a whole; the faults name fields as for a new one."""
    try:
        return collection.draft.model_validate(merged)
    except ValidationError as error:
        raise InvalidInput(faults=faults_of(error)) from error


def faults_of(error: ValidationError) -> list[FieldFault]:
    """Return a validation error as field faults in both languages."""
    return [field_fault(item) for item in error.errors(include_url=False, include_input=False)]


def _note(unit: Writing, collection: Collection, document: Document, action: str) -> None:
    """Add a revision; where others follow them, none gets a number before an older one is safe."""
    if collection.followed:
        unit.take_turn(collection.name)
    unit.execute(
        insert(REVISIONS),
        {
            "collection": collection.name,
            "record_id": document["id"],
            "version": document["version"],
            "action": action,
            "at": unit.now,
            "actor": unit.actor.label,
            "reason": unit.reason,
            "document": orjson.dumps(document).decode(),
        },
    )


def _who_refers(unit: Reading, collection: Collection) -> str:
    """Return the names of the tables that may point at this collection."""
    del unit
    names = {
        table.name
        for table in collection.table.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is collection.table and table is not collection.table
    }
    return ", ".join(sorted(names))
