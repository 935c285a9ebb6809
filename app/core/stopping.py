"""Stopping without losing anyone: first say so, then take no more, then finish what was begun.

A server that is told to stop closes its door at once, while others still send it requests. So the
signal is held back for a moment in which readiness is red and every answer ends its connection.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

told_to_stop = threading.Event()


@contextmanager
def drained(seconds: float) -> Iterator[None]:
    """Hold SIGTERM back from the server for *seconds*; a second one reaches it at once.

    Where no server waits for the signal, as in a test, nothing is changed.
    """
    in_main = threading.current_thread() is threading.main_thread()
    stop = signal.getsignal(signal.SIGTERM) if in_main else None
    if not callable(stop):
        yield
        return

    def say_so_first(number: int, frame: FrameType | None) -> None:
        wait = 0.0 if told_to_stop.is_set() else seconds
        told_to_stop.set()
        last = threading.Timer(wait, stop, (number, frame))
        last.daemon = True
        last.start()

    signal.signal(signal.SIGTERM, say_so_first)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, stop)
