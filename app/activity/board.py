"""The matching cases of a year as a board: a column for each stage, and moving a case to another."""

from typing import Any, Literal
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
from app.core.types import Input, QueryPage, QueryYear

_CASES, _AWARDS = MATCHING_CASES.table, table_of(Award)
Stage = Literal["open", "bidding", "won", "lost"]
_STAGES: tuple[tuple[Stage, tuple[str, ...]], ...] = (
    ("open", ("none",)),
    ("bidding", ("bidding",)),
    ("won", tuple(sorted(SUCCESSES))),
    ("lost", ("non_se_selected", "no_bid", "dropped")),
)
_PAGE = 20
_SHOWN = (
    "id", "version", "title", "opened_on", "date_precision", "outcome", "amount_krw", "agency_id",
    "office",
)  # fmt: skip


class BoardQuery(Input):
    """Which year's cases are looked at, without one the latest there is; and one column's page."""

    year: QueryYear | None = None
    stage: Stage | None = None
    page: QueryPage = 1


class Move(Input):
    """Where a case goes, and the version it was seen in."""

    outcome: Outcome
    version: int


def board(unit: Reading, asked: BoardQuery) -> Document:
    """Return the cases of the caller's offices opened in a year, by stage, the latest first.

    A column shows twenty; the page asked for is that of one stage, the others begin at their first.
    """
    unit.actor.require(Role.staff)
    years = _years(unit)
    year = asked.year or max(years, default=korean_day(unit.now).year)
    cases = _cases(unit, year)
    columns = []
    for stage, outcomes in _STAGES:
        page = asked.page if stage == asked.stage else 1
        columns.append(_column(stage, [one for one in cases if one["outcome"] in outcomes], page))
    chosen = _chosen(unit, [one["id"] for column in columns for one in column["cases"]])
    return {"year": year, "years": years, "columns": columns, "chosen": chosen}


def _column(stage: Stage, cases: list[Document], page: int) -> Document:
    pages = max(1, -(-len(cases) // _PAGE))
    page = min(page, pages)
    shown = cases[(page - 1) * _PAGE : page * _PAGE]
    return {"stage": stage, "count": len(cases), "cases": shown, "page": page, "pages": pages}


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
    return [dict(row._mapping) for row in rows]


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
