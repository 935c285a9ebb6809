"""The rows behind the numbers of 한눈에: each list has exactly as many as the number says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.matches.gap_rows import CellQuery, behind
from app.pages import words
from app.pages.site import address, day, number, page, when, won
from app.reports.exposure import (
    ExposureQuery,
    PlacesQuery,
    RunsQuery,
    exposure_report,
    places_page,
    runs_page,
)
from app.reports.funnel import StepQuery, step_page
from app.routers.deps import At
from app.routers.matches import live_of

router = APIRouter(prefix="/insight")
_NOBODY = "없어진 기업"
Row = tuple[tuple[str, str | None], ...]
"""A row as people read it: each text with where it leads, if anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """One list: what it is called, its columns, and its rows."""

    title: str
    total: int
    heads: tuple[str, ...]
    rows: Sequence[Row]
    hint: str = ""
    key: str = "rows"


@router.get("/steps")
def steps(query: Annotated[StepQuery, Query()], at: At, request: Request) -> Response:
    """Show the entries of a step, or the visits that came so far."""
    with at.reading() as unit:
        found = step_page(unit, query)
        name = words.EVENTS[query.step]
        shown = Rows(
            title=f"{name}까지 이어진 방문" if query.led_on else f"{query.year}년의 {name}",
            total=found["total"],
            heads=("날짜", words.EVENTS[found["kind"]]),
            rows=[
                ((when(one["on"], one["date_precision"]), None), _said(one["label"]))
                for one in found["items"]
            ],
        )
        return _listed(request, unit, query.model_dump(), [shown], found["next"])


@router.get("/runs")
def runs(query: Annotated[RunsQuery, Query()], at: At, request: Request) -> Response:
    """Show the kept rankings that were counted."""
    with at.reading() as unit:
        found = runs_page(unit, query)
        shown = Rows(
            title="보관한 추천",
            total=found["total"],
            heads=("질문한 날", "무엇을"),
            rows=[
                ((day(one["as_of"]), None), (one["tender"], f"/runs/{one['run_id']}"))
                for one in found["items"]
            ],
        )
        return _listed(request, unit, query.model_dump(), [shown], found["next"])


@router.get("/exposure")
def shown_enterprises(
    query: Annotated[ExposureQuery, Query()], at: At, request: Request
) -> Response:
    """Show everyone who was shown, each with the places that the measures are made from."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        found = exposure_report(unit, query)
        shown = Rows(
            title="추천 10위 안에 보인 기업",
            total=found["enterprises_shown"],
            heads=("기업", "10위 안", "1위", "비율"),
            rows=[_exposed(one, query) for one in found["rows"]],
            hint=f"10위 안 자리 {number(found['places'])}개를 나눈 것입니다. 등록되어 영업 중인 기업은 "
            f"{number(found['registry'])}곳이며, 한 번도 보이지 않은 기업은 0으로 지니 계수에 들어갑니다.",
        )
        return _listed(request, unit, query.model_dump(), [shown])


@router.get("/places")
def places(query: Annotated[PlacesQuery, Query()], at: At, request: Request) -> Response:
    """Show where one enterprise was shown."""
    with at.reading() as unit:
        found = places_page(unit, query)
        shown = Rows(
            title="1위로 보인 추천" if query.rank_at_most == 1 else "10위 안에 보인 추천",
            total=found["total"],
            heads=("질문한 날", "무엇을", "순위", "점수"),
            rows=[_placed(one) for one in found["items"]],
        )
        return _listed(request, unit, query.model_dump(), [shown], found["next"])


@router.get("/gap")
def gap(query: Annotated[CellQuery, Query()], at: At, request: Request) -> Response:
    """Show who serves a cell of the supply gaps, and what is recorded as wanted there."""
    with at.reading() as unit:
        unit.actor.require(Role.staff)
        found = behind(unit, live_of(request), query)
        lists = [
            _suppliers("공급 기업", "enterprises", found),
            _suppliers("지역을 적지 않은 같은 분류의 기업", "region_unknown", found),
            _wanted("구매현황", "demands", found, _bought),
            _wanted("공고", "tenders", found, _published),
        ]
        lead = f"{found['category']['name']} · {found['district']}"
        return _listed(request, unit, {}, lists, lead=lead)


def _exposed(one: Document, query: ExposureQuery) -> Row:
    asked = {**query.model_dump(), "enterprise_id": one["enterprise_id"]}
    return (
        (one["enterprise"] or _NOBODY, f"/enterprises/{one['enterprise_id']}"),
        (f"{number(one['places'])}회", address("/insight/places", asked)),
        (f"{number(one['first_places'])}회", address("/insight/places", asked, rank_at_most=1)),
        (f"{one['share_percent']}%", None),
    )


def _placed(one: Document) -> Row:
    return (
        (day(one["as_of"]), None),
        (one["tender"], f"/runs/{one['run_id']}"),
        (f"{one['rank']}위", None),
        (f"{one['score']:.1f}점", None),
    )


def _suppliers(title: str, key: str, found: Document) -> Rows:
    rows = [
        ((one["name"], f"/enterprises/{one['id']}"), _said(one["district"])) for one in found[key]
    ]
    return Rows(title=title, total=len(rows), heads=("기업", "소재지"), rows=rows, key=key)


def _wanted(title: str, key: str, found: Document, row: Callable[[Document], Row]) -> Rows:
    rows = [row(one) for one in found[key] or ()]
    hint = "" if found[key] is not None else "이 기록은 볼 수 있는 사람에게만 보입니다."
    heads = (
        ("구매기관", "무엇을", "해", "금액")
        if key == "demands"
        else ("구매기관", "무엇을", "공고일")
    )
    return Rows(title=title, total=len(rows), heads=heads, rows=rows, hint=hint, key=key)


def _bought(one: Document) -> Row:
    agency = (one["name"], f"/agencies/{one['agency_id']}")
    return agency, (one["item"], None), (f"{one['year']}년", None), (won(one["amount_krw"]), None)


def _published(one: Document) -> Row:
    agency = (one["name"], f"/agencies/{one['agency_id']}")
    return agency, (one["title"], None), (day(one["published_on"]), None)


def _said(text: str | None) -> tuple[str, None]:
    return text or "미기재", None


def _listed(
    request: Request,
    unit: Reading,
    asked: Document,
    lists: list[Rows],
    following: str | None = None,
    lead: str = "",
) -> Response:
    plain = {
        name: str(one).lower() if isinstance(one, bool) else one for name, one in asked.items()
    }
    path = request.url.path
    further = address(path, plain, cursor=following) if following else None
    return page(
        request, "insight_rows.html", unit.actor, lists=lists, further=further, lead=lead
    )  # fmt: skip
