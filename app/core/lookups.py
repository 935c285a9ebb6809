"""What can be asked of any collection: one record, a page of them, their history.

What the caller may see is part of the condition, so an unknown record and a foreign one are the
same "not found".
"""

import operator
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    String,
    bindparam,
    func,
    select,
    type_coerce,
)

from app.core import paging
from app.core.actors import Actor, Role
from app.core.collection import STAMPS, AnySelect, Collection, Document
from app.core.db import Reading, Writing
from app.core.documents import Documents
from app.core.errors import Both, NotFound
from app.core.history import REVISIONS, settle
from app.core.naming import composed

documents = Documents()
_TOLD = ("seq", "version", "action", "at", "actor", "address", "request_id", "reason")
_HISTORY = (
    select(REVISIONS)
    .where(
        REVISIONS.c.collection == bindparam("collection"),
        REVISIONS.c.record_id == bindparam("record_id"),
        REVISIONS.c.seq < bindparam("before", type_=BigInteger),
    )
    .order_by(REVISIONS.c.seq.desc())
    .limit(bindparam("rows", type_=BigInteger))
)
_ALL = 2**62  # more entries, and a later one, than there will ever be
_READERS_OF_HISTORY = (Role.staff, Role.agency, Role.enterprise)  # of what anyone may read
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "is": operator.eq,
    "from": operator.ge,
    "until": operator.le,
}


def get(unit: Reading, collection: Collection, key: UUID | str) -> Document:
    """Return the record called *key* (its id, or its code where it has one) as a document."""
    row = find(unit, collection, key)
    return as_documents(unit, collection, [row])[0]


def page(
    unit: Reading, collection: Collection, query: paging.PageQuery
) -> tuple[list[bytes], str | None, int]:
    """Return one page of rendered documents, the cursor of the next, and the total."""
    where = conditions(unit, collection, query)
    name, down = paging.sort_column(
        collection.table, query.sort or collection.sort, ("seq", "created_at", *collection.sorts)
    )
    cursor = paging.decode(query.cursor) if query.cursor else None
    rows = _window(unit, collection, where, (name, down), cursor, query.limit + 1)
    total = cursor.total if cursor else rows[0].total if rows else 0
    shown = rows[: query.limit]
    following = None
    if len(rows) > query.limit:
        last = shown[-1]
        value = None if name == "seq" else last._mapping[name]
        following = paging.Cursor(value, last.seq, total).encode()
    return rendered(unit, collection, shown), following, total


def count(unit: Reading, collection: Collection, where: list[ColumnElement[bool]]) -> int:
    """Return how many records keep the conditions."""
    return int(unit.scalar(select(func.count()).select_from(collection.table).where(*where)))


def listed(unit: Reading, collection: Collection, *where: ColumnElement[bool]) -> list[Document]:
    """Return every record that keeps the conditions, in the order of writing."""
    found = unit.all(collection.select_all.where(*where).order_by(collection.table.c.seq))
    return as_documents(unit, collection, found)


def conditions(
    unit: Reading, collection: Collection, query: paging.PageQuery
) -> list[ColumnElement[bool]]:
    """Return what the caller asked for and may see, as conditions on the table."""
    where = visible(unit.actor, collection)
    table = collection.table
    special = collection.filters or {}
    for name in query.model_fields_set - {"limit", "cursor", "sort"}:
        value = getattr(query, name)
        if value is None:
            continue
        where.append(
            special[name](table, value) if name in special else _plain(collection, name, value)
        )
    return where


def visible(actor: Actor, collection: Collection) -> list[ColumnElement[bool]]:
    """Return the conditions under which *actor* may see a record of this collection."""
    if collection.readers is None or actor.role is Role.admin:
        return []
    actor.require(*collection.readers)
    where = collection.within(actor, collection.table) if collection.within else []
    column = collection.own_scope.get(actor.role)
    if column is not None:
        where.append(collection.table.c[column] == getattr(actor, column))
    return where


def readers_of_history(collection: Collection) -> tuple[Role, ...]:
    """Return who may read what became of the records of a collection."""
    return tuple(collection.readers or _READERS_OF_HISTORY)


def history(
    unit: Reading,
    collection: Collection,
    key: UUID | str,
    *,
    limit: int = _ALL,
    before: int | None = None,
) -> list[Document]:
    """Return the revisions of a record, oldest first; a removed record still has its history.

    Of more than *limit* the newest, of those with a number (`seq`) below *before*.
    """
    unit.actor.require(*readers_of_history(collection))
    record_id = key if isinstance(key, UUID) else find(unit, collection, key).id
    if collection.within or collection.own_scope.get(unit.actor.role):
        find(unit, collection, record_id)
    if isinstance(unit, Writing):
        settle(unit)
    whose = {"collection": collection.name, "record_id": record_id}
    rows = unit.all(_HISTORY, {**whose, "before": before or _ALL, "rows": limit + 1})[::-1]
    if not rows and not (before and unit.first(_HISTORY, {**whose, "before": _ALL, "rows": 1})):
        raise NotFound(what=Both(collection.label, collection.name))
    told = _TOLD if unit.actor.role is Role.admin else tuple(n for n in _TOLD if n != "address")
    found: list[Document] = []
    older: Document | None = {}
    for row in rows:
        after = orjson.loads(row.document) if row.document is not None else None
        entry: Document = {name: row._mapping[name] for name in told}
        found.append({**entry, "changes": differences(older, after), "document": after})
        older = after
    return found[-limit:]


def differences(before: Document | None, after: Document | None) -> list[Document]:
    """Return each field in which two documents differ; none where one of them was erased."""
    if before is None or after is None:
        return []
    return [
        {"pointer": f"/{name}", "before": before.get(name), "after": value}
        for name, value in after.items()
        if name not in STAMPS and before.get(name) != value
    ]


def find(unit: Reading, collection: Collection, key: UUID | str) -> Any:  # noqa: ANN401 -- a row
    """Return the row called *key* if the caller may see it."""
    where = visible(unit.actor, collection)
    if isinstance(key, UUID):
        row = unit.first(collection.select_one.where(*where), {"key": key})
    elif collection.alias and "\x00" not in key:  # no code has it, and PostgreSQL refuses it
        column = collection.table.c[collection.alias]
        row = unit.first(collection.select_all.where(column == key, *where))
    else:
        row = None
    if row is None:
        raise NotFound(what=Both(collection.label, collection.name))
    return row


def _window(
    unit: Reading,
    collection: Collection,
    where: list[ColumnElement[bool]],
    by: tuple[str, bool],
    cursor: paging.Cursor | None,
    limit: int,
) -> Sequence[Any]:
    """Return the rows of one page: what sorts them and what names each version.

    Those of a first page carry the total as well: asking for it apart costs as much as the page.
    """
    name, down = by
    statement = _ordered(collection, name, down=down, counted=not cursor and not where)
    if cursor:
        where = [*where, paging.after(collection.table, name, down=down, cursor=cursor)]
    elif where:
        statement = statement.add_columns(_total(collection, where))
    return unit.all(statement.where(*where) if where else statement, {"rows": limit})


def _total(collection: Collection, where: list[ColumnElement[bool]]) -> ColumnElement[int]:
    """Return how many records keep the conditions, as a column."""
    counted = select(func.count()).select_from(collection.table).where(*where)
    return counted.correlate(None).scalar_subquery().label("total")


@cache
def _ordered(collection: Collection, name: str, *, down: bool, counted: bool) -> AnySelect:
    """Return the statement of a page without conditions: what sorts it and what names each version.

    It is built once, because building costs more than running. The names of versions are taken as
    the driver gives them: they are only compared.
    """
    table = collection.table
    wanted: list[Any] = [
        table.c.seq,
        table.c.version,
        type_coerce(table.c.id, String).label("raw_id"),
        type_coerce(table.c.updated_at, String).label("raw_moment"),
    ]
    if name != "seq":
        wanted.append(table.c[name])
    if counted:
        wanted.append(_total(collection, []))
    ordered = select(*wanted).order_by(*paging.order(table, name, down=down))
    return ordered.limit(bindparam("rows", type_=Integer))


def rendered(unit: Reading, collection: Collection, rows: Sequence[Any]) -> list[bytes]:
    """Return the documents of a page's rows as JSON, from memory where this version was made before.

    What was once stored as a version never changes, so what was rendered for it stays right. What
    a unit that writes sees is not yet stored, and so is not kept.
    """
    keys = {seq: (raw_id, version, moment) for seq, version, raw_id, moment, *_ in rows}
    found = documents.held(keys)
    missing = keys.keys() - found.keys()
    if missing:
        fresh = unit.all(collection.select_all.where(collection.table.c.seq.in_(missing)))
        for row, document in zip(fresh, as_documents(unit, collection, fresh), strict=True):
            found[row.seq] = orjson.dumps(document)
            if row.version == keys[row.seq][1] and not isinstance(unit, Writing):
                documents.put(keys[row.seq], found[row.seq])
    return [found[seq] for seq in keys if seq in found]


def as_documents(unit: Reading, collection: Collection, rows: Sequence[Any]) -> list[Document]:
    """Return rows with their parts as documents, one query for each kind of part."""
    found = [{name: row._mapping[name] for name in collection.columns} for row in rows]
    by_id = {document["id"]: document for document in found}
    for parts in collection.parts:
        for document in found:
            document[parts.field] = []
        table, columns = parts.table, parts.columns
        wanted = select(*(table.c[name] for name in (*columns, parts.parent)))
        statement = wanted.where(table.c[parts.parent].in_(by_id)).order_by(table.c.seq)
        for row in unit.all(statement) if by_id else ():
            own = dict(zip(columns, row, strict=False))  # the parent, which comes last, stays out
            by_id[row[-1]][parts.field].append(own)
    return found


def _plain(collection: Collection, name: str, value: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- any filter's value
    """Return the condition of a filter that is simply a column, or the date from or until."""
    table = collection.table
    if name in table.c:
        column, test = table.c[name], _COMPARE["is"]
    elif name == "date_from" and collection.date:
        column, test = table.c[collection.date], _COMPARE["from"]
    elif name == "date_until" and collection.date:
        column, test = table.c[collection.date], _COMPARE["until"]
    else:
        raise LookupError(name)  # a query schema names a filter that nothing implements: a bug
    condition: ColumnElement[bool] = test(column, composed(value))
    return condition
