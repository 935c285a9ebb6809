"""What tests start from: a small world, stored by the same door as everything else."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from app.access.actions import issue_token
from app.access.grants import Scope
from app.activity.actions import VISITS
from app.agencies.actions import AGENCIES
from app.core import records
from app.core.actors import SYSTEM, Role
from app.core.collection import Collection, Document
from app.core.db import Database
from app.enterprises.actions import ENTERPRISES
from app.offices.actions import OFFICES
from app.tables import METADATA

NOW = datetime(2017, 6, 1, 9, 0, tzinfo=UTC)


def clear(database: Database) -> None:
    """Remove every row, children first (emptying 30 small tables is slower by TRUNCATE)."""
    with database.engine.connect() as plain:
        connection = plain.execution_options(ieum_writes=True)
        with connection.begin(), unguarded(connection):
            if database.is_sqlite:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in reversed(METADATA.sorted_tables):
                connection.execute(table.delete())


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Take away, for a while, what keeps rows of the history from being changed."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        yield
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
        return
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    guards = connection.exec_driver_sql(triggers).all()
    for name, _ in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in guards:
        connection.exec_driver_sql(sql)


def tamper(file: Path | str, *statements: str) -> None:
    """Change an SQLite file behind the service's back, past the guards of the history."""
    with closing(sqlite3.connect(file)) as raw, raw:
        found = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = [] if "TRIGGER" in statements[0] else found.fetchall()
        for name, _ in guards:
            raw.execute(f"DROP TRIGGER {name}")
        for one in statements:
            raw.execute(one)
        for _, sql in guards:
            raw.execute(sql)


class World:
    """Things a test starts from, each valid and each stored by the same door as everything else."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.office = self.add(OFFICES, code="centre", name="지원센터", kind="centre")
        self.team = self.add(
            OFFICES, code="team", name="자치구 지원단", kind="district_team", parent="centre"
        )

    def add(self, collection: Collection, **fields: object) -> Document:
        """Store one record of *collection*."""
        with self.db.writing(NOW, SYSTEM) as unit:
            unit.confirmed = True
            return records.create(unit, collection, collection.draft.model_validate(fields))

    def agency(self, name: str = "서울강북초등학교", **fields: object) -> Document:
        return self.add(
            AGENCIES, **{"name": name, "kind": "school", "district": "강북구", **fields}
        )

    def enterprise(self, name: str = "한울인쇄협동조합", **fields: object) -> Document:
        return self.add(ENTERPRISES, **{"name": name, "district": "강북구", **fields})

    def visit(self, agency_id: UUID, on: date = date(2017, 3, 2), **fields: object) -> Document:
        base = {"office": "centre", "visited_on": on, "target": "school", "agency_id": agency_id}
        return self.add(VISITS, **{**base, **fields})

    def token(self, role: Role = Role.staff, **scope: object) -> str:
        """Make a token that is valid now."""
        with self.db.writing(datetime.now(UTC), SYSTEM) as unit:
            return issue_token(unit, role, Scope(**scope), label=f"test {role}", days=1)
