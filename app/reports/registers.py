"""Which registers there are, and what of them a caller may see."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from app.core.actors import Actor, Role
from app.core.db import Reading
from app.offices.queries import OFFICES
from app.reports.consultation_register import consultations
from app.reports.deal_registers import (
    ContractRegisterQuery,
    contracts,
    education_sessions,
    matching_cases,
)
from app.reports.entries import RegisterQuery
from app.reports.fair_register import fairs
from app.reports.sheets import Row, Sheet
from app.reports.visit_register import GroupedQuery, visits

_HIDDEN = "상담·방문의 내용은 직원에게만 보입니다. (What was said is shown to staff only.)"


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its name in URLs, its label, what may be asked, and how it is made."""

    name: str
    label: str
    query: type[RegisterQuery]
    sheet: Callable[[Reading, Any], Sheet]


REGISTERS: dict[str, Register] = {
    register.name: register
    for register in (
        Register("fairs", "박람회", RegisterQuery, fairs),
        Register("education-sessions", "교육·설명회", RegisterQuery, education_sessions),
        Register("matching-cases", "영업매칭", RegisterQuery, matching_cases),
        Register("visits", "방문", GroupedQuery, visits),
        Register("consultations", "상담", GroupedQuery, consultations),
        Register("contracts", "계약", ContractRegisterQuery, contracts),
    )
}


def register_sheet(unit: Reading, name: str, query: RegisterQuery) -> Sheet:
    """Return the register called *name*, without the columns that are not the caller's to see."""
    sheet = REGISTERS[name].sheet(unit, query)
    office = unit.scalar(select(OFFICES.c.name).where(OFFICES.c.code == query.office))
    with_whom = " (소속 사무소 포함)" if query.include_children else ""
    span = f"{query.year}~{query.through}" if query.through else str(query.year)
    named = replace(
        sheet,
        title=f"{office}{with_whom} {span}년 {sheet.title}",
        file_name=f"{sheet.file_name}-{query.office}-{query.year}",
    )
    return named if _may_read_all(unit.actor) else _public(named)


def _may_read_all(actor: Actor) -> bool:
    return actor.is_any(Role.staff)


def _public(sheet: Sheet) -> Sheet:
    """Return a register without its private columns, and say so."""
    hidden = {column.name for column in sheet.columns if column.private}
    if not hidden:
        return sheet
    return replace(
        sheet,
        columns=tuple(column for column in sheet.columns if column.name not in hidden),
        rows=[_without(row, hidden) for row in sheet.rows],
        notes=(*sheet.notes, _HIDDEN),
    )


def _without(row: Row, hidden: set[str]) -> Row:
    return Row({n: v for n, v in row.values.items() if n not in hidden}, row.tallied)
