"""Accounts: who gives which rights, and what is left of it in the history."""

import pytest

from app.access.accounts import ACCOUNTS

PATH = "/api/v1/accounts"


def draft(login="minji", role="staff", **more):
    return {"login": login, "name": "창구", "role": role, **more}


@pytest.fixture
def bodies(world):
    """What members are bound to."""
    return {
        "agency": {"agency_id": str(world.agency()["id"])},
        "enterprise": {"enterprise_id": str(world.enterprise()["id"])},
        "admin": {},
        "manager": {},
        "staff": {},
    }


@pytest.mark.parametrize("role", ["admin", "manager", "staff", "agency", "enterprise"])
def test_an_administrator_makes_an_account_of_every_role(admin, bodies, role):
    answer = admin.post(PATH, json=draft(role=role, **bodies[role]))

    assert answer.status_code == 201
    ACCOUNTS.read.model_validate_json(answer.content, strict=True)
    assert admin.get(f"{PATH}/{answer.json()['id']}").json() == answer.json()


@pytest.mark.parametrize(
    ("role", "more", "field"),
    [
        ("agency", {}, "/agency_id"),
        ("enterprise", {}, "/enterprise_id"),
        ("staff", {"agency_id": "00000000-0000-4000-8000-000000000000"}, "/agency_id"),
        ("admin", {"office": "centre"}, "/office"),
        ("device", {}, "/role"),
        ("public", {}, "/role"),
        ("staff", {"office": "nowhere"}, "/office"),
    ],
)
def test_a_role_is_bound_to_exactly_what_it_needs(admin, role, more, field):
    answer = admin.post(PATH, json=draft(role=role, **more))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == field


@pytest.mark.parametrize("login", ["", "ab", "한글", "a b c", "-abc", "a\x00bc", "x" * 101])
def test_a_login_is_a_plain_word(admin, login):
    assert admin.post(PATH, json=draft(login=login)).status_code == 422


def test_a_login_stands_once_whatever_its_capitals(admin):
    first = admin.post(PATH, json=draft(login="Min.Ji@example.kr"))
    second = admin.post(PATH, json=draft(login="min.ji@EXAMPLE.kr"))

    assert first.json()["login"] == "min.ji@example.kr"
    assert (second.status_code, second.json()["code"]) == (409, "already_exists")


@pytest.mark.parametrize("role", ["staff", "agency", "enterprise"])
def test_who_is_no_manager_neither_sees_nor_makes_accounts(people, bodies, role):
    people.add("minji", role, **bodies[role])
    browser = people.browser("minji")

    assert browser.get(PATH).status_code == 403
    assert browser.post(PATH, json=draft("other")).status_code == 403
    assert browser.post(PATH, json=draft("other", "admin")).status_code == 403


def test_a_manager_gives_rights_within_the_own_office_and_to_members_only(people, bodies):
    people.add("boss", "manager", office="team")
    browser = people.browser("boss")
    wanted = {
        "own staff": draft("a01", "staff", office="team"),
        "own manager": draft("a02", "manager", office="team"),
        "a buyer": draft("a03", "agency", **bodies["agency"]),
        "a member": draft("a04", "enterprise", **bodies["enterprise"]),
        "staff above": draft("a05", "staff", office="centre"),
        "staff of all": draft("a06", "staff"),
        "an administrator": draft("a07", "admin"),
    }

    answers = {who: browser.post(PATH, json=body).status_code for who, body in wanted.items()}

    assert answers == {
        "own staff": 201,
        "own manager": 201,
        "a buyer": 201,
        "a member": 201,
        "staff above": 403,
        "staff of all": 403,
        "an administrator": 403,
    }


def test_a_manager_does_not_see_accounts_beyond_the_own_reach(people, bodies):
    people.add("boss", "manager", office="team")
    seen = {"boss", "near", "buyer"}
    people.add("near", "staff", office="team")
    people.add("buyer", "agency", **bodies["agency"])
    hidden = [people.add("above", "staff", office="centre"), people.add("root", "admin")]
    browser = people.browser("boss")

    assert {one["login"] for one in browser.get(PATH).json()["items"]} == seen
    for account in hidden:
        one = f"{PATH}/{account['id']}"
        assert browser.get(one).status_code == 404
        assert browser.get(f"{one}/history").status_code == 404
        assert browser.patch(one, json={"name": "x"}).status_code == 404
        assert browser.post(f"{one}/password-codes").status_code == 404


def test_a_manager_cannot_lift_an_account_beyond_the_own_reach(people):
    people.add("boss", "manager", office="team")
    near = people.add("near", "staff", office="team")
    browser = people.browser("boss")

    for patch in ({"role": "admin", "office": None}, {"office": "centre"}, {"office": None}):
        assert browser.patch(f"{PATH}/{near['id']}", json=patch).status_code == 403


def test_nobody_changes_their_own_rights_but_their_name(people):
    me = people.add("boss", "admin")
    people.add("other", "admin")
    browser = people.browser("boss")

    own = browser.patch(f"{PATH}/{me['id']}", json={"role": "staff"})
    stop = browser.patch(f"{PATH}/{me['id']}", json={"active": False})
    name = browser.patch(f"{PATH}/{me['id']}", json={"name": "새 이름"})

    assert (own.status_code, own.json()["code"]) == (403, "own_rights")
    assert (stop.status_code, stop.json()["code"]) == (403, "own_rights")
    assert name.status_code == 200


def test_the_last_administrator_stays(people, admin):
    last = people.add("root", "admin")
    second = people.add("second", "admin", active=False)

    for patch in ({"active": False}, {"role": "staff"}):
        answer = admin.patch(f"{PATH}/{last['id']}", json=patch)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert admin.patch(f"{PATH}/{second['id']}", json={"active": True}).status_code == 200
    assert admin.patch(f"{PATH}/{last['id']}", json={"active": False}).status_code == 200


def test_every_grant_stands_in_the_history_with_who_and_why(people):
    people.add("root", "admin")
    account = people.add("minji", "staff", office="team")
    browser = people.browser("root")

    browser.patch(
        f"{PATH}/{account['id']}",
        json={"role": "manager"},
        headers={"Change-Reason": "promoted"},
    )
    browser.patch(f"{PATH}/{account['id']}", json={"active": False})

    history = browser.get(f"{PATH}/{account['id']}/history").json()
    assert [
        (one["actor"], one["reason"], one["document"]["role"], one["document"]["active"])
        for one in history
    ] == [
        ("system", None, "staff", True),
        ("root", "promoted", "manager", True),
        ("root", None, "manager", False),
    ]


def test_an_account_is_stopped_and_not_removed(admin, people):
    account = people.add("minji")

    answer = admin.delete(f"{PATH}/{account['id']}")

    assert answer.status_code == 405
    assert "DELETE" not in answer.headers["allow"]


def test_nothing_that_is_answered_or_kept_in_the_history_tells_of_a_password(people, admin):
    account = people.add("minji")

    answers = [
        admin.get(PATH).text,
        admin.get(f"{PATH}/{account['id']}").text,
        admin.get(f"{PATH}/{account['id']}/history").text,
    ]

    assert not any("argon2" in text or "digest" in text for text in answers)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=min", {"minji"}),
        ("role=admin", {"root"}),
        ("office=team", {"minji"}),
        ("active=false", {"gone"}),
        ("sort=login&limit=1", {"gone"}),
    ],
)
def test_accounts_are_found_by_what_one_knows(people, admin, asked, found):
    people.add("minji", "staff", office="team")
    people.add("root", "admin")
    people.add("gone", "staff", active=False)

    answer = admin.get(f"{PATH}?{asked}").json()

    assert {one["login"] for one in answer["items"]} == found
