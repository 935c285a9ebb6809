"""One product, certificate or licence of an enterprise, written by itself.

The parts of an enterprise are one document with it; so each of these is a change of the enterprise,
with its permission, rules, version and history.
"""

from typing import Literal, get_args
from uuid import UUID

from pydantic import ValidationError

from app.core import lookups, records
from app.core.collection import Document
from app.core.db import Writing
from app.core.errors import Both, InvalidInput, NotFound
from app.enterprises.actions import ENTERPRISES
from app.enterprises.schemas import CertificationDraft, Evidenced, LicenceDraft, ProductDraft

PartName = Literal["products", "certifications", "licences"]
SHAPES: dict[str, type[Evidenced]] = dict(
    zip(get_args(PartName), (ProductDraft, CertificationDraft, LicenceDraft), strict=True)
)
_LABELS = {
    "products": Both("품목", "products"),
    "certifications": Both("인증", "certifications"),
    "licences": Both("면허·등록", "licences"),
}


def put(
    unit: Writing, enterprise_id: UUID, name: PartName, part: Evidenced, expected: int | None
) -> Document:
    """Store a part in place of the one of its id, else as the last one; return the enterprise."""
    before = lookups.get(unit, ENTERPRISES, enterprise_id)
    wanted = part.model_dump()
    kept = [wanted if one["id"] == part.id else one for one in before[name]]
    if part.id not in {one["id"] for one in before[name]}:
        kept.append(wanted)
    return _change(unit, enterprise_id, name, kept, expected)


def drop(
    unit: Writing, enterprise_id: UUID, name: PartName, part_id: UUID, expected: int | None
) -> Document:
    """Take a part away; return the enterprise."""
    before = lookups.get(unit, ENTERPRISES, enterprise_id)
    gone = part_of(before, name, part_id)
    kept = [one for one in before[name] if one is not gone]
    return _change(unit, enterprise_id, name, kept, expected)


def part_of(enterprise: Document, name: PartName, part_id: UUID) -> Document:
    """Return the part of a document that has an id; refuse one that is not there."""
    for one in enterprise[name]:
        if one["id"] == part_id:
            found: Document = one
            return found
    raise NotFound(what=_LABELS[name])


def _change(
    unit: Writing, enterprise_id: UUID, name: PartName, kept: list[Document], expected: int | None
) -> Document:
    try:
        patch = ENTERPRISES.patch.model_validate({name: kept})
    except ValidationError as error:  # too many of them
        raise InvalidInput(faults=records.faults_of(error)) from error
    return records.change(unit, ENTERPRISES, enterprise_id, patch, expected)
