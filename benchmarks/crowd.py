"""Two hundred clients at once, reading, searching, ranking and writing, each as fast as it is answered."""

from collections import Counter
from collections.abc import Iterator, Mapping

from benchmarks import stock
from benchmarks.load import Counted, Load, request
from benchmarks.service import Running, compared
from benchmarks.table import Line, at_most

CLIENTS = 200
HONEST = frozenset({"200", "201", "429", "503"})  # answers that are right, or say to come again
_ENTERPRISES = 4_000
_PARTS = 3  # of the time; memory is compared after the first and after the last
_SLOWEST_MS = 5_000
_GROWTH = 10  # percent


def mixed(agency: str, bearer: str) -> tuple[bytes, ...]:
    """Return what a busy hour asks for, in turns: mostly lists, now and then something costly."""
    visit = {
        "office": "seoul-se-center",
        "visited_on": "2026-11-02",
        "target": "department",
        "agency_id": agency,
        "department": "총무과",
    }
    wanted = {"title": "행사 현수막 제작", "kind": "goods", "budget_krw": 1_980_000}
    lists = tuple(
        request("GET", f"/api/v1/{name}?limit=20")
        for name in ("enterprises", "agencies", "categories", "fairs")
    )
    return (
        *lists,
        request("GET", "/api/v1/visits?limit=20", bearer=bearer),
        request("GET", "/api/v1/search/enterprises?q=%ED%98%84%EC%88%98%EB%A7%89"),
        *lists,
        request("POST", "/api/v1/match?limit=5", body=wanted),
        request("POST", "/api/v1/visits", body=visit, bearer=bearer),
    )


def measure(*, quick: bool) -> Iterator[Line]:
    """Let the crowd ask for a minute (9 seconds when quick)."""
    seconds = (9 if quick else 60) / _PARTS
    with stock.folder() as folder:
        path = folder / "crowd.db"
        stock.create(path)
        stock.register(path, enterprises=_ENTERPRISES)
        bearer = stock.token(path)
        with stock.bulk(path) as connection:
            agency = str(stock.parties(connection).agencies[0])
        with compared(path) as running:
            asked = mixed(agency, bearer)
            Load(running.port, asked, 2.0, CLIENTS).run()
            yield from _lines(running, asked, seconds)


def _lines(running: Running, asked: tuple[bytes, ...], seconds: float) -> Iterator[Line]:
    parts: list[Counted] = []
    memory: list[float] = []
    for _ in range(_PARTS):
        parts.append(Load(running.port, asked, seconds, CLIENTS).run())
        memory.append(running.resident_mb)
    statuses: Counter[str] = Counter()
    for one in parts:
        statuses.update(one.statuses)
    wrong = sum(statuses.values()) - sum(statuses[one] for one in HONEST)
    slow = max(one.times.at(0.99) for one in parts)
    growth = 100 * (memory[-1] / memory[0] - 1)
    rate = sum(one.per_second for one in parts) / _PARTS
    what = f"{CLIENTS} clients for {seconds * _PARTS:.0f} s"
    yield Line(
        f"{what}: answers that are neither right nor honest",
        f"{wrong} of {sum(statuses.values()):,} ({_shown(statuses)}); {rate:,.0f}/s",
        "",
        at_most(0, "answers"),
        wrong,
    )
    yield Line(
        f"{what}: slowest hundredth", f"p99 {slow:,.0f} ms", "", at_most(_SLOWEST_MS, "ms"), slow
    )
    yield Line(
        f"{what}: memory, last third against first",
        f"{memory[0]:.0f} MB, then {memory[-1]:.0f} MB",
        f"{growth:+.1f} %",
        at_most(_GROWTH, "%"),
        growth,
    )


def _shown(statuses: Mapping[str, int]) -> str:
    return ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
