"""Goals, and the figures that documents printed about them."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.core.tables import Record, won_field


class Goal(Record, table=True):
    """What an office means to reach in a year, in one measure (건, 회, 원 …)."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("office", "year", "year_kind", "metric"),)

    office: str = Field(foreign_key="office.code", index=True)
    year: int = Field(index=True)
    year_kind: str = Field(default="calendar", max_length=10)
    metric: str = Field(max_length=60, index=True)
    name: str = Field(max_length=200)
    target: int = won_field(nullable=False, index=True)
    rate_rounding: str = Field(default="half_up", max_length=10)
    rate_cap: int | None = None
    sheet: str | None = Field(default=None, max_length=10)
    position: int = Field(default=0, index=True)
    source: str | None = Field(default=None, max_length=500)
    note: str | None = None


class PublishedFigure(Record, table=True):
    """A figure as a document printed it, and how it can be computed again."""

    __tablename__ = "published_figure"

    key: str = Field(max_length=100, unique=True)
    document: str = Field(max_length=10, index=True)
    sheet: str | None = Field(default=None, max_length=20)
    office: str | None = Field(default=None, foreign_key="office.code", index=True)
    year: int | None = None
    metric: str | None = Field(default=None, max_length=60, index=True)
    kind: str = Field(max_length=10)
    label: str = Field(max_length=200)
    value: str = Field(max_length=40)
    unit: str | None = Field(default=None, max_length=20)
    recompute: str = Field(max_length=500)
    fault: str | None = Field(default=None, max_length=20)
    heading: str | None = Field(default=None, max_length=300)
    place: str | None = Field(default=None, max_length=100)
    note: str | None = None
