"""What tests start from: a small world, stored by the same door as everything else."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, create_engine

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


_CHILDREN_FIRST = [table.name for table in reversed(METADATA.sorted_tables)]
_HOLDING_ROWS = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 -- our own tables
    for name in _CHILDREN_FIRST
)
_EVERY_ROW = ";".join(f"DELETE FROM {name}" for name in _CHILDREN_FIRST)  # noqa: S608 -- as above


@contextmanager
def sweeping(database: Database) -> Iterator[Callable[[], None]]:
    """Give what removes every row: in a few statements, and with no plan of the tested ones lost.

    (Emptying small tables is slower by TRUNCATE.)
    """
    if database.is_sqlite:
        yield lambda: _sweep_file(database)
        return
    own = create_engine(database.url, isolation_level="AUTOCOMMIT")
    with own.connect() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")  # no guards, no keys
        yield lambda: connection.exec_driver_sql(_EVERY_ROW).close()
    own.dispose()


def _sweep_file(database: Database) -> None:
    """Remove every row of SQLite, children first; most tables hold none and are left alone."""
    with database.engine.connect() as plain:
        connection = plain.execution_options(ieum_writes=True)
        with connection.begin():
            held = connection.exec_driver_sql(_HOLDING_ROWS).scalars().all()
            with unguarded(connection) if held else nullcontext():
                for name in held:
                    connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 -- as above


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
        centre = OFFICES.draft(code="centre", name="지원센터", kind="centre")
        team = OFFICES.draft(
            code="team", name="자치구 지원단", kind="district_team", parent="centre"
        )
        with db.writing(NOW, SYSTEM) as unit:
            self.office = records.create(unit, OFFICES, centre)
            self.team = records.create(unit, OFFICES, team)

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
