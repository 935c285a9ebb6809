"""A need made ready for the index: its grams, its concepts, and how both are weighed."""

from dataclasses import dataclass

import numpy as np

from app.matching import dull, text, trade
from app.matching.arrays import Floats, Keys
from app.matching.concepts import Thesaurus
from app.matching.shapes import Need
from app.matching.tally import Tally, tally
from app.matching.weights import Policy

_TITLE, _DESCRIPTION = 1.0, 0.4
_BEST_IMPACT = 1.8
_SHORTEST = 2
_STEEP = 1.25
"""Weights are raised to this power, so that the trade meant most decides most."""


@dataclass(frozen=True, slots=True)
class Query:
    """What the index needs to know of a need."""

    keys: Keys
    weights: Floats
    trades: tuple[tuple[tuple[tuple[str, float], ...], float], ...]
    wanted: tuple[tuple[str, float], ...]
    codes: tuple[str, ...]
    """The trades wanted, the most wanted first."""

    nearby: frozenset[str]
    """Those trades and all that are near to one of them."""

    words: tuple[str, ...]
    """The words of the need, each once, without their particles."""

    trade_weight: float
    wording_weight: float
    threshold: float
    sureness: float
    """How sure the thesaurus is of the trade; for the rest the wording stands in."""
    supplier_share: float = 0.3

    def relevance(self, trades: Floats, wordings: Floats) -> Floats:
        """Trade and wording as one likeness, 0..1."""
        whole = self.trade_weight + self.wording_weight
        mixed = self.trade_weight * trades + self.wording_weight * wordings
        return (mixed / np.float32(whole)).astype(np.float32, copy=False)


def read(need: Need, thesaurus: Thesaurus, policy: Policy) -> Query:
    """Read a need as a query."""
    title, aside, description = trade.parts(need)
    counted = tally([[title, need.title], [aside, ""], [description] * 2])
    wanted = trade.asked(need, thesaurus, counted.part(0, 1), policy.heads)
    keys, weights = _grams(counted.part(1, 2), thesaurus, policy)
    trades = _expanded(wanted, thesaurus)
    return Query(
        keys=keys,
        weights=weights,
        trades=trades,
        wanted=tuple(wanted.items()),
        codes=tuple(wanted),
        nearby=frozenset(code for near, _ in trades for code, _ in near),
        words=_words(need),
        trade_weight=policy.trade,
        wording_weight=policy.wording,
        threshold=policy.threshold,
        sureness=max(wanted.values(), default=0.0),
    )


def _words(need: Need) -> tuple[str, ...]:
    stems = [text.stem(word) for word in text.eojeols(f"{need.title} {need.description}")]
    return tuple(dict.fromkeys(stem for stem in stems if len(stem) >= _SHORTEST))


def _expanded(
    wanted: dict[str, float], thesaurus: Thesaurus
) -> tuple[tuple[tuple[tuple[str, float], ...], float], ...]:
    steep = {code: weight**_STEEP for code, weight in wanted.items()}
    total = sum(steep.values()) or 1.0
    return tuple(
        (tuple(thesaurus.near(code).items()), weight / total) for code, weight in steep.items()
    )


def _grams(counted: Tally, thesaurus: Thesaurus, policy: Policy) -> tuple[Keys, Floats]:
    """Weigh the grams of the text so that a perfect answer reaches 1."""
    keys = counted.keys[counted.grams]
    weights = counted.greatest((_TITLE, 0.0, _DESCRIPTION))
    if policy.quiets_boilerplate:
        weights = weights * dull.shares(keys)
    best = float((weights * thesaurus.rarity.of(keys)).sum()) * _BEST_IMPACT
    return keys, (weights / (best or 1.0)).astype(np.float32)
