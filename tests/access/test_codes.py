"""What is kept of secrets that are shown once: a digest that names its algorithm."""

import base64
import hashlib

import pyotp
import pytest
from people import PASSWORD, log_in
from sqlalchemy import select, update

from app.access.codes import digest_of, digests_of, digests_of_code
from app.access.queries import TOKENS
from app.access.tables import Enrolment, PasswordCode, RecoveryCode, Session
from app.core.actors import Role
from app.core.tables import table_of

SESSION = "/api/v1/session"
DIGESTS = [TOKENS, *(table_of(one) for one in (Enrolment, PasswordCode, RecoveryCode, Session))]


@pytest.fixture
def aged(world):
    """Let everything that is kept be as it was kept before: ``aged()`` says how many."""

    def make():
        changed = 0
        with world.db.writing() as unit:
            for table in DIGESTS:
                for row in unit.all(select(table.c.seq, table.c.digest)):
                    old = base64.urlsafe_b64decode(row.digest.removeprefix("sha256$") + "=").hex()
                    mine = update(table).where(table.c.seq == row.seq)
                    changed += unit.execute(mine.values(digest=old))
        return changed

    return make


def test_what_is_kept_names_its_algorithm():
    named, before = digests_of("a secret")

    assert named == digest_of("a secret")
    assert named.startswith("sha256$")
    assert len(named) <= 64  # what the tables have room for
    assert before == hashlib.sha256(b"a secret").hexdigest()
    assert digests_of_code("ab-cd 2") == digests_of("ABCD2")


def test_what_was_kept_before_algorithms_were_named_is_still_right(people, aged, as_role):
    account = people.add("minji")
    people.add("boss", "manager")
    browser, boss, program = people.browser("minji"), people.browser("boss"), as_role(Role.staff)
    secret = browser.post("/api/v1/second-factor", json={"password": PASSWORD}).json()["secret"]
    code = {"code": pyotp.TOTP(secret).now()}
    spare = browser.post("/api/v1/second-factor/confirmation", json=code).json()["recovery_codes"]
    made = boss.post(f"/api/v1/accounts/{account['id']}/password-codes").json()["code"]

    assert aged() >= 12

    assert browser.get(SESSION).json()["label"] == "minji"
    assert program.get(SESSION).json()["role"] == Role.staff
    shown = {"login": "minji", "password": PASSWORD, "code": spare[0]}
    assert people.browser().post(SESSION, json=shown).status_code == 201
    reset = {"code": made, "password": "밤에 우는 고양이 열둘"}
    assert people.browser().post("/api/v1/password-resets", json=reset).status_code == 204
    assert boss.delete(SESSION).status_code == 204
    assert boss.get(SESSION).status_code == 401
    assert log_in(people.browser(), "boss").status_code == 201
