"""The walk-through of the README works as it is printed, on a fresh database."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from readme import ENGLISH, ROOT, blocks

from app.__main__ import app as command_line

READY_SECONDS = 60
PRINTED_ADDRESS = "127.0.0.1:8000"
_COMMANDS = {command.name for command in command_line.registered_commands}

pytestmark = pytest.mark.skipif(
    not {"migrate", "seed", "serve", "token", "export"} <= _COMMANDS,
    reason="the command line does not have all commands of the walk-through yet",
)


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
def address(environment):
    """The address of a service that was set up as ./run does it."""
    for words in (["migrate"], ["seed", "--if-empty"]):
        _run(_ieum(*words), environment).check_returncode()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = _ieum("serve", "--port", str(port))
    with subprocess.Popen(serving, env=environment, cwd=ROOT) as process:  # noqa: S603 -- ours
        try:
            _wait_for(f"http://127.0.0.1:{port}/readyz", process)
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def _ieum(*words):
    return [sys.executable, "-m", "app", *words]


def _run(words, environment):
    return subprocess.run(  # noqa: S603 -- our own command line, and what our README prints
        words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
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


def _walk_through(address):
    """Return the script that a reader would have typed, and the lines it is said to print."""
    _, _, walk = ENGLISH.read_text(encoding="utf-8").partition("\n## Walk-through\n")
    walk, _, _ = walk.partition("\n## ")
    chosen = [(language, text) for language, text in blocks(ENGLISH) if text in walk]
    script = "".join(text for language, text in chosen if language == "sh")
    printed = "".join(text for language, text in chosen if language == "text")
    return script.replace(PRINTED_ADDRESS, address), printed.splitlines()


def test_the_walk_through_runs_and_prints_what_it_says(address, environment):
    script, expected = _walk_through(address)

    done = _run(["/bin/sh", "-eu", "-c", script], environment)

    assert done.returncode == 0, done.stderr
    lines = iter(done.stdout.splitlines())
    assert [line for line in expected if line not in lines] == []  # each, in this order
