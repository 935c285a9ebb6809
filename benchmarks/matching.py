"""Ranking, searching, building and changing as the register grows, beside text engines on the same data.

The needs and search lines are the judged ones of ``data/eval``; the register is invented. Each size
has a process of its own, so that its memory is its own. Times are of processor time in one thread,
except those of PostgreSQL, which works in processes of its own and is timed by the clock.
"""

import gc
import json
import math
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from typing import Any

from app.matches import translate
from app.matching import Index, Need, Supplier, Thesaurus, rank, search, trade
from app.matching.evaluate import AS_OF, read_need
from app.thesaurus.published import shipped_words
from benchmarks import corpus, engines
from benchmarks.engines import Ask, Kind
from benchmarks.service import resident_mb
from benchmarks.table import Goal, Line, at_most, columns
from benchmarks.timing import Times, each, timed, waited

_SIZES = (4_000, 35_000, 600_000)
_SHOWN = 20
_CERTIFICATE = "certified_social_enterprise"
_BATCH = 2_000
_FEW = 12
"""How many lines a text engine is asked at the larger sizes, where some take seconds."""

_RANKING = {35_000: (3, 10), 600_000: (15, 50)}
"""The goals of ranking with reasons in milliseconds: half of all, and 99 of 100."""

_BUILDING = {35_000: 3, 600_000: 60}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: needs as worded and with a hard filter, and lines that people type."""

    needs: list[Need]
    hard: list[Need]
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Sized:
    """What was measured at one size: lines to show, engines beside each other, and the ranking."""

    lines: list[Line]
    beside: list[tuple[str, ...]]
    ranking_ms: float


def measure(*, quick: bool) -> Iterator[Line | str]:
    """Measure size by size; *quick* the smallest only."""
    spawn = multiprocessing.get_context("spawn")
    found: dict[int, Sized] = {}
    for size in _SIZES[:1] if quick else _SIZES:
        with ProcessPoolExecutor(1, mp_context=spawn) as alone:
            try:
                found[size] = alone.submit(_sized, size, 100 if quick else 400).result()
            except (BrokenProcessPool, MemoryError) as error:
                yield Line(f"{size:,} enterprises", f"broke off: {error!r}")
                continue
        yield from found[size].lines
    if found.keys() >= set(_SIZES[1:]):
        yield _growth(*((size, found[size].ranking_ms) for size in _SIZES[1:]))
    heads = (
        "engine",
        "enterprises",
        "built",
        "tender p50 / p99",
        "typed line p50 / p99",
        "what it does",
    )
    yield columns(heads, [row for one in found.values() for row in one.beside])


def _growth(small: tuple[int, float], large: tuple[int, float]) -> Line:
    exponent = math.log(large[1] / small[1]) / math.log(large[0] / small[0])
    what = f"growth of ranking with a hard filter, {small[0]:,} to {large[0]:,} enterprises"
    return Line(what, f"exponent {exponent:.2f}", "", at_most(0.7, ""), exponent)


def _sized(size: int, repeats: int) -> Sized:
    """Build a register of *size* enterprises and measure everything on it."""
    words, label = shipped_words(corpus.DATA), f"{size:,} enterprises"
    asked = _asked(words)
    _say(f"{label}: making them up")
    suppliers = _made_up(size)
    before = resident_mb(os.getpid())
    _say(f"{label}: building")
    build_ms, index = timed(lambda: Index(words, suppliers))
    gc.collect()
    held = resident_mb(os.getpid()) - before
    wares = sum(len(one.products) for one in suppliers)
    _say(f"{label}: ranking and searching")
    hard = _ranked(asked.hard, index, repeats, near=0)
    lines = [
        *_built(label, size, build_ms / 1000, held, wares),
        *_ranking(label, size, hard),
        _line(f"the same as worded, with 10 near misses, {label}",
              _ranked(asked.needs, index, repeats, near=10)),
        _searched(label, size, asked.lines, index, repeats),
        _changed(label, suppliers, index),
        _batch(label, size, asked.needs, index),
    ]  # fmt: skip
    texts = [_text(one) for one in suppliers]
    own = _own_row(label, build_ms, hard, asked.lines, index)
    return Sized(lines, [own, *_others(size, label, asked, texts)], hard.middle)


def _made_up(size: int) -> list[Supplier]:
    """Invent suppliers, and keep the collector of garbage from going through them ever again."""
    gc.disable()
    suppliers = [translate.supplier(_evidenced(one)) for one in corpus.enterprises(size)]
    gc.enable()
    gc.freeze()
    return suppliers


def _asked(words: Thesaurus) -> Asked:
    with (corpus.DATA / "eval" / "tenders.jsonl").open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    needs = [read_need(row) for row in rows if row["kind"] == "tender"]
    return Asked(
        needs=needs,
        hard=[_hardened(one, words) for one in needs],
        lines=[row["title"] for row in rows if row["kind"] == "query"],
    )


def _hardened(need: Need, words: Thesaurus) -> Need:
    """Ask for a region, a certificate and a category, as strict notices do."""
    asked = trade.asked(need, words)
    codes = tuple(words.concepts[one].category_code for one in list(asked)[:1])
    certificates = dict.fromkeys((*need.required_certifications, _CERTIFICATE))
    return replace(need, required_certifications=tuple(certificates), category_codes=codes)


def _evidenced(one: corpus.Row) -> corpus.Row:
    return {**one, "source": None, "confirmed_on": None}


def _built(label: str, size: int, seconds: float, held: float, wares: int) -> Iterator[Line]:
    limit = _BUILDING.get(size)
    goal = at_most(limit, "s") if limit else None
    yield Line(
        f"index of {label}, {wares:,} products", f"built in {seconds:.2f} s", "", goal, seconds
    )
    each_kb = held * 1000 / wares
    measured = f"{held:.0f} MB beside the enterprises themselves, {each_kb:.2f} KB a product"
    room = at_most(1.2, "KB") if limit else None
    yield Line(f"memory of that index, {label}", measured, "", room, each_kb)


def _ranking(label: str, size: int, times: Times) -> Iterator[Line]:
    half, nearly_all = _RANKING.get(size, (0, 0))
    goals: tuple[Goal | None, Goal | None] = (None, None)
    if half:
        goals = at_most(half, "ms"), at_most(nearly_all, "ms")
    what = f"rank with a hard filter, top {_SHOWN} with reasons, {label}"
    yield Line(what, f"p50 {times.middle:.3g} ms", "", goals[0], times.middle)
    yield Line("the same", f"p99 {times.at(0.99):.3g} ms", "", goals[1], times.at(0.99))


def _ranked(needs: list[Need], index: Index, repeats: int, near: int) -> Times:
    def ask(need: Need) -> Callable[[], object]:
        return lambda: rank(need, index, as_of=AS_OF, limit=_SHOWN, near_limit=near)

    return _warm(ask, needs, repeats)


def _searched(label: str, size: int, lines: list[str], index: Index, repeats: int) -> Line:
    times = _warm(partial(_search, index), lines, repeats)
    p95 = times.at(0.95)
    measured = f"p50 {times.middle:.3g} ms, p95 {p95:.3g} ms"
    goal = at_most(5, "ms") if size == _SIZES[1] else None
    return Line(f"search by typed lines, {label}", measured, "", goal, p95)


def _search(index: Index, line: str) -> Callable[[], object]:
    return lambda: search(line, index, limit=_SHOWN)


def _warm(ask: Callable[[Any], Callable[[], object]], questions: list[Any], repeats: int) -> Times:
    for question in questions[:30]:
        ask(question)()
    return each(ask(question) for question in islice(cycle(questions), repeats))


def _line(what: str, times: Times) -> Line:
    return Line(what, str(times))


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
    times = Times(tuple(took))
    what = f"one enterprise changed and found, {label}"
    return Line(what, str(times), "", at_most(50, "ms"), times.middle)


def _replaced(index: Index, one: Supplier) -> list[Any]:
    index.replace(one)
    return search(one.name, index, limit=_SHOWN)


def _batch(label: str, size: int, needs: list[Need], index: Index) -> Line:
    """Rank many tenders one after another, in one process."""
    count = _BATCH if size < _SIZES[-1] else _BATCH // 20
    some = [replace(need, key=f"{need.key}/{n}") for n, need in zip(range(count), cycle(needs))]
    ms, _ = timed(
        lambda: [len(rank(one, index, as_of=AS_OF, limit=_SHOWN).results) for one in some]
    )
    pairs = count * size / (ms / 1000)
    measured = f"{ms / 1000:.1f} s, {pairs / 1e6:.3g} million pairs a second, one process"
    goal = at_most(10, "s") if size == _SIZES[1] else None
    what = f"{count:,} tenders × {label}, top {_SHOWN} each with reasons"
    return Line(what, measured, "", goal, ms / 1000)


def _own_row(
    label: str, build_ms: float, ranking: Times, lines: list[str], index: Index
) -> tuple[str, ...]:
    searching = _warm(partial(_search, index), lines, 60)
    about = "requirements, reasons, near spellings"
    return ("Ieum", label, f"{build_ms / 1000:.2f} s", _pair(ranking), _pair(searching), about)


def _others(size: int, label: str, asked: Asked, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    tenders = [f"{one.title} {one.description}".strip() for one in asked.needs]
    for kind in engines.TIMED:
        if size > kind.most:
            yield (kind.name, label, "–", "–", "–", "left out: too slow or too large here")
            continue
        _say(f"{label}: {kind.name}")
        building: list[float] = []
        with engines.built(kind, texts, building) as ask:
            if ask is None:
                yield (kind.name, label, "–", "–", "–", "not installed")
                continue
            few = _FEW if size >= _SIZES[1] else 60
            own, typed = (_asked_of(kind, ask, some, few) for some in (tenders, asked.lines))
            yield (kind.name, label, f"{building[0]:.2f} s", _pair(own), _pair(typed), "bare text")


def _asked_of(kind: Kind, ask: Ask, lines: Sequence[str], count: int) -> Times:
    calls = [partial(ask, line, _SHOWN) for line in islice(cycle(lines), count)]
    calls[0]()
    return waited(calls) if kind.is_elsewhere else each(calls)


def _pair(times: Times) -> str:
    return f"{times.middle:.3g} / {times.at(0.99):.3g} ms"


def _text(one: Supplier) -> str:
    wares: Iterable[str] = (f"{ware.name} {ware.description}" for ware in one.products)
    return " ".join((one.name, *wares, one.description))


def _say(what: str) -> None:
    print(f"  {what} …", file=sys.stderr, flush=True)
