"""What a route may ask for: the desk it serves a caller from.

A unit of work is opened inside the route and closes before the reply leaves, so an acknowledged
write is stored; a dependency that commits later would answer first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header, Query, Request, Security
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param

from app.access import second_factors, sessions
from app.access.last_used import LastUsed
from app.access.queries import identify
from app.access.sessions import Visitor
from app.core.actors import Actor
from app.core.db import Database, Origin, Reading, Writing
from app.core.deadlines import Deadline
from app.core.errors import Unauthenticated
from app.core.settings import Settings
from app.routers.cookies import shown_cookie, visitor

_BEFORE_ENROLMENT = frozenset(  # what is open to who has yet to put a second factor on
    {
        "/login",
        "/logout",
        "/account",
        "/account/second-factor",
        "/account/second-factor/confirmation",
        "/api/v1/session",
        "/api/v1/sessions",
        "/api/v1/second-factor",
        "/api/v1/second-factor/confirmation",
    }
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One request's access to the database: who asks is looked up in the unit itself."""

    db: Database
    config: Settings
    last_used: LastUsed
    bearer: str | None
    cookie: str | None
    visitor: Visitor
    now: datetime
    deadline: Deadline
    origin: Origin
    enrolling: bool  # whether it is asked where a second factor is put on

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open a view for this caller."""
        with self.db.reading(self.now) as unit:
            unit.actor = self._caller(unit)
            yield unit

    @contextmanager
    def writing(self, *, confirmed: bool = False, reason: str | None = None) -> Iterator[Writing]:
        """Open a unit of work for this caller."""
        with self.db.writing(self.now) as unit:
            unit.actor = self._caller(unit)
            unit.actor.require_writer()
            unit.confirmed, unit.reason, unit.origin = confirmed, reason, self.origin
            yield unit
            self.deadline.keep()  # the caller may have been told that nothing came of it

    def _caller(self, unit: Reading) -> Actor:
        """Return who asks; a token comes before a cookie."""
        if self.bearer is not None or self.cookie is None:
            actor = identify(unit, self.bearer)
            if self.bearer is not None:
                self.last_used.token(actor.identity, self.now)
            return actor
        actor = sessions.actor_of(unit, self.cookie, self.config)
        if not self.enrolling:
            second_factors.require_on(unit, actor, self.config)
        if actor.session_id is not None:
            self.last_used.session(actor.session_id, self.now)
        return actor


class _Door(SecurityBase):
    """Where a caller shows who asks: by a token, or by the cookie of a log-in.

    It reads both itself: each dependency more costs every request a tenth of a list's time.
    """

    model = HTTPBearerModel(description="a token made by `ieum token`")
    scheme_name = "HTTPBearer"

    async def __call__(self, request: Request) -> Desk:
        """Return the desk this request is served from."""
        bearer = _bearer(request)
        state, whose = request.app.state, visitor(request)
        return Desk(
            db=state.db,
            config=state.settings,
            last_used=state.last_used,
            bearer=bearer,
            cookie=shown_cookie(request) if bearer is None else None,
            visitor=whose,
            now=datetime.now(UTC),
            deadline=request.scope.get("deadline") or Deadline(),
            origin=Origin(whose.address, request.scope.get("request_id")),
            enrolling=request.scope["path"] in _BEFORE_ENROLMENT,
        )


def _bearer(request: Request) -> str | None:
    """Return the token shown, "" for something that is none, or None for nothing."""
    shown = request.headers.get("authorization")
    if shown is None:
        return None
    scheme, token = get_authorization_scheme_param(shown)
    return token if scheme.lower() == "bearer" else ""


_desk = _Door()


async def _expected(
    if_match: Annotated[
        str | None,
        Header(
            description='`ETag` of the version read, e.g. `"3"`',
            pattern=r'^(\*|(W/)?"?[0-9]{1,9}"?)$',
        ),
    ] = None,
) -> int | None:
    """Return the version a change starts from, or None when any will do."""
    if if_match is None or if_match == "*":
        return None
    return int(if_match.removeprefix("W/").strip('"'))


async def _reason(
    change_reason: Annotated[
        str | None,
        Header(max_length=500, description="why, for the history (percent-encoded UTF-8)"),
    ] = None,
) -> str | None:
    """Return the reason of a change."""
    return unquote(change_reason, errors="replace").replace("\x00", "") if change_reason else None


async def _known_desk(desk: Annotated[Desk, Security(_desk)]) -> Desk:
    """Ask who it is before anything else is looked at, where something will be written."""
    if desk.bearer is None and desk.cookie is None:
        raise Unauthenticated
    return desk


At = Annotated[Desk, Security(_desk)]
KnownAt = Annotated[Desk, Depends(_known_desk)]
Expected = Annotated[int | None, Depends(_expected)]
Reason = Annotated[str | None, Depends(_reason)]
Confirm = Annotated[
    bool, Query(description="go on although a warning (e.g. a likely duplicate) was given")
]
