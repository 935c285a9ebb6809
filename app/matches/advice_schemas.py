"""What comes in and goes out about advice: joint supply, outlook, sensitivity and supply gaps."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.core.paging import PagedQuery
from app.core.types import Code, Input, Name, Output
from app.core.words import Fault
from app.matches.schemas import (
    ChangeRead,
    CheckRead,
    EnterpriseBrief,
    FactorRead,
    MatchedProductRead,
)

MOST_PROPOSALS = 10
Eligibility = Literal["eligible", "unknown", "ineligible"]


class ConsortiumQuery(Input):
    """How many sets of enterprises, and of how many members."""

    limit: Annotated[
        int | None, Field(ge=1, le=MOST_PROPOSALS, description="at most so many proposals")
    ] = None
    members_at_least: Annotated[int, Field(ge=1, le=10)] = 1
    members_at_most: Annotated[int, Field(ge=1, le=10)] = 5

    @model_validator(mode="after")
    def _sizes_are_ordered(self) -> Self:
        if self.members_at_least > self.members_at_most:
            raise Fault(
                "members_at_least",
                "more_than_most",
                "최소 구성원 수가 최대 구성원 수보다 많습니다.",
                "More members are asked for at least than at most.",
            )
        return self


class RequirementRead(Output):
    """Something a set must cover, of one piece or of the whole."""

    name: Literal["work", "volume", "region", "certificate", "licence", "members"]
    required: Any
    piece: str | None


class CoveredRead(RequirementRead):
    """A requirement, and who of the set covers it; open means that it rests on unknown facts."""

    by: list[UUID]
    outcome: Literal["covered", "open"]


class WorkRead(Output):
    """A member's part in one piece: a lot, or the whole need."""

    piece: str
    quantity: float | None
    unit: str | None
    share_percent: float


class PaperRead(Output):
    """A certificate or licence that a member brings."""

    name: Literal["certificate", "licence"]
    kind: str
    label: str


class MemberRead(Output):
    """A member of a set: its part, its papers, and what is not yet known of it."""

    enterprise: EnterpriseBrief
    leads: bool
    share_percent: float
    likeness: float
    work: list[WorkRead]
    papers: list[PaperRead]
    open: list[ChangeRead]


class ProposalRead(Output):
    """A set of enterprises that covers the need, the leader first."""

    status: Literal["covered", "open"]
    members: list[MemberRead]
    requirements: list[CoveredRead]


class CautionRead(Output):
    """What the proposals leave for people to settle."""

    code: str
    message: str
    message_en: str


class ConsortiaRead(Output):
    """Proposals for joint supply; where there are none, what nobody could cover."""

    as_of: date
    data_version: int
    weights_version: str
    thesaurus_version: str
    candidates: int
    complete: bool
    proposals: list[ProposalRead]
    missing: list[RequirementRead]
    cautions: list[CautionRead]
    took_ms: float


class StandRead(Output):
    """How many suppliers may supply: surely, perhaps, and not."""

    eligible: int
    unknown: int
    ineligible: int


class ConditionRead(Output):
    """One condition and what it costs; an advisory one rules nobody out."""

    name: str
    label: str | None
    required: Any
    advisory: bool
    fails: int
    unknown: int
    removes_alone: int
    kept: StandRead
    without: StandRead


class SensitivityRead(Output):
    """The suppliers of a trade against a request and each of its conditions, as counts.

    `usual_licences` are not asked for: those that the trade usually takes by the thesaurus, and
    how the suppliers would stand if they were.
    """

    as_of: date
    data_version: int
    weights_version: str
    thesaurus_version: str
    likeness_at_least: float
    of_trade: int
    now: StandRead
    conditions: list[ConditionRead]
    usual_licences: list[ConditionRead]
    took_ms: float


class OpenTenderRead(Output):
    """A tender that is still open, in a line."""

    id: UUID
    title: str
    agency_id: UUID
    kind: str
    status: str
    region: str | None
    closes_at: datetime | None
    needed_from: date | None
    estimated_price_krw: int | None
    budget_krw: int | None


class ProspectRead(Output):
    """An open tender in its place for one enterprise, with the reasons."""

    rank: int
    tender: OpenTenderRead
    score: float
    eligibility: Eligibility
    factors: list[FactorRead]
    checks: list[CheckRead]
    matched_products: list[MatchedProductRead]


class FixRead(Output):
    """One change, how many open tenders it opens and settles, and for how much."""

    change: ChangeRead
    opens: int
    value_krw: Annotated[int, Field(description="estimated prices of the tenders it opens")]
    unpriced: int
    settles: int
    tender_ids: list[UUID]


class OutlookRead(Output):
    """The open tenders for one enterprise: fits, near misses, and the single changes that help."""

    enterprise: EnterpriseBrief
    as_of: date
    engine_version: str
    weights_version: str
    thesaurus_version: str
    open_tenders: int
    of_trade: int
    fits: list[ProspectRead]
    near_misses: list[ProspectRead]
    fixes: list[FixRead]
    took_ms: float


class GapQuery(PagedQuery):
    """Which cells are looked at, and from how many suppliers on one is no gap."""

    category: Annotated[Code | None, Field(description="a leaf, or a branch with its leaves")] = (
        None
    )
    district: Name | None = None
    at_least: Annotated[int, Field(ge=1, le=100)] = 2


class CategoryBrief(Output):
    """A leaf of the tree."""

    code: str
    name: str


class GapRead(Output):
    """A leaf and a district with too few suppliers; figures the caller may not see are null."""

    category: CategoryBrief
    district: str
    enterprises: int
    synthetic: Annotated[int, Field(description="how many of them are made up for tests")]
    region_unknown: int
    demand_krw: int | None
    demand_lines: int | None
    demand_unpriced: int | None
    tenders: int | None


class GapsRead(Output):
    """One page of supply gaps, the most wanted first."""

    items: list[GapRead]
    next: str | None
    total: int
    at_least: int
    thesaurus_version: str
