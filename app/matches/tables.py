"""Runs of the matcher, kept so that a decision can be shown and repeated."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from app.core.tables import Sequence, key_field


class MatchRun(SQLModel, table=True):
    """One ranking: the request, the versions it rests on, and the answer as it was given."""

    __tablename__ = "match_run"

    seq: int | None = key_field()
    id: UUID = Field(default_factory=uuid4, unique=True)
    created_at: datetime
    actor: str = Field(max_length=200)
    tender_id: UUID | None = Field(default=None, foreign_key="tender.id", index=True)
    as_of: date
    engine_version: str = Field(max_length=40)
    weights_version: str = Field(max_length=40)
    data_version: int = Field(sa_type=Sequence)  # the last revision that was taken in
    limit: int
    need: dict[str, object] = Field(sa_type=JSON)
    answer: str
