"""What comes in and goes out about stored runs: what moved between two, and what came of them."""

from typing import Any, Literal

from app.core.types import Output
from app.matches.schemas import EnterpriseBrief, RunRead


class SettingRead(Output):
    """Something beside the enterprises that two runs rest on differently."""

    what: str
    of_request: bool
    before: Any
    after: Any
    message: str
    message_en: str


class PlaceRead(Output):
    """Where an enterprise stood; without list and rank it was judged, but not among those shown."""

    list: Literal["results", "near_misses"] | None
    rank: int | None
    score: float


class PartRead(Output):
    """A part of the score that changed, in points."""

    name: str
    label: str
    before: float
    after: float
    change: float


class VerdictRead(Output):
    """A requirement that came out differently; null where it was not asked."""

    name: str
    kind: str
    before: Literal["pass", "fail", "unknown"] | None
    after: Literal["pass", "fail", "unknown"] | None


class FactRead(Output):
    """A field of the entry that changed; both empty where only the order did."""

    field: str
    gone: list[Any]
    come: list[Any]


class ReasonRead(Output):
    """One reason in words."""

    code: str
    message: str
    message_en: str


class MoveRead(Output):
    """How one enterprise moved, and why."""

    enterprise: EnterpriseBrief
    kind: Literal["entered", "left", "now_fits", "no_longer_fits", "rose", "fell", "stayed"]
    before: PlaceRead | None
    after: PlaceRead | None
    factors: list[PartRead]
    checks: list[VerdictRead]
    facts: list[FactRead]
    passed_by: list[EnterpriseBrief]
    passes: list[EnterpriseBrief]
    reasons: list[ReasonRead]


class DiffRead(Output):
    """Two runs of a tender: what they rest on differently, and everyone who moved."""

    before: RunRead
    after: RunRead
    changed: list[SettingRead]
    moves: list[MoveRead]
    unchanged: int
