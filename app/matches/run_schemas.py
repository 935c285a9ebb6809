"""What comes in and goes out about stored runs: what moved between two, and what came of them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.core.types import Draft, Line, Output
from app.core.words import Fault
from app.matches.schemas import EnterpriseBrief, RunRead


class SettingRead(Output):
    """Something beside the enterprises that two runs rest on differently."""

    what: str
    of_request: bool
    before: Any
    after: Any
    message: str
    message_en: str


class PlaceRead(Output):
    """Where an enterprise stood; without list and rank it was judged, but not among those shown."""

    list: Literal["results", "near_misses"] | None
    rank: int | None
    score: float


class PartRead(Output):
    """A part of the score that changed, in points."""

    name: str
    label: str
    before: float
    after: float
    change: float


class VerdictRead(Output):
    """A requirement that came out differently; null where it was not asked."""

    name: str
    kind: str
    before: Literal["pass", "fail", "unknown"] | None
    after: Literal["pass", "fail", "unknown"] | None


class FactRead(Output):
    """A field of the entry that changed; both empty where only the order did."""

    field: str
    gone: list[Any]
    come: list[Any]


class ReasonRead(Output):
    """One reason in words."""

    code: str
    message: str
    message_en: str


class MoveRead(Output):
    """How one enterprise moved, and why."""

    enterprise: EnterpriseBrief
    kind: Literal["entered", "left", "now_fits", "no_longer_fits", "rose", "fell", "stayed"]
    before: PlaceRead | None
    after: PlaceRead | None
    factors: list[PartRead]
    checks: list[VerdictRead]
    facts: list[FactRead]
    passed_by: list[EnterpriseBrief]
    passes: list[EnterpriseBrief]
    reasons: list[ReasonRead]


class DiffRead(Output):
    """Two runs of a tender: what they rest on differently, and everyone who moved."""

    before: RunRead
    after: RunRead
    changed: list[SettingRead]
    moves: list[MoveRead]
    unchanged: int


ChoiceOutcome = Annotated[
    Literal["contacted", "chosen", "declined", "contracted"],
    Field(description="declined: the enterprise, or the buyer, decided against it"),
]


class ChoiceDraft(Draft):
    """What came of showing an enterprise in a run."""

    enterprise_id: UUID
    outcome: ChoiceOutcome
    contract_id: UUID | None = None
    reason: Line | None = None

    @model_validator(mode="after")
    def _only_a_contract_has_a_contract(self) -> Self:
        if self.contract_id is not None and self.outcome != "contracted":
            raise Fault(
                "contract_id",
                "contradiction",
                "계약은 결과(outcome)가 contracted일 때만 적습니다.",
                "A contract is named only where the outcome is contracted.",
            )
        return self


class ShownRead(Output):
    """How many a run showed."""

    results: int
    near_misses: int


class ShownAsRead(Output):
    """Where a run showed an enterprise."""

    list: Literal["results", "near_misses"]
    rank: int


class ChoiceRead(Output):
    """What came of showing an enterprise: recorded by somebody, or told by a contract or case."""

    id: UUID | None
    at: datetime | date
    actor: str | None
    source: Literal["recorded", "contract", "matching_case"]
    enterprise_id: UUID
    outcome: ChoiceOutcome
    contract_id: UUID | None
    case_id: UUID | None
    reason: str | None
    shown_as: ShownAsRead | None


class ChoicesRead(Output):
    """A run, how many it showed, and what came of it, the newest first."""

    run_id: UUID
    shown: ShownRead
    items: list[ChoiceRead]
