"""What stands behind one cell of the supply gaps: who serves it, and what is recorded as wanted there."""

from collections.abc import Iterable

from app.agencies.actions import DEMANDS
from app.categories.actions import CATEGORIES
from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import refuse
from app.core.types import Code, Input, Name
from app.matches.gaps import demand_lines, may_read, tenders_asking
from app.matches.live import LiveIndex
from app.matching import Index
from app.matching.gaps import Supply, supply
from app.matching.regions import Area, label, parse
from app.tenders.actions import TENDERS


class CellQuery(Input):
    """A leaf of the tree and a district."""

    category: Code
    district: Name


def behind(unit: Reading, live: LiveIndex, query: CellQuery) -> Document:
    """Return exactly the suppliers, lines of demand and tenders that a cell counts.

    What the caller may not see is None, not empty.
    """
    leaf = lookups.find(unit, CATEGORIES, query.category)
    area = _area(query.district)
    cell = (query.category, area)
    with live.fresh(unit) as (index, _):
        words = index.thesaurus
        held = supply(index, [area], words).get(cell, Supply())
        serving, unsure = _named(held.serving, index), _named(held.unsure, index)
    sees_demands, sees_tenders = (may_read(unit.actor, one) for one in (DEMANDS, TENDERS))
    lines = (row for at, row in demand_lines(unit, words) if at == cell)
    tenders = (row for at, row in tenders_asking(unit, words) if at == cell)
    return {
        "category": {"code": query.category, "name": leaf.name},
        "district": label(area),
        "enterprises": serving,
        "region_unknown": unsure,
        "demands": [dict(row._mapping) for row in lines] if sees_demands else None,
        "tenders": [dict(row._mapping) for row in tenders] if sees_tenders else None,
    }


def _area(district: str) -> Area:
    area = parse(district)
    if area is None:
        raise refuse("district", "unknown", "모르는 지역입니다.", "Unknown.")
    return area


def _named(keys: Iterable[str], index: Index) -> list[Document]:
    found = (one for key in keys if (one := index.get(key)) is not None)
    ordered = sorted(found, key=lambda one: (one.name, one.id))
    return [{"id": one.id, "name": one.name, "district": one.district} for one in ordered]
