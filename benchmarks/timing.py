"""How long something takes, and what many timings say together."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Times:
    """Timings in milliseconds."""

    ms: tuple[float, ...]

    def at(self, share: float) -> float:
        """Return the timing that *share* of all timings do not exceed."""
        ordered = sorted(self.ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.ms)

    def __str__(self) -> str:
        """Return median and 99th percentile."""
        return f"p50 {self.middle:.3g} ms, p99 {self.at(0.99):.3g} ms"


def timed(call: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return how many milliseconds of processor time *call* took, and what it answered.

    Work that does not wait takes as long on an idle machine, and others cannot disturb this.
    """
    began = time.thread_time()
    answer = call()
    return (time.thread_time() - began) * 1000, answer


def clocked(call: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the same by the clock on the wall, for work that others share or that waits."""
    began = time.perf_counter()
    answer = call()
    return (time.perf_counter() - began) * 1000, answer


def each(calls: Iterable[Callable[[], object]]) -> Times:
    """Time every call once, by processor time."""
    return Times(tuple(timed(call)[0] for call in calls))


def in_turns(rounds: int, *calls: Callable[[], float]) -> list[tuple[float, ...]]:
    """Measure each in turn, *rounds* times, so that what disturbs one disturbs all."""
    return [tuple(call() for call in calls) for _ in range(rounds)]


def ratio(pairs: Sequence[tuple[float, ...]]) -> float:
    """Return the median over the rounds of the second measurement divided by the first."""
    return median(second / first for first, second in pairs)


def waited(calls: Iterable[Callable[[], object]]) -> Times:
    """Time every call once, by the clock on the wall."""
    return Times(tuple(clocked(call)[0] for call in calls))
