"""How soon the service answers after `ieum serve`, and how much memory it holds."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import stock
from benchmarks.load import Load, request
from benchmarks.service import Running, started
from benchmarks.stock import environment
from benchmarks.table import Line, at_most

IEUM = Path(__file__).resolve().parents[1] / ".venv" / "bin" / "ieum"


def measure(*, quick: bool) -> Iterator[Line]:
    """Measure starts over the sample record, then memory before and after some hundred requests."""
    with stock.folder() as folder:
        path = folder / "record.db"
        for command in ("migrate", "seed"):
            subprocess.run(
                [IEUM, command], env=environment(path), check=True, stdout=subprocess.DEVNULL
            )
        times = [_start(path)[0] for _ in range(3 if quick else 7)]
        middle, slowest = median(times), max(times)
        measured = f"median {middle:.2f} s, slowest {slowest:.2f} s"
        yield Line("`ieum serve` to /readyz, sample record", measured, "", at_most(3, "s"), slowest)
        _, fresh, used = _start(path, 600)
        yield Line(
            "resident with the sample record",
            f"{fresh:.0f} MB ready, {used:.0f} MB after 600 requests and the index in use",
            "",
            at_most(250, "MB"),
            used,
        )


def _start(path: Path, requests: int = 0) -> tuple[float, float, float]:
    """Start once: seconds until ready, memory then, and memory after so many requests."""
    began = time.perf_counter()
    with started([str(IEUM), "serve"], path, ready="/readyz") as running:
        ready = time.perf_counter() - began
        fresh = running.resident_mb
        if requests:
            _use(running, requests)
        return ready, fresh, running.resident_mb


def _use(running: Running, requests: int) -> None:
    """Ask for a bit of everything."""
    need = {"title": "청사 청소용역", "kind": "service", "region": "서울특별시 노원구"}
    kinds = (
        request("GET", "/api/v1/enterprises?limit=20"),
        request("GET", "/api/v1/search/enterprises?q=%EC%B2%AD%EC%86%8C"),
        request("POST", "/api/v1/match", body=need),
        request("GET", "/api/v1/reports/achievement?year=2017&office=seoul-se-center"),
    )
    done = 0
    while done < requests:
        counted = Load(running.port, kinds, 1.0, 8).run()
        if counted.failed:
            message = f"{counted.failed} requests failed"
            raise RuntimeError(message)
        done += len(counted.times.ms)
