"""What may be done with offices."""

from app.core.actors import Actor, Role
from app.core.collection import Collection, Document
from app.core.db import Writing
from app.core.errors import Conflict
from app.offices.queries import with_children
from app.offices.schemas import OfficeDraft, OfficeQuery, OfficeRead
from app.offices.tables import Office


class OfficeLoop(Conflict):
    """An office would stand below itself."""

    ko = "사무소를 자기 자신의 아래에 둘 수 없습니다."
    en = "An office cannot stand below itself."


def _only_admin(actor: Actor, _office: Document) -> None:
    actor.require(Role.admin)


def _no_loop(unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse a parent that stands below the office itself."""
    if after["parent"] == after["code"]:
        raise OfficeLoop
    if before and after["parent"] and after["parent"] in with_children(unit, before["code"]):
        raise OfficeLoop


OFFICES = Collection(
    name="offices",
    label="사무소",
    model=Office,
    draft=OfficeDraft,
    read=OfficeRead,
    query=OfficeQuery,
    guard=_only_admin,
    rules=(_no_loop,),
    sorts=("name", "code"),
    sort="seq",
    alias="code",
)
