"""Accounts from the command line: the first administrator, and a password that was forgotten."""

import io
import os
import subprocess
import sys
from uuid import UUID

import pyotp
import pytest
from starlette.testclient import TestClient

from app.access import second_factors
from app.core.actors import SYSTEM
from app.core.db import Database
from app.core.settings import ROOT, Settings
from app.main import create_app

PASSWORD = "밤에 걷는 고양이 일곱"


@pytest.fixture
def typed(monkeypatch):
    """Give a command something to read."""

    def give(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return give


def logged_in(url, login, password):
    """Return who a log-in over HTTP turns out to be."""
    made = create_app(Settings(database_url=url, log_level="ERROR", warm_index=False))
    with TestClient(made) as client:
        return client.post("/api/v1/session", json={"login": login, "password": password})


def test_the_first_administrator_is_made_and_logs_in(ieum, url, typed):
    typed(f"{PASSWORD}\n")

    done = ieum("account", "create", "Root", "--admin", "--name", "관리자")

    assert (done.code, len(done.text.strip())) == (0, 36)
    assert PASSWORD not in done.text + done.err
    answer = logged_in(url, "root", PASSWORD)
    assert (answer.status_code, answer.json()["role"], answer.json()["name"]) == (
        201,
        "admin",
        "관리자",
    )


def test_a_forgotten_password_is_set_anew_on_the_servers_own_machine(ieum, url, typed):
    typed(f"{PASSWORD}\n")
    ieum("account", "create", "root", "--admin")
    typed("wheelbarrow at noon\n")

    done = ieum("account", "password", "root")

    assert done.code == 0
    assert logged_in(url, "root", PASSWORD).status_code == 401
    assert logged_in(url, "root", "wheelbarrow at noon").status_code == 201


def test_a_lost_second_factor_is_taken_off_on_the_servers_own_machine(ieum, url, typed):
    typed(f"{PASSWORD}\n")
    key = UUID(ieum("account", "create", "root", "--admin").text.strip())
    database = Database(Settings(database_url=url))
    with database.writing(actor=SYSTEM) as unit:
        secret = second_factors.begin(unit, key).secret
        second_factors.confirm(unit, key, pyotp.TOTP(secret).at(unit.now))
    database.close()
    before = logged_in(url, "root", PASSWORD).json()["code"]

    done, again = (ieum("account", "drop-second-factor", "root") for _ in range(2))

    assert (before, done.code, again.code) == ("second_factor_needed", 0, 1)
    assert logged_in(url, "root", PASSWORD).status_code == 201


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["create", "root", "--admin"], "/password"),
        (["create", "x", "--admin"], "/login"),
        (["create", "minji", "--role", "agency"], "/agency_id"),
        (["create", "minji", "--office", "nowhere"], "/office"),
        (["password", "nobody"], "계정"),
    ],
)
def test_what_is_not_sound_is_refused_and_nothing_is_stored(ieum, url, typed, arguments, said):
    typed("password1234\n" if said == "/password" else f"{PASSWORD}\n")

    done = ieum("account", *arguments)

    assert (done.code, done.out) == (1, b"")
    assert said in done.err
    assert logged_in(url, arguments[1], PASSWORD).status_code == 401


def test_a_person_types_the_password_twice_and_sees_nothing_of_it(ieum, monkeypatch):
    asked = []
    answers = iter([PASSWORD, "another one here", PASSWORD, PASSWORD])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda words: asked.append(words) or next(answers))

    differs = ieum("account", "create", "root", "--admin")
    same = ieum("account", "create", "root", "--admin")

    assert (differs.code, same.code) == (1, 0)
    assert len(asked) == 4


@pytest.mark.parametrize(
    "arguments", [[], ["create"], ["create", "x", "--role", "king"], ["password"]]
)
def test_a_misuse_of_account_ends_with_2(ieum, arguments):
    assert ieum("account", *arguments).code == 2


@pytest.mark.parametrize(
    ("command", "given"),
    [
        (("account", "create", "root", "--admin"), PASSWORD),
        (("token", "--role", "admin"), ""),
        (("privacy", "sweep"), ""),
    ],
)
def test_a_command_works_in_a_process_of_its_own_that_loaded_nothing_else(url, command, given):
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", "app", *command],
        input=f"{given}\n",
        env={**os.environ, "IEUM_DATABASE_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
