"""What goes out about batches and the digests made from them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.types import Input, Output
from app.matches.advice_schemas import OpenTenderRead
from app.matches.schemas import ChangeRead, EnterpriseBrief

Eligibility = Literal["eligible", "unknown", "ineligible"]


class DigestQuery(Input):
    """From which batch, the last finished one unless it is named."""

    batch: UUID | None = None
    only_new: Annotated[
        bool, Field(description="only who did not fit the tender in the batch before")
    ] = False


class OfficeDigestQuery(DigestQuery):
    """From which batch, and whether the offices below are taken with it."""

    only_new: Annotated[
        bool, Field(description="only who did not fit the tender in the batch before")
    ] = True
    include_children: bool = False


class BatchBrief(Output):
    """A batch in a list."""

    id: UUID
    created_at: datetime
    actor: str
    as_of: date
    limit: int
    engine_version: str
    weights_version: str
    total: int
    done: int
    finished_at: datetime | None
    is_finished: bool


class BatchRead(BatchBrief):
    """A batch, and how many places it gave to how many enterprises."""

    places: int
    new_places: int
    enterprises: int


class BatchesRead(Output):
    """One page of batches, the newest first."""

    items: list[BatchBrief]
    next: str | None
    total: int


class StandingRead(Output):
    """An enterprise's place for a tender."""

    rank: int
    score: float
    eligibility: Eligibility
    is_new: bool
    changes: list[ChangeRead]
    products: list[str]


class OfferedTenderRead(StandingRead):
    """A tender in an enterprise's digest."""

    tender: OpenTenderRead


class EnterpriseDigestRead(Output):
    """The tenders of a batch for one enterprise: those that fit, and those nearly so."""

    enterprise: EnterpriseBrief
    batch: BatchBrief
    fits: list[OfferedTenderRead]
    near_misses: list[OfferedTenderRead]


class ProposedRead(StandingRead):
    """An enterprise in an office's digest."""

    enterprise: EnterpriseBrief


class ProposalsRead(Output):
    """A tender of the office, and who is proposed for it."""

    tender: OpenTenderRead
    proposals: list[ProposedRead]


class OfficeDigestRead(Output):
    """The office's tenders of a batch that have proposals, the new ones unless all are wanted."""

    office: str
    batch: BatchBrief
    tenders: list[ProposalsRead]
