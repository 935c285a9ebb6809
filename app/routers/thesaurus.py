"""The words of the trades: what is in force, what is drafted, and publishing it."""

from typing import Annotated

import orjson
from fastapi import Path, Query, Request, Response

from app.core.collection import Document
from app.core.db import Writing
from app.matches.preview import preview
from app.matches.preview_schemas import PreviewQuery, PreviewRead
from app.routers.deps import At, KnownAt
from app.routers.matches import live_of, timed
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented
from app.routers.routing import Router
from app.thesaurus import published, publishing
from app.thesaurus.schemas import (
    DraftsRead,
    PublishRequest,
    RevertRequest,
    ThesaurusRead,
    VersionChanges,
    VersionRead,
)

router = Router(prefix="/thesaurus", tags=["thesaurus"])
Number = Annotated[int, Path(ge=0, le=999_999_999)]
_PATIENCE = 10.0
"""Seconds that publishing waits for this process to rank by the new words."""


@router.get(
    "",
    summary="지금 쓰는 업종 사전 (the words in force)",
    response_model=ThesaurusRead,
    responses=documented(401, 503),
)
def read(at: At, request: Request) -> Response:
    """Answer which version is in force, and which one this process ranks by."""
    with at.reading() as unit:
        found = published.in_force(unit, request.app.state.settings.data_dir)
    return _json({**found, "in_use": live_of(request).in_use})


@router.get(
    "/versions",
    summary="사전의 판 목록 (every version, newest first)",
    response_model=list[VersionRead],
    responses=documented(401, 403, 503),
)
def list_versions(at: At) -> Response:
    """List the published versions: who, when and why."""
    with at.reading() as unit:
        return _json(published.versions(unit))


@router.get(
    "/versions/{number}",
    summary="사전 한 판과 바뀐 것 (one version and what it changed)",
    response_model=VersionChanges,
    responses=documented(401, 403, 404, 422, 503),
)
def read_version(number: Number, at: At) -> Response:
    """Answer a version with everything it changed against the one before."""
    with at.reading() as unit:
        return _json(published.with_changes(unit, number))


@router.get(
    "/versions/{number}/concepts.csv",
    summary="사전 한 판의 CSV (a version, in the form of the shipped file)",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **documented(401, 403, 404, 422, 503),
    },
)
def read_version_sheet(number: Number, at: At, request: Request) -> Response:
    """Answer a version as a file that can go back into the product."""
    with at.reading() as unit:
        text = published.sheet_of(unit, request.app.state.settings.data_dir, number)
    return Response(text, media_type="text/csv; charset=utf-8")


@router.get(
    "/drafts",
    summary="발행하지 않은 초안 (drafts, and what is to be said of them)",
    response_model=DraftsRead,
    responses=documented(401, 403, 503),
)
def read_drafts(at: At, request: Request) -> Response:
    """Answer what the drafts change, and what is wrong with the whole if they are published."""
    with at.reading() as unit:
        return _json(publishing.pending(unit, request.app.state.settings.data_dir))


@router.delete(
    "/drafts",
    status_code=204,
    summary="초안 버리기 (discard every draft; the history stays)",
    responses=documented(401, 403, 503),
)
def discard_drafts(at: KnownAt, request: Request) -> Response:
    """Bring the working copy back to the version in force."""
    with at.writing() as unit:
        publishing.discard(unit, request.app.state.settings.data_dir)
    return Response(status_code=204)


@router.post(
    "/preview",
    summary="초안이 순위에 할 일 (what the drafts would do to rankings)",
    response_model=PreviewRead,
    responses=documented(401, 403, 422, 503),
)
def preview_drafts(
    query: Annotated[PreviewQuery, Query()], at: KnownAt, request: Request
) -> Response:
    """Rank the open tenders and the last runs with the drafts, and tell who moves; nothing is stored.

    It takes some seconds, and an index of its own for that time.
    """
    with at.reading() as unit:
        return timed(lambda: preview(unit, live_of(request), query))


@router.post(
    "/publish",
    status_code=201,
    summary="초안 발행 (publish the drafts as the next version)",
    response_model=VersionRead,
    responses={201: {"headers": REPLAYED}, **documented(401, 403, 409, 412, 422, 503)},
)
def publish(wanted: PublishRequest, at: OnceAt, request: Request) -> Response:
    """Publish the drafts; rankings use them from the next question on."""
    data_dir = request.app.state.settings.data_dir
    return at.once(
        lambda unit: _made(unit, publishing.publish(unit, data_dir, wanted), request),
        reason=wanted.reason,
    )


@router.post(
    "/revert",
    status_code=201,
    summary="이전 판으로 되돌리기 (an earlier version again, as a new one)",
    response_model=VersionRead,
    responses={201: {"headers": REPLAYED}, **documented(401, 403, 404, 409, 422, 503)},
)
def revert(wanted: RevertRequest, at: OnceAt, request: Request) -> Response:
    """Publish what an earlier version said as a new version."""
    data_dir = request.app.state.settings.data_dir
    return at.once(
        lambda unit: _made(unit, publishing.revert(unit, data_dir, wanted), request),
        reason=wanted.reason,
    )


def _made(unit: Writing, made: Document, request: Request) -> Response:
    """Answer a new version, once it is stored and this process ranks by it (or patience ends)."""
    live, number = live_of(request), made["number"]
    unit.after_commit(lambda: live.settle(number, _PATIENCE))
    return Response(
        orjson.dumps(made),
        201,
        {"Location": f"/api/v1/thesaurus/versions/{number}"},
        media_type="application/json",
    )


def _json(found: object) -> Response:
    return Response(orjson.dumps(found), media_type="application/json")
