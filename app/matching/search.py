"""Find suppliers by what a person types: names, initials, typos, synonyms, missing spaces."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.matching import checks, kinds, names, readings, regions, text, units
from app.matching.answers import Candidate, Scored
from app.matching.checks import CODES
from app.matching.descent import convinces, spots
from app.matching.index import Index
from app.matching.readings import Reading, Typed
from app.matching.scoring import Hits
from app.matching.shapes import Found, Hit, MatchedProduct, Need, Supplier
from app.matching.sieve import region_outcome
from app.matching.weights import POLICY, Policy

_NAME_FLOOR = 0.78
_SURE_NAME = 0.99
_WHOLE_INITIALS = 0.95
"""Initials of a trade mean a name only if they are all of the name's."""

_OUT_OF_REACH = 0.55
_EXPLAINED = 0.7
_AS_TYPED = ("words", "product")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions every hit must meet; None asks for nothing. Unknown facts do not meet one."""

    category: str | None = None
    district: str | None = None
    region: str | None = None
    certification: str | None = None
    licence: str | None = None
    capacity_at_least: float | None = None
    unit: str | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class _Asking:
    typed: str
    line: Typed
    index: Index
    policy: Policy
    filters: Filters
    limit: int


@dataclass(frozen=True, slots=True)
class _Answer:
    """A supplier found: by a *reading* of its wares, which stand *at* a spot, or by *name*."""

    supplier: Supplier
    score: float
    reached: float
    """The score with the place named and the supplier's being open counted in."""

    reading: Reading | None = None
    at: tuple[Scored, int] | None = None
    name: Found | None = None

    @property
    def candidate(self) -> Candidate | None:
        """What it sells, as far as that was asked for."""
        return self.at[0].candidate(self.at[1]) if self.at else None


def search(
    typed: str,
    index: Index,
    *,
    filters: Filters | None = None,
    policy: Policy = POLICY,
    limit: int = 20,
) -> list[Hit]:
    """Answer the suppliers the typed line finds, best first, each with what matched.

    A place name in the line asks for suppliers that serve it; the others come after them. The
    same line over the same suppliers always gives the same answer. Where nothing convinces, only
    those meant by name are answered.
    """
    line = readings.take_apart(typed)
    if not line.words:
        return []
    asking = _Asking(typed, line, index, policy, filters or Filters(), limit)
    answers = _by_wares(asking)
    _add_named(answers, asking)
    ordered = sorted(answers.values(), key=lambda one: (-one.reached, one.supplier.id))
    return [_hit(place, one) for place, one in enumerate(ordered[:limit], start=1)]


def did_you_mean(hits: Iterable[Hit]) -> Found | None:
    """Name what the first hit answers instead of what was typed: another spelling, or a name."""
    first = next(iter(hits), None)
    for one in first.found if first else ():
        if one.by == "name":
            return None if names.is_as_typed(one.typed, one.matched) else one
        if one.by not in _AS_TYPED:
            return one
    return None


def _by_wares(asking: _Asking) -> dict[str, _Answer]:
    """Answer each supplier's best over all readings; nobody where no reading convinces."""
    best: dict[str, _Answer] = {}
    index, is_sure = asking.index, False
    for reading in readings.of(asking.line, index.thesaurus, index.vocabulary):
        if reading.by not in {"words", *asking.policy.readings}:
            continue
        hits = index.hits(index.asked(Need(title=reading.text), asking.policy))
        is_sure = is_sure or convinces(hits, asking.policy.conviction / reading.sure)
        for answer in _by_reading(reading, hits, asking):
            known = best.get(answer.supplier.id)
            if known is None or answer.score > known.score:
                best[answer.supplier.id] = answer
    return best if is_sure else {}


def _by_reading(reading: Reading, hits: Sequence[Hits], asking: _Asking) -> Iterator[_Answer]:
    """Answer suppliers, likest first, until no later one can come among those shown."""
    full = 0
    for scored, at in spots(hits):
        if full >= asking.limit:
            return
        supplier, score = scored.supplier(at), reading.sure * float(scored.best[at])
        reached = _reached(supplier, score, asking.line)
        answer = _Answer(supplier, score, reached, reading, (scored, at))
        if _meets(answer, asking.filters):
            full += reached == score
            yield answer


def _add_named(answers: dict[str, _Answer], asking: _Asking) -> None:
    """Raise the suppliers that are meant by name, unless the line is just a trade's name."""
    floor = _name_floor(asking.line, asking.index)
    for typed in dict.fromkeys((asking.typed, asking.line.line)):
        for supplier_id in asking.index.names.likely(typed):
            supplier = asking.index.get(supplier_id)
            sure = names.likeness_to(typed, supplier) if supplier else 0.0
            if supplier is None or sure < floor:
                continue
            known = answers.get(supplier_id) or _Answer(supplier, 0.0, 0.0)
            score = max(1 + sure, known.score)
            reached = _reached(supplier, score, asking.line)
            by_name = Found("name", typed, supplier.name)
            named = replace(known, score=score, reached=reached, name=by_name)
            if _meets(named, asking.filters):
                answers[supplier_id] = named


def _name_floor(line: Typed, index: Index) -> float:
    """Say how surely a line must mean a name, given how surely it means a trade."""
    joined = "".join(line.words)
    if text.is_initials(joined) and index.thesaurus.vocabulary.by_initials(joined):
        return _WHOLE_INITIALS
    covered = sum(one.end - one.start for one in index.thesaurus.annotate(line.line))
    return _SURE_NAME if covered >= _EXPLAINED * len(joined) else _NAME_FLOOR


def _reached(supplier: Supplier, score: float, line: Typed) -> float:
    """Put a supplier that does not serve the place named after those that do."""
    if checks.status(supplier).outcome == "fail":
        return score * 0.01
    if line.region is None:
        return score
    out = region_outcome(line.region, supplier.service_regions) == CODES["fail"]
    return score * (_OUT_OF_REACH if out else 1.0)


def _meets(answer: _Answer, filters: Filters) -> bool:
    one = answer.supplier
    return (
        (filters.category is None or _in_category(one, filters.category))
        and (filters.district is None or _lives_in(one, filters.district))
        and (filters.region is None or _serves(one, filters.region))
        and (filters.certification is None or _holds(one, filters))
        and (filters.licence is None or _licensed(one, filters))
        and (filters.capacity_at_least is None or _can_supply(answer, filters))
    )


def _in_category(supplier: Supplier, code: str) -> bool:
    return any((product.category_code or "").startswith(code) for product in supplier.products)


def _lives_in(supplier: Supplier, district: str) -> bool:
    home, asked = regions.parse(supplier.district), regions.parse(district)
    return supplier.district == district or (home is not None and home == asked)


def _serves(supplier: Supplier, region: str) -> bool:
    return region_outcome(region, supplier.service_regions) == CODES["pass"]


def _holds(supplier: Supplier, filters: Filters) -> bool:
    on = filters.as_of
    kind = filters.certification or ""
    if on is None:
        return any(kinds.answers(one.kind, kind) for one in supplier.certifications)
    return checks.certificate(kind, supplier, on).outcome == "pass"


def _licensed(supplier: Supplier, filters: Filters) -> bool:
    on = filters.as_of or date.min
    return checks.licence(filters.licence or "", supplier, on).outcome == "pass"


def _can_supply(answer: _Answer, filters: Filters) -> bool:
    wanted = filters.capacity_at_least or 0.0
    products = answer.candidate.products if answer.candidate else answer.supplier.products
    return any(
        product.monthly_capacity is not None
        and product.monthly_capacity >= wanted
        and (filters.unit is None or units.comparable(product.unit, filters.unit))
        for product in products
    )


def _hit(place: int, answer: _Answer) -> Hit:
    score = round(100 * min(answer.reached, 1.0), 2)
    candidate = answer.candidate
    return Hit(place, answer.supplier, score, _found(answer, candidate), _matched(candidate))


def _found(answer: _Answer, candidate: Candidate | None) -> tuple[Found, ...]:
    found = [answer.name] if answer.name else []
    reading = answer.reading
    if reading and candidate:
        product = candidate.products[candidate.best]
        found.append(Found(reading.by, reading.typed, reading.text))
        found.append(Found("product", reading.text, product.name))
    return tuple(found)


def _matched(candidate: Candidate | None) -> tuple[MatchedProduct, ...]:
    if candidate is None:
        return ()
    pairs = zip(candidate.products, candidate.relevances, strict=True)
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0].id))[:3]
    return tuple(
        MatchedProduct(product.id, product.name, round(100 * value, 2))
        for product, value in ordered
        if product.id and value > 0
    )
