"""What a doctor finds when it is planted, and what a backup refuses when it is damaged."""

import shutil
import sqlite3
import time
from collections import namedtuple
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from worlds import tamper

from app.access.accounts import ACCOUNTS
from app.access.actions import issue_token
from app.access.grants import Scope
from app.core import records
from app.core.actors import SYSTEM, Role
from app.core.db import Database
from app.core.serving import AlreadyServed, served
from app.core.settings import Settings
from app.exchange import agreement, backups, checkup
from app.exchange.backups import DatabaseNotEmpty, FileExists, NotABackup
from app.exchange.checkup import State, examine, verdict
from app.exchange.schema import migrate
from app.offices.actions import OFFICES
from app.resources import COLLECTIONS

CHECKS = [
    "versions", "data", "database", "disk", "migrations", "integrity", "foreign-keys", "chain",
    "history", "documents", "records", "personal-data", "clock",
]  # fmt: skip

LONGEST_WAIT = 2.0  # seconds, on a machine that does other things too; 0.05 on one that does not
MOST_STEPS = 40


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """A file with every table, two offices, an account and a token."""
    path = tmp_path_factory.mktemp("checkup") / "blank.db"
    database = Database(Settings(database_url=f"sqlite:///{path}"))
    migrate(database)
    with database.writing(datetime(2017, 6, 1, tzinfo=UTC), SYSTEM) as unit:
        for code in ("centre", "north"):
            records.create(unit, OFFICES, OFFICES.draft(code=code, name=code, kind="centre"))
        records.create(unit, ACCOUNTS, ACCOUNTS.draft(login="kim", name="kim", role="manager"))
        issue_token(unit, Role.staff, Scope(office="centre"), label="sync", days=9)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def file(blank, tmp_path):
    return shutil.copy(blank, tmp_path / "live.db")


@pytest.fixture
def live(file):
    database = Database(Settings(database_url=f"sqlite:///{file}"))
    yield database
    database.close()


@pytest.fixture
def plant(file):
    """Change the file behind the service's back."""

    def run(*statements):
        tamper(file, *statements)

    return run


def states(database):
    return {one.name: one.state for one in examine(database)}


def test_a_sound_installation_is_looked_at_from_every_side(live):
    found = states(live)

    assert list(found) == CHECKS
    assert State.fail not in found.values()


PLANTED = {
    "a version nobody wrote": ("UPDATE office SET version = 9 WHERE code = 'north'", ["history"]),
    "a record without a revision": (
        "DELETE FROM revision WHERE seq = (SELECT MAX(seq) FROM revision)",
        ["history"],
    ),
    "a revision taken out": ("DELETE FROM revision WHERE seq = 1", ["chain", "history"]),
    "a record that was removed": (
        "UPDATE revision SET action = 'removed' WHERE seq = 1",
        ["chain", "history"],
    ),
    "another actor": ("UPDATE revision SET actor = 'nobody' WHERE seq = 1", ["chain"]),
    "another past": (
        "UPDATE revision SET document = replace(document, 'north', 'south') WHERE seq = 2",
        ["chain", "records"],
    ),
    "a record taken out past the service": (
        "DELETE FROM office WHERE code = 'north'",
        ["history"],
    ),
    "contents wiped without a record of it": (
        "UPDATE revision SET document = NULL WHERE seq = 2",
        ["chain"],
    ),
    "rights that nobody gave": ("UPDATE account SET role = 'admin'", ["records"]),
    "a token of more rights than it was given": ("UPDATE token SET office = NULL", ["records"]),
    "an account that nobody made": (
        (
            "INSERT INTO account (id, created_at, updated_at, version, login, name, role, active) "
            "SELECT replace(id, substr(id, 1, 8), 'feedbee5'), created_at, updated_at, 1, 'x', 'x', "
            "'admin', 1 FROM account"
        ),
        ["history"],
    ),
    "no guard of the history": ("DROP TRIGGER revision_stays", ["chain"]),
    "a record changed past the service": (
        "UPDATE office SET name = '남' WHERE code = 'north'",
        ["records"],
    ),
    "a word that is no kind": (
        "UPDATE office SET kind = '성' WHERE code = 'north'",
        ["documents", "records"],
    ),
    "a parent that is nobody": (
        "UPDATE office SET parent = 'x' WHERE code = 'north'",
        ["foreign-keys", "records"],
    ),
    "tables of another version": (
        "UPDATE alembic_version SET version_num = '9999'",
        ["migrations"],
    ),
    "no version at all": ("DELETE FROM alembic_version", ["migrations"]),
}


@pytest.mark.parametrize(("statement", "names"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_fault_is_found_where_it_lies_and_nowhere_else(live, plant, statement, names):
    plant(statement)

    found = states(live)

    assert [one for one, state in found.items() if state is State.fail] == names


def test_a_fault_is_counted_in_both_languages(live, plant):
    plant("UPDATE office SET version = 9")

    (history,) = [one for one in examine(live) if one.name == "history"]

    assert (history.ko, history.en) == ("어긋난 것 2건", "2 faults")


def test_a_clock_behind_the_last_entry_is_a_warning_only(live):
    with live.writing(datetime.now(UTC) + timedelta(hours=1), SYSTEM) as unit:
        records.create(unit, OFFICES, OFFICES.draft(code="late", name="late", kind="centre"))

    found = states(live)

    assert found["clock"] is State.warn
    assert State.fail not in found.values()


@pytest.mark.parametrize(
    ("free", "state"),
    [(99_999_999, State.fail), (100_000_000, State.warn), (999_999_999, State.warn),
     (1_000_000_000, State.ok)],
)  # fmt: skip
def test_a_disk_that_fills_up_is_told_in_time(live, monkeypatch, free, state):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 -- what the system answers
    monkeypatch.setattr(checkup.shutil, "disk_usage", lambda _path: usage(0, 0, free))

    assert states(live)["disk"] is state


def test_tables_of_another_version_are_not_read_any_further(live, plant):
    plant("DELETE FROM alembic_version")

    assert list(states(live))[-1] == "migrations"


def test_shipped_data_that_cannot_be_read_is_found(live, monkeypatch):
    def gone():
        raise OSError("no such file")

    monkeypatch.setattr(checkup, "metrics", gone)

    assert states(live)["data"] is State.fail


@pytest.mark.parametrize(
    ("found", "worst"),
    [([], "ok"), (["ok", "warn"], "warn"), (["fail", "ok", "warn"], "fail"), (["ok"], "ok")],
)
def test_the_verdict_is_the_worst_that_was_found(found, worst):
    made = [checkup.Finding("x", State(one), "", "") for one in found]

    assert verdict(made) is State(worst)


def test_a_backup_is_one_whole_file_and_opens_as_the_database_it_was(live, tmp_path):
    target = tmp_path / "saved.db"
    told = []

    backups.backup(live, target, lambda done, total: told.append((done, total)))

    assert sorted(one.name for one in tmp_path.iterdir() if "saved" in one.name) == ["saved.db"]
    assert told[-1][0] == told[-1][1] > 0
    with backups.rehearsed(live, target) as scratch:
        assert states(scratch).items() >= {"integrity": State.ok, "history": State.ok}.items()


def test_a_backup_holds_what_was_written_while_the_log_was_not_yet_taken_in(live, tmp_path):
    with live.writing(actor=SYSTEM) as unit:
        draft = OFFICES.draft(code="late", name="늦은", kind="centre")
        records.create(unit, OFFICES, draft)

    backups.backup(live, tmp_path / "saved.db")

    with closing(sqlite3.connect(tmp_path / "saved.db")) as saved:
        assert saved.execute("SELECT count(*) FROM office").fetchone() == (3,)


def test_a_backup_ends_although_somebody_writes_between_all_its_steps(live, file, tmp_path):
    with closing(sqlite3.connect(file)) as ballast:  # so that it takes several steps
        ballast.execute("CREATE TABLE ballast (content BLOB)")
        ballast.executemany("INSERT INTO ballast VALUES (zeroblob(?))", [(1_000_000,)] * 30)
        ballast.commit()
    waits = []

    def write(_done, _total):
        assert len(waits) < MOST_STEPS, "each write begins the copy anew"
        began = time.monotonic()
        with live.writing(actor=SYSTEM) as unit:
            code = f"o{len(waits)}"
            records.create(unit, OFFICES, OFFICES.draft(code=code, name=code, kind="centre"))
        waits.append(time.monotonic() - began)

    backups.backup(live, tmp_path / "saved.db", write)

    assert len(waits) > 5
    assert max(waits) < LONGEST_WAIT
    with closing(sqlite3.connect(tmp_path / "saved.db")) as saved:
        assert saved.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert saved.execute("SELECT count(*) FROM office").fetchone() == (2,)  # as it began


def test_a_backup_leaves_an_existing_file_as_it_is(live, tmp_path):
    target = tmp_path / "saved.db"
    target.write_bytes(b"mine")

    with pytest.raises(FileExists):
        backups.backup(live, target)

    assert target.read_bytes() == b"mine"


def test_a_backup_into_a_folder_that_is_not_there_names_the_file(live, tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        backups.backup(live, tmp_path / "nowhere" / "saved.db")

    assert "nowhere" in error.value.filename


def spoil(path, at=None, cut=None):
    raw = bytearray(path.read_bytes())
    if at is not None:
        raw[at : at + 2048] = b"\xff" * 2048
    path.write_bytes(raw[:cut])


@pytest.mark.parametrize(
    "damage",
    [{"at": 4096}, {"at": 100}, {"cut": 5000}, {"cut": 16}, {"cut": 0}],
    ids=["a page", "the first page", "cut off", "its first words only", "empty"],
)
def test_a_damaged_backup_is_refused_before_anything_is_replaced(live, tmp_path, damage):
    target = tmp_path / "saved.db"
    backups.backup(live, target)
    spoil(target, **damage)

    with pytest.raises(NotABackup), backups.rehearsed(live, target):
        pass
    with pytest.raises(NotABackup):
        backups.restore(live, target, force=True)

    assert State.fail not in states(live).values()


def test_a_database_of_another_program_is_no_backup_of_ours(live, tmp_path):
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as raw, raw:
        raw.execute("CREATE TABLE notes (text)")

    with pytest.raises(NotABackup) as refusal:
        backups.restore(live, other, force=True)

    assert "alembic_version" in refusal.value.message("ko")


def test_a_file_that_does_not_say_its_version_is_refused_for_that(live, plant, tmp_path, file):
    plant("DELETE FROM alembic_version")

    with pytest.raises(NotABackup) as refusal:
        backups.backup(live, tmp_path / "saved.db")

    assert "no version" in refusal.value.message("en")
    assert not list(tmp_path.glob("saved*"))


def test_a_restore_over_records_needs_to_be_forced(live, tmp_path):
    backups.backup(live, tmp_path / "saved.db")

    with pytest.raises(DatabaseNotEmpty):
        backups.restore(live, tmp_path / "saved.db", force=False)


def test_a_restore_brings_back_what_was_removed_since(live, tmp_path):
    backups.backup(live, tmp_path / "saved.db")
    with live.writing(actor=SYSTEM) as unit:
        records.remove(unit, OFFICES, "north", None)

    backups.restore(live, tmp_path / "saved.db", force=True)

    with live.reading(actor=SYSTEM) as view:
        codes = view.connection.execute(OFFICES.select_all).all()
    assert [row.code for row in codes] == ["centre", "north"]


def test_nothing_is_restored_into_a_file_that_is_served_and_a_rehearsal_is(live, tmp_path):
    backups.backup(live, tmp_path / "saved.db")

    with served(live.file):
        with pytest.raises(AlreadyServed):
            backups.restore(live, tmp_path / "saved.db", force=True)
        with backups.rehearsed(live, tmp_path / "saved.db") as rehearsed:
            found = verdict(list(examine(rehearsed)))

    assert found is not State.fail


def test_every_collection_is_looked_at_and_who_may_do_what(live, monkeypatch):
    seen = []
    counted = agreement.gaps
    monkeypatch.setattr(
        agreement, "gaps", lambda unit, one: seen.append(one.name) or counted(unit, one)
    )

    states(live)

    assert seen == [*COLLECTIONS, "accounts", "tokens"]
