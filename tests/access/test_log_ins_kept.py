"""Where people logged in from is kept as long as the register says, and no longer."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from app.access.accounts import SESSIONS
from app.access.retention import overdue_log_ins, sweep_log_ins
from app.core.actors import SYSTEM

YEARS = timedelta(days=3 * 365 + 2)


def left(db):
    with db.reading() as unit:
        return unit.scalar(select(func.count()).select_from(SESSIONS))


def test_log_ins_of_an_account_go_three_years_after_it_was_closed(people, admin):
    db, account = people.world.db, people.add("minji")
    people.add("other")
    people.browser("minji")
    people.browser("other")
    admin.patch(f"/api/v1/accounts/{account['id']}", json={"active": False})
    now = datetime.now(UTC)

    counts = []
    for moment in (now + YEARS - timedelta(days=3), now + YEARS, now + YEARS):
        with db.writing(moment, SYSTEM) as unit:
            counts.append((len(overdue_log_ins(unit)), sweep_log_ins(unit)))

    assert counts == [(0, 0), (1, 1), (0, 0)]
    assert left(db) == 1  # of the account that is open
    record = admin.get("/api/v1/destructions").json()[0]
    assert (record["data"], record["rows"]) == ("accounts", 1)
