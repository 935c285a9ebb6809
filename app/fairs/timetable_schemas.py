"""What comes in and goes out about the timetable of a fair."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.core.types import Input, Moment, Output


class HeldMeeting(Input):
    """A meeting that took place, or is settled, and stays where it is."""

    slot: Annotated[int, Field(strict=True, ge=0, le=39)]
    department_id: UUID
    enterprise_id: UUID


class TimetableDraft(Input):
    """How the day is cut into meetings, and what is settled already."""

    begins_at: Moment
    slots: Annotated[int, Field(strict=True, ge=1, le=40, description="meetings in a row")] = 12
    minutes: Annotated[int, Field(strict=True, ge=5, le=120)] = 20
    least: Annotated[
        int, Field(strict=True, ge=0, le=40, description="meetings of each enterprise")
    ] = 1
    absent: Annotated[
        list[UUID], Field(max_length=500, description="departments and enterprises not there")
    ] = []
    held: Annotated[list[HeldMeeting], Field(max_length=1000)] = []


class SeatedMeeting(Output):
    """One department at one booth at one time."""

    slot: int
    begins_at: datetime
    department_id: UUID
    agency: str | None
    department: str | None
    booth: str | None
    enterprise_id: UUID
    name: str | None
    offered: Annotated[list[str], Field(description="interests of the department it offers")]


class ShortEnterprise(Output):
    """An enterprise that could not be given its least number of meetings."""

    enterprise_id: UUID
    name: str
    meetings: int


class TimetableRead(Output):
    """The meetings, by time."""

    complete: Annotated[bool, Field(description="false: the best that was found in time")]
    meetings: list[SeatedMeeting]
    short: list[ShortEnterprise]
