"""The migrations make exactly the tables the code knows, up and down, on both databases."""

import hashlib
import os
from datetime import UTC, datetime
from uuid import uuid4

import orjson
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, create_engine, insert, inspect, select, table, text

from app.access.queries import identify
from app.access.tables import Token
from app.core.db import Database
from app.core.settings import Settings
from app.core.tables import table_of
from app.exchange import schema
from app.matches.tables import MatchPlace, MatchRun
from app.tables import METADATA

_MOMENTS = ("created_at", "expires_at")


@pytest.fixture
def fresh(backend, request, tmp_path):
    """A database without a table."""
    if backend == "sqlite":
        url, admin = f"sqlite:///{tmp_path / 'fresh.db'}", None
    else:
        server = request.getfixturevalue("postgresql_server")
        name = f"fresh_{os.getpid()}"
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        base, _, options = server.partition("?")
        url = f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{options}" if options else "")
    database = Database(Settings(database_url=url))
    yield database
    database.close()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
        admin.dispose()


def tables_of(database):
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_going_up_makes_the_tables_that_the_code_knows(fresh):
    schema.migrate(fresh, "head")

    assert tables_of(fresh) == {table.name for table in METADATA.sorted_tables}
    with fresh.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_going_down_leaves_nothing_and_up_again_works(fresh):
    schema.migrate(fresh, "head")

    schema.migrate(fresh, "base")
    left = tables_of(fresh)
    schema.migrate(fresh, "head")

    assert left == set()
    assert tables_of(fresh) == {table.name for table in METADATA.sorted_tables}


def test_going_up_twice_changes_nothing(fresh):
    schema.migrate(fresh, "head")

    assert schema.migrate(fresh, "head") == schema.head()


def test_a_token_that_was_made_before_tokens_had_a_history_still_works(fresh):
    schema.migrate(fresh, "0005")
    made, later = datetime(2017, 6, 1, tzinfo=UTC), datetime(2017, 7, 1, tzinfo=UTC)
    old = {"digest": hashlib.sha256(b"ieum_old").hexdigest(), "label": "old", "role": "staff"}
    with fresh.engine.connect() as plain:
        connection = plain.execution_options(ieum_writes=True)
        with connection.begin():
            columns = [column(name, table_of(Token).c[name].type) for name in (*old, *_MOMENTS)]
            values = {**old, "created_at": made, "expires_at": later}
            connection.execute(insert(table("token", *columns)), values)

    schema.migrate(fresh, "head")

    with fresh.reading(made) as unit:
        assert identify(unit, "ieum_old").label == "old"


def test_the_newest_step_is_the_one_that_the_migrations_end_with():
    assert schema.head() == ScriptDirectory(str(schema.MIGRATIONS)).get_current_head()


def test_runs_made_before_places_were_kept_get_theirs(fresh):
    schema.migrate(fresh, "0002")
    enterprise, run = uuid4(), uuid4()
    one = {"enterprise": {"id": str(enterprise)}, "rank": 1, "score": 71.2345}
    answer = {"results": [one], "near_misses": [{**one, "score": 12.0}]}
    with fresh.writing() as unit:
        unit.execute(
            insert(table_of(MatchRun)),
            {
                "id": run, "created_at": unit.now, "actor": "직원", "as_of": unit.now.date(),
                "engine_version": "1", "weights_version": "1", "data_version": 1, "limit": 10,
                "need": {}, "answer": orjson.dumps(answer).decode(),
            },
        )  # fmt: skip

    schema.migrate(fresh, "head")

    with fresh.reading() as unit:
        rows = unit.all(select(table_of(MatchPlace)))
    assert [(r.run_id, r.enterprise_id, r.fits, r.rank, r.units) for r in rows] == [
        (run, enterprise, True, 1, 712_345), (run, enterprise, False, 1, 120_000),
    ]  # fmt: skip
