"""The report of a year over a million rows of the log: spread out, and all in one office and year."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from app.activity.metrics import metrics
from benchmarks import corpus, stock
from benchmarks.service import Running, compared
from benchmarks.table import Line, at_most
from benchmarks.timing import Times, waited

_OFFICE, _YEAR = "seoul-se-center", 2017
_REPORT = f"/api/v1/reports/achievement?year={_YEAR}&office={_OFFICE}"
_GOAL = at_most(100, "ms")
_REPEATS = 20


def measure(*, quick: bool) -> Iterator[Line]:
    """Measure the report as a client sees it, one request after another."""
    visits = 100_000 if quick else 1_000_000
    with stock.folder() as folder:
        path = folder / "spread.db"
        stock.create(path)
        stock.register(path, enterprises=4_000)
        rows = stock.log(path, visits, corpus.EVERYWHERE)
        stock.goals(path, _OFFICE, _YEAR, counted())
        yield _line(f"report of a year, {rows:,} rows, 7 offices, 10 years", path, _REPORT)
        with_children = f"{_REPORT}&include_children=true"
        yield _line("the same with the offices below it", path, with_children)
        crowded = Path(shutil.copy(path, folder / "crowded.db"))
        stock.crowd(crowded, _OFFICE, _YEAR)
        yield _line(f"worst case: all {rows:,} rows in the office and year", crowded, _REPORT)


def counted() -> list[str]:
    """Return every metric that is counted from rows."""
    return [metric.code for metric in metrics().values() if metric.collection]


def _line(what: str, path: Path, url: str) -> Line:
    with compared(path) as running:
        times, busy = _asked(running, url)
    measured = f"p50 {times.middle:.0f} ms, fastest {min(times.ms):.0f} ms, processor {busy:.0f} ms"
    return Line(what, measured, "", _GOAL, times.middle)


def _asked(running: Running, url: str) -> tuple[Times, float]:
    """Return the times a client waits, and the processor time of one answer."""

    def ask() -> None:
        status, body = running.get(url)
        if status != 200 or b'"rows":[{' not in body:
            message = f"{url}: {status} {body[:200]!r}"
            raise RuntimeError(message)

    ask()
    before = running.busy_seconds
    times = waited([ask] * _REPEATS)
    return times, (running.busy_seconds - before) * 1000 / _REPEATS
