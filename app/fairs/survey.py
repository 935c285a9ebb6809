"""Which departments come to a fair with which demands, and who at the fair offers that.

A department that only answered the survey comes as well as one that stands in the fair's own list.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement

from app.agencies.actions import AGENCIES
from app.categories.actions import CATEGORIES
from app.core import lookups
from app.core.actors import Role
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.naming import name_key
from app.fairs.actions import FAIR_DEMANDS
from app.fairs.desk import desk


def coming(unit: Reading, fair_id: UUID, *, all_wants: bool = False) -> Document:
    """Return what a desk knows of a fair, with what each department wants.

    A caller sees what it may; with *all_wants* everything, for who shows but a part of it.
    """
    may_see = [] if all_wants else lookups.visible(unit.actor, FAIR_DEMANDS)
    fair, known = desk(unit, fair_id), _demands(unit, fair_id, may_see)
    wanted: dict[tuple[Any, str], list[Document]] = {}
    for one in known:
        wanted.setdefault(named(one), []).append(one)
    listed = [{**one, "wants": wanted.pop(named(one), [])} for one in fair["departments"]]
    words = _words(unit)
    departments = [*listed, *(_from_survey(fair_id, own) for own in wanted.values())]
    return {**fair, "departments": [{**one, "codes": _codes(one, words)} for one in departments]}


def survey(unit: Reading, fair_id: UUID) -> Document:
    """Return the demands of a fair, each with the booths that offer it; an agency sees its own."""
    unit.actor.require(Role.staff, Role.agency)
    may_see = lookups.visible(unit.actor, FAIR_DEMANDS)
    fair, demands = desk(unit, fair_id), _demands(unit, fair_id, may_see)
    words = _words(unit)
    for one in demands:
        probe: Document = {"interests": [], "wants": [one]}
        probe["codes"] = _codes(probe, words)
        one["booths"] = [booth for booth in fair["booths"] if offered(probe, booth)]
    return {"fair": fair, "demands": demands, "departments": len({named(one) for one in demands})}


def offered(department: Document, booth: Document) -> tuple[str, ...]:
    """Return what of its wishes a department finds at a booth: by words, or by the category."""
    codes = department["codes"]
    wishes = [(one, codes.get(one)) for one in department["interests"]]
    wishes += [
        (one["item"], one["category_code"] or codes.get(one["item"])) for one in department["wants"]
    ]
    products = booth["products"]
    names = [_plain(one["name"]) for one in products]
    said = [_plain(booth["name"]), _plain(booth["description"] or ""), *names]
    codes = [one["category_code"] or "" for one in products]

    def is_met(item: str, code: str | None) -> bool:
        """Whether one names the other, as 송년 행사 현수막 does 현수막, or both are of one category."""
        wish = _plain(item)
        named_here = any(wish in text for text in said) or any(name in wish for name in names)
        return named_here or any(code and own.startswith(code) for own in codes)

    return tuple(dict.fromkeys(item for item, code in wishes if is_met(item, code)))


def named(department: Document) -> tuple[Any, str]:
    """Return what tells a department from every other: its agency, and its name however written."""
    return department["agency_id"], name_key(department["department"] or "")


def _words(unit: Reading) -> list[tuple[str, str]]:
    """Return the words by which each category is known, the longest first, with its code."""
    leaves = lookups.listed(unit, CATEGORIES, CATEGORIES.table.c.parent.is_not(None))
    known = [(_plain(word), one["code"]) for one in leaves for word in one["synonyms"]]
    return sorted((one for one in known if len(one[0]) > 1), key=lambda one: -len(one[0]))


def _codes(department: Document, words: list[tuple[str, str]]) -> dict[str, str]:
    """Return the category that each wish without one is of by its words: 송년 현수막 is a banner."""
    wishes = [*department["interests"], *(one["item"] for one in department["wants"])]
    named_by = {one: [code for word, code in words if word in _plain(one)] for one in wishes}
    return {wish: codes[0] for wish, codes in named_by.items() if codes}


def _demands(unit: Reading, fair_id: UUID, where: Sequence[ColumnElement[bool]]) -> list[Document]:
    of_fair = FAIR_DEMANDS.table.c.fair_id == fair_id
    found = lookups.listed(unit, FAIR_DEMANDS, of_fair, *where)
    agencies = _names(unit, AGENCIES, "id", [one["agency_id"] for one in found])
    categories = _names(unit, CATEGORIES, "code", [one["category_code"] for one in found])
    return [
        {
            **one,
            "agency": agencies[one["agency_id"]],
            "category": categories.get(one["category_code"]),
        }
        for one in found
    ]


def _names(unit: Reading, collection: Collection, key: str, wanted: list[Any]) -> dict[Any, str]:
    column = collection.table.c[key]
    return {
        one[key]: one["name"] for one in lookups.listed(unit, collection, column.in_(set(wanted)))
    }


def _from_survey(fair_id: UUID, wants: list[Document]) -> Document:
    """Return a department that stands in the survey only, always under the same id."""
    agency_id, key = named(wants[0])
    about = {name: wants[0][name] for name in ("agency_id", "agency", "department")}
    return {"id": uuid5(fair_id, f"{agency_id} {key}"), **about, "interests": [], "wants": wants}


def _plain(text: str) -> str:
    return "".join(text.lower().split())
