"""What Lighthouse says of the pages that people use most, on a phone and a desktop.

The program is not ours: `npm install -g lighthouse`, and Chromium. It slows processor and network
down by its own model, so that a phone on a poor network is what is judged.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from benchmarks import stock
from benchmarks.service import Running, started
from benchmarks.table import Line, at_least

_ASKED = {
    "title": "구민의 날 행사 현수막 제작",
    "kind": "goods",
    "quantity": 20,
    "amount": "198만원",
}
_PAGES = {
    "search": "/enterprises",
    "search by words": f"/enterprises?{urlencode({'q': '현수막'})}",
    "match": "/match",
    "match results": f"/match/results?{urlencode(_ASKED)}",
    "fair desk": "/fair",
    "fairs": "/fairs",
}
_GOALS = {
    "accessibility": at_least(100, ""),
    "best-practices": at_least(95, ""),
    "performance": at_least(90, ""),
}
_FORMS: dict[str, list[str]] = {"phone": [], "desktop": ["--preset=desktop"]}
_TRIES = 3
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def measure(*, quick: bool) -> Iterator[Line]:
    """Judge each page of a service over the shipped record; the median of three times."""
    program = shutil.which("lighthouse")
    if program is None:
        yield Line("Lighthouse", "not measured: npm install -g lighthouse")
        return
    times = 1 if quick else 3
    with stock.folder() as folder:
        path = folder / "pages.db"
        for command in ("migrate", "seed"):
            _ieum(command, path)
        extra = folder / "headers.json"
        extra.write_text(json.dumps({"Authorization": f"Bearer {stock.token(path)}"}))
        with started([sys.executable, "-m", "app", "serve"], path, "/readyz") as service:
            for name, page in _PAGES.items():
                for form, options in _FORMS.items():
                    wanted = [*options, f"--extra-headers={extra}"]
                    judged = [_judged(program, service, page, wanted) for _ in range(times)]
                    yield from _lines(f"{name}, {form}", judged)


def _ieum(command: str, path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "app", command],
        env=stock.environment(path), check=True, capture_output=True,
    )  # fmt: skip


def _judged(program: str, service: Running, page: str, options: list[str]) -> Any:  # noqa: ANN401 -- its report
    chromium = next(filter(None, map(shutil.which, _CHROMIUM)), "")
    command = [
        program, f"http://127.0.0.1:{service.port}{page}", "--quiet", "--output=json",
        f"--only-categories={','.join(_GOALS)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu", *options,
    ]  # fmt: skip
    environment = {"CHROME_PATH": chromium, **os.environ}
    for _ in range(_TRIES):  # where other work keeps the machine, the browser may not answer it
        made = subprocess.run(
            command, env=environment, capture_output=True, check=False, timeout=300
        )
        if made.returncode == 0:
            break
    made.check_returncode()
    return json.loads(made.stdout)


def _lines(what: str, judged: list[Any]) -> Iterator[Line]:
    for category, goal in _GOALS.items():
        score = median(100 * one["categories"][category]["score"] for one in judged)
        measured = f"{score:.0f}"
        if category == "performance":
            measured += f" ({', '.join(_said(judged, *pair) for pair in _AUDITS)})"
        yield Line(f"{what}: {category}", measured, "", goal, score)


_AUDITS = (
    ("largest-contentful-paint", "LCP", "ms"),
    ("total-blocking-time", "TBT", "ms"),
    ("cumulative-layout-shift", "CLS", ""),
)


def _said(judged: list[Any], audit: str, short: str, unit: str) -> str:
    value = median(one["audits"][audit]["numericValue"] for one in judged)
    return f"{short} {value:,.0f} {unit}" if unit else f"{short} {value:.3f}"
