"""The register of consultations: by kind, channel and who asked, or each."""

from typing import Any

from sqlalchemy import func, select

from app.activity.actions import CONSULTATIONS
from app.core.collection import AnySelect
from app.core.db import Reading
from app.reports import wording
from app.reports.counting import Scope, of_offices
from app.reports.entries import entries, tallies, tally_row, values_of
from app.reports.scopes import scope_of
from app.reports.sheets import Column, Row, Sheet, summed
from app.reports.visit_register import GroupedQuery

_TABLE = CONSULTATIONS.table
_KIND_OF = {"consultations": "general", "expert_consultations": "expert"}
_KIND = Column("kind", "종류", "Kind", "code", words=wording.CONSULTATION_KINDS)
_CHANNEL = Column("channel", "경로", "Channel", "code", words=wording.CHANNELS)
_REQUESTER = Column("requester_kind", "이용자", "Requester", "code", words=wording.REQUESTERS)
_COUNT = Column("consultations", "상담", "Consultations", "number", unit="건")
_GROUPS = (_KIND, _CHANNEL, _REQUESTER, _COUNT)
_ENTRIES = (
    Column("received_on", "접수일", "Received", "date"),
    _KIND,
    _CHANNEL,
    _REQUESTER,
    Column("field", "분야", "Field", "code", words=wording.FIELDS),
    Column("agency", "기관", "Agency", private=True),
    Column("enterprise", "기업", "Enterprise", private=True),
    Column("topic", "내용", "Topic", private=True),
    Column("due_on", "답변 기한", "Due", "date"),
    Column("answered_on", "답변일", "Answered", "date"),
    Column("remark", "비고", "Remark"),
    _COUNT,
)
_STORED = [column.name for column in _ENTRIES if column.name not in ("remark", "consultations")]


def consultations(unit: Reading, query: GroupedQuery) -> Sheet:
    """Return the consultations of the year."""
    return _by_entry(unit, query) if query.view == "entries" else _by_group(unit, query)


def _by_entry(unit: Reading, query: GroupedQuery) -> Sheet:
    scope = scope_of(unit, query)
    rows = [
        Row({**values_of(row, *_STORED), "remark": None, "consultations": 1})
        for row in entries(unit, CONSULTATIONS, scope)
    ]
    for tally in tallies(unit, scope, *_KIND_OF):
        row = tally_row(tally, "received_on", "remark", "consultations")
        row.values.update(_of_tally(tally))
        rows.append(row)
    totals = summed(rows, "consultations")
    return Sheet("상담 대장", "consultations", _ENTRIES, rows, totals)


def _by_group(unit: Reading, query: GroupedQuery) -> Sheet:
    scope = scope_of(unit, query)
    names = [column.name for column in _GROUPS]
    rows = [Row({name: row._mapping[name] for name in names}) for row in unit.all(_live(scope))]
    for tally in tallies(unit, scope, *_KIND_OF):
        values = {**_of_tally(tally), "consultations": int(tally.value)}
        rows.append(Row(values, frozenset({"consultations"})))
    totals = summed(rows, "consultations")
    return Sheet("상담 집계", "consultations-by-group", _GROUPS, rows, totals)


def _live(scope: Scope) -> AnySelect:
    """Return the statement that counts consultations by kind, channel and who asked."""
    by = [_TABLE.c[name] for name in ("kind", "channel", "requester_kind")]
    days = scope.window
    wanted: list[Any] = [*by, func.count().label("consultations")]
    return (
        select(*wanted)
        .where(
            of_offices(_TABLE.c.office, scope),
            _TABLE.c.received_on >= days.start,
            _TABLE.c.received_on <= days.until,
        )
        .group_by(*by)
        .order_by(*by)
    )


def _of_tally(tally: Any) -> dict[str, str | None]:  # noqa: ANN401 -- a row
    requester = tally.group or "ungrouped"
    return {"kind": _KIND_OF[tally.metric], "channel": None, "requester_kind": requester}
