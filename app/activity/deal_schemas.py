"""What comes in and goes out about matching cases and contracts."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.activity.schemas import EntryDraft, EntryQuery, EntryRead
from app.core.types import (
    Code,
    Count,
    Day,
    Flag,
    Input,
    Line,
    Name,
    Output,
    Won,
)
from app.core.words import Fault

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
Market = Literal["public", "private"]
ContractState = Literal["agreed", "signed", "delivered", "paid", "cancelled"]


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
