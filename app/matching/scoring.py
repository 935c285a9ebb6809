"""How like every product of a block is to a query, worked out only where it can matter."""

from dataclasses import dataclass

import numpy as np

from app.matching.answers import Scored
from app.matching.arrays import Floats, Keys, Mask, edges, spans
from app.matching.query import Query
from app.matching.segment import Segment

_HALF = 0.3
"""Wording rises fast at first: a notice and a profile never share most of their words."""

_DENIED = 0.9
"""How much less the wording counts of a product that speaks against the trade asked for."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What was counted of the query: by wording, by product, by supplier, and what denies it."""

    own: Floats
    trades: Floats
    whole: Floats
    denials: tuple[tuple[Mask, np.float32], ...]


def score(block: Segment, alive: Mask, query: Query) -> Scored:
    """Keep the suppliers that reach the query's threshold, with all their products."""
    sums = _sums(block, query)
    touched = np.flatnonzero((sums.trades != 0) | (sums.own != 0)[block.worded])
    hopeful = _named(sums, query)
    relevances = _likeness(block, query, sums, touched)[2]
    hopeful[block.owner[touched[relevances >= query.threshold]]] = True
    return _kept(block, query, sums, np.flatnonzero(hopeful & alive))


def _sums(block: Segment, query: Query) -> _Sums:
    own = np.zeros(int(block.worded.max(initial=-1)) + 1, np.float32)
    block.wording.add_to(own, query.keys, query.weights)
    whole = np.zeros(len(block.suppliers), np.float32)
    block.names.add_to(whole, query.keys, query.weights)
    trades = np.zeros(len(block.products), np.float32)
    for near, weight in query.trades:
        places, worth = block.near(near)
        trades[places] += np.float32(weight) * worth
    return _Sums(own, trades, whole, tuple(_denials(block, query)))


def _denials(block: Segment, query: Query) -> list[tuple[Mask, np.float32]]:
    found = []
    for code, weight in query.wanted:
        places = block.against.values[block.against.span(block.numbers[code])]
        if len(places):
            denied = np.zeros(len(block.products), np.bool_)
            denied[places] = True
            found.append((denied, np.float32(1 - _DENIED * weight)))
    return found


def _named(sums: _Sums, query: Query) -> Mask:
    """Mark the suppliers whose own name or text is enough, whatever they sell."""
    nothing = np.zeros(len(sums.whole), np.float32)
    relevances = _mixed(query, nothing, _wording(query, nothing, sums.whole))[2]
    enough: Mask = relevances >= query.threshold
    return enough


def _kept(block: Segment, query: Query, sums: _Sums, found: Keys) -> Scored:
    _, products = spans(block.first[found], block.first[found + 1])
    trades, wordings, relevances = _likeness(block, query, sums, products)
    first = edges(block.first[found + 1] - block.first[found])
    best = np.maximum.reduceat(relevances, first[:-1]) if len(found) else relevances
    enough = best >= query.threshold
    if not enough.all():
        return _kept(block, query, sums, found[enough])
    return Scored(block, found, best, first, products, trades, wordings, relevances)


def _likeness(
    block: Segment, query: Query, sums: _Sums, products: Keys
) -> tuple[Floats, Floats, Floats]:
    """Measure trade, wording and both as one, of these products."""
    own = sums.own[block.worded[products]]
    for denied, left in sums.denials:
        own[denied[products]] *= left
    wordings = _wording(query, own, sums.whole[block.owner[products]])
    return _mixed(query, sums.trades[products], wordings)


def _wording(query: Query, own: Floats, whole: Floats) -> Floats:
    """Measure the share of the query's grams found, the rare ones counting more."""
    share = np.minimum(own + query.supplier_share * whole, 1.0)
    return (share * (1 + _HALF) / (share + _HALF)).astype(np.float32)


def _mixed(query: Query, trades: Floats, wordings: Floats) -> tuple[Floats, Floats, Floats]:
    if not query.trades:
        trades = wordings
    trades = np.float32(query.sureness) * trades + np.float32(1 - query.sureness) * wordings
    return trades, wordings, query.relevance(trades, wordings)
