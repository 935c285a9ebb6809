"""The service under load, and beside it, in the same process and server, what it is compared with.

The references are a plain FastAPI application of their own: an empty endpoint, and a durable INSERT
of the same visit with bare SQL. Nothing of ours stands around them, so the ratios are strict.
"""

import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import create_app
from benchmarks.stock import environment

BARE = "/bare"
_COLUMNS = (
    "id", "created_at", "updated_at", "version", "office", "date_precision", "visited_on",
    "target", "agency_id", "department", "purposes", "result",
)  # fmt: skip
_INSERT = f"INSERT INTO visit ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


class BareVisits:
    """Visits stored as directly as Python can: one connection, one lock, one statement."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        self.connection.execute("PRAGMA busy_timeout=5000")
        self.lock = threading.Lock()

    def add(self, visit: dict[str, Any]) -> None:
        """Store a visit; it is on the disk when this returns."""
        now = str(datetime.now(UTC).replace(tzinfo=None))
        stamps = {"id": uuid4().hex, "created_at": now, "updated_at": now, "version": 1}
        row = {
            **visit,
            **stamps,
            "date_precision": "day",
            "agency_id": visit["agency_id"].replace("-", ""),
            "purposes": json.dumps(visit["purposes"]),
        }
        with self.lock:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute(_INSERT, [row[name] for name in _COLUMNS])
            self.connection.execute("COMMIT")


def references(path: str) -> FastAPI:
    """Return the two endpoints that the service is compared with."""
    app, visits = FastAPI(), BareVisits(path)

    @app.get(f"{BARE}/empty")
    def empty() -> dict[str, str]:
        return {}

    @app.post(f"{BARE}/visits", status_code=201)
    def add(visit: dict[str, Any]) -> dict[str, str]:
        visits.add(visit)
        return {}

    return app


def side_by_side(service: ASGIApp, bare: ASGIApp) -> ASGIApp:
    """Return both as one application, told apart by the path."""

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        is_bare = scope["type"] == "http" and scope["path"].startswith(BARE)
        await (bare if is_bare else service)(scope, receive, send)

    return either


@dataclass(frozen=True, slots=True)
class Running:
    """A service that answers on a port of this machine."""

    port: int
    process: int

    def get(self, path: str, bearer: str | None = None) -> tuple[int, bytes]:
        """Ask once, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    @property
    def busy_seconds(self) -> float:
        """How much processor time the process has taken."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rsplit(") ", 1)[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    @property
    def resident_mb(self) -> float:
        """How much memory the process holds, in millions of bytes."""
        return resident_mb(self.process)


def resident_mb(process: int) -> float:
    """Return the resident memory of a process in millions of bytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], database: Path, ready: str = "/healthz") -> Iterator[Running]:
    """Run a command that serves *database* on the port it is told, and wait until it is ready."""
    port = free_port()
    with (database.parent / "service.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--port", str(port)], env=environment(database), stdout=log, stderr=log
        )
        running = Running(port, process.pid)
        try:
            _wait(running, process, ready)
            yield running
        finally:
            process.terminate()
            process.wait(20)


def _wait(running: Running, process: "subprocess.Popen[bytes]", ready: str) -> None:
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        try:
            if running.get(ready)[0] == 200:
                return
        except OSError:
            time.sleep(0.005)
    message = f"the service did not get ready (exit status {process.poll()})"
    raise RuntimeError(message)


def compared(database: Path) -> Any:  # noqa: ANN401 -- a context manager of Running
    """Run the service with the references beside it."""
    return started([sys.executable, "-m", "benchmarks.service"], database)


def main() -> None:
    """Serve both on the port after --port, as `ieum serve` does."""
    port = int(sys.argv[sys.argv.index("--port") + 1])
    path = os.environ["IEUM_DATABASE_URL"].removeprefix("sqlite:///")
    app = side_by_side(create_app(), references(path))
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
