"""What a fair device sends when it has a network again, and what it is told of each entry."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.activity.schemas import NextStep, Rating, RequesterKind
from app.core.types import Flag, Input, Moment, Output, Text
from app.fairs.badges import Badge, require_one_head
from app.fairs.schemas import Heads

MOST_ENTRIES = 100
Outcome = Literal["accepted", "duplicate", "conflict", "refused"]


class SyncedEntry(Input):
    """What every entry brings: an id made by the device, and when it happened."""

    id: UUID
    kind: str
    happened_at: Moment
    expected_version: Annotated[
        int | None,
        Field(strict=True, ge=1, description="corrects what is stored, if it is this version"),
    ] = None
    withdrawn: Annotated[
        Flag,
        Field(description="takes back what is stored, if it is `expected_version`"),
    ] = False
    note: Text | None = None


class SyncedConsultation(SyncedEntry):
    """A consultation at a booth or a desk."""

    enterprise_id: UUID | None = None
    agency_id: UUID | None = None
    requester_kind: RequesterKind = "agency"
    topic: Text | None = None
    next_step: NextStep | None = None
    rating: Rating | None = None


class SyncedCheckIn(SyncedEntry):
    """Visitors who came in together."""

    heads: Heads
    badge: Badge | None = None

    @model_validator(mode="after")
    def _wears_its_own(self) -> Self:
        require_one_head(self.badge, self.heads)
        return self


class SyncBatch(Input):
    """Entries of one fair; each is judged by itself."""

    fair_id: UUID
    entries: Annotated[
        list[dict[str, Any]],
        Field(
            min_length=1,
            max_length=MOST_ENTRIES,
            description="each with `id`, `kind` (`consultation` or `check_in`), `happened_at`; a "
            "consultation may have `enterprise_id`, `agency_id`, `requester_kind`, `topic`, "
            "`next_step`, `rating`, `note`; a check-in has `heads` and may have a `badge` and a `note`; `withdrawn` takes an entry back",
            examples=[
                [
                    {
                        "id": "5b0c6d1e-6a43-4f0b-9d0b-7d6a1c1f0a11",
                        "kind": "consultation",
                        "happened_at": "2017-10-19T09:03:00+09:00",
                        "requester_kind": "agency",
                        "next_step": "quotation",
                        "rating": 5,
                    }
                ]
            ],
        ),
    ]


class VerdictFault(Output):
    """One wrong field of an entry."""

    pointer: str
    code: str
    message: str


class VerdictDifference(Output):
    """A field in which an entry and what is stored under its id do not agree."""

    pointer: str
    changed_by: Literal["you", "them", "both"]
    yours: Any
    theirs: Any
    original: Any


class SimilarConsultation(Output):
    """A consultation of the same agency and booth, stored before and within ten minutes."""

    id: UUID
    received_at: datetime
    agency_id: UUID
    enterprise_id: UUID
    next_step: NextStep | None
    rating: int | None
    by_other: Annotated[bool, Field(description="whether somebody else stored it")]


class Verdict(Output):
    """What became of one entry."""

    id: Annotated[Any, Field(description="as it was sent")]
    verdict: Outcome
    code: Annotated[str | None, Field(description="of the refusal, or of the warning")] = None
    reason: Annotated[str | None, Field(description="for the author of the entry")] = None
    errors: list[VerdictFault] = []
    version: Annotated[int | None, Field(description="of what is stored under the id")] = None
    differences: list[VerdictDifference] = []
    similar: Annotated[
        list[SimilarConsultation],
        Field(description="stored before, perhaps of the same talk; nothing is refused for it"),
    ] = []


class SyncRead(Output):
    """A verdict for each entry, in the order in which they were sent."""

    verdicts: list[Verdict]


class FairBooth(Output):
    """How often people talked at one booth, and how they found it."""

    id: UUID
    label: str | None
    enterprise_id: UUID
    name: str
    consultations: int
    mean_rating: float | None


class FairHour(Output):
    """How many consultations began in one hour of the day, in Seoul."""

    hour: int
    consultations: int


class FairReport(Output):
    """What a fair came to, counted from its own rows."""

    id: UUID
    office: str
    name: str
    place: str | None
    starts_on: date
    ends_on: date | None
    visitors: int
    consultations: int
    mean_rating: Annotated[float | None, Field(description="of 5")]
    booths: list[FairBooth]
    next_steps: dict[NextStep, int]
    hours: list[FairHour]
    contracts: int
    contracts_krw: int
    promises: int
    promises_kept: int


class FollowUpsMade(Output):
    """How many promises were added, and how many the fair has now."""

    made: int
    promises: int
