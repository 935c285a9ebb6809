"""Tokens that open the service, and the service itself."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from uuid import uuid4

from starlette.testclient import TestClient

from app.core.serving import is_served, served
from app.core.settings import Settings
from app.main import create_app

OFFICE = {"code": "centre", "name": "센터", "kind": "centre"}


def test_a_token_of_the_command_line_opens_the_service(ieum, url):
    bearer = ieum("token", "--role", "admin", "--days", "1", "--label", "시험").text.strip()
    service = create_app(Settings(database_url=url, log_level="ERROR"))

    with TestClient(service, headers={"Authorization": f"Bearer {bearer}"}) as client:
        added = client.post("/api/v1/offices", json=OFFICE)
        history = client.get("/api/v1/offices/centre/history").json()

    assert added.status_code == 201
    assert history[0]["actor"] == "시험"


def test_only_the_token_stands_on_standard_output(ieum):
    assert re.fullmatch(rb"ieum_[A-Za-z0-9_-]{43}\n", ieum("token", "--role", "staff").out)


def test_a_token_that_is_bound_to_nothing_is_refused(ieum):
    unbound = ieum("token", "--role", "agency")
    unknown = ieum("token", "--role", "enterprise", "--enterprise", uuid4())

    assert (unbound.code, unknown.code) == (1, 1)
    assert "--agency" in unbound.err


def test_several_processes_are_refused_on_sqlite(ieum):
    refused = ieum("serve", "--workers", "2")

    assert refused.code == 1
    assert "PostgreSQL" in refused.err


def test_a_second_process_may_not_serve_the_same_file(ieum, url):
    with served(Path(url.removeprefix("sqlite:///"))):
        refused = ieum("serve", "--port", "0")

    assert refused.code == 1
    assert "다른 프로세스" in refused.err


def test_the_service_says_where_it_listens_and_stops_when_told(url):
    environment = {**os.environ, "IEUM_DATABASE_URL": url, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline()).group()
        with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:  # noqa: S310 -- our own server
            assert answer.status == 200
        assert is_served(Path(url.removeprefix("sqlite:///")))
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=20)
    assert server.returncode in (0, -signal.SIGTERM)
