"""What comes in and goes out about a preview of the thesaurus."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.types import Input, Output
from app.thesaurus.schemas import DraftsRead


class PreviewQuery(Input):
    """How much is compared and shown."""

    tenders: Annotated[int, Field(ge=0, le=500, description="open tenders, the newest")] = 100
    runs: Annotated[int, Field(ge=0, le=500, description="stored runs, the newest")] = 50
    limit: Annotated[int, Field(ge=0, le=200, description="changed rankings shown in full")] = 20
    judged: Annotated[bool, Field(description="measure the judged requests, too")] = True


class ComparedRead(Output):
    """How many rankings were compared, and in how many the first ten change."""

    compared: int
    changed: int


class MovingRead(Output):
    """Who moves."""

    id: UUID
    name: str
    district: str | None


class ContributionRead(Output):
    """A part of a score before and after, in points."""

    name: str
    label: str
    before: float
    after: float


class MoveRead(Output):
    """One enterprise's place before and after; null where it is not among the first fifty."""

    enterprise: MovingRead
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None
    contributions: list[ContributionRead]


class RankingRead(Output):
    """One ranking whose first ten change."""

    source: Literal["tender", "run"]
    id: UUID
    title: str
    moves: list[MoveRead]


class MeasureRead(Output):
    """A measure of quality before and after."""

    name: str
    before: float
    after: float


class QualityRead(Output):
    """The judged requests of one slice."""

    slice: str
    requests: int
    measures: list[MeasureRead]


class PreviewRead(DraftsRead):
    """What the drafts would do."""

    thesaurus_version: str
    tenders: ComparedRead
    runs: ComparedRead
    rankings: list[RankingRead]
    quality: list[QualityRead]
    took_ms: float
