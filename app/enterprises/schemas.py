"""What comes in and goes out about enterprises."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from app.core.paging import PageQuery
from app.core.types import (
    Code,
    Count,
    Day,
    Draft,
    Flag,
    Input,
    Line,
    Name,
    NotFlag,
    Output,
    Place,
    Stamped,
    Text,
    Won,
    period_is_ordered,
)
from app.core.words import Fault
from app.enterprises.business_number import FORM, digits_of

LegalForm = Literal[
    "corporation", "limited_company", "cooperative", "social_cooperative", "consumer_cooperative",
    "association", "foundation", "welfare_corporation", "agricultural_corporation",
    "sole_proprietor", "other", "unknown",
]  # fmt: skip
CertificationKind = Literal[
    "certified_social_enterprise", "prelim_se_regional", "prelim_se_ministry", "cooperative",
    "social_cooperative", "village_enterprise", "self_sufficiency_enterprise", "social_venture",
    "disability_standard_workplace", "severe_disability_facility", "welfare_corporation",
    "veterans_org", "women_enterprise", "disabled_enterprise", "youth_startup",
    "small_enterprise", "micro_enterprise", "direct_production", "green_product",
    "green_company", "vulnerable_employment_ratio", "venture_company", "quality_management",
    "local_excellence", "innovation_product", "excellent_product", "performance_certified", "other",
]  # fmt: skip
Status = Literal["active", "dormant", "closed"]
Number = Annotated[Line, Field(max_length=200)]  # of a certificate or licence, as printed


BusinessNumber = Annotated[
    str,
    AfterValidator(digits_of),
    Field(max_length=14, pattern=FORM, examples=["124-81-00998"]),
]


class Evidenced(Input):
    """A fact that says where it came from and when it was last confirmed."""

    id: UUID | None = None
    source: Line | None = None
    confirmed_on: Day | None = None


class CertificationDraft(Evidenced):
    """A certificate as a dated, evidenced record (domain 1.3)."""

    kind: CertificationKind
    number: Number | None = None
    issuer: Name | None = None
    issued_on: Day | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    no_expiry: Flag = False
    verified_on: Day | None = None
    ratio_percent: Annotated[float | None, Field(ge=0, le=100, allow_inf_nan=False), NotFlag] = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        begins = (self.valid_from, self.issued_on)
        if not all(period_is_ordered(begin, self.valid_until) for begin in begins):
            raise Fault(
                "valid_until",
                "ends_before_start",
                "유효기간의 끝이 시작이나 발급일보다 빠릅니다.",
                "The validity ends before it starts, or before it was issued.",
            )
        if self.no_expiry and self.valid_until:
            raise Fault(
                "no_expiry",
                "contradiction",
                "만료일이 있으면 무기한일 수 없습니다.",
                "A certificate with an end date is not without expiry.",
            )
        if self.no_expiry and not self.verified_on:
            raise Fault(
                "verified_on",
                "missing",
                "무기한 인증도 확인일이 필요합니다.",
                "A certificate without expiry still needs the day it was verified.",
            )
        return self


class LicenceDraft(Evidenced):
    """A licence, registration or notification."""

    kind: Name
    number: Number | None = None
    valid_until: Day | None = None


class ProductDraft(Evidenced):
    """A product or service and what can be supplied of it in a month."""

    name: Name
    description: Text | None = None
    category_code: Code | None = None
    category_text: Annotated[Line | None, Field(max_length=200)] = None
    unit: Annotated[Name | None, Field(max_length=40)] = None
    unit_price_krw: Won | None = None
    monthly_capacity: Count | None = None
    lead_time_days: Annotated[int | None, Field(strict=True, ge=0, le=3650)] = None
    is_own_production: Flag | None = None


class EnterpriseDraft(Draft):
    """A new enterprise of the registry."""

    name: Name
    aliases: Annotated[list[Name], Field(max_length=50)] = []
    business_number: BusinessNumber | None = None
    legal_form: LegalForm = "unknown"
    region: Place | None = None
    district: Place | None = None
    service_regions: Annotated[list[Name], Field(max_length=300)] = []
    established_on: Day | None = None
    status: Status = "active"
    description: Text | None = None
    employees_total: Count | None = None
    employees_vulnerable: Count | None = None
    source: Line | None = None
    confirmed_on: Day | None = None
    is_synthetic: Flag = False
    certifications: Annotated[list[CertificationDraft], Field(max_length=100)] = []
    licences: Annotated[list[LicenceDraft], Field(max_length=100)] = []
    products: Annotated[list[ProductDraft], Field(max_length=500)] = []

    @model_validator(mode="after")
    def _people_add_up(self) -> Self:
        few, all_ = self.employees_vulnerable, self.employees_total
        if few is not None and all_ is not None and few > all_:
            raise Fault(
                "employees_vulnerable",
                "more_than_all",
                "취약계층 근로자가 전체 근로자보다 많을 수 없습니다.",
                "There cannot be more vulnerable employees than employees.",
            )
        return self


class CertificationRead(Output):
    """A certificate as it is stored."""

    id: UUID
    source: str | None
    confirmed_on: date | None
    kind: str
    number: str | None
    issuer: str | None
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    no_expiry: bool
    verified_on: date | None
    ratio_percent: float | None


class LicenceRead(Output):
    """A licence as it is stored."""

    id: UUID
    source: str | None
    confirmed_on: date | None
    kind: str
    number: str | None
    valid_until: date | None


class ProductRead(Output):
    """A product or service as it is stored."""

    id: UUID
    source: str | None
    confirmed_on: date | None
    name: str
    description: str | None
    category_code: str | None
    category_text: str | None
    unit: str | None
    unit_price_krw: int | None
    monthly_capacity: int | None
    lead_time_days: int | None
    is_own_production: bool | None


class EnterpriseRead(Stamped):
    """An enterprise as it is stored; `business_number_checked` says whether its check digit holds."""

    name: str
    aliases: list[str]
    business_number: str | None
    business_number_checked: bool | None
    legal_form: LegalForm
    region: str | None
    district: str | None
    service_regions: list[str]
    established_on: date | None
    status: Status
    description: str | None
    employees_total: int | None
    employees_vulnerable: int | None
    source: str | None
    confirmed_on: date | None
    is_synthetic: bool
    certifications: list[CertificationRead]
    licences: list[LicenceRead]
    products: list[ProductRead]


class EnterpriseQuery(PageQuery):
    """Filters of the list of enterprises."""

    q: Annotated[Name | None, Field(description="part of the name or of an alias")] = None
    business_number: BusinessNumber | None = None
    district: Name | None = None
    legal_form: LegalForm | None = None
    status: Status | None = None
    is_synthetic: bool | None = None
    certification: Annotated[
        CertificationKind | None, Field(description="holds a record of it")
    ] = None
    licence: Name | None = None
    category: Annotated[Code | None, Field(description="a leaf, or a branch with its leaves")] = (
        None
    )
