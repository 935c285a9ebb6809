"""One's own second factor: put on, look at, take off; and taken off for who lost it."""

from uuid import UUID

import orjson
from fastapi import Response

from app.access import accounts, second_factors, sessions
from app.access.schemas import (
    PasswordShown,
    RecoveryCodes,
    SecondFactorBegun,
    SecondFactorCode,
    SecondFactorRead,
    SecondFactorRemoval,
)
from app.routers.deps import At, KnownAt
from app.routers.problems import documented
from app.routers.qr import qr_svg
from app.routers.routing import Router

router = Router(tags=["access"])
_JSON = "application/json"
_NO_STORE = {"Cache-Control": "no-store"}


@router.get(
    "/second-factor",
    summary="내 2단계 인증 (whether I have a second factor)",
    response_model=SecondFactorRead,
    responses=documented(401, 503),
)
def read_second_factor(at: At) -> Response:
    """Say whether the caller's account needs a code at log-in, and how many recovery codes remain."""
    with at.reading() as unit:
        account_id, _ = sessions.require_session(unit.actor)
        found = second_factors.state(unit, account_id)
        return Response(orjson.dumps(found), headers=_NO_STORE, media_type=_JSON)


@router.post(
    "/second-factor",
    status_code=201,
    summary="2단계 인증 준비 (begin a second factor; the secret is shown once)",
    response_model=SecondFactorBegun,
    responses=documented(401, 403, 409, 413, 422, 429, 503),
)
def begin_second_factor(shown: PasswordShown, at: KnownAt) -> Response:
    """Make a secret for an authenticator app; it counts once a code of it was confirmed."""
    with sessions.proven(at.writing, shown.password, at.visitor) as (unit, account_id):
        begun = second_factors.begin(unit, account_id)
    body = {
        "secret": begun.secret,
        "otpauth_uri": begun.otpauth_uri,
        "qr_svg": qr_svg(begun.otpauth_uri),
    }
    return Response(orjson.dumps(body), 201, _NO_STORE, media_type=_JSON)


@router.post(
    "/second-factor/confirmation",
    status_code=201,
    summary="2단계 인증 켜기 (put it on by a code of it; recovery codes are shown once)",
    response_model=RecoveryCodes,
    responses=documented(401, 403, 404, 409, 413, 422, 503),
)
def confirm_second_factor(shown: SecondFactorCode, at: KnownAt) -> Response:
    """Put the second factor on; every other log-in of the account ends."""
    with at.writing() as unit:
        account_id, session_id = sessions.require_session(unit.actor)
        codes = second_factors.confirm(unit, account_id, shown.code)
        accounts.end_sessions(unit, account_id, but=session_id)
    return Response(orjson.dumps({"recovery_codes": codes}), 201, _NO_STORE, media_type=_JSON)


@router.post(
    "/second-factor/removal",
    status_code=204,
    summary="2단계 인증 끄기 (take it off by the password and a code)",
    responses=documented(401, 403, 404, 413, 422, 429, 503),
)
def remove_second_factor(shown: SecondFactorRemoval, at: KnownAt) -> Response:
    """Take one's own second factor off."""
    with sessions.proven(at.writing, shown.password, at.visitor) as (unit, account_id):
        second_factors.require(unit, account_id, shown.code)
        second_factors.remove(unit, account_id)
    return Response(status_code=204)


@router.delete(
    "/accounts/{key}/second-factor",
    status_code=204,
    summary="2단계 인증 해제 (take it off for somebody who lost it; their log-ins end)",
    responses=documented(401, 403, 404, 422, 503),
    tags=["accounts"],
)
def drop_second_factor(key: UUID, at: KnownAt) -> Response:
    """Take the second factor off the account of somebody else; that it was stands in the history."""
    with at.writing() as unit:
        accounts.drop_second_factor(unit, key)
    return Response(status_code=204)
