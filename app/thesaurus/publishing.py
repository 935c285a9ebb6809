"""Publishing: the drafts as a new version, an earlier version again, the shipped edition taken in.

Publishers take turns, so numbers follow each other; what is published is what was read in that
turn, whatever somebody drafts meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from app.categories.actions import CATEGORIES
from app.core import lookups, records
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import Conflict, Refused, Stale, fault
from app.core.tables import table_of
from app.enterprises.tables import Licence
from app.thesaurus import published, sheet
from app.thesaurus.actions import CONCEPTS, shipped_leaves
from app.thesaurus.findings import Finding, Known, findings
from app.thesaurus.published import PUBLISHED, VERSIONS, Change, Contents
from app.thesaurus.schemas import PublishRequest, RevertRequest

_LICENCES = table_of(Licence)


class NothingToPublish(Conflict):
    """The working copy says what the version in force says."""

    ko = "발행할 초안이 없습니다. 지금 쓰는 사전({version}판)과 같습니다."
    en = "There is no draft to publish; version {version} says the same."


class DraftsPending(Conflict):
    """A revert would pass over drafts that someone is working on."""

    ko = "발행하지 않은 초안이 {count}건 있습니다. 먼저 발행하거나 버려 주세요."
    en = "There are {count} drafts. Publish or discard them first."


class DraftsMoved(Stale):
    """The drafts are no longer those that were previewed."""

    ko = "미리 본 뒤에 초안이 바뀌었습니다(지금 {now}). 다시 미리 보고 발행해 주세요."
    en = "The drafts have changed since they were previewed (now {now}). Preview them again."


class ThesaurusUnsound(Refused):
    """The words as a whole have faults, so they are not published."""

    ko = "사전에 고칠 곳이 {count}군데 있어 발행하지 않았습니다."
    en = "The thesaurus has {count} faults and was not published."


@dataclass(frozen=True, slots=True)
class Why:
    """What a version says of itself."""

    reason: str
    reverts_to: int | None = None
    edition: str | None = None


@dataclass(frozen=True, slots=True)
class LaidIn:
    """What became of the shipped edition: the version that has it, and what was kept instead."""

    number: int
    concepts: int
    kept: tuple[str, ...] = ()  # changed by operators and by the edition; theirs stands
    is_unsound: bool = False


def pending(unit: Reading, data_dir: Path) -> Document:
    """Return the drafts, what is to be said of them, and the digest by which they are published."""
    unit.actor.require(Role.staff)
    changes = published.drafts(unit, data_dir)
    after = published.drafted(unit, data_dir)
    return {
        "base_version": published.newest(unit),
        "digest": sheet.digest(after.values()),
        "changes": [published.shown(one) for one in changes],
        "findings": [shown(one) for one in examined(unit, data_dir, after)],
    }


def examined(unit: Reading, data_dir: Path, after: Contents) -> list[Finding]:
    """Return what is to be said of *after* as the words that would be in force."""
    before = published.contents_at(unit, data_dir, published.newest(unit))
    leaves = {*shipped_leaves(data_dir), *_column(unit, CATEGORIES.table.c.code)}
    licences = {kind for one in before.values() for kind in one["licences"]}
    known = Known(leaves, licences | {*_column(unit, _LICENCES.c.kind)})
    words = partial(sheet.thesaurus, after.values(), data_dir, "draft")
    return findings(after, words, before, known)


def differing(data_dir: Path, contents: Contents) -> list[Finding]:
    """Return what is to be said of *contents* beside the shipped edition; needs no database."""
    before: Contents = {one["code"]: one for one in sheet.shipped(data_dir)}
    licences = {kind for one in before.values() for kind in one["licences"]}
    words = partial(sheet.thesaurus, contents.values(), data_dir, "file")
    return findings(contents, words, before, Known(shipped_leaves(data_dir), licences))


def publish(unit: Writing, data_dir: Path, wanted: PublishRequest) -> Document:
    """Publish the drafts as the next version; refuse what is unsound, naming each place."""
    unit.actor.require(Role.admin)
    _begin(unit, data_dir)
    changes = published.drafts(unit, data_dir)
    if not changes:
        raise NothingToPublish(version=published.newest(unit))
    after = published.drafted(unit, data_dir)
    found = sheet.digest(after.values())
    if wanted.digest and wanted.digest != found:
        raise DraftsMoved(now=found)
    _require_sound(examined(unit, data_dir, after))
    return _add(unit, changes, after, Why(wanted.reason))


def revert(unit: Writing, data_dir: Path, wanted: RevertRequest) -> Document:
    """Publish what an earlier version said as a new one; the versions between are kept."""
    unit.actor.require(Role.admin)
    published.version(unit, wanted.version)
    _begin(unit, data_dir)
    waiting = published.drafts(unit, data_dir)
    if waiting:
        raise DraftsPending(count=len(waiting))
    after = published.contents_at(unit, data_dir, wanted.version)
    unit.reason = wanted.reason
    if not _set(unit, after):
        raise NothingToPublish(version=published.newest(unit))
    changes = published.drafts(unit, data_dir)
    return _add(unit, changes, after, Why(wanted.reason, reverts_to=wanted.version))


def discard(unit: Writing, data_dir: Path) -> int:
    """Bring the working copy back to the version in force; return how many drafts went."""
    unit.actor.require(Role.staff)
    _begin(unit, data_dir)
    waiting = published.drafts(unit, data_dir)
    _set(unit, published.contents_at(unit, data_dir, published.newest(unit)))
    return len(waiting)


def draft_all(unit: Writing, data_dir: Path, wanted: Contents, *, complete: bool) -> int:
    """Make the working copy say what *wanted* says; return how many concepts that changed.

    Concepts that *wanted* does not have stay, unless it is *complete*.
    """
    unit.actor.require(Role.staff)
    _begin(unit, data_dir)
    return _set(unit, wanted if complete else {**published.working(unit), **wanted})


def lay_in(unit: Writing, data_dir: Path) -> LaidIn | None:
    """Take the shipped edition in as a version, where that has not been done.

    What operators have changed stays theirs, and their drafts stay drafts; concepts that nobody
    touched follow the edition. None where nothing is new.
    """
    unit.take_turn(VERSIONS.name)
    name, number = published.edition(data_dir), published.newest(unit)
    if unit.scalar(select(VERSIONS.c.number).where(VERSIONS.c.edition == name)):
        return None
    shipped: Contents = {one["code"]: one for one in sheet.shipped(data_dir)}
    before = published.contents_at(unit, data_dir, number) if number else {}
    after, kept = _merged(unit, before, shipped)
    changes = published.differences(before, after)
    faults = [one for one in examined(unit, data_dir, after) if one.severity == "error"]
    if faults and number:
        return LaidIn(number, len(before), kept, is_unsound=True)
    _follow(unit, before, changes)
    made = _add(unit, changes, after, Why(f"실린 판 {name}", edition=name), shipped)
    return LaidIn(made["number"], made["concepts"], kept)


def _begin(unit: Writing, data_dir: Path) -> None:
    """Wait for other publishers; see to it that there is a version to begin from."""
    unit.take_turn(VERSIONS.name)
    if published.newest(unit) == 0:
        lay_in(unit, data_dir)


def _merged(unit: Writing, before: Contents, shipped: Contents) -> tuple[Contents, tuple[str, ...]]:
    """Return what is in force with what the edition changes, and the codes both have changed."""
    rows = unit.all(select(PUBLISHED).where(PUBLISHED.c.is_shipped).order_by(PUBLISHED.c.seq))
    base = {row.code: row.document for row in rows}  # what an edition said last
    after, kept = dict(before), []
    for code in base.keys() | shipped.keys():
        old, ours, theirs = base.get(code), before.get(code), shipped.get(code)
        if ours != old and theirs not in (old, ours):
            kept.append(code)
        elif ours == old and theirs is not None:
            after[code] = theirs
        elif ours == old:
            after.pop(code, None)
    return after, tuple(sorted(kept))


def _follow(unit: Writing, before: Contents, changes: Sequence[Change]) -> None:
    """Let the working copy follow the changes, but for concepts that are being drafted."""
    held = published.working(unit)
    wanted = dict(held)
    for one in changes:
        if held.get(one.code) == before.get(one.code):
            wanted.pop(one.code, None)
            wanted.update({one.code: one.after} if one.after else {})
    _set(unit, wanted)


def _set(unit: Writing, wanted: Contents) -> int:
    """Make the working copy say exactly what is wanted; return how many concepts that changed."""
    changes = published.differences(published.working(unit), wanted)
    for one in changes:
        if one.before is None and one.after is not None:
            records.create(unit, CONCEPTS, CONCEPTS.draft.model_validate(one.after))
        elif one.after is None:
            records.remove(unit, CONCEPTS, one.code, None)
        else:
            held = lookups.get(unit, CONCEPTS, one.code)
            checked = CONCEPTS.draft.model_validate(one.after).model_dump(exclude={"id"})
            records.apply(unit, CONCEPTS, held, checked)
    return len(changes)


def _add(
    unit: Writing,
    changes: Sequence[Change],
    after: Contents,
    why: Why,
    shipped: Contents | None = None,
) -> Document:
    """Store the next version: its row, and what it changes of the concepts."""
    number, kinds = published.newest(unit) + 1, [one.kind for one in changes]
    row = {
        "number": number,
        "published_at": unit.now,
        "actor": unit.actor.label,
        "reason": why.reason,
        "concepts": len(after),
        **{kind: kinds.count(kind) for kind in ("added", "changed", "removed")},
        "reverts_to": why.reverts_to,
        "edition": why.edition,
        "digest": sheet.digest(after.values()),
    }
    unit.execute(insert(VERSIONS), row)
    gone = [one.code for one in changes if one.before is not None]
    closed = update(PUBLISHED).where(PUBLISHED.c.until_version.is_(None))
    unit.execute(closed.where(PUBLISHED.c.code.in_(gone)).values(until_version=number))
    new = [
        {
            "code": one.code,
            "from_version": number,
            "is_shipped": one.after == (shipped or {}).get(one.code),
            "document": one.after,
        }
        for one in changes
        if one.after is not None
    ]
    if new:
        unit.execute(insert(PUBLISHED), new)
    return row


def _require_sound(found: Sequence[Finding]) -> None:
    faults = [
        fault(f"{one.concept}/{one.field}", one.code, one.ko, one.en)
        for one in found
        if one.severity == "error"
    ]
    if faults:
        raise ThesaurusUnsound(count=len(faults), faults=faults)


def _column(unit: Reading, column: Any) -> set[str]:  # noqa: ANN401 -- a column of words
    return set(unit.connection.execute(select(column).distinct()).scalars())


def shown(one: Finding) -> Document:
    """Return a finding as it is answered, in both languages."""
    return {
        "severity": one.severity,
        "code": one.code,
        "concept": one.concept,
        "field": one.field,
        "value": one.value,
        "message": one.ko,
        "message_en": one.en,
    }
