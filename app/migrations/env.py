"""Alembic's entry: migrate the database that the settings name, SQLite and PostgreSQL alike."""

from alembic import context
from sqlalchemy import Connection

from app.core.db import Database
from app.core.settings import settings
from app.tables import METADATA


def _run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
        return
    database = Database(settings())
    with database.engine.connect() as connection:
        _migrate(connection.execution_options(ieum_writes=True))
    database.close()


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


_run()
