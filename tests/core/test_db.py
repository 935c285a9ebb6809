"""Units of work: stored whole or not at all, one view, and honest about being busy."""

import contextlib
import re
import sqlite3
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from app.activity.actions import VISITS
from app.core import db as database
from app.core import lookups, records
from app.core.actors import ANYONE, SYSTEM
from app.core.db import Database
from app.core.errors import Unavailable
from app.core.settings import Settings
from app.offices.actions import OFFICES

CODES = select(OFFICES.table.c.code).order_by(OFFICES.table.c.seq)


def add_office(unit, code):
    draft = OFFICES.draft.model_validate({"code": code, "name": code, "kind": "centre"})
    return records.create(unit, OFFICES, draft)


def codes_in(db):
    with db.reading() as unit:
        return list(unit.connection.execute(CODES).scalars())


@pytest.fixture
def hurried(empty_database, db):
    """The same database, waiting no longer than a tenth of a second."""
    other = Database(Settings(database_url=empty_database, busy_timeout_ms=100, pool_size=1))
    yield other
    other.close()


def test_a_unit_is_stored_when_it_ends(db):
    with db.writing(actor=SYSTEM) as unit:
        add_office(unit, "a")
        add_office(unit, "b")

    assert codes_in(db) == ["a", "b"]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, Unavailable])
def test_a_unit_that_fails_leaves_nothing_behind(db, failure):
    def fail():
        with db.writing(actor=SYSTEM) as unit:
            add_office(unit, "a")
            raise failure

    with pytest.raises(failure):
        fail()

    assert codes_in(db) == []


def test_a_unit_that_breaks_a_constraint_leaves_nothing_behind(db):
    def break_it():
        with db.writing(actor=SYSTEM) as unit:
            office = add_office(unit, "a")
            unit.execute(OFFICES.table.insert(), {**office, "code": "b"})

    with pytest.raises(IntegrityError):
        break_it()

    assert codes_in(db) == []


def test_a_part_that_is_refused_leaves_the_rest_of_its_unit_standing(db):
    with db.writing(actor=SYSTEM) as unit:
        add_office(unit, "a")
        with contextlib.suppress(ValueError), unit.attempt():
            add_office(unit, "b")
            raise ValueError
        with unit.attempt():
            add_office(unit, "c")

    assert codes_in(db) == ["a", "c"]


def test_parts_that_were_kept_go_with_the_unit_that_fails(db):
    def fail():
        with db.writing(actor=SYSTEM) as unit:
            with unit.attempt():
                add_office(unit, "a")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 -- raised two lines above
        fail()

    assert codes_in(db) == []


def test_nothing_is_stored_by_a_view(db):
    with db.reading() as unit:
        now = datetime.now(UTC)
        row = {"code": "a", "name": "a", "kind": "centre", "created_at": now, "updated_at": now}
        unit.connection.execute(OFFICES.table.insert(), row)

    assert codes_in(db) == []


def test_what_is_not_yet_stored_is_seen_by_its_own_unit_only(db):
    with db.writing(actor=SYSTEM) as unit:
        add_office(unit, "a")

        assert codes_in(db) == []
        assert list(unit.connection.execute(CODES).scalars()) == ["a"]


def test_a_view_stays_as_it_was_while_others_write(db):
    with db.reading() as unit:
        before = list(unit.connection.execute(CODES).scalars())
        with db.writing(actor=SYSTEM) as writer:
            add_office(writer, "a")
        after = list(unit.connection.execute(CODES).scalars())

    assert before == after == []
    assert codes_in(db) == ["a"]


def test_callbacks_run_after_the_commit_and_never_after_a_failure(db):
    seen = []
    with db.writing(actor=SYSTEM) as unit:
        unit.after_commit(lambda: seen.append(codes_in(db)))
        add_office(unit, "a")
        assert seen == []

    with contextlib.suppress(ValueError), db.writing(actor=SYSTEM) as unit:
        unit.after_commit(lambda: seen.append("never"))
        raise ValueError

    assert seen == [["a"]]


def test_a_unit_knows_who_asks_and_when(db):
    moment = datetime(2017, 3, 2, tzinfo=UTC)

    with db.reading() as anonymous, db.writing(moment, SYSTEM) as unit:
        assert anonymous.actor is ANYONE
        assert datetime.now(UTC) - anonymous.now < timedelta(minutes=1)
        assert (unit.actor, unit.now) == (SYSTEM, moment)
        assert (unit.reason, unit.confirmed) == (None, False)


def test_a_writer_waits_a_while_for_another_and_then_says_it_is_busy(db, hurried):
    with db.writing(actor=SYSTEM) as unit:
        add_office(unit, "a")

    with db.writing(actor=SYSTEM) as first:
        office = lookups.get(first, OFFICES, "a")
        records.change(first, OFFICES, "a", OFFICES.patch(name="가"), office["version"])
        with pytest.raises(Unavailable), hurried.writing(actor=SYSTEM) as second:
            records.change(second, OFFICES, "a", OFFICES.patch(name="나"), office["version"])

    with db.reading() as unit:
        assert lookups.get(unit, OFFICES, "a")["name"] == "가"


def test_readers_do_not_wait_for_a_writer(db, hurried):
    with db.writing(actor=SYSTEM) as unit:
        add_office(unit, "a")

        assert codes_in(hurried) == []


def test_a_database_that_is_gone_is_said_to_be_unavailable(tmp_path):
    for url in ("postgresql+psycopg://nobody@127.0.0.1:1/nothing", f"sqlite:///{tmp_path}"):
        gone = Database(Settings(database_url=url, busy_timeout_ms=100))

        with pytest.raises(Unavailable), gone.reading() as unit:
            unit.scalar(text("SELECT 1"))

        gone.close()


def test_many_writers_at_once_are_all_stored(db):
    def write(number):
        with db.writing(actor=SYSTEM) as unit:
            codes = list(unit.connection.execute(CODES).scalars())
            add_office(unit, f"o{number}-{len(codes)}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(codes_in(db)) == 12


def test_a_row_that_points_nowhere_is_refused_by_the_database_itself(db):
    now = datetime.now(UTC)
    row = {"office": "nowhere", "visited_on": date(2017, 3, 2), "target": "school"}
    stamps = {"created_at": now, "updated_at": now}

    with pytest.raises(IntegrityError), db.writing(actor=SYSTEM) as unit:
        unit.execute(VISITS.table.insert(), {**row, **stamps})


@pytest.fixture
def sqlite(tmp_path):
    """A SQLite file of its own, with one table."""
    made = Database(Settings(database_url=f"sqlite:///{tmp_path}/new/folder/x.db"))
    with made.writing() as unit:
        unit.execute(text("CREATE TABLE thing (id INTEGER)"))
    yield made
    made.close()


def test_a_new_sqlite_file_makes_the_folder_it_lies_in(sqlite, tmp_path):
    assert (tmp_path / "new" / "folder" / "x.db").exists()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 5000),
        ("temp_store", 2),
    ],
)
def test_sqlite_is_durable_and_checked(sqlite, pragma, value):
    with sqlite.reading() as unit:
        assert unit.scalar(text(f"PRAGMA {pragma}")) == value


def test_a_unit_that_writes_takes_its_turn_at_once_and_a_view_does_not(sqlite):
    begun = []

    @event.listens_for(sqlite.engine, "checkout")
    def _(connection, *_rest):
        connection.set_trace_callback(begun.append)

    with sqlite.writing():
        pass
    with sqlite.reading() as unit:
        unit.scalar(text("SELECT 1"))

    assert [one for one in begun if one.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_another_process_that_holds_the_file_is_waited_for_and_then_reported(tmp_path, sqlite):
    path = tmp_path / "new" / "folder" / "x.db"
    hurried = Database(Settings(database_url=f"sqlite:///{path}", busy_timeout_ms=50))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable), hurried.writing() as unit:
        unit.execute(text("INSERT INTO thing VALUES (1)"))
    other.execute("ROLLBACK")
    with hurried.writing() as unit:
        unit.execute(text("INSERT INTO thing VALUES (2)"))

    assert other.execute("SELECT id FROM thing").fetchall() == [(2,)]
    other.close()
    hurried.close()


def test_nobody_but_this_module_commits():
    reaching = re.compile(r"\.commit\(")
    home = Path(database.__file__)
    others = [p for p in home.parents[1].rglob("*.py") if p != home and "migrations" not in p.parts]

    guilty = [p.name for p in others if reaching.search(p.read_text(encoding="utf-8"))]

    assert len(others) > 30
    assert guilty == []
