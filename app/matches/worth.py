"""What the stored runs were worth: logged outcomes of the database, period by period."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.core.collection import Document
from app.core.db import Reading
from app.matches.actions import PLACES, RUNS
from app.matches.feedback import outcomes, standing
from app.matches.standing import head_before, in_business
from app.matching.outcomes import ENOUGH, Logged, Worth, by_month, split_at, worth

_CHOSEN = frozenset({"chosen", "contracted"})


def logged_worth(unit: Reading, split: date | None = None, *, monthly: bool = False) -> Document:
    """Measure all runs of stored tenders by what came of them; for staff and the command line."""
    unit.actor.require()
    logged = _logged(unit)
    registry = in_business(unit)
    parts = {"all": logged}
    if split:
        parts |= split_at(logged, split)
    if monthly:
        parts |= by_month(logged)
    found = [
        worth(name, runs, registry, head_before(unit, min(one.on for one in runs)))
        for name, runs in parts.items()
        if runs
    ]
    return {"enough": ENOUGH, "periods": [_as_document(one) for one in found]}


def _logged(unit: Reading) -> list[Logged]:
    """Return every run of a tender with whom it showed and who was chosen, the first first."""
    chosen: dict[UUID, set[str]] = defaultdict(set)
    for (run_id, enterprise_id), outcome in standing(outcomes(unit)).items():
        if outcome in _CHOSEN:
            chosen[run_id].add(str(enterprise_id))
    shown: dict[UUID, list[str]] = defaultdict(list)
    fitting = select(PLACES.c.run_id, PLACES.c.enterprise_id).where(PLACES.c.fits)
    for row in unit.all(fitting.order_by(PLACES.c.run_id, PLACES.c.rank)):
        shown[row.run_id].append(str(row.enterprise_id))
    runs = select(RUNS.c.id, RUNS.c.as_of).where(RUNS.c.tender_id.is_not(None))
    return [
        Logged(row.as_of, tuple(shown[row.id]), frozenset(chosen[row.id]))
        for row in unit.all(runs.order_by(RUNS.c.seq))
    ]


def _as_document(one: Worth) -> Document:
    return {
        "period": one.period,
        "runs": one.rankings,
        "decided": one.decided,
        "is_enough": one.is_enough,
        "HR@10": one.hit_rate,
        "MRR@10": one.mrr,
        "coverage": one.spread.coverage,
        "long_tail": one.spread.long_tail,
        "gini": one.spread.gini,
    }
