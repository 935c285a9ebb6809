"""Work done beside other work, in a process forked for it: Python runs one thread at a time."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

Result = TypeVar("Result")

_PR_SET_PDEATHSIG = 1
"""The option of Linux's *prctl* that names the signal to be sent when the parent ends."""

CAN_FORK = "fork" in multiprocessing.get_all_start_methods()


def processors() -> int:
    """Answer over how many processors work can be spread; one where nothing can be forked."""
    if not CAN_FORK or multiprocessing.current_process().daemon:  # which may have no children
        return 1
    return os.cpu_count() or 1


def begin(work: Callable[[], Result], *, is_long: bool = True) -> Callable[[], Result]:
    """Begin long work in a process of its own, and answer what waits for its result.

    The process sees everything as it stands now, without a copy; its result must be fit to be
    sent. Where there is one processor only, no room for a process, or it breaks off, the work is
    done here when its result is asked for: so what goes wrong in it is raised here. So is work
    that is not long.
    """
    if not is_long or processors() == 1:
        return work
    fork = multiprocessing.get_context("fork")
    told, telling = fork.Pipe(duplex=False)
    process = fork.Process(target=_tell, args=(work, telling), daemon=True)
    try:
        process.start()
    except OSError:
        told.close()
        return work
    finally:
        telling.close()

    def result() -> Result:
        try:
            found: Result = told.recv()
        except EOFError:
            found = work()
        finally:
            told.close()
            process.join()
        return found

    return result


def _tell(work: Callable[[], object], telling: Connection) -> None:
    try:
        signal.set_wakeup_fd(-1)  # what is told to this process is not told to the parent
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_DFL)
        settle()
        telling.send(work())
    finally:
        os._exit(0)  # what the parent had still to write or to close is not this process's


def settle() -> None:
    """Make a process just forked fit for its work.

    The kernel ends it when the one that began it is killed, where it can (Linux); and what both
    share is not looked through for waste, which would copy it.
    """
    gc.freeze()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
