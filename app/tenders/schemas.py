"""What comes in and goes out about tenders."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from app.core.calendar import korean_day
from app.core.paging import PageQuery
from app.core.types import (
    Code,
    Count,
    Day,
    Draft,
    Input,
    Line,
    Moment,
    Name,
    Output,
    Place,
    Stamped,
    Text,
    Won,
    period_is_ordered,
)
from app.core.words import Fault, require_order
from app.enterprises.schemas import CertificationKind
from app.tenders.lifecycle import Status

TenderKind = Literal["goods", "service", "works", "lease", "entrustment"]
Source = Literal["manual", "g2b", "s2b", "import"]
VatMode = Literal["taxable", "exempt", "unknown"]
Unit = Annotated[Name, Field(max_length=40)]
Licences = Annotated[list[Name], Field(max_length=50)]


class LotDraft(Input):
    """A lot or item of a tender."""

    id: UUID | None = None
    title: Name
    category_code: Code | None = None
    quantity: Count | None = None
    unit: Unit | None = None
    estimated_price_krw: Won | None = None
    required_licences: Licences = []


class Requirements(Input):
    """What a request asks for; shared by a stored tender and a request that is typed in."""

    title: Name
    description: Text | None = None
    kind: TenderKind = "service"
    category_codes: Annotated[list[Code], Field(max_length=50)] = []
    quantity: Count | None = None
    unit: Unit | None = None
    estimated_price_krw: Annotated[Won | None, Field(description="추정가격, VAT excluded, 원")] = (
        None
    )
    budget_krw: Annotated[Won | None, Field(description="budget, VAT included, 원")] = None
    region: Place | None = None
    needed_from: Day | None = None
    needed_until: Day | None = None
    required_certifications: Annotated[list[CertificationKind], Field(max_length=30)] = []
    required_licences: Licences = []

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if not period_is_ordered(self.needed_from, self.needed_until):
            raise Fault(
                "needed_until",
                "ends_before_start",
                "필요 기간의 끝이 시작보다 빠릅니다.",
                "The period of need ends before it starts.",
            )
        price, budget = self.estimated_price_krw, self.budget_krw
        if price is not None and budget is not None and budget < price:
            raise Fault(
                "budget_krw",
                "below_estimate",
                "부가세 포함 예산이 부가세 제외 추정가격보다 작을 수 없습니다.",
                "The budget (VAT included) cannot be below the estimated price (VAT excluded).",
            )
        return self


class TenderFields(Requirements):
    """Everything a tender may say; only a stored one must name its agency."""

    agency_id: UUID | None = None
    department: Name | None = None
    office: Annotated[Code | None, Field(description="the office that supports it")] = None
    vat_mode: VatMode = "unknown"
    published_on: Day | None = None
    closes_at: Moment | None = None
    lots: Annotated[list[LotDraft], Field(max_length=100)] = []
    status: Status = "idea"
    source: Source = "manual"
    notice_number: Annotated[Line | None, Field(max_length=64)] = None

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        opens, closes = self.published_on, self.closes_at
        if opens and closes and korean_day(closes) < opens:
            raise Fault(
                "closes_at",
                "ends_before_start",
                "마감이 공고일보다 빠릅니다.",
                "It would close before it is published.",
            )
        return self


class TenderDraft(TenderFields, Draft):
    """A new tender."""

    agency_id: UUID


class LotRead(Output):
    """A lot as it is stored."""

    id: UUID
    title: str
    category_code: str | None
    quantity: int | None
    unit: str | None
    estimated_price_krw: int | None
    required_licences: list[str]


class TenderRead(Stamped):
    """A tender as it is stored."""

    title: str
    description: str | None
    agency_id: UUID
    department: str | None
    office: str | None
    kind: TenderKind
    category_codes: list[str]
    quantity: int | None
    unit: str | None
    estimated_price_krw: int | None
    budget_krw: int | None
    vat_mode: VatMode
    region: str | None
    published_on: date | None
    closes_at: AwareDatetime | None
    needed_from: date | None
    needed_until: date | None
    required_certifications: list[str]
    required_licences: list[str]
    status: Status
    source: Source
    notice_number: str | None
    lots: list[LotRead]


class TenderQuery(PageQuery):
    """Filters of the list of tenders."""

    q: Annotated[Name | None, Field(description="part of the title")] = None
    agency_id: UUID | None = None
    office: Code | None = None
    kind: TenderKind | None = None
    status: Status | None = None
    region: Name | None = None
    source: Source | None = None
    notice_number: Line | None = None
    published_from: Day | None = None
    published_until: Day | None = None

    @model_validator(mode="after")
    def _days_are_ordered(self) -> Self:
        require_order(self.published_from, self.published_until, "published_until")
        return self


class Transition(Input):
    """A step of a tender to another state."""

    to: Status
    note: Annotated[Line | None, Field(description="why; stands in the history")] = None
