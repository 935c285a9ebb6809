"""By when a request is answered, and what is stored when it is not."""

import threading
import time

import anyio
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from app.core import records
from app.core.actors import Role
from app.core.deadlines import Deadline, TookTooLong
from app.core.settings import Settings
from app.main import create_app
from app.routers.times import TimeLimit

SECONDS = 0.3
OFFICE = {"code": "north", "name": "북부", "kind": "district_team", "parent": "centre"}


async def nothing():
    """Send an empty body."""
    return {"type": "http.request", "body": b"", "more_body": False}


def asked(app, receive=nothing):
    """Send one request through the time limit around *app*, and return what was sent back."""
    sent = []

    async def ask():
        async def send(message):
            sent.append(message)

        limit = TimeLimit(app, Settings(request_seconds=SECONDS))
        scope = {"type": "http", "method": "GET", "path": "/x", "headers": []}
        await limit(scope, receive, send)

    anyio.run(ask)
    return sent


def status_of(sent):
    """Return the one status that was sent."""
    (start,) = (one for one in sent if one["type"] == "http.response.start")
    return start["status"]


@pytest.fixture
def hasty(empty_database, db):
    """The service with little patience."""
    made = create_app(
        Settings(
            database_url=empty_database,
            log_level="ERROR",
            warm_index=False,
            request_seconds=SECONDS,
        )
    )
    yield made
    made.state.db.close()


def test_a_request_that_takes_too_long_is_refused_in_time_and_stores_nothing(
    hasty, world, monkeypatch
):
    real, done = records.create, threading.Event()

    def slow(*args, **more):
        made = real(*args, **more)
        time.sleep(3 * SECONDS)
        done.set()
        return made

    bearer = world.token(Role.admin)
    admin = TestClient(
        hasty, headers={"Authorization": f"Bearer {bearer}", "Accept-Language": "en"}
    )
    with monkeypatch.context() as patched:
        patched.setattr("app.routers.collections.records.create", slow)
        refused = admin.post("/api/v1/offices", json=OFFICE)
        assert done.wait(5)

    assert (refused.status_code, refused.json()["code"]) == (503, "took_too_long")
    assert refused.headers["retry-after"] == "2"
    assert "nothing was stored" in refused.json()["detail"]
    assert admin.get("/api/v1/offices/north").status_code == 404
    assert admin.post("/api/v1/offices", json=OFFICE).status_code == 201


def test_what_is_being_stored_when_the_time_is_over_is_answered_as_stored():
    async def stores(scope, receive, send):
        scope["deadline"].keep()
        await anyio.sleep(2 * SECONDS)
        await PlainTextResponse("made", 201)(scope, receive, send)

    assert status_of(asked(stores)) == 201


def test_a_unit_that_comes_after_the_clock_is_refused():
    deadline = Deadline()

    assert deadline.miss()
    with pytest.raises(TookTooLong):
        deadline.keep()


def test_a_clock_that_comes_after_the_unit_stays_silent():
    deadline = Deadline()
    deadline.keep()

    assert not deadline.miss()
    deadline.keep()


def test_of_many_who_settle_at_once_one_outcome_holds():
    for _ in range(200):
        deadline, seen = Deadline(), []
        gate = threading.Barrier(2)

        def keep(deadline=deadline, seen=seen, gate=gate):
            gate.wait()
            try:
                deadline.keep()
                seen.append("kept")
            except TookTooLong:
                seen.append("refused")

        other = threading.Thread(target=keep)
        other.start()
        gate.wait()
        missed = deadline.miss()
        other.join()

        assert seen == (["refused"] if missed else ["kept"])


def test_who_waits_for_a_thread_is_given_up_and_takes_none():
    ran = []

    async def waits_for_a_turn(scope, receive, send):
        busy = anyio.CapacityLimiter(1)
        await busy.acquire_on_behalf_of("another")
        await anyio.to_thread.run_sync(ran.append, 1, limiter=busy)

    assert status_of(asked(waits_for_a_turn)) == 503
    assert ran == []


def test_a_caller_who_does_not_finish_sending_is_told_so():
    async def reads(scope, receive, send):
        await receive()

    async def never():
        await anyio.sleep(60)

    sent = asked(reads, receive=never)

    assert status_of(sent) == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_an_answer_goes_on_as_long_as_it_moves():
    async def streams(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(4):
            await anyio.sleep(SECONDS / 2)
            await send({"type": "http.response.body", "body": b"x", "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    sent = asked(streams)

    assert len([one for one in sent if one.get("body") == b"x"]) == 4
    assert sent[-1]["more_body"] is False


def test_an_answer_that_stands_still_is_cut_off():
    async def stops(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await anyio.sleep(60)

    sent = asked(stops)

    assert len(sent) == 1, "begun and never finished, so that nobody takes it for whole"


def test_a_sheet_may_take_longer_than_a_request():
    limit = TimeLimit(None, Settings(request_seconds=1, upload_seconds=9))

    def seconds(method, path):
        return limit._seconds({"method": method, "path": path})

    assert seconds("POST", "/api/v1/visits.csv") == 9
    assert seconds("GET", "/api/v1/visits.csv") == 1
    assert seconds("POST", "/api/v1/visits") == 1
