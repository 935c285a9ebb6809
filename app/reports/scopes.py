"""For which office and days a report is made, as callers ask for it."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core import lookups
from app.core.db import Reading
from app.core.types import Code, Input, QueryYear
from app.offices.actions import OFFICES
from app.offices.queries import with_children
from app.reports.counting import Scope
from app.reports.years import YearKind, window

Children = Annotated[bool, Field(description="count the offices below it as well")]
AsOf = Annotated[date | None, Field(description="count nothing after this day")]
Kind = Annotated[
    YearKind, Field(description="calendar: from 1 January; school: 1 March to the end of February")
]


class ScopeQuery(Input):
    """An office and a year."""

    year: QueryYear
    office: Code
    include_children: Children = False
    year_kind: Kind = "calendar"
    as_of: AsOf = None


def offices_of(unit: Reading, office: str, *, include_children: bool) -> frozenset[str]:
    """Return the offices that are counted; refuse an office that does not exist."""
    lookups.find(unit, OFFICES, office)
    return with_children(unit, office) if include_children else frozenset({office})


def scope_of(unit: Reading, query: ScopeQuery) -> Scope:
    """Return the offices and days that the caller asked for."""
    offices = offices_of(unit, query.office, include_children=query.include_children)
    return Scope(offices, window(query.year, query.year_kind, query.as_of))
