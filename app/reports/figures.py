"""What printed figures can be compared with: everything they rest on, read in a few statements."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select

from app.activity.metrics import metrics
from app.activity.tables import TallyMember
from app.core.collection import AnySelect
from app.core.db import Reading
from app.core.errors import DomainError
from app.core.keys import record_id
from app.core.tables import table_of
from app.goals.tables import Goal, PublishedFigure
from app.reports.checks import Check, UnknownKey, figures_under, from_figures, parse, refuse_circle
from app.reports.counting import TALLIES, Achieved, Scope, Selection, achieved, selection
from app.reports.years import window

FIGURES = table_of(PublishedFigure)
GOALS = table_of(Goal)
MEMBERS = table_of(TallyMember)
_OF_METRIC = frozenset({"achieved", "target", "rate"})
Place = tuple[str, int, str]  # office, year, metric


class NoGoal(UnknownKey):
    """A figure is to be compared with a goal that is not stored."""

    ko = "이 사무소와 해에 저장된 목표가 없습니다: {key}"
    en = "No goal is stored for this office and year: {key}."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a figure is when computed again, and whether that rests on tallies."""

    value: Decimal | None = None
    from_tallies: bool = False
    problem: DomainError | None = None
    is_ratio: bool = False


@dataclass(slots=True)
class Book:
    """What was read to compute figures again."""

    unit: Reading
    printed: dict[str, Decimal] = field(default_factory=dict)
    rests_on: dict[str, tuple[str, ...]] = field(default_factory=dict)
    goals: dict[Place, Any] = field(default_factory=dict)
    counts: dict[Place, Achieved] = field(default_factory=dict)

    def answer(self, figure: Any) -> Answer:  # noqa: ANN401 -- a row
        """Compute one figure again; what cannot be computed says why."""
        try:
            check = parse(figure.recompute)
            refuse_circle(figure.key, self.rests_on)
            return _WAYS[check.kind](self, figure, check)
        except DomainError as problem:
            return Answer(problem=problem)

    def goal(self, figure: Any) -> Any:  # noqa: ANN401 -- rows
        """Return the stored goal that a figure is about."""
        place = place_of(figure)
        if place not in self.goals:
            raise NoGoal(key="/".join(map(str, place)))
        return self.goals[place]


def place_of(figure: Any) -> Place:  # noqa: ANN401 -- a row
    """Return the office, year and metric of a figure; refuse one that does not say."""
    place = (figure.office, figure.year, figure.metric)
    if None in place:
        raise UnknownKey(key="office/year/metric")
    return place


def open_book(unit: Reading, figures: Sequence[Any]) -> Book:
    """Read what *figures* rest on: other figures, goals, and what was achieved."""
    book = Book(unit)
    columns = (FIGURES.c.key, FIGURES.c.value, FIGURES.c.recompute)
    for row in unit.all(select(*columns)):
        book.printed[row.key] = Decimal(row.value)
        book.rests_on[row.key] = _figures_under(row.recompute)
    asked = [f for f in figures if f.recompute in _OF_METRIC and f.office and f.year]
    offices = {figure.office for figure in asked}
    for goal in unit.all(select(GOALS).where(GOALS.c.office.in_(offices)).order_by(GOALS.c.seq)):
        book.goals.setdefault((goal.office, goal.year, goal.metric), goal)
    book.counts = _counts(book, asked)
    return book


def _figures_under(recompute: str) -> tuple[str, ...]:
    try:
        return figures_under(parse(recompute))
    except DomainError:
        return ()


def _counts(book: Book, asked: Iterable[Any]) -> dict[Place, Achieved]:
    """Return what was achieved in each metric that is asked for, office by office."""
    groups: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for figure in asked:
        goal = book.goals.get((figure.office, figure.year, figure.metric))
        kind = goal.year_kind if goal else "calendar"
        if figure.metric in metrics():
            groups[figure.office, figure.year, kind].add(figure.metric)
    found: dict[Place, Achieved] = {}
    for (office, year, kind), codes in groups.items():
        scope = Scope(frozenset({office}), window(year, kind))
        wanted = [metrics()[code] for code in sorted(codes)]
        for code, count in achieved(book.unit, wanted, scope).items():
            found[office, year, code] = count
    return found


def _achieved(book: Book, figure: Any, _check: Check) -> Answer:  # noqa: ANN401 -- a row
    place = place_of(figure)
    if place not in book.counts:
        raise UnknownKey(key=figure.metric)
    count = book.counts[place]
    return Answer(Decimal(count.total), from_tallies=bool(count.from_tallies))


def _target(book: Book, figure: Any, _check: Check) -> Answer:  # noqa: ANN401 -- a row
    return Answer(Decimal(book.goal(figure).target))


def _rate(book: Book, figure: Any, check: Check) -> Answer:  # noqa: ANN401 -- a row
    count, target = _achieved(book, figure, check), book.goal(figure).target
    rate = 100 * (count.value or Decimal(0)) / target if target else None
    return Answer(rate, count.from_tallies, is_ratio=True)


def _from_figures(book: Book, _figure: Any, check: Check) -> Answer:  # noqa: ANN401 -- a row
    return Answer(from_figures(check, book.printed), is_ratio=check.kind == "ratio")


def _rows(book: Book, figure: Any, check: Check) -> Answer:  # noqa: ANN401 -- a row
    chosen, where = stored(figure, check)
    statement = select(chosen.total()).select_from(chosen.collection.table).where(*where)
    return Answer(Decimal(book.unit.scalar(statement) or 0))


def stored(figure: Any, check: Check) -> tuple[Selection, list[ColumnElement[bool]]]:  # noqa: ANN401 -- a row
    """Return what a figure counts of the stored rows, of whichever year up to its own."""
    chosen = selection(*(check.rows or ("", "", "")))
    until = [chosen.day <= window(figure.year).until] if figure.year else []
    return chosen, [chosen.holds(), *until]


def _members(book: Book, _figure: Any, check: Check) -> Answer:  # noqa: ANN401 -- a row
    tally, seqs = listed(book.unit, check)
    counted = select(func.count()).where(MEMBERS.c.tally_id == tally.id, MEMBERS.c.seq.in_(seqs))
    return Answer(Decimal(book.unit.scalar(counted)))


def listed(unit: Reading, check: Check) -> tuple[Any, AnySelect]:
    """Return a tally, and which of its names count: each printed one, or each different body.

    Names that were recognised as one body, e.g. with and without (주), are one.
    """
    (key,) = check.keys
    tally = unit.first(select(TALLIES).where(TALLIES.c.id == record_id("tallies", key)))
    if tally is None:
        raise UnknownKey(key=key)
    own = MEMBERS.c.tally_id == tally.id
    if check.kind == "members":
        return tally, select(MEMBERS.c.seq).where(own)
    ids = (cast(MEMBERS.c.enterprise_id, String), cast(MEMBERS.c.agency_id, String))
    body = func.coalesce(*ids, MEMBERS.c.name)
    return tally, select(func.min(MEMBERS.c.seq)).where(own).group_by(body)


def _nothing(_book: Book, _figure: Any, _check: Check) -> Answer:  # noqa: ANN401 -- a row
    return Answer()


_WAYS: dict[str, Callable[[Book, Any, Check], Answer]] = {
    "achieved": _achieved,
    "target": _target,
    "rate": _rate,
    "sum": _from_figures,
    "ratio": _from_figures,
    "same": _from_figures,
    "rows": _rows,
    "members": _members,
    "distinct_members": _members,
    "none": _nothing,
}
