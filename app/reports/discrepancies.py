"""What documents printed beside what the record gives: every figure, and whether they agree."""

from decimal import Decimal, localcontext
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy import select

from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import Both, NotFound
from app.core.types import Code, Input
from app.reports import wording
from app.reports.checks import as_printed
from app.reports.figure_rows import OPENED, URL
from app.reports.figures import FIGURES, Answer, Book, open_book
from app.reports.rows import rows_url
from app.reports.sheets import Column, Row, Sheet

_FIELDS = ("key", "document", "sheet", "label", "office", "year", "metric", "kind")
_PLACES = ("unit", "recompute", "fault", "heading", "place", "note")
_DIGITS = 100  # more than any printed figure has, so nothing is lost on the way
_LARGEST = 2**63


class DiscrepancyQuery(Input):
    """Which document's figures."""

    source: Annotated[Code, Field(description="the document, e.g. S0")]
    only: Annotated[
        Literal["differ"] | None, Field(description="only figures that do not agree")
    ] = None


def discrepancies(unit: Reading, query: DiscrepancyQuery) -> Document:
    """Return the figures of a document, each beside what is computed, and how many agree."""
    found = unit.all(
        select(FIGURES).where(FIGURES.c.document == query.source).order_by(FIGURES.c.seq)
    )
    if not found:
        raise NotFound(what=Both("발표 수치", "published figures"))
    with localcontext(prec=_DIGITS):
        book = open_book(unit, found)
        rows = [_compared(book, figure) for figure in found]
    shown = [row for row in rows if row["agrees"] is False] if query.only else rows
    return {"source": query.source, "rows": shown, "summary": _summary(rows)}


def documents(unit: Reading) -> list[str]:
    """Return the documents whose figures are stored."""
    rows = unit.all(select(FIGURES.c.document).distinct().order_by(FIGURES.c.document))
    return [row.document for row in rows]


def discrepancy_sheet(unit: Reading, query: DiscrepancyQuery) -> Sheet:
    """Return the comparison as a table."""
    report = discrepancies(unit, query)
    rows = []
    for row in report["rows"]:
        tallied = frozenset({"computed"}) if row["from_tallies"] else frozenset[str]()
        rows.append(Row(row, tallied))
    counts = report["summary"]
    words = (
        f"발표 수치 {counts['figures']}개 가운데 일치 {counts['agree']}개, "
        f"다름 {counts['differ']}개, 다시 셀 수 없음 {counts['not_computable']}개"
    )
    title = f"{query.source} 발표 수치 대조표"
    return Sheet(title, f"discrepancies-{query.source}", _COLUMNS, rows, notes=(words,))


def _compared(book: Book, figure: Any) -> Document:  # noqa: ANN401 -- a row
    """Return one figure beside what is computed."""
    answer, printed = book.answer(figure), Decimal(figure.value)
    computed = answer.value
    if computed is not None and answer.is_ratio:
        computed = as_printed(computed, printed)
    fields = figure._mapping
    return {
        **{name: fields[name] for name in _FIELDS},
        "published": number(printed),
        "computed": None if computed is None else number(computed),
        "difference": None if computed is None else number(computed - printed),
        "agrees": None if computed is None else computed == printed,
        **{name: fields[name] for name in _PLACES},
        "from_tallies": answer.from_tallies,
        "problem": _words(answer),
        "rows_url": None if computed is None else _rows_url(book, figure),
        "rests_on": list(book.rests_on.get(figure.key, ())),
    }


def number(value: Decimal) -> int | float:
    """Return a decimal as JSON has it: whole where it is whole and fits 64 bits."""
    whole = value.to_integral_value()
    return int(whole) if value == whole and abs(whole) < _LARGEST else float(value)


def _words(answer: Answer) -> str | None:
    """Return why a figure could not be computed, in both languages."""
    if answer.problem is None:
        return None
    return f"{answer.problem.message('ko')} ({answer.problem.message('en')})"


def _rows_url(book: Book, figure: Any) -> str | None:  # noqa: ANN401 -- a row
    """Return where the rows behind a computed figure are; one of other figures has none itself."""
    if figure.recompute.partition(":")[0] in OPENED:
        return f"{URL}/{figure.key}/rows"
    place = (figure.office, figure.year, figure.metric)
    if figure.recompute not in ("achieved", "rate") or place not in book.counts:
        return None
    goal = book.goals.get(place)
    kind = goal.year_kind if goal else None
    return rows_url(figure.metric, figure.office, figure.year, year_kind=kind)


def _summary(rows: list[Document]) -> dict[str, int]:
    found = [row["agrees"] for row in rows]
    agree, differ = found.count(True), found.count(False)
    return {
        "figures": len(rows),
        "agree": agree,
        "differ": differ,
        "not_computable": len(rows) - agree - differ,
    }


_COLUMNS = (
    Column("sheet", "표", "Table"),
    Column("label", "항목", "Figure"),
    Column("office", "사무소", "Office"),
    Column("year", "연도", "Year"),
    Column("kind", "종류", "Kind", "code", words=wording.FIGURE_KINDS),
    Column("published", "발표", "Published", "number"),
    Column("computed", "다시 셈", "Computed", "number"),
    Column("difference", "차이", "Difference", "number"),
    Column("unit", "단위", "Unit"),
    Column("agrees", "일치", "Agrees", "code", words=wording.AGREES),
    Column("fault", "결함 번호", "Fault"),
    Column("heading", "제목", "Heading"),
    Column("place", "자리", "Place"),
    Column("note", "비고", "Note"),
    Column("problem", "계산하지 못한 까닭", "Why not computed"),
    Column("key", "키", "Key"),
)
