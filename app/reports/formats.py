"""A sheet as a file: CSV for spreadsheets, XLSX, and a page for print.

Text that a spreadsheet would run as a formula is made harmless; numbers stay numbers. A number that
rests on tallies carries a mark in every format.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.reports.sheets import Cell, Column, Row, Sheet
from app.reports.wording import WITH_TALLIES, WITH_TALLIES_EN

if TYPE_CHECKING:
    from jinja2 import Template
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 -- wide ones count in East Asia
_MARK = "*"
_TOTALS = "합계"
_MARK_COLUMN = "집계 기록"
_A4 = 9
_WIDE, _NARROW = 28, 13


@dataclass(frozen=True, slots=True)
class Form:
    """One file format: its media type, and how a sheet becomes its bytes."""

    media_type: str
    render: Callable[[Sheet], bytes]
    disposition: str = "attachment"


def as_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV that spreadsheets open as UTF-8, its marks in a last column."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    marks = [_MARK_COLUMN] if sheet.has_tallies else []
    writer.writerow([column.heading() for column in sheet.columns] + marks)
    for row in sheet.lines():
        cells = [_harmless(cell) for cell in _cells(sheet, row)]
        writer.writerow(cells + ([sheet.mark(row)] if marks else []))
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook that prints on A4."""
    file = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    from xlsxwriter import Workbook  # noqa: PLC0415 -- slow to import, and few ask for it

    with Workbook(file, options) as book:
        page = book.add_worksheet("보고서")
        _lay_out(page, sheet)
        styles = _Styles(book)
        page.write_string(0, 0, sheet.title, styles.bold)
        for place, column in enumerate(sheet.columns):
            page.write_string(2, place, column.heading(), styles.bold)
        for line, row in enumerate(sheet.lines(), start=3):
            _write(page, line, sheet, row, styles)
        for line, note in enumerate(_notes(sheet), start=4 + len(sheet.lines())):
            page.write_string(line, 0, note)
    return file.getvalue()


@cache
def _page() -> "Template":
    """Return the page that a sheet is printed on."""
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415 -- as above

    loader = FileSystemLoader(Path(__file__).parent)
    pages = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return pages.get_template("page.html")


def as_html(sheet: Sheet) -> bytes:
    """Return the sheet as a page that stands alone and prints on A4."""
    page = _page()
    return page.render(
        sheet=sheet,
        rows=[_texts(sheet, row) for row in sheet.rows],
        totals=_texts(sheet, sheet.totals) if sheet.totals else None,
        notes=_notes(sheet),
        mark=_MARK,
    ).encode()


FORMS: dict[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", as_csv),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "html": Form("text/html; charset=utf-8", as_html, "inline"),
}


class _Styles:
    """The cell formats of one workbook; a marked number is still a number."""

    def __init__(self, book: "Workbook") -> None:
        """Add them to *book*."""
        self.bold: Format = book.add_format({"bold": True})
        self.plain: Format = book.add_format({"num_format": "#,##0.##;-#,##0.##"})
        self.whole: Format = book.add_format({"num_format": "#,##0"})
        mark = f'"{_MARK}"'
        self.marked_plain: Format = book.add_format({"num_format": f"#,##0.##{mark}"})
        self.marked: Format = book.add_format({"num_format": f"#,##0{mark}"})

    def of(self, cell: Cell, *, marked: bool) -> "Format":
        """Return the format of a number."""
        if isinstance(cell, int):
            return self.marked if marked else self.whole
        return self.marked_plain if marked else self.plain


def _cells(sheet: Sheet, row: Row) -> list[Cell]:
    """Return the cells of a row; the totals are named in the first column that they leave empty."""
    cells = sheet.cells(row)
    if row is sheet.totals and cells and cells[0] == "":
        cells[0] = _TOTALS
    return cells


def _texts(sheet: Sheet, row: Row) -> list[tuple[Column, str, bool]]:
    """Return each cell of a row as a person reads it, and whether it rests on tallies."""
    texts = [cell if isinstance(cell, str) else f"{cell:,}" for cell in _cells(sheet, row)]
    marks = [column.name in row.tallied for column in sheet.columns]
    return list(zip(sheet.columns, texts, marks, strict=True))


def _harmless(cell: Cell) -> Cell:
    """Return text that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def _notes(sheet: Sheet) -> list[str]:
    """Return what stands under the table."""
    marked = f"{_MARK} {WITH_TALLIES} ({WITH_TALLIES_EN})"
    return [*([marked] if sheet.has_tallies else []), *sheet.notes]


def _lay_out(page: "Worksheet", sheet: Sheet) -> None:
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.freeze_panes(3, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _width(column))


def _width(column: Column) -> int:
    return _WIDE if column.kind in ("text", "list") and not column.unit else _NARROW


def _write(page: "Worksheet", line: int, sheet: Sheet, row: Row, styles: _Styles) -> None:
    """Write one row, numbers as numbers and everything else as plain text."""
    for place, (column, cell) in enumerate(zip(sheet.columns, _cells(sheet, row), strict=True)):
        if isinstance(cell, str):
            page.write_string(line, place, cell)
        else:
            marked = column.name in row.tallied
            page.write_number(line, place, cell, styles.of(cell, marked=marked))
