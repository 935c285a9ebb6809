"""Two stored runs of a tender beside each other: what changed between them, and who moved and why."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import Both, NotFound, Refused
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.matches import translate
from app.matches.actions import RUNS, Question, as_listed, get_run
from app.matches.committed import Committed, committed_at
from app.matches.diff_words import Why, changed, reasons
from app.matches.live import LiveIndex
from app.matches.words import FACTORS
from app.matching import ENGINE_VERSION, POLICY, Index, Ranked, Supplier, Thesaurus, rank
from app.matching.diff import Move, Part, Requirement, Stand, compare, facts
from app.matching.shapes import UNITS
from app.thesaurus import published

_NAMED_BY_KIND = ("certificate", "licence")  # a need may ask for several of these
_OF_THE_RECORD = ("id", "created_at", "updated_at", "version", "status")


class DifferentTenders(Refused):
    """Two runs that answer different questions are to be compared."""

    ko = "서로 다른 공고의 매칭 실행은 견줄 수 없습니다. 같은 공고의 실행을 with에 적어 주세요."
    en = "Runs of different tenders cannot be compared; name a run of the same tender in `with`."


def diff(unit: Reading, live: LiveIndex, run_id: UUID, other: UUID | None) -> Document:
    """Compare a run with *other*, else with the tender's run before it, and say why each moved."""
    after = get_run(unit, run_id)
    before = get_run(unit, other) if other else _previous(unit, after)
    if before.tender_id != after.tender_id:
        raise DifferentTenders
    runs = [_Run(unit, live, row) for row in (before, after)]
    then, now = runs
    everyone = [*now.shown, *(key for key in then.shown if key not in now.shown)]
    moves = compare(*(run.stands(everyone) for run in runs))
    names = {**then.names, **now.names}
    told = [_told(move, then, now, names) for move in moves]
    moved = [one for one in told if one["kind"] != "stayed" or one["reasons"]]
    return {
        "before": as_listed(before),
        "after": as_listed(after),
        "changed": changed(then.settings(), now.settings()),
        "moves": moved,
        "unchanged": len(told) - len(moved),
    }


class _Run:
    """A stored run, and the enterprises as it saw them."""

    def __init__(self, unit: Reading, live: LiveIndex, row: Any) -> None:  # noqa: ANN401 -- a row
        self.unit, self.live, self.row = unit, live, row
        self.answer = orjson.loads(row.answer)
        lists = ((True, self.answer["results"]), (False, self.answer["near_misses"]))
        self.shown = {
            one["enterprise"]["id"]: _of_answer(one, fits=fits)
            for fits, all_ in lists
            for one in all_
        }
        self.names = {
            one["enterprise"]["id"]: one["enterprise"] for _, all_ in lists for one in all_
        }
        self._known: dict[str, Supplier | None] = {}

    @property
    def is_of_this_engine(self) -> bool:
        """Whether what runs now would judge as this run did."""
        row = self.row
        return (row.engine_version, row.weights_version) == (ENGINE_VERSION, POLICY.version)

    @cached_property
    def _committed(self) -> Committed:
        return committed_at(self.unit, self.row.data_version)

    @cached_property
    def words(self) -> Thesaurus | None:
        """The words that the run was made with; None where they are no longer kept."""
        name, data_dir = self.row.thesaurus_version, self.live.data_dir
        if name is None:  # made before runs named their words
            return published.words_in_force(self.unit, data_dir)
        return published.words_called(self.unit, data_dir, name)

    def stands(self, everyone: Iterable[str]) -> list[Stand]:
        """Return where everyone stood; who was not shown is judged on the data of the run's day."""
        found = []
        for key in everyone:
            stand = self.shown.get(key) or self._judged(key)
            if stand:
                found.append(stand)
        return found

    def supplier(self, key: str) -> Supplier | None:
        """Return an enterprise as it stood when the run was made, or None."""
        if key not in self._known:
            row = self.unit.first(
                select(REVISIONS.c.action, REVISIONS.c.document)
                .where(
                    REVISIONS.c.record_id == UUID(key),
                    REVISIONS.c.collection == ENTERPRISES.name,
                    REVISIONS.c.seq <= self.row.data_version,
                )
                .order_by(REVISIONS.c.seq.desc())
            )
            known = None
            if row is not None and row.action != "removed":
                known = self._committed.put_on(translate.supplier(orjson.loads(row.document)))
            self._known[key] = known
        return self._known[key]

    def settings(self) -> Document:
        """Return what the run rests on beside the enterprises: versions, day, law, and the request."""
        need = self.row.need
        versions = {name: at for name, at in self.answer.items() if name.endswith("_version")}
        asked = {n: v for n, v in need["request"].items() if n not in _OF_THE_RECORD}
        return {**versions, **{n: need[n] for n in ("as_of", "law", "limit")}, **asked}

    def _judged(self, key: str) -> Stand | None:
        """Judge an enterprise that the run did not show; None where it is not like the need."""
        supplier = self.supplier(key)
        if supplier is None or not self.is_of_this_engine or self.words is None:
            return None
        question = Question.stored(self.row.need)
        need = translate.need(question.request, key=question.key, as_of=question.as_of)
        alone = Index(self.words, [supplier])
        bold = replace(POLICY, conviction=0.0)  # whether anybody convinces is for the whole to say
        answer = rank(need, alone, bold, question.as_of, limit=1, near_limit=1)
        return next((_of_ranked(one) for one in (*answer.results, *answer.near_misses)), None)


def _previous(unit: Reading, row: Any) -> Any:  # noqa: ANN401 -- rows
    """Return the tender's run before this one."""
    found = unit.scalar(
        select(RUNS.c.id)
        .where(RUNS.c.tender_id == row.tender_id, RUNS.c.seq < row.seq)
        .order_by(RUNS.c.seq.desc())
    )
    if found is None:
        raise NotFound(what=Both("이전 매칭 실행", "an earlier match run of this tender"))
    return get_run(unit, found)


def _of_answer(one: Document, *, fits: bool) -> Stand:
    return Stand(
        supplier_id=one["enterprise"]["id"],
        fits=fits,
        rank=one["rank"],
        parts={part["name"]: round(part["contribution"] * UNITS) for part in one["factors"]},
        checks={_asked(it["name"], it["required"]): it["outcome"] for it in one["checks"]},
    )


def _of_ranked(one: Ranked) -> Stand:
    return Stand(
        supplier_id=one.supplier.id,
        fits=one.eligibility != "ineligible",
        rank=None,
        parts={part.name: part.units for part in one.factors},
        checks={_asked(check.name, check.required): check.outcome for check in one.checks},
    )


def _asked(name: str, required: object) -> Requirement:
    return name, str(required) if name in _NAMED_BY_KIND else ""


def _told(move: Move, then: _Run, now: _Run, names: Mapping[str, Document]) -> Document:
    """Return one move as data, with the sentences that say why."""
    key = move.supplier_id
    old, new = then.supplier(key), now.supplier(key)
    own = facts(old, new)
    why = Why(
        move=move,
        fields=tuple(one.field for one in own),
        is_new=old is None,
        is_gone=new is None,
        is_rejudged=then.is_of_this_engine and now.is_of_this_engine,
        is_redrawn=then.row.weights_version != now.row.weights_version,
        one_is_empty=not (then.shown and now.shown),
        names={other: names[other]["name"] for other in (*move.passed_by, *move.passes)},
    )
    return {
        "enterprise": names[key],
        "kind": move.kind,
        "before": _place(move.before),
        "after": _place(move.after),
        "factors": [_part(one) for one in move.parts],
        "checks": [asdict(one) for one in move.checks],
        "facts": [{"field": f.field, "gone": _plain(f.gone), "come": _plain(f.come)} for f in own],
        "passed_by": [names[other] for other in move.passed_by],
        "passes": [names[other] for other in move.passes],
        "reasons": reasons(why),
    }


def _place(stand: Stand | None) -> Document | None:
    if stand is None:
        return None
    kept = "results" if stand.fits else "near_misses"
    return {"list": kept if stand.rank else None, "rank": stand.rank, "score": stand.units / UNITS}


def _part(one: Part) -> Document:
    return {
        "name": one.name,
        "label": FACTORS.get(one.name, one.name),
        "before": one.before / UNITS,
        "after": one.after / UNITS,
        "change": (one.after - one.before) / UNITS,
    }


def _plain(values: tuple[Any, ...]) -> list[Any]:
    return [
        asdict(one) if is_dataclass(one) and not isinstance(one, type) else one for one in values
    ]
