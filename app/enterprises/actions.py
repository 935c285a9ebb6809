"""What may be done with enterprises."""

from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, String, Table, cast, or_, select

from app.categories.actions import require_known
from app.categories.tables import Category
from app.core.actors import Actor
from app.core.collection import Collection, Document, Parts
from app.core.db import Writing
from app.core.errors import Conflict
from app.core.naming import contains, name_key
from app.core.tables import table_of
from app.core.types import period_is_ordered
from app.enterprises.business_number import is_plausible
from app.enterprises.kinds import valid_days
from app.enterprises.schemas import EnterpriseDraft, EnterpriseQuery, EnterpriseRead
from app.enterprises.tables import Certification, Enterprise, Licence, Product

_TABLE = table_of(Enterprise)
_MARKS = '[]," '  # of every stored list of aliases, whatever they are


class DuplicateEnterprise(Conflict):
    """An enterprise of this business number, or of this name and district, is registered already."""

    title_ko, title_en = "이미 등록된 기업으로 보입니다", "This looks like a duplicate"
    ko = "같은 사업자등록번호나 이름의 기업이 있습니다: {names}. 다른 기업이 맞으면 ?confirm=true를 붙여 다시 보내 주세요."
    en = "Registered already: {names}. If it is another enterprise, send it again with ?confirm=true."

    def extra(self) -> dict[str, Any]:
        """Return the enterprises it may be."""
        return {"candidates": self.details["candidates"]}


def _may_write(actor: Actor, enterprise: Document) -> None:
    actor.require_enterprise(enterprise["id"])


def _complete(enterprise: Document) -> Document:
    """Fill what follows: the name's key, whether the check digit holds, and printed validities."""
    number = enterprise["business_number"]
    return {
        **enterprise,
        "name_key": name_key(enterprise["name"]),
        "business_number_checked": is_plausible(number) if number else None,
        "certifications": [_with_validity(c) for c in enterprise["certifications"]],
    }


def _with_validity(certificate: Document) -> Document:
    """Fill the end of a certificate whose kind lasts a fixed number of days (domain 1.2: 180)."""
    days, issued = valid_days(certificate["kind"]), certificate["issued_on"]
    if not (days and issued) or certificate["valid_until"] or certificate["no_expiry"]:
        return certificate
    ends = issued + timedelta(days=days)
    if not period_is_ordered(certificate["valid_from"], ends):
        return certificate  # it would end before it begins: what was sent is kept, and stays open
    return {**certificate, "valid_until": ends}


def _is_new(unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse a likely duplicate unless the caller has seen the candidates and confirms."""
    if before is not None or unit.confirmed:
        return
    same_name = (_TABLE.c.name_key == after["name_key"]) & (
        _TABLE.c.district.is_(None) | (_TABLE.c.district == after["district"])
        if after["district"]
        else True
    )
    number = after["business_number"]
    test = or_(same_name, _TABLE.c.business_number == number) if number else same_name
    columns = (_TABLE.c.id, _TABLE.c.name, _TABLE.c.district, _TABLE.c.business_number)
    found = [dict(row._mapping) for row in unit.all(select(*columns).where(test).limit(10))]
    if found:
        raise DuplicateEnterprise(names=", ".join(c["name"] for c in found), candidates=found)


def _categories_exist(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse products in categories that are not in the tree."""
    products = enumerate(after["products"])
    require_known(unit, ((f"/products/{n}/category_code", p["category_code"]) for n, p in products))


def _named(table: Table, text: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    called = table.c.name.like(contains(text), escape="\\")
    if not text.strip(_MARKS):
        return called
    pattern = contains(orjson.dumps(text).decode()[1:-1])  # as it stands in the stored list
    return or_(called, cast(table.c.aliases, String).like(pattern, escape="\\"))


def _holds(part: type[Certification] | type[Licence]) -> Any:  # noqa: ANN401 -- a filter function
    parts = table_of(part)
    return lambda table, kind: table.c.id.in_(
        select(parts.c.enterprise_id).where(parts.c.kind == kind)
    )


def _supplies(table: Table, code: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    products, categories = table_of(Product), table_of(Category)
    codes = select(categories.c.code).where(
        or_(categories.c.code == code, categories.c.parent == code)
    )
    return table.c.id.in_(
        select(products.c.enterprise_id).where(products.c.category_code.in_(codes))
    )


ENTERPRISES = Collection(
    name="enterprises",
    label="기업",
    model=Enterprise,
    draft=EnterpriseDraft,
    read=EnterpriseRead,
    query=EnterpriseQuery,
    guard=_may_write,
    parts=(
        Parts("certifications", Certification, "enterprise_id"),
        Parts("licences", Licence, "enterprise_id"),
        Parts("products", Product, "enterprise_id"),
    ),
    hidden=("name_key",),
    complete=_complete,
    rules=(_is_new, _categories_exist),
    filters={
        "q": _named,
        "certification": _holds(Certification),
        "licence": _holds(Licence),
        "category": _supplies,
    },
    sorts=("name", "district", "established_on", "updated_at"),
)
