"""What comes in and goes out about an agency's priority purchases."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.types import Day, Input, Output, QueryYear
from app.tenders.schemas import TenderKind


class PriorityQuery(Input):
    """Which year, and the contract that is thought of."""

    year: QueryYear | None = None
    contract_krw: Annotated[int | None, Field(ge=0, le=10**14)] = None
    enterprise_id: Annotated[
        UUID | None, Field(description="the supplier; without one it is taken to qualify")
    ] = None
    kind: TenderKind | None = None
    on: Annotated[Day | None, Field(description="the day of the contract; today in the year")] = (
        None
    )
    adds_to_total: Annotated[
        bool, Field(description="the contract comes on top of the recorded purchases of the year")
    ] = False


class AgencyBrief(Output):
    """Who buys."""

    id: UUID
    name: str
    kind: str
    district: str | None


class TallyRead(Output):
    """What counts, and what would if it were proved."""

    contracts: int
    counted_krw: int
    unproved_krw: int
    without_amount: int


class EffectRead(Output):
    """What the contract would do; *qualifies* is null where no supplier is named."""

    qualifies: Literal["pass", "unknown", "fail"] | None
    in_scope: bool | None
    adds_krw: int
    adds_if_proved_krw: int
    counted_krw: int
    ratio_percent: float | None
    gap_krw: int | None


class SchemeRead(TallyRead):
    """One scheme: the law, the agency's amounts so far, and what the contract would do."""

    code: str
    name: str
    law: str
    article: str
    statutory_percent: float | None
    denominator: str
    excludes_works: bool
    qualifying: list[str]
    due_on: date | None
    published_on: date | None
    total_krw: int | None
    total_recorded_krw: int
    total_lacks: list[str]
    ratio_percent: float | None
    gap_krw: int | None
    effect: EffectRead | None
    source: str
    verified_on: date
    status: str
    note: str


class CountedOnceRead(TallyRead):
    """What counts in any scheme, each contract once; schemes themselves are never added up."""

    counted_with_plan_krw: int | None


class PriorityRead(Output):
    """An agency's priority purchases of a year."""

    agency: AgencyBrief
    year: int
    on: date
    basis: str
    contracts: int
    schemes: list[SchemeRead]
    counted_once: CountedOnceRead
