"""Fairs (찾아가는 박람회): the day, the booths of enterprises, the departments that come."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, false
from sqlmodel import Field

from app.core.tables import Part, Record, json_list, won_field


class Fair(Record, table=True):
    """A procurement fair. Counts that have no rows behind them are tallies of the fair."""

    __tablename__ = "fair"

    office: str = Field(foreign_key="office.code", index=True)
    name: str = Field(max_length=200, index=True)
    starts_on: date = Field(index=True)
    ends_on: date | None = None
    date_precision: str = Field(default="day", max_length=5)
    host_agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    host: str | None = Field(default=None, max_length=200)
    place: str | None = Field(default=None, max_length=200)
    visitors: int | None = None
    note: str | None = None
    source: str | None = Field(default=None, max_length=500)


class Booth(Part, table=True):
    """The booth of one enterprise at a fair."""

    __tablename__ = "fair_booth"

    fair_id: UUID = Field(foreign_key="fair.id", index=True)
    label: str | None = Field(default=None, max_length=40)
    enterprise_id: UUID = Field(foreign_key="enterprise.id", index=True)


class ConsultingDepartment(Part, table=True):
    """A department of an agency that comes to a fair to consult (상담부서)."""

    __tablename__ = "fair_department"

    fair_id: UUID = Field(foreign_key="fair.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    department: str | None = Field(default=None, max_length=200)
    interests: list[str] = json_list()


class FairDemand(Record, table=True):
    """What a department brings to a fair, as it answered before (수요 조사)."""

    __tablename__ = "fair_demand"

    office: str = Field(foreign_key="office.code", index=True)
    fair_id: UUID = Field(foreign_key="fair.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    department: str | None = Field(default=None, max_length=200)
    category_code: str | None = Field(default=None, foreign_key="category.code", index=True)
    item: str = Field(max_length=200, index=True)
    amount_krw: int | None = won_field(index=True)
    people: int | None = None
    note: str | None = None


class Timetable(Record, table=True):
    """Who meets whom and when at a fair (1:1 상담 시간표); the latest one of a fair counts."""

    __tablename__ = "fair_timetable"

    office: str = Field(foreign_key="office.code", index=True)
    fair_id: UUID = Field(foreign_key="fair.id", index=True)
    begins_at: datetime = Field(index=True)
    slots: int
    minutes: int
    least: int
    absent: list[str] = json_list()
    note: str | None = None


class Seat(Part, table=True):
    """One department before one enterprise in one slot; a department may stand in a survey only."""

    __tablename__ = "fair_seat"

    timetable_id: UUID = Field(foreign_key="fair_timetable.id", index=True)
    slot: int
    department_id: UUID
    enterprise_id: UUID = Field(foreign_key="enterprise.id", index=True)
    fixed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class FairPair(Record, table=True):
    """A department and an enterprise of a fair of which somebody said whether they are to meet."""

    __tablename__ = "fair_pair"

    office: str = Field(foreign_key="office.code", index=True)
    fair_id: UUID = Field(foreign_key="fair.id", index=True)
    department_id: UUID
    enterprise_id: UUID = Field(foreign_key="enterprise.id", index=True)
    rule: str = Field(max_length=8, index=True)
    note: str | None = None


class CheckIn(Record, table=True):
    """Visitors of a fair who came in together, counted at a desk; who they are is not asked.

    One who wears a badge comes in once at a fair, however many desks saw it.
    """

    __tablename__ = "check_in"
    __table_args__ = (Index("ix_check_in_badge", "badge", "fair_id", unique=True),)

    office: str = Field(foreign_key="office.code", index=True)
    fair_id: UUID = Field(foreign_key="fair.id", index=True)
    counted_at: datetime = Field(index=True)
    heads: int
    badge: str | None = Field(default=None, max_length=9)
    note: str | None = None
