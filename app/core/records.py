"""The one door through which records are added, corrected and removed.

HTTP, import, seed and command line all come through here, so permission, references, rules, the
version in the SQL and the history hold for every one of them alike.
"""

from uuid import UUID, uuid4

from pydantic import ValidationError
from sqlalchemy import ForeignKey, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.core import history, lookups, vaults
from app.core.collection import Collection, Document, Parts
from app.core.conflicts import stale
from app.core.db import Params, Reading, Writing
from app.core.errors import (
    AlreadyExists,
    Both,
    DomainError,
    FieldFault,
    InUse,
    InvalidInput,
    NotFound,
    UnknownReference,
    fault,
)
from app.core.naming import composed
from app.core.personal import LooksPersonal, faults_in
from app.core.types import Draft, Input
from app.core.words import field_fault


def create(unit: Writing, collection: Collection, draft: Draft) -> Document:
    """Store a new record with its parts and its first revision; return its document."""
    return _add(unit, collection, draft, None)


def _add(unit: Writing, collection: Collection, draft: Draft, removed: Document | None) -> Document:
    """Store a new record, or one that was *removed* as the version after its last."""
    document = _completed(collection, draft.model_dump())
    document["id"] = document["id"] or uuid4()
    collection.guard(unit.actor, document)
    _check(unit, collection, None, document)
    document, values = vaults.parted(collection, None, document)
    version = removed["version"] + 1 if removed else 1
    row = {**document, "created_at": unit.now, "updated_at": unit.now, "version": version}
    document = _in_order(collection, row)
    try:
        unit.execute(insert(collection.table), _row(collection, row))
    except IntegrityError as error:
        raise _clash(collection, document, error) from error
    vaults.keep(unit, collection, document["id"], values)
    _write_parts(unit, collection, document)
    history.note(unit, collection.name, document, "restored" if removed else "created")
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
    whole = vaults.opened(unit, collection, before)
    kept = {n: v for n, v in whole.items() if n in collection.draft.model_fields and n != "id"}
    merged = {**kept, **patch.model_dump()}
    wanted = _validated(collection, merged).model_dump()
    return apply(unit, collection, before, {**wanted, "id": before["id"]}, expected)


def apply(
    unit: Writing,
    collection: Collection,
    before: Document,
    after: Document,
    expected: int | None = None,
    action: str = "changed",
) -> Document:
    """Store *after* as the next version of *before*; for actions that set more than a draft may."""
    after = _completed(collection, {**before, **after})
    collection.guard(unit.actor, after)
    wanted = {name: value for name, value in after.items() if value != before.get(name)}
    if expected is not None and expected != before["version"]:
        raise stale(unit, collection, before, wanted, expected)
    _check(unit, collection, before, after)
    after, values = vaults.parted(collection, before, after)
    row = {**after, "updated_at": unit.now, "version": before["version"] + 1}
    document = _in_order(collection, row)
    table = collection.table
    statement = update(table).where(
        table.c.id == before["id"], table.c.version == before["version"]
    )
    try:
        changed = unit.execute(statement.values(_row(collection, row)))
    except IntegrityError as error:
        raise _clash(collection, document, error) from error
    if changed != 1:
        now = lookups.get(unit, collection, before["id"])
        raise stale(unit, collection, now, wanted, before["version"])
    vaults.keep(unit, collection, before["id"], values)
    _remove_parts(unit, collection, before["id"])
    _write_parts(unit, collection, document)
    history.note(unit, collection.name, document, action)
    return document


def restore(
    unit: Writing, collection: Collection, key: UUID | str, version: int, expected: int | None
) -> Document:
    """Take a record back to what it was in *version*, as its next version; a removed one returns.

    What is restored is judged like any other change: references, rules and permission as of today.
    """
    unit.actor.require_someone()
    told = lookups.history(unit, collection, key)
    wanted = next((one["document"] for one in told if one["version"] == version), None)
    if wanted is None:
        raise NotFound(what=Both(f"{collection.label} {version}판", f"version {version}"))
    whole = vaults.opened(unit, collection, wanted)  # personal values stay what they are
    fields = {n: v for n, v in whole.items() if n in collection.draft.model_fields}
    draft = _validated(collection, fields)
    if told[-1]["action"] == "removed":
        return _add(unit, collection, draft, told[-1]["document"])
    before = lookups.get(unit, collection, key)
    collection.guard(unit.actor, before)
    after = {**draft.model_dump(), "id": before["id"]}
    return apply(unit, collection, before, after, expected, "restored")


def remove(unit: Writing, collection: Collection, key: UUID | str, expected: int | None) -> None:
    """Remove a record that nothing else points at; its history stays."""
    unit.actor.require_someone()
    before = lookups.get(unit, collection, key)
    (collection.remover or collection.guard)(unit.actor, before)
    if expected is not None and expected != before["version"]:
        raise stale(unit, collection, before, {}, expected)
    if who := _referring(unit, collection, before):
        raise InUse(where=", ".join(who))
    table = collection.table
    _remove_parts(unit, collection, before["id"])
    vaults.destroy(unit, collection, [before["id"]])
    try:
        gone = unit.execute(
            delete(table).where(table.c.id == before["id"], table.c.version == before["version"])
        )
    except IntegrityError as error:
        raise InUse(where=_who_may_refer(collection)) from error  # by one that came meanwhile
    if gone != 1:
        now = lookups.get(unit, collection, before["id"])
        raise stale(unit, collection, now, {}, before["version"])
    history.note(unit, collection.name, before, "removed")


def _clash(collection: Collection, document: Document, error: IntegrityError) -> DomainError:
    """Return the refusal behind a constraint: used by others under its old code, or not unique."""
    sqlite, postgresql = "SQLITE_CONSTRAINT_FOREIGNKEY", "23503"
    cause = error.orig
    if sqlite == getattr(cause, "sqlite_errorname", "") or postgresql == getattr(
        cause, "sqlstate", ""
    ):
        return InUse(where=_who_may_refer(collection))
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
    document = composed(document)
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
    """Refuse what points nowhere, what must not be kept, then what breaks a rule."""
    if collection.references:
        row = unit.first(
            collection.reference_check, {n: after.get(n) for n, _ in collection.references}
        )
        answers = row._mapping if row else {}
        unknown = [name for name, _ in collection.references if not answers.get(name)]
        if unknown:
            raise UnknownReference(field=", ".join(unknown), faults=[_unknown(n) for n in unknown])
    if not unit.confirmed and (faults := faults_in(_new_in(after, before))):
        raise LooksPersonal(faults=faults)
    for rule in collection.rules:
        rule(unit, before, after)


def _new_in(after: Document, before: Document | None) -> Document:
    """Return the fields that a change sets anew: what passed once is not asked about again."""
    return {n: v for n, v in after.items() if before is None or v != before.get(n)}


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


def _referring(unit: Reading, collection: Collection, record: Document) -> list[str]:
    """Return the names of the tables that point at *record*."""
    keys = _pointing(collection)
    if not keys:
        return []
    tests = [exists().where(key.parent == record[key.column.name]) for key in keys]
    answers = unit.first(select(*(test.label(f"k{n}") for n, test in enumerate(tests)))) or ()
    return sorted(
        {key.parent.table.name for key, is_so in zip(keys, answers, strict=True) if is_so}
    )


def _who_may_refer(collection: Collection) -> str:
    """Return the names of the tables that may point at this collection."""
    return ", ".join(sorted({key.parent.table.name for key in _pointing(collection)}))


def _pointing(collection: Collection) -> list[ForeignKey]:
    """Return every foreign key that points at this collection, but for those of its own parts."""
    own = {parts.table for parts in collection.parts}
    own |= {collection.vault.table} if collection.vault else set()
    return [
        key
        for table in collection.table.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is collection.table and table not in own
    ]
