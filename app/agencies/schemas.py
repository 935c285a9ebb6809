"""What comes in and goes out about agencies, their demand and their purchase goals."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.paging import PageQuery
from app.core.types import (
    Code,
    Day,
    Draft,
    Flag,
    Input,
    Line,
    Month,
    Name,
    Output,
    Place,
    QueryYear,
    Stamped,
    Text,
    Won,
    Year,
)

AgencyKind = Literal[
    "city", "district_office", "dong_office", "health_centre", "school", "education_office",
    "public_corporation", "public_institution", "state", "support_organisation",
    "private_company", "other",
]  # fmt: skip
BuyerLaw = Literal["local", "state", "public_corp", "private_school", "other", "unknown"]


class DepartmentDraft(Input):
    """A department of an agency."""

    id: UUID | None = None
    name: Name
    category_codes: Annotated[list[Code], Field(max_length=100)] = []


class AgencyDraft(Draft):
    """A new agency."""

    name: Name
    aliases: Annotated[list[Name], Field(max_length=50)] = []
    kind: AgencyKind
    parent_id: UUID | None = None
    buyer_law: Annotated[BuyerLaw, Field(description="which contract law binds it")] = "unknown"
    code: Annotated[Code | None, Field(max_length=20)] = None
    region: Place | None = None
    district: Place | None = None
    departments: Annotated[list[DepartmentDraft], Field(max_length=500)] = []
    source: Line | None = None
    confirmed_on: Day | None = None


class DepartmentRead(Output):
    """A department as it is stored."""

    id: UUID
    name: str
    category_codes: list[str]


class AgencyRead(Stamped):
    """An agency as it is stored."""

    name: str
    aliases: list[str]
    kind: AgencyKind
    parent_id: UUID | None
    buyer_law: BuyerLaw
    code: str | None
    region: str | None
    district: str | None
    departments: list[DepartmentRead]
    source: str | None
    confirmed_on: date | None


class AgencyQuery(PageQuery):
    """Filters of the list of agencies."""

    q: Annotated[Name | None, Field(description="part of the name or of an alias")] = None
    kind: AgencyKind | None = None
    district: Name | None = None
    parent_id: UUID | None = None
    code: Code | None = None


class DemandDraft(Draft):
    """A new line of what an agency buys."""

    agency_id: UUID
    department: Name | None = None
    year: Year
    month: Month | None = None
    category_code: Code | None = None
    item: Name
    amount_krw: Won | None = None
    present_supplier: Name | None = None
    is_social_economy: Flag | None = None
    note: Text | None = None
    source: Line | None = None
    confirmed_on: Day | None = None


class DemandRead(Stamped):
    """A line of demand as it is stored."""

    agency_id: UUID
    department: str | None
    year: int
    month: int | None
    category_code: str | None
    item: str
    amount_krw: int | None
    present_supplier: str | None
    is_social_economy: bool | None
    note: str | None
    source: str | None
    confirmed_on: date | None


class DemandQuery(PageQuery):
    """Filters of the list of demand."""

    agency_id: UUID | None = None
    year: QueryYear | None = None
    category_code: Code | None = None
    is_social_economy: bool | None = None


class PurchaseGoalDraft(Draft):
    """A new purchase goal of a department."""

    agency_id: UUID
    office: Code | None = None
    department: Name | None = None
    year: Year
    target_krw: Won
    achieved_krw: Won | None = None
    source: Line | None = None
    note: Text | None = None


class PurchaseGoalRead(Stamped):
    """A purchase goal as it is stored."""

    agency_id: UUID
    office: str | None
    department: str | None
    year: int
    target_krw: int
    achieved_krw: int | None
    source: str | None
    note: str | None


class PurchaseGoalQuery(PageQuery):
    """Filters of the list of purchase goals."""

    agency_id: UUID | None = None
    office: Code | None = None
    year: QueryYear | None = None
