"""Databases filled with invented rows, quickly: indexes are made after the rows."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import (
    Connection,
    String,
    Table,
    create_engine,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlmodel import SQLModel

from app.access.actions import issue_token
from app.access.grants import Scope
from app.activity.tables import Consultation, Contract, MatchingCase, Visit
from app.agencies.tables import Agency
from app.categories.tables import Category
from app.core.actors import SYSTEM, Role
from app.core.db import Database
from app.core.naming import name_key
from app.core.settings import Settings
from app.core.tables import table_of
from app.enterprises.tables import Certification, Enterprise, Licence, Product
from app.goals.tables import Goal
from app.offices.tables import Office
from app.tables import METADATA
from benchmarks import corpus
from benchmarks.corpus import NOW, Parties, Row, Spread

_CHUNK = 5_000
_PARTS: dict[str, type[SQLModel]] = {
    "certifications": Certification,
    "licences": Licence,
    "products": Product,
}


@contextmanager
def folder() -> Iterator[Path]:
    """Lend a folder for databases and logs; it is gone afterwards."""
    path = Path(mkdtemp(prefix="ieum-bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def settings_of(path: Path) -> Settings:
    """Return the settings of a service over the database at *path*."""
    return Settings(database_url=f"sqlite:///{path}", log_level="ERROR")


def environment(path: Path) -> dict[str, str]:
    """Return the environment of a command over the database at *path*."""
    return {**os.environ, "IEUM_DATABASE_URL": f"sqlite:///{path}"}


@contextmanager
def bulk(path: Path) -> Iterator[Connection]:
    """Write to a database without waiting for the disk."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        for pragma in ("synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        yield connection
    engine.dispose()


def create(path: Path) -> None:
    """Make the tables."""
    database = Database(settings_of(path))
    METADATA.create_all(database.engine)
    database.close()


def token(path: Path) -> str:
    """Return a bearer token of the staff."""
    database = Database(settings_of(path))
    with database.writing(actor=SYSTEM) as unit:
        bearer = issue_token(unit, Role.staff, Scope(), label="bench", days=2)
    database.close()
    return bearer


def register(path: Path, *, enterprises: int, agencies: int = 3_000) -> Parties:
    """Fill the registry: offices, categories, agencies, and enterprises with their parts."""
    with bulk(path) as connection:
        _put(connection, Office, (_office(code) for code in corpus.OFFICES))
        _put(connection, Category, (_category(leaf) for leaf in corpus.leaves()))
        _put(connection, Agency, corpus.agencies(agencies))
        made = list(corpus.enterprises(enterprises))
        _put(connection, Enterprise, (_without_parts(one) for one in made))
        for field, model in _PARTS.items():
            _put(connection, model, _parts(made, field), stamped=False)
        return parties(connection)


def parties(connection: Connection) -> Parties:
    """Return whom log entries may point at."""
    ids = (select(table_of(model).c.id) for model in (Agency, Enterprise))
    agencies, enterprises = (tuple(connection.execute(one).scalars()) for one in ids)
    return Parties(agencies, enterprises)


def log(path: Path, visits: int, spread: Spread, seed: int = 3) -> int:
    """Add so many visits and a tenth of other entries; return how many rows that made."""
    sizes: tuple[tuple[type[SQLModel], _Make, int], ...] = (
        (Visit, corpus.visits, visits),
        (Consultation, corpus.consultations, visits * 6 // 100),
        (MatchingCase, corpus.cases, visits * 2 // 100),
        (Contract, corpus.contracts, visits * 2 // 100),
    )
    with bulk(path) as connection:
        known = parties(connection)
        for number, (model, make, count) in enumerate(sizes):
            _put(connection, model, make(count, known, spread, seed + number))
    return sum(count for _, _, count in sizes)


def goals(path: Path, office: str, year: int, metrics: list[str]) -> None:
    """Set a goal of the office and year for each metric."""
    rows = (
        {
            "id": corpus.key(metric),
            "office": office,
            "year": year,
            "year_kind": "calendar",
            "metric": metric,
            "name": metric,
            "target": 1_000,
            "rate_rounding": "half_up",
            "position": place,
        }
        for place, metric in enumerate(metrics)
    )
    with bulk(path) as connection:
        _put(connection, Goal, rows)


def crowd(path: Path, office: str, year: int) -> None:
    """Move the whole log into one office and one year: the worst case, every row is counted."""
    with bulk(path) as connection:
        for model, day in _DAYS.items():
            table = table_of(model)
            moved = literal(str(year)).concat(func.substr(table.c[day], 5, type_=String))
            _each_index(connection, table, drop=True)
            values = {table.c.office: office, table.c[day]: moved}
            connection.execute(update(table).values(values))
            _each_index(connection, table, drop=False)


_DAYS: dict[type[SQLModel], str] = {
    Visit: "visited_on",
    Consultation: "received_on",
    MatchingCase: "opened_on",
    Contract: "signed_on",
}
_Make = Callable[[int, Parties, Spread, int], Iterable[Row]]


def _put(
    connection: Connection, model: type[SQLModel], rows: Iterable[Row], *, stamped: bool = True
) -> None:
    """Insert rows with their stamps; the table's indexes are made anew afterwards."""
    table, stamps = table_of(model), {"created_at": NOW, "updated_at": NOW, "version": 1}
    _each_index(connection, table, drop=True)
    source = iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        filled = [{**row, **stamps} for row in chunk] if stamped else chunk
        connection.execute(insert(table), filled)
    _each_index(connection, table, drop=False)


def _each_index(connection: Connection, table: Table, *, drop: bool) -> None:
    for index in sorted(table.indexes, key=lambda one: str(one.name)):
        (index.drop if drop else index.create)(connection)


def _office(code: str) -> Row:
    return {"id": corpus.key(code), "code": code, "name": code, "kind": "centre"}


def _category(leaf: corpus.Leaf) -> Row:
    return {"id": corpus.key(leaf.code), "code": leaf.code, "name": leaf.name}


def _without_parts(one: Row) -> Row:
    return {
        "name_key": name_key(one["name"]),
        **{name: value for name, value in one.items() if name not in _PARTS},
    }


def _parts(made: list[Row], field: str) -> Iterator[Row]:
    for one in made:
        for part in one[field]:
            yield {**part, "enterprise_id": one["id"]}
