"""Who writes while a backup runs is kept waiting by nothing that it does."""

import os
import sqlite3
import threading
from contextlib import closing
from itertools import pairwise

import pytest

from app.core.db import Database
from app.core.settings import Settings
from app.exchange import backups
from app.exchange.schema import migrate

MOST_AT_ONCE = 8_000_000  # bytes that go to disk by one flush
BALLAST = 60  # rows of a megabyte


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A database of some size, in the hands of a service."""
    path = tmp_path_factory.mktemp("waits") / "large.db"
    database = Database(Settings(database_url=f"sqlite:///{path}"))
    migrate(database)
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE ballast (content BLOB)")
        file.executemany("INSERT INTO ballast VALUES (zeroblob(?))", [(1_000_000,)] * BALLAST)
        file.commit()
    yield database
    database.close()


class Impatient(threading.Thread):
    """Writes without a pause and without waiting for anybody; remembers when it was kept out."""

    def __init__(self, path):
        super().__init__(daemon=True)
        self.path, self.stop = path, threading.Event()
        self.written, self.kept_out = 0, 0

    def run(self):
        with closing(sqlite3.connect(self.path, timeout=0, isolation_level=None)) as file:
            while not self.stop.is_set():
                try:
                    file.execute("BEGIN IMMEDIATE")
                    file.execute("INSERT INTO ballast VALUES (zeroblob(100))")
                    file.execute("COMMIT")
                    self.written += 1
                except sqlite3.OperationalError:
                    self.kept_out += 1


def test_a_writer_that_waits_for_nobody_is_never_kept_out(large, tmp_path):
    writer = Impatient(large.url.database)
    writer.start()

    backups.backup(large, tmp_path / "saved.db")

    writer.stop.set()
    writer.join()
    assert writer.written > 10
    assert writer.kept_out == 0


def test_a_copy_goes_to_disk_step_by_step(large, tmp_path, monkeypatch):
    """One flush of the whole copy would hold up the flush of everybody who writes beside it."""
    sizes, flush = [0], os.fsync

    def watched(number):
        sizes.append(os.fstat(number).st_size)
        flush(number)

    monkeypatch.setattr(os, "fsync", watched)

    backups.backup(large, tmp_path / "saved.db")

    steps = [after - before for before, after in pairwise(sizes)]
    assert sizes[-1] == (tmp_path / "saved.db").stat().st_size > BALLAST * 1_000_000
    assert max(steps) <= MOST_AT_ONCE


def test_of_a_file_only_the_beginning_is_read_to_know_what_it_is(large, tmp_path, monkeypatch):
    backups.backup(large, tmp_path / "saved.db")
    monkeypatch.setattr("pathlib.Path.read_bytes", None)

    with backups.rehearsed(large, tmp_path / "saved.db") as scratch:
        assert scratch.is_sqlite
