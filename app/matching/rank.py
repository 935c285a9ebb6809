"""Put suppliers in order for a need, with the reasons, and say what the others lack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

import numpy as np

from app.matching import checks, descent, factors
from app.matching.answers import Candidate, Scored
from app.matching.arrays import Mask
from app.matching.concepts import Thesaurus
from app.matching.descent import Look
from app.matching.explain import Evidence, Told
from app.matching.factors import View
from app.matching.index import Index
from app.matching.panel import judged_on, servers
from app.matching.query import Query
from app.matching.scoring import Hits
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
from app.matching.sieve import as_suppliers, by_wares
from app.matching.weigh import Weighed, failed, weigh
from app.matching.weights import POLICY, Policy

ENGINE_VERSION = "1.6"
_PRODUCTS_SHOWN = 3
_FIRST_LOOK = 128
"""How many are weighed first; if more may come among those shown, four times as many."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """Everything about one question that stays the same from supplier to supplier."""

    need: Need
    query: Query
    thesaurus: Thesaurus
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
    names do not always stand first; a repeated run draws the same lots. Nobody is named where not
    even the likest suppliers convince, unless the need states its category.
    """
    asked_on = as_of or need.as_of
    if asked_on is None:
        message = "a ranking needs a day: give as_of, or a need that has one"
        raise ValueError(message)
    index = (
        suppliers if isinstance(suppliers, Index) else Index(thesaurus or Thesaurus(()), suppliers)
    )
    asking = _ask(need, index, policy, asked_on)
    hits = index.hits(asking.query)
    sure = bool(need.category_codes) or descent.convinces(hits, policy.conviction)
    weighed = _weighed(hits, asking, (limit, near_limit)) if sure else []
    fits = _best(weighed, [~one.failed for one in weighed], asking, limit)
    near = _best(weighed, [one.failed for one in weighed], asking, near_limit)
    return MatchResult(
        engine_version=ENGINE_VERSION,
        weights_version=policy.version,
        as_of=asked_on,
        results=_shown(fits, asking),
        near_misses=_shown(near, asking),
        considered=len(index),
        thesaurus_version=index.thesaurus.version,
    )


def _weighed(hits: Sequence[Hits], asking: _Asking, limits: tuple[int, int]) -> list[Weighed]:
    """Weigh suppliers, likest first, until no other can come among those shown.

    Those that fail as suppliers can only be near misses, so they are looked at apart.
    """
    need, found = asking.need, list[Weighed]()
    standings = [list(as_suppliers(one.block, need, asking.on)) for one in hits]
    doomed = [failed(some) for some in standings]
    fit = [one.alive & ~some for one, some in zip(hits, doomed, strict=True)]
    unfit = [one.alive & some for one, some in zip(hits, doomed, strict=True)]
    apart = [_Row(hits, unfit, (False,)), _Row(hits, fit, _may_be(need))]
    while looks := [row.take() for row in apart if not row.is_done(found, asking, limits)]:
        for number, places in descent.joined(looks):
            scored = hits[number].detail(places)
            known = [outcomes[places] for outcomes in standings[number]]
            known += by_wares(scored, need, asking.on, asking.lots)
            found.append(weigh(scored, known, need, asking.policy))
    return found


def _may_be(need: Need) -> tuple[bool, ...]:
    """Say whether those who pass as suppliers may fit, and whether they may fail by their wares."""
    return (True, False) if need.quantity or need.lots else (True,)


class _Row:
    """Suppliers in a row, the likest first, taken look by look."""

    def __init__(
        self, hits: Sequence[Hits], wanted: Sequence[Mask], may_be: tuple[bool, ...]
    ) -> None:
        """Take the wanted; they *may be* fitting (True) or failing (False)."""
        self._may_be = may_be
        self._looks = descent.descent(hits, wanted, _FIRST_LOOK)
        self._next = next(self._looks, None)

    def take(self) -> Look:
        """Take the next look; only for one that is not done."""
        taken, self._next = self._next, next(self._looks, None)
        return taken or Look(0.0, ())

    def is_done(self, found: Sequence[Weighed], asking: _Asking, limits: tuple[int, int]) -> bool:
        """Say whether nobody further back can come among those shown."""
        if self._next is None:
            return True
        likest = self._next.likest
        return all(_is_full(found, asking, limits, likest, fit=fit) for fit in self._may_be)


def _is_full(
    found: Sequence[Weighed], asking: _Asking, limits: tuple[int, int], likest: float, *, fit: bool
) -> bool:
    """Say whether as many as are wanted stand in a better band than anyone this like or less."""
    limit = limits[0 if fit else 1]
    if limit <= 0:
        return True
    policy, width = asking.policy, _width(asking.policy)
    reach = factors.reach(asking.need, policy, eligible=fit)
    most = round(likest * reach * 100 * UNITS) + len(policy.table)
    units = [one.units[one.failed != fit] for one in found]
    better = sum(int((some // width > most // width).sum()) for some in units)
    return better >= limit


def _ask(need: Need, index: Index, policy: Policy, asked_on: date) -> _Asking:
    on = judged_on(need, asked_on)
    return _Asking(
        need=need,
        query=index.asked(need, policy),
        thesaurus=index.thesaurus,
        policy=policy,
        on=on,
        seed=f"{need.key or need.title}\0{policy.version}".encode()[:64],
        lots=servers(need, index, policy, on),
    )


def _best(
    weighed: Sequence[Weighed], wanted: Sequence[Mask], asking: _Asking, limit: int
) -> list[tuple[Scored, int]]:
    """Choose the best of those wanted; only where equals meet the limit are lots drawn for many."""
    chosen = [np.flatnonzero(mask) for mask in wanted]
    units = [one.units[some] for one, some in zip(weighed, chosen, strict=True)]
    bands = np.concatenate([*units, np.zeros(0, np.int64)]) // _width(asking.policy)
    if limit <= 0 or not len(bands):
        return []
    least = np.partition(bands, -limit)[-limit] if limit < len(bands) else bands.min()
    block = np.repeat(np.arange(len(weighed)), [len(some) for some in chosen])
    at, near = np.concatenate(chosen), bands >= least
    spots = [
        (_order(int(band), weighed[number].scored.supplier(place), asking), number, place)
        for band, number, place in zip(
            bands[near].tolist(), block[near].tolist(), at[near].tolist(), strict=True
        )
    ]
    return [(weighed[number].scored, place) for _, number, place in sorted(spots)[:limit]]


def _order(band: int, supplier: Supplier, asking: _Asking) -> tuple[int, bytes, str]:
    lot = blake2b(supplier.id.encode(), key=asking.seed, digest_size=8).digest()
    return -band, lot, supplier.id


def _width(policy: Policy) -> int:
    return round(policy.band * UNITS)


def _shown(chosen: Sequence[tuple[Scored, int]], asking: _Asking) -> tuple[Ranked, ...]:
    """Judge the chosen, with reasons."""
    if not chosen:
        return ()
    evidence = Evidence(asking.query, asking.thesaurus)
    ranked = []
    for place, (scored, at) in enumerate(chosen, start=1):
        candidate = scored.candidate(at)
        told = evidence.of(candidate, scored.block.offers)
        ranked.append(_judge(candidate, place, asking, told))
    return tuple(ranked)


def _judge(candidate: Candidate, place: int, asking: _Asking, told: Told) -> Ranked:
    lots = asking.lots.get(candidate.supplier.id, ())
    speaking = candidate.speaking()
    products = [product for product, _ in speaking]
    found = checks.run(asking.need, candidate.supplier, asking.on, products, lots)
    view = factors.view_of(asking.need, asking.query, candidate, found)
    weighed = _weigh(view, asking.policy, told)
    return Ranked(
        rank=place,
        supplier=candidate.supplier,
        units=sum([factor.units for factor in weighed]),
        eligibility=checks.eligibility(found),
        factors=weighed,
        checks=found,
        matched_products=_matched(speaking),
    )


def _weigh(view: View, policy: Policy, told: Told) -> tuple[Factor, ...]:
    """Turn the factors into whole score units; a closed supplier gets none."""
    is_open = not factors.closed(view.checks)
    likeness = view.candidate.relevances[view.best]
    weighed = []
    for name, weight in policy.table:
        relevant = factors.RELEVANCE.get(name)
        value, evidence = (relevant or factors.FITNESS[name])(view)
        units = round(weight * value * (1.0 if relevant else likeness) * is_open * UNITS)
        more = told.get(name)
        weighed.append(
            Factor(name, weight, value, units, {**evidence, **more} if more else evidence)
        )
    return tuple(weighed)


def _matched(speaking: Sequence[tuple[Product, float]]) -> tuple[MatchedProduct, ...]:
    ordered = sorted(speaking, key=lambda pair: (-pair[1], pair[0].id))[:_PRODUCTS_SHOWN]
    return tuple(
        MatchedProduct(product.id, product.name, round(100 * value, 2))
        for product, value in ordered
        if product.id
    )
