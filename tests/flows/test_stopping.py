"""A service that is told to stop loses nobody: readiness first, then the door, then the rest."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest
from readme import ROOT

WITHIN = 10  # seconds, from the signal to the end
DRAINS = 3.0  # seconds of readiness being red, in these tests
LONGEST = 5.0  # seconds: the most that may be set
TALKERS = 4


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The environment of a service with tables and a token: (environment, bearer)."""
    folder = tmp_path_factory.mktemp("stopping")
    environment = {
        **os.environ,
        "IEUM_DATABASE_URL": f"sqlite:///{folder / 'ieum.db'}",
        "IEUM_LOG_LEVEL": "ERROR",
        "IEUM_WARM_INDEX": "false",
    }
    _ieum(environment, "migrate")
    return environment, _ieum(environment, "token", "--role", "admin").strip()


def _ieum(environment, *words):
    command = [sys.executable, "-m", "app", *words]
    return subprocess.run(  # noqa: S603 -- our own command line
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture
def service(prepared, request):
    """A service of its own process, on a port of its own: (process, port)."""
    environment = {**prepared[0], "IEUM_DRAIN_SECONDS": str(getattr(request, "param", DRAINS))}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=ROOT) as process:  # noqa: S603 -- ours
        until = time.monotonic() + 60
        while _asked(port, "/readyz") != 200:
            assert time.monotonic() < until
            time.sleep(0.1)
        yield process, port
        process.kill()


def _asked(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


class Talker(threading.Thread):
    """A client that adds offices one after another until nobody takes its connection."""

    def __init__(self, port, bearer, number):
        super().__init__()
        self.port, self.number = port, number
        self.headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        self.stored, self.wrong = [], []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            for turn in range(100_000):
                is_new = connection.sock is None
                if not _is_open(connection):
                    return
                try:
                    self.add(connection, f"t{self.number}-{turn}")
                except (OSError, http.client.HTTPException) as error:
                    if not is_new:  # else it waited at a door that was closed: nobody took it
                        self.wrong.append(repr(error))
                    return

    def add(self, connection, code):
        body = json.dumps({"code": code, "name": "지원단", "kind": "centre"})
        connection.request("POST", "/api/v1/offices", body, self.headers)
        answer = connection.getresponse()
        answer.read()
        (self.stored if answer.status == 201 else self.wrong).append(code)


def _is_open(connection):
    """Whether there is a connection, or one can be had; the door may be closed."""
    try:
        if connection.sock is None:
            connection.connect()
    except OSError:
        return False
    return True


def test_under_load_readiness_goes_first_and_nothing_that_was_begun_is_lost(service, prepared):
    process, port = service
    talkers = [Talker(port, prepared[1], number) for number in range(TALKERS)]
    for one in talkers:
        one.start()
    body = json.dumps({"code": "slow", "name": "지원단", "kind": "centre"}).encode()
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(_head(prepared[1], len(body)) + body[:10])
        time.sleep(0.5)

        process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        time.sleep(0.3)
        ready, alive = _asked(port, "/readyz"), _asked(port, "/healthz")
        time.sleep(DRAINS + 0.5)
        closed = _asked(port, "/healthz")
        slow.sendall(body[10:])
        answer = slow.recv(10_000)
    code = process.wait(WITHIN)
    took = time.monotonic() - told
    for one in talkers:
        one.join(10)

    assert (ready, alive, closed) == (503, 200, None)
    assert answer.startswith(b"HTTP/1.1 201")
    assert code in (0, -signal.SIGTERM)
    assert took <= WITHIN
    assert [one.wrong for one in talkers] == [[]] * TALKERS
    stored = {code for one in talkers for code in one.stored} | {"slow"}
    assert len(stored) > TALKERS
    assert _codes(prepared[0]) >= stored


def _head(bearer, length):
    return (
        f"POST /api/v1/offices HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {bearer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def _codes(environment):
    sheet = _ieum(environment, "export", "offices")
    return {line.split(",")[1] for line in sheet.splitlines()[1:]}


@pytest.mark.parametrize("service", [LONGEST], indirect=True)
def test_a_second_signal_is_not_made_to_wait(service):
    process, _ = service

    process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()

    assert process.wait(60) in (0, -signal.SIGTERM)
    assert time.monotonic() - began < LONGEST - 0.2


@pytest.mark.parametrize("service", [LONGEST], indirect=True)
def test_a_person_who_stops_it_waits_for_nothing(service):
    process, _ = service

    process.send_signal(signal.SIGINT)
    began = time.monotonic()

    assert process.wait(60) in (0, -signal.SIGINT)
    assert time.monotonic() - began < LONGEST - 0.2
