"""For which office and days a report is made, as callers ask for it."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.core import lookups
from app.core.db import Reading
from app.core.types import Code, Input, QueryYear
from app.core.words import Fault
from app.offices.actions import OFFICES
from app.offices.queries import with_children
from app.reports.counting import Scope
from app.reports.years import YearKind, window

Children = Annotated[bool, Field(description="count the offices below it as well")]
AsOf = Annotated[date | None, Field(description="count nothing after this day")]
Kind = Annotated[
    YearKind, Field(description="calendar: from 1 January; school: 1 March to the end of February")
]


class Years(Input):
    """A year, or the years through another one."""

    year: QueryYear
    through: Annotated[
        QueryYear | None, Field(description="the last year, where several are taken as one")
    ] = None

    @model_validator(mode="after")
    def _are_ordered(self) -> Self:
        if self.through is not None and self.through < self.year:
            ko, en = "마지막 해가 첫 해보다 빠릅니다.", "The last year is before the first."
            raise Fault("through", "ends_before_start", ko, en)
        return self


class ScopeQuery(Years):
    """An office and a year, or several."""

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
    return Scope(offices, window(query.year, query.year_kind, query.as_of, query.through))
