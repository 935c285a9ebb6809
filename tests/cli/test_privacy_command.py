"""Destroying personal data by the command that runs daily."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, update

from app.access.accounts import SESSIONS, TABLE
from app.core.db import Database
from app.core.settings import Settings

NONE = {"contacts": 0, "subject_requests": 0, "accounts": 0, "access_records": 0}


def closed_long_ago(url, key):
    """Leave a log-in of an account that was closed five years ago."""
    then = datetime.now(UTC) - timedelta(days=5 * 365)
    stamps = {"created_at": then, "last_seen_at": then, "expires_at": then, "digest": "x"}
    database = Database(Settings(database_url=url))
    with database.writing() as unit:
        unit.execute(update(TABLE).values(active=False, updated_at=then))
        row = {"id": UUID(int=7), "account_id": key, "address": "192.0.2.7", "agent": "", **stamps}
        unit.execute(insert(SESSIONS), row)
    database.close()


def test_a_sweep_counts_first_then_destroys_then_finds_nothing(ieum, url, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _words: "밤에 걷는 고양이 일곱")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    closed_long_ago(url, UUID(ieum("account", "create", "minji").text.strip()))

    dry, done, again = (
        json.loads(ieum("privacy", "sweep", *more, "--json").text)
        for more in (["--dry-run"], [], [])
    )

    assert dry == {**NONE, "accounts": 1, "destroyed": False}
    assert done == {**NONE, "accounts": 1, "destroyed": True}
    assert again == {**NONE, "destroyed": True}
    assert ieum("privacy", "sweep").code == 0
