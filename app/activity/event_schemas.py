"""What comes in and goes out about education, meetings and counts without rows."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.activity.schemas import EntryDraft, EntryQuery, EntryRead
from app.core.types import (
    Code,
    Count,
    Day,
    Input,
    Name,
    NotFlag,
    Output,
    Text,
    period_is_ordered,
)
from app.core.words import Fault

SessionKind = Literal[
    "public_agency", "enterprise", "awareness", "market_entry", "case_study", "s2b_briefing",
    "budget_briefing", "other",
]  # fmt: skip


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
