"""The registry: enterprises, what they are certified and licensed for, and what they supply.

Each fact carries where it came from (`source`) and when it was last confirmed (`confirmed_on`).
"""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from app.core.tables import Part, Record, json_list, won_field


class Enterprise(Record, table=True):
    """A social-economy enterprise (사회적경제기업)."""

    __tablename__ = "enterprise"

    updated_at: datetime = Field(index=True)
    name: str = Field(max_length=200, index=True)
    name_key: str = Field(max_length=200, index=True)
    aliases: list[str] = json_list()
    business_number: str | None = Field(default=None, max_length=10, index=True)
    business_number_checked: bool | None = None
    legal_form: str = Field(max_length=40, index=True)
    region: str | None = Field(default=None, max_length=100)
    district: str | None = Field(default=None, max_length=100, index=True)
    service_regions: list[str] = json_list()
    established_on: date | None = Field(default=None, index=True)
    status: str = Field(max_length=20, index=True)
    description: str | None = None
    employees_total: int | None = None
    employees_vulnerable: int | None = None
    source: str | None = Field(default=None, max_length=500)
    confirmed_on: date | None = None
    is_synthetic: bool = Field(default=False, index=True)


class EnterprisePart(Part):
    """A dated, evidenced fact about one enterprise."""

    enterprise_id: UUID = Field(foreign_key="enterprise.id", index=True)
    source: str | None = Field(default=None, max_length=500)
    confirmed_on: date | None = None


class Certification(EnterprisePart, table=True):
    """A certificate, designation or confirmation; judged on a date, never by its presence."""

    __tablename__ = "enterprise_certification"

    kind: str = Field(max_length=60, index=True)
    number: str | None = Field(default=None, max_length=200)
    issuer: str | None = Field(default=None, max_length=200)
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = Field(default=None, index=True)
    no_expiry: bool = False
    verified_on: date | None = None
    ratio_percent: float | None = None


class Licence(EnterprisePart, table=True):
    """A business licence, registration or notification (면허·등록·신고)."""

    __tablename__ = "enterprise_licence"

    kind: str = Field(max_length=200, index=True)
    number: str | None = Field(default=None, max_length=200)
    valid_until: date | None = None


class Product(EnterprisePart, table=True):
    """A product or service with what can be supplied of it (공급력)."""

    __tablename__ = "enterprise_product"

    name: str = Field(max_length=200)
    description: str | None = None
    category_code: str | None = Field(default=None, foreign_key="category.code", index=True)
    category_text: str | None = Field(default=None, max_length=200)
    unit: str | None = Field(default=None, max_length=40)
    unit_price_krw: int | None = won_field()
    monthly_capacity: int | None = None
    lead_time_days: int | None = None
    is_own_production: bool | None = None
