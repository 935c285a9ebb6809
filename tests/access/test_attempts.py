"""Guessing is answered later and later; nobody can be kept out by a stranger for long."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.access import attempts
from app.access.attempts import TooManyAttempts
from app.access.tables import Attempt
from app.core.tables import table_of

NOON = datetime(2017, 6, 1, 12, 0, tzinfo=UTC)
HOME, CAFE = "192.0.2.7", "198.51.100.9"


class Clock:
    """Attempts against a database, one after the other."""

    def __init__(self, db):
        self.db, self.now = db, NOON

    def fail(self, login="minji", address=HOME, times=1):
        for _ in range(times):
            with self.db.writing(self.now) as unit:
                attempts.begin(unit, login, address)

    def succeed(self, login="minji", address=HOME):
        self.fail(login, address)
        with self.db.writing(self.now) as unit:
            attempts.succeed(unit, login, address)

    def wait_of(self, login="minji", address=HOME):
        """Return how many seconds one more attempt has to wait, and count it if none."""
        try:
            self.fail(login, address)
        except TooManyAttempts as refusal:
            return refusal.details["seconds"]
        return 0


@pytest.fixture
def clock(db):
    return Clock(db)


def test_five_slips_are_free_and_then_the_wait_doubles_to_a_quarter_of_an_hour(clock):
    clock.fail(times=5)
    waits = []

    for _ in range(9):
        waits.append(clock.wait_of())
        clock.now += timedelta(seconds=waits[-1])
        clock.fail()

    assert waits[:6] == [16, 31, 61, 121, 241, 481]
    assert set(waits[6:]) == {901}


def test_an_attempt_that_has_to_wait_does_not_make_the_wait_longer(clock):
    clock.fail(times=5)

    assert [clock.wait_of() for _ in range(20)] == [16] * 20


def test_it_is_forgotten_after_a_day(clock):
    clock.fail(times=5)
    clock.now += timedelta(days=1, seconds=1)

    clock.fail(times=5)

    assert clock.wait_of() == 16


def test_a_clock_that_is_set_back_makes_nobody_wait_longer(clock):
    clock.fail(times=5)
    clock.now -= timedelta(hours=2)

    assert clock.wait_of() == 16


def test_success_begins_anew(clock):
    clock.fail(times=4)
    clock.succeed()

    clock.fail(times=5)

    assert clock.wait_of() == 16


def test_one_who_guesses_from_elsewhere_does_not_keep_the_person_out(clock):
    clock.fail(address=CAFE, times=5)

    assert clock.wait_of(address=CAFE) == 16
    assert clock.wait_of(address=HOME) == 0


def test_many_addresses_that_guess_one_login_wait_but_never_longer_than_a_minute(clock):
    for n in range(60):
        clock.wait_of(address=f"203.0.113.{n}")
        clock.now += timedelta(seconds=50)

    assert 0 < clock.wait_of(address=CAFE) <= 61


def test_and_an_address_the_person_logged_in_from_before_does_not_wait_for_them(clock):
    clock.succeed(address=HOME)
    for n in range(52):
        clock.wait_of(address=f"203.0.113.{n}")

    assert clock.wait_of(address=CAFE) > 0
    assert clock.wait_of(address=HOME) == 0


def test_an_address_that_tries_many_logins_waits_whatever_the_login(clock):
    for n in range(50):
        clock.fail(login=f"login{n}", address=CAFE)

    assert 0 < clock.wait_of(login="another", address=CAFE) <= 301
    assert clock.wait_of(login="another", address=HOME) == 0


def test_success_with_an_own_account_does_not_wash_an_address_clean(clock):
    for n in range(49):
        clock.fail(login=f"login{n}", address=CAFE)
    clock.succeed(login="mine", address=CAFE)

    clock.fail(login="login50", address=CAFE)

    assert clock.wait_of(login="login51", address=CAFE) > 0


def test_addresses_of_one_ipv6_network_are_one(clock):
    clock.fail(address="2001:db8:1:2::1", times=5)

    assert clock.wait_of(address="2001:db8:1:2:ffff::9") == 16
    assert clock.wait_of(address="2001:db8:1:3::1") == 0


def test_neither_logins_nor_addresses_can_be_read_from_the_counts(clock):
    clock.fail(login="minji", address=HOME)

    with clock.db.reading() as unit:
        rows = str(unit.all(select(table_of(Attempt))))

    assert "minji" not in rows
    assert HOME not in rows


def test_counts_that_are_long_past_are_swept_away(clock):
    clock.fail(login="old")
    clock.now += timedelta(days=91)

    clock.succeed(login="new")

    with clock.db.reading() as unit:
        assert len(unit.all(select(table_of(Attempt)))) == 3


@pytest.mark.parametrize("login", ["", "\x00", "\ud800", "x" * 5000, "'; drop table--"])
def test_anything_may_be_typed(clock, login):
    clock.fail(login=login, address=login, times=5)

    assert clock.wait_of(login=login, address=login) == 16
