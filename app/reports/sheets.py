"""A report as a table that no file format knows of: columns, rows, totals, notes.

A row remembers which of its cells rest on tallies (집계 기록), so that every format can mark them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app.core.collection import Document
from app.reports.wording import WITH_TALLIES

ColumnKind = Literal["text", "number", "date", "code", "list"]
Cell = int | float | str
_EXACT = {"month": len("2017-03"), "year": len("2017")}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name for programs, its labels for people, and how its cells read."""

    name: str
    label_ko: str
    label_en: str
    kind: ColumnKind = "text"
    unit: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    private: bool = False  # only for those who may read the records themselves

    @property
    def align(self) -> Literal["left", "right"]:
        """Numbers stand to the right."""
        return "right" if self.kind == "number" else "left"

    def heading(self) -> str:
        """Return what stands over the column: its label, and its unit where it has one."""
        return f"{self.label_ko}({self.unit})" if self.unit else self.label_ko

    def cell(self, value: Any) -> Cell:  # noqa: ANN401 -- a value of any kind
        """Return a value as it stands in a file: a number, or the words for it."""
        if value is None:
            return self.words.get("", "")
        if self.kind == "list":
            return ", ".join(self.words.get(each, each) for each in value)
        if self.kind == "code":
            return self.words.get(str(value).lower(), str(value))
        if isinstance(value, date):
            return value.isoformat()
        if self.kind == "number":
            return value  # type: ignore[no-any-return]
        return str(value)

    def document(self) -> Document:
        """Return the column as programs read it."""
        return {
            "name": self.name,
            "label_ko": self.label_ko,
            "label_en": self.label_en,
            "kind": self.kind,
            "unit": self.unit,
            "align": self.align,
            "words": dict(self.words),
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and the names of the cells that rest on tallies."""

    values: Document
    tallied: frozenset[str] = frozenset()

    def document(self) -> Document:
        """Return the row as programs read it."""
        marks = {"is_tally": bool(self.tallied), "tallied": sorted(self.tallied)}
        return {**self.values, **marks}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report: what it is called (in people's words and for a file), and its table."""

    title: str
    file_name: str  # ASCII, without its suffix
    columns: tuple[Column, ...]
    rows: list[Row]
    totals: Row | None = None
    notes: tuple[str, ...] = ()

    @property
    def has_tallies(self) -> bool:
        """Whether any number rests on a tally."""
        return any(row.tallied for row in self.lines())

    def lines(self) -> list[Row]:
        """Return the rows, the totals last."""
        return [*self.rows, self.totals] if self.totals else self.rows

    def cells(self, row: Row) -> list[Cell]:
        """Return the cells of a row as they stand in a file.

        The first column of a register is its day, shown no more exactly than it is known.
        """
        found = [column.cell(row.values.get(column.name)) for column in self.columns]
        exact = _EXACT.get(row.values.get("date_precision", "day"))
        if exact and self.columns[0].kind == "date":
            found[0] = str(found[0])[:exact]
        return found

    def mark(self, row: Row) -> str:
        """Return the words that say which cells of *row* rest on tallies."""
        labels = [column.label_ko for column in self.columns if column.name in row.tallied]
        return f"{WITH_TALLIES}: {', '.join(labels)}" if labels else ""

    def document(self) -> Document:
        """Return the report as programs read it."""
        return {
            "title": self.title,
            "columns": [column.document() for column in self.columns],
            "rows": [row.document() for row in self.rows],
            "totals": self.totals.document() if self.totals else {},
            "notes": [*self.notes, *([WITH_TALLIES] if self.has_tallies else [])],
        }


def summed(rows: list[Row], *names: str) -> Row:
    """Return the totals of the columns *names*; a total rests on tallies when one of its cells does."""
    values = {name: sum(row.values.get(name) or 0 for row in rows) for name in names}
    tallied = {name for row in rows for name in row.tallied if name in values}
    return Row(values, frozenset(tallied))
