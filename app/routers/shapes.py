"""Shapes that only the outside knows."""

from datetime import datetime
from typing import Any, Literal

from app.core.types import Output


class RevisionRead(Output):
    """One change of a record, with the record as it stood after it."""

    seq: int
    version: int
    action: Literal["created", "changed", "removed"]
    at: datetime
    actor: str
    reason: str | None
    document: dict[str, Any]


class Health(Output):
    """Whether the service is up."""

    status: Literal["ok"]
    version: str
