"""Requests a second of the service against the bare reference, in turns on the same server."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import orjson

from benchmarks import stock
from benchmarks.load import Load, request
from benchmarks.service import BARE, Running, compared
from benchmarks.table import Goal, Line, at_least
from benchmarks.timing import in_turns, ratio

_ENTERPRISES = 4_000
_LIST = "/api/v1/enterprises?limit=20"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long is measured."""

    rounds: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Contest:
    """A reference and what is compared with it."""

    what: str
    against: str
    reference: tuple[bytes, ...]
    candidate: tuple[bytes, ...]
    goal: Goal | None


def measure(*, quick: bool) -> Iterator[Line]:
    """Measure lists and writes."""
    pace = Pace(3, 1.0) if quick else Pace(7, 2.0)
    with stock.folder() as folder:
        path = folder / "serving.db"
        stock.create(path)
        stock.register(path, enterprises=_ENTERPRISES)
        bearer = stock.token(path)
        with compared(path) as running:
            for contest in _contests(running, path, bearer):
                yield _held(contest, running, pace)


def _contests(running: Running, path: Path, bearer: str) -> Iterator[Contest]:
    empty = (request("GET", f"{BARE}/empty"),)
    first = (request("GET", _LIST),)
    yield Contest("list of 20 enterprises", "empty endpoint", empty, first, at_least(30, "%"))
    walk = tuple(_pages(running))
    yield Contest("the same, every page in turn", "empty endpoint", empty, walk, None)
    with stock.bulk(path) as connection:
        agency = stock.parties(connection).agencies[0]
    visit = {
        "office": "seoul-se-center",
        "visited_on": "2026-11-02",
        "target": "department",
        "agency_id": str(agency),
        "department": "총무과",
        "purposes": ["공공구매 안내"],
        "result": "청소 용역 견적을 요청받음",
    }
    bare = (request("POST", f"{BARE}/visits", body=visit),)
    ours = (request("POST", "/api/v1/visits", body=visit, bearer=bearer),)
    yield Contest("one durable write (a visit)", "bare SQL", bare, ours, at_least(25, "%"))


def _pages(running: Running) -> Iterator[bytes]:
    """Return the requests for every page of the list."""
    cursor = ""
    while True:
        path = f"{_LIST}{cursor}"
        yield request("GET", path)
        following = orjson.loads(running.get(path)[1])["next"]
        if following is None:
            return
        cursor = f"&cursor={following}"


def _held(contest: Contest, running: Running, pace: Pace) -> Line:
    """Hold a contest and say how it went."""
    theirs, ours = _Side(running, contest.reference), _Side(running, contest.candidate)
    for side in (theirs, ours):
        side.asked(pace.seconds)
    theirs.busy, ours.busy = [], []
    pairs = in_turns(
        pace.rounds, lambda: theirs.asked(pace.seconds), lambda: ours.asked(pace.seconds)
    )
    rates = [median(values) for values in zip(*pairs, strict=True)]
    share, shares = 100 * ratio(pairs), [100 * second / first for first, second in pairs]
    busy = [median(side.busy) for side in (theirs, ours)]
    return Line(
        f"{contest.what} / {contest.against}",
        f"{rates[1]:,.0f}/s against {rates[0]:,.0f}/s; "
        f"processor {busy[1]:.2f} ms against {busy[0]:.2f} ms ({100 * busy[0] / busy[1]:.0f} %)",
        f"{share:.0f} % ({min(shares):.0f} to {max(shares):.0f})",
        contest.goal,
        share,
    )


@dataclass(slots=True)
class _Side:
    """One side of a contest, and what each of its rounds cost the service's processor."""

    running: Running
    requests: tuple[bytes, ...]
    busy: list[float] = field(default_factory=list)

    def asked(self, seconds: float) -> float:
        """Ask for some seconds and return the answers a second; any refusal ends the run."""
        before = self.running.busy_seconds
        counted = Load(self.running.port, self.requests, seconds).run()
        if counted.failed:
            message = f"{counted.failed} requests failed, e.g. {self.requests[0]!r}"
            raise RuntimeError(message)
        taken = self.running.busy_seconds - before
        self.busy.append(1000 * taken / max(len(counted.times.ms), 1))
        return counted.per_second
