"""The registers of education sessions, matching cases and contracts, entry by entry."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, or_, select

from app.activity.actions import CONTRACTS, EDUCATION_SESSIONS, MATCHING_CASES
from app.activity.deal_schemas import SUCCESSES
from app.activity.named import ENTERPRISES
from app.activity.tables import Award
from app.core.collection import Document
from app.core.db import Reading
from app.core.tables import table_of
from app.reports import wording
from app.reports.counting import Scope
from app.reports.entries import (
    RegisterQuery,
    entries,
    tallies,
    tally_row,
    values_of,
)
from app.reports.scopes import scope_of
from app.reports.sheets import Column, Row, Sheet, summed

_AWARD = table_of(Award)
_SESSIONS = (
    Column("held_on", "일시", "Date", "date"),
    Column("audience", "대상", "Audience"),
    Column("topic", "내용", "Topic"),
    Column("kind", "종류", "Kind", "code", words=wording.SESSION_KINDS),
    Column("sessions", "횟수", "Sessions", "number", unit="회"),
    Column("participants", "참여인원", "Participants", "number", unit="명"),
)
_CASES = (
    Column("opened_on", "일자", "Date", "date"),
    Column("agency", "기관", "Agency"),
    Column("department", "부서", "Department"),
    Column("title", "내용", "Title"),
    Column("amount_krw", "계약규모", "Amount", "number", unit="원"),
    Column("amount_as_printed", "적힌 금액", "Amount as printed"),
    Column("amount_state", "금액 상태", "Amount state", "code", words=wording.AMOUNT_STATES),
    Column("support_types", "지원 유형", "Support", "list", words=wording.SUPPORT_TYPES),
    Column("outcome", "결과", "Outcome", "code", words=wording.OUTCOMES),
    Column("awarded", "선정 기업", "Awarded", "list"),
    Column("cases", "건수", "Cases", "number", unit="건"),
    Column("succeeded", "성사", "Succeeded", "number", unit="건"),
)
_CONTRACTS = (
    Column("signed_on", "계약일", "Date", "date"),
    Column("market", "시장", "Market", "code", words=wording.MARKETS),
    Column("enterprise", "기업명", "Enterprise"),
    Column("state", "계약상태", "State", "code", words=wording.CONTRACT_STATES),
    Column("buyer", "구매처", "Buyer"),
    Column("department", "계약부서", "Department"),
    Column("item", "계약내용(품목)", "Item"),
    Column("channel", "경로", "Channel"),
    Column("amount_krw", "거래금액", "Amount", "number", unit="원"),
    Column("thousand", "거래금액", "Amount in thousands", "number", unit="천원"),
    Column("contracts", "건수", "Contracts", "number", unit="건"),
)
_THOUSAND = 1000


class ContractRegisterQuery(RegisterQuery):
    """Which contracts."""

    fair: Annotated[bool | None, Field(description="made at a fair, or not")] = None
    market: Literal["public", "private"] | None = None


def education_sessions(unit: Reading, query: RegisterQuery) -> Sheet:
    """Return the education sessions of the year."""
    scope = scope_of(unit, query)
    rows = [
        Row(
            {
                **values_of(row, "held_on", "audience", "topic", "kind"),
                **values_of(row, "participants", "satisfaction"),
                "sessions": 1,
            }
        )
        for row in entries(unit, EDUCATION_SESSIONS, scope)
    ]
    counted = {"education_sessions": "sessions", "education_participants": "participants"}
    rows.extend(_tallied(unit, scope, counted, "held_on", "topic"))
    totals = summed(rows, *counted.values())
    return Sheet("교육·설명회 대장", "education-sessions", _SESSIONS, rows, totals)


def matching_cases(unit: Reading, query: RegisterQuery) -> Sheet:
    """Return the matching cases of the year; an amount that is not known adds nothing."""
    scope = scope_of(unit, query)
    found = entries(unit, MATCHING_CASES, scope)
    awarded = _awarded(unit, scope)
    rows = [Row(_case(row, awarded[row.id])) for row in found]
    counted = {"matching_cases": "cases", "matching_amount": "amount_krw"}
    rows.extend(_tallied(unit, scope, counted, "opened_on", "title"))
    totals = summed(rows, "cases", "amount_krw", "succeeded")
    unknown = sum(row.amount_krw is None for row in found)
    notes = (f"금액이 없거나 모르는 {unknown}건은 금액 합계에 들지 않음",) if unknown else ()
    return Sheet("영업매칭 대장", "matching-cases", _CASES, rows, totals, notes)


def contracts(unit: Reading, query: ContractRegisterQuery) -> Sheet:
    """Return the contracts of the year; cancelled ones are listed and not counted."""
    scope = scope_of(unit, query)
    found = entries(unit, CONTRACTS, scope, *_chosen(query))
    rows = [Row(_contract(row)) for row in found]
    for code, (market, fair) in _CONTRACT_TALLIES.items():
        if query.market in (None, market) and query.fair in (None, fair):
            rows.extend(_tallied_contracts(unit, scope, code))
    counted = [row for row in rows if row.values.get("state") != "cancelled"]
    totals = _with_thousands(summed(counted, "amount_krw", "contracts"))
    totals.values["enterprises"] = len({r.enterprise_id for r in found if r.state != "cancelled"})
    cancelled = len(rows) - len(counted)
    notes = (f"취소된 계약 {cancelled}건은 합계에 들지 않음",) if cancelled else ()
    return Sheet("계약 대장", "contracts", _CONTRACTS, rows, totals, notes)


_CONTRACT_TALLIES = {  # metric → market, whether of fairs
    "b2b_deals": ("private", False),
    "b2b_amount": ("private", False),
    "fair_contract_amount": ("public", True),
}


def _tallied(
    unit: Reading, scope: Scope, counted: dict[str, str], day: str, words: str
) -> list[Row]:
    """Return the tallies of these metrics as rows, each counted in its column."""
    found = tallies(unit, scope, *counted)
    return [tally_row(tally, day, words, counted[tally.metric]) for tally in found]


def _tallied_contracts(unit: Reading, scope: Scope, code: str) -> list[Row]:
    """Return the tallies of a metric of contracts; an amount stands in 천원 as well."""
    if not code.endswith("_amount"):
        return _tallied(unit, scope, {code: "contracts"}, "signed_on", "item")
    found = _tallied(unit, scope, {code: "amount_krw"}, "signed_on", "item")
    return [_with_thousands(row) for row in found]


def _with_thousands(row: Row) -> Row:
    """Return a row with its amount in 천원, which rests on what the amount rests on."""
    thousand = _in_thousands(row.values["amount_krw"])
    tallied = row.tallied | ({"thousand"} if "amount_krw" in row.tallied else frozenset())
    return Row({**row.values, "thousand": thousand}, tallied)


def _case(row: Any, awarded: list[str]) -> Document:  # noqa: ANN401 -- a row
    stored = [column.name for column in _CASES[:9]]
    succeeded = int(row.outcome in SUCCESSES)
    return {**values_of(row, *stored), "awarded": awarded, "cases": 1, "succeeded": succeeded}


def _awarded(unit: Reading, scope: Scope) -> dict[UUID, list[str]]:
    """Return the names of the enterprises that were chosen, by case."""
    table, days = MATCHING_CASES.table, scope.window
    statement = (
        select(_AWARD.c.case_id, ENTERPRISES.c.name)
        .join(ENTERPRISES, ENTERPRISES.c.id == _AWARD.c.enterprise_id)
        .join(table, table.c.id == _AWARD.c.case_id)
        .where(
            table.c.office.in_(sorted(scope.offices)),
            table.c.opened_on >= days.start,
            table.c.opened_on <= days.until,
        )
        .order_by(_AWARD.c.seq)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in unit.all(statement):
        found[row.case_id].append(row.name)
    return found


def _chosen(query: ContractRegisterQuery) -> Sequence[ColumnElement[bool]]:
    """Return the conditions of the caller's choice; old records say `fair` as their channel."""
    table = CONTRACTS.table
    of_fair = or_(table.c.fair_id.is_not(None), table.c.channel.is_not_distinct_from("fair"))
    where = [table.c.market == query.market] if query.market else []
    if query.fair is not None:
        where.append(of_fair if query.fair else ~of_fair)
    return where


def _contract(row: Any) -> Document:  # noqa: ANN401 -- a row
    names = ("signed_on", "market", "enterprise", "state", "department", "item", "channel")
    return {
        **values_of(row, *names, "amount_krw"),
        "buyer": row.buyer or row.agency,
        "thousand": _in_thousands(row.amount_krw),
        "contracts": 1,
    }


def _in_thousands(won: int | None) -> int | float | None:
    """Return an amount in 천원, exactly."""
    if won is None:
        return None
    return won / _THOUSAND if won % _THOUSAND else won // _THOUSAND
