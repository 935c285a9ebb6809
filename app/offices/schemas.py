"""What comes in and goes out about offices."""

from typing import Literal

from app.core.paging import PageQuery
from app.core.types import (
    Code,
    Draft,
    Line,
    Name,
    Output,
    Place,
    Stamped,
)

Kind = Literal["centre", "district_team", "local_government", "network"]


class OfficeDraft(Draft):
    """A new office (사무소)."""

    code: Code
    name: Name
    kind: Kind
    parent: Code | None = None
    district: Place | None = None
    note: Line | None = None


class OfficeRead(Stamped, Output):
    """An office as it is stored."""

    code: str
    name: str
    kind: Kind
    parent: str | None
    district: str | None
    note: str | None


class OfficeQuery(PageQuery):
    """Filters of the list of offices."""

    code: Code | None = None
    kind: Kind | None = None
    parent: Code | None = None
