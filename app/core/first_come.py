"""A lock for threads that is given in the order in which it was asked for.

Python's own goes to whoever happens to run, mostly the one who has just given it back: the others
wait long, and one who must have it now and then never gets it.
"""

import threading
from collections import deque
from types import TracebackType


class FirstCome:
    """A lock, first come, first served; who has it may take it again."""

    def __init__(self) -> None:
        """Begin with nobody having it."""
        self._lock = threading.Lock()  # of what follows, never held for long
        self._holder: int | None = None
        self._depth = 0
        self._waiting: deque[tuple[int, threading.Lock]] = deque()

    def __enter__(self) -> None:
        """Wait for everybody who asked before."""
        me = threading.get_ident()
        with self._lock:
            if self._holder in (None, me):
                self._holder = me
                self._depth += 1
                return
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append((me, gate))
        gate.acquire()  # opened by who gives it to us

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give it to whoever has waited longest."""
        with self._lock:
            self._depth -= 1
            if self._depth:
                return
            self._holder = None
            if self._waiting:
                self._holder, gate = self._waiting.popleft()
                self._depth = 1
                gate.release()
