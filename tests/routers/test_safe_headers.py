"""The headers that stand around every answer, and the counts that are kept of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest

from app.routers.headers import CONTENT_SECURITY_POLICY, with_safe_headers
from app.routers.meters import Meters

SAFE = {
    b"content-security-policy",
    b"x-content-type-options",
    b"referrer-policy",
    b"permissions-policy",
    b"cross-origin-opener-policy",
    b"cross-origin-resource-policy",
}
NAMES = st.sampled_from([*sorted(SAFE), b"content-type", b"etag", b"cache-control", b"set-cookie"])
HEADERS = st.lists(st.tuples(NAMES, st.binary(max_size=5)), max_size=8)
PATHS = st.sampled_from(["/", "/api/v1/offices", "/api", "/match", "/api/"])


def headers_of(path="/match", scheme="http", headers=()):
    return with_safe_headers({"path": path, "scheme": scheme}, headers)


def test_a_bare_answer_gets_every_safe_header_once():
    names = [name for name, _ in headers_of()]

    assert set(names) == SAFE
    assert len(names) == len(SAFE)


@given(path=PATHS, scheme=st.sampled_from(["http", "https"]), own=HEADERS)
def test_what_an_answer_says_itself_is_kept_as_it_said_it_and_never_doubled(path, scheme, own):
    found = headers_of(path, scheme, own)

    assert found[: len(own)] == own
    added = [name for name, _ in found[len(own) :]]
    assert len(set(added)) == len(added)
    assert set(added).isdisjoint(name for name, _ in own)
    assert {name for name, _ in found} >= SAFE


@pytest.mark.parametrize(
    ("path", "own", "kept"),
    [
        ("/api/v1/offices", (), [b"no-store"]),
        ("/api/v1/offices", [(b"cache-control", b"private")], [b"private"]),
        ("/match", (), []),
        ("/match", [(b"cache-control", b"max-age=60")], [b"max-age=60"]),
        ("/apiary", (), []),
        ("/x/api/", (), []),
    ],
)
def test_only_what_the_api_answers_may_not_be_kept_unless_it_says_otherwise(path, own, kept):
    assert [
        value for name, value in headers_of(path, headers=own) if name == b"cache-control"
    ] == kept


@pytest.mark.parametrize(("scheme", "told"), [("https", True), ("http", False), (None, False)])
def test_a_browser_is_told_to_stay_with_https_only_where_it_is(scheme, told):
    names = [name for name, _ in headers_of(scheme=scheme)]

    assert (b"strict-transport-security" in names) is told


def test_headers_that_come_one_by_one_are_taken_too():
    own = ((b"etag", value) for value in (b'"1"', b'"2"'))

    assert headers_of(headers=own)[:2] == [(b"etag", b'"1"'), (b"etag", b'"2"')]


def test_no_answer_changes_the_headers_of_the_next():
    first = headers_of()
    first.append((b"x-injected", b"1"))
    first.clear()

    assert len(headers_of()) == len(SAFE)


@pytest.mark.parametrize("word", ["unsafe-inline", "unsafe-eval", "http:", "https:", "*"])
def test_the_policy_of_pages_lets_nothing_of_others_run(word):
    assert word not in CONTENT_SECURITY_POLICY
    for directive in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert directive in CONTENT_SECURITY_POLICY


@pytest.fixture
def meters():
    return Meters()


def lines(meters, start):
    told = generate_latest(meters.registry).decode().splitlines()
    return [line for line in told if line.startswith(start)]


def test_answers_are_counted_by_method_route_and_status(meters):
    for status in (200, 200, 404):
        meters.count("GET", "/api/v1/{key}", status, 0.1)
    meters.count("POST", "/api/v1/{key}", 201, 0.1)

    assert lines(meters, "ieum_requests_total") == [
        'ieum_requests_total{method="GET",route="/api/v1/{key}",status="200"} 2.0',
        'ieum_requests_total{method="GET",route="/api/v1/{key}",status="404"} 1.0',
        'ieum_requests_total{method="POST",route="/api/v1/{key}",status="201"} 1.0',
    ]


@pytest.mark.parametrize("method", ["BREW", "get", "", "GET\n", "x" * 1_000])
def test_strangers_make_no_labels(meters, method):
    for n in range(3):
        meters.count(f"{method}{n}", None, 404, 0.1)

    assert lines(meters, "ieum_requests_total") == [
        'ieum_requests_total{method="unknown",route="unknown",status="404"} 3.0'
    ]


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0.0, "0.005"), (0.005, "0.005"), (0.0051, "0.01"), (30.0, "30.0"), (31.0, "+Inf")],
)
def test_the_time_of_an_answer_falls_into_the_first_bucket_that_holds_it(meters, seconds, bucket):
    meters.count("GET", "/", 200, seconds)

    filled = [
        line for line in lines(meters, "ieum_request_seconds_bucket") if line.endswith(" 1.0")
    ]
    assert f'le="{bucket}"' in filled[0]


def test_two_services_in_one_process_count_apart(meters):
    meters.count("GET", "/", 200, 0.1)

    assert lines(Meters(), "ieum_requests_total") == []
