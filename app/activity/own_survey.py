"""The online round of the supply survey (공급력 1차 조사), which an enterprise may answer itself.

Where and when an answer counts is the office's to say: an enterprise answers today, and what was
noted before keeps its office and its day.
"""

from app.core.actors import Actor, Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Writing
from app.core.errors import Forbidden, refuse

ONLINE = "supply_online"
_NOT_THEIRS = ("office", "surveyed_on", "date_precision", "note", "source", "agency_id", "findings")


def may_survey(actor: Actor, survey: Document) -> None:
    """Refuse unless the caller works for the office, or answers the online round about itself."""
    if actor.role is Role.enterprise and survey["kind"] == ONLINE:
        actor.require_enterprise(survey["enterprise_id"])
    else:
        actor.require_office(survey["office"])


def own_answers_only(unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse an enterprise that writes more than its own answers of today."""
    if unit.actor.role is not Role.enterprise:
        return
    if before is not None:
        if any(before[name] != after[name] for name in _NOT_THEIRS):
            raise Forbidden
    elif after["surveyed_on"] != korean_day(unit.now) or after["date_precision"] != "day":
        ko, en = "답하는 날만 적을 수 있습니다.", "It can only be the day of the answer."
        raise refuse("surveyed_on", "not_today", ko, en)
