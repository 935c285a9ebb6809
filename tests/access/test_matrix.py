"""Every route, every caller, own, another's and no record: exactly what `matrix.txt` says.

The routes come from the application, so a new one fails until somebody has thought about its row.
Nothing that is asked for is stored, so every cell starts from the same world. It runs on SQLite: who
may do what is the same code on both databases, and its conditions are tried on both elsewhere.
"""

import re
from pathlib import Path

import pytest
from walk import CALLERS, Forgetful, Sides, Walk, routes
from worlds import World

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from app.tables import METADATA

TABLE = Path(__file__).with_name("matrix.txt")


def table():
    """Return the letters of every row, as {"GET /path": {caller: letters}}, sets written out."""
    sets, found = {}, {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("<"):
            name, _, members = line.partition(" = ")
            sets[name] = members.split()
        elif re.match(r"[A-Z]+ +/", line):
            method, path, *letters = line.split()
            names = re.findall(r"<[\w-]+>", path)
            paths = [path.replace(names[0], one) for one in sets[names[0]]] if names else [path]
            for one in paths:
                assert f"{method} {one}" not in found, f"two rows: {method} {one}"
                found[f"{method} {one}"] = dict(zip(CALLERS, letters, strict=True))
    return found


@pytest.fixture
def served(tmp_path, quick_hashing):
    """The service over a database of its own."""
    config = Settings(
        database_url=f"sqlite:///{tmp_path / 'matrix.db'}", log_level="ERROR", warm_index=False
    )
    database = Database(config)
    METADATA.create_all(database.engine)
    made = create_app(config)
    yield made, database
    made.state.db.close()
    database.close()


def test_every_route_has_a_row_and_every_row_a_route(served):
    there = {f"{method} {path}" for method, path in routes(served[0])}

    assert (there - table().keys(), table().keys() - there) == (set(), set())


def test_every_caller_gets_from_every_route_what_the_table_says(served):
    app, database = served
    sides = Sides(World(database), app)
    shown = sides.callers()
    app.state.db.close()
    app.state.db = Forgetful(app.state.settings)
    walk = Walk(app, sides)

    found = {caller: walk.of(shown[caller]) for caller in CALLERS}

    expected = table()
    differing = [
        f"{route} as {caller}: {letters}, not {expected.get(route, {}).get(caller)}"
        for caller in CALLERS
        for route, letters in found[caller].items()
        if letters != expected.get(route, {}).get(caller)
    ]
    assert differing == [], "\n".join(differing)


def test_the_walk_notices_when_a_guard_is_missing(served, monkeypatch):
    """Planted faults: a list open to all, and a record that anyone may change."""
    app, database = served
    sides = Sides(World(database), app)
    device = sides.callers()["device"]
    app.state.db.close()
    app.state.db = Forgetful(app.state.settings)
    monkeypatch.setattr("app.core.lookups.visible", lambda _actor, _collection: [])
    only = [("GET", "/api/v1/visits"), ("GET", "/api/v1/contracts/{key}")]
    monkeypatch.setattr("walk.routes", lambda _app: only)

    found = Walk(app, sides).of(device)

    assert found == {"GET /api/v1/visits": "Y", "GET /api/v1/contracts/{key}": "YYN"}
    assert [table()[route]["device"] for route in found] == ["F", "FFF"]
