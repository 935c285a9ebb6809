"""Work done beside other work, in fresh processes: Python runs one thread at a time.

They are begun anew and not forked. A forked process shares its memory until either touches an
object there, which copies the page; of a register that is being read that is every page.
"""

import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from struct import Struct
from subprocess import DEVNULL, Popen
from typing import Generic, Self, TypeVar

from app.matching import memory

Tools = TypeVar("Tools")
Result = TypeVar("Result")

_LENGTH = Struct(">Q")
_SERVE = "from app.matching import helpers; helpers.serve()"
_LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""Let the C library ask for large pages, where it can (glibc): large arrays come and go."""


def processors() -> int:
    """Answer over how many processors work can be spread."""
    return os.cpu_count() or 1


class Helpers(Generic[Tools]):
    """Processes that do what they are handed, one thing after the other, with the same tools.

    The tools and all work must be fit to be sent. What no helper has begun when its result is asked
    for, or breaks off in one, is done here: so what goes wrong in it is raised here.
    """

    def __init__(self, tools: Tools, count: int) -> None:
        """Begin so many, or as many as there is room for; they get ready while others work."""
        self._tools = tools
        self._all: list[_Helper] = []
        self._idle: SimpleQueue[_Helper] = SimpleQueue()
        with suppress(OSError):
            for _ in range(count):
                self._all.append(_Helper(tools))
                self._idle.put(self._all[-1])
        self._threads = ThreadPoolExecutor(max(len(self._all), 1))

    def __len__(self) -> int:
        """Count the helpers."""
        return len(self._all)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._all:
            one.end()
        self._threads.shutdown(cancel_futures=True)

    def begin(self, work: Callable[[Tools], Result]) -> Callable[[], Result]:
        """Hand work out, and answer what waits for its result."""
        here = partial(work, self._tools)
        if not self._all:
            return here
        handed = self._threads.submit(self._hand, _packed(work))

        def result() -> Result:
            if not handed.cancel():
                with suppress(OSError, EOFError):
                    done: Result = pickle.loads(handed.result())  # noqa: S301 - from a helper
                    return done
            return here()

        return result

    def _hand(self, work: bytes) -> bytearray:
        one = self._idle.get()
        try:
            return one.do(work)
        finally:
            self._idle.put(one)


class _Helper:
    """One process; it is told its tools with the first work."""

    def __init__(self, tools: object) -> None:
        self._line, its_end = socket.socketpair()
        with its_end:
            try:
                self._process = _begun(its_end)
            except OSError:
                self._line.close()
                raise
        self._untold = [_packed(tools)]

    def do(self, work: bytes) -> bytearray:
        for one in (*self._untold, work):
            _send(self._line, one)
        self._untold.clear()
        return _receive(self._line)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._line.close()


def _begun(line: socket.socket) -> Popen[bytes]:
    """Begin a process that serves at this end of a line, and finds the modules we find."""
    paths = os.pathsep.join(one or str(Path.cwd()) for one in sys.path)
    return Popen(  # noqa: S603 - what is run is written here
        [sys.executable or "python3", "-P", "-c", _SERVE],
        stdin=line.fileno(),
        stdout=DEVNULL,
        stderr=DEVNULL,
        env={**_LARGE_PAGES, **os.environ, "PYTHONPATH": paths},
    )


def serve() -> None:
    """Do what is handed in, one thing after the other, until whoever began this process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a stop typed in is meant for who began it
    memory.search_seldom()
    line = socket.socket(fileno=sys.stdin.fileno())
    with suppress(OSError, EOFError):
        tools = pickle.loads(_receive(line))  # noqa: S301 - from the process that began this one
        while True:
            work = pickle.loads(_receive(line))  # noqa: S301
            _send(line, _packed(work(tools)))


def _packed(what: object) -> bytes:
    return pickle.dumps(what, pickle.HIGHEST_PROTOCOL)


def _send(line: socket.socket, packed: bytes) -> None:
    line.sendall(_LENGTH.pack(len(packed)))
    line.sendall(packed)


def _receive(line: socket.socket) -> bytearray:
    (length,) = _LENGTH.unpack(_read(line, _LENGTH.size))
    return _read(line, length)


def _read(line: socket.socket, length: int) -> bytearray:
    """Read so much in as few steps as can be: between two, others would have their turn in Python."""
    found = bytearray(length)
    rest = memoryview(found)
    while rest:
        read = line.recv_into(rest, len(rest), socket.MSG_WAITALL)
        if not read:
            raise EOFError
        rest = rest[read:]
    return found
