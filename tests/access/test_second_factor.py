"""The second factor: what it asks for, what a code is worth, and who takes it off again."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from people import PASSWORD, log_in
from sqlalchemy import inspect, select

from app.access import second_factors, sessions
from app.access.codes import digest_of_code
from app.access.sessions import Shown, Visitor
from app.access.tables import RecoveryCode, SecondFactor
from app.core.actors import SYSTEM
from app.core.history import REVISIONS
from app.core.settings import Settings
from app.core.tables import table_of

PATH = "/api/v1/second-factor"
SESSION = "/api/v1/session"
NOON = datetime(2017, 6, 1, 12, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)


def put_on(browser):
    """Put a second factor on as a person does; return its secret and the recovery codes."""
    secret = browser.post(PATH, json={"password": PASSWORD}).json()["secret"]
    done = browser.post(f"{PATH}/confirmation", json={"code": pyotp.TOTP(secret).now()})
    assert done.status_code == 201, done.text
    return secret, done.json()["recovery_codes"]


def log_in_with(browser, code, password=PASSWORD):
    body = {"login": "minji", "password": password, "code": code}
    return browser.post(SESSION, json=body)


def now_of(secret):
    """Return a code that is right now and was not shown when it was put on: of a clock ahead."""
    return pyotp.TOTP(secret).at(datetime.now(UTC) + STEP)


@pytest.fixture
def minji(people):
    """The browser of somebody who has logged in."""
    people.add("minji", "staff", office="team")
    return people.browser("minji")


def test_once_it_is_on_no_log_in_goes_without_a_code(people, minji):
    assert minji.get(PATH).json() == {
        "on": False,
        "confirmed_at": None,
        "recovery_codes_left": 0,
    }

    secret, _ = put_on(minji)

    without = log_in(people.browser(), "minji")
    assert (without.status_code, without.json()["code"]) == (401, "second_factor_needed")
    assert "set-cookie" not in without.headers
    assert log_in_with(people.browser(), now_of(secret)).status_code == 201
    told = minji.get(PATH).json()
    assert (told["on"], told["recovery_codes_left"]) == (True, 8)


def test_a_secret_counts_for_nothing_until_a_code_of_it_was_shown(people, minji):
    begun = minji.post(PATH, json={"password": PASSWORD})

    wrong = minji.post(f"{PATH}/confirmation", json={"code": "000000x"})

    assert begun.headers["cache-control"] == "no-store"
    assert (wrong.status_code, wrong.json()["code"]) == (401, "wrong_second_factor")
    assert minji.get(PATH).json()["on"] is False
    assert log_in(people.browser(), "minji").status_code == 201


def test_what_is_scanned_says_the_secret_the_service_and_the_login(minji):
    begun = minji.post(PATH, json={"password": PASSWORD}).json()

    read = pyotp.parse_uri(begun["otpauth_uri"])

    assert (read.secret, read.issuer, read.name) == (begun["secret"], "Ieum", "minji")
    assert len(begun["secret"]) == 32  # 160 bits
    assert begun["qr_svg"].startswith("<svg")


def test_putting_it_on_asks_for_the_password_and_ends_every_other_log_in(people, minji):
    there = people.browser("minji")

    refused = minji.post(PATH, json={"password": "no no no no"})
    put_on(minji)

    assert (refused.status_code, refused.json()["code"]) == (401, "wrong_credentials")
    assert there.get(SESSION).status_code == 401
    assert minji.get(SESSION).status_code == 200


def test_one_that_is_on_is_not_replaced_by_another(minji):
    put_on(minji)

    answers = [
        minji.post(PATH, json={"password": PASSWORD}),
        minji.post(f"{PATH}/confirmation", json={"code": "123456"}),
    ]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [
        (409, "second_factor_on")
    ] * 2


def test_a_code_works_once(people, minji):
    secret, _ = put_on(minji)
    code = now_of(secret)

    answers = [log_in_with(people.browser(), code) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 401]
    assert answers[1].json()["code"] == "wrong_second_factor"


@pytest.mark.parametrize(
    ("off", "passes"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_be_wrong_by_half_a_minute_and_no_more(people, off, passes):
    account = people.add("minji")
    db = people.world.db
    with db.writing(NOON - 10 * STEP, SYSTEM) as unit:
        secret = second_factors.begin(unit, account["id"]).secret
        code = pyotp.TOTP(secret).at(unit.now)
        second_factors.confirm(unit, account["id"], code)
    shown = Shown("minji", PASSWORD, pyotp.TOTP(secret).at(NOON + off * STEP))

    def opened():
        return sessions.log_in(db, Settings(), shown, Visitor("192.0.2.7", ""), NOON)

    if passes:
        assert opened().actor.label == "minji"
    else:
        with pytest.raises(second_factors.WrongSecondFactor):
            opened()


def test_a_recovery_code_stands_in_for_the_app_once_however_it_is_typed(people, minji):
    _, codes = put_on(minji)
    typed = codes[3].lower().replace("-", " ")

    answers = [log_in_with(people.browser(), typed).status_code for _ in range(2)]

    assert len(set(codes)) == 8
    assert answers == [201, 401]
    assert minji.get(PATH).json()["recovery_codes_left"] == 7


def test_guessing_codes_is_answered_with_a_wait_and_the_right_one_has_to_wait_too(people, minji):
    secret, _ = put_on(minji)
    browser = people.browser()

    guesses = [log_in_with(browser, "guess").json()["code"] for _ in range(5)]
    asked = [log_in(browser, "minji").json()["code"] for _ in range(2)]
    last = log_in_with(browser, now_of(secret))

    assert guesses == ["wrong_second_factor"] * 5
    assert asked == ["too_many_attempts"] * 2  # asking without a code forgives nothing
    assert last.json()["code"] == "too_many_attempts"


def test_asking_without_a_code_is_no_failed_attempt(people, minji):
    put_on(minji)
    browser = people.browser()

    codes = {log_in(browser, "minji").json()["code"] for _ in range(8)}

    assert codes == {"second_factor_needed"}


@pytest.mark.parametrize("code", ["", " ", "\x00", "१२३४५६", "\U0001f600" * 6, "1" * 200])
def test_whatever_is_sent_as_a_code_is_refused_as_wrong_or_missing(people, minji, code):
    put_on(minji)

    answer = log_in_with(people.browser(), code)

    assert answer.status_code == 401
    assert answer.json()["code"] in ("wrong_second_factor", "second_factor_needed")


def test_a_wrong_password_tells_nothing_of_a_second_factor(people, minji):
    secret, _ = put_on(minji)

    for code in (None, now_of(secret)):
        answer = log_in_with(people.browser(), code, password="wheelbarrow at noon")
        assert answer.json()["code"] == "wrong_credentials"


def test_it_is_taken_off_by_the_password_and_a_code(people, minji):
    secret, codes = put_on(minji)
    away = f"{PATH}/removal"

    wrong = minji.post(away, json={"password": PASSWORD, "code": "guess"})
    unproven = minji.post(away, json={"password": "no no no no", "code": codes[0]})
    done = minji.post(away, json={"password": PASSWORD, "code": now_of(secret)})
    again = minji.post(away, json={"password": PASSWORD, "code": codes[0]})

    assert [one.json()["code"] for one in (wrong, unproven)] == [
        "wrong_second_factor",
        "wrong_credentials",
    ]
    assert (done.status_code, again.status_code) == (204, 404)
    assert log_in(people.browser(), "minji").status_code == 201


def test_guessing_at_its_removal_is_answered_with_a_wait(minji):
    put_on(minji)
    body = {"password": PASSWORD, "code": "guess"}

    statuses = [minji.post(f"{PATH}/removal", json=body).status_code for _ in range(7)]

    assert statuses == [401] * 5 + [429] * 2


def test_who_lost_it_is_let_in_by_a_manager_but_nobody_by_themselves(people, minji, admin):
    people.add("boss", "manager", office="team")
    boss = people.browser("boss")
    people.add("far", "manager", office="centre")
    put_on(minji)
    put_on(boss)
    key = minji.get(SESSION).json()["account_id"]
    own = boss.get(SESSION).json()["account_id"]

    selfish = boss.delete(f"/api/v1/accounts/{own}/second-factor")
    done = boss.delete(f"/api/v1/accounts/{key}/second-factor")
    again = admin.delete(f"/api/v1/accounts/{key}/second-factor")

    assert (selfish.status_code, selfish.json()["code"]) == (403, "own_rights")
    assert (done.status_code, again.status_code) == (204, 404)
    assert minji.get(SESSION).status_code == 401
    assert log_in(people.browser(), "minji").status_code == 201


def test_a_new_password_does_not_take_it_off(people, minji, admin):
    secret, _ = put_on(minji)
    key = minji.get(SESSION).json()["account_id"]
    code = admin.post(f"/api/v1/accounts/{key}/password-codes").json()["code"]
    new = "wheelbarrow at noon"

    body = {"code": code, "password": new}
    assert people.browser().post("/api/v1/password-resets", json=body).status_code == 204

    assert log_in(people.browser(), "minji", new).json()["code"] == "second_factor_needed"
    assert log_in_with(people.browser(), now_of(secret), new).status_code == 201


def test_a_token_has_no_second_factor(staff):
    answers = [
        staff.get(PATH),
        staff.post(PATH, json={"password": PASSWORD}),
        staff.post(f"{PATH}/confirmation", json={"code": "123456"}),
        staff.post(f"{PATH}/removal", json={"password": PASSWORD, "code": "123456"}),
    ]

    assert [one.status_code for one in answers] == [401] * 4


def test_the_secret_stands_in_one_table_and_nowhere_else(people, minji, admin):
    secret, codes = put_on(minji)
    db, factors = people.world.db, table_of(SecondFactor)
    shown = [
        admin.get("/api/v1/accounts").text,
        admin.get(f"/api/v1/accounts/{minji.get(SESSION).json()['account_id']}/history").text,
        admin.get("/api/v1/changes").text,
        minji.get(PATH).text,
        minji.get(SESSION).text,
    ]

    held = []
    with db.reading() as unit:
        for table in factors.metadata.sorted_tables:
            if inspect(db.engine).has_table(table.name):
                rows = str(unit.all(select(table)))
                held += [table.name] if secret in rows else []
                assert not any(code in rows for code in codes)

    assert held == [factors.name]
    assert not any(secret in text for text in shown)


def test_that_it_was_put_on_and_taken_off_stands_in_the_history(people, minji):
    secret, _ = put_on(minji)
    minji.post(f"{PATH}/removal", json={"password": PASSWORD, "code": now_of(secret)})

    with people.world.db.reading() as unit:
        mine = REVISIONS.c.collection == "second-factors"
        rows = unit.all(select(REVISIONS).where(mine).order_by(REVISIONS.c.seq))

    assert [(one.action, one.actor) for one in rows] == [
        ("confirmed", "minji"),
        ("removed", "minji"),
    ]
    assert all(one.address and one.request_id for one in rows)


def test_only_hashes_of_recovery_codes_are_kept(people, minji):
    _, codes = put_on(minji)

    with people.world.db.reading() as unit:
        rows = unit.all(select(table_of(RecoveryCode)))

    assert len(rows) == len(codes)
    assert {row.digest for row in rows} == {digest_of_code(one) for one in codes}
    assert not [one for one in codes if one in str(rows)]
