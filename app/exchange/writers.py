"""Writing a collection as a spreadsheet: every row the caller may see, a chunk at a time.

CSV in UTF-8 with its mark, so that Excel shows Korean; no cell can run as a formula. What is
written can be read back by an import as it stands.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import ValidationError, create_model
from sqlalchemy import ColumnElement

from app.core import lookups
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.errors import InvalidInput, Refused
from app.core.paging import PageQuery
from app.core.records import faults_of
from app.core.types import Input
from app.exchange.columns import cell, columns_of

CHUNK = 500
MEDIA_TYPE = "text/csv; charset=utf-8"
_MARK = "\ufeff"
_ALL = PageQuery()


class ExportTooLong(Refused):
    """More rows would be written than are written over HTTP at once."""

    ko = "한 번에 {most}행까지 내보낼 수 있습니다. 조건을 주어 나누어 받아 주세요."
    en = "At most {most} rows are exported at once. Ask for parts by the filters."


def filters_of(collection: Collection) -> type[Input]:
    """Return the filters of a collection's list, without what only pages need."""
    fields: dict[str, Any] = {
        name: (
            Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation,
            info,
        )
        for name, info in collection.query.model_fields.items()
        if name not in PageQuery.model_fields
    }
    return create_model(f"{collection.query.__name__}Filters", __base__=Input, **fields)


def sheet(unit: Reading, collection: Collection, query: Input | None = None) -> Iterator[bytes]:
    """Return what keeps the filters as CSV, in the order of writing, a chunk of rows at a time."""
    columns = columns_of(collection.draft)
    where = _where(unit, collection, query)
    yield (_MARK + _csv([list(columns)])).encode()
    for documents in _chunks(unit, collection, where):
        yield _csv(
            [cell(c, one[name]) for name, c in columns.items()] for one in documents
        ).encode()


def require_within(unit: Reading, collection: Collection, query: Input | None, most: int) -> None:
    """Refuse a sheet of more than *most* rows before it is begun: it could not be told later."""
    if lookups.count(unit, collection, _where(unit, collection, query)) > most:
        raise ExportTooLong(most=most)


def documents_of(unit: Reading, collection: Collection) -> Iterator[Document]:
    """Yield every record that the caller may see, in the order of writing."""
    for documents in _chunks(unit, collection, lookups.conditions(unit, collection, _ALL)):
        yield from documents


def _where(unit: Reading, collection: Collection, query: Input | None) -> list[ColumnElement[bool]]:
    """Return the filters as conditions; refuse those that contradict each other."""
    asked = query.model_dump(exclude_unset=True) if query else {}
    try:
        wanted = collection.query.model_validate(asked)
    except ValidationError as error:
        raise InvalidInput(faults=faults_of(error)) from error
    return lookups.conditions(unit, collection, wanted)


def _chunks(
    unit: Reading, collection: Collection, where: list[ColumnElement[bool]]
) -> Iterator[list[Document]]:
    """Return the records; each chunk begins where the one before ended."""
    seq = collection.table.c.seq
    ordered = collection.select_all.where(*where).order_by(seq).limit(CHUNK)
    rows = unit.all(ordered)
    while rows:
        yield lookups.as_documents(unit, collection, rows)
        rows = unit.all(ordered.where(seq > rows[-1].seq)) if len(rows) == CHUNK else ()


def _csv(rows: Iterable[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
