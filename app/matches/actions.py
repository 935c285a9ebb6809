"""Asking the matcher, keeping what it said, and repeating it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import insert, select

from app.agencies.actions import AGENCIES
from app.agencies.buyers import buyer_law
from app.core import lookups
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import Both, NotFound
from app.core.tables import table_of
from app.matches import translate
from app.matches.answers import Terms, as_answer
from app.matches.held import index_at
from app.matches.live import LiveIndex
from app.matches.replays import differences
from app.matches.schemas import MatchRequest
from app.matches.tables import MatchPlace, MatchRun
from app.matching import POLICY, Index, rank
from app.matching.routes import Rule, load_rules
from app.matching.shapes import UNITS
from app.tenders.actions import TENDERS, require_categories
from app.thesaurus import published

RUNS = table_of(MatchRun)
PLACES = table_of(MatchPlace)
DEFAULT_LIMIT = 10
_LISTED = tuple(c.name for c in RUNS.c if c.name not in ("seq", "need", "answer", "costs", "limit"))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the request as a document, and how it is to be judged."""

    request: Document
    key: str
    law: str
    as_of: date
    limit: int

    @classmethod
    def stored(cls, need: dict[str, Any]) -> "Question":
        """Return the question of a stored run."""
        return cls(**{**need, "as_of": date.fromisoformat(need["as_of"])})


@cache
def contract_rules(data_dir: Path) -> tuple[Rule, ...]:
    """Read the table of contract rules, once for each folder."""
    return load_rules(data_dir / "contract_rules.csv")


def ask(unit: Reading, live: LiveIndex, request: MatchRequest, *, limit: int | None) -> Document:
    """Rank the registry against a request that was typed in; nothing is stored."""
    require_categories(unit, request.model_dump())
    return ranked(unit, live, request, limit=limit)


def ranked(unit: Reading, live: LiveIndex, request: MatchRequest, *, limit: int | None) -> Document:
    """Rank the registry against a request that is known to be sound; nothing is stored."""
    document = request.model_dump(mode="json")
    law = _law(unit, request.agency_id, request.buyer_law)
    wanted = limit or request.limit or DEFAULT_LIMIT
    as_of = request.as_of or _today(unit)
    question = Question(document, str(request.id or request.title), law, as_of, wanted)
    with live.fresh(unit) as (index, revision):
        return {"run_id": None, "data_version": revision, **_answer(question, index, live)}


def run(
    unit: Writing, live: LiveIndex, tender_id: UUID, *, limit: int, costs: Document | None = None
) -> Document:
    """Rank the registry against a stored tender, and keep the run with everything it rests on.

    *costs* is kept beside it: what each condition costs in suppliers, where that was counted.
    """
    tender = lookups.get(unit, TENDERS, tender_id)
    unit.actor.require(Role.staff, Role.agency)
    law = _law(unit, tender["agency_id"], "unknown")
    document = orjson.loads(orjson.dumps(tender))
    question = Question(document, str(tender_id), law, _today(unit), limit)
    with live.fresh(unit) as (index, revision):
        answer = _answer(question, index, live)
    run_id = uuid4()
    kept = {"run_id": run_id, "data_version": revision, **answer}
    row = {**_row(unit, run_id, tender_id, question, kept), "costs": costs}
    unit.execute(insert(RUNS), row)
    shown = places(run_id, kept)
    if shown:
        unit.execute(insert(PLACES), shown)
    return kept


def places(run_id: UUID, answer: Document) -> list[dict[str, Any]]:
    """Return whom an answer shows, and where, as rows."""
    return [
        {
            "run_id": run_id,
            "enterprise_id": UUID(one["enterprise"]["id"]),
            "fits": fits,
            "rank": one["rank"],
            "units": round(one["score"] * UNITS),
        }
        for fits, name in ((True, "results"), (False, "near_misses"))
        for one in answer[name]
    ]


def get_run(unit: Reading, run_id: UUID) -> Any:  # noqa: ANN401 -- a row
    """Return a stored run that the caller may see."""
    unit.actor.require(Role.staff, Role.agency)
    row = unit.first(select(RUNS).where(RUNS.c.id == run_id))
    if row is None or not _is_theirs(unit, row):
        raise NotFound(what=Both("매칭 실행", "match run"))
    return row


def _is_theirs(unit: Reading, row: Any) -> bool:  # noqa: ANN401 -- a row
    """Whether the caller may see a run: a foreign tender's runs are foreign too."""
    if row.tender_id is None:
        return True
    try:
        lookups.find(unit, TENDERS, row.tender_id)
    except NotFound:
        return False
    return True


def runs_of(unit: Reading, tender_id: UUID) -> list[Document]:
    """Return the stored runs of a tender, newest first."""
    lookups.get(unit, TENDERS, tender_id)
    unit.actor.require(Role.staff, Role.agency)  # who asked is for the buyer's side to know
    wanted = [RUNS.c[name] for name in _LISTED]
    rows = unit.all(
        select(*wanted).where(RUNS.c.tender_id == tender_id).order_by(RUNS.c.seq.desc())
    )
    return [as_listed(row) for row in rows]


def as_listed(row: Any) -> Document:  # noqa: ANN401 -- a row
    """Return a stored run as it stands in a list: without the question and the answer."""
    return {name: row._mapping[name] for name in _LISTED}


def replay(unit: Reading, data_dir: Path, run_id: UUID) -> Document:
    """Repeat a stored run on the registry and the words of then, and say whether the bytes agree."""
    row = get_run(unit, run_id)
    name = row.thesaurus_version
    words = published.words_called(unit, data_dir, name) if name else None
    index = index_at(unit, words or published.words_in_force(unit, data_dir), row.data_version)
    stored = orjson.loads(row.answer)
    synthetic = {
        one["enterprise"]["id"]: one["enterprise"]["is_synthetic"]
        for one in (*stored["results"], *stored["near_misses"])
    }
    answer = _rank(
        Question.stored(row.need), index, data_dir, lambda key: synthetic.get(key, False)
    )
    again = {"run_id": row.id, "data_version": row.data_version, **answer}
    if name is None:  # made before runs named their words
        del again["thesaurus_version"]
    rendered = orjson.dumps(again)
    return {
        "run_id": row.id,
        "identical": rendered == row.answer.encode(),
        "engine_version": answer["engine_version"],
        "weights_version": answer["weights_version"],
        "thesaurus_version": answer["thesaurus_version"],
        "differences": differences(stored, orjson.loads(rendered)),
    }


def _answer(question: Question, index: Index, live: LiveIndex) -> Document:
    return _rank(question, index, live.data_dir, live.is_synthetic)


def _rank(question: Question, index: Index, data_dir: Path, is_synthetic: Any) -> Document:  # noqa: ANN401 -- a test of an id
    need = translate.need(question.request, key=question.key, as_of=question.as_of)
    limit = question.limit
    found = rank(need, index, POLICY, question.as_of, limit=limit, near_limit=limit)
    terms = Terms(
        question.law,
        contract_rules(data_dir),
        question.request.get("aggregated_12m_krw"),
        question.request.get("is_simple_labour", False),
    )
    return as_answer(found, need, terms, is_synthetic)


def _row(
    unit: Writing, run_id: UUID, tender_id: UUID, question: Question, kept: Document
) -> dict[str, Any]:
    return {
        "id": run_id,
        "created_at": unit.now,
        "actor": unit.actor.label,
        "tender_id": tender_id,
        "as_of": question.as_of,
        "engine_version": kept["engine_version"],
        "weights_version": kept["weights_version"],
        "thesaurus_version": kept["thesaurus_version"],
        "data_version": kept["data_version"],
        "limit": question.limit,
        "need": {
            "request": question.request,
            "key": question.key,
            "law": question.law,
            "as_of": question.as_of.isoformat(),
            "limit": question.limit,
        },
        "answer": orjson.dumps(kept).decode(),
    }


def _law(unit: Reading, agency_id: UUID | None, given: str) -> str:
    """Return the contract law that binds the buyer, as far as it is known."""
    if given != "unknown" or agency_id is None:
        return given
    agency = lookups.get(unit, AGENCIES, agency_id)
    return buyer_law(agency["kind"], agency["buyer_law"])


def _today(unit: Reading) -> date:
    return unit.now.astimezone(translate.SEOUL).date()
