"""Many needs ranked one after the other, by several processes where the machine can fork.

The processes share the index as it stood when they began, page by page, without a copy.
"""

import ctypes
import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from app.matching import memory
from app.matching.helpers import processors
from app.matching.index import Index
from app.matching.rank import rank
from app.matching.shapes import MatchResult, Need
from app.matching.weights import POLICY, Policy

Told = TypeVar("Told")

_PR_SET_PDEATHSIG = 1
"""The option of Linux's *prctl* that names the signal to be sent when the parent ends."""

_AT_ONCE = 16
"""So many needs are handed to a process at a time, and each has one more such lot waiting."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What a process does with each need."""

    index: Index
    tell: Callable[[Need, MatchResult], Any]
    policy: Policy
    as_of: date | None
    limit: int
    near_limit: int

    def done(self, needs: list[Need]) -> list[Any]:
        """Rank the needs and tell of each."""
        return [self.tell(need, self._ranked(need)) for need in needs]

    def _ranked(self, need: Need) -> MatchResult:
        index, limit, near_limit = self.index, self.limit, self.near_limit
        return rank(need, index, self.policy, self.as_of, limit=limit, near_limit=near_limit)


def rank_each(  # noqa: PLR0913 -- as *rank*, and how to go about it
    needs: Iterable[Need],
    index: Index,
    tell: Callable[[Need, MatchResult], Told],
    *,
    policy: Policy = POLICY,
    as_of: date | None = None,
    limit: int = 10,
    near_limit: int = 10,
    workers: int | None = None,
) -> Iterator[Told]:
    """Rank each need and answer what *tell* makes of it, in the order of the needs.

    *tell* runs beside the ranking, in its process; what it makes must be fit to be sent. The
    needs are drawn only some lots ahead, so whoever counts the answers knows where to go on after
    a stop. There are as many *workers* as processors unless it is said otherwise; one works here.
    """
    work = _Work(index, tell, policy, as_of, limit, near_limit)
    lots = _lots(needs)
    count = (workers or processors()) if _may_fork() else 1
    if count == 1:
        for lot in lots:
            yield from work.done(lot)
        return
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(count, fork, _begin, (work,)) as pool:
        waiting: deque[Future[list[Told]]] = deque()
        for lot in lots:
            waiting.append(pool.submit(_do, lot))
            if len(waiting) >= 2 * count:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _may_fork() -> bool:
    """Say whether this process may have children that see what it sees."""
    can = "fork" in multiprocessing.get_all_start_methods()
    return can and not multiprocessing.current_process().daemon


def _lots(needs: Iterable[Need]) -> Iterator[list[Need]]:
    drawn = iter(needs)
    while lot := list(islice(drawn, _AT_ONCE)):
        yield lot


_mine: list[_Work] = []
"""The work of this process, inherited and never sent."""


def _begin(work: _Work) -> None:
    gc.freeze()  # what all share is not looked through for waste, which would copy it
    memory.search_seldom()
    if sys.platform == "linux":  # elsewhere the process goes on to the end of its lot
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _mine[:] = [work]


def _do(needs: list[Need]) -> list[Any]:
    return _mine[0].done(needs)
