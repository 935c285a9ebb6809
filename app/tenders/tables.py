"""Tenders: what an agency is about to buy, from the first idea to the payment."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from app.core.tables import Part, Record, json_list, won_field


class Tender(Record, table=True):
    """A demand on its way to a contract; two amounts, without VAT and with it."""

    __tablename__ = "tender"

    title: str = Field(max_length=200, index=True)
    description: str | None = None
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    department: str | None = Field(default=None, max_length=200)
    office: str | None = Field(default=None, foreign_key="office.code", index=True)
    kind: str = Field(max_length=20, index=True)
    category_codes: list[str] = json_list()
    quantity: int | None = None
    unit: str | None = Field(default=None, max_length=40)
    estimated_price_krw: int | None = won_field()
    budget_krw: int | None = won_field(index=True)
    vat_mode: str = Field(default="unknown", max_length=10)
    region: str | None = Field(default=None, max_length=100, index=True)
    published_on: date | None = Field(default=None, index=True)
    closes_at: datetime | None = Field(default=None, index=True)
    needed_from: date | None = None
    needed_until: date | None = None
    required_certifications: list[str] = json_list()
    required_licences: list[str] = json_list()
    status: str = Field(max_length=20, index=True)
    source: str = Field(max_length=10, index=True)
    notice_number: str | None = Field(default=None, max_length=64, index=True)


class Lot(Part, table=True):
    """A part of a tender that may go to its own supplier (or an item of it)."""

    __tablename__ = "tender_lot"

    tender_id: UUID = Field(foreign_key="tender.id", index=True)
    title: str = Field(max_length=200)
    category_code: str | None = Field(default=None, foreign_key="category.code", index=True)
    quantity: int | None = None
    unit: str | None = Field(default=None, max_length=40)
    estimated_price_krw: int | None = won_field()
    required_licences: list[str] = json_list()
