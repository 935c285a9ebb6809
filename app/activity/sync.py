"""Entries of a fair that arrive late and in batches: a verdict for each, none lost for another.

A device that got no answer sends the same entries again, so an entry is known by the id its device
gave it: the first arrival is stored, any other is a duplicate, whatever became of the record since.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from app.activity.actions import CONSULTATIONS
from app.activity.similar import SimilarExists, similar
from app.activity.sync_schemas import (
    Outcome,
    SyncBatch,
    SyncedCheckIn,
    SyncedConsultation,
    SyncedEntry,
)
from app.core import conflicts, lookups, records
from app.core.calendar import korean_day
from app.core.collection import Collection, Document
from app.core.db import Writing
from app.core.errors import (
    AlreadyExists,
    Conflict,
    DomainError,
    InvalidInput,
    NotFound,
    Unavailable,
    refuse,
)
from app.fairs.actions import CHECK_INS, FAIRS, BadgeSeen, may_record, require_new_badge

_FAST_CLOCK = timedelta(hours=1)  # how far the clock of a device may be ahead


class EntryDiffers(Conflict):
    """Something else is stored under the id of this entry."""

    ko = "같은 번호로 다른 내용이 이미 저장되어 있습니다. 달라진 항목을 확인해 주세요."
    en = "Something else is stored under this id already. See what differs."

    def extra(self) -> dict[str, Any]:
        """Return the version that is stored, and the fields in which the two differ."""
        return {name: self.details.get(name) for name in ("current", "differences")}


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one entry: its verdict, and the refusal where there was one.

    An entry that was stored beside a *similar* one is told so by a refusal that refuses nothing.
    """

    id: Any
    verdict: Outcome
    version: int | None = None
    refusal: DomainError | None = None
    differences: list[Document] = field(default_factory=list)
    similar: list[Document] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How entries of one kind are read, and what they become."""

    shape: type[SyncedEntry]
    collection: Collection
    fields: Callable[[Any], Document]  # beside office, fair and note


def _of_consultation(entry: SyncedConsultation) -> Document:
    day = korean_day(entry.happened_at)
    names = ("enterprise_id", "agency_id", "requester_kind", "topic", "next_step", "rating")
    return {
        **{name: getattr(entry, name) for name in names},
        "channel": "fair",
        "received_at": entry.happened_at,
        "received_on": day,
        "answered_on": day,  # they stood face to face
    }


def _of_check_in(entry: SyncedCheckIn) -> Document:
    return {"counted_at": entry.happened_at, "heads": entry.heads, "badge": entry.badge}


_KINDS: Mapping[str, _Kind] = {
    "consultation": _Kind(SyncedConsultation, CONSULTATIONS, _of_consultation),
    "check_in": _Kind(SyncedCheckIn, CHECK_INS, _of_check_in),
}


def absorb(unit: Writing, batch: SyncBatch) -> list[Judged]:
    """Store what is new, and judge each entry by itself; who may not write here is refused whole."""
    unit.actor.require_someone()
    fair = lookups.get(unit, FAIRS, batch.fair_id)
    may_record(unit.actor, {"office": fair["office"], "fair_id": fair["id"]})
    return [_judged(unit, fair, sent) for sent in batch.entries]


def _judged(unit: Writing, fair: Document, sent: Document) -> Judged:
    """Try one entry; a refusal of it leaves nothing and takes nothing else with it."""
    named = sent.get("id")
    try:
        with unit.attempt():
            return replace(_tried(unit, fair, sent), id=named)
    except Unavailable:
        raise  # nothing can be judged now
    except BadgeSeen as refusal:
        return Judged(named, "duplicate", refusal=refusal)
    except Conflict as refusal:
        told = refusal.extra()
        differences = told.get("differences") or []
        return Judged(named, "conflict", told.get("current"), refusal, differences)
    except DomainError as refusal:
        return Judged(named, "refused", refusal=refusal)


def _tried(unit: Writing, fair: Document, sent: Document) -> Judged:
    kind, entry = _read(sent)
    if entry.happened_at > unit.now + _FAST_CLOCK:
        ko = "아직 오지 않은 시각입니다. 기기의 시계를 확인해 주세요."
        raise refuse("happened_at", "in_future", ko, "That time is yet to come; see the clock.")
    if entry.withdrawn:
        return _taken_back(unit, fair, kind.collection, entry)
    about = {"office": fair["office"], "fair_id": fair["id"], "note": entry.note}
    wanted = {**about, **kind.fields(entry)}
    judged = _kept(unit, kind, entry, wanted)
    if kind.collection is not CONSULTATIONS:
        return judged
    beside = similar(unit, {**wanted, "id": entry.id})
    return replace(judged, refusal=SimilarExists(), similar=beside) if beside else judged


def _kept(unit: Writing, kind: _Kind, entry: SyncedEntry, wanted: Document) -> Judged:
    """Store an entry, or judge it by what is stored under its id."""
    if conflicts.version_of(unit, kind.collection, entry.id, 1) is None:
        draft = kind.collection.draft.model_validate({**wanted, "id": entry.id})
        try:
            with unit.attempt():
                records.create(unit, kind.collection, draft)
            return Judged(str(entry.id), "accepted", 1)
        except AlreadyExists:
            # earlier in this batch, or by the same entry or badge sent twice at once
            if "badge" in wanted:
                require_new_badge(unit, None, {**wanted, "id": entry.id})
    return _again(unit, kind.collection, entry, wanted)


def _read(sent: Document) -> tuple[_Kind, Any]:
    """Return an entry in its shape, or refuse it with each fault named."""
    kind = _KINDS.get(str(sent.get("kind")))
    if kind is None:
        ko = f"다음 중 하나여야 합니다: {', '.join(_KINDS)}"
        raise refuse("kind", "literal_error", ko, f"Must be one of: {', '.join(_KINDS)}")
    try:
        return kind, kind.shape.model_validate(sent)
    except ValidationError as error:
        raise InvalidInput(faults=records.faults_of(error)) from error


def _again(unit: Writing, collection: Collection, entry: SyncedEntry, wanted: Document) -> Judged:
    """Judge an entry whose id is taken: the same again, a correction, or something else."""
    stored = _stored(unit, collection, entry.id)
    first = conflicts.version_of(unit, collection, entry.id, 1) or stored
    mine = conflicts.plain(wanted)
    if first is None or first["fair_id"] != mine["fair_id"]:
        raise AlreadyExists(value=entry.id)  # of another fair: nothing is told of it
    version = stored["version"] if stored else None
    if _agrees(first, mine) or (stored and _agrees(stored, mine)):
        return Judged(str(entry.id), "duplicate", version)
    if stored and entry.expected_version == version:
        patch = collection.patch.model_validate(wanted)
        changed = records.change(unit, collection, entry.id, patch, version)
        return Judged(str(entry.id), "accepted", changed["version"])
    found = conflicts.differences(stored or first, mine, first)
    raise EntryDiffers(current=version, differences=found)


def _taken_back(
    unit: Writing, fair: Document, collection: Collection, entry: SyncedEntry
) -> Judged:
    """Remove what its author takes back, if it is the version the author knows; again is the same."""
    stored = _stored(unit, collection, entry.id)
    first = conflicts.version_of(unit, collection, entry.id, 1)
    known = stored or first
    if known and known["fair_id"] != str(fair["id"]):
        raise AlreadyExists(value=entry.id)  # of another fair: nothing is told of it
    if stored is None:
        return Judged(str(entry.id), "duplicate" if first else "accepted")
    if entry.expected_version != stored["version"]:
        raise EntryDiffers(current=stored["version"], differences=[])
    records.remove(unit, collection, entry.id, stored["version"])
    return Judged(str(entry.id), "accepted")


def _stored(unit: Writing, collection: Collection, record_id: UUID) -> Document | None:
    """Return what is stored under an id in plain values, or None where it was removed since."""
    try:
        return conflicts.plain(lookups.get(unit, collection, record_id))
    except NotFound:
        return None


def _agrees(known: Document, mine: Document) -> bool:
    return all(known.get(name) == value for name, value in mine.items())
