"""Shapes that only the outside knows."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.types import Output

Action = Literal["created", "changed", "removed", "restored"]


class ChangedField(Output):
    """A field that a change set."""

    pointer: str
    before: Any
    after: Any


class RevisionRead(Output):
    """One change of a record, with the record as it stood after it."""

    seq: int
    version: int
    action: Action
    at: datetime
    actor: str
    address: Annotated[str | None, Field(description="from where; told to administrators")] = None
    request_id: str | None
    reason: str | None
    changes: list[ChangedField]
    document: Annotated[dict[str, Any] | None, Field(description="null: erased by law")]


class ChangeRead(Output):
    """One change of any record, as the feed tells it."""

    seq: int
    collection: str
    record_id: UUID
    version: int
    action: Action
    at: datetime
    actor: str
    reason: str | None
    document: Annotated[dict[str, Any] | None, Field(description="null: erased by law")]


class ChangesRead(Output):
    """A part of the feed; go on from `next`, at once while `more` is true."""

    items: list[ChangeRead]
    next: int
    more: bool


class Health(Output):
    """Whether the service is up."""

    status: Literal["ok"]
    version: str
