"""`ieum report`: the reports as tables and files."""

import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import Json, database, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.db import Reading
    from app.core.types import Input
    from app.reports.sheets import Sheet

_DAY = "%Y-%m-%d"
_FILE_WIDTH = 160  # letters, where no terminal says how wide it is

report = typer.Typer(
    no_args_is_help=True, help="보고서를 표·파일로 냅니다. · Reports as tables and files."
)


class Form(StrEnum):
    """What a report is written as."""

    table = "table"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"
    html = "html"


class RegisterName(StrEnum):
    """The registers (대장)."""

    fairs = "fairs"
    education_sessions = "education-sessions"
    matching_cases = "matching-cases"
    visits = "visits"
    consultations = "consultations"
    contracts = "contracts"


Year = Annotated[int, typer.Option(min=1990, max=2100, help="연도 · year")]
Office = Annotated[str, typer.Option(help="사무소 코드 · office code")]
Children = Annotated[
    bool, typer.Option("--include-children", help="소속 사무소 포함 · with the offices below")
]
Format = Annotated[Form, typer.Option("--format", help="꼴 · form")]
Out = Annotated[Path | None, typer.Option(help="쓸 파일(없으면 표준 출력) · the file to write")]


@report.command("achievement")
def achievement(  # noqa: PLR0913 -- each is an option of the command
    year: Year,
    office: Office,
    compare: Annotated[
        int | None, typer.Option(min=1990, max=2100, help="견줄 연도 · a year beside it")
    ] = None,
    form: Format = Form.table,
    out: Out = None,
    *,
    include_children: Children = False,
    as_json: Json = False,
) -> None:
    """목표 대비 실적. · Goals and what was achieved."""
    from app.reports.progress import AchievementQuery, achievement_sheet

    asked = {"year": year, "office": office, "compare": compare}
    query = _checked(AchievementQuery, {**asked, "include_children": include_children})
    _write(lambda view: achievement_sheet(view, query), Form.json if as_json else form, out)


@report.command("registers")
def registers(  # noqa: PLR0913 -- each is an option of the command
    name: Annotated[RegisterName, typer.Argument(help="대장 · register")],
    year: Year,
    office: Office,
    form: Format = Form.table,
    out: Out = None,
    *,
    include_children: Children = False,
    as_json: Json = False,
) -> None:
    """추진 기록 대장. · A register of what was done."""
    from app.reports.registers import REGISTERS, register_sheet

    asked = {"year": year, "office": office, "include_children": include_children}
    query = _checked(REGISTERS[name.value].query, asked)
    _write(
        lambda view: register_sheet(view, name.value, query), Form.json if as_json else form, out
    )


@report.command("discrepancies")
def discrepancies(
    source: Annotated[str, typer.Option(help="문서, 예: S0 · the document")],
    form: Format = Form.table,
    out: Out = None,
    *,
    only_differing: Annotated[
        bool, typer.Option("--only-differing", help="다른 것만 · only what differs")
    ] = False,
    as_json: Json = False,
) -> None:
    """발표 수치와 다시 센 값. · Printed figures beside computed ones."""
    from app.reports.discrepancies import DiscrepancyQuery, discrepancy_sheet

    asked = {"source": source, "only": "differ" if only_differing else None}
    query = _checked(DiscrepancyQuery, asked)
    _write(lambda view: discrepancy_sheet(view, query), Form.json if as_json else form, out)


@report.command("exposure")
def exposure(  # noqa: PLR0913 -- each is an option of the command
    begin: Annotated[datetime, typer.Option("--from", formats=[_DAY], help="첫날 · first day")],
    until: Annotated[datetime, typer.Option("--until", formats=[_DAY], help="끝날 · last day")],
    office: Annotated[str | None, typer.Option(help="공고의 사무소 · office")] = None,
    category: Annotated[str | None, typer.Option(help="공고의 분류 · category")] = None,
    form: Format = Form.table,
    out: Out = None,
    *,
    include_children: Children = False,
    as_json: Json = False,
) -> None:
    """매칭 실행이 누구를 얼마나 보여 주었는지. · How the places of runs were shared out."""
    from app.reports.exposure import ExposureQuery, exposure_sheet

    asked = {"date_from": begin.date(), "date_until": until.date(), "office": office}
    limits = {"category": category, "include_children": include_children}
    query = _checked(ExposureQuery, {**asked, **limits})
    _write(lambda view: exposure_sheet(view, query), Form.json if as_json else form, out)


def _checked(shape: type["Input"], values: dict[str, Any]) -> Any:  # noqa: ANN401 -- an instance of *shape*
    """Return the question as the report wants it, or refuse it."""
    from pydantic import ValidationError

    from app.core.errors import InvalidInput
    from app.core.records import faults_of

    try:
        return shape.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(faults=faults_of(error)) from error


def _write(make: "Callable[[Reading], Sheet]", form: Form, out: Path | None) -> None:
    """Print a report, or write it to a file."""
    from app.core.actors import SYSTEM

    with database() as opened, opened.reading(actor=SYSTEM) as view:
        sheet = make(view)
    if out is not None:
        out.write_bytes(_render(sheet, form, width=_FILE_WIDTH))
        say(f"{out}에 썼습니다.", f"Written to {out}.")
        return
    width = None if sys.stdout.isatty() else _FILE_WIDTH
    sys.stdout.buffer.write(_render(sheet, form, width=width))
    sys.stdout.flush()


def _render(sheet: "Sheet", form: Form, width: int | None) -> bytes:
    """Return a report in the form asked for."""
    import orjson

    from app.reports.formats import FORMS

    if form is Form.table:
        return _table(sheet, width).encode()
    if form is Form.json:
        return orjson.dumps(
            sheet.document(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        )
    return FORMS[form.value].render(sheet)


def _table(sheet: "Sheet", width: int | None) -> str:
    """Return a report as a table of letters, as wide as the terminal; numbers stay whole."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=sheet.title)
    for column in sheet.columns:
        whole = column.kind in ("number", "date")
        table.add_column(column.heading(), justify=column.align, no_wrap=whole, overflow="fold")
    for row in sheet.lines():
        table.add_row(*(c if isinstance(c, str) else f"{c:,}" for c in sheet.cells(row)))
    console = Console(width=width, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(table)
        for note in sheet.notes:
            console.print(note)
    return captured.get()
