"""Run the benchmarks and print their tables: `scripts/bench [--quick] [--write] [PART …]`."""

import argparse
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from benchmarks import (
    ablation,
    browsing,
    crowd,
    document,
    folds,
    following,
    lighthouse,
    matching,
    pages,
    quality,
    reports,
    serving,
    start,
)
from benchmarks.table import Line, markdown

Measure = Callable[..., Iterable[Line | str]]
PARTS: dict[str, tuple[str, Measure]] = {
    "serving": ("Requests a second", serving.measure),
    "crowd": ("Two hundred clients at once", crowd.measure),
    "reports": ("The report of a year", reports.measure),
    "start": ("Start and memory", start.measure),
    "matching": ("Matching and search", matching.measure),
    "following": ("A change found in another process", following.measure),
    "pages": ("Lists as they grow", pages.measure),
    "browsing": ("The search page", browsing.measure),
    "lighthouse": ("Pages in a browser", lighthouse.measure),
    "quality": ("Quality beside text engines", quality.measure),
    "blind": ("Quality on sets made up blind", quality.blind),
    "ablation": ("What each part of the matcher brings", ablation.measure),
    "folds": ("Weights chosen without the trades they are measured on", folds.measure),
}


def main() -> int:
    """Run the chosen parts; the exit status is 1 when a goal was not met or a part broke off."""
    options = _options()
    missed = []
    for name in options.parts or list(PARTS):
        title, measure = PARTS[name]
        try:
            lines = _measured(name, title, measure, options)
        except Exception as error:  # noqa: BLE001 -- one part that breaks must not take the rest along
            print(f"{name} broke off: {error!r}", file=sys.stderr)
            missed.append(f"{name}, which broke off")
            continue
        missed += [one.what for one in lines if "not met" in one.verdict]
    for what in missed:
        print(f"not met: {what}", file=sys.stderr)
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="small sizes, short rounds")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write the sections of these parts in docs/benchmarks.md",
    )
    parser.add_argument("--date", default=f"{datetime.now(UTC):%Y-%m-%d}", help="of the sections")
    options = parser.parse_args()
    unknown = set(options.parts) - PARTS.keys()
    if unknown:
        parser.error(f"unknown part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if options.write and options.quick:
        parser.error("--write shows a whole measurement: leave out --quick")
    return options


def _measured(name: str, title: str, measure: Measure, options: argparse.Namespace) -> list[Line]:
    """Measure and print a part; answer those of its lines that goals judge.

    What is measured is said, and written, as it comes, so that a run that is stopped keeps it.
    """
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    began, found = time.perf_counter(), list[Line | str]()
    for one in measure(quick=options.quick):
        found.append(one)
        if isinstance(one, Line):
            print(f"  {one.what}: {one.measured} {one.verdict}", file=sys.stderr, flush=True)
        if options.write:
            _write(name, title, f"{_text(found)}\nNot measured to its end.", options.date)
    if options.write:
        _write(name, title, _text(found), options.date)
    print(f"{_text(found)}\n{name}: {time.perf_counter() - began:.0f} s\n", flush=True)
    return [one for one in found if isinstance(one, Line)]


def _text(found: Iterable[Line | str]) -> str:
    """Put the lines into a table, before whatever else there is."""
    lines = [one for one in found if isinstance(one, Line)]
    tables = [one for one in found if isinstance(one, str)]
    return "\n".join(([markdown(lines)] if lines else []) + tables)


def _write(name: str, title: str, text: str, date: str) -> None:
    document.put(title, f"{_about(name, date)}\n\n{text}", [one for one, _ in PARTS.values()])


def _about(name: str, date: str) -> str:
    """Say what was measured on."""
    return (
        f"`scripts/bench {name}`, {date}: {os.cpu_count()} cores ({platform.machine()}), Python\n"
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f} "
        "at the end."
    )


if __name__ == "__main__":
    sys.exit(main())
