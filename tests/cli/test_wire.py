"""What the server makes of the bytes themselves: where a message ends, and who is believed."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from app.core.db import Database
from app.core.settings import Settings
from app.exchange.schema import migrate

ASK = "/api/v1/session"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A database with every table."""
    made = f"sqlite:///{tmp_path_factory.mktemp('wire')}/wire.db"
    database = Database(Settings(database_url=made))
    migrate(database)
    database.close()
    return made


@contextmanager
def serving(url, **more):
    """Serve with an environment; give the process and its port."""
    chosen = {"IEUM_DATABASE_URL": url, "IEUM_WARM_INDEX": "false", "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--port", "0"],
        env={**os.environ, **chosen, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        found = (re.search(r"http://127\.0\.0\.1:(\d+)", line) for line in server.stdout)
        yield server, int(next(one for one in found if one)[1])
    finally:
        server.kill()
        server.communicate()


@pytest.fixture(scope="module")
def port(url):
    """The port of a service."""
    with serving(url) as (_, port):
        yield port


@pytest.fixture(scope="module")
def impatient(url, tmp_path_factory):
    """The port of a service that waits for a request for two seconds."""
    own = shutil.copy(url.removeprefix("sqlite:///"), tmp_path_factory.mktemp("own"))
    with serving(f"sqlite:///{own}", IEUM_REQUEST_SECONDS="2") as (_, port):
        yield port


def send(port, head, body=""):
    """Send what is written, and return the statuses of everything that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall("\r\n".join([*head, "Host: x", "Connection: close", "", body]).encode())
        answer = b"".join(iter(lambda: wire.recv(65536), b""))
    return re.findall(r"HTTP/1\.1 (\d+)", answer.decode())


@pytest.mark.parametrize(
    "ends",
    [
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Content-Length: 5", "Content-Length: 50"],
        ["Content-Length: 5, 50"],
        ["Content-Length: -1"],
        ["Content-Length: 5x"],
        ["Transfer-Encoding: chunked, identity"],
    ],
)
def test_a_message_whose_end_can_be_read_in_two_ways_is_never_two_requests(port, ends):
    hidden = f"0\r\n\r\nGET {ASK} HTTP/1.1\r\nHost: x\r\n\r\n"

    statuses = send(port, [f"POST {ASK} HTTP/1.1", *ends], hidden)

    assert statuses == ["400"]


@pytest.mark.parametrize(
    "grows",
    [b"X-Long: " + b"a" * 400_000, b"X-Many: b\r\n" * 40_000],
    ids=["one header", "many headers"],
)
def test_a_head_that_grows_and_grows_is_refused_before_it_is_whole(port, grows):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + grows)
        answer = wire.recv(65536)

    assert answer.startswith(b"HTTP/1.1 431 ")
    assert send(port, ["GET /healthz HTTP/1.1", "X-Long: " + "a" * 30_000]) == ["200"]


@pytest.mark.parametrize("begun", [b"", b"G", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_who_does_not_end_a_head_in_time_is_hung_up_on(impatient, begun):
    with socket.create_connection(("127.0.0.1", impatient), timeout=10) as wire:
        wire.sendall(begun)

        assert wire.recv(65536) == b""


def test_who_ends_each_head_in_time_is_served_on_one_connection_for_as_long_as_they_like(impatient):
    line = HTTPConnection("127.0.0.1", impatient, timeout=10)
    line.connect()
    own = line.sock.getsockname()

    for _ in range(3):
        time.sleep(0.8)
        line.request("GET", "/healthz")
        answer = line.getresponse()
        answer.read()
        assert (answer.status, line.sock.getsockname()) == (200, own)
    line.close()


@pytest.mark.parametrize(
    ("trusted", "client"), [("127.0.0.1", "203.0.113.9"), ("192.0.2.1", "127.0.0.1")]
)
def test_who_forwards_is_believed_only_where_it_is_named(url, tmp_path, trusted, client):
    own = shutil.copy(url.removeprefix("sqlite:///"), tmp_path)  # one file, one service

    with serving(f"sqlite:///{own}", FORWARDED_ALLOW_IPS=trusted) as (server, port):
        statuses = send(port, [f"GET {ASK} HTTP/1.1", "X-Forwarded-For: 203.0.113.9"])
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=20)[0]

    lines = [json.loads(line) for line in said.splitlines() if ASK in line]
    assert statuses == ["401"]
    assert [one["client"] for one in lines] == [client]
