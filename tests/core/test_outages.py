"""What the database fails at reaches people as a refusal that says when to come again."""

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.core import repeats
from app.core.actors import SYSTEM
from app.core.db import Database
from app.core.errors import Unavailable
from app.core.outages import CannotStore, FileReplaced
from app.core.settings import Settings
from app.exchange.schema import migrate

READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}
AGAIN = {"sqlite": "PRAGMA query_only = OFF", "postgresql": "SELECT 1"}


def test_where_nothing_can_be_written_the_refusal_says_so_and_comes_back_later(db, backend):
    def store():
        with db.writing(actor=SYSTEM) as unit:
            unit.execute(text(READ_ONLY[backend]))
            try:
                repeats.rehearse(unit)
            finally:
                if backend == "sqlite":
                    unit.execute(text(AGAIN[backend]))

    with pytest.raises(CannotStore) as refusal:
        store()

    assert refusal.value.retry_after == 30


def test_readiness_tries_again_only_after_a_unit_could_not_be_stored(db, backend):
    tried = []
    with db.writing(actor=SYSTEM):
        pass  # whatever the tests before left

    db.require_storing(tried.append)
    assert tried == []

    with pytest.raises(CannotStore), db.writing(actor=SYSTEM):
        raise CannotStore
    with pytest.raises(CannotStore):
        db.require_storing(lambda _unit: (_ for _ in ()).throw(CannotStore()))
    db.require_storing(repeats.rehearse)
    db.require_storing(tried.append)

    assert tried == []
    with db.reading() as unit:
        assert unit.scalar(text("SELECT count(*) FROM kept_answer")) == 0


@pytest.mark.parametrize("other", [False, True], ids=["moved", "replaced"])
def test_nothing_is_written_into_a_file_that_nobody_would_find_again(tmp_path, other):
    named, away = tmp_path / "ieum.db", tmp_path / "away.db"
    database = Database(Settings(database_url=f"sqlite:///{named}"))
    migrate(database)
    named.rename(away)
    if other:
        named.write_bytes(away.read_bytes())

    with pytest.raises(FileReplaced), database.writing(actor=SYSTEM):
        pass
    with pytest.raises(FileReplaced):
        database.require_storing(repeats.rehearse)
    with database.reading() as unit:
        assert unit.scalar(text("SELECT count(*) FROM kept_answer")) == 0

    away.rename(named)
    with database.writing(actor=SYSTEM) as unit:
        repeats.rehearse(unit)
    database.require_storing(repeats.rehearse)
    database.close()


def test_a_mistake_of_ours_is_not_said_to_be_the_databases(db, backend):
    if backend == "sqlite":
        return  # it has one kind of error for a missing table and a full disk
    with pytest.raises(ProgrammingError), db.reading() as unit:
        unit.scalar(text("SELECT nothing FROM nowhere"))


def test_a_statement_that_takes_too_long_is_ended_and_its_connection_is_used_again(
    empty_database, backend
):
    if backend == "sqlite":
        return  # its statements run in our own process
    database = Database(
        Settings(database_url=empty_database, statement_timeout_ms=200, pool_size=1), hurried=True
    )
    began = time.monotonic()

    with pytest.raises(Unavailable), database.reading() as unit:
        unit.scalar(text("SELECT pg_sleep(20)"))

    assert time.monotonic() - began < 10
    with database.reading() as unit:
        assert unit.scalar(text("SELECT 1")) == 1
    database.close()


def test_who_only_runs_commands_may_take_as_long_as_it_takes(empty_database, backend):
    if backend == "sqlite":
        return  # as above
    database = Database(Settings(database_url=empty_database, statement_timeout_ms=100))

    with database.reading() as unit:
        assert unit.scalar(text("SELECT 1 FROM pg_sleep(0.3)")) == 1
    database.close()


def test_a_unit_that_reads_everything_may_take_its_time_and_the_next_may_not(
    empty_database, backend
):
    if backend == "sqlite":
        return  # as above
    chosen = Settings(database_url=empty_database, statement_timeout_ms=100, pool_size=1)
    database = Database(chosen, hurried=True)

    with database.reading() as unit:
        unit.take_time()
        assert unit.scalar(text("SELECT 1 FROM pg_sleep(1)")) == 1
        assert unit.connection.connection.driver_connection.patience is None
    with database.reading() as unit:
        assert unit.connection.connection.driver_connection.patience == pytest.approx(0.6)
        with pytest.raises(OperationalError):
            unit.scalar(text("SELECT pg_sleep(1)"))
    database.close()
