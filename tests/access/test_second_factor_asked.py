"""A second factor that a setting asks of some roles: nothing goes before it is on."""

import pyotp
import pytest
from people import PASSWORD, People
from pydantic import ValidationError
from starlette.testclient import TestClient

from app.core.actors import Role
from app.core.settings import Settings
from app.main import create_app

PATH = "/api/v1/second-factor"
SESSION = "/api/v1/session"
VISITS = "/api/v1/visits"


@pytest.fixture
def strict(people, app):
    """People of a service that asks managers and administrators for a second factor."""
    settings = app.state.settings.model_copy(update={"second_factor": "admin, manager"})
    made = create_app(settings)
    yield People(people.world, made)
    made.state.db.close()


def missing(answer):
    return answer.status_code == 403 and answer.json()["code"] == "second_factor_missing"


@pytest.mark.parametrize("role", ["manager", "admin"])
def test_who_must_have_one_does_nothing_before_it_is_on(strict, role):
    strict.add("boss", role)
    boss = strict.browser("boss")

    before = [
        boss.get(VISITS),
        boss.get("/api/v1/offices"),
        boss.get("/api/v1/accounts"),
        boss.post("/api/v1/tokens", json={"label": "a way around", "role": "staff"}),
        boss.put("/api/v1/password", json={"current": PASSWORD, "password": PASSWORD[::-1]}),
    ]
    who = boss.get(SESSION)
    secret = boss.post(PATH, json={"password": PASSWORD}).json()["secret"]
    still = boss.get(VISITS)
    done = boss.post(f"{PATH}/confirmation", json={"code": pyotp.TOTP(secret).now()})

    assert all(missing(one) for one in before)
    assert who.json()["label"] == "boss"
    assert missing(still)
    assert done.status_code == 201
    assert boss.get(VISITS).status_code == 200


def test_who_must_have_one_may_leave_without(strict):
    strict.add("boss", "manager")
    boss = strict.browser("boss")

    assert boss.get("/api/v1/sessions").status_code == 200
    assert boss.get("/login").status_code == 200
    assert boss.delete(SESSION).status_code == 204


def test_a_page_says_what_is_missing(strict):
    strict.add("boss", "manager")
    boss = strict.browser("boss")

    page = boss.get("/today", headers={"Accept": "text/html"})

    assert page.status_code == 403
    assert "2단계 인증" in page.text


def test_other_roles_and_programs_are_asked_for_none(strict):
    strict.add("minji", "staff", office="team")
    bearer = strict.world.token(Role.manager)
    program = TestClient(strict.app, headers={"Authorization": f"Bearer {bearer}"})

    assert strict.browser("minji").get(VISITS).status_code == 200
    assert program.get(VISITS).status_code == 200
    assert strict.browser().get("/api/v1/offices").status_code == 200


def test_nobody_is_asked_unless_the_setting_says_so(people):
    people.add("boss", "manager")

    assert people.browser("boss").get(VISITS).status_code == 200


@pytest.mark.parametrize("wrong", ["managers", "admin;manager", "admin,", "public", "device"])
def test_a_role_that_is_none_of_an_account_is_refused_at_the_start(wrong):
    with pytest.raises(ValidationError):
        Settings(second_factor=wrong)
