"""What may be done with categories."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, or_, select

from app.categories.schemas import CategoryDraft, CategoryQuery, CategoryRead
from app.categories.tables import Category
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document
from app.core.db import Reading, Writing
from app.core.errors import Conflict, FieldFault, InvalidInput, fault
from app.core.naming import contains
from app.core.tables import table_of


class CategoryLoop(Conflict):
    """A category would stand below itself."""

    ko = "분류를 자기 자신의 아래에 둘 수 없습니다."
    en = "A category cannot stand below itself."


def require_known(unit: Reading, places: Iterable[tuple[str, str | None]]) -> None:
    """Refuse codes that are not in the tree; *places* are (pointer, code), None being fine."""
    wanted = [(pointer, code) for pointer, code in places if code is not None]
    if not wanted:
        return
    column = table_of(Category).c.code
    codes = [code for _, code in wanted]
    known = set(unit.connection.execute(select(column).where(column.in_(codes))).scalars())
    faults = [_unknown(pointer) for pointer, code in wanted if code not in known]
    if faults:
        raise InvalidInput(faults=faults)


def _unknown(pointer: str) -> FieldFault:
    ko = "분류 코드가 없습니다. GET /api/v1/categories에서 확인해 주세요."
    return fault(pointer, "unknown", ko, "No such category code; see GET /api/v1/categories.")


def _only_admin(actor: Actor, _category: Document) -> None:
    actor.require(Role.admin)


def _no_loop(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a parent that stands below the category itself."""
    table, parent = table_of(Category), after["parent"]
    while parent:
        if parent == after["code"]:
            raise CategoryLoop
        parent = unit.scalar(select(table.c.parent).where(table.c.code == parent))


def _matches(table: Table, text: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    pattern = contains(text)
    synonyms = cast(table.c.synonyms, String)
    return or_(table.c.name.like(pattern, escape="\\"), synonyms.like(pattern, escape="\\"))


CATEGORIES = Collection(
    name="categories",
    label="분류",
    model=Category,
    draft=CategoryDraft,
    read=CategoryRead,
    query=CategoryQuery,
    guard=_only_admin,
    rules=(_no_loop,),
    filters={"q": _matches},
    sorts=("code", "name"),
    sort="code",
    alias="code",
)
