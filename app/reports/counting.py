"""Counting in SQL: one statement for each collection, over its index by office and day.

What is counted is a `Selection`; a `Scope` says for which offices and days. Counts that have no rows
behind them (집계 기록) are added, and told apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ScalarSelect,
    and_,
    exists,
    func,
    literal,
    select,
    true,
)
from sqlmodel import AutoString

from app.activity import actions as log
from app.activity.metrics import Metric
from app.core.collection import Collection
from app.core.db import Reading
from app.fairs.actions import FAIRS
from app.reports.measures import BadMeasure, Condition, Measure, parse_filter, parse_measure
from app.reports.years import Window

COUNTED: dict[str, Collection] = {
    collection.name: collection
    for collection in (
        log.VISITS,
        log.CONSULTATIONS,
        log.MATCHING_CASES,
        log.EDUCATION_SESSIONS,
        log.MEETINGS,
        log.CONTRACTS,
        log.SURVEYS,
        log.FOLLOW_UPS,
        FAIRS,
    )
}
TALLIES = log.TALLIES.table
_TRUTH = {"true": True, "false": False}
_LARGEST, _LARGEST_SMALL = 2**63 - 1, 2**31 - 1  # of what a database keeps in a whole number


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom and when: rows of these offices on these days."""

    offices: frozenset[str]
    window: Window


@dataclass(frozen=True, slots=True)
class Selection:
    """What is counted: a measure over the rows of a collection that keep the conditions."""

    collection: Collection
    measure: Measure
    conditions: tuple[Condition, ...] = ()

    @property
    def day(self) -> ColumnElement[date]:
        """The column that says when a row happened."""
        day: ColumnElement[date] = self.collection.table.c[self.collection.date or "created_at"]
        return day

    def holds(self) -> ColumnElement[bool]:
        """Return the condition on a row, without its office and day."""
        return and_(true(), *(_holds(self.collection, each) for each in self.conditions))

    def value(self) -> ColumnElement[Any]:
        """Return what one row adds."""
        if self.measure.kind == "sum":
            return self._column(whole=True)
        if self.measure.kind == "parts":
            return self._parts()
        return literal(1)

    def total(self) -> ColumnElement[Any]:
        """Return what all rows add up to."""
        if self.measure.kind == "count":
            return func.count()
        if self.measure.kind == "distinct":
            return func.count(self.thing().distinct())
        return func.sum(self.value())

    def thing(self) -> ColumnElement[Any]:
        """Return the column whose different values are counted."""
        return self._column()

    def _column(self, *, whole: bool = False) -> ColumnElement[Any]:
        column = self.collection.table.c.get(self.measure.column or "")
        if column is None or isinstance(column.type, JSON):  # lists are not compared
            raise BadMeasure(text=f"{self.measure.kind}:{self.measure.column}")
        if whole and column.type.python_type is not int:
            raise BadMeasure(text=f"{self.measure.kind}:{self.measure.column}")
        return column

    def _parts(self) -> ScalarSelect[int]:
        for parts in self.collection.parts:
            if parts.field == self.measure.column:
                inner = select(func.count()).select_from(parts.table)
                of_row = parts.table.c[parts.parent] == self.collection.table.c.id
                return inner.where(of_row).correlate(self.collection.table).scalar_subquery()
        raise BadMeasure(text=f"parts:{self.measure.column}")


@dataclass(frozen=True, slots=True)
class Achieved:
    """A count, told apart by what it rests on."""

    from_rows: int = 0
    from_tallies: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.from_rows + self.from_tallies


def selection(collection: str, measure: str, conditions: str) -> Selection:
    """Return what is counted from its three words, as files write them."""
    found = COUNTED.get(collection.replace("_", "-"))
    if found is None:
        raise BadMeasure(text=collection)
    return Selection(found, parse_measure(measure), parse_filter(conditions))


def selection_of(metric: Metric) -> Selection | None:
    """Return what a metric counts, or None when it is known from tallies alone."""
    if metric.collection is None:
        return None
    return selection(metric.collection, metric.measure, metric.filter)


def achieved(unit: Reading, wanted: Iterable[Metric], scope: Scope) -> dict[str, Achieved]:
    """Return what was achieved in each metric, by its code."""
    found = {metric.code: selection_of(metric) for metric in wanted}
    rows = counts(unit, {code: each for code, each in found.items() if each}, scope)
    tallies = tally_sums(unit, found, scope)
    return {code: Achieved(rows.get(code, 0), tallies.get(code, 0)) for code in found}


def counts(unit: Reading, wanted: Mapping[str, Selection], scope: Scope) -> dict[str, int]:
    """Return the total of each selection, with one statement for each collection.

    Different things are counted apart where there are few of them and may be millions of rows: then
    each thing is asked whether a row names it.
    """
    distinct = {code for code, each in wanted.items() if _by_thing(each)}
    totals = {code: _distinct(unit, wanted[code], scope) for code in distinct}
    rest = {code: each for code, each in wanted.items() if code not in distinct}
    for name in {each.collection.name for each in rest.values()}:
        mine = {code: each for code, each in rest.items() if each.collection.name == name}
        totals.update(_together(unit, mine, scope))
    return totals


def tally_sums(unit: Reading, codes: Iterable[str], scope: Scope) -> dict[str, int]:
    """Return the sum of the tallies of each metric whose period lies within the days."""
    statement = (
        select(TALLIES.c.metric, func.sum(TALLIES.c.value).label("sum"))
        .where(TALLIES.c.metric.in_(sorted(codes)), *tally_within(scope))
        .group_by(TALLIES.c.metric)
    )
    return {row.metric: int(row.sum) for row in unit.all(statement)}


def within(chosen: Selection, scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions for rows of these offices and days."""
    table, days = chosen.collection.table, scope.window
    return [of_offices(table.c.office, scope), chosen.day >= days.start, chosen.day <= days.until]


def tally_within(scope: Scope) -> list[ColumnElement[bool]]:
    """Return the conditions for tallies of these offices whose period lies within the days."""
    days = scope.window
    inside = [TALLIES.c.period_from >= days.start, TALLIES.c.period_until <= days.until]
    return [of_offices(TALLIES.c.office, scope), *inside]


def of_offices(column: ColumnElement[Any], scope: Scope) -> ColumnElement[bool]:
    """Return the condition for these offices; a single one is compared, which plans better."""
    if len(scope.offices) == 1:
        return column == next(iter(scope.offices))
    return column.in_(sorted(scope.offices))


def _together(unit: Reading, wanted: Mapping[str, Selection], scope: Scope) -> dict[str, int]:
    """Count several selections of one collection in one pass over its rows."""
    chosen = list(wanted.values())
    shared = len({each.conditions for each in chosen}) == 1
    totals = [
        (each.total() if shared or not each.conditions else _filtered(each)).label(f"n{place}")
        for place, each in enumerate(chosen)
    ]
    statement = select(*totals).select_from(chosen[0].collection.table)
    statement = statement.where(*within(chosen[0], scope))
    row = unit.first(statement.where(chosen[0].holds()) if shared else statement)
    return {code: int(n or 0) for code, n in zip(wanted, row or (), strict=True)}


def _distinct(unit: Reading, chosen: Selection, scope: Scope) -> int:
    """Count the different things that the rows of a selection name, by asking each thing."""
    column = chosen.thing()
    named = next(key.column for key in column.foreign_keys)
    is_named = exists().where(column == named, *within(chosen, scope), chosen.holds())
    return int(unit.scalar(select(func.count()).select_from(named.table).where(is_named)))


def _by_thing(chosen: Selection) -> bool:
    """Whether an index was made to ask of each thing for its rows of an office and day."""
    if chosen.measure.kind != "distinct" or not chosen.thing().foreign_keys:
        return False
    wanted = [chosen.measure.column, "office"]
    indexes = chosen.collection.table.indexes
    return any([column.name for column in index.columns][:2] == wanted for index in indexes)


def _filtered(chosen: Selection) -> ColumnElement[Any]:
    """Return a total over only the rows that keep the selection's own conditions."""
    if chosen.measure.kind == "count":
        return func.count().filter(chosen.holds())
    if chosen.measure.kind == "distinct":
        return func.count(chosen.thing().distinct()).filter(chosen.holds())
    return func.sum(chosen.value()).filter(chosen.holds())


def _holds(collection: Collection, condition: Condition) -> ColumnElement[bool]:
    column = collection.table.c.get(condition.column)
    if column is None:
        raise BadMeasure(text=f"{collection.name}.{condition.column}")
    if condition.values is None:
        return column.is_not(None)
    return column.in_([_typed(column, value) for value in condition.values])


def _typed(column: ColumnElement[Any], value: str) -> Any:  # noqa: ANN401 -- a value of any column
    """Return a word of a filter as its column's type; lists and moments are not compared."""
    if isinstance(column.type, AutoString):
        return value
    kind = column.type.python_type
    try:
        if kind is bool:
            return _TRUTH[value]
        if kind is date:
            return date.fromisoformat(value)
        if kind is int and abs(int(value)) <= _largest(column):
            return int(value)
        if kind is UUID:
            return UUID(value)
    except (KeyError, ValueError) as error:
        raise BadMeasure(text=value) from error
    raise BadMeasure(text=value)


def _largest(column: ColumnElement[Any]) -> int:
    """Return the largest whole number that a database compares with a column."""
    return _LARGEST if isinstance(column.type, BigInteger) else _LARGEST_SMALL
