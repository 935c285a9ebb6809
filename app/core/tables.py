"""What every stored record has, and the history of all of them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Index, Integer, Table, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.append_only import protect

# Integer on SQLite becomes the rowid, which is the fastest key it has.
Sequence = BigInteger().with_variant(Integer, "sqlite")


def table_of(model: type[SQLModel]) -> Table:
    """Return the table behind a model, for statements that choose columns."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]


def key_field() -> Any:  # noqa: ANN401 -- SQLModel's Field is untyped by design
    """Return the integer key: given in the order of writing, it makes every page stable."""
    return Field(default=None, primary_key=True, sa_type=Sequence)


def json_list() -> Any:  # noqa: ANN401 -- SQLModel's Field is untyped by design
    """Return a column for a short list of words."""
    return Field(default_factory=list, sa_type=JSON)


def won_field(*, nullable: bool = True, index: bool = False) -> Any:  # noqa: ANN401 -- SQLModel's Field is untyped by design
    """Return a column for an amount in 원."""
    default = None if nullable else 0
    return Field(default=default, sa_type=BigInteger, nullable=nullable, index=index)


class Record(SQLModel):
    """A stored resource: `seq` orders, `id` names, `version` guards against lost updates."""

    seq: int | None = key_field()
    id: UUID = Field(default_factory=uuid4, unique=True)
    created_at: datetime = Field(index=True)
    updated_at: datetime
    version: int = 1


class Part(SQLModel):
    """A row that belongs to one record and is only changed through it."""

    seq: int | None = key_field()
    id: UUID = Field(default_factory=uuid4, unique=True)


class Revision(SQLModel, table=True):
    """One change of one record, with the whole record as it stood after it.

    Rows are only added, and each is chained to the one before it; see history.py.
    """

    __tablename__ = "revision"
    __table_args__ = (Index("ix_revision_collection", "collection", "seq"),)

    seq: int | None = key_field()
    collection: str = Field(max_length=40)
    record_id: UUID = Field(index=True)
    version: int
    action: str = Field(max_length=10)  # created, changed, removed, restored
    at: datetime
    actor: str = Field(max_length=200)
    caller: str | None = Field(default=None, max_length=64)  # what identifies the actor
    address: str | None = Field(default=None, max_length=64)  # from where; none: on the server
    request_id: str | None = Field(default=None, max_length=64)
    reason: str | None = Field(default=None, max_length=500)
    document: str | None  # none: erased, because the law said so
    digest: str = Field(max_length=64)  # SHA-256 of the document
    hash: str = Field(max_length=64)  # SHA-256 of this row and the hash before it


protect(table_of(Revision), erasable="document")


class KeptAnswer(SQLModel, table=True):
    """What a request with an Idempotency-Key was answered, for as long as it may be sent again."""

    __tablename__ = "kept_answer"
    __table_args__ = (UniqueConstraint("caller", "key"),)

    seq: int | None = key_field()
    caller: str = Field(max_length=64)
    key: str = Field(max_length=255)
    request: str = Field(max_length=64)  # what was asked, as its SHA-256
    at: datetime = Field(index=True)
    status: int
    headers: dict[str, str] = Field(sa_type=JSON)
    body: bytes
