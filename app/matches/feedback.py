"""What came of a run: recorded by hand, or told by the contracts and cases that name its tender.

A contract or an award counts for the tender's last run before it, so that no run is praised for what
was decided before it was made.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import ColumnElement, and_, func, insert, select

from app.activity.actions import CONTRACTS, MATCHING_CASES
from app.activity.deal_schemas import SUCCESSES
from app.activity.tables import Award
from app.core import lookups
from app.core.actors import Actor
from app.core.collection import Collection, Document
from app.core.db import Reading, Writing
from app.core.errors import AlreadyExists, refuse
from app.core.history import REVISIONS
from app.core.tables import table_of
from app.enterprises.actions import ENTERPRISES
from app.matches.actions import PLACES, RUNS, get_run
from app.matches.run_schemas import ChoiceDraft
from app.matches.tables import MatchChoice
from app.matches.translate import SEOUL

CHOICES = table_of(MatchChoice)
_AWARDS = table_of(Award)
_CASES = MATCHING_CASES.table
_CONTRACTS = CONTRACTS.table
_NO_DEAL = ("cancelled",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of showing an enterprise, when, and where that is written."""

    run_id: UUID
    enterprise_id: UUID
    outcome: str
    at: datetime | date
    source: str
    id: UUID | None = None
    actor: str | None = None
    contract_id: UUID | None = None
    case_id: UUID | None = None
    reason: str | None = None


def choose(unit: Writing, run_id: UUID, draft: ChoiceDraft) -> Document:
    """Record what came of showing an enterprise in a run; a later record of the same counts instead."""
    run = get_run(unit, run_id)
    if (
        unit.scalar(select(ENTERPRISES.table.c.seq).where(_is(ENTERPRISES, draft.enterprise_id)))
        is None
    ):
        ko, en = "등록되지 않은 기업입니다.", "No such enterprise is registered."
        raise refuse("enterprise_id", "unknown", ko, en)
    if draft.contract_id:
        _fits_the_contract(unit, run, draft)
    key = draft.id or uuid4()
    if unit.scalar(select(CHOICES.c.seq).where(CHOICES.c.id == key)) is not None:
        raise AlreadyExists(value=key)
    row = {
        **draft.model_dump(),
        "id": key,
        "run_id": run_id,
        "created_at": unit.now,
        "actor": unit.actor.label,
    }
    unit.execute(insert(CHOICES), row)
    return next(one for one in _listed(unit, run) if one["id"] == key)


def choices_of(unit: Reading, run_id: UUID) -> Document:
    """Return how many a run showed, and everything that came of it, the newest first."""
    run = get_run(unit, run_id)
    answer = orjson.loads(run.answer)
    shown = {name: len(answer[name]) for name in ("results", "near_misses")}
    return {"run_id": run_id, "shown": shown, "items": _listed(unit, run)}


def outcomes(unit: Reading, tender_id: UUID | None = None) -> list[Outcome]:
    """Return what came of the runs of a tender, or of all, as far as the caller may see it."""
    runs = _Runs(unit, tender_id)
    found = [*_recorded(unit, runs), *_of_contracts(unit, runs), *_of_cases(unit, runs)]
    return sorted(found, key=lambda one: _moment(one.at), reverse=True)


def standing(found: Iterable[Outcome]) -> Mapping[tuple[UUID, UUID], str]:
    """Return what holds in the end for each run and enterprise: a contract, else the last record."""
    last: dict[tuple[UUID, UUID], str] = {}
    for one in found:  # the newest first
        key = one.run_id, one.enterprise_id
        if one.outcome == "contracted" or key not in last:
            last[key] = one.outcome
    return last


class _Runs:
    """The runs of tenders, by tender and in the order of time."""

    def __init__(self, unit: Reading, tender_id: UUID | None) -> None:
        wanted = RUNS.c.tender_id == tender_id if tender_id else RUNS.c.tender_id.is_not(None)
        columns = (RUNS.c.id, RUNS.c.tender_id, RUNS.c.as_of, RUNS.c.created_at)
        self.by_tender: dict[UUID, list[Any]] = defaultdict(list)
        for row in unit.all(select(*columns).where(wanted).order_by(RUNS.c.seq)):
            self.by_tender[row.tender_id].append(row)
        self.of_tender = tender_id

    def last_before(self, tender_id: UUID, at: datetime | date) -> UUID | None:
        """Return the tender's last run that was made by then."""
        runs = self.by_tender.get(tender_id, [])
        place = bisect_right(runs, _moment(at), key=lambda run: _made(run, at))
        return runs[place - 1].id if place else None

    def names(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that a column names one of the tenders."""
        return column == self.of_tender if self.of_tender else column.is_not(None)


def _made(run: Any, at: datetime | date) -> datetime:  # noqa: ANN401 -- a row
    """Return when a run was made, as exactly as what it is compared with."""
    return _moment(run.created_at if isinstance(at, datetime) else run.as_of)


def _moment(at: datetime | date) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=SEOUL)


def _recorded(unit: Reading, runs: _Runs) -> list[Outcome]:
    statement = select(CHOICES)
    if runs.of_tender:
        mine = [run.id for run in runs.by_tender.get(runs.of_tender, ())]
        statement = statement.where(CHOICES.c.run_id.in_(mine))
    return [
        Outcome(
            run_id=row.run_id,
            enterprise_id=row.enterprise_id,
            outcome=row.outcome,
            at=row.created_at,
            source="recorded",
            id=row.id,
            actor=row.actor,
            contract_id=row.contract_id,
            reason=row.reason,
        )
        for row in unit.all(statement.order_by(CHOICES.c.seq))
    ]


def _of_contracts(unit: Reading, runs: _Runs) -> list[Outcome]:
    """Return the contracts that name a tender, or came of a case that does."""
    if not _may_read(unit.actor, CONTRACTS):
        return []
    tender = func.coalesce(_CONTRACTS.c.tender_id, _CASES.c.tender_id)
    statement = (
        select(_CONTRACTS, tender.label("of_tender"))
        .select_from(_CONTRACTS.outerjoin(_CASES, _CASES.c.id == _CONTRACTS.c.case_id))
        .where(
            runs.names(tender),
            _CONTRACTS.c.state.not_in(_NO_DEAL),
            *lookups.visible(unit.actor, CONTRACTS),
        )
    )
    return [
        Outcome(
            run_id=run_id,
            enterprise_id=row.enterprise_id,
            outcome="chosen" if row.state == "agreed" else "contracted",
            at=row.signed_on,
            source="contract",
            contract_id=row.id,
            case_id=row.case_id,
        )
        for row in unit.all(statement.order_by(_CONTRACTS.c.seq))
        if (run_id := runs.last_before(row.of_tender, row.signed_on))
    ]


def _of_cases(unit: Reading, runs: _Runs) -> list[Outcome]:
    """Return the awards of successful cases, each as of the moment it was first recorded."""
    if not _may_read(unit.actor, MATCHING_CASES):
        return []
    rows = unit.all(
        select(_CASES.c.id, _CASES.c.tender_id, _AWARDS.c.enterprise_id)
        .join(_AWARDS, _AWARDS.c.case_id == _CASES.c.id)
        .where(runs.names(_CASES.c.tender_id), _CASES.c.outcome.in_(SUCCESSES))
        .order_by(_AWARDS.c.seq)
    )
    first = _first_awarded(unit, {row.id for row in rows})
    return [
        Outcome(
            run_id=run_id,
            enterprise_id=row.enterprise_id,
            outcome="chosen",
            at=first[row.id, row.enterprise_id],
            source="matching_case",
            case_id=row.id,
        )
        for row in rows
        if (run_id := runs.last_before(row.tender_id, first[row.id, row.enterprise_id]))
    ]


def _first_awarded(unit: Reading, cases: set[UUID]) -> Mapping[tuple[UUID, UUID], datetime]:
    """Return when each enterprise was first recorded as chosen in a case."""
    mine = and_(REVISIONS.c.collection == MATCHING_CASES.name, REVISIONS.c.record_id.in_(cases))
    rows = unit.all(
        select(REVISIONS.c.record_id, REVISIONS.c.at, REVISIONS.c.document)
        .where(mine)
        .order_by(REVISIONS.c.seq.desc())
    )
    found: dict[tuple[UUID, UUID], datetime] = {}
    for row in rows:  # the oldest last, so that it stays
        document = orjson.loads(row.document)
        if document["outcome"] in SUCCESSES:
            for award in document["awards"]:
                found[row.record_id, UUID(award["enterprise_id"])] = row.at
    return found


def _listed(unit: Reading, run: Any) -> list[Document]:  # noqa: ANN401 -- a row
    """Return what came of one run, each with where the enterprise stood in it."""
    found = outcomes(unit, run.tender_id) if run.tender_id else _recorded(unit, _Runs(unit, None))
    mine = [one for one in found if one.run_id == run.id]
    stood = {
        row.enterprise_id: {"list": "results" if row.fits else "near_misses", "rank": row.rank}
        for row in unit.all(select(PLACES).where(PLACES.c.run_id == run.id))
    }
    return [_as_document(one, stood.get(one.enterprise_id)) for one in mine]


def _as_document(one: Outcome, place: Document | None) -> Document:
    return {
        "id": one.id,
        "at": one.at,
        "actor": one.actor,
        "source": one.source,
        "enterprise_id": one.enterprise_id,
        "outcome": one.outcome,
        "contract_id": one.contract_id,
        "case_id": one.case_id,
        "reason": one.reason,
        "shown_as": place,
    }


def _fits_the_contract(unit: Reading, run: Any, draft: ChoiceDraft) -> None:  # noqa: ANN401 -- a row
    """Refuse a contract that is with somebody else, or of another tender."""
    assert draft.contract_id is not None  # noqa: S101 -- the caller has seen to it
    rows: Sequence[Any] = unit.all(
        select(_CONTRACTS.c.enterprise_id, _CONTRACTS.c.tender_id).where(
            _is(CONTRACTS, draft.contract_id), *lookups.visible(unit.actor, CONTRACTS)
        )
    )
    if not rows:
        ko, en = "이 값이 가리키는 계약이 없습니다.", "There is no such contract."
        raise refuse("contract_id", "unknown", ko, en)
    if rows[0].enterprise_id != draft.enterprise_id:
        ko, en = "다른 기업과 맺은 계약입니다.", "The contract is with another enterprise."
        raise refuse("contract_id", "other_enterprise", ko, en)
    if rows[0].tender_id not in (None, run.tender_id):
        ko, en = "다른 공고의 계약입니다.", "The contract is of another tender."
        raise refuse("contract_id", "other_tender", ko, en)


def _is(collection: Collection, key: UUID) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = collection.table.c.id == key
    return condition


def _may_read(actor: Actor, collection: Collection) -> bool:
    return actor.is_any(*(collection.readers or ()))
