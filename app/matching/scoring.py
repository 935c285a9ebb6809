"""How like values product of a block is to a query, worked out only where it can matter."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from app.matching.answers import Scored
from app.matching.arrays import Floats, Keys, Mask, edges, spans
from app.matching.query import Query
from app.matching.segment import Segment

_HALF = 0.3
"""Wording rises fast at first: a notice and a profile never share most of their words."""

_STEEPEST = (1 + _HALF) / _HALF
"""Wording is never more than this many times the share of the need's words that is found."""

_NEARLY = 0.999
"""A bound is held against a little less than the threshold, for its sums are rounded."""

_DENIED = 0.9
"""How much less the wording counts of a product that speaks against the trade asked for."""


Found = tuple[Keys, Floats]
"""Places of suppliers, and the likeness of each one's best product."""

NOBODY: Found = np.zeros(0, np.int64), np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class _Sums:
    """What was counted of the query: by product its words and its trade, by supplier its words."""

    own: Floats
    trades: Floats
    whole: Floats


@dataclass(frozen=True)
class Hits:
    """What was counted of a query in a block; who is how like it is worked out as it is asked.

    A product in which nothing of the query was found is as like it as its supplier's own words.
    """

    block: Segment
    alive: Mask
    query: Query
    _known: dict[float, Found] = field(default_factory=dict)

    @cached_property
    def _sums(self) -> _Sums:
        """What was counted, at the first question: many blocks are never asked."""
        return _sums(self.block, self.query)

    def above(self, low: float) -> Found:
        """Find the suppliers at least this like the query."""
        found = self._known.get(low)
        if found is None and low > self.query.threshold and self._trade_short_of(low) <= 0:
            everyone, best = self.above(self.query.threshold)  # one look at all does for every step
            found = self._known[low] = everyone[best >= low], best[best >= low]
        if found is None:
            products = self._in_reach(low)
            best = np.zeros(len(self.block.suppliers), np.float32)
            likeness = _likeness(self.block, self.query, self._sums, products)[2]
            np.maximum.at(best, self.block.owner[products], likeness)
            places = np.flatnonzero((best >= np.float32(low)) & self.alive)
            found = self._known[low] = places, best[places]
        return found

    def between(self, low: float, high: float, wanted: Mask) -> Found:
        """Find those wanted that are at least *low* and less than *high* like the query."""
        if not wanted.any():
            return NOBODY
        found, best = self.above(low)
        chosen = (best < np.float32(high)) & wanted[found]
        return found[chosen], best[chosen]

    def of(self, places: Keys) -> Found:
        """Find those of a few suppliers that reach the threshold, going through their products."""
        if not len(places):
            return NOBODY
        best = self.detail(places).best
        chosen = best >= np.float32(self.query.threshold)
        return places[chosen], best[chosen]

    @property
    def _by_trade(self) -> float:
        """The share of the trade in a likeness, as far as the thesaurus is sure of it."""
        query = self.query
        return query.trade_weight * query.sureness / (query.trade_weight + query.wording_weight)

    def _trade_short_of(self, low: float) -> float:
        """Return how like the trade must be at least, for no wording makes up for less."""
        return (low * _NEARLY - (1 - self._by_trade)) / (self._by_trade or 1.0)

    def _in_reach(self, low: float) -> Keys:
        """List the products that may be so like the query, by a bound that takes few steps."""
        query, sums, by_trade = self.query, self._sums, self._by_trade
        least = self._trade_short_of(low)
        if least > 0:
            return np.flatnonzero(sums.trades >= np.float32(least))
        most = sums.whole.take(self.block.owner)
        most *= np.float32(query.supplier_share)
        most += sums.own
        most *= np.float32((1 - by_trade) * _STEEPEST)
        most += np.float32(by_trade) * sums.trades
        return np.flatnonzero(most >= np.float32(low * _NEARLY))

    def detail(self, found: Keys) -> Scored:
        """Score all products of these suppliers, in the order given."""
        block = self.block
        _, products = spans(block.first[found], block.first[found + 1])
        first = edges(block.first[found + 1] - block.first[found])
        trades, wordings, relevances = _likeness(block, self.query, self._sums, products)
        best = np.maximum.reduceat(relevances, first[:-1]) if len(found) else relevances
        return Scored(block, found, best, first, products, trades, wordings, relevances)

    def convictions(self, found: Keys) -> Floats:
        """Answer the conviction of the best product of each of these suppliers."""
        scored = self.detail(found)
        best = scored.relevances >= np.repeat(scored.best, scored.sizes)
        return np.where(best, scored.convictions(self.query.sureness), np.float32(0))


def _sums(block: Segment, query: Query) -> _Sums:
    own = np.zeros(len(block.products), np.float32)
    block.wording.add_to(own, query.keys, query.weights)
    for code, weight in query.wanted:
        own[block.against.at(block.numbers[code])] *= np.float32(1 - _DENIED * weight)
    whole = np.zeros(len(block.suppliers), np.float32)
    block.names.add_to(whole, query.keys, query.weights)
    trades = np.zeros(len(block.products), np.float32)
    for near, weight in query.trades:
        places, worth = block.near(near)
        np.add.at(trades, places, np.float32(weight) * worth)
    return _Sums(own, trades, whole)


def _likeness(
    block: Segment, query: Query, sums: _Sums, products: Keys
) -> tuple[Floats, Floats, Floats]:
    """Measure trade, wording and both as one, of these products."""
    own, whole = sums.own.take(products), sums.whole.take(block.owner.take(products))
    wordings = _wording(query, own, whole)
    return _mixed(query, sums.trades.take(products), wordings)


def _wording(query: Query, own: Floats, whole: Floats) -> Floats:
    """Measure the share of the query's grams found, the rare ones counting more."""
    share = np.minimum(own + query.supplier_share * whole, 1.0)
    return (share * (1 + _HALF) / (share + _HALF)).astype(np.float32, copy=False)


def _mixed(query: Query, trades: Floats, wordings: Floats) -> tuple[Floats, Floats, Floats]:
    if not query.trades:
        trades = wordings
    trades = np.float32(query.sureness) * trades + np.float32(1 - query.sureness) * wordings
    return trades, wordings, query.relevance(trades, wordings)
