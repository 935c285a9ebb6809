"""A database as `ieum migrate` makes it, and a way to run commands over it."""

import json
import sys
from dataclasses import dataclass

import pytest
from sqlalchemy import create_engine, text

from app import __main__
from app.cli import console
from app.core.db import Database
from app.core.settings import Settings, settings
from app.exchange.schema import migrate


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self):
        return self.out.decode("utf-8-sig")

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """The file of a database with every migration and no row."""
    path = tmp_path_factory.mktemp("cli") / "migrated.db"
    database = Database(Settings(database_url=f"sqlite:///{path}"))
    migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture
def url(migrated, tmp_path):
    """The address of a fresh database of this test."""
    path = tmp_path / "ieum.db"
    path.write_bytes(migrated.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def ieum(url, monkeypatch, capfdbinary):
    """Run one command in this process: ``ieum("seed", "--json")``."""

    def run(*arguments, **environment):
        for name, value in {"IEUM_DATABASE_URL": url, **environment}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["ieum", *map(str, arguments)])
        settings.cache_clear()
        capfdbinary.readouterr()
        try:
            __main__.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        finally:
            settings.cache_clear()
            console.speech.language = "ko"
        sys.stdout.flush()
        captured = capfdbinary.readouterr()
        return Done(code, captured.out, captured.err.decode())

    return run


@pytest.fixture
def postgresql_url(postgresql_server, request):
    """The address of an empty PostgreSQL database of this test."""
    name = f"cli_{abs(hash(request.node.nodeid))}"
    admin = create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    base, _, options = postgresql_server.partition("?")
    yield f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
