"""Reading a spreadsheet that someone sends: whatever encoding their program wrote.

The whole file is decoded or refused: UTF-16 where its mark says so, else UTF-8, else CP949 (what
Korean Excel writes; never the narrower EUC-KR). Text is brought to NFC, as macOS sends it split.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.collection import Collection
from app.core.errors import FieldFault, Refused, fault
from app.core.words import Fault
from app.exchange.columns import Column, columns_of, value

csv.field_size_limit(10_000_000)  # a cell of parts is as long as the parts need
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Undecodable(Refused):
    """The bytes are text in no encoding that spreadsheets write."""

    ko = "글자를 읽을 수 없습니다. CSV UTF-8로 저장해 다시 보내 주세요."
    en = "The text cannot be decoded. Save the sheet as CSV UTF-8."


class NoHeader(Refused):
    """The file is empty."""

    ko = "첫 줄에 열 이름이 없습니다. 쓸 수 있는 열: {known}."
    en = "The first line must name the columns; known are {known}."


class UnknownColumns(Refused):
    """The first line names columns that the collection does not have."""

    ko = "모르는 열이 있습니다: {names}. 쓸 수 있는 열: {known}."
    en = "Unknown columns: {names}. Known are {known}."


class RepeatedColumns(Refused):
    """The first line names a column twice."""

    ko = "같은 열이 두 번 있습니다: {names}."
    en = "These columns stand twice: {names}."


class BrokenSheet(Refused):
    """Quotes do not match, so nobody can tell where a cell ends."""

    ko = "{row}행 부근의 따옴표가 맞지 않아 읽을 수 없습니다."
    en = "The quotes near row {row} do not match."


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as a spreadsheet shows it, and what its cells say."""

    row: int
    values: Mapping[str, Any]
    blank: tuple[str, ...]  # columns that the sheet has and this row leaves empty
    faults: tuple[FieldFault, ...]


def decode(data: bytes) -> str:
    """Return the text of a file, in NFC and without a byte-order mark."""
    encodings = ("utf-16",) if data.startswith(_UTF_16) else ("utf-8-sig", "cp949")
    for encoding in encodings:
        try:
            return unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Undecodable


def lines(collection: Collection, data: bytes) -> Iterator[Line]:
    """Return the rows of a sheet of this collection; empty rows are passed over."""
    columns, text = columns_of(collection.draft), decode(data)
    rows = _rows(text)
    header = [name.strip() for name in next(rows, (1, []))[1]]
    _check_header(header, columns)
    for number, cells in rows:
        if any(cells):
            yield _line(number, header, cells, columns)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return each row with its number; a first line with tabs and no comma is tab-separated."""
    first, number = text.partition("\n")[0], 0
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error as error:
        raise BrokenSheet(row=number + 1) from error


def _check_header(header: Sequence[str], columns: Mapping[str, Column]) -> None:
    known = ", ".join(columns)
    if not any(header):
        raise NoHeader(known=known)
    unknown = [name or "''" for name in header if name not in columns]
    if unknown:
        raise UnknownColumns(names=", ".join(unknown), known=known)
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise RepeatedColumns(names=", ".join(repeated))


def _line(
    number: int, header: Sequence[str], cells: Sequence[str], columns: Mapping[str, Column]
) -> Line:
    faults = [] if len(cells) == len(header) else [_miscounted(len(cells), len(header))]
    values: dict[str, Any] = {}
    for name, text in zip(header, cells, strict=False):
        try:
            if text:
                values[name] = value(columns[name], text)
        except Fault as error:
            faults.append(fault(error.field, error.code, error.ko, error.en))
    blank = tuple(name for name, text in zip(header, cells, strict=False) if not text)
    return Line(number, values, blank, tuple(faults))


def _miscounted(cells: int, names: int) -> FieldFault:
    return fault(
        "",
        "miscounted",
        f"칸이 {cells}개인데 열은 {names}개입니다.",
        f"There are {cells} cells for {names} columns.",
    )
