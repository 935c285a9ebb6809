"""From a visit to a contract: how many visits of a period led on to each next step, by their links."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import FromClause, func, select

from app.activity.actions import CONSULTATIONS, CONTRACTS, MATCHING_CASES, VISITS
from app.activity.named import with_names
from app.core import paging
from app.core.actors import Role
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.reports.counting import Scope, of_offices
from app.reports.rows import name_of, named_by
from app.reports.scopes import ScopeQuery, scope_of

_VISITS, _ASKED = VISITS.table, CONSULTATIONS.table
_CASES, _SIGNED = MATCHING_CASES.table, CONTRACTS.table


@dataclass(frozen=True, slots=True)
class _Step:
    """A step: its entries, the links from a visit up to it, and what an entry must be to count."""

    collection: Collection
    chain: FromClause
    where: tuple[Any, ...] = ()


def _steps() -> dict[str, _Step]:
    asked = _VISITS.join(_ASKED, _ASKED.c.visit_id == _VISITS.c.id)
    matched = asked.join(_CASES, _CASES.c.consultation_id == _ASKED.c.id)
    signed = matched.join(_SIGNED, _SIGNED.c.case_id == _CASES.c.id)
    steps = (
        _Step(VISITS, _VISITS),
        _Step(CONSULTATIONS, asked),
        _Step(MATCHING_CASES, matched),
        _Step(CONTRACTS, signed, (_SIGNED.c.state != "cancelled",)),
    )
    return {one.collection.name: one for one in steps}


_STEPS = _steps()


class StepQuery(paging.PagedQuery, ScopeQuery):
    """Which number of a step is to be opened: its entries, or the visits that came so far."""

    step: Literal["visits", "consultations", "matching-cases", "contracts"]
    led_on: Annotated[bool, Field(description="the visits that came so far")] = False
    limit: Annotated[int, Field(ge=1, le=200, description="rows per page")] = 50


def funnel(unit: Reading, query: ScopeQuery) -> list[Document]:
    """Return each step with its entries of the period, and the visits of it that came so far.

    Only what is written down as led on by the one before is followed; tallies have no links.
    """
    unit.actor.require(Role.staff)
    scope = scope_of(unit, query)
    return [
        {
            "step": name,
            "entries": _how_many(unit, step, scope, led_on=False),
            "visits": _how_many(unit, step, scope, led_on=True),
        }
        for name, step in _STEPS.items()
    ]


def step_page(unit: Reading, query: StepQuery) -> Document:
    """Return exactly the rows that a number of the funnel counted, by day."""
    unit.actor.require(Role.staff)
    step, scope = _STEPS[query.step], scope_of(unit, query)
    shown = VISITS if query.led_on else step.collection
    table, day = shown.table, shown.date or "created_at"
    cursor = paging.decode(query.cursor) if query.cursor else None
    total = cursor.total if cursor else _how_many(unit, step, scope, led_on=query.led_on)
    statement = (
        select(table.c.seq, table.c.id, table.c[day].label("on"), table.c.date_precision)
        .add_columns(*named_by(shown))
        .select_from(with_names(shown))
        .where(*_counted(step, scope, led_on=query.led_on))
        .order_by(table.c[day], table.c.seq)
        .limit(query.limit + 1)
    )
    if cursor:
        statement = statement.where(paging.after(table, day, down=False, cursor=cursor))
    rows: list[Any] = list(unit.all(statement))
    found, more = rows[: query.limit], len(rows) > query.limit
    last = found[-1] if more else None
    following = paging.Cursor(last.on.isoformat(), last.seq, total).encode() if last else None
    return {
        "kind": shown.name,
        "items": [
            {
                "id": one.id,
                "on": one.on,
                "date_precision": one.date_precision,
                "label": name_of(shown.name, one._mapping),
            }
            for one in found
        ],
        "next": following,
        "total": total,
    }


def _how_many(unit: Reading, step: _Step, scope: Scope, *, led_on: bool) -> int:
    table = _VISITS if led_on else step.collection.table
    counted = _counted(step, scope, led_on=led_on)
    return int(unit.scalar(select(func.count()).select_from(table).where(*counted)))


def _counted(step: _Step, scope: Scope, *, led_on: bool) -> list[Any]:
    """Return the conditions for exactly the rows that a number counts, each of them once."""
    if not led_on:
        return [*_within(step.collection, scope), *step.where]
    reached = select(_VISITS.c.id).select_from(step.chain).where(*_within(VISITS, scope))
    return [_VISITS.c.id.in_(reached.where(*step.where))]


def _within(collection: Collection, scope: Scope) -> list[Any]:
    table, days = collection.table, scope.window
    day = table.c[collection.date or "created_at"]
    return [of_offices(table.c.office, scope), day >= days.start, day <= days.until]
