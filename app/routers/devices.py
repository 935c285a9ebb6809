"""Tokens of programs, and devices of fairs."""

from uuid import UUID

import orjson
from fastapi import Request, Response

from app.access import actions, devices
from app.access.schemas import (
    Enrol,
    EnrolmentDraft,
    EnrolmentRead,
    TokenDraft,
    TokenListed,
    TokenMade,
)
from app.routers.access import OwnSiteAt
from app.routers.deps import At, KnownAt
from app.routers.problems import documented
from app.routers.qr import qr_svg
from app.routers.routing import Router

router = Router(tags=["access"])
_JSON = "application/json"
_NO_STORE = {"Cache-Control": "no-store"}
DEVICE_PAGE = "fair"  # where a device that scans the code is led; the code stays in the browser


@router.get(
    "/tokens",
    summary="토큰 목록 (tokens that still work, with their last use)",
    response_model=list[TokenListed],
    responses=documented(401, 403, 503),
)
def list_tokens(at: At) -> Response:
    """List one's own tokens, and those one could give."""
    with at.reading() as unit:
        found = actions.working_tokens(unit)
        return Response(orjson.dumps(found), headers=_NO_STORE, media_type=_JSON)


@router.post(
    "/tokens",
    status_code=201,
    summary="토큰 만들기 (a token for a program; shown once)",
    response_model=TokenMade,
    responses=documented(401, 403, 413, 422, 503),
)
def make_token(draft: TokenDraft, at: KnownAt) -> Response:
    """Make a token within the rights of who has logged in."""
    with at.writing() as unit:
        made = actions.issue_own(unit, draft)
    return Response(orjson.dumps(made), 201, _NO_STORE, media_type=_JSON)


@router.delete(
    "/tokens/{token_id}",
    status_code=204,
    summary="토큰 폐기 (make a token worthless)",
    responses=documented(401, 403, 404, 412, 422, 503),
)
def revoke_token(token_id: UUID, at: KnownAt) -> Response:
    """Make a token worthless from now on."""
    with at.writing() as unit:
        actions.revoke(unit, token_id)
    return Response(status_code=204)


@router.post(
    "/fairs/{key}/enrolments",
    status_code=201,
    summary="박람회 기기 등록 코드 (one-time code and QR for a device; shown once)",
    response_model=EnrolmentRead,
    responses=documented(401, 403, 404, 409, 413, 422, 503),
)
def prepare_device(key: UUID, draft: EnrolmentDraft, at: KnownAt, request: Request) -> Response:
    """Make a code that a device shows to become one of the fair."""
    with at.writing() as unit:
        made = devices.prepare(unit, key, draft)
    link = f"{request.base_url}{DEVICE_PAGE}#{made['code']}"
    body = {**made, "link": link, "qr_svg": qr_svg(link)}
    return Response(orjson.dumps(body), 201, _NO_STORE, media_type=_JSON)


@router.post(
    "/device-tokens",
    status_code=201,
    summary="기기 등록 (a device's token for its code)",
    response_model=TokenMade,
    responses=documented(401, 403, 413, 422, 429, 503),
)
def enrol_device(shown: Enrol, at: OwnSiteAt) -> Response:
    """Give a device its token: bound to one fair, one booth or desk, and its dates."""
    made = devices.enrol(at.db, shown.code, shown.label, at.visitor, at.now)
    return Response(orjson.dumps(made), 201, _NO_STORE, media_type=_JSON)
