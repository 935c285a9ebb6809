"""Who is in business, and who held most of the contracts so far: what shares are measured against."""

from datetime import date

from sqlalchemy import func, select

from app.activity.actions import CONTRACTS
from app.core.db import Reading
from app.core.tables import table_of
from app.enterprises.tables import Enterprise, Product
from app.matching.exposure import head_of

_ENTERPRISES, _PRODUCTS = table_of(Enterprise), table_of(Product)


def in_business(unit: Reading, category: str | None = None) -> set[str]:
    """Return the enterprises not closed, of a category those that list a product of it."""
    statement = select(_ENTERPRISES.c.id).where(_ENTERPRISES.c.status != "closed")
    if category:
        of_it = _PRODUCTS.c.category_code.startswith(category, autoescape=True)
        offered = select(_PRODUCTS.c.enterprise_id).where(of_it)
        statement = statement.where(_ENTERPRISES.c.id.in_(offered))
    return {str(row.id) for row in unit.all(statement)}


def head_before(unit: Reading, day: date) -> frozenset[str] | None:
    """Return the fewest that held most of the contracts signed before a day; None without any."""
    table = CONTRACTS.table
    statement = (
        select(table.c.enterprise_id, func.count().label("contracts"))
        .where(table.c.signed_on < day, table.c.state != "cancelled")
        .group_by(table.c.enterprise_id)
    )
    return head_of({str(row.enterprise_id): row.contracts for row in unit.all(statement)})
