"""The report of a year: each goal of an office beside what was achieved, by the goal's own policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import ColumnElement, select

from app.activity.metrics import Metric, metrics
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import refuse
from app.core.tables import table_of
from app.core.types import Code, Line, QueryYear
from app.goals.tables import Goal
from app.offices.queries import OFFICES
from app.reports.achievement import RatePolicy, basis_of, change_percent, rate_percent
from app.reports.counting import Achieved, Scope, achieved
from app.reports.rows import rows_url
from app.reports.scopes import AsOf, Children, Years, offices_of
from app.reports.sheets import Column, Row, Sheet
from app.reports.years import today, window, years_later

GOALS = table_of(Goal)


class AchievementQuery(Years):
    """Whose year, or years, are reported, and how."""

    office: Code
    include_children: Children = False
    compare: Annotated[QueryYear | None, Field(description="a year to set beside it")] = None
    as_of: AsOf = None
    sheet: Annotated[Line | None, Field(max_length=10, description="only goals of this table")] = (
        None
    )
    untargeted: Annotated[
        bool, Field(description="also what was done without a goal, after the goals")
    ] = False
    by: Annotated[
        Literal["children"] | None, Field(description="a row for each office right below it")
    ] = None


@dataclass(frozen=True, slots=True)
class Aim:
    """One line of the report: a metric, its target, and the offices that work towards it."""

    office: str
    offices: frozenset[str]
    year_kind: str
    metric: str
    name: str
    target: int | None  # None: done without a goal
    policy: RatePolicy


def achievement(unit: Reading, query: AchievementQuery) -> Document:
    """Return the goals of the year with what was achieved, in the order of the report."""
    aims = _aims(unit, query)
    if query.untargeted:
        aims += _untargeted(unit, query, aims)
    now = _achieved(unit, aims, query, query.as_of)
    before = _before(unit, aims, query)
    as_of = query.as_of or today(unit.now)
    return {
        "office": query.office,
        "year": query.year,
        "through": query.through,
        "include_children": query.include_children,
        "rows": [
            {**_line(aim, count, query, as_of), "previous": _previous(query, count, earlier)}
            for aim, count, earlier in zip(aims, now, before, strict=True)
        ],
    }


def achievement_sheet(unit: Reading, query: AchievementQuery) -> Sheet:
    """Return the report as a table."""
    report = achievement(unit, query)
    rows = [Row(_flat(row), _tallied(row)) for row in report["rows"]]
    columns = [*_COLUMNS, *(_compared(query.compare) if query.compare else ())]
    if query.by or query.include_children:
        columns.insert(0, Column("office", "사무소", "Office"))
    name = unit.scalar(select(OFFICES.c.name).where(OFFICES.c.code == query.office))
    span = f"{query.year}~{query.through}" if query.through else str(query.year)
    with_whom = " (소속 사무소 포함)" if query.include_children else ""
    return Sheet(
        title=f"{name}{with_whom} {span}년 목표 대비 실적",
        file_name=f"achievement-{query.office}-{query.year}",
        columns=tuple(columns),
        rows=rows,
        notes=("달성률 기준: 건수는 건수끼리, 금액은 금액끼리 견주며 목표마다 정한 방식으로 셈함",),
    )


def _aims(unit: Reading, query: AchievementQuery) -> list[Aim]:
    """Return the lines of the report: each goal alone, or rolled up over the offices below."""
    if query.by and query.include_children:
        raise refuse(
            "by",
            "contradiction",
            "by=children와 include_children=true는 함께 쓸 수 없습니다.",
            "by=children and include_children=true exclude each other.",
        )
    offices = offices_of(unit, query.office, include_children=query.include_children)
    if query.by:
        below = select(OFFICES.c.code).where(OFFICES.c.parent == query.office)
        offices = frozenset(unit.connection.execute(below).scalars())
    aims = [_aim(goal) for goal in _goals(unit, offices, query)]
    if query.include_children:
        return _summed([replace(aim, office=query.office, offices=offices) for aim in aims])
    return _summed(aims)


def _goals(unit: Reading, offices: frozenset[str], query: AchievementQuery) -> Sequence[Any]:
    """Return the goals of the year: the office's own first, then by table and position."""
    where: list[ColumnElement[bool]] = [
        GOALS.c.office.in_(sorted(offices)),
        GOALS.c.year.between(query.year, query.through or query.year),
    ]
    if (
        query.sheet and query.include_children
    ):  # those below may keep the same goal in another table
        of_table = select(GOALS.c.metric).where(*where, GOALS.c.sheet == query.sheet)
        where.append(GOALS.c.metric.in_(of_table))
    elif query.sheet:
        where.append(GOALS.c.sheet == query.sheet)
    own_first = (GOALS.c.office != query.office, GOALS.c.position, GOALS.c.office, GOALS.c.seq)
    found = unit.all(select(GOALS).where(*where).order_by(*own_first))
    return sorted(found, key=lambda goal: (goal.office != query.office, table_order(goal.sheet)))


def table_order(sheet: str | None) -> tuple[int, str]:
    """Return where a table stands among the others: T2 before T10."""
    digits = "".join(letter for letter in sheet or "" if letter.isdigit())
    return int(digits or 0), sheet or ""


def _aim(goal: Any) -> Aim:  # noqa: ANN401 -- a row
    unit = metrics()[goal.metric].unit
    policy = RatePolicy(goal.rate_rounding, goal.rate_cap, basis_of(unit))
    return Aim(
        office=goal.office,
        offices=frozenset({goal.office}),
        year_kind=goal.year_kind,
        metric=goal.metric,
        name=goal.name,
        target=goal.target,
        policy=policy,
    )


def _untargeted(unit: Reading, query: AchievementQuery, aims: list[Aim]) -> list[Aim]:
    """Return a line for everything that was done and has no goal, in the catalogue's order."""
    offices = offices_of(unit, query.office, include_children=query.include_children)
    every_table = query.model_copy(update={"sheet": None})
    aimed_at = {goal.metric for goal in _goals(unit, offices, every_table)}
    aimed_at |= {aim.metric for aim in aims}
    rest = [metric for code, metric in metrics().items() if code not in aimed_at]
    scope = Scope(offices, window(query.year, "calendar", query.as_of, query.through))
    counted = achieved(unit, rest, scope)
    return [
        Aim(
            office=query.office,
            offices=offices,
            year_kind="calendar",
            metric=metric.code,
            name=metric.name,
            target=None,
            policy=RatePolicy("half_up", None, basis_of(metric.unit)),
        )
        for metric in rest
        if counted[metric.code].total
    ]


def _summed(aims: list[Aim]) -> list[Aim]:
    """Sum the targets of one metric and office; the first goal gives name and policy."""
    found: dict[tuple[str, str, str], Aim] = {}
    for aim in aims:
        key = (aim.office, aim.metric, aim.year_kind)
        first = found.get(key)
        found[key] = replace(first, target=_sum(first.target, aim.target)) if first else aim
    return list(found.values())


def _sum(one: int | None, other: int | None) -> int:
    return (one or 0) + (other or 0)


def _achieved(unit: Reading, aims: list[Aim], years: Years, as_of: date | None) -> list[Achieved]:
    """Return what was achieved towards each aim, counting each office and span of days once."""
    counted: dict[tuple[frozenset[str], str], dict[str, Achieved]] = {}
    for offices, kind in {(aim.offices, aim.year_kind): None for aim in aims}:
        wanted = _metrics_of(aim for aim in aims if (aim.offices, aim.year_kind) == (offices, kind))
        scope = Scope(offices, window(years.year, kind, as_of, years.through))
        counted[offices, kind] = achieved(unit, wanted, scope)
    return [counted[aim.offices, aim.year_kind][aim.metric] for aim in aims]


def _metrics_of(aims: Iterable[Aim]) -> list[Metric]:
    return [metrics()[aim.metric] for aim in aims]


def _before(unit: Reading, aims: list[Aim], query: AchievementQuery) -> Sequence[Achieved | None]:
    """Return what was achieved in the year to compare with, up to the same day of it."""
    if query.compare is None:
        return [None] * len(aims)
    moved = query.compare - query.year
    through = query.through + moved if query.through else None
    same_day = years_later(query.as_of, moved)
    earlier = Years.model_construct(year=query.compare, through=through)  # of any century
    return _achieved(unit, aims, earlier, same_day)


def _line(aim: Aim, count: Achieved, query: AchievementQuery, as_of: date) -> Document:
    policy = aim.policy
    return {
        "office": aim.office,
        "metric": aim.metric,
        "name": aim.name,
        "unit": metrics()[aim.metric].unit,
        "target": aim.target,
        "achieved": count.total,
        "from_rows": count.from_rows,
        "from_tallies": count.from_tallies,
        "rate_percent": rate_percent(count.total, aim.target, policy),
        "rate_policy": {"rounding": policy.rounding, "cap": policy.cap, "basis": policy.basis},
        "as_of": as_of,
        "rows_url": rows_url(
            aim.metric,
            aim.office,
            query.year,
            through=query.through,
            year_kind=aim.year_kind,
            include_children=query.include_children,
            as_of=query.as_of.isoformat() if query.as_of else None,
        ),
    }


def _previous(
    query: AchievementQuery, count: Achieved, earlier: Achieved | None
) -> Document | None:
    if earlier is None:
        return None
    change = change_percent(count.total, earlier.total)
    return {"year": query.compare, "achieved": earlier.total, "change_percent": change}


def _flat(row: Document) -> Document:
    """Return a line of the report with what it is compared to in columns of their own."""
    earlier = row["previous"] or {}
    return {
        **row,
        "policy": _policy_words(row["rate_policy"]),
        "previous_achieved": earlier.get("achieved"),
        "change_percent": earlier.get("change_percent"),
    }


def _policy_words(policy: Document) -> str:
    words = ["금액 기준" if policy["basis"] == "amount" else "건수 기준"]
    words.append("반올림" if policy["rounding"] == "half_up" else "버림")
    if policy["cap"] is not None:
        words.append(f"최대 {policy['cap']}%")
    return ", ".join(words)


def _tallied(row: Document) -> frozenset[str]:
    return frozenset({"achieved", "rate_percent"}) if row["from_tallies"] else frozenset()


_COLUMNS = (
    Column("name", "항목", "Goal"),
    Column("unit", "단위", "Unit"),
    Column("target", "목표", "Target", "number"),
    Column("achieved", "실적", "Achieved", "number"),
    Column("rate_percent", "달성률", "Rate", "number", unit="%"),
    Column("policy", "달성률 방식", "How the rate is made"),
    Column("from_rows", "행으로 센 수", "From rows", "number"),
    Column("from_tallies", "집계 기록의 수", "From tallies", "number"),
    Column("as_of", "기준일", "As of", "date"),
)


def _compared(year: int) -> tuple[Column, ...]:
    return (
        Column("previous_achieved", f"{year}년 실적", f"Achieved in {year}", "number"),
        Column("change_percent", "증감률", "Change", "number", unit="%"),
    )
