"""Put suppliers in order for a need, with the reasons, and say what the others lack."""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b

import numpy as np

from app.matching import checks, factors, query
from app.matching.answers import Candidate, likest_first
from app.matching.concepts import Thesaurus
from app.matching.explain import with_evidence
from app.matching.factors import View
from app.matching.index import Index
from app.matching.query import Query
from app.matching.shapes import (
    UNITS,
    Factor,
    MatchedProduct,
    MatchResult,
    Need,
    Product,
    Ranked,
    Supplier,
)
from app.matching.sieve import SPEAKING, failing
from app.matching.weights import POLICY, Policy

ENGINE_VERSION = "1.0"
_PRODUCTS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Asking:
    """Everything about one question that stays the same from supplier to supplier."""

    need: Need
    query: Query
    policy: Policy
    on: date
    seed: bytes
    lots: Mapping[str, tuple[str, ...]]
    """For each supplier the titles of the lots it can serve."""


def rank(  # noqa: PLR0913 -- the four that matter are positional, the rest have defaults
    need: Need,
    suppliers: Index | Iterable[Supplier],
    policy: Policy = POLICY,
    as_of: date | None = None,
    *,
    thesaurus: Thesaurus | None = None,
    limit: int = 10,
    near_limit: int = 10,
) -> MatchResult:
    """Rank the suppliers that answer the need.

    A supplier's score depends on the need, on itself, on the policy and on the thesaurus, and on
    nothing else: not on the order or number of the others, nor on the day it is run. Scores within
    one band are drawn by lot, seeded by the need's key and the policy's version, so that the same
    names do not always stand first; a repeated run draws the same lots.
    """
    asked_on = as_of or need.as_of
    if asked_on is None:
        message = "a ranking needs a day: give as_of, or a need that has one"
        raise ValueError(message)
    index = (
        suppliers if isinstance(suppliers, Index) else Index(thesaurus or Thesaurus(()), suppliers)
    )
    asking = _ask(need, index, policy, asked_on)
    scored = index.score(asking.query)
    failed = [failing(one, asking.need, asking.on, asking.lots) for one in scored]
    passed = likest_first(scored, [~mask for mask in failed])
    fits = _best(passed, asking, factors.reach(need, policy, eligible=True), limit)
    missed = likest_first(scored, failed)
    near = _best(missed, asking, factors.reach(need, policy, eligible=False), near_limit)
    return MatchResult(
        engine_version=ENGINE_VERSION,
        weights_version=policy.version,
        as_of=asked_on,
        results=with_evidence(fits, need, index.thesaurus),
        near_misses=with_evidence(near, need, index.thesaurus),
        considered=sum(int(one.matched.sum()) for one in scored),
    )


def _ask(need: Need, index: Index, policy: Policy, asked_on: date) -> _Asking:
    return _Asking(
        need=need,
        query=query.read(need, index.thesaurus, policy),
        policy=policy,
        on=need.needed_from or need.closes_on or asked_on,
        seed=f"{need.key or need.title}\0{policy.version}".encode()[:64],
        lots=_served(need, index, policy),
    )


def _served(need: Need, index: Index, policy: Policy) -> Mapping[str, tuple[str, ...]]:
    """Who is of the trade of which lot, and not known to be too small for it."""
    served: dict[str, tuple[str, ...]] = {}
    for lot in need.lots:
        asked = query.read(Need(title=lot.title), index.thesaurus, policy)
        for candidate in index.candidates(asked):
            if candidate.relevance < policy.lot_likeness:
                break
            speaking = _speaking(candidate)
            amount = checks.capacity(lot.quantity, lot.unit, speaking) if lot.quantity else None
            if amount is None or amount.outcome != "fail":
                supplier_id = candidate.supplier.id
                served[supplier_id] = (*served.get(supplier_id, ()), lot.title)
    return served


def _best(
    candidates: Iterable[Candidate], asking: _Asking, share: float, limit: int
) -> tuple[Ranked, ...]:
    """Judge candidates, likest first, until no other can reach the list.

    *share* of its likeness is the most that a candidate's score can reach.
    """
    found: list[tuple[Ranked, Candidate]] = []
    bands: list[int] = []
    for candidate in candidates:
        most = round(candidate.relevance * share * 100 * UNITS) + len(asking.policy.table)
        full = len(bands) >= limit
        if limit <= 0 or (full and bands[-limit] > _band(most, asking.policy)):
            break
        judged = _judge(candidate, asking)
        found.append((judged, candidate))
        insort(bands, _band(judged.units, asking.policy))
    return _ordered(found, asking, limit)


def _ordered(
    found: list[tuple[Ranked, Candidate]], asking: _Asking, limit: int
) -> tuple[Ranked, ...]:
    ordered = sorted(found, key=lambda pair: _place(pair[0], asking))[:limit]
    return tuple(
        replace(one, rank=place, matched_products=_matched(candidate))
        for place, (one, candidate) in enumerate(ordered, start=1)
    )


def _place(one: Ranked, asking: _Asking) -> tuple[int, bytes, str]:
    lot = blake2b(one.supplier.id.encode(), key=asking.seed, digest_size=8).digest()
    return -_band(one.units, asking.policy), lot, one.supplier.id


def _band(units: int, policy: Policy) -> int:
    return units // round(policy.band * UNITS)


def _judge(candidate: Candidate, asking: _Asking) -> Ranked:
    best = int(candidate.relevances.argmax())
    lots = asking.lots.get(candidate.supplier.id, ())
    found = checks.run(asking.need, candidate.supplier, asking.on, _speaking(candidate), lots)
    view = View(asking.need, asking.query, candidate, best, found)
    weighed = _weigh(view, asking.policy)
    return Ranked(
        rank=0,
        supplier=candidate.supplier,
        units=sum(factor.units for factor in weighed),
        eligibility=checks.eligibility(found),
        factors=weighed,
        checks=found,
        matched_products=(),
    )


def _speaking(candidate: Candidate) -> list[Product]:
    """Pick the products that answer the need about as well as the best one."""
    floor = np.float32(candidate.relevance) * np.float32(SPEAKING)
    pairs = zip(candidate.products, candidate.relevances, strict=True)
    return [product for product, value in pairs if value >= floor]


def _weigh(view: View, policy: Policy) -> tuple[Factor, ...]:
    """Turn the factors into whole score units; a closed supplier gets none."""
    open_for_business = not factors.closed(view.checks)
    likeness = float(view.candidate.relevances[view.best])
    weighed = []
    for name, weight in policy.table:
        relevant = factors.RELEVANCE.get(name)
        value, evidence = (relevant or factors.FITNESS[name])(view)
        share = (1.0 if relevant else likeness) * open_for_business
        weighed.append(Factor(name, weight, value, round(weight * value * share * UNITS), evidence))
    return tuple(weighed)


def _matched(candidate: Candidate) -> tuple[MatchedProduct, ...]:
    pairs = sorted(
        zip(candidate.products, candidate.relevances, strict=True),
        key=lambda pair: (-pair[1], pair[0].id),
    )
    floor = np.float32(candidate.relevance) * np.float32(SPEAKING)
    return tuple(
        MatchedProduct(product.id, product.name, round(100 * float(value), 2))
        for product, value in pairs[:_PRODUCTS_SHOWN]
        if value >= floor and product.id
    )
