"""Supply gaps over the registry: cells of leaf and district with too few suppliers, and their demand.

Demand and tenders are counted as far as the caller may see them; who may see none gets no figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.agencies.actions import AGENCIES, DEMANDS
from app.categories.actions import CATEGORIES
from app.core import lookups, paging
from app.core.actors import Actor
from app.core.collection import Collection, Document
from app.core.db import Reading
from app.core.errors import refuse
from app.enterprises.actions import ENTERPRISES
from app.matches.advice_schemas import GapQuery
from app.matches.live import LiveIndex
from app.matching import Thesaurus
from app.matching.gaps import Cell, Supply, leaf_of, supply
from app.matching.regions import Area, label, parse
from app.tenders.actions import TENDERS

_NOBODY = Supply()


@dataclass(slots=True)
class _Demand:
    """What is recorded as wanted in a cell."""

    krw: int = 0
    lines: int = 0
    unpriced: int = 0
    tenders: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The demand of every cell, and which kinds of it the caller may see."""

    cells: dict[Cell, _Demand] = field(default_factory=lambda: defaultdict(_Demand))
    sees_demands: bool = False
    sees_tenders: bool = False


def gaps(unit: Reading, live: LiveIndex, query: GapQuery) -> Document:
    """Return one page of the cells with fewer than so many suppliers, the most wanted first."""
    leaves, areas = _leaves(unit, query.category), _areas(unit, query.district)
    with live.fresh(unit) as (index, _):
        found, words = supply(index, areas, index.thesaurus), index.thesaurus
    wanted = _wanted(unit, words)
    items = [
        _cell((code, area), name, found.get((code, area), _NOBODY), wanted, live)
        for code, name in leaves.items()
        for area in areas
    ]
    thin = [one for one in items if one["enterprises"] < query.at_least]
    return _page(sorted(thin, key=_order), query) | {
        "at_least": query.at_least,
        "thesaurus_version": words.version,
    }


def _cell(cell: Cell, name: str, held: Supply, wanted: _Wanted, live: LiveIndex) -> Document:
    code, area = cell
    asked = wanted.cells.get(cell) or _Demand()
    return {
        "category": {"code": code, "name": name},
        "district": label(area),
        "enterprises": len(held.serving),
        "synthetic": sum(live.is_synthetic(key) for key in held.serving),
        "region_unknown": len(held.unsure),
        "demand_krw": asked.krw if wanted.sees_demands else None,
        "demand_lines": asked.lines if wanted.sees_demands else None,
        "demand_unpriced": asked.unpriced if wanted.sees_demands else None,
        "tenders": asked.tenders if wanted.sees_tenders else None,
    }


def _order(item: Document) -> tuple[int, int, int, int, str, str]:
    """The most wanted first, then the thinnest, then by name."""
    return (
        -(item["demand_krw"] or 0),
        -(item["tenders"] or 0),
        -(item["demand_lines"] or 0),
        item["enterprises"],
        item["category"]["code"],
        item["district"],
    )


def _page(items: list[Document], query: GapQuery) -> Document:
    """Cut one page; the cursor holds the place in the order of the cell that came last."""
    rest = items
    if query.cursor:
        after = paging.decode(query.cursor).value
        rest = [one for one in items if _beyond(one, after)]
    shown = rest[: query.limit]
    more = len(rest) > query.limit
    following = paging.Cursor(_order(shown[-1]), 0, len(items)).encode() if more else None
    return {"items": shown, "next": following, "total": len(items)}


def _beyond(item: Document, after: Any) -> bool:  # noqa: ANN401 -- whatever the cursor holds
    try:
        return bool(list(_order(item)) > after)
    except TypeError as error:
        ko, en = "목록이 돌려준 next 값을 그대로 보내 주세요.", "Send `next` of a list as it came."
        raise refuse("cursor", "invalid_cursor", ko, en) from error


def _leaves(unit: Reading, category: str | None) -> dict[str, str]:
    """Return the leaves below a category (itself, if it is one) with their names."""
    table = CATEGORIES.table
    statement = select(table.c.code, table.c.name).where(table.c.parent.is_not(None))
    if category:
        lookups.find(unit, CATEGORIES, category)
        statement = statement.where((table.c.code == category) | (table.c.parent == category))
    rows = unit.all(statement.order_by(table.c.code))
    return {row.code: row.name for row in rows}


def _areas(unit: Reading, district: str | None) -> list[Area]:
    """Return the district asked for, else every district that the record names."""
    if district:
        area = parse(district)
        if area is None:
            ko = "모르는 지역입니다. 시·도와 함께 적어 주세요(예: 경기도 수원시)."
            raise refuse("district", "unknown", ko, "Unknown; write it with its province.")
        return [area]
    agencies, enterprises = AGENCIES.table, ENTERPRISES.table
    rows = [
        *unit.all(select(agencies.c.region, agencies.c.district).distinct()),
        *unit.all(select(enterprises.c.region, enterprises.c.district).distinct()),
    ]
    found = {_area(row.region, row.district) for row in rows if row.district}
    return sorted((one for one in found if one and one.district), key=label)


def _area(region: str | None, district: str | None) -> Area | None:
    """Return where something is; a district may be written with or without its province.

    A bare name is read in its region: 중구 is in Busan as in Seoul.
    """
    given = (district or "").strip()
    own = parse(given)
    is_bare = own is None or (own.district is not None and " " not in given)
    return parse(f"{region} {given}") if region and given and is_bare else own


def may_read(actor: Actor, collection: Collection) -> bool:
    """Whether the caller may see records of a collection at all."""
    return actor.is_any(*(collection.readers or ()))


def _wanted(unit: Reading, thesaurus: Thesaurus) -> _Wanted:
    """Return what is recorded as wanted, as far as the caller may see it."""
    wanted = _Wanted(
        sees_demands=may_read(unit.actor, DEMANDS), sees_tenders=may_read(unit.actor, TENDERS)
    )
    if wanted.sees_demands:
        _add_demands(unit, wanted.cells, thesaurus)
    if wanted.sees_tenders:
        _add_tenders(unit, wanted.cells, thesaurus)
    return wanted


def _add_demands(unit: Reading, cells: dict[Cell, _Demand], thesaurus: Thesaurus) -> None:
    for at, row in demand_lines(unit, thesaurus):
        cell = cells[at]
        cell.lines += 1
        cell.krw += row.amount_krw or 0
        cell.unpriced += row.amount_krw is None


def demand_lines(unit: Reading, thesaurus: Thesaurus) -> Iterator[tuple[Cell, Any]]:
    """Return each line of demand that the caller may see, with the cell it is counted in."""
    demands, agencies = DEMANDS.table, AGENCIES.table
    statement = (
        select(demands.c.category_code, demands.c.item, demands.c.amount_krw, demands.c.year)
        .add_columns(demands.c.agency_id, agencies.c.name, agencies.c.region, agencies.c.district)
        .join(agencies, agencies.c.id == demands.c.agency_id)
        .where(*lookups.visible(unit.actor, DEMANDS))
    )
    for row in unit.all(statement):
        leaf = leaf_of(row.category_code, (row.item,), thesaurus)
        area = _area(row.region, row.district)
        if leaf and area:
            yield (leaf, area), row


def _add_tenders(unit: Reading, cells: dict[Cell, _Demand], thesaurus: Thesaurus) -> None:
    for at, _ in tenders_asking(unit, thesaurus):
        cells[at].tenders += 1


def tenders_asking(unit: Reading, thesaurus: Thesaurus) -> Iterator[tuple[Cell, Any]]:
    """Return each tender that the caller may see, once in each leaf it asks for.

    It is wanted where the tender is, or else where its agency is.
    """
    table, agencies = TENDERS.table, AGENCIES.table
    statement = (
        select(table.c.id, table.c.title, table.c.description, table.c.category_codes)
        .add_columns(table.c.region.label("place"), agencies.c.region, agencies.c.district)
        .add_columns(table.c.agency_id, table.c.published_on, agencies.c.name)
        .join(agencies, agencies.c.id == table.c.agency_id)
        .where(*lookups.visible(unit.actor, TENDERS), table.c.status != "dropped")
    )
    of_lots = _lot_codes(unit)
    for row in unit.all(statement):
        place = parse(row.place)
        area = place if place and place.district else _area(row.region, row.district)
        if area:
            for leaf in _asked_leaves(row, of_lots.get(row.id, ()), thesaurus):
                yield (leaf, area), row


def _lot_codes(unit: Reading) -> Mapping[Any, Iterable[str]]:
    lots = next(parts.table for parts in TENDERS.parts if parts.field == "lots")
    found: dict[Any, list[str]] = defaultdict(list)
    statement = select(lots.c.tender_id, lots.c.category_code)
    for row in unit.all(statement.where(lots.c.category_code.is_not(None))):
        found[row.tender_id].append(row.category_code)
    return found


def _asked_leaves(row: Any, of_lots: Iterable[str], thesaurus: Thesaurus) -> set[str]:  # noqa: ANN401 -- a row
    coded = {*row.category_codes, *of_lots}
    if coded:
        return coded
    leaf = leaf_of(None, (row.title, row.description or ""), thesaurus)
    return {leaf} if leaf else set()
