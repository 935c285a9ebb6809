"""Log-ins: how a session begins and ends, and what a page of another site cannot do with it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from people import PASSWORD, log_in
from sqlalchemy import select
from starlette.testclient import TestClient

from app.access import accounts, sessions
from app.access.accounts import SESSIONS, give_password
from app.access.sessions import Visitor, WrongCredentials
from app.core.actors import SYSTEM, Role
from app.core.settings import Settings
from app.main import create_app

SESSION = "/api/v1/session"
NOON = datetime(2017, 6, 1, 12, 0, tzinfo=UTC)
CONFIG = Settings(session_idle_minutes=30, session_hours=12)
VISIT = {"visited_on": "2017-03-02", "target": "school", "office": "centre"}


def opened(db, login="minji", now=NOON):
    shown = sessions.Shown(login, PASSWORD)
    return sessions.log_in(db, CONFIG, shown, Visitor("192.0.2.7", "Firefox"), now)


def role_behind(db, cookie, now):
    with db.reading(now) as unit:
        return sessions.actor_of(unit, cookie, CONFIG).role


def test_who_logs_in_is_known_from_then_on(people):
    people.add("minji", "staff", office="team")
    browser = people.browser()

    answer = log_in(browser, "MinJi ")

    assert answer.status_code == 201
    told = browser.get(SESSION).json()
    assert told == answer.json()
    assert (told["label"], told["role"], told["office"]) == ("minji", "staff", "team")
    assert browser.get("/api/v1/visits").status_code == 200


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(people):
    people.add("minji")

    cookie = log_in(people.browser(), "minji").headers["set-cookie"].lower()

    assert cookie.startswith("ieum=")
    assert {"httponly", "samesite=lax", "path=/"} <= set(cookie.split("; "))
    assert "max-age=43200" in cookie
    assert "domain" not in cookie


def test_over_https_the_cookie_never_goes_without_it(people, app):
    people.add("minji")
    client = TestClient(app, base_url="https://testserver", headers={"Sec-Fetch-Site": "none"})

    cookie = log_in(client, "minji").headers["set-cookie"]

    assert cookie.startswith("__Host-ieum=")
    assert "; Secure" in cookie
    assert client.get(SESSION).json()["label"] == "minji"


def test_a_setting_makes_cookies_secure_where_a_proxy_ends_https(people, empty_database):
    people.add("minji")
    made = create_app(
        Settings(
            database_url=empty_database,
            log_level="ERROR",
            warm_index=False,
            secure_cookies=True,
        )
    )
    client = TestClient(made, headers={"Sec-Fetch-Site": "none"})

    cookie = log_in(client, "minji").headers["set-cookie"]
    made.state.db.close()

    assert cookie.startswith("__Host-ieum=")
    assert "; Secure" in cookie


def test_only_a_digest_of_the_cookie_is_kept(people):
    people.add("minji")
    session = opened(people.world.db)

    with people.world.db.reading() as unit:
        row = unit.first(select(SESSIONS))

    assert session.cookie not in str(row)
    assert len(session.cookie) > 40
    assert (row.address, row.agent) == ("192.0.2.7", "Firefox")


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("minji", "밤에 걷는 고양이 여덟"),
        ("minji", ""),
        ("nobody", PASSWORD),
        ("stopped", PASSWORD),
        ("unset", PASSWORD),
        ("unset", ""),
        ("", ""),
        ("min\x00ji", PASSWORD),
        ("\U0001f600" * 50, "\U0001f600" * 50),
        ("' or 1=1 --", "x"),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(people, login, password):
    people.add("minji")
    people.add("stopped", active=False)
    people.add("unset", password=None)

    answer = log_in(people.browser(), login, password)

    assert answer.status_code == 401
    assert answer.json()["code"] == "wrong_credentials"
    assert answer.json()["detail"] == WrongCredentials.ko
    assert "set-cookie" not in answer.headers


def test_an_unknown_login_is_compared_with_a_hash_too_so_that_it_takes_as_long(people, monkeypatch):
    people.add("minji")
    compared = []
    verify = sessions.passwords._argon2id.verify
    monkeypatch.setattr(
        sessions.passwords._argon2id,
        "verify",
        lambda typed, kept: compared.append(kept) or verify(typed, kept),
    )

    for login in ("minji", "nobody"):
        log_in(people.browser(), login, "wrong wrong wrong")

    assert len(compared) == 2


def test_guessing_is_answered_with_a_wait_for_known_and_unknown_logins_alike(people):
    people.add("minji")
    answers = {}

    for login in ("minji", "nobody"):
        browser = people.browser()
        answers[login] = [log_in(browser, login, "wrong").status_code for _ in range(7)]
        last = log_in(browser, login, PASSWORD)
        assert last.json()["code"] == "too_many_attempts"
        assert 0 < int(last.headers["retry-after"]) <= 16

    assert answers["minji"] == answers["nobody"] == [401] * 5 + [429] * 2


@pytest.mark.parametrize(
    ("after", "role"),
    [
        (timedelta(0), Role.staff),
        (timedelta(minutes=30, microseconds=-1), Role.staff),
        (timedelta(minutes=30), Role.public),
        (timedelta(days=2), Role.public),
    ],
)
def test_a_session_nobody_comes_back_to_ends(people, after, role):
    people.add("minji")
    session = opened(people.world.db)

    assert role_behind(people.world.db, session.cookie, NOON + after) is role


def test_use_keeps_a_session_alive_but_not_beyond_its_hours(people):
    people.add("minji")
    db, session = people.world.db, opened(people.world.db)
    used = people.app.state.last_used
    used._db = db
    roles = []

    for quarter in range(1, 50):
        now = NOON + timedelta(minutes=15 * quarter)
        used.session(session.actor.session_id, now)
        used.store()
        roles.append(role_behind(db, session.cookie, now))

    assert roles == [Role.staff] * 47 + [Role.public] * 2


def test_a_request_is_remembered_as_use_and_written_down_later(people):
    people.add("minji")
    browser = people.browser("minji")
    with people.world.db.reading() as unit:
        before = unit.scalar(select(SESSIONS.c.last_seen_at))

    browser.get("/api/v1/visits")
    with people.world.db.reading() as unit:
        between = unit.scalar(select(SESSIONS.c.last_seen_at))
    people.app.state.last_used.store()

    with people.world.db.reading() as unit:
        assert before == between < unit.scalar(select(SESSIONS.c.last_seen_at))


def test_logging_in_again_gives_a_new_cookie_and_ends_the_old(people):
    people.add("minji")
    browser = people.browser("minji")
    old = browser.cookies["ieum"]

    assert log_in(browser, "minji").status_code == 201

    assert browser.cookies["ieum"] != old
    left = people.browser()
    left.cookies.set("ieum", old)
    assert left.get(SESSION).status_code == 401


def test_a_planted_cookie_is_never_taken_over(people):
    people.add("minji")
    browser = people.browser()
    browser.cookies.set("ieum", "chosen by somebody else")

    log_in(browser, "minji")

    planted = people.browser()
    planted.cookies.set("ieum", "chosen by somebody else")
    assert planted.get(SESSION).status_code == 401


def test_logging_out_ends_it_for_good(people):
    people.add("minji")
    browser = people.browser("minji")
    cookie = browser.cookies["ieum"]

    answer = browser.delete(SESSION)

    assert answer.status_code == 204
    assert "ieum" not in browser.cookies
    browser.cookies.set("ieum", cookie)
    assert browser.get(SESSION).status_code == 401
    assert browser.get("/api/v1/visits").status_code == 401


def test_an_ended_session_reads_what_anyone_may_and_writes_nothing(people):
    people.add("minji")
    browser = people.browser()
    browser.cookies.set("ieum", "never made")

    assert browser.get("/api/v1/enterprises").status_code == 200
    body = {**VISIT, "agency_id": str(uuid4())}
    assert browser.post("/api/v1/visits", json=body).status_code == 401


def test_an_account_that_is_stopped_or_changed_is_so_at_once(people, admin):
    account = people.add("minji", "staff", office="team")
    browser = people.browser("minji")
    path = f"/api/v1/accounts/{account['id']}"

    admin.patch(path, json={"office": "centre"})
    moved = browser.get(SESSION).json()["office"]
    admin.patch(path, json={"active": False})

    assert moved == "centre"
    assert browser.get(SESSION).status_code == 401


def test_a_person_sees_where_they_are_logged_in_and_ends_what_they_do_not_know(people):
    people.add("minji")
    people.add("other")
    here = people.browser("minji", **{"User-Agent": "Here"})
    there = people.browser("minji", **{"User-Agent": "There"})
    other = people.browser("other")

    listed = here.get("/api/v1/sessions").json()
    assert [(one["agent"], one["current"]) for one in listed] == [("There", False), ("Here", True)]

    foreign = other.get("/api/v1/sessions").json()[0]["id"]
    unknown = here.delete(f"/api/v1/sessions/{uuid4()}")
    not_mine = here.delete(f"/api/v1/sessions/{foreign}")
    assert unknown.status_code == not_mine.status_code == 404
    assert unknown.json()["detail"] == not_mine.json()["detail"]
    assert here.delete(f"/api/v1/sessions/{listed[0]['id']}").status_code == 204
    assert there.get(SESSION).status_code == 401
    assert other.get(SESSION).status_code == 200


def test_a_token_knows_who_it_is_but_has_no_sessions_and_no_password(staff):
    assert staff.get(SESSION).json()["role"] == "staff"
    for answer in (
        staff.get("/api/v1/sessions"),
        staff.delete(SESSION),
        staff.put("/api/v1/password", json={"current": "x", "password": "wheelbarrow at noon"}),
    ):
        assert answer.status_code == 401


def test_a_token_comes_before_a_cookie_and_needs_no_page_of_ours(people):
    people.add("root", "admin")
    browser = people.browser("root")
    bearer = people.world.token(Role.staff)

    answer = browser.get(
        SESSION, headers={"Authorization": f"Bearer {bearer}", "Sec-Fetch-Site": "cross-site"}
    )

    assert answer.json()["role"] == "staff"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "nonsense"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 201),
        ({"Origin": "https://testserver"}, 201),  # a proxy ends https
        ({"Origin": "http://testserver:8080"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({}, 403),
    ],
)
def test_a_cookie_writes_only_for_a_page_of_ours(people, app, headers, status):
    people.add("root", "admin")
    cookie = people.browser("root").cookies["ieum"]
    client = TestClient(app, headers=headers, cookies={"ieum": cookie})
    body = {**VISIT, "agency_id": str(people.world.agency()["id"])}

    answer = client.post("/api/v1/visits", json=body)

    assert answer.status_code == status
    assert status != 403 or answer.json()["code"] == "cross_site"
    assert client.get("/api/v1/visits").status_code == 200  # reading changes nothing


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 201), ({"Origin": "http://evil.example"}, 403), ({"Sec-Fetch-Site": "cross-site"}, 403)],
)
def test_nobody_is_logged_in_by_a_page_of_another_site(people, app, headers, status):
    people.add("minji")

    answer = log_in(TestClient(app, headers=headers), "minji")

    assert answer.status_code == status


def test_a_changed_password_ends_every_other_log_in(people):
    people.add("minji")
    here, there = people.browser("minji"), people.browser("minji")
    new = "wheelbarrow at noon"

    wrong = here.put("/api/v1/password", json={"current": "no no no", "password": new})
    weak = here.put("/api/v1/password", json={"current": PASSWORD, "password": "password1234"})
    done = here.put("/api/v1/password", json={"current": PASSWORD, "password": new})

    assert (wrong.status_code, weak.status_code, done.status_code) == (401, 422, 204)
    assert here.get(SESSION).status_code == 200
    assert there.get(SESSION).status_code == 401
    assert log_in(people.browser(), "minji").status_code == 401
    assert log_in(people.browser(), "minji", new).status_code == 201


def test_guessing_the_present_password_is_answered_with_a_wait_too(people):
    people.add("minji")
    browser = people.browser("minji")
    body = {"current": "no no no", "password": "wheelbarrow at noon"}

    codes = [browser.put("/api/v1/password", json=body).status_code for _ in range(7)]

    assert codes == [401] * 5 + [429] * 2


def test_a_one_time_code_sets_a_password_once(people, admin):
    account = people.add("minji")
    browser = people.browser("minji")
    made = admin.post(f"/api/v1/accounts/{account['id']}/password-codes")
    code = made.json()["code"]
    body = {"code": code.lower().replace("-", " "), "password": "wheelbarrow at noon"}

    weak = people.browser().post("/api/v1/password-resets", json={**body, "password": "short"})
    first = people.browser().post("/api/v1/password-resets", json=body)
    second = people.browser().post("/api/v1/password-resets", json=body)

    assert made.headers["cache-control"] == "no-store"
    assert (weak.status_code, first.status_code, second.status_code) == (422, 204, 422)
    assert second.json()["code"] == "unknown_code"
    assert browser.get(SESSION).status_code == 401
    assert log_in(people.browser(), "minji", "wheelbarrow at noon").status_code == 201


def test_a_newer_code_and_a_new_password_make_older_codes_worthless(people, admin):
    account = people.add("minji")
    path = f"/api/v1/accounts/{account['id']}/password-codes"
    old, new = (admin.post(path).json()["code"] for _ in range(2))
    body = {"password": "wheelbarrow at noon"}

    answer = people.browser().post("/api/v1/password-resets", json={**body, "code": old})
    assert answer.status_code == 422
    with people.world.db.writing(actor=SYSTEM) as unit:
        give_password(unit, account, PASSWORD)
    answer = people.browser().post("/api/v1/password-resets", json={**body, "code": new})
    assert answer.status_code == 422


def test_a_code_ends_after_three_days_and_with_its_account(people, admin):
    account = people.add("minji")
    code = admin.post(f"/api/v1/accounts/{account['id']}/password-codes").json()["code"]
    late = datetime.now(UTC) + timedelta(days=3, minutes=1)

    with pytest.raises(accounts.UnknownCode):
        sessions.reset_password(people.world.db, code, "wheelbarrow at noon", Visitor(), late)
    admin.patch(f"/api/v1/accounts/{account['id']}", json={"active": False})
    answer = people.browser().post(
        "/api/v1/password-resets", json={"code": code, "password": "wheelbarrow at noon"}
    )
    assert answer.json()["code"] == "unknown_code"


def test_codes_cannot_be_guessed_for_long(people):
    browser = people.browser()

    codes = [
        browser.post(
            "/api/v1/password-resets", json={"code": f"{n}", "password": "wheelbarrow at noon"}
        ).status_code
        for n in range(7)
    ]

    assert codes == [422] * 5 + [429] * 2
