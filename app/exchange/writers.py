"""Writing a collection as a spreadsheet: every row the caller may see, a chunk at a time.

CSV in UTF-8 with its mark, so that Excel shows Korean; no cell can run as a formula. What is
written can be read back by an import as it stands.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from app.core import lookups
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.exchange.columns import cell, columns_of

CHUNK = 500
MEDIA_TYPE = "text/csv; charset=utf-8"
_MARK = "\ufeff"


def sheet(unit: Reading, collection: Collection) -> Iterator[bytes]:
    """Return the collection as CSV, in the order of writing, a chunk of rows at a time."""
    columns = columns_of(collection.draft)
    yield (_MARK + _csv([list(columns)])).encode()
    for documents in _chunks(unit, collection):
        yield _csv(
            [cell(c, one[name]) for name, c in columns.items()] for one in documents
        ).encode()


def _chunks(unit: Reading, collection: Collection) -> Iterator[list[Document]]:
    """Return every visible record; each chunk begins where the one before ended."""
    visible = lookups.visible(unit.actor, collection)
    seq = collection.table.c.seq
    ordered = collection.select_all.where(*visible).order_by(seq).limit(CHUNK)
    rows = unit.all(ordered)
    while rows:
        yield lookups.as_documents(unit, collection, rows)
        rows = unit.all(ordered.where(seq > rows[-1].seq)) if len(rows) == CHUNK else ()


def _csv(rows: Iterable[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
