"""The education sessions of an office by year, with what they came to together."""

from collections import defaultdict
from typing import Any

from sqlalchemy import extract, select, union

from app.activity.actions import EDUCATION_SESSIONS
from app.core.collection import Document
from app.core.db import Reading
from app.core.types import Code, Flag, Input, QueryYear
from app.offices.queries import OFFICES
from app.reports.counting import TALLIES
from app.reports.deal_registers import education_sessions
from app.reports.entries import RegisterQuery
from app.reports.sheets import Row

_METRICS = ("education_sessions", "education_participants")
_SESSIONS = EDUCATION_SESSIONS.table


class EducationQuery(Input):
    """Whose year; what is left out is chosen from what there is."""

    office: Code | None = None
    year: QueryYear | None = None
    include_children: Flag = False


def education(unit: Reading, query: EducationQuery) -> Document:
    """Return the sessions of a year with totals, and the offices and years there are any of."""
    known = _known(unit)
    own = unit.actor.office
    office = query.office or (own if own in known else next(iter(known), None))
    years = known[office]["years"] if office in known else []
    year = query.year or next(iter(years), None)
    shown: Document = {
        "offices": [{"code": code, "name": one["name"]} for code, one in known.items()],
        "office": office,
        "year": year,
        "years": years,
        "include_children": query.include_children,
        "sheet": None,
    }
    if office is None or year is None:
        return shown
    asked = RegisterQuery(office=office, year=year, include_children=query.include_children)
    sheet = education_sessions(unit, asked)
    totals = sheet.totals.values if sheet.totals else {}
    rated = [one for row in sheet.rows if (one := row.values.get("satisfaction")) is not None]
    return {
        **shown,
        "sheet": sheet,
        "totals": totals,
        "satisfaction": round(sum(rated) / len(rated), 2) if rated else None,
        "rated": len(rated),
        "kinds": _by_kind(sheet.rows),
    }


def _by_kind(rows: list[Row]) -> list[Document]:
    """Return how many sessions and participants there were of each kind, the most first."""
    found: dict[str, Document] = defaultdict(lambda: {"sessions": 0, "participants": 0})
    for row in rows:
        kind = row.values.get("kind")
        if kind:
            found[kind]["sessions"] += row.values["sessions"]
            found[kind]["participants"] += row.values["participants"] or 0
    counted = [{"kind": kind, **one} for kind, one in found.items()]
    return sorted(counted, key=lambda one: -one["sessions"])


def _known(unit: Reading) -> dict[str, Document]:
    """Return the offices that have sessions or counts of them, each with its years, newest first."""
    held: Any = extract("year", _SESSIONS.c.held_on).label("year")
    counted: Any = extract("year", TALLIES.c.period_from).label("year")
    both = union(
        select(_SESSIONS.c.office, held),
        select(TALLIES.c.office, counted).where(TALLIES.c.metric.in_(_METRICS)),
    ).subquery()
    rows = unit.all(
        select(OFFICES.c.code, OFFICES.c.name, both.c.year)
        .join(both, both.c.office == OFFICES.c.code)
        .order_by(OFFICES.c.seq, both.c.year.desc())
    )
    found: dict[str, Document] = {}
    for row in rows:
        one = found.setdefault(row.code, {"name": row.name, "years": []})
        one["years"].append(int(row.year))
    return found
