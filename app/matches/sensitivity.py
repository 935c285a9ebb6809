"""What each condition of a request costs in suppliers, counted over the registry; nobody is named."""

from dataclasses import asdict

from app.core.collection import Document
from app.core.db import Reading
from app.enterprises.kinds import label
from app.matches.asking import Asked
from app.matches.live import LiveIndex
from app.matching import POLICY
from app.matching.sensitivity import Condition, sensitivity


def counted(unit: Reading, live: LiveIndex, asked: Asked) -> Document:
    """Count the suppliers of the trade as they stand, and as they would without each condition."""
    with live.fresh(unit) as (index, revision):
        found, words = sensitivity(asked.need, index, POLICY, asked.as_of), index.thesaurus
    return {
        "as_of": asked.as_of,
        "data_version": revision,
        "weights_version": POLICY.version,
        "thesaurus_version": words.version,
        "likeness_at_least": round(100 * POLICY.lot_likeness, 2),
        "of_trade": found.of_trade,
        "now": asdict(found.now),
        "conditions": [_condition(one) for one in found.conditions],
        "usual_licences": [_condition(one) for one in found.usual_licences],
    }


def _condition(one: Condition) -> Document:
    readable = label(str(one.required)) if one.name == "certificate" else None
    return {**asdict(one), "label": readable}
