"""Taking a sheet in: every row gets its verdict, and all of them are stored or none.

A row whose id exists corrects that record; every other row adds one. The rows go through the same
door as everything else, inside one unit; unless every row is accepted, or when it is only tried,
the unit is left as it was.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError

from app.core import lookups, records
from app.core.actors import Role
from app.core.collection import Collection, Document
from app.core.db import Writing
from app.core.errors import (
    DomainError,
    FieldFault,
    InvalidInput,
    NotFound,
    Refused,
    UnknownReference,
    fault,
)
from app.core.types import Input
from app.exchange.columns import columns_of
from app.exchange.readers import Line, lines

Shape = TypeVar("Shape", bound=Input)
Progress = Callable[[int, int], None]  # how many rows are done, of how many


class Verdict(StrEnum):
    """Whether a row can be stored."""

    ok = "ok"
    duplicate = "duplicate-warning"
    error = "error"


class Action(StrEnum):
    """What storing a row does."""

    created = "created"
    changed = "changed"
    unchanged = "unchanged"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The verdict on one row: its number in the sheet, and what is wrong with which column."""

    row: int
    verdict: Verdict
    action: Action | None = None
    faults: tuple[FieldFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a sheet."""

    receipts: tuple[Receipt, ...]
    stored: bool

    @property
    def summary(self) -> dict[str, int]:
        """How many rows got which verdict, and what the accepted ones do."""
        verdicts = Counter(one.verdict for one in self.receipts)
        actions = Counter(one.action for one in self.receipts)
        return {
            "rows": len(self.receipts),
            **{verdict.value: verdicts[verdict] for verdict in Verdict},
            **{action.value: actions[action] for action in Action},
        }

    @property
    def accepted(self) -> bool:
        """Whether every row can be stored."""
        return all(one.verdict is Verdict.ok for one in self.receipts)


def column_of(fault_: FieldFault) -> str | None:
    """Return the column a fault stands in; None when it is the row as a whole."""
    return fault_.pointer.split("/")[1] or None


class SheetTooLong(Refused):
    """A sheet has more rows than are taken in at once."""

    ko = "한 번에 {most}행까지 가져올 수 있습니다. 나누어 보내거나 서버에서 ieum import를 쓰세요."
    en = "At most {most} rows are imported at once. Send parts, or use ieum import on the server."


class _Undo(Exception):  # noqa: N818 -- ends an attempt, is no error
    """Leave the unit as it was."""


def take_in(
    unit: Writing,
    collection: Collection,
    data: bytes,
    *,
    dry_run: bool,
    most_rows: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Store every row of a sheet, or none; a dry run finds the same verdicts and stores none.

    A sheet of more than *most_rows* is refused before its rows are judged.
    """
    unit.actor.require(Role.staff)
    found = list(islice(lines(collection, data, most_rows), most_rows and most_rows + 1))
    if most_rows and len(found) > most_rows:
        raise SheetTooLong(most=most_rows)
    outcome = Outcome((), stored=False)
    try:
        with unit.attempt():
            receipts = _judge(unit, collection, found, progress)
            outcome = Outcome(tuple(sorted(receipts, key=lambda one: one.row)), stored=False)
            if dry_run or not outcome.accepted:
                raise _Undo  # noqa: TRY301 -- the way out of an attempt
    except _Undo:
        return outcome
    return Outcome(outcome.receipts, stored=True)


def _judge(
    unit: Writing, collection: Collection, waiting: list[Line], progress: Progress | None
) -> list[Receipt]:
    """Return the verdict on each row; one that points at a later row waits until that is there."""
    receipts: list[Receipt] = []
    total = len(waiting)
    while True:
        refused: list[tuple[Line, Receipt]] = []
        for line in waiting:
            receipt, early = _try(unit, collection, line)
            if early:
                refused.append((line, receipt))
            else:
                receipts.append(receipt)
            if progress:
                progress(len(receipts), total)
        if not refused or len(refused) == len(waiting):
            return receipts + [receipt for _, receipt in refused]
        waiting = [line for line, _ in refused]


def _try(unit: Writing, collection: Collection, line: Line) -> tuple[Receipt, bool]:
    """Return the verdict on a row, and whether it may be that it only came too early."""
    if line.faults:
        return Receipt(line.row, Verdict.error, None, line.faults), False
    try:
        with unit.attempt():
            return Receipt(line.row, Verdict.ok, _store(unit, collection, line)), False
    except DomainError as refusal:
        verdict = Verdict.duplicate if "candidates" in refusal.extra() else Verdict.error
        early = isinstance(refusal, UnknownReference)
        return Receipt(line.row, verdict, None, _faults(refusal)), early


def _faults(refusal: DomainError) -> tuple[FieldFault, ...]:
    """Return what is wrong; a refusal of the whole row stands under no column."""
    whole = fault("", refusal.code(), refusal.message("ko"), refusal.message("en"))
    return refusal.faults or (whole,)


def _store(unit: Writing, collection: Collection, line: Line) -> Action:
    """Add the record of a row, or correct the one that has its id."""
    before = _existing(unit, collection, line.values.get("id"))
    if before is None:
        records.create(unit, collection, _checked(collection.draft, dict(line.values)))
        return Action.created
    patch = _checked(collection.patch, {**_emptied(collection, line), **_without_id(line)})
    changed = patch.model_dump()
    if all(before[name] == value for name, value in changed.items()):
        return Action.unchanged
    records.change(unit, collection, before["id"], patch, None)
    return Action.changed


def _existing(unit: Writing, collection: Collection, key: object) -> Document | None:
    """Return the record that has this id, if there is one."""
    try:
        return lookups.get(unit, collection, UUID(key)) if isinstance(key, str) else None
    except (ValueError, NotFound):
        return None


def _without_id(line: Line) -> Document:
    return {name: value for name, value in line.values.items() if name != "id"}


def _emptied(collection: Collection, line: Line) -> Document:
    """Return what the empty cells of a correction say; a required one cannot be emptied."""
    columns = columns_of(collection.draft)
    required = [name for name in line.blank if columns[name].required]
    if required:
        raise InvalidInput(faults=[_needed(name) for name in required])
    return {name: columns[name].blank for name in line.blank if name != "id"}


def _needed(name: str) -> FieldFault:
    return fault(name, "missing", "꼭 필요한 항목입니다.", "This field is required.")


def _checked(shape: type[Shape], values: Document) -> Shape:
    """Return *values* as an instance of *shape*, or refuse them naming every wrong field."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(faults=records.faults_of(error)) from error
