"""The yearly report on paper, in the layout that the support centres print (S0, 2017).

Its chapters are the registers, in the document's order and under its headings, with the columns it
has; a column it does not have is printed only where it says something that no other does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.collection import Document
from app.core.db import Reading
from app.reports import wording
from app.reports.registers import REGISTERS, register_sheet
from app.reports.sheets import Column, Row, Sheet

_EOK = 10**8
_MORE = (  # columns that a register has no room for
    Column("remark", "비고", "Remark"),
    Column("satisfaction", "만족도", "Satisfaction", "number", unit="5점"),
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One register as it is printed: its heading with its totals, and its table.

    What stands in the column *under* is printed as a line beneath each row.
    """

    title: str
    sheet: Sheet
    under: str | None = None


@dataclass(frozen=True, slots=True)
class _Printed:
    register: str
    title: Callable[[list[Row], Document], str]  # of its rows and their totals
    columns: tuple[str, ...]
    spare: tuple[str, ...] = ()  # printed where they say something
    under: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)


def _visits(rows: list[Row], totals: Document) -> str:
    del rows
    return f"방문영업 {totals['agencies']:,}개 기관, {totals['visits']:,}회"


def _cases(rows: list[Row], totals: Document) -> str:
    del rows
    done = f"계약 성사 {totals['succeeded']:,}건"
    return f"영업매칭 컨설팅 {totals['cases']:,}건, {done}(규모 합 {_in_eok(totals['amount_krw'])})"


def _consultations(rows: list[Row], totals: Document) -> str:
    general = sum(r.values["consultations"] for r in rows if r.values["kind"] == "general")
    others = totals["consultations"] - general
    more = f", 전문상담·서류검토 {others:,}건" if others else ""
    return f"전화상담 등 일반상담 {general:,}건{more}"


def _sessions(rows: list[Row], totals: Document) -> str:
    del rows
    return f"교육·설명회 {totals['sessions']:,}회, {totals['participants']:,}명 — 상세 추진실적"


def _fairs(rows: list[Row], totals: Document) -> str:
    del rows
    return f"찾아가는 사회적경제 공공구매 박람회 {totals['fairs']:,}회"


def _at_fairs(rows: list[Row], totals: Document) -> str:
    del rows
    return f"박람회 계약 실적 현황 {totals['contracts']:,}건"


def _elsewhere(rows: list[Row], totals: Document) -> str:
    del rows
    return f"그 밖의 계약·영업연계 실적 {totals['contracts']:,}건"


_CHAPTERS = (
    _Printed("visits", _visits, ("group", "agencies", "visits"), under="names"),
    _Printed("matching-cases", _cases, ("agency", "title", "amount_krw", "remark")),
    _Printed(
        "consultations",
        _consultations,
        ("requester_kind", "kind", "channel", "consultations"),
        spare=("kind", "channel"),
    ),
    _Printed(
        "education-sessions",
        _sessions,
        ("held_on", "audience", "topic", "sessions", "participants", "satisfaction"),
        spare=("sessions", "satisfaction"),
    ),
    _Printed(
        "fairs",
        _fairs,
        ("starts_on", "host", "enterprises", "departments", "consultations", "visitors"),
    ),
    _Printed(
        "contracts",
        _at_fairs,
        ("enterprise", "state", "buyer", "item", "thousand"),
        asked={"fair": True},
    ),
    _Printed(
        "contracts",
        _elsewhere,
        ("signed_on", "enterprise", "buyer", "department", "item", "channel", "amount_krw"),
        spare=("buyer", "department", "channel"),
        asked={"fair": False},
    ),
)


def chapters(unit: Reading, office: str, year: int, *, include_children: bool) -> list[Chapter]:
    """Return the registers of a year as they are printed, without those that are empty."""
    found = []
    for one in _CHAPTERS:
        asked = {"office": office, "year": year, "include_children": include_children}
        query = REGISTERS[one.register].query(**asked, **one.asked)
        sheet = _with_remarks(register_sheet(unit, one.register, query))
        rows = [row for row in sheet.rows if _says(row)]
        if rows and sheet.totals:
            title = one.title(rows, sheet.totals.values)
            found.append(Chapter(title, _laid_out(replace(sheet, rows=rows), one), one.under))
    return found


def _laid_out(sheet: Sheet, one: _Printed) -> Sheet:
    """Return a register with the columns that are printed, in the document's order."""
    known = {column.name: column for column in (*sheet.columns, *_MORE)}
    if one.title is _at_fairs:
        known["buyer"] = replace(known["buyer"], label_ko="계약부서")  # as the document calls it
    names = [name for name in one.columns if name not in one.spare or _adds(sheet, name)]
    return replace(sheet, columns=tuple(known[name] for name in names if name in known))


def _adds(sheet: Sheet, name: str) -> bool:
    """Whether a column is more than the same word or number in every row."""
    return len({str(row.values.get(name) or "") for row in sheet.rows}) > 1


def _says(row: Row) -> bool:
    """Whether a row of a register counts or names anything."""
    return any(value for name, value in row.values.items() if name != "group")


def _with_remarks(sheet: Sheet) -> Sheet:
    """Return the cases with what was done and what came of it in one cell, as the document has it."""
    if not any("support_types" in row.values for row in sheet.rows):
        return sheet
    rows = [Row({**row.values, "remark": _remark(row.values)}, row.tallied) for row in sheet.rows]
    return replace(sheet, rows=rows)


def _remark(case: Document) -> str:
    done = [wording.SUPPORT_TYPES.get(one, one) for one in case.get("support_types") or ()]
    chosen = ", ".join(case.get("awarded") or ())
    outcome = case.get("outcome")
    if outcome in (None, "none"):
        return ", ".join([*done, *filter(None, [chosen])])
    came = wording.OUTCOMES.get(outcome, outcome)
    return ", ".join([*done, f"{came}({chosen})" if chosen else came])


def _in_eok(won: int) -> str:
    """Return an amount as headings have it: in 억원 from there on."""
    if won < _EOK:
        return f"{won:,}원"
    return f"{won / _EOK:,.2f}".rstrip("0").rstrip(".") + "억원"
