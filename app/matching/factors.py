"""The factors of a score, one function each.

Every factor answers a value in 0..1 and its evidence as data. Trade and wording say how like the
need is; the others count only as far as it is, so that nobody rises by being near or cheap.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.matching import regions, units
from app.matching.answers import Candidate
from app.matching.query import Query
from app.matching.regions import Area
from app.matching.shapes import Check, Need, Product, Stated
from app.matching.weights import Policy

Verdict = tuple[float, Mapping[str, Stated]]

PRICE_TOLERANCE = 1.15
FOCUS = (1.0, 0.4, 0.2)
"""What the first product of a supplier, the second and any later one is worth."""

UNKNOWN_CHECK = 0.85
UNKNOWN_PRICE = 0.8
_UNKNOWN_PLACE = 0.5


class View(NamedTuple):
    """All that a factor may look at."""

    need: Need
    query: Query
    candidate: Candidate
    best: int
    """Which of the supplier's products answers the need best."""

    product: Product
    """That product."""

    checks: tuple[Check, ...]


def view_of(need: Need, query: Query, candidate: Candidate, checks: tuple[Check, ...]) -> View:
    """Look at a supplier found, and at its best product."""
    best = candidate.best
    return View(need, query, candidate, best, candidate.products[best], checks)


def trade(view: View) -> Verdict:
    """Say how far the product is of the trade asked for, or of one near it.

    Where the thesaurus knows no trade in the need, the wording stands in for it.
    """
    value = view.candidate.trades[view.best]
    return value, {"product_id": view.product.id, "asked": view.query.codes}


def wording(view: View) -> Verdict:
    """Say how much of the need's own wording the supplier uses."""
    return view.candidate.wordings[view.best], {"product_id": view.product.id}


def requirements(view: View) -> Verdict:
    """Say how far the hard requirements are met: one failed leaves nothing, an open one costs."""
    failed = tuple([check.name for check in view.checks if check.outcome == "fail"])
    unknown = tuple([check.name for check in view.checks if check.outcome == "unknown"])
    if failed:
        return 0.0, {"failed": failed, "unknown": unknown}
    worth = [1.0 if check.outcome == "pass" else UNKNOWN_CHECK for check in view.checks]
    return sum(worth) / len(worth), {"failed": failed, "unknown": unknown}


def focus(view: View) -> Verdict:
    """Say whether this is a main line of the supplier's business, or something on the side.

    Suppliers name their main line first, so a product further down the list counts for less.
    """
    listed = len(view.candidate.products)
    value = FOCUS[min(view.best, len(FOCUS) - 1)]
    return value, {"product_id": view.product.id, "place": view.best + 1, "products": listed}


def price(view: View) -> Verdict:
    """Say how far the list price keeps within the money; soft, for prices are negotiated."""
    money = money_of(view.need)
    cost = _cost(view.need, view.product)
    if money is None or cost is None:
        return UNKNOWN_PRICE, {"budget_krw": money, "list_price_krw": cost}
    excess = (cost / money - 1) / (PRICE_TOLERANCE - 1)
    value = 1.0 if excess <= 0 else max(0.0, 1 - excess)
    return value, {"budget_krw": money, "list_price_krw": cost}


def money_of(need: Need) -> int | None:
    """Answer what may be spent, as far as it is stated."""
    return need.budget_krw or need.estimated_price_krw or None


def _cost(need: Need, product: Product) -> int | None:
    if product.unit_price_krw is None or need.quantity is None:
        return None
    if not units.comparable(product.unit, need.unit):
        return None
    return round(product.unit_price_krw * need.quantity)


def nearness(view: View) -> Verdict:
    """Say whether the supplier is at home where the work is; it only parts near equals."""
    asked, district = view.need.region, view.candidate.supplier.district
    return near(asked, regions.parse(district)), {"region": asked, "district": district}


def near(region: str | None, home: Area | None) -> float:
    """Say how near a home is to a region, as far as both are known."""
    asked = regions.parse(region)
    if asked is None or home is None:
        return _UNKNOWN_PLACE
    if asked == home:
        return 1.0
    return 0.5 if asked.province == home.province else 0.0


def reach(need: Need, policy: Policy, *, eligible: bool) -> float:
    """Bound the share of its likeness that anybody's score can reach, given what is asked."""
    lost = 0.0 if eligible else policy.requirements
    if money_of(need) is None or need.quantity is None:
        lost += policy.price * (1 - UNKNOWN_PRICE)
    if regions.parse(need.region) is None:
        lost += policy.nearness * (1 - _UNKNOWN_PLACE)
    return 1 - lost / 100


RELEVANCE = {"trade": trade, "wording": wording}
FITNESS = {"requirements": requirements, "focus": focus, "price": price, "nearness": nearness}


def closed(checks: Sequence[Check]) -> bool:
    """Say whether the supplier is out of business."""
    return any(check.name == "status" and check.outcome == "fail" for check in checks)
