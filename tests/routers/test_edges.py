"""What stands around every route: headers for browsers, ids, counts, and logs that tell no secrets."""

import re

import pytest
from starlette.testclient import TestClient

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from app.resources import COLLECTIONS

OFFICES = "/api/v1/offices"
ORIGIN = "https://buyer.example"
AFAR = ("203.0.113.7", 50000)
ANSWERS = [
    ("GET", "/", 307),
    ("GET", "/healthz", 200),
    ("GET", OFFICES, 200),
    ("GET", f"{OFFICES}.csv", 200),
    ("GET", "/api/v1/docs", 200),
    ("GET", "/api/v1/docs/static/swagger-ui.css", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/problems/forbidden", 200),
    ("GET", "/api/v1/reports/achievement.html?year=2017&office=centre", 200),
    ("GET", "/api/v1/visits", 401),
    ("GET", "/nowhere", 404),
    ("PUT", OFFICES, 405),
    ("POST", "/api/v1/match", 422),
]


@pytest.fixture
def made_with(empty_database, db):
    """Make the service with other settings: ``made_with(cors_origins="…")``."""
    made = []

    def make(**chosen):
        given = {"database_url": empty_database, "log_level": "ERROR", "warm_index": False}
        made.append(create_app(Settings(**{**given, **chosen})))
        return made[-1]

    yield make
    for one in made:
        one.state.db.close()


@pytest.fixture
def fails(monkeypatch):
    """Let everything that reads fail as a bug that holds a secret."""

    def raise_bug(*_args, **_more):
        msg = "the secret 880101-1234567"
        raise RuntimeError(msg)

    monkeypatch.setattr(Database, "reading", raise_bug)


@pytest.mark.one_database
@pytest.mark.parametrize(("method", "path", "status"), ANSWERS)
def test_every_answer_tells_a_browser_to_run_nothing_of_others(world, anyone, method, path, status):
    answer = anyone.request(method, path, follow_redirects=False)

    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert re.search(r"default-src '(self|none)'", policy)
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-eval" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in answer.headers


@pytest.mark.one_database
def test_a_bug_is_answered_with_the_same_headers(anyone, fails):
    answer = anyone.get(OFFICES)

    assert answer.status_code == 500
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"] == answer.json()["request_id"]


@pytest.mark.one_database
def test_over_https_a_browser_is_told_to_stay_there(app):
    with_tls = TestClient(app, base_url="https://ieum.example")

    answer = with_tls.get("/healthz")

    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.one_database
def test_what_the_api_answers_is_kept_by_no_cache(world, anyone, staff):
    for answer in (anyone.get(OFFICES), staff.get(f"{OFFICES}/centre"), anyone.get("/api/v1/x")):
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.one_database
def test_no_page_of_ours_holds_a_script_or_a_style_of_its_own(anyone):
    for path in ("/api/v1/docs", "/problems/forbidden"):
        page = anyone.get(path).text

        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", page)
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)


@pytest.mark.one_database
@pytest.mark.parametrize(("method", "path", "status"), [one for one in ANSWERS if one[2] >= 400])
def test_a_refusal_names_the_request_in_its_body_and_its_header(
    world, anyone, method, path, status
):
    answer = anyone.request(method, path)

    assert answer.status_code == status
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


@pytest.mark.one_database
def test_pages_of_other_origins_may_not_read_anything_at_first(world, anyone):
    asked = anyone.options(
        OFFICES, headers={"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    )
    read = anyone.get(OFFICES, headers={"Origin": ORIGIN})

    assert asked.status_code == 405
    for answer in (asked, read):
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.one_database
def test_pages_of_a_chosen_origin_may_call_and_no_other(made_with, world):
    client = TestClient(made_with(cors_origins=f"{ORIGIN}, https://second.example"))
    preflight = {
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,if-match,idempotency-key",
    }

    asked = client.options(OFFICES, headers={"Origin": ORIGIN, **preflight})
    read = client.get(OFFICES, headers={"Origin": ORIGIN})
    other = client.options(OFFICES, headers={"Origin": "https://evil.example", **preflight})

    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in asked.headers
    assert "ETag" in read.headers["access-control-expose-headers"]
    assert other.status_code == 400
    assert "access-control-allow-origin" not in other.headers


def counted(text, name):
    """Return the samples of one metric: its labels as they are written, and the number."""
    return dict(re.findall(rf"^{name}\{{(.*)}} ([0-9.e+]+)$", text, re.MULTILINE))


@pytest.mark.one_database
def test_requests_are_counted_by_route_and_never_by_address(made_with, world):
    client = TestClient(made_with())
    visit = world.visit(world.agency()["id"])["id"]
    for path in (f"/api/v1/visits/{visit}", OFFICES, OFFICES, "/nowhere/1", "/nowhere/2"):
        client.get(path)
    client.request("BREW", OFFICES)

    text = client.get("/metrics").text

    requests = counted(text, "ieum_requests_total")
    assert requests['method="GET",route="/api/v1/offices",status="200"'] == "2.0"
    assert requests['method="GET",route="/api/v1/visits/{key}",status="401"'] == "1.0"
    assert requests['method="GET",route="unknown",status="404"'] == "2.0"
    assert [labels for labels in requests if 'method="unknown"' in labels]
    assert str(visit) not in text
    assert "BREW" not in text
    assert 'ieum_request_seconds_count{method="GET",route="/api/v1/offices"} 2.0' in text
    assert re.search(r"^ieum_requests_in_flight 1\.0$", text, re.MULTILINE)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("client", "token", "shown", "status"),
    [
        (AFAR, None, None, 404),
        (AFAR, None, "Bearer ", 404),
        (("127.0.0.1", 1), None, None, 200),
        (("::1", 1), None, None, 200),
        (("::ffff:127.0.0.1", 1), None, None, 200),
        (AFAR, "s3cret", "Bearer s3cret", 200),
        (AFAR, "s3cret", "Bearer s3cre", 404),
        (AFAR, "s3cret", None, 404),
        (("127.0.0.1", 1), "s3cret", None, 404),
    ],
)
def test_the_counts_are_for_this_machine_or_for_who_shows_the_token(
    made_with, client, token, shown, status
):
    asking = TestClient(made_with(metrics_token=token), client=client)

    answer = asking.get("/metrics", headers={"Authorization": shown} if shown else {})

    assert answer.status_code == status


def test_a_setting_that_is_a_secret_is_not_shown():
    assert "s3cret" not in repr(Settings(metrics_token="s3cret"))


def test_a_request_is_logged_once_with_who_what_and_how_it_ended(logged, world, app):
    answer = TestClient(app, client=AFAR).get(f"{OFFICES}/centre?note=880101-1234567")

    (line,) = logged()
    assert line["id"] == answer.headers["x-request-id"]
    assert (line["method"], line["path"], line["status"]) == ("GET", f"{OFFICES}/centre", 200)
    assert (line["client"], line["level"]) == (AFAR[0], "info")
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("name", COLLECTIONS)
def test_nothing_that_was_sent_stands_in_the_log_or_in_the_refusal(logged, staff, name):
    secret = "880101-1234567"
    body = {secret: secret, "note": [secret], "name": {"x": secret}, "office": 5}

    answers = [
        staff.post(f"/api/v1/{name}", json=body),
        staff.post(f"/api/v1/{name}", content=f'{{"a": "{secret}', headers={"Content-Type": "application/json"}),
        staff.get(f"/api/v1/{name}", params={"limit": secret, "sort": secret, "cursor": secret}),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    lines = str(logged())
    assert secret not in lines
    assert staff.headers["authorization"].split()[1] not in lines
    for answer in answers[1:]:
        assert secret not in answer.text
    assert {e["pointer"] for e in answers[0].json()["errors"] if secret in str(e)} == {f"/{secret}"}


def test_a_bug_is_logged_with_its_place_and_without_its_words(logged, anyone, fails):
    answer = anyone.get(OFFICES)

    bug = next(line for line in logged() if line["event"] == "unexpected")
    assert bug["id"] == answer.json()["request_id"]
    assert "builtins.RuntimeError" in bug["exception"][0]
    assert "raise_bug" in bug["exception"][0]
    assert "secret" not in str(bug).replace("raise_bug", "")


@pytest.mark.one_database
def test_a_line_of_the_log_cannot_be_forged(logged, anyone):
    anyone.get("/x%0A%7B%22level%22:%22error%22%7D%1B[31m" + "y" * 1000)

    (line,) = logged()
    assert line["path"].startswith("/x%0A%7B%22level%22")
    assert len(line["path"]) < 700
