"""The matching cases of a year as a board: a column for each stage, and moving a case to another."""

from typing import Any
from uuid import UUID

from sqlalchemy import extract, select

from app.activity.actions import MATCHING_CASES
from app.activity.agenda import of_own_offices
from app.activity.deal_schemas import SUCCESSES, Outcome
from app.activity.named import ENTERPRISES, agency_name, with_names
from app.activity.tables import Award
from app.core import lookups, records
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.tables import table_of
from app.core.types import Input, QueryYear

_CASES, _AWARDS = MATCHING_CASES.table, table_of(Award)
_STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("open", ("none",)),
    ("bidding", ("bidding",)),
    ("won", tuple(sorted(SUCCESSES))),
    ("lost", ("non_se_selected", "no_bid", "dropped")),
)
_SHOWN = (
    "id", "version", "title", "opened_on", "date_precision", "outcome", "amount_krw", "agency_id",
    "office",
)  # fmt: skip


class BoardQuery(Input):
    """Which year's cases are looked at; without one the latest there is."""

    year: QueryYear | None = None


class Move(Input):
    """Where a case goes, and the version it was seen in."""

    outcome: Outcome
    version: int


def board(unit: Reading, year: int | None = None) -> Document:
    """Return the cases of the caller's offices opened in a year, by stage, the latest first."""
    unit.actor.require(Role.staff)
    years = _years(unit)
    chosen = year or max(years, default=korean_day(unit.now).year)
    cases = _cases(unit, chosen)
    columns = [
        {"stage": stage, "cases": [one for one in cases if one["outcome"] in outcomes]}
        for stage, outcomes in _STAGES
    ]
    return {"year": chosen, "years": years, "columns": columns}


def move(unit: Writing, case_id: UUID, wanted: Move) -> Document:
    """Give a case another outcome; refuse when somebody changed it meanwhile."""
    unit.actor.require(Role.staff)
    patch = MATCHING_CASES.patch.model_validate({"outcome": wanted.outcome})
    return records.change(unit, MATCHING_CASES, case_id, patch, wanted.version)


def _years(unit: Reading) -> list[int]:
    year: Any = extract("year", _CASES.c.opened_on)
    own = of_own_offices(unit.actor, _CASES)
    rows = unit.all(select(year.label("year")).where(*own).distinct())
    return sorted((int(row.year) for row in rows), reverse=True)


def _cases(unit: Reading, year: int) -> list[Document]:
    wanted: list[Any] = [_CASES.c[name] for name in _SHOWN]
    rows = unit.all(
        select(*wanted, agency_name(MATCHING_CASES))
        .select_from(with_names(MATCHING_CASES))
        .where(extract("year", _CASES.c.opened_on) == year)
        .where(*lookups.visible(unit.actor, MATCHING_CASES), *of_own_offices(unit.actor, _CASES))
        .order_by(_CASES.c.opened_on.desc(), _CASES.c.seq.desc())
    )
    chosen = _chosen(unit, [row.id for row in rows])
    return [{**row._mapping, "chosen": chosen.get(row.id, [])} for row in rows]


def _chosen(unit: Reading, ids: list[UUID]) -> dict[UUID, list[Document]]:
    """Return the enterprises that were chosen in each case."""
    rows = unit.all(
        select(_AWARDS.c.case_id, ENTERPRISES.c.id, ENTERPRISES.c.name)
        .join(ENTERPRISES, ENTERPRISES.c.id == _AWARDS.c.enterprise_id)
        .where(_AWARDS.c.case_id.in_(ids))
        .order_by(_AWARDS.c.seq)
    )
    found: dict[UUID, list[Document]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append({"id": row.id, "name": row.name})
    return found
