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
BLIND = DATA.parent / "tests" / "matching" / "blind"
"""Where the sets made up without sight of the thesaurus are."""

_SHOWN = 300
_OWN = "Ieum"


def measure(*, quick: bool, folder: Path = JUDGED) -> Iterator[str]:
    """Run everything over the judged requests; *quick* leaves out what is slow to start."""
    kinds = [one for one in engines.KINDS if not (quick and "PostgreSQL" in one.name)]
    with tempfile.TemporaryDirectory() as made:
        own = Path(made) / "ieum.tsv"
        evaluate.write_run(evaluate.run(folder, shipped_words(DATA)), own)
        rows = [_row(_OWN, scored(own, folder=folder), None)]
        print(scores(own, folder=folder), flush=True)
        for kind in kinds:
            other = Path(made) / "other.tsv"
            tries = _tries(kind, other, folder)
            found = max(tries, key=lambda one: one["all"]["nDCG@10"], default=None)
            if found is not None:
                rows.append(_row(kind.name, found, scored(own, other, folder)))
                print(f"  {kind.name} done", flush=True)
    heads = ("engine", "nDCG@10", "tender", "query", "trap", "P@1", "recall@20", "Ieum's lead")
    yield columns(heads, rows)


def blind(*, quick: bool) -> Iterator[str]:
    """Run the same over the sets made up without sight of the thesaurus."""
    for folder in sorted(one for one in BLIND.iterdir() if one.is_dir()):
        yield f"\nSet `{folder.name}`, of {len(read('tenders.jsonl', folder))} requests:\n"
        yield from measure(quick=quick, folder=folder)


def _tries(kind: Kind, path: Path, folder: Path) -> list[dict[str, Any]]:
    """Ask an engine over enterprises and over products; the better run is left in the file."""
    suppliers = read("enterprises.jsonl", folder)
    whole = [(text_of(one), one["id"]) for one in suppliers]
    apart = [
        (text_of({**one, "products": [it]}), one["id"])
        for one in suppliers
        for it in one["products"]
    ]
    found: list[dict[str, Any]] = []
    for texts in (whole, apart):
        answers = _answers(kind, texts, folder)
        if answers is None:
            return []
        one = path.with_suffix(".new")
        evaluate.write_run(answers, one)
        found.append(scored(one, folder=folder))
        if found[-1]["all"]["nDCG@10"] >= found[0]["all"]["nDCG@10"]:
            one.replace(path)
    return found


def _answers(kind: Kind, texts: Sequence[tuple[str, str]], folder: Path) -> evaluate.Run | None:
    with engines.built(kind, [one for one, _ in texts]) as ask:
        if ask is None:
            return None
        return {
            row["id"]: _best(
                (texts[place][1], score)
                for place, score in ask(" ".join((row["title"], row["description"] or "")), _SHOWN)
            )
            for row in read("tenders.jsonl", folder)
        }


def _best(found: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Keep each enterprise once, at its best."""
    best: dict[str, float] = {}
    for supplier, score in found:
        best[supplier] = max(score, best.get(supplier, score))
    return list(best.items())


def read(name: str, folder: Path = JUDGED) -> list[dict[str, Any]]:
    """Read a file of a judged set."""
    with (folder / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def text_of(row: dict[str, Any]) -> str:
    """Say everything an enterprise says of itself in one text."""
    wares = [one[key] for one in row["products"] for key in ("name", "description", "category")]
    return " ".join(filter(None, (row["name"], *wares, row["description"])))


def scores(run: Path, other: Path | None = None, *more: str, folder: Path = JUDGED) -> str:
    """Answer what score.py says of a run, beside another."""
    versus = ("--vs", str(other)) if other else ()
    script = [sys.executable, str(JUDGED / "score.py"), str(run), "--dir", str(folder)]
    command = [*script, *versus, *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def scored(run: Path, other: Path | None = None, folder: Path = JUDGED) -> dict[str, Any]:
    """Answer the same as data."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        scores(run, other, "--json", file.name, folder=folder)
        found: dict[str, Any] = json.loads(Path(file.name).read_text(encoding="utf-8"))
    return found


def _row(name: str, found: dict[str, Any], against: dict[str, Any] | None) -> Sequence[str]:
    parts = [found.get(part) for part in ("tender", "query", "trap")]  # not every set has traps
    return (
        name,
        interval(found["all"]["nDCG@10"]),
        *(f"{part['nDCG@10'][0]:.3f}" if part else "–" for part in parts),
        f"{found['all']['P@1'][0]:.3f}",
        f"{found['all']['recall@20'][0]:.3f}",
        f"+{interval(against['diff all'])}" if against else "",
    )


def interval(found: Sequence[float]) -> str:
    """Write a mean with its 95 % bootstrap interval."""
    middle, low, high = found
    return f"{middle:.3f} ({low:.3f}–{high:.3f})"
