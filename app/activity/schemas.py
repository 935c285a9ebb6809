"""What comes in and goes out about the log, one block for each kind of entry."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, PlainSerializer, model_validator

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
    Stamped,
    Text,
    Won,
    period_is_ordered,
)
from app.core.words import Fault

Precision = Annotated[
    Literal["day", "month", "year"],
    Field(description="how exact the date is; a year-exact date is written as its 1 January"),
]
IdText = Annotated[UUID, PlainSerializer(str)]  # ids kept inside a JSON column

VisitTarget = Literal["department", "school", "enterprise", "network"]
ConsultationKind = Literal["general", "document_review", "expert"]
Channel = Literal["phone", "visit", "website", "video", "fair", "unknown"]
RequesterKind = Literal["agency", "enterprise", "citizen", "other"]
ExpertField = Literal[
    "business", "marketing", "hr", "legal", "accounting", "tax", "design", "it", "finance",
    "public_purchase", "strategy", "governance", "other",
]  # fmt: skip
SupportType = Literal[
    "design_support", "bid_support", "matching_support", "information", "recommendation",
    "supplier_recruitment", "cost_estimation", "project_proposal", "certification_status",
]  # fmt: skip
Outcome = Literal[
    "none", "matched", "se_selected", "agreement", "consortium_selected", "non_se_selected",
    "bidding", "no_bid", "dropped",
]  # fmt: skip
SUCCESSES = frozenset({"matched", "se_selected", "agreement", "consortium_selected"})
"""The outcomes of a case in which a social-economy enterprise was chosen."""

AmountState = Literal["known", "none", "unknown", "ambiguous"]
SessionKind = Literal[
    "public_agency", "enterprise", "awareness", "market_entry", "case_study", "s2b_briefing",
    "budget_briefing", "other",
]  # fmt: skip
Market = Literal["public", "private"]
ContractState = Literal["agreed", "signed", "delivered", "paid", "cancelled"]
SurveyKind = Literal["supply_online", "supply_visit", "agency_purchasing", "fair_demand"]
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
    rating: Annotated[int | None, Field(strict=True, ge=1, le=5)] = None

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


class AwardDraft(Input):
    """One enterprise that was chosen."""

    id: UUID | None = None
    enterprise_id: UUID
    amount_krw: Won | None = None


class MatchingCaseDraft(EntryDraft):
    """A new matching case; the amount says whether it is known, none, unknown or ambiguous."""

    opened_on: Day
    agency_id: UUID | None = None
    department: Name | None = None
    title: Name
    tender_id: UUID | None = None
    consultation_id: UUID | None = None
    amount_krw: Won | None = None
    amount_state: AmountState = "unknown"
    amount_as_printed: Annotated[Line | None, Field(max_length=100)] = None
    support_types: Annotated[list[SupportType], Field(max_length=9)] = []
    outcome: Outcome = "none"
    is_consortium: Flag = False
    bidder_count: Count | None = None
    awards: Annotated[list[AwardDraft], Field(max_length=100)] = []

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if (self.amount_state == "known") != (self.amount_krw is not None):
            raise Fault(
                "amount_state",
                "contradiction",
                "금액이 있으면 known, 없으면 그 까닭을 적어 주세요.",
                "With an amount it is known; without one, say why there is none.",
            )
        if len(set(self.support_types)) != len(self.support_types):
            raise Fault(
                "support_types",
                "repeated",
                "같은 지원 유형을 두 번 적을 수 없습니다.",
                "A kind of support stands only once.",
            )
        return self


class AwardRead(Output):
    """An award as it is stored."""

    id: UUID
    enterprise_id: UUID
    amount_krw: int | None


class MatchingCaseRead(EntryRead):
    """A matching case as it is stored."""

    opened_on: date
    agency_id: UUID | None
    department: str | None
    title: str
    tender_id: UUID | None
    consultation_id: UUID | None
    amount_krw: int | None
    amount_state: AmountState
    amount_as_printed: str | None
    support_types: list[SupportType]
    outcome: Outcome
    is_consortium: bool
    bidder_count: int | None
    awards: list[AwardRead]


class MatchingCaseQuery(EntryQuery):
    """Filters of the list of matching cases."""

    agency_id: UUID | None = None
    tender_id: UUID | None = None
    outcome: Outcome | None = None
    awarded_to: Annotated[UUID | None, Field(description="an enterprise that was chosen")] = None


class EducationSessionDraft(EntryDraft):
    """A new education session."""

    held_on: Day
    kind: SessionKind
    audience: Name | None = None
    topic: Name
    agency_id: UUID | None = None
    participants: Count | None = None
    satisfaction: Annotated[
        float | None, Field(ge=0, le=5, allow_inf_nan=False, description="of 5.0"), NotFlag
    ] = None


class EducationSessionRead(EntryRead):
    """An education session as it is stored."""

    held_on: date
    kind: SessionKind
    audience: str | None
    topic: str
    agency_id: UUID | None
    participants: int | None
    satisfaction: float | None


class EducationSessionQuery(EntryQuery):
    """Filters of the list of education sessions."""

    kind: SessionKind | None = None
    agency_id: UUID | None = None


class MeetingDraft(EntryDraft):
    """A new meeting."""

    held_on: Day
    title: Name
    details: Text | None = None
    participants: Count | None = None


class MeetingRead(EntryRead):
    """A meeting as it is stored."""

    held_on: date
    title: str
    details: str | None
    participants: int | None


class MeetingQuery(EntryQuery):
    """Filters of the list of meetings."""


class ContractDraft(EntryDraft):
    """A new contract; the buyer is an agency, or on the private market a name."""

    market: Market = "public"
    signed_on: Day
    enterprise_id: UUID
    agency_id: UUID | None = None
    buyer: Name | None = None
    department: Name | None = None
    item: Name
    category_code: Code | None = None
    amount_krw: Won | None = None
    state: ContractState
    channel: Name | None = None
    case_id: UUID | None = None
    fair_id: UUID | None = None
    tender_id: UUID | None = None


class ContractRead(EntryRead):
    """A contract as it is stored."""

    market: Market
    signed_on: date
    enterprise_id: UUID
    agency_id: UUID | None
    buyer: str | None
    department: str | None
    item: str
    category_code: str | None
    amount_krw: int | None
    state: ContractState
    channel: str | None
    case_id: UUID | None
    fair_id: UUID | None
    tender_id: UUID | None


class ContractQuery(EntryQuery):
    """Filters of the list of contracts."""

    market: Market | None = None
    state: ContractState | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    fair_id: UUID | None = None
    case_id: UUID | None = None


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


class TallyMemberDraft(Input):
    """A name listed under a tally."""

    id: UUID | None = None
    name: Name
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None


class TallyDraft(EntryDraft):
    """A new count without rows behind it; it must say where it was printed."""

    metric: Annotated[Code, Field(max_length=60)]
    period_from: Day
    period_until: Day
    value: Annotated[int, Field(strict=True, ge=0, le=10**14)]
    group: Annotated[Name | None, Field(max_length=60)] = None
    fair_id: UUID | None = None
    source: Annotated[Name, Field(max_length=500)]
    members: Annotated[list[TallyMemberDraft], Field(max_length=5000)] = []

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if not period_is_ordered(self.period_from, self.period_until):
            raise Fault(
                "period_until",
                "ends_before_start",
                "기간의 끝이 시작보다 빠릅니다.",
                "The period ends before it starts.",
            )
        return self


class TallyMemberRead(Output):
    """A listed name as it is stored."""

    id: UUID
    name: str
    agency_id: UUID | None
    enterprise_id: UUID | None


class TallyRead(EntryRead):
    """A tally as it is stored."""

    metric: str
    period_from: date
    period_until: date
    value: int
    group: str | None
    fair_id: UUID | None
    members: list[TallyMemberRead]


class TallyQuery(EntryQuery):
    """Filters of the list of tallies."""

    metric: Code | None = None
    fair_id: UUID | None = None
    group: Name | None = None
