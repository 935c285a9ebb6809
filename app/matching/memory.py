"""Memory that is not needed any more: how it is given back, and how often it is searched for."""

import ctypes
import gc

_SELDOM = 50_000
"""How many things are made before those that hold each other are searched for waste."""


def give_back() -> None:
    """Let the C library return what it holds in reserve, where it can (glibc).

    Laying out a block takes arrays by the hundred megabytes; without this the process stays as
    large as it ever was.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def search_seldom() -> None:
    """Let Python search less often for things that only hold each other, in this whole process.

    A ranking makes thousands of small things and no such circle; a tenth of its time went into
    looking for some.
    """
    gc.set_threshold(_SELDOM)


def leave_alone(*, anew: bool) -> None:
    """From now on search no more through all there is now, which is there to stay.

    Searching 35,000 enterprises every few dozen requests took half a second each time. *Anew*,
    what was left alone before and has been replaced since is searched for once, and let go.
    """
    if anew:
        gc.unfreeze()
        gc.collect()
    gc.freeze()
