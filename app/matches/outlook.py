"""The open tenders as one enterprise sees them: fits, near misses, and what one change would open."""

from uuid import UUID

import orjson
from sqlalchemy import or_

from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.enterprises.actions import ENTERPRISES
from app.matches import translate
from app.matches.answers import as_change, as_check, as_factor
from app.matches.asking import today
from app.matches.live import LiveIndex
from app.matching import ENGINE_VERSION, POLICY, Index
from app.matching.outlook import Fix, Placed, best, fixes, prospects
from app.tenders.actions import TENDERS
from app.tenders.lifecycle import OPEN


def outlook(unit: Reading, live: LiveIndex, enterprise_id: UUID, limit: int) -> Document:
    """Rank the open tenders for an enterprise, and say which single change opens most."""
    unit.actor.require_enterprise(enterprise_id)
    enterprise = lookups.get(unit, ENTERPRISES, enterprise_id)
    as_of, tenders = today(unit), _open_tenders(unit)
    with live.fresh(unit) as (index, _):
        words = index.thesaurus
        one = index.get(str(enterprise_id)) or translate.supplier(enterprise)
    alone = Index(words, [one])
    needs = [translate.need(plain, key=key, as_of=as_of) for key, plain in tenders.items()]
    found = prospects(one, needs, alone, POLICY, as_of)
    fits = [it for it in found if it.eligibility != "ineligible"]
    missed = [it for it in found if it.eligibility == "ineligible"]
    return {
        "enterprise": {name: enterprise[name] for name in _BRIEF},
        "as_of": as_of,
        "engine_version": ENGINE_VERSION,
        "weights_version": POLICY.version,
        "thesaurus_version": words.version,
        "open_tenders": len(tenders),
        "of_trade": len(found),
        "fits": [_placed(it, tenders) for it in best(fits, alone, POLICY, as_of, limit)],
        "near_misses": [_placed(it, tenders) for it in best(missed, alone, POLICY, as_of, limit)],
        "fixes": [_fix(it) for it in fixes(found)[:limit]],
    }


_BRIEF = ("id", "name", "district", "is_synthetic")
_SHOWN = ("id", "title", "agency_id", "kind", "status", "region", "closes_at", "needed_from")


def _open_tenders(unit: Reading) -> dict[str, Document]:
    """Return the tenders that are undecided, still open, and the caller's to see."""
    table = TENDERS.table
    closes = or_(table.c.closes_at.is_(None), table.c.closes_at >= unit.now)
    where = (*lookups.visible(unit.actor, TENDERS), table.c.status.in_(OPEN), closes)
    found = lookups.listed(unit, TENDERS, *where)
    return {str(one["id"]): orjson.loads(orjson.dumps(one)) for one in found}


def _placed(one: Placed, tenders: dict[str, Document]) -> Document:
    tender, ranked = tenders[one.need.key], one.ranked
    return {
        "rank": ranked.rank,
        "tender": {
            **{name: tender[name] for name in _SHOWN},
            "estimated_price_krw": tender["estimated_price_krw"],
            "budget_krw": tender["budget_krw"],
        },
        "score": ranked.score,
        "eligibility": ranked.eligibility,
        "factors": [as_factor(factor) for factor in ranked.factors],
        "checks": [as_check(check) for check in ranked.checks],
        "matched_products": [
            {"id": p.id, "name": p.name, "score": p.score} for p in ranked.matched_products
        ],
    }


def _fix(one: Fix) -> Document:
    return {
        "change": as_change(one.change),
        "opens": len(one.opens),
        "value_krw": one.value_krw,
        "unpriced": one.unpriced,
        "settles": len(one.settles),
        "tender_ids": [*one.opens, *one.settles],
    }
