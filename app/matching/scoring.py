"""How like values product of a block is to a query, worked out only where it can matter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.matching.answers import Candidate, Scored
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


_SPEAKING_UP = 0.2
"""Suppliers at least this like speak for the trade's being there at all, whoever else is there."""

_FIRST_LOOK = 64
"""How many are looked at first; if more are wanted, four times as many, and so on."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What was counted of the query: by product, by supplier, and what denies it."""

    own: Floats
    trades: Floats
    whole: Floats
    denials: tuple[tuple[Mask, np.float32], ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """The suppliers of a block that reach the query's threshold, each with its *best* likeness."""

    block: Segment
    query: Query
    found: Keys
    best: Floats
    _sums: _Sums

    def detail(self, at: Keys) -> Scored:
        """Score all products of some of those found, in the order given."""
        block, found = self.block, self.found[at]
        _, products = spans(block.first[found], block.first[found + 1])
        first = edges(block.first[found + 1] - block.first[found])
        trades, wordings, relevances = _likeness(block, self.query, self._sums, products)
        best = np.maximum.reduceat(relevances, first[:-1]) if len(found) else relevances
        return Scored(block, found, best, first, products, trades, wordings, relevances)

    def convictions(self, at: Keys) -> Floats:
        """Answer the conviction of the best product of some of those found."""
        scored = self.detail(at)
        best = scored.relevances >= np.repeat(scored.best, scored.sizes)
        return np.where(best, scored.convictions(self.query.sureness), np.float32(0))


def score(block: Segment, alive: Mask, query: Query) -> Hits:
    """Find the suppliers that reach the query's threshold, and how like it their best product is.

    A product in which nothing of the query was found is as like it as its supplier's own words.
    """
    sums = _sums(block, query)
    products = _in_reach(block, query, sums)
    best = np.zeros(len(block.suppliers), np.float32)
    likeness = _likeness(block, query, sums, products)[2]
    np.maximum.at(best, block.owner[products], likeness)
    found = np.flatnonzero((best >= query.threshold) & alive)
    return Hits(block, query, found, best[found], sums)


def likest_first(hits: Sequence[Hits]) -> Iterator[Candidate]:
    """Take out the suppliers found in all blocks, the likest first, equal ones as they stand."""
    for scored, at in spots(hits):
        yield scored.candidate(at)


def convinces(hits: Sequence[Hits], least: float) -> bool:
    """Say whether any supplier has this much conviction; the likest are asked first.

    Another supplier may thus bring conviction, but never takes it away.
    """
    most = max((float(one.best.max()) for one in hits if len(one.found)), default=0.0)
    return any(
        float(one.convictions(at).max()) >= least
        for floor in (most, _SPEAKING_UP)
        for one in hits
        for at in [np.flatnonzero(one.best >= np.float32(floor))]
        if len(at)
    )


@dataclass(frozen=True, slots=True)
class Pool:
    """The suppliers found in all blocks: the number of each one's block, its place, its likeness."""

    block: Keys
    at: Keys
    best: Floats

    def by_block(self, some: Keys) -> Iterator[tuple[int, Keys]]:
        """Part some of them by their blocks, as they stand."""
        blocks = self.block[some]
        for number in sorted(set(blocks.tolist())):
            yield number, self.at[some[blocks == number]]


def pool(hits: Sequence[Hits]) -> Pool:
    """Put the suppliers found in all blocks side by side."""
    sizes = [len(one.found) for one in hits]
    return Pool(
        block=np.repeat(np.arange(len(hits)), sizes),
        at=np.concatenate([*map(np.arange, sizes), np.zeros(0, np.int64)]),
        best=np.concatenate([*(one.best for one in hits), np.zeros(0, np.float32)]),
    )


def spots(hits: Sequence[Hits]) -> Iterator[tuple[Scored, int]]:
    """Name the same by where they stand, which is cheaper than to take them out."""
    everyone = pool(hits)
    for look in looks(everyone.best):
        details = {number: hits[number].detail(at) for number, at in everyone.by_block(look)}
        at = dict.fromkeys(details, 0)
        for number in everyone.block[look].tolist():
            yield details[number], at[number]
            at[number] += 1


def looks(values: Floats, first: int = _FIRST_LOOK) -> Iterator[Keys]:
    """Go through the places of the values, the greatest first, look by look.

    Only as many are put in order as are looked at, so that the first few come quickly.
    """
    done, wanted = 0, first
    while done < len(values):
        top = _top(values, wanted)
        ordered = top[np.argsort(-values[top], kind="stable")]
        yield ordered[done:]
        done, wanted = len(ordered), 4 * len(ordered)


def _top(values: Floats, wanted: int) -> Keys:
    if wanted >= len(values):
        return np.arange(len(values))
    least = np.partition(values, len(values) - wanted)[len(values) - wanted]
    return np.flatnonzero(values >= least)


def _sums(block: Segment, query: Query) -> _Sums:
    own = np.zeros(len(block.products), np.float32)
    block.wording.add_to(own, query.keys, query.weights)
    whole = np.zeros(len(block.suppliers), np.float32)
    block.names.add_to(whole, query.keys, query.weights)
    trades = np.zeros(len(block.products), np.float32)
    for near, weight in query.trades:
        places, worth = block.near(near)
        np.add.at(trades, places, np.float32(weight) * worth)
    return _Sums(own, trades, whole, tuple(_denials(block, query)))


def _in_reach(block: Segment, query: Query, sums: _Sums) -> Keys:
    """List the products that may reach the threshold, by a bound that takes few steps for all."""
    by_trade = query.trade_weight * query.sureness / (query.trade_weight + query.wording_weight)
    most = sums.whole.take(block.owner)
    most *= np.float32(query.supplier_share)
    most += sums.own
    most *= np.float32((1 - by_trade) * _STEEPEST)
    most += np.float32(by_trade) * sums.trades
    return np.flatnonzero(most >= np.float32(query.threshold * _NEARLY))


def _denials(block: Segment, query: Query) -> list[tuple[Mask, np.float32]]:
    found = []
    for code, weight in query.wanted:
        places = block.against.values[block.against.span(block.numbers[code])]
        if len(places):
            denied = np.zeros(len(block.products), np.bool_)
            denied[places] = True
            found.append((denied, np.float32(1 - _DENIED * weight)))
    return found


def _likeness(
    block: Segment, query: Query, sums: _Sums, products: Keys
) -> tuple[Floats, Floats, Floats]:
    """Measure trade, wording and both as one, of these products."""
    own = sums.own.take(products)
    for denied, left in sums.denials:
        own[denied[products]] *= left
    wordings = _wording(query, own, sums.whole.take(block.owner.take(products)))
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
