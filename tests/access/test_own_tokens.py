"""Tokens over HTTP: made by who has logged in, never with more than they may do."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access.queries import TOKENS
from app.access.tokens import TOKEN_RECORDS
from app.core import lookups
from app.core.actors import SYSTEM, Role
from app.core.errors import Unavailable

PATH = "/api/v1/tokens"
VISIT = {"visited_on": "2017-03-02", "target": "school", "office": "team"}


@pytest.fixture
def bodies(world):
    """Two agencies and two enterprises."""
    return {
        "agency_id": str(world.agency("우리")["id"]),
        "other_agency": str(world.agency("남의")["id"]),
        "enterprise_id": str(world.enterprise("우리")["id"]),
        "other_enterprise": str(world.enterprise("남의")["id"]),
    }


def wanted(role, **more):
    return {"label": "연계 프로그램", "role": role, **more}


def client_with(app, bearer):
    return TestClient(app, headers={"Authorization": f"Bearer {bearer}"})


def test_a_token_is_shown_once_and_works_as_who_made_it(people, app):
    people.add("minji", "staff", office="team")
    browser = people.browser("minji")

    made = browser.post(PATH, json=wanted("staff", office="team", days=30))

    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    bearer = made.json()["token"]
    assert bearer not in browser.get(PATH).text
    told = client_with(app, bearer).get("/api/v1/session").json()
    assert (told["role"], told["office"], told["label"]) == (
        "staff",
        "team",
        "minji: 연계 프로그램",
    )


@pytest.mark.parametrize(
    ("account", "asked", "status"),
    [
        ({"role": "staff", "office": "team"}, {"role": "staff", "office": "team"}, 201),
        ({"role": "staff", "office": "team"}, {"role": "staff", "office": "centre"}, 403),
        ({"role": "staff", "office": "team"}, {"role": "staff"}, 403),
        ({"role": "staff"}, {"role": "staff"}, 201),
        ({"role": "staff"}, {"role": "manager"}, 403),
        ({"role": "staff"}, {"role": "agency", "agency_id": "agency_id"}, 403),
        ({"role": "manager", "office": "team"}, {"role": "staff", "office": "team"}, 201),
        ({"role": "manager", "office": "team"}, {"role": "manager", "office": "centre"}, 403),
        ({"role": "manager", "office": "team"}, {"role": "admin"}, 403),
        ({"role": "manager"}, {"role": "agency", "agency_id": "agency_id"}, 201),
        (
            {"role": "agency", "agency_id": "agency_id"},
            {"role": "agency", "agency_id": "agency_id"},
            201,
        ),
        (
            {"role": "agency", "agency_id": "agency_id"},
            {"role": "agency", "agency_id": "other_agency"},
            403,
        ),
        ({"role": "agency", "agency_id": "agency_id"}, {"role": "staff"}, 403),
        (
            {"role": "enterprise", "enterprise_id": "enterprise_id"},
            {"role": "enterprise", "enterprise_id": "other_enterprise"},
            403,
        ),
        ({"role": "admin"}, {"role": "admin"}, 201),
        ({"role": "admin"}, {"role": "agency"}, 422),
        ({"role": "admin"}, {"role": "agency", "agency_id": "nobody"}, 422),
        ({"role": "admin"}, {"role": "device"}, 422),
    ],
)
def test_nobody_gives_more_than_they_have(people, bodies, account, asked, status):
    ids = {**bodies, "nobody": str(uuid4())}
    account, asked = ({k: ids.get(v, v) for k, v in one.items()} for one in (account, asked))
    people.add("minji", **account)

    answer = people.browser("minji").post(PATH, json=wanted(**asked))

    assert answer.status_code == status, answer.text


def test_a_token_makes_no_tokens(admin):
    answer = admin.post(PATH, json=wanted("staff"))

    assert (answer.status_code, answer.json()["code"]) == (401, "log_in_needed")


def test_a_token_for_reading_writes_nothing(people, app):
    people.add("minji", "staff", office="team")
    made = people.browser("minji").post(PATH, json=wanted("staff", office="team", read_only=True))
    reader = client_with(app, made.json()["token"])
    body = {**VISIT, "agency_id": str(people.world.agency()["id"])}

    assert reader.get("/api/v1/visits").status_code == 200
    answer = reader.post("/api/v1/visits", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "read_only")


def test_tokens_are_seen_and_revoked_by_who_made_them_and_who_could(people, app, bodies):
    people.add("minji", "staff", office="team")
    people.add("other", "staff", office="team")
    people.add("boss", "manager", office="team")
    people.add("far", "manager", office="centre")
    people.add("buyer", "agency", agency_id=bodies["agency_id"])
    made = people.browser("minji").post(PATH, json=wanted("staff", office="team")).json()
    seen = {
        login: [one["id"] for one in people.browser(login).get(PATH).json()]
        for login in ("minji", "other", "boss", "far", "buyer")
    }

    assert [login for login, ids in seen.items() if made["id"] in ids] == ["minji", "boss", "far"]
    for login in ("other", "buyer"):
        foreign = people.browser(login).delete(f"{PATH}/{made['id']}")
        unknown = people.browser(login).delete(f"{PATH}/{uuid4()}")
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.json()["detail"] == unknown.json()["detail"]
    client = client_with(app, made["token"])
    assert client.get("/api/v1/visits").status_code == 200
    assert people.browser("boss").delete(f"{PATH}/{made['id']}").status_code == 204
    assert client.get("/api/v1/visits").status_code == 401
    assert people.browser("minji").get(PATH).json() == []
    assert people.browser("minji").delete(f"{PATH}/{made['id']}").status_code == 204


@pytest.mark.parametrize("patch", [{"active": False}, {"role": "staff"}, {"office": "centre"}])
def test_tokens_end_when_the_rights_of_their_account_change(people, app, admin, patch):
    account = people.add("minji", "manager", office="team")
    made = people.browser("minji").post(PATH, json=wanted("staff", office="team")).json()
    bearer = made["token"]

    assert admin.patch(f"/api/v1/accounts/{account['id']}", json={"name": "새"}).status_code == 200
    before = client_with(app, bearer).get("/api/v1/visits").status_code
    assert admin.patch(f"/api/v1/accounts/{account['id']}", json=patch).status_code == 200

    assert before == 200
    assert client_with(app, bearer).get("/api/v1/visits").status_code == 401
    with people.world.db.reading(actor=SYSTEM) as unit:
        told = lookups.history(unit, TOKEN_RECORDS, UUID(made["id"]))
    assert [one["action"] for one in told] == ["created", "changed"]


def test_the_last_use_is_remembered_without_a_write_for_every_request(people, app):
    people.add("root", "admin")
    browser = people.browser("root")
    bearer = browser.post(PATH, json=wanted("staff")).json()["token"]
    client = client_with(app, bearer)

    for _ in range(3):
        client.get("/api/v1/visits")
    before = browser.get(PATH).json()[0]["last_used_at"]
    app.state.last_used.store()
    after = browser.get(PATH).json()[0]["last_used_at"]

    assert before is None
    assert datetime.now(UTC) - datetime.fromisoformat(after) < timedelta(minutes=1)


def test_what_could_not_be_stored_is_kept_for_the_next_time(people, app, monkeypatch):
    used = app.state.last_used
    bearer = people.world.token(Role.staff)
    client_with(app, bearer).get("/api/v1/visits")

    def gone(_taken):
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(used, "_write", gone)
        with pytest.raises(Unavailable):
            used.store()
    used.store()

    with people.world.db.reading() as unit:
        assert unit.scalar(select(TOKENS.c.last_used_at)) is not None


def test_making_and_revoking_stand_in_the_history(people):
    people.add("root", "admin")
    browser = people.browser("root")
    made = browser.post(PATH, json=wanted("staff")).json()
    browser.delete(f"{PATH}/{made['id']}")

    with people.world.db.reading(actor=SYSTEM) as unit:
        history = lookups.history(unit, TOKEN_RECORDS, UUID(made["id"]))

    assert [(one["action"], one["actor"]) for one in history] == [
        ("created", "root"),
        ("changed", "root"),
    ]
    assert "digest" not in str(history)
