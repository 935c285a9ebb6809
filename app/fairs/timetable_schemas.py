"""What comes in and goes out about the timetable of a fair."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.core.paging import PageQuery
from app.core.types import Code, Draft, Flag, IdText, Input, Moment, Output, Stamped, Text
from app.core.words import Fault

MOST_SLOTS, MOST_MEETINGS = 40, 1000
Slot = Annotated[int, Field(strict=True, ge=0, lt=MOST_SLOTS)]
Place = tuple[int, UUID, UUID]  # slot, department, enterprise
PairRule = Literal["apart", "together"]
IMPOSSIBLE = (
    "한 사람이 같은 시간에 두 번 만났거나 없는 시간입니다.",
    "Twice at once, or no such slot.",
)

KEPT_APART = (
    "만나지 않기로 적어 둔 짝입니다. 만나게 하려면 그 짝을 먼저 지워 주세요.",
    "These two are kept apart. Remove that pair first if they are to meet.",
)


class HeldMeeting(Input):
    """A meeting that took place, or is settled, and stays where it is."""

    slot: Slot
    department_id: UUID
    enterprise_id: UUID


class TimetableRules(Input):
    """How the day is cut into meetings."""

    begins_at: Moment
    slots: Annotated[
        int, Field(strict=True, ge=1, le=MOST_SLOTS, description="meetings in a row")
    ] = 12
    minutes: Annotated[int, Field(strict=True, ge=5, le=120)] = 20
    least: Annotated[
        int, Field(strict=True, ge=0, le=MOST_SLOTS, description="meetings of each enterprise")
    ] = 1


class TimetableDraft(TimetableRules):
    """What a timetable is asked with: its rules, and what is settled already."""

    first: Annotated[
        int, Field(strict=True, ge=0, le=MOST_SLOTS, description="no new meeting before this slot")
    ] = 0
    absent: Annotated[
        list[UUID], Field(max_length=500, description="departments and enterprises not there")
    ] = []
    held: Annotated[list[HeldMeeting], Field(max_length=MOST_MEETINGS)] = []
    only: Annotated[
        list[UUID],
        Field(max_length=500, description="new meetings for these alone; empty: for everybody"),
    ] = []


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
    fixed: Annotated[bool, Field(description="set by hand, and not moved by the solver")]


class ShortEnterprise(Output):
    """An enterprise that could not be given its least number of meetings."""

    enterprise_id: UUID
    name: str
    meetings: int


class ToldPair(Output):
    """A department and an enterprise by name."""

    department_id: UUID
    agency: str | None
    department: str | None
    enterprise_id: UUID
    name: str | None


class ImpossibleWish(Output):
    """What a department looks for, of which all who offer it are kept apart from it."""

    department_id: UUID
    agency: str
    department: str | None
    wish: str
    names: Annotated[list[str], Field(description="the enterprises kept apart that offer it")]


class TimetableRead(Output):
    """The meetings, by time."""

    complete: Annotated[bool, Field(description="false: the best that was found in time")]
    meetings: list[SeatedMeeting]
    short: list[ShortEnterprise]
    missed: Annotated[list[ToldPair], Field(description="pairs that must meet and could not")]
    impossible: Annotated[
        list[ImpossibleWish], Field(description="wishes that pairs kept apart leave unmet")
    ]


class SeatDraft(HeldMeeting):
    """A meeting of a timetable that is kept."""

    id: UUID | None = None
    fixed: Annotated[Flag, Field(description="set by hand, and not moved by the solver")] = False


class KeptTimetableDraft(Draft, TimetableRules):
    """A timetable to be kept."""

    office: Code
    fair_id: UUID
    absent: Annotated[
        list[IdText], Field(max_length=500, description="departments and enterprises not there")
    ] = []
    note: Text | None = None
    seats: Annotated[list[SeatDraft], Field(max_length=MOST_MEETINGS)] = []

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        places = [(one.slot, one.department_id, one.enterprise_id) for one in self.seats]
        if not are_possible(places, self.slots):
            raise Fault("seats", "impossible", *IMPOSSIBLE)
        return self


class SeatRead(Output):
    """A kept meeting as it is stored."""

    id: UUID
    slot: int
    department_id: UUID
    enterprise_id: UUID
    fixed: bool


class KeptTimetableRead(Stamped):
    """A kept timetable as it is stored."""

    office: str
    fair_id: UUID
    begins_at: datetime
    slots: int
    minutes: int
    least: int
    absent: list[UUID]
    note: str | None
    seats: list[SeatRead]


class WalkInRead(Output):
    """Who was taken in, the timetable it was seated in, and its own meetings."""

    party: UUID
    timetable: KeptTimetableRead | None
    meetings: list[SeatedMeeting]


class KeptTimetableQuery(PageQuery):
    """Filters of the list of kept timetables."""

    office: Code | None = None
    fair_id: UUID | None = None


class MeetingDraft(Input):
    """A meeting to be set by hand."""

    department_id: UUID
    enterprise_id: UUID
    slot: Annotated[
        Slot | None, Field(description="left out: the earliest in which both are free")
    ] = None


class MeetingMove(Input):
    """Where a meeting goes; what is left out stays."""

    slot: Slot | None = None
    department_id: UUID | None = None
    enterprise_id: UUID | None = None
    fixed: Annotated[
        Flag, Field(description="false: the solver may move it when it seats anew")
    ] = True


class MeetingSwap(Input):
    """Two meetings that change places."""

    first: UUID
    second: UUID


class Absence(Input):
    """Who does not come, from when on; or who came after all."""

    party: Annotated[UUID, Field(description="a department or an enterprise of the fair")]
    since: Annotated[Slot, Field(description="what was before stays")] = 0
    came: Flag = False


class FairPairDraft(Draft):
    """Two of a fair who must not meet, or must."""

    office: Code
    fair_id: UUID
    department_id: UUID
    enterprise_id: UUID
    rule: PairRule = "apart"
    note: Text | None = None


class FairPairRead(Stamped):
    """Two of a fair who must not meet, or must, as it is stored."""

    office: str
    fair_id: UUID
    department_id: UUID
    enterprise_id: UUID
    rule: PairRule
    note: str | None


class FairPairQuery(PageQuery):
    """Filters of the list of pairs."""

    office: Code | None = None
    fair_id: UUID | None = None
    enterprise_id: UUID | None = None
    rule: PairRule | None = None


def are_possible(places: Iterable[Place], slots: int) -> bool:
    """Return whether nobody is in two places at once, and every slot is one of the day's."""
    taken = [(slot, one) for slot, *both in places for one in both]
    return len(set(taken)) == len(taken) and all(slot < slots for slot, _ in taken)
