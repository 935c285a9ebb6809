"""Ranking, searching, building and changing as the register grows, beside text engines on the same data.

The needs and search lines are the judged ones of ``data/eval``; the register is invented. Each size
has a process of its own, so that its memory is its own. Times are of processor time in one thread,
except where several processes work: building, the batch, and PostgreSQL are timed by the clock.
"""

import gc
import json
import math
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle, islice
from multiprocessing.connection import Connection
from typing import Any

from app.matches import translate
from app.matching import (
    Index,
    MatchResult,
    Need,
    Supplier,
    Thesaurus,
    batch,
    memory,
    rank,
    search,
    trade,
)
from app.matching.evaluate import AS_OF, read_need
from app.thesaurus.published import shipped_words
from benchmarks import corpus, engines
from benchmarks.engines import Ask, Kind
from benchmarks.service import resident_mb
from benchmarks.table import Goal, Line, at_most
from benchmarks.timing import Times, clocked, each, timed, waited

_SIZES = (4_000, 35_000, 600_000)
_SHOWN = 20
_CERTIFICATE = "certified_social_enterprise"
_BATCH = 2_000
_ASKED, _PATIENCE = 60, 8.0
"""How many lines a text engine is asked at most, and for how many seconds: some take seconds each."""

_RANKING = {35_000: (3, 10), 600_000: (15, 50)}
"""The goals of ranking with reasons in milliseconds: half of all, and 99 of 100."""

_BESIDE = {35_000: 3 / 11, 600_000: 15 / 144}
"""The same goals as shares of what SQLite FTS5 took where they were set (11 and 144 ms for half of
all): of two engines on one machine in one hour the share says more than the milliseconds of one."""

_BUILDING = {35_000: 3, 600_000: 60}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: needs as worded and with a hard filter, and lines that people type."""

    needs: list[Need]
    hard: list[Need]
    lines: list[str]


def measure(*, quick: bool) -> Iterator[Line]:
    """Measure size by size; *quick* the smallest only."""
    told: dict[str, float] = {}
    for size in _SIZES[:1] if quick else _SIZES:
        for one in _apart(size, 100 if quick else 400):
            told[one.what] = one.number
            yield one
        yield from _beside(size, told)
    small, large = (told.get(_ranking_of(size)) for size in _SIZES[1:])
    if small and large:
        yield _growth(small, large)


def _beside(size: int, told: Mapping[str, float]) -> Iterator[Line]:
    """Hold a ranking with its reasons against a bare text search of the same run."""
    own, other = told.get(_ranking_of(size)), told.get(_text_of(engines.FTS5, size))
    if own and other and size in _BESIDE:
        what = f"ranking with a hard filter beside {engines.FTS5}, {_label(size)}"
        measured = f"p50 {own:.3g} ms against {other:.3g} ms"
        share = own / other
        yield Line(what, measured, f"{share:.2f}", at_most(round(_BESIDE[size], 2), ""), share)


def _growth(small: float, large: float) -> Line:
    few, many = _SIZES[1:]
    exponent = math.log(large / small) / math.log(many / few)
    what = f"growth of ranking with a hard filter, {few:,} to {many:,} enterprises"
    return Line(what, f"exponent {exponent:.2f}", "", at_most(0.7, ""), exponent)


def _apart(size: int, repeats: int) -> Iterator[Line]:
    """Measure one size in a process of its own, and pass on what it tells."""
    spawn = multiprocessing.get_context("spawn")
    told, telling = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_tell, args=(telling, size, repeats))
    process.start()
    telling.close()
    with suppress(EOFError):
        while True:
            yield told.recv()
    process.join()
    if process.exitcode:
        yield Line(_label(size), f"broke off with the exit status {process.exitcode}")


def _tell(telling: Connection, size: int, repeats: int) -> None:
    for one in _sized(size, repeats):
        telling.send(one)


def _label(size: int) -> str:
    return f"{size:,} enterprises"


def _ranking_of(size: int) -> str:
    return f"rank with a hard filter, top {_SHOWN} with reasons, {_label(size)}"


def _text_of(engine: str, size: int) -> str:
    return f"{engine}, bare text of {_label(size)}"


def _sized(size: int, repeats: int) -> Iterator[Line]:
    """Make up a register of *size* enterprises, and measure everything on it."""
    words = shipped_words(corpus.DATA)
    asked = _asked(words)
    _say(f"{_label(size)}: making them up")
    suppliers = _made_up(size)
    yield from _own(size, words, suppliers, asked, repeats)
    texts = [_text(one) for one in suppliers]
    del suppliers
    yield from _others(size, asked, texts)


def _own(
    size: int, words: Thesaurus, suppliers: list[Supplier], asked: Asked, repeats: int
) -> Iterator[Line]:
    """Build an index and measure what it is asked."""
    label = _label(size)
    before = resident_mb(os.getpid())
    _say(f"{label}: building")
    ms, index = clocked(lambda: Index(words, suppliers))
    gc.collect()
    held = resident_mb(os.getpid()) - before
    wares = sum(len(one.products) for one in suppliers)
    yield from _built(label, size, ms / 1000, held, wares)
    first = _ranked(asked.hard, index, len(asked.hard), near=0)
    yield _line(f"rank each need for the first time, {label}", first)
    yield from _ranking(size, _ranked(asked.hard, index, repeats, near=0))
    yield _line(
        f"the same as worded, with 10 near misses, {label}",
        _ranked(asked.needs, index, repeats, near=10),
    )
    yield _searched(label, size, asked.lines, index, repeats)
    yield _changed(label, suppliers, index)
    yield from _batch(size, asked.needs, index)


def _made_up(size: int) -> list[Supplier]:
    """Invent suppliers, which the search for garbage leaves alone, as it does in the service."""
    memory.search_seldom()
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


def _ranking(size: int, times: Times) -> Iterator[Line]:
    half, nearly_all = _RANKING.get(size, (0, 0))
    goals: tuple[Goal | None, Goal | None] = (None, None)
    if half:
        goals = at_most(half, "ms"), at_most(nearly_all, "ms")
    yield Line(_ranking_of(size), f"p50 {times.middle:.3g} ms", "", goals[0], times.middle)
    yield Line("the same", f"p99 {times.at(0.99):.3g} ms", "", goals[1], times.at(0.99))


def _ranked(needs: list[Need], index: Index, repeats: int, near: int) -> Times:
    def ask(need: Need) -> Callable[[], object]:
        return lambda: rank(need, index, as_of=AS_OF, limit=_SHOWN, near_limit=near)

    return _repeated(ask, needs, repeats)


def _searched(label: str, size: int, lines: list[str], index: Index, repeats: int) -> Line:
    for line in lines:
        search(line, index, limit=_SHOWN)
    times = _repeated(partial(_search, index), lines, repeats)
    p95 = times.at(0.95)
    measured = f"p50 {times.middle:.3g} ms, p95 {p95:.3g} ms"
    goal = at_most(5, "ms") if size == _SIZES[1] else None
    return Line(f"search by typed lines, {label}", measured, "", goal, p95)


def _search(index: Index, line: str) -> Callable[[], object]:
    return lambda: search(line, index, limit=_SHOWN)


def _repeated(
    ask: Callable[[Any], Callable[[], object]], questions: list[Any], repeats: int
) -> Times:
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


def _batch(size: int, needs: list[Need], index: Index) -> Iterator[Line]:
    """Rank many tenders in one process, and then in as many as there are processors."""
    count = _BATCH if size < _SIZES[-1] else _BATCH // 20
    some = [replace(need, key=f"{need.key}/{n}") for n, need in zip(range(count), cycle(needs))]
    ask = partial(batch.rank_each, some, index, _shown, as_of=AS_OF, limit=_SHOWN)
    what = f"{count:,} tenders × {_label(size)}, top {_SHOWN} each with reasons"
    ms, _ = timed(lambda: sum(ask(workers=1)))
    pairs = count * size / (ms / 1000)
    yield Line(what, f"{ms / 1000:.1f} s in one process, {pairs / 1e6:.3g} million pairs a second")
    seconds = clocked(lambda: sum(ask()))[0] / 1000
    goal = at_most(10, "s") if size == _SIZES[1] else None
    yield Line("the same", f"{seconds:.1f} s in {os.cpu_count()} processes", "", goal, seconds)


def _shown(_: Need, found: MatchResult) -> int:
    return len(found.results)


def _others(size: int, asked: Asked, texts: Sequence[str]) -> Iterator[Line]:
    """Ask text engines the same, which know no requirements and give no reasons."""
    tenders = [f"{one.title} {one.description}".strip() for one in asked.needs]
    for kind in engines.TIMED:
        what = _text_of(kind.name, size)
        if size > kind.most:
            yield Line(what, f"left out: {kind.why}")
            continue
        _say(what)
        building: list[float] = []
        with engines.built(kind, texts, building) as ask:
            if ask is None:
                yield Line(what, "not installed")
                continue
            own, typed = (_asked_of(kind, ask, some) for some in (tenders, asked.lines))
        measured = f"built in {building[0]:.3g} s; tender {own}; typed line {typed}"
        yield Line(what, measured, number=own.middle)


def _asked_of(kind: Kind, ask: Ask, lines: Sequence[str]) -> Times:
    calls = [partial(ask, line, _SHOWN) for line in islice(cycle(lines), _ASKED)]
    calls[0]()
    return (waited if kind.is_elsewhere else each)(_in_time(calls))


def _in_time(calls: Iterable[Callable[[], object]]) -> Iterator[Callable[[], object]]:
    """Pass calls on, at least one, until the time for them is over."""
    until = time.perf_counter() + _PATIENCE
    for call in calls:
        yield call
        if time.perf_counter() > until:
            return


def _text(one: Supplier) -> str:
    wares: Iterable[str] = (f"{ware.name} {ware.description}" for ware in one.products)
    return " ".join((one.name, *wares, one.description))


def _say(what: str) -> None:
    print(f"  {what} …", file=sys.stderr, flush=True)
