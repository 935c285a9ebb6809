"""What a browser may do with a cookie it sends by itself: only what a page of ours asked for."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace

import pytest
from fastapi import Request, Response

from app.access.sessions import LoggedIn, Visitor
from app.core.actors import Actor, Role
from app.core.settings import Settings
from app.routers import cookies
from app.routers.cookies import CrossSite

NOW = datetime(2017, 6, 1, 9, 0, tzinfo=UTC)
HOST = "ieum.example"
CHANGES = ("POST", "PATCH", "PUT", "DELETE")
READS = ("GET", "HEAD", "OPTIONS")


def request(method="POST", scheme="https", *, cookie=None, secure=False, **headers):
    """Return a request with headers given as ``sec_fetch_site="…"``; the host is ours."""
    named = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    if cookie:
        named["cookie"] = cookie
    state = SimpleNamespace(settings=Settings(secure_cookies=secure))
    scope = {
        "type": "http",
        "method": method,
        "path": "/today",
        "query_string": b"",
        "scheme": scheme,
        "server": (HOST, 443),
        "client": ("203.0.113.7", 1),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "app": SimpleNamespace(state=state),
    }
    return Request(scope)


def is_refused(**asked):
    try:
        cookies.require_own_site(request(**asked))
    except CrossSite:
        return True
    return False


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec_fetch_site": "same-origin"}, False),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "same-site"}, True),
        ({"sec_fetch_site": "cross-site"}, True),
        ({"sec_fetch_site": ""}, True),
        ({"sec_fetch_site": "SAME-ORIGIN"}, True),
        ({"origin": f"https://{HOST}"}, False),
        ({"origin": f"http://{HOST}"}, False),
        ({"origin": f"https://{HOST}:8443"}, True),
        ({"origin": f"https://{HOST}.evil.example"}, True),
        ({"origin": f"https://evil.example/{HOST}"}, True),
        ({"origin": f"https://evil.example@{HOST}"}, True),
        ({"origin": HOST}, True),
        ({"origin": "null"}, True),
        ({"origin": ""}, True),
        ({}, True),
    ],
)
@pytest.mark.parametrize("method", CHANGES)
def test_a_change_is_taken_from_a_page_of_ours_alone(method, headers, refused):
    assert is_refused(method=method, **headers) is refused


@pytest.mark.parametrize("method", CHANGES)
def test_what_the_browser_says_of_the_page_outweighs_what_the_page_is_called(method):
    ours = f"https://{HOST}"

    assert is_refused(method=method, sec_fetch_site="cross-site", origin=ours)
    assert not is_refused(method=method, sec_fetch_site="same-origin", origin="https://x.example")


@pytest.mark.parametrize("method", READS)
def test_who_only_reads_may_come_from_anywhere(method):
    assert not is_refused(method=method, sec_fetch_site="cross-site")
    assert not is_refused(method=method)


@pytest.mark.parametrize("method", ["BREW", "post", "TRACE"])
def test_a_method_nobody_knows_counts_as_a_change(method):
    assert is_refused(method=method, sec_fetch_site="cross-site")


@pytest.mark.parametrize(
    ("scheme", "secure", "sent", "shown"),
    [
        ("https", False, "__Host-ieum=abc", "abc"),
        ("https", False, "ieum=abc", None),
        ("http", False, "ieum=abc", "abc"),
        ("http", False, "__Host-ieum=abc", None),
        ("http", True, "__Host-ieum=abc", "abc"),
        ("http", True, "ieum=abc", None),
        ("https", False, "ieum=planted; __Host-ieum=abc", "abc"),
        ("https", False, "other=1", None),
        ("https", False, None, None),
    ],
)
def test_over_https_only_a_cookie_that_no_other_host_can_plant_is_read(scheme, secure, sent, shown):
    asked = request("GET", scheme, cookie=sent, secure=secure)

    assert cookies.shown_cookie(asked) == shown


def test_a_cookie_is_not_read_for_the_page_of_another_site():
    with pytest.raises(CrossSite):
        cookies.shown_cookie(request(cookie="__Host-ieum=abc", sec_fetch_site="cross-site"))


def test_a_request_without_a_cookie_is_not_asked_where_it_comes_from():
    assert cookies.shown_cookie(request(sec_fetch_site="cross-site")) is None


def set_by(act, scheme, *, secure=False):
    """Return the one cookie that an answer sets."""
    answer = Response()
    act(request(scheme=scheme, secure=secure), answer)
    (morsel,) = SimpleCookie(answer.headers["set-cookie"]).values()
    return morsel


def log_in(asked, answer):
    session = LoggedIn("abc", NOW + timedelta(hours=12), Actor(Role.staff))
    cookies.keep(asked, answer, session, NOW)


@pytest.mark.parametrize(
    ("scheme", "secure", "name"),
    [("https", False, "__Host-ieum"), ("http", True, "__Host-ieum"), ("http", False, "ieum")],
)
@pytest.mark.parametrize("act", [log_in, cookies.forget])
def test_a_cookie_is_for_this_host_and_for_no_script(act, scheme, secure, name):
    morsel = set_by(act, scheme, secure=secure)

    assert (morsel.key, morsel["path"], morsel["domain"]) == (name, "/", "")
    assert (bool(morsel["httponly"]), morsel["samesite"].lower()) == (True, "lax")
    assert bool(morsel["secure"]) is (name != "ieum")


def test_a_cookie_ends_with_its_session_and_is_gone_when_it_is_taken_away():
    assert set_by(log_in, "https")["max-age"] == str(12 * 60 * 60)
    gone = set_by(cookies.forget, "https")
    assert (gone.value, gone["max-age"]) == ("", "0")


@pytest.mark.parametrize(("agent", "known"), [({"user_agent": "Firefox"}, "Firefox"), ({}, "")])
def test_a_visitor_is_an_address_and_what_the_browser_calls_itself(agent, known):
    assert cookies.visitor(request(**agent)) == Visitor("203.0.113.7", known)
