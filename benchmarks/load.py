"""A load generator in a process of its own: raw HTTP/1.1 over connections that stay open.

Reads a `Load` as JSON from standard input and writes what it counted as JSON. Replies must carry a
Content-Length, as the service's do.
"""

import asyncio
import base64
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import cast

import uvloop

from benchmarks.timing import Times

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a load: answers a second, their times, and how many were refusals."""

    per_second: float
    times: Times
    failed: int
    statuses: dict[str, int]


@dataclass(slots=True)
class Load:
    """Requests to repeat over *connections* connections for some seconds."""

    port: int
    requests: Sequence[bytes]
    seconds: float
    connections: int = 32
    until: float = 0.0
    ms: list[float] = field(default_factory=list)
    failed: int = 0
    statuses: Counter[str] = field(default_factory=Counter)

    def run(self) -> Counted:
        """Generate the load in another process and return what it counted."""
        wanted = {
            "port": self.port,
            "requests": [base64.b64encode(one).decode() for one in self.requests],
            "seconds": self.seconds,
            "connections": self.connections,
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.load"],
            input=json.dumps(wanted).encode(),
            stdout=subprocess.PIPE,
            check=True,
        )
        said = json.loads(done.stdout)
        times = Times(tuple(said["ms"]))
        return Counted(len(times.ms) / self.seconds, times, said["failed"], said["statuses"])

    async def generate(self) -> None:
        """Keep every connection busy until the time is over."""
        loop = asyncio.get_running_loop()
        self.until = time.perf_counter() + self.seconds
        turns = cycle(self.requests)
        over: list[asyncio.Future[None]] = []
        for _ in range(self.connections):
            done = loop.create_future()
            over.append(done)
            await loop.create_connection(partial(_Talk, self, turns, done), "127.0.0.1", self.port)
        await asyncio.gather(*over)


class _Talk(asyncio.Protocol):
    """One connection: asks, waits for the whole answer, asks again."""

    def __init__(self, load: Load, turns: "cycle[bytes]", over: "asyncio.Future[None]") -> None:
        self.load, self.turns, self.over = load, turns, over
        self.held, self.length = b"", 0
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.ask()

    def ask(self) -> None:
        self.held, self.length = b"", 0
        self.began = time.perf_counter()
        self.transport.write(next(self.turns))

    def data_received(self, data: bytes) -> None:
        self.held = self.held + data if self.held else data
        if not self.length:
            self.length = _length(self.held)
        if self.length and len(self.held) >= self.length:
            self.answered()

    def answered(self) -> None:
        now = time.perf_counter()
        if now > self.load.until:
            self.transport.close()
            return
        self.load.ms.append((now - self.began) * 1000)
        self.load.failed += self.held[9:10] != b"2"
        self.load.statuses[self.held[9:12].decode()] += 1
        self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        if error is not None or time.perf_counter() < self.load.until:
            self.load.failed += 1
        if not self.over.done():
            self.over.set_result(None)


def _length(held: bytes) -> int:
    """Return how long the whole answer is, or 0 while its head is not complete."""
    end = held.find(_END)
    if end < 0:
        return 0
    head = held[:end].lower()
    at = head.index(_LENGTH) + len(_LENGTH)
    return end + len(_END) + int(head[at:].split(b"\r\n", 1)[0])


def request(method: str, path: str, *, body: object = None, bearer: str | None = None) -> bytes:
    """Return a request as it goes over the wire."""
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if bearer:
        lines.append(f"Authorization: Bearer {bearer}")
    if content:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode() + _END + content


def main() -> None:
    """Generate the load that standard input describes."""
    wanted = json.load(sys.stdin)
    wanted["requests"] = [base64.b64decode(one) for one in wanted["requests"]]
    load = Load(**wanted)
    uvloop.run(load.generate())
    said = {"ms": load.ms, "failed": load.failed, "statuses": load.statuses}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
