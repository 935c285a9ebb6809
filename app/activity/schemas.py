"""What comes in and goes out about visits, consultations, surveys and promises, and what entries share."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.core.paging import PageQuery
from app.core.types import (
    Code,
    Day,
    Draft,
    Flag,
    IdText,
    Line,
    Moment,
    Name,
    Stamped,
    Text,
    period_is_ordered,
)
from app.core.words import Fault, require_order

Precision = Annotated[
    Literal["day", "month", "year"],
    Field(description="how exact the date is; a year-exact date is written as its 1 January"),
]
VisitTarget = Literal["department", "school", "enterprise", "network"]
ConsultationKind = Literal["general", "document_review", "expert"]
Channel = Literal["phone", "visit", "website", "video", "fair", "unknown"]
RequesterKind = Literal["agency", "enterprise", "citizen", "other"]
ExpertField = Literal[
    "business", "marketing", "hr", "legal", "accounting", "tax", "design", "it", "finance",
    "public_purchase", "strategy", "governance", "other",
]  # fmt: skip
SurveyKind = Literal["supply_online", "supply_visit", "agency_purchasing", "fair_demand"]
NextStep = Literal["none", "materials", "quotation", "visit", "contract"]
Rating = Annotated[int, Field(strict=True, ge=1, le=5)]
PromisedBy = Literal["us", "agency", "enterprise"]


class EntryDraft(Draft):
    """What every entry of the log takes."""

    office: Code
    date_precision: Precision = "day"
    note: Text | None = None
    source: Line | None = None


class EntryRead(Stamped):
    """What every entry of the log shows."""

    office: str
    date_precision: Literal["day", "month", "year"]
    note: str | None
    source: str | None


class EntryQuery(PageQuery):
    """Filters that every kind of entry has."""

    office: Code | None = None
    date_from: Day | None = None
    date_until: Day | None = None

    @model_validator(mode="after")
    def _days_are_ordered(self) -> Self:
        require_order(self.date_from, self.date_until, "date_until")
        return self


class VisitDraft(EntryDraft):
    """A new visit."""

    visited_on: Day
    target: VisitTarget
    agency_id: UUID | None = None
    department: Name | None = None
    enterprise_id: UUID | None = None
    purposes: Annotated[list[Name], Field(max_length=20)] = []
    result: Text | None = None
    next_step: Text | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.agency_id is None and self.enterprise_id is None:
            raise Fault(
                "agency_id",
                "missing",
                "방문한 기관(agency_id)이나 기업(enterprise_id)을 적어 주세요.",
                "Say which agency (agency_id) or enterprise (enterprise_id) was visited.",
            )
        return self


class VisitRead(EntryRead):
    """A visit as it is stored."""

    visited_on: date
    target: VisitTarget
    agency_id: UUID | None
    department: str | None
    enterprise_id: UUID | None
    purposes: list[str]
    result: str | None
    next_step: str | None


class VisitQuery(EntryQuery):
    """Filters of the list of visits."""

    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    target: VisitTarget | None = None


class ConsultationDraft(EntryDraft):
    """A new consultation; without a due date it is 3 business days, 7 for a document review."""

    kind: ConsultationKind = "general"
    channel: Channel
    received_on: Day
    received_at: Annotated[Moment | None, Field(description="to the minute, where known")] = None
    due_on: Day | None = None
    answered_on: Day | None = None
    requester_kind: RequesterKind
    agency_id: UUID | None = None
    department: Name | None = None
    enterprise_id: UUID | None = None
    fair_id: UUID | None = None
    visit_id: UUID | None = None
    field: ExpertField | None = None
    topic: Text | None = None
    answer: Text | None = None
    referred_enterprise_ids: Annotated[list[IdText], Field(max_length=100)] = []
    next_step: Annotated[NextStep | None, Field(description="what was agreed at the end")] = None
    rating: Rating | None = None

    @model_validator(mode="after")
    def _days_are_ordered(self) -> Self:
        for name in ("due_on", "answered_on"):
            if not period_is_ordered(self.received_on, getattr(self, name)):
                raise Fault(
                    name,
                    "ends_before_start",
                    "접수일보다 빠를 수 없습니다.",
                    "Cannot be before the day it was received.",
                )
        if self.kind == "expert" and self.field is None:
            raise Fault(
                "field",
                "missing",
                "전문상담은 분야를 적어 주세요.",
                "An expert consultation names its field.",
            )
        return self


class ConsultationRead(EntryRead):
    """A consultation as it is stored."""

    kind: ConsultationKind
    channel: Channel
    received_on: date
    received_at: datetime | None
    due_on: date | None
    answered_on: date | None
    requester_kind: RequesterKind
    agency_id: UUID | None
    department: str | None
    enterprise_id: UUID | None
    fair_id: UUID | None
    visit_id: UUID | None
    field: ExpertField | None
    topic: str | None
    answer: str | None
    referred_enterprise_ids: list[UUID]
    next_step: NextStep | None
    rating: int | None


class ConsultationQuery(EntryQuery):
    """Filters of the list of consultations."""

    kind: ConsultationKind | None = None
    channel: Channel | None = None
    requester_kind: RequesterKind | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    fair_id: UUID | None = None
    field: ExpertField | None = None
    open: Annotated[bool | None, Field(description="not yet answered")] = None
    due_until: Day | None = None


class SurveyDraft(EntryDraft):
    """A new survey of an enterprise's supply or an agency's purchasing."""

    kind: SurveyKind
    surveyed_on: Day
    enterprise_id: UUID | None = None
    agency_id: UUID | None = None
    in_public_market: Flag | None = None
    wants_public_market: Flag | None = None
    findings: Text | None = None
    constraints: Text | None = None

    @model_validator(mode="after")
    def _has_its_subject(self) -> Self:
        field = "enterprise_id" if self.kind.startswith("supply") else "agency_id"
        if getattr(self, field) is None:
            raise Fault(field, "missing", "조사한 대상을 적어 주세요.", "Say who was surveyed.")
        return self


class SurveyRead(EntryRead):
    """A survey as it is stored."""

    kind: SurveyKind
    surveyed_on: date
    enterprise_id: UUID | None
    agency_id: UUID | None
    in_public_market: bool | None
    wants_public_market: bool | None
    findings: str | None
    constraints: str | None


class SurveyQuery(EntryQuery):
    """Filters of the list of surveys."""

    kind: SurveyKind | None = None
    enterprise_id: UUID | None = None
    agency_id: UUID | None = None


class FollowUpDraft(EntryDraft):
    """A new promise with the day it is due."""

    due_on: Day
    done_on: Day | None = None
    promise: Annotated[Name, Field(max_length=500)]
    promised_by: PromisedBy = "us"
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    visit_id: UUID | None = None
    consultation_id: UUID | None = None
    case_id: UUID | None = None
    fair_id: UUID | None = None


class FollowUpRead(EntryRead):
    """A promise as it is stored."""

    due_on: date
    done_on: date | None
    promise: str
    promised_by: PromisedBy
    agency_id: UUID | None
    enterprise_id: UUID | None
    visit_id: UUID | None
    consultation_id: UUID | None
    case_id: UUID | None
    fair_id: UUID | None


class FollowUpQuery(EntryQuery):
    """Filters of the list of follow-ups."""

    open: Annotated[bool | None, Field(description="not yet done")] = None
    due_until: Day | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
