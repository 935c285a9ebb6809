"""Joint supply over the registry: who could cover a need together, with the roles of each."""

from app.core.collection import Document
from app.core.db import Reading
from app.enterprises.kinds import label
from app.matches.advice_schemas import MOST_PROPOSALS, ConsortiumQuery
from app.matches.answers import as_change
from app.matches.asking import Asked
from app.matches.live import LiveIndex
from app.matches.words import CAUTIONS
from app.matching import POLICY, Supplier
from app.matching.bench import assemble
from app.matching.consortium import Covered, Proposal, Role, propose
from app.matching.demands import Requirement

DEFAULT_PROPOSALS = 3


def consortia(
    unit: Reading,
    live: LiveIndex,
    asked: Asked,
    query: ConsortiumQuery,
    limit: int | None = None,
) -> Document:
    """Propose the smallest sets of enterprises that cover the need; nothing is stored."""
    with live.fresh(unit) as (index, revision):
        bench = assemble(asked.need, asked.lots, index, POLICY, asked.as_of)
        words = index.thesaurus.version
    found = propose(
        bench,
        limit=query.limit or min(limit or DEFAULT_PROPOSALS, MOST_PROPOSALS),
        least=query.members_at_least,
        most=query.members_at_most,
    )
    return {
        "as_of": asked.as_of,
        "data_version": revision,
        "weights_version": POLICY.version,
        "thesaurus_version": words,
        "candidates": found.candidates,
        "complete": found.complete,
        "proposals": [_proposal(one, live) for one in found.proposals],
        "missing": [_requirement(one) for one in found.missing],
        "cautions": [
            {"code": code, "message": ko, "message_en": en} for code, (ko, en) in CAUTIONS.items()
        ],
    }


def _proposal(one: Proposal, live: LiveIndex) -> Document:
    return {
        "status": "open" if one.is_open else "covered",
        "members": [_role(role, live) for role in one.roles],
        "requirements": [_covered(covered) for covered in one.requirements],
    }


def _role(role: Role, live: LiveIndex) -> Document:
    return {
        "enterprise": brief(role.supplier, live),
        "leads": role.leads,
        "share_percent": role.share_percent,
        "likeness": round(100 * role.likeness, 2),
        "work": [
            {
                "piece": work.piece,
                "quantity": work.quantity,
                "unit": work.unit,
                "share_percent": work.share_percent,
            }
            for work in role.work
        ],
        "papers": [
            {"name": name, "kind": kind, "label": label(kind)} for name, kind in role.papers
        ],
        "open": [as_change(change) for change in role.open],
    }


def _covered(one: Covered) -> Document:
    outcome = "open" if one.is_open else "covered"
    return {**_requirement(one.requirement), "by": list(one.by), "outcome": outcome}


def _requirement(one: Requirement) -> Document:
    return {"name": one.name, "required": one.required, "piece": one.piece}


def brief(one: Supplier, live: LiveIndex) -> Document:
    """Return who an enterprise is, in a line."""
    return {
        "id": one.id,
        "name": one.name,
        "district": one.district,
        "is_synthetic": live.is_synthetic(one.id),
    }
