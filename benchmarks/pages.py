"""What a page of a list costs as the list grows, by where the page lies and how it is filtered."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from app.activity.actions import VISITS
from app.activity.schemas import VisitQuery
from app.core import lookups
from app.core.actors import SYSTEM
from app.core.db import Database
from app.core.paging import Cursor
from benchmarks import corpus, stock
from benchmarks.table import Line
from benchmarks.timing import Times, each

_SIZES = (10_000, 100_000, 1_000_000)
_REPEATS = 60


def measure(*, quick: bool) -> Iterator[Line]:
    """Measure pages of 20 visits in the process itself, without HTTP."""
    with stock.folder() as folder:
        path = folder / "pages.db"
        stock.create(path)
        stock.register(path, enterprises=4_000)
        found: dict[str, list[Times]] = {}
        sizes = _SIZES[:2] if quick else _SIZES
        before = 0
        for size in sizes:
            stock.log(path, size - before, corpus.EVERYWHERE, seed=size)
            before = size
            for what, times in _measured(path, size):
                found.setdefault(what, []).append(times)
    columns = " / ".join(f"{size:,}" for size in sizes)
    for what, several in found.items():
        growth = several[-1].middle / several[0].middle
        medians = " / ".join(f"{times.middle:.2f}" for times in several)
        yield Line(f"{what}, {columns} visits", f"{medians} ms", f"{growth:.1f} times")


def _measured(path: Path, size: int) -> Iterator[tuple[str, Times]]:
    database = Database(stock.settings_of(path))
    for what, query in _queries(path, size):
        yield what, each([_asking(database, query)] * _REPEATS)
    database.close()


def _asking(database: Database, query: VisitQuery) -> Callable[[], object]:
    def ask() -> object:
        with database.reading(actor=SYSTEM) as unit:
            return lookups.page(unit, VISITS, query)

    return ask


def _queries(path: Path, size: int) -> Iterator[tuple[str, VisitQuery]]:
    """Return the lists people look at."""

    def past(seq: int, day: date | None = None) -> str:
        return Cursor(day, seq, size).encode()

    with stock.bulk(path) as connection:
        agency = stock.parties(connection).agencies[0]
    office = {"office": "nowon", "date_from": date(2017, 1, 1), "date_until": date(2017, 12, 31)}
    yield "first page, total counted", VisitQuery()
    yield "page in the middle", VisitQuery(cursor=past(size // 2))
    yield "last page", VisitQuery(cursor=past(21))
    yield "first page by day", VisitQuery(sort="-visited_on")
    yield (
        "page in the middle by day",
        VisitQuery(sort="-visited_on", cursor=past(size // 2, date(2020, 1, 1))),
    )
    yield "first page of one office and year", VisitQuery(**office)
    yield "the same by day", VisitQuery(**office, sort="-visited_on")
    yield "first page of one agency", VisitQuery(agency_id=agency)
