"""Second factors under a key that stands outside the database."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from people import PASSWORD
from pydantic import ValidationError
from sqlalchemy import select

from app.access.tables import SecondFactor
from app.core.settings import Settings, settings
from app.core.tables import table_of

PATH = "/api/v1/second-factor"


@pytest.fixture
def key(monkeypatch):
    """Set the key of the service, or take it away: ``key("…")``."""

    def choose(value):
        monkeypatch.delenv("IEUM_SECRET_KEY", raising=False)
        if value is not None:
            monkeypatch.setenv("IEUM_SECRET_KEY", value)
        settings.cache_clear()

    yield choose
    monkeypatch.undo()
    settings.cache_clear()


def put_on(people):
    """Put a second factor on; return its secret and the recovery codes."""
    people.add("minji")
    browser = people.browser("minji")
    secret = browser.post(PATH, json={"password": PASSWORD}).json()["secret"]
    done = browser.post(f"{PATH}/confirmation", json={"code": pyotp.TOTP(secret).now()})
    assert done.status_code == 201, done.text
    return secret, done.json()["recovery_codes"]


def status(people, code):
    body = {"login": "minji", "password": PASSWORD, "code": code}
    return people.browser().post("/api/v1/session", json=body).status_code


def next_of(secret):
    """Return a code that is right now and was not shown yet: of a clock ahead."""
    return pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30))


def kept(people):
    with people.world.db.reading() as unit:
        return unit.scalar(select(table_of(SecondFactor).c.secret))


def test_with_a_key_the_database_holds_no_secret(people, key):
    key("k" * 32)

    secret, _ = put_on(people)

    assert len(secret) == 32
    assert secret not in kept(people)
    assert pyotp.TOTP(kept(people).partition("$")[2]).now() != pyotp.TOTP(secret).now()
    assert status(people, next_of(secret)) == 201


@pytest.mark.parametrize("other", [None, "x" * 32])
def test_without_its_key_a_code_is_worth_nothing_and_a_recovery_code_is(people, key, other):
    key("k" * 32)
    secret, recovery = put_on(people)

    key(other)

    assert status(people, next_of(secret)) == 401
    assert status(people, recovery[0]) == 201


def test_what_was_put_on_before_there_was_a_key_goes_on(people, key):
    key(None)
    secret, _ = put_on(people)

    key("k" * 32)

    assert kept(people) == secret
    assert status(people, next_of(secret)) == 201


def test_a_key_that_is_too_short_is_refused_and_not_shown():
    with pytest.raises(ValidationError) as refusal:
        Settings(secret_key="only-a-few-letters")

    assert "secret_key" in str(refusal.value)
    assert "only-a-few-letters" not in str(refusal.value)
