"""What the search page takes the server with 35,000 enterprises loaded, as a browser asks for it."""

import time
from collections.abc import Callable, Iterator

from starlette.testclient import TestClient

from app.main import create_app
from benchmarks import stock
from benchmarks.table import Line, at_most
from benchmarks.timing import Times

_SIZE, _SMALL = 35_000, 4_000
_REPEATS = 60
_PAGES: dict[str, dict[str, str | int]] = {
    "everything": {},
    "the last page of everything": {"page": _SIZE // 20},
    "a category and a certificate": {"category": "C01", "kind": "cooperative"},
    "a region, proved certificates only": {"region": "서울특별시 강북구", "proved": "1"},
    "words": {"q": "현수막"},
    "words of a sentence": {"q": "사무용품 납품 업체"},
    "initials": {"q": "ㅎㅅㅁ"},
    "words within a district": {"q": "청소용역", "district": "노원구"},
}


def measure(*, quick: bool) -> Iterator[Line]:
    """Measure the whole page: session, search, facets with their counts, and its HTML."""
    size, repeats = (_SMALL, 10) if quick else (_SIZE, _REPEATS)
    with stock.folder() as folder:
        path = folder / "browsing.db"
        stock.create(path)
        stock.register(path, enterprises=size)
        service = create_app(stock.settings_of(path))
        service.state.live.warm(service.state.db)
        with TestClient(service, headers={"Accept": "text/html"}) as client:
            for what, query in _PAGES.items():
                yield _line(what, size, _each(_asking(client, query), repeats))


def _asking(client: TestClient, query: dict[str, str | int]) -> Callable[[], None]:
    def ask() -> None:
        client.get("/enterprises", params=query).raise_for_status()

    return ask


def _each(ask: Callable[[], None], repeats: int) -> Times:
    """Time the processor, of all threads: a page is made in one that is not this one."""
    ask()
    took = []
    for _ in range(repeats):
        began = time.process_time()
        ask()
        took.append((time.process_time() - began) * 1000)
    return Times(tuple(took))


def _line(what: str, size: int, times: Times) -> Line:
    slow = times.at(0.95)
    measured = f"processor: p50 {times.middle:.0f} ms, p95 {slow:.0f} ms"
    return Line(f"search page of {size:,}: {what}", measured, "", at_most(150, "ms"), slow)
