"""Real server processes, writers that remember what they were promised, and the reckoning."""

import contextlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import orjson
from clusters import free_port
from worlds import World

from app.access.actions import issue_token
from app.access.grants import Scope
from app.activity.actions import VISITS
from app.core import history, lookups
from app.core.actors import SYSTEM, Role
from app.core.db import Database
from app.core.settings import ROOT, Settings
from app.exchange.checkup import State, examine
from app.exchange.schema import migrate

MUTANTS = Path(__file__).with_name("mutants.py")
PATH = "/api/v1/visits"
LOOKED_AT = ("chain", "history", "records", "documents", "integrity", "foreign-keys")


@dataclass
class Place:
    """A database with an office, an agency and someone who may write."""

    url: str
    bearer: str = ""
    agency: str = ""

    def prepare(self) -> "Place":
        database = Database(Settings(database_url=self.url))
        migrate(database)
        self.agency = str(World(database).agency()["id"])
        with database.writing(datetime.now(UTC), SYSTEM) as unit:
            self.bearer = issue_token(unit, Role.staff, Scope(), label="writer", days=1)
        database.close()
        return self

    def visit(self, tag: str) -> dict:
        return {"office": "centre", "visited_on": "2026-11-02", "target": "school",
                "agency_id": self.agency, "result": tag, "purposes": ["공공구매 안내"]}  # fmt: skip


class Service:
    """The service as people run it, on one port; it may be killed and started again."""

    def __init__(self, place: Place, mutant: str | None = None, **settings: object) -> None:
        self.port, self.process = free_port(), None
        self.command = [sys.executable, "-m", "app", "serve"]
        if mutant:
            self.command = [sys.executable, str(MUTANTS), mutant]
        chosen = {"log_level": "ERROR", "warm_index": "false", "database_url": place.url,
                  "requests_per_minute_address": 10**6, "requests_per_minute_token": 10**6,
                  "drain_seconds": 0, **settings}  # fmt: skip
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.environment |= {f"IEUM_{name.upper()}": str(value) for name, value in chosen.items()}

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        command = [*self.command, "--port", str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603 -- our own program
            command, env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL
        )
        end = time.monotonic() + 300  # at the lowest priority on a busy machine
        while time.monotonic() < end:
            assert self.process.poll() is None, "the service ended by itself"
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/readyz")[0] == 200:
                    return
            time.sleep(0.02)
        raise RuntimeError("the service did not get ready")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, method, path, body=None, headers=None, timeout=30):
        """Send one request over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            return asked(connection, method, path, body, headers or {})
        finally:
            connection.close()


def asked(connection, method, path, body, headers):
    content = None if body is None else json.dumps(body).encode()
    head = {"Content-Type": "application/json", **headers}
    connection.request(method, path, content, head)
    answer = connection.getresponse()
    return answer.status, dict(answer.getheaders()), answer.read()


@dataclass
class Ledger:
    """What was acknowledged, by whom it was asked for; and every answer that should not be."""

    acknowledged: dict[str, dict] = field(default_factory=dict)
    strange: list[tuple[int, bytes]] = field(default_factory=list)
    repeated: int = 0
    moments: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, tag: str, answer: bytes, *, replayed: bool) -> None:
        with self.lock:
            self.moments.append(time.monotonic())
            self.repeated += replayed
            self.acknowledged[tag] = json.loads(answer)

    @property
    def longest_gap(self) -> float:
        pairs = zip(self.moments, self.moments[1:], strict=False)
        return max((later - earlier for earlier, later in pairs), default=0.0)


class Writer(threading.Thread):
    """Adds visits one after the other; what it does not know the outcome of, it sends again."""

    def __init__(self, place: Place, service: Service, ledger: Ledger, stop: threading.Event):
        super().__init__(daemon=True)
        self.place, self.service, self.ledger, self.stop = place, service, ledger, stop
        self.connection = None

    def run(self) -> None:
        while not self.stop.is_set():
            tag = str(uuid4())
            self._until_answered(tag, self.place.visit(tag))
        self._hang_up()

    def _hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def _until_answered(self, tag, body) -> None:
        headers = {"Authorization": f"Bearer {self.place.bearer}", "Idempotency-Key": tag}
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                status, head, answer = self._send(body, headers)
            except (OSError, http.client.HTTPException):
                self._hang_up()
                time.sleep(0.02)
                continue
            if status == 201:
                replayed = "idempotent-replayed" in {name.lower() for name in head}
                self.ledger.acknowledge(tag, answer, replayed=replayed)
                return
            if status not in (409, 503):
                with self.ledger.lock:
                    self.ledger.strange.append((status, answer[:300]))
                return
            time.sleep(0.05)
        with self.ledger.lock:
            self.ledger.strange.append((0, b"never answered"))

    def _send(self, body, headers):
        if self.connection is None:
            port = self.service.port
            self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        return asked(self.connection, "POST", PATH, body, headers)


@contextlib.contextmanager
def writers(place, service, count=6):
    """Let some writers work; at the end each brings what it began to its answer."""
    ledger, stop = Ledger(), threading.Event()
    threads = [Writer(place, service, ledger, stop) for _ in range(count)]
    for one in threads:
        one.start()
    try:
        yield ledger
    finally:
        stop.set()
        for one in threads:
            one.join(150)


@dataclass
class Reckoning:
    """What became of what was promised."""

    acknowledged: int
    lost: int
    doubled: int
    changed: int
    faults: list[str]

    @property
    def clean(self) -> bool:
        return (self.lost, self.doubled, self.changed, self.faults) == (0, 0, 0, [])

    def __str__(self) -> str:
        return (f"{self.acknowledged:,} acknowledged, {self.lost} lost, {self.doubled} doubled, "
                f"{self.changed} changed, faults: {self.faults or 'none'}")  # fmt: skip


def reckon(place: Place, ledger: Ledger) -> Reckoning:
    """Compare what is stored with what was acknowledged, and walk the chain."""
    database = Database(Settings(database_url=place.url))
    with database.reading(actor=SYSTEM) as unit:
        found = [orjson.loads(orjson.dumps(one)) for one in lookups.listed(unit, VISITS)]
        chain = history.verify(unit)
    faults = [f"entry {seq} does not fit" for seq in chain.broken]
    faults += [
        f"{one.name}: {one.en}"
        for one in examine(database)
        if one.name in LOOKED_AT and one.state is State.fail
    ]
    database.close()
    times = Counter(one["result"] for one in found)
    stored = {one["id"]: one for one in found}
    promised = ledger.acknowledged
    lost = sum(one["id"] not in stored for one in promised.values())
    changed = sum(stored.get(one["id"], one) != one for one in promised.values())
    doubled = sum(count - 1 for count in times.values())
    faults += [f"{status}: {text!r}" for status, text in ledger.strange[:3]]
    return Reckoning(len(promised), lost, doubled, changed, faults)


def killed(
    place: Place, rounds: int, at_least: int = 0, longest: float = 0.9, mutant: str | None = None
):
    """Kill the service at random moments while it is written to; return rounds and reckoning.

    A moment is at most *longest* seconds after a writer of the round got its first answer.
    """
    done, chance = 0, random.Random()  # noqa: S311 -- moments, not secrets
    with Service(place, mutant) as service, writers(place, service) as ledger:
        while done < rounds or len(ledger.acknowledged) < at_least:
            until_more(ledger)
            time.sleep(chance.uniform(0.1, longest))
            service.kill()
            service.start()
            done += 1
        until_more(ledger)
    return done, reckon(place, ledger)


def until_more(ledger: Ledger, seconds: float = 30) -> None:
    """Wait until something more was acknowledged."""
    before, end = len(ledger.acknowledged), time.monotonic() + seconds
    while len(ledger.acknowledged) <= before and time.monotonic() < end:
        time.sleep(0.01)
