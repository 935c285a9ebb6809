"""Who it was that logged in is kept as long as the register says, and no longer."""

from datetime import UTC, datetime, timedelta

import pytest
from drafts import draft_in
from sqlalchemy import func, select

from app.access.accounts import PASSWORDS, SESSIONS
from app.access.retention import GONE, overdue_accounts, sweep_accounts
from app.core import history
from app.core.actors import SYSTEM
from app.exchange.checkup import State, examine

YEARS = timedelta(days=3 * 365 + 2)


@pytest.fixture
def closed(people, admin):
    """An account that is closed today, after it was used, beside one that is open."""
    account = people.add("minji")
    people.add("other")
    people.browser("minji")
    people.browser("other")
    admin.patch(f"/api/v1/accounts/{account['id']}", json={"active": False})
    return account


@pytest.fixture
def left(db):
    def count(table):
        with db.reading() as unit:
            return unit.scalar(select(func.count()).select_from(table))

    return count


def swept(db, moment):
    with db.writing(moment, SYSTEM) as unit:
        return (len(overdue_accounts(unit)), sweep_accounts(unit))


def test_an_account_is_emptied_three_years_after_it_was_closed(db, closed, admin, left):
    now = datetime.now(UTC)

    counts = [swept(db, now + YEARS + timedelta(days=days)) for days in (-3, 0, 0, 2_000)]

    assert counts == [(0, 0), (1, 1), (0, 0), (0, 0)]
    assert (left(SESSIONS), left(PASSWORDS)) == (1, 1)  # of the account that is open
    record = admin.get("/api/v1/destructions").json()[0]
    assert (record["data"], record["records"]) == ("accounts", [str(closed["id"])])


def test_the_empty_account_names_nobody_and_its_history_neither(db, closed, admin):
    swept(db, datetime.now(UTC) + YEARS)

    path = f"/api/v1/accounts/{closed['id']}"
    shell = admin.get(path).json()
    assert (shell["name"], shell["active"]) == (GONE, False)
    assert "minji" not in admin.get(path).text + admin.get(f"{path}/history").text
    assert admin.get("/api/v1/accounts?q=minji").json()["total"] == 0


def test_the_history_stays_whole(db, closed):
    swept(db, datetime.now(UTC) + YEARS)

    with db.reading() as unit:
        assert history.verify(unit).broken == ()
    failed = {one.name for one in examine(db) if one.state is State.fail}
    assert failed <= {"migrations"}  # the tests make their tables without


def test_what_a_closed_account_wrote_stays_under_its_login_and_never_under_its_name(
    db, people, admin
):
    account = people.add("minji", name="햇살담당")
    browser = people.browser("minji")
    made = browser.post("/api/v1/enterprises", json=draft_in(people.world, "enterprises"))
    admin.patch(f"/api/v1/accounts/{account['id']}", json={"active": False})

    swept(db, datetime.now(UTC) + YEARS)

    told = admin.get(f"{made.headers['location']}/history")
    assert [entry["actor"] for entry in told.json()] == ["minji"]
    assert "햇살담당" not in told.text
