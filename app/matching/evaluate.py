"""Measure the ranking against judged requests kept in a folder.

The folder holds enterprises.jsonl and tenders.jsonl, and, where there are judgements, qrels.tsv
and slices.tsv.
"""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.matching import kinds
from app.matching.concepts import Thesaurus
from app.matching.index import Index
from app.matching.rank import rank
from app.matching.search import search
from app.matching.shapes import Certificate, Licence, Need, Product, Supplier
from app.matching.weights import POLICY, Policy

AS_OF = date(2026, 3, 1)
"""The day on which a request without a date of its own is judged."""

DEPTH = 100
RELEVANT = 2
"""The least grade that counts as an answer where a measure knows only yes and no."""

MEASURES = ("nDCG@10", "recall@20", "MRR@10", "P@1")
_NO_ANSWER = "no-answer"
Run = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """The four measures of one slice, as means over its requests."""

    slice: str
    requests: int
    values: tuple[float, float, float, float]


def read_supplier(row: Mapping[str, Any]) -> Supplier:
    """Read a line of enterprises.jsonl as a supplier."""
    return Supplier(
        id=row["id"],
        name=row["name"],
        legal_form=row.get("org_type") or "",
        district=" ".join(filter(None, (row.get("region"), row.get("district")))) or None,
        service_regions=tuple(row.get("service_regions") or ()),
        description=row.get("description") or "",
        certifications=tuple(_certificate(one) for one in row.get("certifications") or ()),
        licences=tuple(Licence(kind=one) for one in row.get("licences") or ()),
        products=tuple(
            _product(f"{row['id']}/{place}", one)
            for place, one in enumerate(row.get("products") or ())
        ),
    )


def _certificate(row: Mapping[str, Any]) -> Certificate:
    """Read a certificate; the annotator saw it, so an open end counts as verified."""
    return Certificate(
        kind=kinds.code_of(row["kind"]),
        valid_from=_day(row.get("valid_from")),
        valid_until=_day(row.get("valid_to")),
        no_expiry=row.get("valid_to") is None,
        verified_on=AS_OF,
    )


def _product(key: str, row: Mapping[str, Any]) -> Product:
    return Product(
        id=key,
        name=row["name"],
        description=row.get("description") or "",
        category_text=row.get("category") or "",
        unit=row.get("unit"),
        unit_price_krw=row.get("unit_price_krw"),
        monthly_capacity=row.get("monthly_capacity"),
        lead_time_days=row.get("lead_time_days"),
    )


def read_need(row: Mapping[str, Any]) -> Need:
    """Read a line of tenders.jsonl as a need."""
    return Need(
        key=row["id"],
        title=row["title"],
        description=row.get("description") or "",
        quantity=row.get("quantity"),
        unit=row.get("unit"),
        budget_krw=row.get("budget_krw"),
        region=row.get("region"),
        closes_on=_day(row.get("due_date")),
        required_certifications=tuple(
            kinds.code_of(one) for one in row.get("required_certifications") or ()
        ),
        required_licences=tuple(row.get("required_licences") or ()),
        as_of=AS_OF,
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def run(folder: Path, thesaurus: Thesaurus, policy: Policy = POLICY) -> Run:
    """Rank every request of the folder, the fitting and the near misses in one list by score."""
    index = Index(thesaurus, (read_supplier(row) for row in _lines(folder / "enterprises.jsonl")))
    answers: Run = {}
    for row in _lines(folder / "tenders.jsonl"):
        ask = _search if row.get("kind") == "query" else _rank
        answers[row["id"]] = ask(read_need(row), index, policy)
    return answers


def _rank(need: Need, index: Index, policy: Policy) -> list[tuple[str, float]]:
    answer = rank(need, index, policy, limit=DEPTH, near_limit=DEPTH)
    both = [(one.supplier.id, one.score) for one in (*answer.results, *answer.near_misses)]
    return sorted(both, key=lambda pair: (-pair[1], pair[0]))[:DEPTH]


def _search(need: Need, index: Index, policy: Policy) -> list[tuple[str, float]]:
    hits = search(need.title, index, policy=policy, limit=DEPTH)
    return [(hit.supplier.id, hit.score) for hit in hits]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def write_run(answers: Run, path: Path) -> None:
    """Write tender id, enterprise id and score, tab-separated."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for request, found in answers.items():
            for supplier, score in found:
                file.write(f"{request}\t{supplier}\t{score:.4f}\n")


def measure(answers: Run, folder: Path) -> list[Figures]:
    """Compare a run with the judgements; an empty list where there are none."""
    if not (folder / "qrels.tsv").exists():
        return []
    slices, judged = _judged(answers, folder)
    return [
        _mean(name, [judged[one] for one in sorted(ids & judged.keys())])
        for name, ids in slices.items()
        if ids & judged.keys()
    ]


def each(answers: Run, folder: Path) -> dict[str, float]:
    """Answer the nDCG@10 of every judged request that has an answer."""
    return {request: values[0] for request, values in _judged(answers, folder)[1].items()}


def _judged(
    answers: Run, folder: Path
) -> tuple[dict[str, frozenset[str]], dict[str, tuple[float, ...]]]:
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for request, supplier, grade in _rows(folder / "qrels.tsv"):
        grades[request][supplier] = int(grade)
    slices = _slices(folder / "slices.tsv", frozenset(grades))
    return slices, {
        request: _measures([one for one, _ in answers.get(request, ())], grades[request])
        for request in sorted(slices["all"])
    }


def _slices(path: Path, judged: frozenset[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    if path.exists():
        for request, name in _rows(path):
            found[name].add(request)
    without = found.pop(_NO_ANSWER, set())
    named = {name: frozenset(ids - without) for name, ids in sorted(found.items())}
    return {"all": judged - without, **named}


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1 and cells[0] != "tender_id":
                yield cells


def _measures(ranked: Sequence[str], grades: Mapping[str, int]) -> tuple[float, ...]:
    relevant = {supplier for supplier, grade in grades.items() if grade >= RELEVANT}
    ideal = _gain(sorted(grades.values(), reverse=True)[:10])
    gained = _gain([grades.get(supplier, 0) for supplier in ranked[:10]])
    places = [place for place, supplier in enumerate(ranked[:10], 1) if supplier in relevant]
    return (
        gained / ideal if ideal else 0.0,
        len(relevant & set(ranked[:20])) / len(relevant) if relevant else 0.0,
        1 / places[0] if places else 0.0,
        float(bool(places) and places[0] == 1),
    )


def _gain(grades: Sequence[int]) -> float:
    return sum(((1 << grade) - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def _mean(name: str, rows: Sequence[Sequence[float]]) -> Figures:
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return Figures(name, len(rows), (means[0], means[1], means[2], means[3]))


def show(figures: Sequence[Figures], say: Callable[[str], None] = print) -> None:
    """Print the figures as a table."""
    say(f"{'slice':<16}{'n':>5}  " + "".join(name.rjust(11) for name in MEASURES))
    for one in figures:
        say(f"{one.slice:<16}{one.requests:>5}  " + "".join(f"{x:11.3f}" for x in one.values))
