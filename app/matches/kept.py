"""What a buyer keeps: a question as a tender of the own agency, its run, and the runs so far."""

from datetime import date
from uuid import UUID

import orjson
from sqlalchemy import select

from app.core import lookups, records
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.matches import asking
from app.matches.actions import DEFAULT_LIMIT, RUNS, get_run, run
from app.matches.live import LiveIndex
from app.matches.schemas import MatchRequest
from app.matches.sensitivity import counted
from app.tenders.actions import TENDERS
from app.tenders.schemas import TenderDraft, TenderFields

_MOST = 100
_OF_A_TENDER = set(TenderFields.model_fields) - {"id"}


def keep(unit: Writing, live: LiveIndex, wanted: MatchRequest, agency_id: UUID | None) -> UUID:
    """Store a question as a tender of an agency, rank for it, and return the id of the run."""
    unit.actor.require_agency(agency_id)
    fields = wanted.model_dump(include=_OF_A_TENDER)
    of = {"agency_id": agency_id, "office": unit.actor.office}
    draft = TenderDraft.model_validate({**fields, **of})
    tender = records.create(unit, TENDERS, draft)
    costs = counted(unit, live, asking.of_tender(unit, tender["id"]))
    kept = run(
        unit,
        live,
        tender["id"],
        limit=wanted.limit or DEFAULT_LIMIT,
        costs=orjson.loads(orjson.dumps(costs)),
    )
    run_id: UUID = kept["run_id"]
    return run_id


def kept_runs(unit: Reading) -> list[Document]:
    """Return the newest runs of the tenders the caller may see, each with its tender's title."""
    unit.actor.require(Role.staff, Role.agency)  # who asked is for the buyer's side to know
    tenders = TENDERS.table
    wanted = (RUNS.c.id, RUNS.c.created_at, RUNS.c.as_of, RUNS.c.actor, tenders.c.title)
    rows = unit.all(
        select(*wanted)
        .join(tenders, RUNS.c.tender_id == tenders.c.id)
        .where(*lookups.visible(unit.actor, TENDERS))
        .order_by(RUNS.c.seq.desc())
        .limit(_MOST)
    )
    return [dict(row._mapping) for row in rows]


def kept_run(unit: Reading, run_id: UUID) -> Document:
    """Return a stored run: what was asked, the answer as it was given, and the day papers hold on.

    What each condition cost is None where it was not counted then.
    """
    row = get_run(unit, run_id)
    request = {**row.need["request"], "buyer_law": row.need["law"]}
    needed = request["needed_from"] or row.need["as_of"]
    return {
        "wanted": request,
        "answer": orjson.loads(row.answer),
        "counts": row.costs,
        "on": date.fromisoformat(needed),
        "limit": row.limit,
    }
