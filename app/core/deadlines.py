"""By when a request is answered, and who came first: the answer or the clock.

A caller who was told that nothing came of a request must be able to believe it, so a unit of work
asks here before it commits, and the clock asks before it speaks. One of them is too late.
"""

import threading

from app.core.errors import Unavailable


class TookTooLong(Unavailable):
    """The request was not done in time; nothing of it was stored."""

    ko = "정해진 시간 안에 처리하지 못해 아무것도 저장하지 않았습니다. 잠시 후 다시 시도해 주세요."
    en = "This was not done in time and nothing was stored. Please try again shortly."


class Deadline:
    """The time limit of one request; settled once, by whoever comes first."""

    __slots__ = ("_lock", "_settled")

    def __init__(self) -> None:
        """Begin with nothing settled."""
        self._lock = threading.Lock()
        self._settled: str | None = None

    def keep(self) -> None:
        """Settle that the work is in time; refuse when the caller has been told otherwise."""
        if not self._settle("kept"):
            raise TookTooLong

    def miss(self) -> bool:
        """Settle that the time is over; False when the work is being stored already."""
        return self._settle("missed")

    def _settle(self, outcome: str) -> bool:
        with self._lock:
            self._settled = self._settled or outcome
            return self._settled == outcome
