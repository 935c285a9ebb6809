"""The factors of a score, one function each.

Every factor answers a value in 0..1 and its evidence as data. Trade and wording say how like the
need is; the others count only as far as it is, so that nobody rises by being near or cheap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.matching import regions, units
from app.matching.answers import Candidate
from app.matching.query import Query
from app.matching.shapes import Check, Need, Product, Stated
from app.matching.weights import Policy

Verdict = tuple[float, Mapping[str, Stated]]

_PRICE_TOLERANCE = 1.15
_UNKNOWN_CHECK = 0.85
_UNKNOWN_PRICE = 0.8
_UNKNOWN_PLACE = 0.5


@dataclass(frozen=True, slots=True)
class View:
    """All that a factor may look at."""

    need: Need
    query: Query
    candidate: Candidate
    best: int
    checks: tuple[Check, ...]

    @property
    def product(self) -> Product:
        """The product that answers the need best."""
        return self.candidate.products[self.best]


def trade(view: View) -> Verdict:
    """Say how far the product is of the trade asked for, or of one near it.

    Where the thesaurus knows no trade in the need, the wording stands in for it.
    """
    value = float(view.candidate.trades[view.best])
    codes = tuple(code for code, _ in view.query.wanted)
    return value, {"product_id": view.product.id, "asked": codes}


def wording(view: View) -> Verdict:
    """Say how much of the need's own wording the supplier uses."""
    return float(view.candidate.wordings[view.best]), {"product_id": view.product.id}


def requirements(view: View) -> Verdict:
    """Say how far the hard requirements are met: one failed leaves nothing, an open one costs."""
    outcomes = [check.outcome for check in view.checks]
    failed = tuple(check.name for check in view.checks if check.outcome == "fail")
    unknown = tuple(check.name for check in view.checks if check.outcome == "unknown")
    if failed:
        return 0.0, {"failed": failed, "unknown": unknown}
    worth = [1.0 if outcome == "pass" else _UNKNOWN_CHECK for outcome in outcomes]
    return sum(worth) / len(worth), {"failed": failed, "unknown": unknown}


def focus(view: View) -> Verdict:
    """Say whether this is a main line of the supplier's business, or something on the side.

    Suppliers name their main line first, so a product further down the list counts for less.
    """
    listed = len(view.candidate.products)
    value = (1.0, 0.4, 0.2)[min(view.best, 2)]
    return value, {"product_id": view.product.id, "place": view.best + 1, "products": listed}


def price(view: View) -> Verdict:
    """Say how far the list price keeps within the money; soft, for prices are negotiated."""
    money = view.need.budget_krw or view.need.estimated_price_krw
    cost = _cost(view.need, view.product)
    if money is None or cost is None:
        return _UNKNOWN_PRICE, {"budget_krw": money, "list_price_krw": cost}
    excess = (cost / money - 1) / (_PRICE_TOLERANCE - 1)
    value = 1.0 if excess <= 0 else max(0.0, 1 - excess)
    return value, {"budget_krw": money, "list_price_krw": cost}


def _cost(need: Need, product: Product) -> int | None:
    if product.unit_price_krw is None or need.quantity is None:
        return None
    if not units.comparable(product.unit, need.unit):
        return None
    return round(product.unit_price_krw * need.quantity)


def nearness(view: View) -> Verdict:
    """Say whether the supplier is at home where the work is; it only parts near equals."""
    asked = regions.parse(view.need.region)
    home = regions.parse(view.candidate.supplier.district)
    evidence: dict[str, Stated] = {
        "region": view.need.region,
        "district": view.candidate.supplier.district,
    }
    if asked is None or home is None:
        return _UNKNOWN_PLACE, evidence
    if asked == home:
        return 1.0, evidence
    return (0.5 if asked.province == home.province else 0.0), evidence


def reach(need: Need, policy: Policy, *, eligible: bool) -> float:
    """Bound the share of its likeness that anybody's score can reach, given what is asked."""
    money = need.budget_krw or need.estimated_price_krw
    lost = 0.0 if eligible else policy.requirements
    if money is None or need.quantity is None:
        lost += policy.price * (1 - _UNKNOWN_PRICE)
    if regions.parse(need.region) is None:
        lost += policy.nearness * (1 - _UNKNOWN_PLACE)
    return 1 - lost / 100


RELEVANCE = {"trade": trade, "wording": wording}
FITNESS = {"requirements": requirements, "focus": focus, "price": price, "nearness": nearness}


def closed(checks: Sequence[Check]) -> bool:
    """Say whether the supplier is out of business."""
    return any(check.name == "status" and check.outcome == "fail" for check in checks)
