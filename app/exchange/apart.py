"""Sheets that came over HTTP are read in a process of their own, with limits of memory and time.

Whatever a sheet does to its reader, it does not do to the service: the child has no secrets, opens no
connection, and is stopped by the system when it takes too much. What comes back is no larger than
the rows and columns that will be looked at.
"""

import subprocess
import sys
from collections.abc import Iterator

import orjson

from app.core.errors import Refused
from app.core.settings import ROOT
from app.exchange import cells
from app.exchange.cells import BrokenSheet, Row, Undecodable

SMALL = 64 * 1024  # bytes; so little cannot take much, and is read where it is
MEMORY = 512 * 1024 * 1024  # bytes of address space
SECONDS = 20  # of processor
_PATIENCE = 60  # seconds by the clock
_REFUSALS = {kind.code(): kind for kind in (Undecodable, BrokenSheet)}


class SheetTooHeavy(Refused):
    """Reading the sheet takes more memory or time than a sheet may."""

    ko = "이 파일을 읽는 데 메모리나 시간이 너무 많이 듭니다. 나누어 보내 주세요."
    en = "Reading this file takes too much memory or time. Send it in parts."


def rows(data: bytes, most_rows: int, most_cells: int) -> Iterator[Row]:
    """Return the first row and the *most_rows* that follow and are not empty, and one more.

    Of each row *most_cells* are returned, with how many there are. Raises what `cells.rows` raises,
    and `SheetTooHeavy` when the reader had to be stopped.
    """
    if len(data) <= SMALL:
        yield from cells.rows(data)
        return
    limits = (MEMORY, SECONDS, most_rows + 1, most_cells)
    command = [sys.executable, "-m", cells.__name__, *map(str, limits)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module; the sheet is its standard input
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            cwd=ROOT,
            env={},
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise SheetTooHeavy from error
    for line in done.stdout.splitlines():
        said = orjson.loads(line)
        if isinstance(said, dict):
            raise _REFUSALS[said.pop("refused")](**said)
        number, count, found = said
        yield number, count, found
