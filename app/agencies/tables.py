"""The demand side: public bodies, what they buy, and what their departments mean to buy."""

from datetime import date
from uuid import UUID

from sqlmodel import Field

from app.core.tables import Part, Record, json_list, won_field


class Agency(Record, table=True):
    """A public agency (공공기관), or another body the team visits."""

    __tablename__ = "agency"

    name: str = Field(max_length=200, index=True)
    name_key: str = Field(max_length=200, index=True)
    aliases: list[str] = json_list()
    kind: str = Field(max_length=40, index=True)
    parent_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    buyer_law: str = Field(default="unknown", max_length=20)
    code: str | None = Field(default=None, max_length=20, index=True)
    region: str | None = Field(default=None, max_length=100)
    district: str | None = Field(default=None, max_length=100, index=True)
    source: str | None = Field(default=None, max_length=500)
    confirmed_on: date | None = None


class Department(Part, table=True):
    """A department (부서) of an agency."""

    __tablename__ = "agency_department"

    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    name: str = Field(max_length=200)
    category_codes: list[str] = json_list()


class Demand(Record, table=True):
    """One line of what an agency buys (구매현황)."""

    __tablename__ = "demand"

    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    department: str | None = Field(default=None, max_length=200)
    year: int = Field(index=True)
    month: int | None = None
    category_code: str | None = Field(default=None, foreign_key="category.code", index=True)
    item: str = Field(max_length=200)
    amount_krw: int | None = won_field(index=True)
    present_supplier: str | None = Field(default=None, max_length=200)
    is_social_economy: bool | None = Field(default=None, index=True)
    note: str | None = None
    source: str | None = Field(default=None, max_length=500)
    confirmed_on: date | None = None


class PurchaseGoal(Record, table=True):
    """What a department means to buy from the social economy in a year (공공구매 목표제)."""

    __tablename__ = "purchase_goal"

    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    office: str | None = Field(default=None, foreign_key="office.code", index=True)
    department: str | None = Field(default=None, max_length=200)
    year: int = Field(index=True)
    target_krw: int = won_field(nullable=False, index=True)
    achieved_krw: int | None = won_field()
    source: str | None = Field(default=None, max_length=500)
    note: str | None = None
