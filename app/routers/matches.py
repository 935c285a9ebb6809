"""Matching and search: the request goes in, the ranking with its reasons comes out."""

import time
from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Query, Request, Response

from app.core.collection import Document
from app.matches import actions
from app.matches.diff import diff
from app.matches.feedback import choices_of, choose
from app.matches.finding import find
from app.matches.live import LiveIndex
from app.matches.run_schemas import ChoiceDraft, ChoiceRead, ChoicesRead, DiffRead
from app.matches.schemas import (
    Limit,
    MatchRead,
    MatchRequest,
    ReplayRead,
    RunRead,
    SearchQuery,
    SearchRead,
)
from app.routers.deps import At, KnownAt
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented
from app.routers.routing import Router

router = Router(tags=["matching"])
_EXAMPLE = {
    "title": "행사 현수막 제작",
    "kind": "goods",
    "quantity": 20,
    "unit": "장",
    "estimated_price_krw": 1_800_000,
    "budget_krw": 1_980_000,
    "region": "서울특별시 강북구",
    "buyer_law": "local",
}


def live_of(request: Request) -> LiveIndex:
    """Return the index of this process."""
    live: LiveIndex = request.app.state.live
    return live


def timed(make: Callable[[], Document], status: int = 200) -> Response:
    """Answer a ranking with the time it took."""
    began = time.perf_counter()
    document = make()
    took = round((time.perf_counter() - began) * 1000, 2)
    return Response(
        orjson.dumps({**document, "took_ms": took}), status, media_type="application/json"
    )


def _json(document: Document, status: int = 200) -> Response:
    return Response(orjson.dumps(document), status, media_type="application/json")


@router.post(
    "/match",
    summary="입력한 요청에 맞는 기업 순위 (rank for a request; nothing stored)",
    response_model=MatchRead,
    responses=documented(401, 404, 422, 503),
    openapi_extra={"requestBody": {"content": {"application/json": {"example": _EXAMPLE}}}},
)
def match(
    wanted: MatchRequest, at: At, request: Request, limit: Annotated[Limit | None, Query()] = None
) -> Response:
    """Rank the registry against a request that is typed in."""
    with at.reading() as unit:
        return timed(lambda: actions.ask(unit, live_of(request), wanted, limit=limit))


@router.post(
    "/tenders/{tender_id}/matches",
    status_code=201,
    summary="공고에 맞는 기업 순위 (rank for a tender; the run is kept)",
    response_model=MatchRead,
    responses={201: {"headers": REPLAYED}, **documented(401, 403, 404, 409, 422, 503)},
)
def match_tender(
    tender_id: UUID, at: OnceAt, request: Request, limit: Annotated[Limit, Query()] = 10
) -> Response:
    """Rank the registry against a stored tender, and keep the run."""
    return at.once(
        lambda unit: timed(lambda: actions.run(unit, live_of(request), tender_id, limit=limit), 201)
    )


@router.get(
    "/tenders/{tender_id}/matches",
    summary="공고의 매칭 실행 목록 (stored runs, newest first)",
    response_model=list[RunRead],
    responses=documented(401, 403, 404, 422, 503),
)
def list_runs(tender_id: UUID, at: At) -> Response:
    """List the stored runs of a tender."""
    with at.reading() as unit:
        found = actions.runs_of(unit, tender_id)
        return Response(orjson.dumps(found), media_type="application/json")


@router.get(
    "/match-runs/{run_id}",
    summary="보관된 매칭 실행 (a stored run as it was answered)",
    response_model=MatchRead,
    responses=documented(401, 403, 404, 422, 503),
)
def read_run(run_id: UUID, at: At) -> Response:
    """Return a stored run exactly as it was answered."""
    with at.reading() as unit:
        return timed(lambda: orjson.loads(actions.get_run(unit, run_id).answer))


@router.post(
    "/match-runs/{run_id}/replay",
    summary="매칭 실행 재현 (repeat a stored run on its own data)",
    response_model=ReplayRead,
    responses=documented(401, 403, 404, 422, 503),
)
def replay_run(run_id: UUID, at: KnownAt, request: Request) -> Response:
    """Repeat a stored run on the registry as it stood then."""
    with at.reading() as unit:
        found = actions.replay(unit, request.app.state.settings.data_dir, run_id)
        return Response(orjson.dumps(found), media_type="application/json")


@router.get(
    "/match-runs/{run_id}/diff",
    summary="두 매칭 실행의 차이 (who moved between two runs, and why)",
    response_model=DiffRead,
    responses=documented(401, 403, 404, 422, 503),
)
def compare_runs(
    run_id: UUID,
    at: At,
    request: Request,
    other: Annotated[
        UUID | None, Query(alias="with", description="the earlier run; else the one before")
    ] = None,
) -> Response:
    """Compare a stored run with another of the same tender."""
    with at.reading() as unit:
        found = diff(unit, live_of(request), run_id, other)
        return Response(orjson.dumps(found), media_type="application/json")


@router.post(
    "/match-runs/{run_id}/choices",
    status_code=201,
    summary="매칭 결과 기록 (record what came of showing an enterprise)",
    response_model=ChoiceRead,
    responses={201: {"headers": REPLAYED}, **documented(401, 403, 404, 409, 422, 503)},
)
def record_choice(run_id: UUID, draft: ChoiceDraft, at: OnceAt) -> Response:
    """Record that an enterprise of a run was contacted, chosen, declined or contracted."""
    return at.once(lambda unit: _json(choose(unit, run_id, draft), 201))


@router.get(
    "/match-runs/{run_id}/choices",
    summary="매칭 결과 (what came of a run)",
    response_model=ChoicesRead,
    responses=documented(401, 403, 404, 422, 503),
)
def list_choices(run_id: UUID, at: At) -> Response:
    """List what came of a run: what was recorded, and what contracts and cases tell."""
    with at.reading() as unit:
        return _json(choices_of(unit, run_id))


@router.get(
    "/search/enterprises",
    summary="기업 검색 (free text with typos, spacing, 초성, synonyms)",
    response_model=SearchRead,
    responses=documented(401, 422, 503),
)
def search_enterprises(
    query: Annotated[SearchQuery, Query()], at: At, request: Request
) -> Response:
    """Find enterprises by what a person types."""
    with at.reading() as unit:
        found = find(unit, live_of(request), query)
        return Response(orjson.dumps(found), media_type="application/json")
