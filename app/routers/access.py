"""Logging in and out, one's own log-ins, passwords."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Depends, Request, Response

from app.access import accounts, sessions
from app.access.schemas import (
    LogIn,
    PasswordChange,
    PasswordCodeRead,
    PasswordReset,
    SessionRead,
    WhoRead,
)
from app.access.sessions import Shown
from app.routers.cookies import forget, keep, require_own_site
from app.routers.deps import At, Desk, KnownAt
from app.routers.problems import documented
from app.routers.routing import Router

router = Router(tags=["access"])
_JSON = "application/json"
_NO_STORE = {"Cache-Control": "no-store"}
_SETS_COOKIE = {"Set-Cookie": {"description": "the session", "schema": {"type": "string"}}}


async def _own_site(request: Request, at: At) -> Desk:
    """Let nobody be logged in by a page of another site."""
    if "sec-fetch-site" in request.headers or "origin" in request.headers:
        require_own_site(request)
    return at


OwnSiteAt = Annotated[Desk, Depends(_own_site)]


@router.post(
    "/session",
    status_code=201,
    summary="로그인 (log in; the session is a cookie)",
    response_model=WhoRead,
    responses={201: {"headers": _SETS_COOKIE}, **documented(401, 403, 413, 422, 429, 503)},
)
def log_in(shown: LogIn, at: OwnSiteAt, request: Request) -> Response:
    """Open a session for whoever knows the password, and the code of a second factor."""
    secrets = Shown(shown.login, shown.password, shown.code)
    opened = sessions.log_in(at.db, at.config, secrets, at.visitor, at.now)
    with at.db.writing(at.now, opened.actor) as unit:
        if at.cookie:
            sessions.log_out(unit, at.cookie)
        found = sessions.who(unit, opened.cookie, at.config)
    answer = Response(orjson.dumps(found), 201, _NO_STORE, media_type=_JSON)
    keep(request, answer, opened, at.now)
    return answer


@router.get(
    "/session",
    summary="내가 누구인지 (who is asking, by log-in or token)",
    response_model=WhoRead,
    responses=documented(401, 503),
)
def who(at: At) -> Response:
    """Return who the caller is known as, and what that is bound to."""
    with at.reading() as unit:
        found = sessions.who(unit, at.cookie, at.config)
        return Response(orjson.dumps(found), headers=_NO_STORE, media_type=_JSON)


@router.delete(
    "/session",
    status_code=204,
    summary="로그아웃 (log out)",
    responses=documented(401, 403, 503),
)
def log_out(at: KnownAt, request: Request) -> Response:
    """End the session of this browser."""
    with at.writing() as unit:
        sessions.require_session(unit.actor)
        sessions.log_out(unit, at.cookie or "")
    answer = Response(status_code=204)
    forget(request, answer)
    return answer


@router.get(
    "/sessions",
    summary="내 로그인 목록 (where I am logged in)",
    response_model=list[SessionRead],
    responses=documented(401, 503),
)
def own_sessions(at: At) -> Response:
    """List the log-ins of the caller's account that have not ended."""
    with at.reading() as unit:
        found = sessions.own(unit, at.config)
        return Response(orjson.dumps(found), headers=_NO_STORE, media_type=_JSON)


@router.delete(
    "/sessions/{session_id}",
    status_code=204,
    summary="로그인 끊기 (end one of my log-ins)",
    responses=documented(401, 403, 404, 422, 503),
)
def end_session(session_id: UUID, at: KnownAt) -> Response:
    """End one log-in of the caller's account, wherever it is."""
    with at.writing() as unit:
        sessions.end(unit, session_id)
    return Response(status_code=204)


@router.put(
    "/password",
    status_code=204,
    summary="비밀번호 바꾸기 (change my password; other log-ins end)",
    responses=documented(401, 403, 413, 422, 429, 503),
)
def change_password(wanted: PasswordChange, at: KnownAt) -> Response:
    """Set the caller's own password."""
    with at.reading() as unit:
        actor = unit.actor
    sessions.change_password(at.db, actor, wanted.current, wanted.password, at.visitor, at.now)
    return Response(status_code=204)


@router.post(
    "/accounts/{key}/password-codes",
    status_code=201,
    summary="비밀번호 설정 코드 (one-time code to set a password; shown once)",
    response_model=PasswordCodeRead,
    responses=documented(401, 403, 404, 422, 503),
    tags=["accounts"],
)
def make_password_code(key: UUID, at: KnownAt) -> Response:
    """Make a one-time code for a person who is new or forgot the password."""
    with at.writing() as unit:
        found = accounts.make_code(unit, key)
    return Response(orjson.dumps(found), 201, _NO_STORE, media_type=_JSON)


@router.post(
    "/password-resets",
    status_code=204,
    summary="코드로 비밀번호 정하기 (set a password by a one-time code)",
    responses=documented(401, 403, 413, 422, 429, 503),
)
def reset_password(shown: PasswordReset, at: OwnSiteAt) -> Response:
    """Set the password of the account the code was made for; its log-ins end."""
    sessions.reset_password(at.db, shown.code, shown.password, at.visitor, at.now)
    return Response(status_code=204)
