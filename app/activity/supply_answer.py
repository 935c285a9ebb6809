"""An enterprise answers the online round of the supply survey: once a year, corrected as often."""

from datetime import date
from uuid import UUID

from app.activity.actions import SURVEYS
from app.activity.own_survey import ONLINE
from app.core import lookups, records
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import refuse
from app.core.types import Code, Flag, Input, Text

_UNREAD = 0  # a version that no record has


class SupplyAnswer(Input):
    """What an enterprise says of itself besides its products; the office asks, and counts it."""

    office: Code | None = None  # of a first answer; a correction leaves it
    in_public_market: Flag | None = None
    wants_public_market: Flag | None = None
    constraints: Text | None = None


def supply_surveys(unit: Reading, enterprise_id: UUID) -> list[Document]:
    """Return both rounds of the surveys of an enterprise that the caller may see, newest first."""
    table = SURVEYS.table
    where = (table.c.enterprise_id == enterprise_id, *lookups.visible(unit.actor, SURVEYS))
    found = lookups.listed(unit, SURVEYS, *where)
    return sorted(found, key=lambda one: one["surveyed_on"], reverse=True)


def of_this_year(unit: Reading, enterprise_id: UUID) -> Document | None:
    """Return the online answer of this year, which is corrected rather than given twice."""
    since = date(korean_day(unit.now).year, 1, 1)
    found = supply_surveys(unit, enterprise_id)
    this_year = (one for one in found if one["kind"] == ONLINE and one["surveyed_on"] >= since)
    return next(this_year, None)


def answer(
    unit: Writing, enterprise_id: UUID, key: UUID, given: SupplyAnswer, expected: int | None
) -> Document:
    """Store the answer called *key*: a new one of today, or the correction of this year's.

    Who has not read this year's answer (*expected* is None) is not the one who corrects it.
    """
    unit.actor.require_enterprise(enterprise_id)
    before = of_this_year(unit, enterprise_id)
    if before is not None:
        wanted = given.model_dump(exclude={"office"})
        patch = SURVEYS.patch.model_validate(wanted)
        return records.change(unit, SURVEYS, before["id"], patch, expected or _UNREAD)
    if given.office is None:
        ko, en = "어느 지원센터의 조사인지 골라 주세요.", "Choose the office that asks."
        raise refuse("office", "missing", ko, en)
    about = {"kind": ONLINE, "surveyed_on": korean_day(unit.now), "enterprise_id": enterprise_id}
    draft = SURVEYS.draft.model_validate({"id": key, **about, **given.model_dump()})
    return records.create(unit, SURVEYS, draft)
