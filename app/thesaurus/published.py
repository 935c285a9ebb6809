"""The published versions: which is in force, what each says, and how two of them differ.

Version 0 is the shipped file itself, where nothing has been published yet. The name of a version,
as rankings carry it, is its number, or `shipped-…` with the digest of the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import Both, NotFound
from app.core.tables import table_of
from app.matching import Thesaurus
from app.thesaurus import sheet
from app.thesaurus.actions import CONCEPTS
from app.thesaurus.sheet import Content
from app.thesaurus.tables import PublishedConcept, ThesaurusVersion

VERSIONS = table_of(ThesaurusVersion)
PUBLISHED = table_of(PublishedConcept)
NEWEST = select(func.coalesce(func.max(VERSIONS.c.number), 0))
_HELD = select(PUBLISHED.c.document).where(
    PUBLISHED.c.from_version <= bindparam("number"),
    or_(PUBLISHED.c.until_version.is_(None), PUBLISHED.c.until_version > bindparam("number")),
)
READERS = (Role.staff, Role.agency, Role.enterprise)
Contents = dict[str, Content]  # by code


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one concept between two contents; None where it is not there."""

    code: str
    before: Content | None
    after: Content | None

    @property
    def kind(self) -> str:
        """Whether the concept is added, changed or removed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def newest(unit: Reading) -> int:
    """Return the number of the version in force; 0 where nothing was published."""
    return int(unit.scalar(NEWEST))


def contents_at(unit: Reading, data_dir: Path, number: int) -> Contents:
    """Return what a version says of every concept."""
    if number == 0:
        return {one["code"]: one for one in sheet.shipped(data_dir)}
    return _stored(unit, number)


def _stored(unit: Reading, number: int) -> Contents:
    rows = unit.all(_HELD, {"number": number})
    return {row.document["code"]: row.document for row in rows}


def working(unit: Reading) -> Contents:
    """Return what the working copy says of every concept, drafts with it."""
    found = unit.all(CONCEPTS.select_all)
    return {row.code: sheet.content(row._asdict()) for row in found}


def differences(before: Contents, after: Contents) -> list[Change]:
    """Return what leads from one content to another, in the order of the codes."""
    found = [
        Change(code, before.get(code), after.get(code))
        for code in before.keys() | after.keys()
        if before.get(code) != after.get(code)
    ]
    return sorted(found, key=lambda one: (len(one.code), one.code))


def drafts(unit: Reading, data_dir: Path) -> list[Change]:
    """Return the changes that are not yet published.

    Where nothing was published yet, what the working copy lacks has not been laid in; it is not
    removed.
    """
    number = newest(unit)
    found = differences(contents_at(unit, data_dir, number), working(unit))
    return [one for one in found if number or one.after is not None]


def drafted(unit: Reading, data_dir: Path) -> Contents:
    """Return what would be in force once the drafts are published."""
    after = dict(contents_at(unit, data_dir, newest(unit)))
    for one in drafts(unit, data_dir):
        if one.after is None:
            del after[one.code]
        else:
            after[one.code] = one.after
    return after


@cache
def shipped_words(data_dir: Path) -> Thesaurus:
    """Return the shipped edition as the matcher reads it, read once in a process."""
    if not sheet.shipped_path(data_dir).exists():
        return Thesaurus.load(sheet.shipped_path(data_dir), data_dir / "categories.csv")
    return sheet.thesaurus(sheet.shipped(data_dir), data_dir, edition(data_dir))


@cache
def edition(data_dir: Path) -> str:
    """Return the name of the shipped edition."""
    return f"shipped-{sheet.digest(sheet.shipped(data_dir))}"


def words_at(unit: Reading, data_dir: Path, number: int) -> Thesaurus:
    """Return the words of a version as the matcher reads them."""
    if number == 0:
        return shipped_words(data_dir)
    found = contents_at(unit, data_dir, number)
    return sheet.thesaurus(found.values(), data_dir, str(number))


def words_in_force(unit: Reading, data_dir: Path) -> Thesaurus:
    """Return the words of the version in force."""
    return words_at(unit, data_dir, newest(unit))


def words_called(unit: Reading, data_dir: Path, name: str) -> Thesaurus | None:
    """Return the words that a ranking was made with; None where they are no longer kept."""
    if name.isdecimal():
        known = unit.scalar(select(VERSIONS.c.number).where(VERSIONS.c.number == int(name)))
        return words_at(unit, data_dir, int(name)) if known else None
    if name == edition(data_dir):
        return shipped_words(data_dir)
    whole = VERSIONS.c.digest == name.removeprefix("shipped-")  # the edition and nothing else
    number = unit.scalar(select(VERSIONS.c.number).where(VERSIONS.c.edition == name, whole))
    if number is None:
        return None
    return sheet.thesaurus(contents_at(unit, data_dir, number).values(), data_dir, name)


def versions(unit: Reading) -> list[Document]:
    """Return every published version, newest first."""
    unit.actor.require(*READERS)
    rows = unit.all(select(VERSIONS).order_by(VERSIONS.c.number.desc()))
    return [dict(row._mapping) for row in rows]


def version(unit: Reading, number: int) -> Document:
    """Return one published version."""
    unit.actor.require(*READERS)
    row = unit.first(select(VERSIONS).where(VERSIONS.c.number == number))
    if row is None:
        raise NotFound(what=Both("사전 판", "thesaurus version"))
    return dict(row._mapping)


def with_changes(unit: Reading, number: int) -> Document:
    """Return one published version, and what it changed against the one before."""
    found = version(unit, number)
    before, after = (_stored(unit, one) for one in (number - 1, number))
    return {**found, "changes": [shown(one) for one in differences(before, after)]}


def sheet_of(unit: Reading, data_dir: Path, number: int) -> str:
    """Return a published version as the shipped file has it."""
    version(unit, number)
    return sheet.written(contents_at(unit, data_dir, number).values())


def in_force(unit: Reading, data_dir: Path) -> Document:
    """Return which words rank now, since when and why; how many drafts wait is for staff."""
    number = newest(unit)
    row = unit.first(select(VERSIONS).where(VERSIONS.c.number == number))
    is_staff = unit.actor.is_any(Role.staff)
    return {
        "version": number,
        "thesaurus_version": str(number) if number else edition(data_dir),
        "published_at": row.published_at if row else None,
        "reason": row.reason if row else None,
        "concepts": row.concepts if row else len(sheet.shipped(data_dir)),
        "drafts": len(drafts(unit, data_dir)) if is_staff else None,
    }


def shown(change: Change) -> Document:
    """Return a change as it is answered: what it takes from each field and puts into it."""
    before, after = change.before or {}, change.after or {}
    name = (change.after or change.before or {})["name"]
    pairs = ((field, _listed(before.get(field)), _listed(after.get(field))) for field in _SHOWN)
    fields = [
        {
            "field": field,
            "taken": [one for one in old if one not in new],
            "put": [one for one in new if one not in old],
        }
        for field, old, new in pairs
        if old != new
    ]
    return {"code": change.code, "name": name, "change": change.kind, "fields": fields}


_SHOWN = sheet.COLUMNS[1:]


def _listed(value: Any) -> Sequence[str]:  # noqa: ANN401 -- a field of a content
    if value is None:
        return []
    return [value] if isinstance(value, str) else value
