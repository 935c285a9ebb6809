"""The cookie that a session is kept in, and which requests may use it.

A browser sends the cookie by itself, so a page of another site could make it write. What says that
it did is what the browser adds and no page can forge: `Sec-Fetch-Site`, and `Origin` in those that
know no such header. See docs/decisions/0011.
"""

from datetime import datetime
from urllib.parse import urlsplit

from fastapi import Request, Response

from app.access.sessions import LoggedIn, Visitor
from app.core.errors import Forbidden

_SAFE = {"GET", "HEAD", "OPTIONS"}
_OUR_OWN = {"same-origin", "none"}  # none: typed or bookmarked by the person


class CrossSite(Forbidden):
    """A browser says that the page of another site asked for this."""

    ko = "다른 사이트에서 보낸 요청으로 보여 받지 않았습니다. 이 서비스의 화면에서 다시 해 주세요."
    en = "The request seems to come from another site. Do it on a page of this service."


def shown_cookie(request: Request) -> str | None:
    """Return the session's cookie, where the request may use it."""
    cookie = request.cookies.get(_name(request))
    if cookie is not None:
        require_own_site(request)
    return cookie


def require_own_site(request: Request) -> None:
    """Refuse what changes something unless a page of ours, or no page at all, asked for it.

    A browser that sends neither header is too old to be trusted; a program logs in with `Origin` or
    sends a token instead of a cookie.
    """
    if request.method in _SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        own = site in _OUR_OWN
    else:
        own = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        raise CrossSite


def keep(request: Request, response: Response, session: LoggedIn, now: datetime) -> None:
    """Give a browser the cookie of a new session."""
    response.set_cookie(
        _name(request),
        session.cookie,
        max_age=int((session.expires_at - now).total_seconds()),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    """Take the cookie away, and what the browser may have kept of the pages."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(
        _name(request), path="/", secure=_is_secure(request), httponly=True, samesite="lax"
    )


def visitor(request: Request) -> Visitor:
    """Return where a request comes from."""
    address = request.client.host if request.client else ""
    return Visitor(address, request.headers.get("user-agent", ""))


def _is_secure(request: Request) -> bool:
    return bool(request.scope["scheme"] == "https" or request.app.state.settings.secure_cookies)


def _name(request: Request) -> str:
    """Return the cookie's name; the prefix makes browsers refuse one that another host planted."""
    return "__Host-ieum" if _is_secure(request) else "ieum"
