"""Which account was tried: in the log by its id, and never by what was typed."""

from uuid import UUID

import pytest
from people import PASSWORD, log_in

SECOND_FACTOR = "/api/v1/second-factor"


@pytest.fixture
def tries(logged):
    """The lines of the log about secrets that were tried: ``tries()``."""
    return lambda: [line for line in logged() if "outcome" in line]


def test_a_try_at_a_log_in_is_logged_with_its_account_and_how_it_ended(people, tries):
    account = people.add("minji")["id"]
    browser = people.browser()

    answers = [log_in(browser, "MinJi ", "no no no no"), log_in(browser, "minji")]

    wrong, right = tries()
    assert UUID(wrong["account"]) == UUID(right["account"]) == account
    assert (wrong["event"], wrong["outcome"], wrong["level"]) == (
        "log_in",
        "wrong_credentials",
        "warning",
    )
    assert (right["event"], right["outcome"], right["level"]) == ("log_in", "right", "info")
    assert [wrong["id"], right["id"]] == [one.headers["x-request-id"] for one in answers]


def test_a_try_that_has_to_wait_and_one_without_its_code_name_the_account_too(people, tries):
    account = people.add("minji")["id"]
    people.second_factor(account)
    browser = people.browser()

    log_in(browser, "minji")
    for _ in range(6):
        log_in(browser, "minji", "no no no no")

    told = tries()
    assert {UUID(line["account"]) for line in told} == {account}
    assert told[0]["outcome"] == "second_factor_needed"
    assert [line["outcome"] for line in told[1:]] == [
        *["wrong_credentials"] * 5,
        "too_many_attempts",
    ]


def test_a_login_nobody_has_is_told_from_others_but_not_told(people, tries):
    browser = people.browser()

    for login in ("nobody", "Nobody", "somebody", "min\x00ji"):
        log_in(browser, login)

    told = [line["unknown"] for line in tries()]
    assert told[0] == told[1]
    assert len(set(told)) == 3
    assert all(len(one) == 16 for one in told)


def test_what_was_typed_for_a_login_or_a_password_is_never_logged(people, logged):
    people.add("minji")
    typed = ("minji", "a password in the wrong field", PASSWORD)
    browser = people.browser()

    for login in typed:
        for password in typed:
            log_in(browser, login, password)

    lines = str(logged())
    assert "log_in" in lines
    assert not [one for one in typed if one in lines]


def test_guessing_the_present_password_names_the_account(people, tries):
    account = people.add("minji")["id"]
    browser = people.browser("minji")
    tries()

    browser.put(
        "/api/v1/password", json={"current": "no no no no", "password": "밤에 우는 고양이 열둘"}
    )
    browser.post(SECOND_FACTOR, json={"password": "no no no no"})
    browser.post(SECOND_FACTOR, json={"password": PASSWORD})

    told = tries()
    assert {UUID(line["account"]) for line in told} == {account}
    assert [(line["event"], line["outcome"]) for line in told] == [
        ("password_change", "wrong_credentials"),
        ("password_again", "wrong_credentials"),
        ("password_again", "right"),
    ]
