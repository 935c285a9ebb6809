"""The disk is full: what cannot be stored is a 503 that says when to come again; reading goes on."""

import contextlib
import json
import os
import subprocess

import pytest
from conftest import LONG
from harness import PATH, Ledger, Place, Service, reckon
from sqlalchemy import event
from starlette.testclient import TestClient

from app.core.settings import Settings
from app.main import create_app


@pytest.fixture(autouse=True)
def only_where_the_file_is_ours(backend):
    if backend == "postgresql":
        pytest.skip("the disk of PostgreSQL is its own server's")


def filled(post, wanted=5, most=5000):
    """Add visits until the disk is full for a while; return who was stored, and the refusals."""
    stored, refused = {}, []
    for number in range(most):
        status, headers, answer = post(f"visit {number}")
        if status == 201:
            stored[f"visit {number}"] = answer
        else:
            refused.append((status, headers.get("retry-after")))
        if len(refused) == wanted:
            return stored, refused
    raise AssertionError("the disk never filled up")


def test_a_file_that_may_not_grow_refuses_honestly_and_goes_on_when_it_may(tmp_path, report):
    place = Place(f"sqlite:///{tmp_path}/full.db").prepare()
    app = create_app(Settings(database_url=place.url, log_level="ERROR", warm_index=False))
    engine, room = app.state.db.engine, {"pages": 0}

    @event.listens_for(engine, "checkout")
    def _(connection, _record, _proxy):
        now = connection.execute("PRAGMA page_count").fetchone()[0]
        room["pages"] = room["pages"] or now + 20
        connection.execute(f"PRAGMA max_page_count = {room['pages']}")

    head = {"Authorization": f"Bearer {place.bearer}"}
    with TestClient(app, headers=head, raise_server_exceptions=False) as client:

        def post(tag):
            key = {"Idempotency-Key": tag.replace(" ", "-")}
            answer = client.post(PATH, json=place.visit(tag), headers=key)
            return answer.status_code, answer.headers, answer.json()

        stored, refused = filled(post)
        reading, ready = client.get(PATH), client.get("/readyz")
        room["pages"] += 1000
        again, recovered = post("afterwards"), client.get("/readyz")

    found = reckon(place, Ledger({**stored, "afterwards": again[2]}))
    report(f"full disk (page limit): {len(refused)} of {len(refused)} refusals 503; {found}")
    assert {status for status, _ in refused} == {503}
    assert None not in {wait for _, wait in refused}
    assert (reading.status_code, reading.json()["total"]) == (200, len(stored))
    assert ready.status_code == 503
    assert (again[0], recovered.status_code) == (201, 200)
    assert found.clean


@pytest.fixture
def small_disk(tmp_path):
    """A file system of four megabytes."""
    if not LONG or os.geteuid() != 0:
        pytest.skip("mounting needs root, and the long form (scripts/faults)")
    mounted = subprocess.run(  # noqa: S603 -- the system's own
        ["/bin/mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", tmp_path], check=False
    )
    if mounted.returncode:
        pytest.skip("this system lets nobody mount")
    yield tmp_path
    subprocess.run(["/bin/umount", "-l", tmp_path], check=False)  # noqa: S603 -- as above


def test_a_small_disk_that_fills_up_loses_nothing(small_disk, report):
    place = Place(f"sqlite:///{small_disk}/full.db").prepare()
    head = {"Authorization": f"Bearer {place.bearer}"}
    with Service(place) as service:

        def post(tag):
            status, headers, answer = service.ask("POST", PATH, place.visit(tag), head)
            return status, {n.lower(): v for n, v in headers.items()}, json.loads(answer)

        stored, refused = filled(post, wanted=20)
        reading = service.ask("GET", PATH, headers=head)[0]
        with contextlib.suppress(OSError):
            more = ["/bin/mount", "-o", "remount,size=64m", small_disk]
            subprocess.run(more, check=True)  # noqa: S603 -- as above
        again = post("afterwards")
        ready = service.ask("GET", "/readyz")[0]

    found = reckon(place, Ledger({**stored, "afterwards": again[2]}))
    report(f"full disk (tmpfs): {len(refused)} refusals, all 503; {found}")
    assert {status for status, _ in refused} == {503}
    assert (reading, again[0], ready) == (200, 201, 200)
    assert found.clean
