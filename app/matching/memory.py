"""Memory that is not needed any more, given back to the system."""

import ctypes


def give_back() -> None:
    """Let the C library return what it holds in reserve, where it can (glibc).

    Laying out a block takes arrays by the hundred megabytes; without this the process stays as
    large as it ever was.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
