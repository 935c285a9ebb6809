"""From a visit to a contract: how many visits of a period led on to each next step, by their links."""

from typing import Any

from sqlalchemy import func, select

from app.activity.actions import CONSULTATIONS, CONTRACTS, MATCHING_CASES, VISITS
from app.core.actors import Role
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.reports.counting import of_offices
from app.reports.scopes import ScopeQuery, scope_of

_VISITS, _ASKED = VISITS.table, CONSULTATIONS.table
_CASES, _SIGNED = MATCHING_CASES.table, CONTRACTS.table


def funnel(unit: Reading, query: ScopeQuery) -> list[Document]:
    """Return each step with its entries of the period, and the visits of it that came so far.

    Only what is written down as led on by the one before is followed; tallies have no links.
    """
    unit.actor.require(Role.staff)
    scope = scope_of(unit, query)

    def within(collection: Collection) -> list[Any]:
        table = collection.table
        day = table.c[collection.date or "created_at"]
        days = scope.window
        return [of_offices(table.c.office, scope), day >= days.start, day <= days.until]

    asked = _VISITS.join(_ASKED, _ASKED.c.visit_id == _VISITS.c.id)
    matched = asked.join(_CASES, _CASES.c.consultation_id == _ASKED.c.id)
    signed = matched.join(_SIGNED, _SIGNED.c.case_id == _CASES.c.id)
    steps: tuple[tuple[Collection, Any, list[Any]], ...] = (
        (VISITS, _VISITS, []),
        (CONSULTATIONS, asked, []),
        (MATCHING_CASES, matched, []),
        (CONTRACTS, signed, [_SIGNED.c.state != "cancelled"]),
    )
    so_far = func.count(_VISITS.c.id.distinct())
    return [
        {
            "step": collection.name,
            "entries": int(
                unit.scalar(
                    select(func.count())
                    .select_from(collection.table)
                    .where(*within(collection), *more)
                )
            ),
            "visits": int(
                unit.scalar(select(so_far).select_from(chain).where(*within(VISITS), *more))
            ),
        }
        for collection, chain, more in steps
    ]
