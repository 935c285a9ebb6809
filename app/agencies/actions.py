"""What may be done with agencies, their demand and their purchase goals."""

from typing import Any

import orjson
from sqlalchemy import ColumnElement, String, Table, cast, or_, select

from app.agencies.schemas import (
    AgencyDraft,
    AgencyQuery,
    AgencyRead,
    DemandDraft,
    DemandQuery,
    DemandRead,
    PurchaseGoalDraft,
    PurchaseGoalQuery,
    PurchaseGoalRead,
)
from app.agencies.tables import Agency, Demand, Department, PurchaseGoal
from app.categories.actions import require_known
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document, Parts
from app.core.db import Writing
from app.core.errors import Conflict
from app.core.naming import contains, name_key
from app.core.tables import table_of

_TABLE = table_of(Agency)


class DuplicateAgency(Conflict):
    """An agency that goes by this name in this district is registered already."""

    title_ko, title_en = "이미 등록된 기관으로 보입니다", "This looks like a duplicate"
    ko = "같은 이름의 기관이 있습니다: {names}. 다른 기관이 맞으면 ?confirm=true를 붙여 다시 보내 주세요."
    en = "Registered already: {names}. If it is another agency, send it again with ?confirm=true."

    def extra(self) -> dict[str, Any]:
        """Return the agencies it may be."""
        return {"candidates": self.details["candidates"]}


class AgencyLoop(Conflict):
    """An agency would stand below itself."""

    ko = "기관을 자기 자신의 아래에 둘 수 없습니다."
    en = "An agency cannot stand below itself."


def _may_write_agency(actor: Actor, agency: Document) -> None:
    actor.require_agency(agency["id"])


def _may_write_demand(actor: Actor, demand: Document) -> None:
    actor.require_agency(demand["agency_id"])


def _complete(agency: Document) -> Document:
    return {**agency, "name_key": name_key(agency["name"])}


def _is_new(unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse a likely duplicate unless the caller has seen the candidates and confirms."""
    if before is not None or unit.confirmed:
        return
    columns = (_TABLE.c.id, _TABLE.c.name, _TABLE.c.district, _TABLE.c.kind)
    same = _is_called(after["name"], *after["aliases"]) & (_TABLE.c.kind == after["kind"])
    if after["district"]:
        same &= _TABLE.c.district.is_(None) | (_TABLE.c.district == after["district"])
    found = [dict(row._mapping) for row in unit.all(select(*columns).where(same).limit(10))]
    if found:
        raise DuplicateAgency(names=", ".join(c["name"] for c in found), candidates=found)


def _is_called(*names: str) -> ColumnElement[bool]:
    """Return the condition for agencies that go by one of *names*, as their name or an alias."""
    aliases = cast(_TABLE.c.aliases, String)
    quoted = (contains(orjson.dumps(name).decode()) for name in names)
    return or_(
        _TABLE.c.name_key.in_({name_key(name) for name in names}),
        *(aliases.like(pattern, escape="\\") for pattern in quoted),
    )


def _no_loop(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a parent that stands below the agency itself."""
    parent = after["parent_id"]
    while parent:
        if parent == after["id"]:
            raise AgencyLoop
        parent = unit.scalar(select(_TABLE.c.parent_id).where(_TABLE.c.id == parent))


def _categories_exist(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse departments that buy in categories that are not in the tree."""
    places = (
        (f"/departments/{n}/category_codes/{m}", code)
        for n, department in enumerate(after["departments"])
        for m, code in enumerate(department["category_codes"])
    )
    require_known(unit, places)


def _named(table: Table, text: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    pattern = contains(text)
    aliases = cast(table.c.aliases, String)
    return or_(table.c.name.like(pattern, escape="\\"), aliases.like(pattern, escape="\\"))


AGENCIES = Collection(
    name="agencies",
    label="기관",
    model=Agency,
    draft=AgencyDraft,
    read=AgencyRead,
    query=AgencyQuery,
    guard=_may_write_agency,
    parts=(Parts("departments", Department, "agency_id"),),
    hidden=("name_key",),
    complete=_complete,
    rules=(_is_new, _no_loop, _categories_exist),
    filters={"q": _named},
    sorts=("name", "kind", "district"),
)

_BUYERS = frozenset({Role.staff, Role.agency})

DEMANDS = Collection(
    name="demands",
    label="구매현황",
    model=Demand,
    draft=DemandDraft,
    read=DemandRead,
    query=DemandQuery,
    guard=_may_write_demand,
    sorts=("year", "amount_krw"),
    readers=_BUYERS,
)

PURCHASE_GOALS = Collection(
    name="purchase-goals",
    label="부서별 구매목표",
    model=PurchaseGoal,
    draft=PurchaseGoalDraft,
    read=PurchaseGoalRead,
    query=PurchaseGoalQuery,
    guard=_may_write_demand,
    sorts=("year", "target_krw"),
    readers=_BUYERS,
)
