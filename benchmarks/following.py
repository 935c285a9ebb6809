"""How soon a change of one enterprise is found: where it was made, and in another process.

Both read one database, as the workers of a service do, and are told nothing else. The clock runs
from the end of the write until a search answers the enterprise by its new name.
"""

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from app.core import records
from app.core.actors import SYSTEM
from app.core.db import Database
from app.core.tables import table_of
from app.enterprises.actions import ENTERPRISES
from app.enterprises.tables import Enterprise
from app.matches.live import LiveIndex
from app.matching import search
from benchmarks import corpus, stock
from benchmarks.table import Line, at_most
from benchmarks.timing import Times

_CHANGES = 30
_ENOUGH = 10.0
"""Seconds after which a change that is not found is given up."""


def measure(*, quick: bool) -> Iterator[Line]:
    """Change enterprises one by one, and look for each here and there."""
    size = 4_000 if quick else 35_000
    with stock.folder() as folder:
        path = folder / "register.db"
        stock.create(path)
        stock.register(path, enterprises=size)
        here, there = _times(path)
    what = f"one of {size:,} enterprises changed in the database and found"
    yield Line(f"{what} in the same process", str(here), "", at_most(50, "ms"), here.middle)
    yield Line(f"{what} in another process", str(there), "", at_most(1000, "ms"), there.at(0.99))


def _times(path: Path) -> tuple[Times, Times]:
    """Measure the same changes here and in a process that is started for it."""
    spawn = multiprocessing.get_context("spawn")
    asking, answering = spawn.Pipe()
    other = spawn.Process(target=_look_out, args=(path, answering), daemon=True)
    other.start()
    mine, database = LiveIndex(corpus.DATA), Database(stock.settings_of(path))
    mine.warm(database)
    asking.recv()  # the other is ready too
    here, there = list[float](), list[float]()
    for name in _renamed(database):
        ended = time.monotonic()
        asking.send(name)
        here.append(_until_found(mine, database, name) - ended)
        there.append(asking.recv() - ended)
    asking.send(None)
    other.join()
    database.close()
    return _in_ms(here), _in_ms(there)


def _in_ms(seconds: list[float]) -> Times:
    return Times(tuple(one * 1000 for one in seconds))


def _renamed(database: Database) -> Iterator[str]:
    """Rename some enterprises; yield each new name when it is stored."""
    table = table_of(Enterprise)
    with database.reading() as unit:
        open_ones = unit.all(select(table.c.id).where(table.c.status == "active").limit(_CHANGES))
    for number, one in enumerate(open_ones):
        patch = ENTERPRISES.patch.model_validate({"name": f"새이름{number}번상회"})
        with database.writing(actor=SYSTEM) as unit:
            records.change(unit, ENTERPRISES, one.id, patch, None)
        yield f"새이름{number}번상회"


def _look_out(path: Path, answering: Connection) -> None:
    """Answer, for each name that is sent, when it was found."""
    live, database = LiveIndex(corpus.DATA), Database(stock.settings_of(path))
    live.warm(database)
    answering.send("ready")
    while name := answering.recv():
        answering.send(_until_found(live, database, name))
    database.close()


def _until_found(live: LiveIndex, database: Database, name: str) -> float:
    """Search for a name until it is found; answer when that was."""
    until = time.monotonic() + _ENOUGH
    while time.monotonic() < until:
        with database.reading() as unit, live.fresh(unit) as (index, _):
            hits = search(name, index, limit=20)
        if name in {hit.supplier.name for hit in hits}:
            return time.monotonic()
    message = f"{name} is not found after its change"
    raise RuntimeError(message)
