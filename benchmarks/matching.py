"""Ranking with reasons and searching, as the register grows, beside what one would reach for.

The needs and search lines are the judged ones of ``data/eval``; the register is invented.
"""

import gc
import json
import multiprocessing
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from typing import Any

from rapidfuzz import fuzz, process

from app.matches import translate
from app.matches.live import thesaurus
from app.matching import Index, Need, Supplier, rank, search
from app.matching.evaluate import AS_OF, read_need
from benchmarks import corpus
from benchmarks.service import resident_mb
from benchmarks.table import Line
from benchmarks.timing import Times, each, timed

_SIZES = (4_000, 35_000)
_SHOWN = 20


def measure(*, quick: bool) -> Iterator[Line]:
    """Measure each size in a process of its own, so that its memory is its own."""
    spawn = multiprocessing.get_context("spawn")
    for size in _SIZES[:1] if quick else _SIZES:
        with ProcessPoolExecutor(1, mp_context=spawn) as alone:
            yield from alone.submit(_sized, size, 100 if quick else 400).result()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: needs to rank for, and lines that people type."""

    needs: list[Need]
    lines: list[str]


def _asked() -> Asked:
    with (corpus.DATA / "eval" / "tenders.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return Asked(
        needs=[read_need(row) for row in rows if row["kind"] == "tender"],
        lines=[row["title"] for row in rows if row["kind"] == "query"],
    )


def _sized(size: int, repeats: int) -> list[Line]:
    """Build a register of *size* enterprises and measure everything on it."""
    asked, words = _asked(), thesaurus(corpus.DATA)
    gc.collect()
    before = resident_mb(os.getpid())
    suppliers = [translate.supplier(_evidenced(one)) for one in corpus.enterprises(size)]
    build_ms, index = timed(lambda: Index(words, suppliers))
    gc.collect()
    held = resident_mb(os.getpid()) - before
    label = f"{size:,} enterprises"
    built = f"built in {build_ms / 1000:.2f} s, {held:.0f} MB with its enterprises"
    return [
        Line(f"index of {label}", built),
        _ranked(label, asked.needs, index, repeats),
        _searched(label, asked.lines, index, repeats),
        _changed(label, suppliers, index),
        *_compared(label, asked.lines, suppliers, index),
    ]


def _evidenced(one: corpus.Row) -> corpus.Row:
    return {**one, "source": None, "confirmed_on": None}


def _ranked(label: str, needs: list[Need], index: Index, repeats: int) -> Line:
    def ask(need: Need) -> Callable[[], object]:
        return lambda: rank(need, index, as_of=AS_OF, limit=10, near_limit=10)

    times = _warm(ask, needs, repeats)
    return Line(f"rank a tender with reasons, {label}", str(times))


def _searched(label: str, lines: list[str], index: Index, repeats: int) -> Line:
    def ask(line: str) -> Callable[[], object]:
        return lambda: search(line, index, limit=_SHOWN)

    times = _warm(ask, lines, repeats)
    measured = f"p50 {times.middle:.3g} ms, p95 {times.at(0.95):.3g} ms"
    return Line(f"search, {label}", measured)


def _warm(ask: Callable[[Any], Callable[[], object]], questions: list[Any], repeats: int) -> Times:
    for question in questions[:10]:
        ask(question)()
    return each(ask(question) for question in islice(cycle(questions), repeats))


def _changed(label: str, suppliers: list[Supplier], index: Index) -> Line:
    """Rename enterprises one by one; each must be found by its new name at once."""
    took = []
    for one in islice((one for one in suppliers if one.status == "active"), 40):
        renamed = replace(one, name=f"새이름 {one.id[:8]}")
        ms, hits = timed(partial(_replaced, index, renamed))
        if one.id not in {hit.supplier.id for hit in hits}:
            message = f"{renamed.name} is not found after its change"
            raise RuntimeError(message)
        took.append(ms)
    return Line(f"one enterprise changed and found, {label}", str(Times(tuple(took))))


def _replaced(index: Index, one: Supplier) -> list[Any]:
    index.replace(one)
    return search(one.name, index, limit=_SHOWN)


def _compared(
    label: str, lines: list[str], suppliers: list[Supplier], index: Index
) -> Iterator[Line]:
    """Ask the same lines in turns of our search and of two others over the same text."""
    texts = [_text(one) for one in suppliers]
    by_trigram = _trigrams(texts)
    others: dict[str, Callable[[str], object]] = {
        "RapidFuzz WRatio over all": lambda line: process.extract(
            line, texts, scorer=fuzz.WRatio, limit=_SHOWN
        ),
        "SQLite FTS5 trigram": by_trigram,
    }
    wanted = list(islice(cycle(lines), 30))
    for name, other in others.items():
        pairs = [
            (timed(lambda: other(line))[0], timed(lambda: search(line, index))[0])  # noqa: B023
            for line in wanted
        ]
        theirs, ours = (Times(values) for values in zip(*pairs, strict=True))
        measured = f"{ours.middle:.3g} ms against {theirs.middle:.3g} ms"
        times_faster = f"{theirs.middle / ours.middle:.2g} times as fast"
        yield Line(f"search / {name}, {label}", measured, times_faster)


def _text(one: Supplier) -> str:
    return " ".join((one.name, *(product.name for product in one.products)))


def _trigrams(texts: list[str]) -> Callable[[str], object]:
    """Return a search over an FTS5 table: any trigram of the line, best by BM25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE register USING fts5(text, tokenize='trigram')")
    connection.executemany("INSERT INTO register VALUES (?)", ((text,) for text in texts))
    statement = (
        f"SELECT rowid FROM register WHERE register MATCH ? ORDER BY bm25(register) LIMIT {_SHOWN}"
    )

    def ask(line: str) -> object:
        grams = {line[at : at + 3].replace('"', "") for at in range(len(line) - 2)}
        terms = " OR ".join(f'"{gram}"' for gram in sorted(grams) if len(gram) == 3)
        return connection.execute(statement, (terms,)).fetchall() if terms else []

    return ask
