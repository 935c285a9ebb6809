"""The pack for an approval file (결재 첨부): what was asked, who was found, and what it rests on.

Enterprises stand in it as the registry stood when the ranking was made, so a stored run gives the
same pack on any later day.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.core import lookups
from app.core.collection import Document
from app.core.db import Reading
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.enterprises.schemas import EnterpriseRead
from app.matches.profile import licences, papers

_TABLE = ENTERPRISES.table


def pack(
    unit: Reading, request: Document, answer: Document, *, counts: Document | None, on: date
) -> Document:
    """Return the pack of a ranking; papers are judged *on* the day they are needed."""
    ranked = [*answer["results"], *answer["near_misses"]]
    known = _as_they_stood(unit, (one["enterprise"]["id"] for one in ranked), answer)
    return {
        "made_at": unit.now,
        "on": on,
        "request": request,
        "counts": counts,
        **{name: answer[name] for name in _VERSIONS},
        "results": [_with_papers(one, known, on) for one in answer["results"]],
        "near_misses": [_with_papers(one, known, on) for one in answer["near_misses"]],
        "routes": _routes(ranked),
    }


_VERSIONS = ("run_id", "as_of", "engine_version", "weights_version", "data_version", "considered")


def _routes(ranked: Iterable[Document]) -> list[Document]:
    """Return each route once, with the names of the enterprises it was found for."""
    found: dict[tuple[Any, ...], Document] = {}
    for one in ranked:
        for route in one["routes"]:
            key = (route["rule_id"], route["state"], *route["missing"])
            known = found.setdefault(key, {**route, "enterprises": []})
            known["enterprises"].append(one["enterprise"]["name"])
    return list(found.values())


def _with_papers(one: Document, known: dict[str, Document], on: date) -> Document:
    enterprise = known[str(one["enterprise"]["id"])]
    return {
        **one,
        "papers": papers(enterprise, on),
        "licences": licences(enterprise, on),
        "source": enterprise["source"],
        "confirmed_on": enterprise["confirmed_on"],
        "business_number": enterprise["business_number"],
    }


def _as_they_stood(unit: Reading, ids: Iterable[Any], answer: Document) -> dict[str, Document]:
    """Return the enterprises of a ranking as they stood at its revision of the registry."""
    wanted = [UUID(str(one)) for one in ids]
    rows = unit.all(
        select(REVISIONS.c.record_id, REVISIONS.c.document)
        .where(
            REVISIONS.c.collection == ENTERPRISES.name,
            REVISIONS.c.record_id.in_(wanted),
            REVISIONS.c.seq <= answer["data_version"],
        )
        .order_by(REVISIONS.c.seq)
    )
    stood = {str(row.record_id): row.document for row in rows}
    found = {
        key: EnterpriseRead.model_validate_json(one).model_dump() for key, one in stood.items()
    }
    missing = [one for one in wanted if str(one) not in found]
    if missing:  # stored before there was a history
        for one in lookups.listed(unit, ENTERPRISES, _TABLE.c.id.in_(missing)):
            found[str(one["id"])] = one
    return found
