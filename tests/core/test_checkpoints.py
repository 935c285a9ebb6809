"""One process serves an SQLite file, and one of its threads puts in place what was written."""

import shutil
import sqlite3
import time
from contextlib import closing

import pytest
from sqlalchemy import text

from app.core.checkpoints import Checkpoints, checkpointed
from app.core.db import Database
from app.core.serving import AlreadyServed, is_served, served
from app.core.settings import Settings

pytestmark = pytest.mark.one_database
PAGE = "x" * 4096


@pytest.fixture
def db(tmp_path):
    """The SQLite file of a service, with one table that is in its place."""
    made = Database(Settings(database_url=f"sqlite:///{tmp_path}/a b%20c.db"), hurried=True)
    with made.writing() as unit:
        unit.execute(text("CREATE TABLE thing (words TEXT)"))
    Checkpoints(made, made.file).look()
    yield made
    made.close()


def write(db, rows):
    for _ in range(rows):
        with db.writing() as unit:
            unit.execute(text("INSERT INTO thing VALUES (:words)"), {"words": PAGE})


def in_place(db, tmp_path):
    """Return how many rows the file holds without its log."""
    alone = tmp_path / "alone.db"
    shutil.copyfile(db.file, alone)
    with closing(sqlite3.connect(f"file:{alone}?immutable=1", uri=True)) as file:
        return file.execute("SELECT count(*) FROM thing").fetchone()[0]


def log_of(db):
    return db.file.with_name(f"{db.file.name}-wal").stat().st_size


def test_whoever_writes_copies_nothing_and_one_look_puts_all_in_its_place(db, tmp_path):
    write(db, 1200)  # SQLite by itself would have copied at 1,000 pages
    before = in_place(db, tmp_path)

    Checkpoints(db, db.file).look()

    assert (before, in_place(db, tmp_path)) == (0, 1200)


def test_what_a_reader_kept_from_its_place_gets_there_once_the_reader_is_gone(db, tmp_path):
    checkpoints = Checkpoints(db, db.file, long=0)
    with db.reading() as reader:
        reader.scalar(text("SELECT count(*) FROM thing"))
        write(db, 3)
        checkpoints.look()
        meanwhile = in_place(db, tmp_path)

    checkpoints.look()  # though nothing was written since

    assert (meanwhile, in_place(db, tmp_path)) == (0, 3)


def test_a_long_log_is_cut_once_nobody_writes_and_never_under_a_reader(db):
    checkpoints = Checkpoints(db, db.file, long=100_000)
    write(db, 50)
    long = log_of(db)
    with db.reading() as reader:
        reader.scalar(text("SELECT count(*) FROM thing"))
        checkpoints.look()
        checkpoints.look()
        under_a_reader = log_of(db)

    for _ in range(3):
        checkpoints.look()

    assert long > 100_000
    assert (under_a_reader, log_of(db)) == (long, 0)


def test_a_log_does_not_grow_for_ever_while_somebody_always_writes(db):
    checkpoints = Checkpoints(db, db.file, long=200_000)
    sizes = []
    for _ in range(20):
        write(db, 10)
        checkpoints.look()
        sizes.append(log_of(db))

    assert max(sizes) < 2 * sizes[0]


def test_a_service_looks_by_itself_and_a_failure_does_not_end_that(db, tmp_path, monkeypatch):
    looked, failing = Checkpoints.look, iter([sqlite3.OperationalError("disk I/O error")])

    def fails_once(self):
        for failure in failing:
            raise failure
        looked(self)

    monkeypatch.setattr(Checkpoints, "look", fails_once)
    with checkpointed(db):
        write(db, 2)
        until = time.monotonic() + 20
        while in_place(db, tmp_path) < 2 and time.monotonic() < until:
            time.sleep(0.1)
        found = in_place(db, tmp_path)

    assert found == 2


def test_a_second_process_may_not_serve_the_file_and_a_later_one_may(tmp_path):
    file, other = tmp_path / "one.db", tmp_path / "other.db"
    (tmp_path / "link.db").symlink_to(file)

    with served(file), served(other):
        with pytest.raises(AlreadyServed), served(tmp_path / "link.db"):
            pass
        during = is_served(file)
    with served(file):
        pass

    assert (during, is_served(file), is_served(tmp_path / "never.db")) == (True, False, False)


def test_where_no_lock_can_be_had_the_service_goes_without(tmp_path):
    with served(tmp_path / "no such folder" / "x.db"):
        entered = True

    assert entered


@pytest.mark.parametrize("beside", [False, True])
def test_a_command_beside_a_service_leaves_the_log_to_it(db, beside):
    chosen = Settings(database_url=f"sqlite:///{db.file}")

    if beside:
        with served(db.file):
            command = Database(chosen)
    else:
        command = Database(chosen)
    with command.reading() as unit:
        pages = unit.scalar(text("PRAGMA wal_autocheckpoint"))
    command.close()

    assert pages == (0 if beside else 1000)
