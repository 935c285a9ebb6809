"""A service of one's own, started as ./run does it over a fresh database."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from readme import ROOT

READY_SECONDS = 180  # on a machine with other work


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The environment of a new installation, with a database of its own."""
    folder = tmp_path_factory.mktemp("readme")
    return {
        **os.environ,
        "IEUM_DATABASE_URL": f"sqlite:///{folder / 'ieum.db'}",
        "IEUM_LOG_LEVEL": "ERROR",
    }


@pytest.fixture(scope="module")
def filled(environment, seeded_file):
    """The environment with the shipped record in its database, as `ieum seed` leaves it."""
    path = environment["IEUM_DATABASE_URL"].removeprefix("sqlite:///")
    Path(path).write_bytes(seeded_file.read_bytes())
    return environment


@pytest.fixture(scope="module")
def address(filled):
    """The address of a service that is started as ./run does it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = ieum("serve", "--port", str(port))
    with subprocess.Popen(serving, env=filled, cwd=ROOT) as process:  # noqa: S603 -- ours
        try:
            _wait_for(f"http://127.0.0.1:{port}/readyz", process)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def ieum(*words):
    return [sys.executable, "-m", "app", *words]


def run(words, environment, told=None):
    return subprocess.run(  # noqa: S603 -- our own command line, and what our README prints
        words, env=environment, cwd=ROOT, input=told, capture_output=True, text=True, check=False
    )


def _wait_for(url, process):
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 -- our own service
                return
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None, "the service ended"
            assert time.monotonic() < until, "the service was not ready in time"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def command(environment):
    """Run the command line, or any other program, in this installation."""

    def at(*words, told=None):
        return run(words if words[0].startswith("/") else ieum(*words), environment, told)

    return at
