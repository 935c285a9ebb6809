"""Reading a spreadsheet that someone sends: whatever encoding their program wrote.

The whole file is decoded or refused: UTF-16 where its mark says so, else UTF-8, else CP949 (what
Korean Excel writes; never the narrower EUC-KR). Text is brought to NFC, as macOS sends it split.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.collection import Collection
from app.core.errors import FieldFault, Refused, fault
from app.core.words import Fault
from app.exchange import apart, cells
from app.exchange.columns import Column, columns_of, value

_LONGEST_NAME = 60  # letters of a column's name that a refusal repeats
_MOST_NAMES = 20


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


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as a spreadsheet shows it, and what its cells say."""

    row: int
    values: Mapping[str, Any]
    blank: tuple[str, ...]  # columns that the sheet has and this row leaves empty
    faults: tuple[FieldFault, ...]


def lines(collection: Collection, data: bytes, most: int | None = None) -> Iterator[Line]:
    """Return the rows of a sheet of this collection; empty rows are passed over.

    With *most*, a few more than so many rows are never read, and not in this process.
    """
    columns = columns_of(collection.draft)
    rows = cells.rows(data) if most is None else apart.rows(data, most, len(columns) + 1)
    _, _, first = next(rows, (1, 0, []))
    header = [name.strip() for name in first]
    _check_header(header, columns)
    for number, count, found in rows:
        if any(found):
            yield _line(number, count, header, found, columns)


def _check_header(header: Sequence[str], columns: Mapping[str, Column]) -> None:
    known = ", ".join(columns)
    if not any(header):
        raise NoHeader(known=known)
    unknown = [name or "''" for name in header if name not in columns]
    if unknown:
        raise UnknownColumns(names=_shown(unknown), known=known)
    repeated = sorted({name for name in header if header.count(name) > 1})
    if repeated:
        raise RepeatedColumns(names=_shown(repeated))


def _shown(names: Sequence[str]) -> str:
    """Return the names of columns for a person to read; what is no name at all is cut short."""
    short = [name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…" for name in names]
    return ", ".join(short[:_MOST_NAMES]) + (" …" if len(short) > _MOST_NAMES else "")


def _line(
    number: int,
    count: int,
    header: Sequence[str],
    found: Sequence[str],
    columns: Mapping[str, Column],
) -> Line:
    faults = [] if count == len(header) else [_miscounted(count, len(header))]
    values: dict[str, Any] = {}
    for name, text in zip(header, found, strict=False):
        try:
            if text:
                values[name] = value(columns[name], text)
        except Fault as error:
            faults.append(fault(error.field, error.code, error.ko, error.en))
    blank = tuple(name for name, text in zip(header, found, strict=False) if not text)
    return Line(number, values, blank, tuple(faults))


def _miscounted(cells: int, names: int) -> FieldFault:
    return fault(
        "",
        "miscounted",
        f"칸이 {cells}개인데 열은 {names}개입니다.",
        f"There are {cells} cells for {names} columns.",
    )
