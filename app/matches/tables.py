"""Runs of the matcher, kept so that a decision can be shown and repeated."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.tables import Sequence, json_list, key_field


class MatchRun(SQLModel, table=True):
    """One ranking: the request, the versions it rests on, and the answer as it was given."""

    __tablename__ = "match_run"

    seq: int | None = key_field()
    id: UUID = Field(default_factory=uuid4, unique=True)
    created_at: datetime = Field(index=True)
    actor: str = Field(max_length=200)
    tender_id: UUID | None = Field(default=None, foreign_key="tender.id", index=True)
    as_of: date
    engine_version: str = Field(max_length=40)
    weights_version: str = Field(max_length=40)
    thesaurus_version: str | None = Field(default=None, max_length=40)  # None: not kept then
    data_version: int = Field(sa_type=Sequence)  # the last revision that was taken in
    limit: int
    need: dict[str, object] = Field(sa_type=JSON)
    answer: str
    costs: dict[str, object] | None = Field(default=None, sa_type=JSON)  # what each condition costs


class MatchPlace(SQLModel, table=True):
    """One enterprise as a run showed it: what exposure is counted from. It may be removed later."""

    __tablename__ = "match_place"
    __table_args__ = (Index("ix_match_place_enterprise", "enterprise_id", "fits", "rank"),)

    seq: int | None = key_field()
    run_id: UUID = Field(foreign_key="match_run.id", index=True)
    enterprise_id: UUID
    fits: bool  # among the results; else a near miss
    rank: int
    units: int  # the score in ten-thousandths of a point


class MatchChoice(SQLModel, table=True):
    """What came of showing an enterprise, as somebody recorded it. Rows are only added; the last holds."""

    __tablename__ = "match_choice"

    seq: int | None = key_field()
    id: UUID = Field(default_factory=uuid4, unique=True)
    created_at: datetime
    actor: str = Field(max_length=200)
    run_id: UUID = Field(foreign_key="match_run.id", index=True)
    enterprise_id: UUID = Field(foreign_key="enterprise.id", index=True)
    outcome: str = Field(max_length=20)
    contract_id: UUID | None = Field(default=None, foreign_key="contract.id", index=True)
    reason: str | None = Field(default=None, max_length=500)


class MatchBatch(SQLModel, table=True):
    """A day's tenders ranked one after another; *cursor* is the last tender that is safely stored."""

    __tablename__ = "match_batch"

    seq: int | None = key_field()
    id: UUID = Field(default_factory=uuid4, unique=True)
    created_at: datetime
    actor: str = Field(max_length=200)
    as_of: date = Field(index=True)
    limit: int
    engine_version: str = Field(max_length=40)
    weights_version: str = Field(max_length=40)
    total: int
    done: int
    cursor: int = Field(sa_type=Sequence)
    finished_at: datetime | None = None


class BatchPlace(SQLModel, table=True):
    """One enterprise's place for one tender of a batch: what a digest says, without the full reasons.

    Tender and enterprise may be removed later. A run of the tender gives the reasons in full.
    """

    __tablename__ = "match_batch_place"
    __table_args__ = (
        UniqueConstraint("batch_id", "tender_id", "enterprise_id"),
        Index("ix_match_batch_place_enterprise", "batch_id", "enterprise_id"),
    )

    seq: int | None = key_field()
    batch_id: UUID = Field(foreign_key="match_batch.id")
    tender_id: UUID
    enterprise_id: UUID
    fits: bool
    rank: int
    units: int
    eligibility: str = Field(max_length=10)
    is_new: bool  # did not fit this tender in the batch before
    changes: list[dict[str, object]] = json_list()  # what would help, as code and values
    products: list[str] = json_list()
    data_version: int = Field(sa_type=Sequence)
