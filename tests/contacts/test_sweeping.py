"""What the service itself destroys every day."""

import time

import pytest
from starlette.testclient import TestClient

from app.contacts.actions import CONTACTS
from app.core import lookups
from app.core.actors import SYSTEM
from app.core.errors import Unavailable
from app.core.settings import Settings
from app.exchange import sweeping
from app.exchange.sweeping import Swept, sweep_once
from app.main import create_app

PATIENCE = 20.0  # seconds


@pytest.fixture
def old(world, draft):
    """A contact that was last confirmed years ago."""
    return world.add(CONTACTS, **{**draft, "confirmed_on": "2019-01-02"})


def kept(db, contact):
    with db.reading(actor=SYSTEM) as unit:
        return lookups.get(unit, CONTACTS, contact["id"])["destroyed_on"] is None


def serving(url, hours):
    chosen = Settings(
        database_url=url, sweep_hours=hours, warm_index=False, drain_seconds=0, log_level="ERROR"
    )
    return TestClient(create_app(chosen))


def test_a_service_destroys_what_is_over_without_being_told(db, empty_database, old, admin):
    with serving(empty_database, 24):
        end = time.monotonic() + PATIENCE
        while kept(db, old) and time.monotonic() < end:
            time.sleep(0.02)

    assert not kept(db, old)
    record = admin.get("/api/v1/destructions").json()[0]
    assert (record["actor"], record["records"]) == ("system", [str(old["id"])])


def test_a_service_that_is_told_never_to_leaves_it_to_the_command(db, empty_database, old):
    with serving(empty_database, 0):
        time.sleep(0.2)

    assert kept(db, old)
    assert sweep_once(db) == Swept(contacts=1)
    assert not kept(db, old)


def test_nothing_is_written_when_nothing_is_over(db, world, draft, monkeypatch):
    world.add(CONTACTS, **draft)
    monkeypatch.setattr(db, "writing", None)

    assert not sweep_once(db)


def test_of_several_processes_only_one_sweeps(db, old):
    if db.is_sqlite:
        return  # served by one process
    with db.writing(actor=SYSTEM) as other:
        assert other.try_turn("retention")

        assert not sweep_once(db)

    assert kept(db, old)
    assert sweep_once(db) == Swept(contacts=1)


def test_a_sweep_that_failed_is_tried_again(db, old, monkeypatch):
    tried, sweep_as_it_is = [], sweeping.sweep

    def failing_once(unit):
        tried.append(1)
        if len(tried) == 1:
            raise Unavailable
        return sweep_as_it_is(unit)

    monkeypatch.setattr(sweeping, "sweep", failing_once)
    monkeypatch.setattr(sweeping, "_HOUR", 0.0)

    with sweeping.swept_daily(db, 24):
        end = time.monotonic() + PATIENCE
        while kept(db, old) and time.monotonic() < end:
            time.sleep(0.02)

    assert len(tried) == 2
    assert not kept(db, old)
