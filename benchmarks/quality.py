"""How good the ranking is beside the text engines one would take instead, by data/eval/score.py."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from app.matching import evaluate
from app.thesaurus.published import shipped_words
from benchmarks import engines
from benchmarks.corpus import DATA
from benchmarks.engines import Kind
from benchmarks.table import columns

JUDGED = DATA / "eval"
_SHOWN = 300
_OWN = "Ieum"


def measure(*, quick: bool) -> Iterator[str]:
    """Run everything over the judged requests; *quick* leaves out what is slow to start."""
    kinds = [one for one in engines.KINDS if not (quick and "PostgreSQL" in one.name)]
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "ieum.tsv"
        evaluate.write_run(evaluate.run(JUDGED, shipped_words(DATA)), own)
        rows = [_row(_OWN, scored(own), None)]
        print(scores(own), flush=True)
        for kind in kinds:
            other = Path(folder) / "other.tsv"
            found = max(_tries(kind, other), key=lambda one: one["all"]["nDCG@10"], default=None)
            if found is not None:
                rows.append(_row(kind.name, found, scored(own, other)))
                print(f"  {kind.name} done", flush=True)
    heads = ("engine", "nDCG@10", "tender", "query", "trap", "P@1", "recall@20", "Ieum's lead")
    yield columns(heads, rows)


def _tries(kind: Kind, path: Path) -> list[dict[str, Any]]:
    """Ask an engine over enterprises and over products; the better run is left in the file."""
    suppliers = read("enterprises.jsonl")
    whole = [(text_of(one), one["id"]) for one in suppliers]
    apart = [
        (text_of({**one, "products": [it]}), one["id"])
        for one in suppliers
        for it in one["products"]
    ]
    found: list[dict[str, Any]] = []
    for texts in (whole, apart):
        answers = _answers(kind, texts)
        if answers is None:
            return []
        one = path.with_suffix(".new")
        evaluate.write_run(answers, one)
        found.append(scored(one))
        if found[-1]["all"]["nDCG@10"] >= found[0]["all"]["nDCG@10"]:
            one.replace(path)
    return found


def _answers(kind: Kind, texts: Sequence[tuple[str, str]]) -> evaluate.Run | None:
    with engines.built(kind, [one for one, _ in texts]) as ask:
        if ask is None:
            return None
        return {
            row["id"]: _best(
                (texts[place][1], score)
                for place, score in ask(" ".join((row["title"], row["description"] or "")), _SHOWN)
            )
            for row in read("tenders.jsonl")
        }


def _best(found: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Keep each enterprise once, at its best."""
    best: dict[str, float] = {}
    for supplier, score in found:
        best[supplier] = max(score, best.get(supplier, score))
    return list(best.items())


def read(name: str) -> list[dict[str, Any]]:
    """Read a file of the judged set."""
    with (JUDGED / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def text_of(row: dict[str, Any]) -> str:
    """Say everything an enterprise says of itself in one text."""
    wares = [one[key] for one in row["products"] for key in ("name", "description", "category")]
    return " ".join(filter(None, (row["name"], *wares, row["description"])))


def scores(run: Path, other: Path | None = None, *more: str) -> str:
    """Answer what score.py says of a run, beside another."""
    versus = ("--vs", str(other)) if other else ()
    command = [sys.executable, str(JUDGED / "score.py"), str(run), *versus, *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def scored(run: Path, other: Path | None = None) -> dict[str, Any]:
    """Answer the same as data."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        scores(run, other, "--json", file.name)
        found: dict[str, Any] = json.loads(Path(file.name).read_text(encoding="utf-8"))
    return found


def _row(name: str, found: dict[str, Any], against: dict[str, Any] | None) -> Sequence[str]:
    own = [f"{found[part]['nDCG@10'][0]:.3f}" for part in ("tender", "query", "trap")]
    return (
        name,
        interval(found["all"]["nDCG@10"]),
        *own,
        f"{found['all']['P@1'][0]:.3f}",
        f"{found['all']['recall@20'][0]:.3f}",
        f"+{interval(against['diff all'])}" if against else "",
    )


def interval(found: Sequence[float]) -> str:
    """Write a mean with its 95 % bootstrap interval."""
    middle, low, high = found
    return f"{middle:.3f} ({low:.3f}–{high:.3f})"
