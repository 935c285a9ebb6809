"""Advice beyond one supplier: joint supply, outlook, sensitivity, supply gaps, priority purchases."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Query, Request, Response

from app.matches import asking
from app.matches.advice_schemas import (
    ConsortiaRead,
    ConsortiumQuery,
    GapQuery,
    GapsRead,
    OutlookRead,
    SensitivityRead,
)
from app.matches.consortia import consortia
from app.matches.gaps import gaps
from app.matches.outlook import outlook
from app.matches.priority import simulation
from app.matches.priority_schemas import PriorityQuery, PriorityRead
from app.matches.schemas import Limit, MatchRequest
from app.matches.sensitivity import counted
from app.routers.deps import At, KnownAt
from app.routers.matches import live_of, timed
from app.routers.problems import documented
from app.routers.reports import AtReports
from app.routers.routing import Router

router = Router(tags=["matching"])
_LOTS = {
    "title": "마을 축제 준비",
    "region": "서울특별시 강북구",
    "lots": [{"title": "도시락", "quantity": 300, "unit": "개"}, {"title": "현수막 제작"}],
}
_GUARD = {
    "title": "청사 경비 용역",
    "region": "서울특별시 강북구",
    "required_licences": ["경비업 허가"],
    "required_certifications": ["certified_social_enterprise"],
}


def _example(body: object) -> dict[str, object]:
    return {"requestBody": {"content": {"application/json": {"example": body}}}}


@router.post(
    "/match/consortia",
    summary="입력한 요청의 공동수급 제안 (joint supply for a request)",
    response_model=ConsortiaRead,
    responses=documented(401, 422, 503),
    openapi_extra=_example(_LOTS),
)
def propose(
    wanted: MatchRequest, query: Annotated[ConsortiumQuery, Query()], at: At, request: Request
) -> Response:
    """Propose the smallest sets of enterprises that together cover a request; nothing is stored."""
    with at.reading() as unit:
        asked = asking.typed(unit, wanted)
        return timed(lambda: consortia(unit, live_of(request), asked, query, wanted.limit))


@router.post(
    "/tenders/{tender_id}/consortia",
    summary="공고의 공동수급 제안 (joint supply for a tender)",
    response_model=ConsortiaRead,
    responses=documented(401, 403, 404, 422, 503),
)
def propose_for_tender(
    tender_id: UUID, query: Annotated[ConsortiumQuery, Query()], at: KnownAt, request: Request
) -> Response:
    """Propose the smallest sets of enterprises that together cover a tender; nothing is stored."""
    with at.reading() as unit:
        asked = asking.of_tender(unit, tender_id)
        return timed(lambda: consortia(unit, live_of(request), asked, query))


@router.post(
    "/match/sensitivity",
    summary="입력한 요청의 조건별 영향 (what each condition costs)",
    response_model=SensitivityRead,
    responses=documented(401, 422, 503),
    openapi_extra=_example(_GUARD),
)
def weigh(wanted: MatchRequest, at: At, request: Request) -> Response:
    """Count the suppliers of the trade, and how many each condition removes. No names."""
    with at.reading() as unit:
        asked = asking.typed(unit, wanted)
        return timed(lambda: counted(unit, live_of(request), asked))


@router.get(
    "/tenders/{tender_id}/sensitivity",
    summary="공고의 조건별 영향 (what each condition costs)",
    response_model=SensitivityRead,
    responses=documented(401, 403, 404, 422, 503),
)
def weigh_tender(tender_id: UUID, at: KnownAt, request: Request) -> Response:
    """Count the suppliers of a tender's trade, and how many each condition removes. No names."""
    with at.reading() as unit:
        asked = asking.of_tender(unit, tender_id)
        return timed(lambda: counted(unit, live_of(request), asked))


@router.get(
    "/enterprises/{enterprise_id}/tenders",
    summary="기업이 참여할 수 있는 공고 (open tenders for an enterprise)",
    response_model=OutlookRead,
    responses=documented(401, 403, 404, 422, 503),
)
def look_out(
    enterprise_id: UUID, at: KnownAt, request: Request, limit: Annotated[Limit, Query()] = 10
) -> Response:
    """Rank the open tenders for an enterprise, with near misses and what one change would open."""
    with at.reading() as unit:
        return timed(lambda: outlook(unit, live_of(request), enterprise_id, limit))


@router.get(
    "/reports/supply-gaps",
    summary="공급 공백 (leaf and district with too few suppliers)",
    response_model=GapsRead,
    responses=documented(401, 404, 422, 503),
    tags=["reports"],
)
def read_gaps(query: Annotated[GapQuery, Query()], at: AtReports, request: Request) -> Response:
    """Answer the cells with too few suppliers, the most wanted first."""
    with at.reading() as unit:
        found = gaps(unit, live_of(request), query)
        return Response(orjson.dumps(found), media_type="application/json")


@router.get(
    "/agencies/{agency_id}/priority-purchase",
    summary="우선구매 실적과 모의계산 (priority purchases, and what a contract would add)",
    response_model=PriorityRead,
    responses=documented(401, 403, 404, 422, 503),
    tags=["agencies"],
)
def simulate(
    agency_id: UUID, query: Annotated[PriorityQuery, Query()], at: KnownAt, request: Request
) -> Response:
    """Answer each scheme with the agency's amounts so far, and what one contract would add."""
    with at.reading() as unit:
        data_dir = request.app.state.settings.data_dir
        return Response(
            orjson.dumps(simulation(unit, data_dir, agency_id, query)),
            media_type="application/json",
        )
