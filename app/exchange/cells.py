"""The cells of a spreadsheet, from bytes: the part of reading that needs nothing but Python.

As a program (`python -m app.exchange.cells MEMORY SECONDS ROWS CELLS`) it reads a sheet from standard
input under limits that it sets itself, and writes a line of JSON for each row; see `apart`.
"""

import csv
import io
import json
import resource
import sys
import unicodedata
from collections.abc import Iterator

from app.core.errors import Refused

csv.field_size_limit(10_000_000)  # a cell of parts is as long as the parts need
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
Row = tuple[int, int, list[str]]  # its number as a spreadsheet shows it, how many cells, the cells


class Undecodable(Refused):
    """The bytes are text in no encoding that spreadsheets write."""

    ko = "글자를 읽을 수 없습니다. CSV UTF-8로 저장해 다시 보내 주세요."
    en = "The text cannot be decoded. Save the sheet as CSV UTF-8."


class BrokenSheet(Refused):
    """Quotes do not match, so nobody can tell where a cell ends."""

    ko = "{row}행 부근의 따옴표가 맞지 않아 읽을 수 없습니다."
    en = "The quotes near row {row} do not match."


def decode(data: bytes) -> str:
    """Return the text of a file, in NFC and without a byte-order mark."""
    encodings = ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp949")
    for encoding in encodings:
        try:
            return unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Undecodable


def rows(data: bytes) -> Iterator[Row]:
    """Return each row; a first line with tabs and no comma is tab-separated."""
    text = decode(data)
    first, number = text.partition("\n")[0], 0
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, len(cells), cells
    except csv.Error as error:
        raise BrokenSheet(row=number + 1) from error


def _confine(memory: int, seconds: int) -> None:
    """Let this process take so many bytes and seconds of processor, and write no file."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _main(memory: str, seconds: str, most_rows: str, most_cells: str) -> None:
    _confine(int(memory), int(seconds))
    left, widest = int(most_rows), int(most_cells)
    try:
        for number, count, cells in rows(sys.stdin.buffer.read()):
            if number == 1 or any(cells):
                print(json.dumps((number, count, cells[:widest])))  # noqa: T201 -- its answer
                left -= 1
            if left < 0:
                return
    except (Undecodable, BrokenSheet) as refusal:
        print(json.dumps({"refused": refusal.code(), **refusal.details}))  # noqa: T201 -- its answer


if __name__ == "__main__":
    _main(*sys.argv[1:])
