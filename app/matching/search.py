"""Find suppliers by what a person types: names, initials, typos, synonyms, missing spaces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.matching import checks, kinds, names, query, readings, regions, units
from app.matching.answers import Candidate
from app.matching.index import Index
from app.matching.readings import Reading, Typed
from app.matching.scoring import Hits, convinces, likest_first
from app.matching.shapes import Found, Hit, MatchedProduct, Need, Supplier
from app.matching.weights import POLICY, Policy

_NAME_FLOOR = 0.78
_SURE_NAME = 0.99
_OUT_OF_REACH = 0.55
_EXPLAINED = 0.7


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
    supplier: Supplier
    score: float
    found: tuple[Found, ...]
    candidate: Candidate | None


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
    ordered = sorted(answers.values(), key=lambda one: (-_reached(one, line), one.supplier.id))
    return [_hit(place, one, line) for place, one in enumerate(ordered[:limit], start=1)]


def _by_wares(asking: _Asking) -> dict[str, _Answer]:
    """Answer each supplier's best over all readings; nobody where no reading convinces."""
    best: dict[str, _Answer] = {}
    index, is_sure = asking.index, False
    for reading in readings.of(asking.line, index.thesaurus, index.vocabulary):
        asked = query.read(Need(title=reading.text), index.thesaurus, asking.policy)
        hits = index.hits(asked)
        is_sure = is_sure or convinces(hits, asking.policy.conviction / reading.sure)
        for answer in _by_reading(reading, hits, asking):
            known = best.get(answer.supplier.id)
            if known is None or answer.score > known.score:
                best[answer.supplier.id] = answer
    return best if is_sure else {}


def _by_reading(reading: Reading, hits: Sequence[Hits], asking: _Asking) -> Iterator[_Answer]:
    """Answer suppliers, likest first, until no later one can come among those shown."""
    full = 0
    for candidate in likest_first(hits):
        if full >= asking.limit:
            return
        answer = _Answer(
            supplier=candidate.supplier,
            score=reading.sure * candidate.relevance,
            found=_found(reading, candidate),
            candidate=candidate,
        )
        if _meets(answer, asking.filters):
            full += _reached(answer, asking.line) == answer.score
            yield answer


def _found(reading: Reading, candidate: Candidate) -> tuple[Found, ...]:
    place = int(candidate.relevances.argmax())
    return (
        Found(reading.by, reading.typed, reading.text),
        Found("product", reading.text, candidate.products[place].name),
    )


def _add_named(answers: dict[str, _Answer], asking: _Asking) -> None:
    """Raise the suppliers that are meant by name, unless the line is just a trade's name."""
    floor = _SURE_NAME if _is_a_trade(asking.line, asking.index) else _NAME_FLOOR
    for typed in dict.fromkeys((asking.typed, asking.line.line)):
        for supplier_id in asking.index.names.likely(typed):
            supplier = asking.index.get(supplier_id)
            sure = names.likeness_to(typed, supplier) if supplier else 0.0
            if supplier is None or sure < floor:
                continue
            named = _named(typed, supplier, 1 + sure, answers.get(supplier_id))
            if _meets(named, asking.filters):
                answers[supplier_id] = named


def _named(typed: str, supplier: Supplier, score: float, before: _Answer | None) -> _Answer:
    by_name = Found("name", typed, supplier.name)
    if before is None:
        return _Answer(supplier, score, (by_name,), None)
    others = tuple(one for one in before.found if one.by != "name")
    return _Answer(supplier, max(score, before.score), (by_name, *others), before.candidate)


def _is_a_trade(line: Typed, index: Index) -> bool:
    joined = "".join(line.words)
    covered = sum(one.end - one.start for one in index.thesaurus.annotate(line.line))
    return covered >= _EXPLAINED * len(joined)


def _reached(answer: _Answer, line: Typed) -> float:
    """Put a supplier that does not serve the place named after those that do."""
    if checks.status(answer.supplier).outcome == "fail":
        return answer.score * 0.01
    if line.region is None:
        return answer.score
    served = checks.region(Need(title="", region=line.region), answer.supplier)
    return answer.score * (_OUT_OF_REACH if served.outcome == "fail" else 1.0)


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
    return checks.region(Need(title="", region=region), supplier).outcome == "pass"


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


def _hit(place: int, answer: _Answer, line: Typed) -> Hit:
    score = round(100 * min(_reached(answer, line), 1.0), 2)
    return Hit(place, answer.supplier, score, answer.found, _matched(answer.candidate))


def _matched(candidate: Candidate | None) -> tuple[MatchedProduct, ...]:
    if candidate is None:
        return ()
    pairs = zip(candidate.products, candidate.relevances, strict=True)
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0].id))[:3]
    return tuple(
        MatchedProduct(product.id, product.name, round(100 * float(value), 2))
        for product, value in ordered
        if product.id and value > 0
    )
