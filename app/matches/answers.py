"""A ranking as it is answered and stored: plain data with the words people read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.collection import Document
from app.matches import translate
from app.matches.words import FACTORS, sentence
from app.matching import Change, Check, Factor, MatchResult, Need, Ranked
from app.matching.routes import BuyerLaw, ContractKind, Route, RouteQuery, RouteState, Rule, routes


@dataclass(frozen=True, slots=True)
class Terms:
    """What contract routes are judged by, beside the need and the enterprise; see *RouteQuery*."""

    law: str
    rules: tuple[Rule, ...]
    total_12m_krw: int | None = None
    is_simple_labour: bool = False


IsSynthetic = Callable[[str], bool]
_OPEN = (RouteState.possible, RouteState.possible_with_conditions)
_OTHERWISE = (
    6  # where nothing is open: competition, restricted and by negotiation, and what is not known
)


def as_answer(found: MatchResult, need: Need, terms: Terms, is_synthetic: IsSynthetic) -> Document:
    """Return a ranking as data: results, near misses, and the versions it rests on."""

    def shown(one: Ranked) -> Document:
        return _result(one, _routes(one, need, found.as_of, terms), is_synthetic)

    return {
        "engine_version": found.engine_version,
        "weights_version": found.weights_version,
        "thesaurus_version": found.thesaurus_version,
        "as_of": found.as_of,
        "considered": found.considered,
        "results": [shown(one) for one in found.results],
        "near_misses": [shown(one) for one in found.near_misses],
    }


def _result(one: Ranked, open_routes: list[Document], is_synthetic: IsSynthetic) -> Document:
    enterprise = one.supplier
    return {
        "rank": one.rank,
        "enterprise": {
            "id": enterprise.id,
            "name": enterprise.name,
            "district": enterprise.district,
            "is_synthetic": is_synthetic(enterprise.id),
        },
        "score": one.score,
        "eligibility": one.eligibility,
        "factors": [as_factor(factor) for factor in one.factors],
        "checks": [as_check(check) for check in one.checks],
        "routes": open_routes,
        "matched_products": [
            {"id": p.id, "name": p.name, "score": p.score} for p in one.matched_products
        ],
    }


def as_factor(factor: Factor) -> Document:
    """Return one part of a score as data."""
    return {
        "name": factor.name,
        "label": FACTORS.get(factor.name, factor.name),
        "weight": factor.weight,
        "value": factor.value,
        "contribution": factor.contribution,
        "evidence": dict(factor.evidence),
    }


def as_check(check: Check) -> Document:
    """Return one hard requirement as data."""
    return {
        "name": check.name,
        "outcome": check.outcome,
        "required": check.required,
        "found": check.found,
        "change": as_change(check.change) if check.change else None,
    }


def as_change(change: Change) -> Document:
    """Return a change as data, with the sentence people read."""
    ko, en = sentence(change)
    values: dict[str, Any] = dict(change.values)
    return {"code": change.code, "values": values, "message": ko, "message_en": en}


def _routes(one: Ranked, need: Need, as_of: date, terms: Terms) -> list[Document]:
    """Return the routes that are open to this enterprise, or why none is."""
    query = RouteQuery(
        buyer_law=BuyerLaw(terms.law),
        contract_kind=ContractKind(need.kind or "service"),
        estimated_price_ex_vat=need.estimated_price_krw,
        aggregated_12m_ex_vat=terms.total_12m_krw,
        on_date=need.judged_on or as_of,
        counterparty=translate.counterparty(one.supplier),
        is_simple_labour=terms.is_simple_labour,
    )
    found = routes(query, terms.rules)
    wanted = [route for route in found if route.state in _OPEN]
    return [_route(route) for route in wanted or found[:_OTHERWISE]]


def _route(route: Route) -> Document:
    return {
        "state": route.state.value,
        "route": route.route,
        "quotations": route.quotations.value,
        "quotation_rule_id": route.quotation_rule_id,
        "edocument_system_required": route.edocument_system_required,
        "law": route.law,
        "article": route.article,
        "rule_id": route.rule_id,
        "missing": list(route.missing),
        "warnings": list(route.warnings),
        "quote": route.quote,
        "effective_from": route.effective_from,
        "verified_on": route.verified_on,
    }
