"""The register of visits: agencies and visits by group as the yearly report prints them, or each."""

from collections import defaultdict
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, case, func, select

from app.activity.actions import VISITS
from app.activity.named import AGENCIES, ENTERPRISES, with_names
from app.activity.tables import TallyMember
from app.core.db import Reading
from app.core.tables import table_of
from app.reports import wording
from app.reports.counting import TALLIES, Scope, of_offices, tally_within
from app.reports.entries import (
    RegisterQuery,
    entries,
    tallies,
    tally_row,
    values_of,
)
from app.reports.scopes import scope_of
from app.reports.sheets import Column, Row, Sheet, summed

View = Annotated[
    Literal["groups", "entries"], Field(description="a row for each group, or for each entry")
]
_VISIT = VISITS.table
_MEMBER = table_of(TallyMember)
_METRICS = {"visits": "visits", "visited_agencies": "agencies"}
_ALWAYS = ("public_agency", "education", "enterprise_network")
_GROUPS = (
    Column("group", "구분", "Group", "code", words=wording.GROUPS),
    Column("agencies", "방문 기관", "Agencies", "number", unit="개"),
    Column("visits", "방문 횟수", "Visits", "number", unit="회"),
    Column("names", "기관명", "Names", "list"),
)
_ENTRIES = (
    Column("visited_on", "방문일", "Date", "date"),
    Column("target", "구분", "Kind of place", "code", words=wording.TARGETS),
    Column("agency", "기관", "Agency"),
    Column("department", "부서", "Department"),
    Column("enterprise", "기업", "Enterprise"),
    Column("purposes", "목적", "Purposes", "list"),
    Column("result", "결과", "Result", private=True),
    Column("next_step", "다음 일", "Next step", private=True),
    Column("visits", "방문 횟수", "Visits", "number", unit="회"),
)


class GroupedQuery(RegisterQuery):
    """Which register, by group or entry by entry."""

    view: View = "groups"


def visits(unit: Reading, query: GroupedQuery) -> Sheet:
    """Return the visits of the year."""
    return _by_entry(unit, query) if query.view == "entries" else _by_group(unit, query)


def _by_entry(unit: Reading, query: GroupedQuery) -> Sheet:
    scope = scope_of(unit, query)
    names = [column.name for column in _ENTRIES[:-1]]
    rows = [Row({**values_of(row, *names), "visits": 1}) for row in entries(unit, VISITS, scope)]
    found = tallies(unit, scope, "visits")
    rows.extend(tally_row(tally, "visited_on", "agency", "visits") for tally in found)
    totals = summed(rows, "visits")
    return Sheet("방문 대장", "visits", _ENTRIES, rows, totals)


def _by_group(unit: Reading, query: GroupedQuery) -> Sheet:
    scope = scope_of(unit, query)
    tallied = _tallied(unit, scope)
    live = {row.group: row for row in unit.all(_live(scope))}
    names = _names(unit, scope)
    groups = list(dict.fromkeys([*_ALWAYS, *live, *tallied]))
    rows = []
    for group in groups:
        counts = tallied.get(group, {})
        values = {"group": group, "names": names.get(group, [])}
        for name in _METRICS.values():
            values[name] = counts.get(name, 0) + (
                live[group]._mapping[name] if group in live else 0
            )
        rows.append(Row(values, frozenset(counts)))
    totals = summed(rows, "agencies", "visits")
    return Sheet("방문영업", "visits-by-group", _GROUPS, rows, totals)


def _group() -> ColumnElement[str]:
    """Return the group a visit belongs to."""
    others = [(_VISIT.c.target == t, g) for t, g in wording.GROUP_OF_TARGET.items()]
    return case(*others, else_="ungrouped")


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    days = scope.window
    inside = [_VISIT.c.visited_on >= days.start, _VISIT.c.visited_on <= days.until]
    return [of_offices(_VISIT.c.office, scope), *inside]


def _live(scope: Scope) -> Any:  # noqa: ANN401 -- a statement
    """Return the statement that counts visits and different places by group."""
    group = _group().label("group")
    place = func.coalesce(_VISIT.c.agency_id, _VISIT.c.enterprise_id)
    counted = (func.count().label("visits"), func.count(place.distinct()).label("agencies"))
    return select(group, *counted).where(*_within(scope)).group_by(group)


def _tallied(unit: Reading, scope: Scope) -> dict[str, dict[str, int]]:
    """Return what the tallies add to each group."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for tally in tallies(unit, scope, *_METRICS):
        counts, name = found[tally.group or "ungrouped"], _METRICS[tally.metric]
        counts[name] = counts.get(name, 0) + int(tally.value)
    return found


def _names(unit: Reading, scope: Scope) -> dict[str, list[str]]:
    """Return the names of the places of each group: as printed under tallies, then as visited."""
    listed = (
        select(TALLIES.c.group, _MEMBER.c.name)
        .join(_MEMBER, _MEMBER.c.tally_id == TALLIES.c.id)
        .where(TALLIES.c.metric == "visited_agencies", *tally_within(scope))
        .order_by(TALLIES.c.seq, _MEMBER.c.seq)
    )
    group = _group().label("group")
    name = func.coalesce(AGENCIES.c.name, ENTERPRISES.c.name).label("name")
    visited = select(group, name).select_from(with_names(VISITS)).where(*_within(scope))
    visited = visited.group_by(group, name).order_by(func.min(_VISIT.c.seq))
    found: dict[str, list[str]] = defaultdict(list)
    for row in [*unit.all(listed), *unit.all(visited)]:
        found[row.group or "ungrouped"].append(row.name)
    return found
