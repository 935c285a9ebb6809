"""Every refusal is one problem document, in Korean and in English."""

import re
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.core import errors
from app.core.actors import Role
from app.core.db import Database
from app.core.errors import DomainError, Unavailable
from app.core.settings import Settings
from app.main import create_app
from app.routers import problems

HANGUL = re.compile("[가-힣]")
MEMBERS = {"type", "title", "status", "detail", "code"}
VISIT = {"office": "centre", "visited_on": "2017-03-02", "target": "school"}


def is_problem(answer, status, code):
    """Whether an answer is a problem document of this status and code."""
    body = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"/problems/{code}"
    assert set(body) >= MEMBERS
    return body


@pytest.fixture
def refusals(world, app, anyone, staff, as_role, monkeypatch):
    """For each status, a request that is refused with it, and its code."""
    visit = world.visit(world.agency()["id"])
    one = f"/api/v1/visits/{visit['id']}"
    team = as_role(Role.staff, office="team")

    def busy(headers):
        with monkeypatch.context() as patched:
            patched.setattr(Database, "reading", _raise_unavailable)
            return anyone.get("/api/v1/enterprises", headers=headers)

    def bug(headers):
        with monkeypatch.context() as patched:
            patched.setattr(Database, "reading", _raise_bug)
            return anyone.get("/api/v1/enterprises", headers=headers)

    return {
        (401, "unauthenticated"): lambda h: anyone.get(one, headers=h),
        (403, "forbidden"): lambda h: team.patch(one, json={"note": "x"}, headers=h),
        (404, "not_found"): lambda h: staff.get(f"/api/v1/visits/{uuid4()}", headers=h),
        (405, "method_not_allowed"): lambda h: staff.put(one, json={}, headers=h),
        (409, "duplicate_agency"): lambda h: staff.post(
            "/api/v1/agencies", json={"name": "서울강북초등학교", "kind": "school"}, headers=h
        ),
        (412, "stale"): lambda h: staff.patch(one, json={}, headers={**h, "If-Match": '"9"'}),
        (413, "too_large"): lambda h: staff.post(
            "/api/v1/visits",
            content=b"x" * (app.state.settings.max_body_bytes + 1),
            headers={**h, "Content-Type": "application/json"},
        ),
        (422, "invalid_input"): lambda h: staff.post("/api/v1/visits", json={}, headers=h),
        (422, "unknown_reference"): lambda h: staff.post(
            "/api/v1/visits", json={**VISIT, "agency_id": str(uuid4())}, headers=h
        ),
        (500, "internal"): bug,
        (503, "unavailable"): busy,
    }


def _raise_unavailable(*_args, **_more):
    raise Unavailable


def _raise_bug(*_args, **_more):
    msg = "secret of the inside"
    raise RuntimeError(msg)


def test_every_status_is_a_problem_in_the_language_of_the_reader(refusals):
    for (status, code), refuse in refusals.items():
        korean = is_problem(refuse({}), status, code)
        english = is_problem(refuse({"Accept-Language": "en-GB,ko;q=0.5"}), status, code)

        assert HANGUL.search(korean["title"]), code
        assert HANGUL.search(korean["detail"]), code
        assert not HANGUL.search(english["title"]), code
        assert "{" not in korean["detail"] + english["detail"], code
        assert {k: type(v) for k, v in korean.items()} == {k: type(v) for k, v in english.items()}
        for fault in english.get("errors", []):
            assert set(fault) == {"pointer", "code", "message"}
            assert fault["message"].isascii(), fault


@pytest.mark.parametrize(
    ("wanted", "korean"),
    [
        (None, True),
        ("", True),
        ("ko", True),
        ("ko-KR,en;q=0.9", True),
        ("en", False),
        ("EN-us", False),
        ("fr", True),
        ("*", True),
        ("\xff", True),
    ],
)
def test_korean_is_read_unless_english_is_asked_for_first(anyone, wanted, korean):
    headers = {} if wanted is None else {"Accept-Language": wanted.encode("latin-1")}

    detail = anyone.get("/api/v1/visits", headers=headers).json()["detail"]

    assert bool(HANGUL.search(detail)) is korean


def families():
    """Yield every refusal of the product."""
    ahead = [DomainError]
    while ahead:
        ahead += (found := ahead.pop().__subclasses__())
        yield from found


@pytest.mark.parametrize("refusal", sorted(set(families()), key=lambda one: one.__qualname__))
def test_every_refusal_has_a_status_words_in_both_languages_and_a_code(refusal):
    placeholders = set(re.findall(r"{(\w+)}", refusal.ko))

    assert [status for family, status in problems.STATUS.items() if issubclass(refusal, family)]
    assert placeholders == set(re.findall(r"{(\w+)}", refusal.en))
    assert HANGUL.search(refusal.ko)
    assert HANGUL.search(refusal.title_ko)
    assert not HANGUL.search(refusal.en + refusal.title_en)
    assert re.fullmatch(r"[a-z][a-z_]*", refusal.code())
    assert refusal.__doc__


def test_no_two_refusals_share_a_code():
    codes = [one.code() for one in set(families())]

    assert len(codes) == len(set(codes))
    assert errors.NotFound.code() == "not_found"


def test_a_bug_tells_nothing_of_the_inside_but_a_number_to_ask_by(refusals):
    body = refusals[500, "internal"]({}).json()

    assert "secret" not in str(body)
    assert re.fullmatch(r"[0-9a-f]{32}", body["request_id"])


def test_every_answer_carries_its_own_request_id(anyone):
    answers = [anyone.get(path) for path in ("/healthz", "/api/v1/offices", "/nowhere")]

    ids = {answer.headers["x-request-id"] for answer in answers}
    assert len(ids) == 3


def test_a_refusal_for_want_of_a_token_says_how_to_show_one(anyone):
    answer = anyone.get("/api/v1/visits")

    assert answer.headers["www-authenticate"] == "Bearer"
    assert "Bearer" in answer.json()["detail"]


def test_a_busy_database_says_when_to_come_again(refusals):
    assert refusals[503, "unavailable"]({}).headers["retry-after"] == "2"


@pytest.mark.parametrize("path", ["/api", "/api/v1", "/api/v1/nothing", "/api/v2/visits", "/%00"])
def test_an_unknown_address_is_a_problem_too(anyone, path):
    is_problem(anyone.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/v1/visits"),
        ("DELETE", "/api/v1/visits"),
        ("POST", "/api/v1/visits/x"),
        ("PUT", "/api/v1/offices/centre"),
        ("POST", "/healthz"),
        ("TRACE", "/api/v1/visits"),
    ],
)
def test_a_method_an_address_does_not_know_is_refused(anyone, method, path):
    is_problem(anyone.request(method, path), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "query", ["colour=red", "limits=5", "Limit=5", "date_form=2017-01-01", "q=x", "office[]=a"]
)
def test_an_unknown_filter_is_refused_and_named(staff, query):
    body = is_problem(staff.get(f"/api/v1/visits?{query}"), 422, "invalid_input")

    assert [(e["pointer"], e["code"]) for e in body["errors"]] == [
        (f"/{query.partition('=')[0]}", "extra_forbidden")
    ]


@pytest.mark.parametrize("times", [1, 2], ids=["unknown", "repeated"])
def test_of_very_many_faults_the_first_hundred_are_named(anyone, times):
    body = "{" + ",".join([f'"{number:03d}":1' for number in range(500)] * times) + "}"

    answer = anyone.post(
        "/api/v1/match", content=body, headers={"Content-Type": "application/json"}
    )

    faults = is_problem(answer, 422, ["invalid_input", "repeated_name"][times - 1])["errors"]
    assert len(faults) == 100
    assert {"/000", "/001"} < {fault["pointer"] for fault in faults}


@pytest.mark.parametrize(
    ("limit", "status"),
    [(0, 422), (1, 200), (20, 200), (200, 200), (201, 422), (-1, 422), ("", 422), ("ten", 422),
     ("1.5", 422), ("9" * 5000, 422), ("1e2", 422)],
)  # fmt: skip
def test_a_page_has_one_to_two_hundred_rows(staff, limit, status):
    answer = staff.get("/api/v1/visits", params={"limit": limit})

    assert answer.status_code == status
    if status == 422:
        assert [e["pointer"] for e in answer.json()["errors"]] == ["/limit"]


@pytest.mark.parametrize("size", [1_001, 5_000])
@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
def test_a_body_beyond_the_setting_is_refused_whether_announced_or_not(
    db, world, empty_database, announced, size
):
    small = create_app(
        Settings(database_url=empty_database, max_body_bytes=1_000, log_level="ERROR")
    )
    body = b'{"name": "' + b"x" * (size - 12) + b'"}'
    headers = {
        "Authorization": f"Bearer {world.token()}",
        "Content-Type": "application/json",
    }
    content = body if announced else iter([body[:700], body[700:]])

    client = TestClient(small, raise_server_exceptions=False, headers=headers)
    too_large = client.post("/api/v1/agencies", content=content)
    fits = client.post("/api/v1/agencies", content=b'{"name":"a"}')
    client.close()
    small.state.db.close()

    is_problem(too_large, 413, "too_large")
    assert fits.status_code == 422, "judged by what it says"


def test_the_process_is_well_without_a_database_and_not_ready_without_its_tables(anyone):
    assert anyone.get("/healthz").json()["status"] == "ok"

    body = is_problem(anyone.get("/readyz"), 503, "not_ready")
    assert "ieum migrate" in body["detail"]


def test_the_pages_of_the_api_ask_no_other_host(anyone):
    page = anyone.get("/api/v1/docs").text

    sources = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert sources
    assert all(source.startswith("/api/v1/docs/static/") for source in sources)
    assert all(anyone.get(source).status_code == 200 for source in sources)
    is_problem(anyone.get("/api/v1/docs/static/secret.py"), 404, "not_found")
