"""A service over the shipped record, as `ieum migrate` and `ieum seed` make it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from starlette.testclient import TestClient

from app.access.actions import issue_token
from app.access.grants import Scope
from app.core.actors import SYSTEM, Role
from app.core.db import Database
from app.core.settings import Settings, settings
from app.exchange.record import Record
from app.exchange.schema import migrate
from app.exchange.seed import SEED, sow
from app.main import create_app


def seed_into(path: Path) -> None:
    """Make the file of a SQLite database that holds the shipped record, whole without its log."""
    database = Database(Settings(database_url=f"sqlite:///{path}"))
    migrate(database)
    with database.writing(actor=SEED) as unit:
        sow(unit, list(Record(settings().data_dir)))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


class Seeded:
    """A service over a copy of that file, and its clients."""

    def __init__(self, path: Path) -> None:
        url = f"sqlite:///{path}"
        self.app = create_app(Settings(database_url=url, log_level="ERROR", warm_index=False))
        self._clients: list[TestClient] = []

    def client(self, role: Role | None = None, **scope: str) -> TestClient:
        """Return a client with a token of *role*, or without one; ids may be as they are sent."""
        headers = {}
        bound = {n: UUID(v) if n.endswith("_id") else v for n, v in scope.items()}
        if role is not None:
            with self.app.state.db.writing(datetime.now(UTC), SYSTEM) as unit:
                bearer = issue_token(unit, role, Scope(**bound), label=f"test {role}", days=1)
            headers = {"Authorization": f"Bearer {bearer}"}
        made = TestClient(self.app, headers=headers, raise_server_exceptions=False)
        self._clients.append(made)
        return made

    def close(self) -> None:
        """Let go of the database and every client."""
        for one in self._clients:
            one.close()
        self.app.state.db.close()
