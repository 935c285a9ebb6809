"""Certificates that end soon, of enterprises that stand in a matching case: whoever was proposed.

Proposed is who was chosen in a case, who was named in the consultation it began with, and who was
contacted or chosen from a ranking of its tender. A case that was dropped proposes nobody.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.activity.actions import CONSULTATIONS, MATCHING_CASES
from app.activity.agenda import of_own_offices
from app.activity.tables import Award
from app.core.actors import Role
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Reading
from app.core.tables import table_of
from app.enterprises.kinds import label
from app.enterprises.tables import Certification, Enterprise
from app.matches.tables import MatchChoice, MatchRun

AHEAD, BEHIND = 60, 30  # days before a paper ends, and after
_CASES, _AWARDS = MATCHING_CASES.table, table_of(Award)
_PAPERS, _ENTERPRISES = table_of(Certification), table_of(Enterprise)
_CHOICES, _RUNS = table_of(MatchChoice), table_of(MatchRun)


def expiring(unit: Reading) -> list[Document]:
    """Return the papers of proposed enterprises that end soon or ended just now, by their last day."""
    unit.actor.require(Role.staff)
    on = korean_day(unit.now)
    cases = _proposed(unit)
    rows = unit.all(
        select(_PAPERS.c.kind, _PAPERS.c.valid_until, _ENTERPRISES.c.id, _ENTERPRISES.c.name)
        .join(_ENTERPRISES, _ENTERPRISES.c.id == _PAPERS.c.enterprise_id)
        .where(_ENTERPRISES.c.id.in_(cases), _PAPERS.c.no_expiry.is_(False))
        .where(_PAPERS.c.valid_until.between(*_days(on)))
        .order_by(_PAPERS.c.valid_until, _PAPERS.c.seq)
    )
    return [
        {
            **row._mapping,
            "label": label(row.kind),
            "in_days": (row.valid_until - on).days,
            "cases": sorted(cases[row.id]),
        }
        for row in rows
    ]


def _days(on: date) -> tuple[date, date]:
    return on - timedelta(days=BEHIND), on + timedelta(days=AHEAD)


def _proposed(unit: Reading) -> dict[UUID, set[str]]:
    """Return who was proposed, each with the titles of the cases."""
    own = [_CASES.c.outcome != "dropped", *of_own_offices(unit.actor, _CASES)]
    found: dict[UUID, set[str]] = {}

    def add(key: Any, title: str) -> None:  # noqa: ANN401 -- an id, or how a list spells it
        found.setdefault(key if isinstance(key, UUID) else UUID(key), set()).add(title)

    awarded = select(_AWARDS.c.enterprise_id, _CASES.c.title).join(
        _CASES, _CASES.c.id == _AWARDS.c.case_id
    )
    for row in unit.all(awarded.where(*own)):
        add(row.enterprise_id, row.title)
    named = CONSULTATIONS.table
    asked = select(named.c.referred_enterprise_ids, _CASES.c.title).join(
        _CASES, _CASES.c.consultation_id == named.c.id
    )
    for row in unit.all(asked.where(*own)):
        for key in row.referred_enterprise_ids:
            add(key, row.title)
    picked = select(_CHOICES.c.enterprise_id, _CASES.c.title).join(
        _RUNS, _RUNS.c.id == _CHOICES.c.run_id
    )
    picked = picked.join(_CASES, _CASES.c.tender_id == _RUNS.c.tender_id)
    for row in unit.all(picked.where(*own, _CHOICES.c.outcome != "declined")):
        add(row.enterprise_id, row.title)
    return found
