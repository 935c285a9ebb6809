"""What the drafts of the thesaurus would do to rankings, before they are published.

The open tenders and the last stored questions are ranked twice on the registry as it stands: with
the words in force and with the drafts. Nothing is stored. It costs an index of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import or_, select

from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.matches import translate
from app.matches.actions import RUNS, Question
from app.matches.asking import today
from app.matches.live import LiveIndex
from app.matches.preview_schemas import PreviewQuery
from app.matches.words import FACTORS
from app.matching import POLICY, Index, Need, Ranked, Thesaurus, evaluate, rank
from app.tenders.actions import TENDERS
from app.tenders.lifecycle import OPEN
from app.thesaurus import published, publishing, sheet

SHOWN = 10
"""How many places of a ranking are compared."""

_DEPTH = 50  # one who falls below this place is out of sight


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that is asked twice."""

    source: str  # an open tender, or a stored run
    id: str
    need: Need
    as_of: date


def preview(unit: Reading, live: LiveIndex, query: PreviewQuery) -> Document:
    """Return whom the drafts would move in which rankings and why, and what quality they bring."""
    drafts = publishing.pending(unit, live.data_dir)
    with live.fresh(unit) as (index, _):
        before, everyone = index.thesaurus, list(index)
    after = _drafted(unit, live) if drafts["changes"] else before
    drafted = Index(after, everyone) if after is not before else None  # else nobody moves
    moved, counts = [], {"tenders": [0, 0], "runs": [0, 0]}
    for asked in _questions(unit, query):
        moves = []
        if drafted is not None:
            with live.fresh(unit) as (index, _):
                then = _ranked(asked, index)
            moves = _moves(then, _ranked(asked, drafted))
        counts[asked.source][0] += 1
        if moves:
            counts[asked.source][1] += 1
            moved.append({**_named(asked), "moves": moves})
    return {
        **drafts,
        "thesaurus_version": before.version,
        **{name: {"compared": all_, "changed": some} for name, (all_, some) in counts.items()},
        "rankings": sorted(moved, key=_most_moved)[: query.limit],
        "quality": _quality(live.data_dir, before, after) if query.judged else [],
    }


def _drafted(unit: Reading, live: LiveIndex) -> Thesaurus:
    after = published.drafted(unit, live.data_dir)
    return sheet.thesaurus(after.values(), live.data_dir, "draft")


def _questions(unit: Reading, query: PreviewQuery) -> Iterator[_Asked]:
    """Return the open tenders as of today and the last runs as of their day, the newest first."""
    on, table = today(unit), TENDERS.table
    still = or_(table.c.closes_at.is_(None), table.c.closes_at >= unit.now)
    where = (*lookups.visible(unit.actor, TENDERS), table.c.status.in_(OPEN), still)
    newest = TENDERS.select_all.where(*where).order_by(table.c.seq.desc()).limit(query.tenders)
    for one in lookups.as_documents(unit, TENDERS, unit.all(newest)):
        plain = orjson.loads(orjson.dumps(one))
        key = str(one["id"])
        yield _Asked("tenders", key, translate.need(plain, key=key, as_of=on), on)
    last = select(RUNS.c.id, RUNS.c.need).order_by(RUNS.c.seq.desc()).limit(query.runs)
    seen: set[bytes] = set()
    for row in unit.all(last):
        if (question := orjson.dumps(row.need)) not in seen:
            seen.add(question)
            yield _of_run(str(row.id), Question.stored(row.need))


def _of_run(run_id: str, question: Question) -> _Asked:
    need = translate.need(question.request, key=question.key, as_of=question.as_of)
    return _Asked("runs", run_id, need, question.as_of)


def _named(asked: _Asked) -> Document:
    return {"source": asked.source.removesuffix("s"), "id": asked.id, "title": asked.need.title}


def _ranked(asked: _Asked, index: Index) -> dict[str, Ranked]:
    found = rank(asked.need, index, POLICY, asked.as_of, limit=_DEPTH, near_limit=0)
    return {one.supplier.id: one for one in found.results}


def _moves(then: Mapping[str, Ranked], now: Mapping[str, Ranked]) -> list[Document]:
    """Return who stands elsewhere among the first; empty where these are the same in their order."""
    top = [[key for key, one in side.items() if one.rank <= SHOWN] for side in (then, now)]
    if top[0] == top[1]:
        return []
    keys = [*top[1], *(key for key in top[0] if key not in top[1])]
    moves = (_move(then.get(key), now.get(key)) for key in keys)
    return [one for one in moves if one["rank_before"] != one["rank_after"]]


def _move(then: Ranked | None, now: Ranked | None) -> Document:
    known = now or then
    assert known is not None  # noqa: S101 -- it stands in one of the two
    return {
        "enterprise": {
            "id": known.supplier.id,
            "name": known.supplier.name,
            "district": known.supplier.district,
        },
        "rank_before": then.rank if then else None,
        "rank_after": now.rank if now else None,
        "score_before": then.score if then else None,
        "score_after": now.score if now else None,
        "contributions": _contributions(then, now),
    }


def _contributions(then: Ranked | None, now: Ranked | None) -> list[Document]:
    """Return the parts of the score that the words have changed."""
    before, after = ({it.name: it for it in one.factors} if one else {} for one in (then, now))
    found = []
    for name in dict.fromkeys((*after, *before)):
        pair = [side[name].contribution if name in side else 0.0 for side in (before, after)]
        if pair[0] != pair[1]:
            label = FACTORS.get(name, name)
            found.append({"name": name, "label": label, "before": pair[0], "after": pair[1]})
    return found


def _most_moved(ranking: Document) -> tuple[int, int, str]:
    """Those first where the best place changes hands, then those where most move."""
    first = any(1 in (one["rank_before"], one["rank_after"]) for one in ranking["moves"])
    return (not first, -len(ranking["moves"]), ranking["id"])


def _quality(data_dir: Path, before: Thesaurus, after: Thesaurus) -> list[Document]:
    """Return the measures of the judged requests with either words, for each slice."""
    folder = data_dir / "eval"
    if not (folder / "qrels.tsv").exists():
        return []
    sides = [{one.slice: one for one in _judged(folder, words)} for words in (before, after)]
    return [
        {
            "slice": name,
            "requests": one.requests,
            "measures": [_measured(at, one, sides[1][name]) for at in range(len(one.values))],
        }
        for name, one in sides[0].items()
    ]


@lru_cache(maxsize=2)
def _judged(folder: Path, words: Thesaurus) -> list[evaluate.Figures]:
    """Return the measures with *words*, kept for those in force: it takes seconds."""
    return evaluate.measure(evaluate.run(folder, words), folder)


def _measured(at: int, then: Any, now: Any) -> Document:  # noqa: ANN401 -- figures
    return {"name": evaluate.MEASURES[at], "before": then.values[at], "after": now.values[at]}
