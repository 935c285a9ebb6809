"""What may be done with goals and published figures."""

from app.activity.metrics import metrics
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document
from app.core.db import Writing
from app.core.errors import Conflict, refuse
from app.core.tables import table_of
from app.goals.schemas import (
    GoalDraft,
    GoalQuery,
    GoalRead,
    PublishedFigureDraft,
    PublishedFigureQuery,
    PublishedFigureRead,
)
from app.goals.tables import Goal, PublishedFigure


class GoalExists(Conflict):
    """The office has a goal for this metric and year already."""

    ko = "이 사무소의 {year}년 '{metric}' 목표가 이미 있습니다. 기존 목표를 수정해 주세요."
    en = "This office has a {year} goal for {metric} already; change that one."


def _may_write(actor: Actor, goal: Document) -> None:
    actor.require_office(goal["office"])


def _only_admin(actor: Actor, _figure: Document) -> None:
    actor.require(Role.admin)


def _metric_is_known(_unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a metric that is not in the catalogue."""
    if after["metric"] is not None and after["metric"] not in metrics():
        raise refuse(
            "metric",
            "unknown",
            "지표 코드가 없습니다. GET /api/v1/metrics에서 확인해 주세요.",
            "No such metric; see GET /api/v1/metrics.",
        )


def _is_the_only_one(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a second goal of one office for the same year and metric."""
    table = table_of(Goal)
    same = [table.c[name] == after[name] for name in ("office", "year", "year_kind", "metric")]
    if unit.first(table.select().where(*same, table.c.id != after["id"])):
        raise GoalExists(year=after["year"], metric=after["metric"])


GOALS = Collection(
    name="goals",
    label="목표",
    model=Goal,
    draft=GoalDraft,
    read=GoalRead,
    query=GoalQuery,
    guard=_may_write,
    rules=(_metric_is_known, _is_the_only_one),
    sorts=("year", "position", "target"),
)

PUBLISHED_FIGURES = Collection(
    name="published-figures",
    label="발표 수치",
    model=PublishedFigure,
    draft=PublishedFigureDraft,
    read=PublishedFigureRead,
    query=PublishedFigureQuery,
    guard=_only_admin,
    rules=(_metric_is_known,),
    sorts=("key",),
    sort="seq",
    alias="key",
)
