"""Run the benchmarks and print one table: `scripts/bench [--quick] [--write] [PART …]`."""

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from benchmarks import crowd, matching, pages, reports, serving, start
from benchmarks.table import Line, markdown

Measure = Callable[[], Iterable[Line]]
PARTS = {
    "serving": ("Requests a second", serving.measure),
    "crowd": ("Two hundred clients at once", crowd.measure),
    "reports": ("The report of a year", reports.measure),
    "start": ("Start and memory", start.measure),
    "matching": ("Matching and search", matching.measure),
    "pages": ("Lists as they grow", pages.measure),
}
DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def main() -> int:
    """Run the chosen parts; the exit status is 1 when a goal was not met."""
    options = _options()
    sections = list(_sections(options.parts or list(PARTS), quick=options.quick))
    if options.write:
        head = f"# Benchmarks\n\n{_about(options.date)}\n"
        text = "\n".join([head, *(text for text, _ in sections)])
        DOCUMENT.write_text(text, encoding="utf-8", newline="\n")
    missed = [one.what for _, lines in sections for one in lines if "not met" in one.verdict]
    for what in missed:
        print(f"not met: {what}", file=sys.stderr)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="small sizes, short rounds")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--date", default=f"{datetime.now(UTC):%Y-%m-%d}", help="of the document")
    options = parser.parse_args()
    unknown = set(options.parts) - PARTS.keys()
    if unknown:
        parser.error(f"unknown part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if options.write and (options.quick or options.parts):
        parser.error("--write shows a whole run: leave out --quick and parts")
    return options


def _sections(names: list[str], *, quick: bool) -> Iterator[tuple[str, list[Line]]]:
    """Measure and print part by part; a section is its text and its lines."""
    for name in names:
        title, measure = PARTS[name]
        print(f"measuring {name} …", file=sys.stderr)
        lines = list(partial(measure, quick=quick)())
        text = f"## {title}\n\n{markdown(lines)}"
        print(text, flush=True)
        yield text, lines


def _about(date: str) -> str:
    """Say what was measured on, and how to read it."""
    load = os.getloadavg()[0]
    return (
        f"Measured by `scripts/bench --write` on {date}: {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, load {load:.1f} at the end.\n\n"
        "Absolute numbers belong to this machine and this hour; read the ratios. Reference and\n"
        "candidate took turns for several rounds; a ratio is the median of the rounds, with the\n"
        "lowest and highest beside it. The references run in the same process and server, as an\n"
        "application with nothing of ours around it. Databases are SQLite, writes are durable\n"
        "(`synchronous=FULL`), and the rows are invented by `benchmarks/corpus.py`.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
