"""The year of an office as people look through it: its tables one by one, and all of them on paper."""

from collections import defaultdict
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import select

from app.core.collection import Document
from app.core.db import Reading
from app.core.types import Code, Flag, Input, Line, QueryYear
from app.offices.queries import OFFICES
from app.reports.progress import GOALS, AchievementQuery, achievement, table_order

_PARTS_OF_SOURCE = 3  # document · heading · place


class OverviewQuery(Input):
    """Whose year; what is left out is chosen from what there is."""

    office: Code | None = None
    year: QueryYear | None = None
    sheet: Annotated[Line | None, Field(max_length=10)] = None
    include_children: Flag = False


def overview(unit: Reading, query: OverviewQuery) -> Document:
    """Return the tables of a year with their lines, and the offices and years there are goals for."""
    known = _known(unit)
    office = query.office or _own_or_first(unit, known)
    years = known[office]["years"] if office in known else []
    year = query.year or max(years, default=None)
    shown: Document = {
        "offices": list(known.values()),
        "office": office,
        "year": year,
        "include_children": query.include_children,
        "tables": [],
        "below": [],
    }
    if office is None or year is None:
        return shown
    asked = AchievementQuery(office=office, year=year, include_children=query.include_children)
    below = AchievementQuery(office=office, year=year, by="children")
    tables = _tables(unit, asked, achievement(unit, asked)["rows"])
    return {**shown, "tables": tables, "below": _side_by_side(achievement(unit, below)["rows"])}


def offices(unit: Reading) -> list[Document]:
    """Return every office by name, in the order they were stored."""
    rows = unit.all(select(OFFICES.c.code, OFFICES.c.name).order_by(OFFICES.c.seq))
    return [dict(row._mapping) for row in rows]


def _known(unit: Reading) -> dict[str, Document]:
    """Return the offices that have goals, each with its years."""
    rows = unit.all(
        select(OFFICES.c.code, OFFICES.c.name, GOALS.c.year)
        .join(OFFICES, OFFICES.c.code == GOALS.c.office)
        .order_by(OFFICES.c.seq, GOALS.c.year.desc())
        .distinct()
        .add_columns(OFFICES.c.seq)
    )
    found: dict[str, Document] = {}
    for row in rows:
        one = found.setdefault(row.code, {"code": row.code, "name": row.name, "years": []})
        one["years"].append(row.year)
    return found


def _own_or_first(unit: Reading, known: dict[str, Document]) -> str | None:
    own = unit.actor.office
    return own if own in known else next(iter(known), None)


def _tables(unit: Reading, query: AchievementQuery, rows: list[Document]) -> list[Document]:
    """Return the lines by the table they stand in, in the order of the document."""
    placed = _places(unit, query)
    lines: dict[str, list[Document]] = defaultdict(list)
    titles: dict[str, str] = {}
    for row in rows:
        sheet, title = placed[row["metric"]]
        lines[sheet].append(row)
        titles.setdefault(sheet, title)
    ordered = sorted(lines, key=table_order)
    return [{"sheet": one, "title": titles[one], "rows": lines[one]} for one in ordered]


def _places(unit: Reading, query: AchievementQuery) -> dict[str, tuple[str, str]]:
    """Return for each metric the table its goal stands in, and what that is called."""
    rows = unit.all(
        select(GOALS.c.metric, GOALS.c.sheet, GOALS.c.source)
        .where(GOALS.c.year == query.year)
        .order_by(GOALS.c.office != query.office, GOALS.c.position, GOALS.c.seq)
    )
    found: dict[str, tuple[str, str]] = {}
    for row in rows:
        found.setdefault(row.metric, (row.sheet or "", _title(row)))
    return found


def _title(goal: Any) -> str:  # noqa: ANN401 -- a row
    parts = (goal.source or "").split(" · ")
    named = " · ".join(parts[1:-1]) if len(parts) >= _PARTS_OF_SOURCE else ""
    return named or goal.sheet or "목표"


def _side_by_side(rows: list[Document]) -> list[Document]:
    """Return the lines of the offices below, one row for each name, as the report prints them."""
    found: dict[str, Document] = {}
    for row in rows:
        one = found.setdefault(row["name"], {"name": row["name"], "offices": {}})
        one["offices"][row["office"]] = row
    return list(found.values())
