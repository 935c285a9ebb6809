"""A day's tenders against everyone: ranked one after another, stored as they come, gone on with.

Each few tenders are stored in one unit together with the place reached, so a batch that is killed
loses at most those, stores none twice, and goes on where it stood. Kept are places with what would
help (some 300 bytes each), not whole answers (some 100 kilobytes each): a run gives the reasons.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import ColumnElement, func, insert, or_, select, update

from app.core import lookups
from app.core.actors import SYSTEM
from app.core.collection import Document
from app.core.db import Database, Reading, Writing
from app.core.errors import Conflict
from app.core.tables import table_of
from app.matches import translate
from app.matches.asking import today
from app.matches.live import LiveIndex
from app.matches.tables import BatchPlace, MatchBatch
from app.matches.translate import SEOUL
from app.matching import ENGINE_VERSION, POLICY, MatchResult, Need
from app.matching.batch import rank_each
from app.tenders.actions import TENDERS
from app.tenders.lifecycle import OPEN

BATCHES, PLACES = table_of(MatchBatch), table_of(BatchPlace)
DEFAULT_LIMIT = 10
_AT_ONCE = 50  # tenders that are stored together
_FEW = 100  # so many are ranked here; for more it is worth starting processes
_BEFORE_ALL = 0
Progress = Callable[[int, int], None]


class BatchTaken(Conflict):
    """Another process is going on with the same batch."""

    ko = "다른 프로세스가 이 일괄 매칭을 이어서 하고 있습니다. 끝난 뒤에 다시 확인해 주세요."
    en = "Another process is going on with this batch; look again when it has ended."


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some tenders with their places, not yet stored, and the place in the list they end at."""

    ends: int
    placed: Sequence[tuple[UUID, list[Document]]]
    data_version: int


def work(
    database: Database,
    live: LiveIndex,
    *,
    day: date | None = None,
    limit: int = DEFAULT_LIMIT,
    again: bool = False,
    progress: Progress | None = None,
) -> Document:
    """Rank every tender open on a day (today), or go on where a batch of that day stopped.

    A finished batch of the day is returned as it is, unless a new one is wanted (*again*).
    """
    with database.writing(actor=SYSTEM) as unit:
        batch = _begun(unit, day or today(unit), limit, again=again)
    while batch.finished_at is None:
        with database.reading(actor=SYSTEM) as view:
            for stretch in _sitting(view, live, batch):
                with database.writing(actor=SYSTEM) as unit:
                    batch = _store(unit, batch, stretch)
                if progress:
                    progress(batch.done, batch.total)
    with database.reading(actor=SYSTEM) as view:
        return summary(view, batch)


def summary(unit: Reading, batch: Any) -> Document:  # noqa: ANN401 -- a row
    """Return a batch with how many places it gave, and to how many enterprises."""
    counted = unit.first(
        select(
            func.count().label("places"),
            func.count(PLACES.c.enterprise_id.distinct()).label("enterprises"),
        ).where(PLACES.c.batch_id == batch.id, PLACES.c.fits)
    )
    fresh = select(func.count()).where(
        PLACES.c.batch_id == batch.id, PLACES.c.fits, PLACES.c.is_new
    )
    return {
        **as_listed(batch),
        "places": counted.places if counted else 0,
        "new_places": int(unit.scalar(fresh)),
        "enterprises": counted.enterprises if counted else 0,
    }


def as_listed(batch: Any) -> Document:  # noqa: ANN401 -- a row
    """Return a batch as it stands in a list."""
    kept = {n: v for n, v in batch._mapping.items() if n not in ("seq", "cursor")}
    return {**kept, "is_finished": batch.finished_at is not None}


def last_finished(unit: Reading, before: int | None = None) -> Any:  # noqa: ANN401 -- a row
    """Return the last batch that was finished, or None."""
    statement = select(BATCHES).where(BATCHES.c.finished_at.is_not(None))
    if before is not None:
        statement = statement.where(BATCHES.c.seq < before)
    return unit.first(statement.order_by(BATCHES.c.seq.desc()))


def _begun(unit: Writing, day: date, limit: int, *, again: bool) -> Any:  # noqa: ANN401 -- a row
    """Return the batch of a day that is to be gone on with, or a new one."""
    unit.take_turn("batches")
    mine = select(BATCHES).where(
        BATCHES.c.as_of == day,
        BATCHES.c.limit == limit,
        BATCHES.c.engine_version == ENGINE_VERSION,
        BATCHES.c.weights_version == POLICY.version,
    )
    found = unit.first(mine.order_by(BATCHES.c.seq.desc()))
    if found is not None and not (again and found.finished_at):
        return found
    key = uuid4()
    row = {
        "id": key,
        "created_at": unit.now,
        "actor": unit.actor.label,
        "as_of": day,
        "limit": limit,
        "engine_version": ENGINE_VERSION,
        "weights_version": POLICY.version,
        "total": _count(unit, day, _BEFORE_ALL),
        "done": 0,
        "cursor": _BEFORE_ALL,
    }
    unit.execute(insert(BATCHES), row)
    return unit.first(select(BATCHES).where(BATCHES.c.id == key))


def _open_on(day: date, after: int) -> list[ColumnElement[bool]]:
    """Return the conditions on tenders that are undecided and not closed before a day."""
    table = TENDERS.table
    begins = datetime.combine(day, time.min, SEOUL)
    closes = or_(table.c.closes_at.is_(None), table.c.closes_at >= begins)
    return [table.c.status.in_(OPEN), closes, table.c.seq > after]


def _count(unit: Reading, day: date, after: int) -> int:
    statement = select(func.count()).select_from(TENDERS.table)
    return int(unit.scalar(statement.where(*_open_on(day, after))))


def _sitting(unit: Reading, live: LiveIndex, batch: Any) -> Iterator[_Stretch]:  # noqa: ANN401 -- a row
    """Rank all that is left, on the registry as it stands now; where nothing is, say so once."""
    drawn: deque[tuple[int, UUID]] = deque()

    def needs() -> Iterator[Need]:
        for seq, tender in _tenders(unit, batch):
            drawn.append((seq, tender["id"]))
            yield _need(tender, batch.as_of)

    with live.fresh(unit) as (index, revision):
        few = batch.total - batch.done <= _FEW
        told = rank_each(
            needs(),
            index,
            _places,
            as_of=batch.as_of,
            limit=batch.limit,
            near_limit=batch.limit,
            workers=1 if few else None,
        )
        ends = batch.cursor
        while some := list(islice(told, _AT_ONCE)):
            mine = [drawn.popleft() for _ in some]
            ends = mine[-1][0]
            yield _Stretch(ends, [(at[1], it) for at, it in zip(mine, some, strict=True)], revision)
        if ends == batch.cursor:
            yield _Stretch(ends, [], revision)


def _tenders(unit: Reading, batch: Any) -> Iterator[tuple[int, Document]]:  # noqa: ANN401 -- a row
    """Return what is left of a batch's tenders with their places in the list, some at a time."""
    seq, after = TENDERS.table.c.seq, batch.cursor
    while True:
        within = select(seq).where(*_open_on(batch.as_of, after)).order_by(seq)
        places = [row.seq for row in unit.all(within.limit(_AT_ONCE))]
        if not places:
            return
        yield from zip(places, lookups.listed(unit, TENDERS, seq.in_(places)), strict=True)
        after = places[-1]


def _need(tender: Document, as_of: date) -> Need:
    plain = orjson.loads(orjson.dumps(tender))
    return translate.need(plain, key=plain["id"], as_of=as_of)


def _places(_need: Need, result: MatchResult) -> list[Document]:
    """Return the places of a ranking as they are kept."""
    return [
        {
            "enterprise_id": UUID(one.supplier.id),
            "fits": fits,
            "rank": one.rank,
            "units": one.units,
            "eligibility": one.eligibility,
            "changes": [
                {"code": change.code, "values": dict(change.values)} for change in one.changes
            ],
            "products": [product.name for product in one.matched_products],
        }
        for fits, found in ((True, result.results), (False, result.near_misses))
        for one in found
    ]


def _store(unit: Writing, batch: Any, stretch: _Stretch) -> Any:  # noqa: ANN401 -- rows
    """Store what was ranked and the place reached, together or not at all.

    The place that was started from stands in the UPDATE, so of two processes one is refused.
    """
    done = batch.done + len(stretch.placed)
    left = _count(unit, batch.as_of, stretch.ends)
    here = (BATCHES.c.id == batch.id, BATCHES.c.cursor == batch.cursor)
    values = {"cursor": stretch.ends, "done": done, "total": done + left}
    values["finished_at"] = None if left else unit.now
    still = BATCHES.c.finished_at.is_(None)
    if unit.execute(update(BATCHES).where(*here, still).values(values)) != 1:
        raise BatchTaken
    rows = list(_rows(unit, batch, stretch))
    if rows:
        unit.execute(insert(PLACES), rows)
    return unit.first(select(BATCHES).where(BATCHES.c.id == batch.id))


def _rows(unit: Reading, batch: Any, stretch: _Stretch) -> Iterator[dict[str, Any]]:  # noqa: ANN401 -- a row
    known = _fitted_before(unit, batch, [tender_id for tender_id, _ in stretch.placed])
    for tender_id, found in stretch.placed:
        for place in found:
            yield {
                **place,
                "batch_id": batch.id,
                "tender_id": tender_id,
                "is_new": place["fits"] and (tender_id, place["enterprise_id"]) not in known,
                "data_version": stretch.data_version,
            }


def _fitted_before(
    unit: Reading,
    batch: Any,  # noqa: ANN401 -- a row
    tenders: Sequence[UUID],
) -> set[tuple[UUID, UUID]]:
    """Return who fitted these tenders in the batch before."""
    earlier = last_finished(unit, batch.seq)
    if earlier is None:
        return set()
    rows = unit.all(
        select(PLACES.c.tender_id, PLACES.c.enterprise_id).where(
            PLACES.c.batch_id == earlier.id, PLACES.c.fits, PLACES.c.tender_id.in_(tenders)
        )
    )
    return {(row.tender_id, row.enterprise_id) for row in rows}
