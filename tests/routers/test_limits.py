"""How much may be asked: how often, how many at once, and how large."""

import asyncio
import re

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from app.core.settings import Settings
from app.main import create_app
from app.routers.callers import neighbourhood
from app.routers.limits import RateLimit
from app.routers.times import TimeLimit

AFAR = ("203.0.113.7", 50000)
OFFICES = "/api/v1/offices"


async def anything(scope, receive, send):
    """An application that answers everything at once."""
    await PlainTextResponse("ok")(scope, receive, send)


def limited(**most):
    """Return a client maker over an application with these limits: ``at(address)``."""
    around = RateLimit(anything, Settings(**most))
    return lambda client=AFAR, **more: TestClient(around, client=client, **more)


@pytest.fixture
def small(empty_database, db):
    """The whole service with every limit small."""
    made = create_app(
        Settings(
            database_url=empty_database,
            log_level="ERROR",
            warm_index=False,
            requests_per_minute_address=3,
            max_upload_bytes=1_000,
            max_upload_rows=2,
        )
    )
    yield made
    made.state.db.close()


def test_an_address_that_asks_too_often_is_told_when_to_come_again(small, world):
    client = TestClient(small, client=AFAR)
    before = [client.get(OFFICES) for _ in range(3)]

    refused = client.get(OFFICES, headers={"Accept-Language": "en"})

    assert [answer.status_code for answer in before] == [200, 200, 200]
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert refused.headers["content-type"] == "application/problem+json"
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["retry-after"] in refused.json()["detail"]
    assert refused.headers["x-request-id"] == refused.json()["request_id"]
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code in (200, 503)
    assert TestClient(small, client=("203.0.113.8", 1)).get(OFFICES).status_code == 200


def test_every_answer_says_what_is_left_in_the_words_of_the_draft():
    client = limited(requests_per_minute_address=5, requests_per_minute_token=2)()

    first = client.get("/", headers={"Authorization": "Bearer a"})
    second = client.get("/")

    assert first.headers["ratelimit-policy"] == '"address";q=5;w=60, "token";q=2;w=60'
    assert re.fullmatch(r'"address";r=4;t=\d+, "token";r=1;t=\d+', first.headers["ratelimit"])
    assert re.fullmatch(r'"address";r=3;t=(60|[1-5]?\d)', second.headers["ratelimit"])


def test_a_token_is_counted_wherever_it_is_used_from_and_others_are_not():
    at = limited(requests_per_minute_token=2)
    mine, other = {"Authorization": "Bearer a"}, {"Authorization": "Bearer b"}

    statuses = [at((f"203.0.113.{n}", 1)).get("/", headers=mine).status_code for n in range(1, 4)]

    assert statuses == [200, 200, 429]
    assert at().get("/", headers=other).status_code == 200
    assert at().get("/").status_code == 200
    assert at().get("/", headers={"Cookie": "session=a"}).status_code == 200


def test_new_tokens_do_not_help_an_address_that_guesses_them():
    client = limited(requests_per_minute_address=2)()

    statuses = [
        client.get("/", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(3)
    ]

    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(
    "client", [("127.0.0.1", 1), ("127.8.9.1", 1), ("::1", 1), ("::ffff:127.0.0.1", 1), ("sock", 1)]
)
def test_who_asks_from_this_machine_is_not_counted(client):
    asking = limited(requests_per_minute_address=1)(client)

    answers = [asking.get("/") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "ratelimit" not in answers[0].headers


def test_no_limit_is_a_limit_of_nothing():
    asking = limited(requests_per_minute_address=0, requests_per_minute_token=0)()

    assert "ratelimit" not in asking.get("/", headers={"Authorization": "Bearer a"}).headers


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_an_address_of_a_subscriber_is_one_however_it_is_written(one, other, same):
    names = [neighbourhood({"client": (host, 1)}) for host in (one, other)]

    assert None not in names
    assert (names[0] == names[1]) is same


def test_the_defaults_do_not_hinder_a_busy_office():
    most = Settings()

    assert most.requests_per_minute_address >= 100 * 60
    assert most.requests_per_minute_token >= 50 * 60


def test_what_cannot_be_answered_is_refused_before_it_is_begun():
    asyncio.run(_crowd())


async def _crowd():
    door = asyncio.Event()

    async def waits(scope, receive, send):
        await door.wait()
        await anything(scope, receive, send)

    limit = TimeLimit(waits, Settings(max_waiting=2))
    statuses = []

    async def ask():
        async def send(message):
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        scope = {"type": "http", "method": "GET", "path": "/x", "headers": []}
        await limit(scope, _nothing, send)

    asking = [asyncio.create_task(ask()) for _ in range(3)]
    await asyncio.sleep(0.01)
    assert statuses == [503]
    door.set()
    await asyncio.gather(*asking)
    assert statuses == [503, 200, 200]
    await ask()
    assert statuses[3:] == [200]


async def _nothing():
    return {"type": "http.request", "body": b"", "more_body": False}


@pytest.fixture
def uploader(small, world):
    return TestClient(small, headers={"Authorization": f"Bearer {world.token()}"})


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
def test_a_sheet_beyond_the_setting_is_refused_whether_announced_or_not(uploader, announced):
    sheet = b"office,visited_on,target\r\n" + b"x" * 1_000

    content = sheet if announced else iter([sheet[:700], sheet[700:]])
    answer = uploader.post("/api/v1/visits.csv", content=content)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(("rows", "status"), [(2, 200), (3, 422)])
def test_a_sheet_of_too_many_rows_is_refused_whole(uploader, rows, status):
    sheet = "office,held_on,title\r\n" + "centre,2017-05-11,간담회\r\n" * rows

    answer = uploader.post("/api/v1/meetings.csv", content=sheet.encode())

    assert answer.status_code == status
    if status == 422:
        assert answer.json()["code"] == "sheet_too_long"
    assert uploader.get("/api/v1/meetings").json()["total"] == (rows if status == 200 else 0)


def test_a_body_of_json_keeps_its_own_limit(uploader):
    answer = uploader.post("/api/v1/meetings", json={"note": "가" * 1_000})

    assert answer.status_code == 422, "judged by what it says"


def test_the_wait_that_is_told_is_at_most_the_minute():
    client = limited(requests_per_minute_address=1)()

    _, refused = client.get("/"), client.get("/")

    assert 55 <= int(refused.headers["retry-after"]) <= 60
