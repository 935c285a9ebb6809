"""Rows of the log with the names of whom they are about, in one statement."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, null

from app.agencies.tables import Agency
from app.core.collection import Collection
from app.core.tables import table_of
from app.enterprises.tables import Enterprise

AGENCIES = table_of(Agency)
ENTERPRISES = table_of(Enterprise)


def with_names(collection: Collection) -> FromClause:
    """Return the collection's table joined with the agency and the enterprise a row points at."""
    joined: FromClause = collection.table
    for column, table in (("agency_id", AGENCIES), ("enterprise_id", ENTERPRISES)):
        if column in collection.table.c:
            joined = joined.outerjoin(table, table.c.id == collection.table.c[column])
    return joined


def agency_name(collection: Collection) -> ColumnElement[Any]:
    """Return the name of the agency a row points at."""
    known = "agency_id" in collection.table.c
    return (AGENCIES.c.name if known else null()).label("agency")


def enterprise_name(collection: Collection) -> ColumnElement[Any]:
    """Return the name of the enterprise a row points at."""
    known = "enterprise_id" in collection.table.c
    return (ENTERPRISES.c.name if known else null()).label("enterprise")
