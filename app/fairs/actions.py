"""What may be done with fairs."""

from app.core.actors import Actor
from app.core.collection import Collection, Document, Parts
from app.fairs.schemas import FairDraft, FairQuery, FairRead
from app.fairs.tables import Booth, ConsultingDepartment, Fair


def _may_write(actor: Actor, fair: Document) -> None:
    actor.require_office(fair["office"])


FAIRS = Collection(
    name="fairs",
    label="박람회",
    model=Fair,
    draft=FairDraft,
    read=FairRead,
    query=FairQuery,
    guard=_may_write,
    parts=(
        Parts("booths", Booth, "fair_id"),
        Parts("departments", ConsultingDepartment, "fair_id"),
    ),
    sorts=("starts_on", "name"),
    date="starts_on",
)
