"""What comes in and goes out about goals and published figures."""

from typing import Annotated, Literal

from pydantic import Field

from app.core.paging import PageQuery
from app.core.types import Code, Draft, Line, Name, QueryYear, Stamped, Text, Year

YearKind = Annotated[
    Literal["calendar", "school"],
    Field(
        description="calendar: 1 January; school: 1 March to the end of February (초·중등교육법 §30의3)"
    ),
]
Metric = Annotated[Code, Field(max_length=60)]
Rounding = Literal["half_up", "truncate"]
FigureKind = Literal["target", "achieved", "rate", "total", "count"]


class GoalDraft(Draft):
    """A new goal of an office for one year and one metric."""

    office: Code
    year: Year
    year_kind: YearKind = "calendar"
    metric: Metric
    name: Name
    target: Annotated[int, Field(strict=True, ge=0, le=10**14, description="in the metric's unit")]
    rate_rounding: Rounding = "half_up"
    rate_cap: Annotated[int | None, Field(strict=True, ge=1, le=1000, description="% at most")] = (
        None
    )
    sheet: Annotated[Line | None, Field(max_length=10)] = None
    position: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 0
    source: Line | None = None
    note: Text | None = None


class GoalRead(Stamped):
    """A goal as it is stored."""

    office: str
    year: int
    year_kind: Literal["calendar", "school"]
    metric: str
    name: str
    target: int
    rate_rounding: Rounding
    rate_cap: int | None
    sheet: str | None
    position: int
    source: str | None
    note: str | None


class GoalQuery(PageQuery):
    """Filters of the list of goals."""

    office: Code | None = None
    year: QueryYear | None = None
    metric: Code | None = None


class PublishedFigureDraft(Draft):
    """A figure as it was printed."""

    key: Code
    document: Annotated[Code, Field(max_length=10)]
    sheet: Annotated[Line | None, Field(max_length=20)] = None
    office: Code | None = None
    year: Year | None = None
    metric: Metric | None = None
    kind: FigureKind
    label: Name
    value: Annotated[str, Field(max_length=40, pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
    unit: Annotated[Line | None, Field(max_length=20)] = None
    recompute: Annotated[
        Line, Field(description="how it can be computed again; see data/README.md")
    ]
    fault: Annotated[Line | None, Field(max_length=20)] = None
    heading: Annotated[Line | None, Field(max_length=300)] = None
    place: Annotated[Line | None, Field(max_length=100)] = None
    note: Text | None = None


class PublishedFigureRead(Stamped):
    """A printed figure as it is stored."""

    key: str
    document: str
    sheet: str | None
    office: str | None
    year: int | None
    metric: str | None
    kind: FigureKind
    label: str
    value: str
    unit: str | None
    recompute: str
    fault: str | None
    heading: str | None
    place: str | None
    note: str | None


class PublishedFigureQuery(PageQuery):
    """Filters of the list of printed figures."""

    document: Code | None = None
    office: Code | None = None
    metric: Code | None = None
