"""What each condition of a need costs in suppliers, as counts: nobody is named.

A condition *removes alone* those who fail it and nothing else. Not known is not failed, so it is
counted apart throughout.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.matching import checks, units
from app.matching.index import Index
from app.matching.panel import Member, panel
from app.matching.shapes import Check, Eligibility, Need, Outcome, Stated
from app.matching.weights import Policy

PRICE = "price"


@dataclass(frozen=True, slots=True)
class Stand:
    """How many may supply: surely, perhaps, and not."""

    eligible: int
    unknown: int
    ineligible: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: who fails it, whom it alone removes, and how all would stand without it.

    An advisory condition rules nobody out; *without* is how all stand now, *kept* how they would
    stand if it did.
    """

    name: str
    required: Stated
    advisory: bool
    fails: int
    unknown: int
    removes_alone: int
    kept: Stand
    without: Stand


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How the suppliers of a trade stand to a need, and what each condition does to them."""

    of_trade: int
    now: Stand
    conditions: tuple[Condition, ...]


def sensitivity(need: Need, index: Index, policy: Policy, as_of: date) -> Sensitivity:
    """Count the trade against the need and against each of its conditions."""
    members = panel(need, index, policy, as_of)
    lists = [one.checks for one in members]
    asked = [place for place, check in enumerate(_first(lists)) if check.name != "status"]
    conditions = [_condition(lists, place) for place in asked]
    money = need.budget_krw or need.estimated_price_krw
    if money is not None:
        conditions.append(_price(members, need, money))
    return Sensitivity(len(members), _stand(lists), tuple(conditions))


def _first(lists: Sequence[tuple[Check, ...]]) -> tuple[Check, ...]:
    """The checks of one supplier: everyone's are the same, in the same order."""
    return lists[0] if lists else ()


def _stand(lists: Sequence[Sequence[Check]]) -> Stand:
    found: Counter[Eligibility] = Counter(checks.eligibility(one) for one in lists)
    return Stand(found["eligible"], found["unknown"], found["ineligible"])


def _condition(lists: Sequence[tuple[Check, ...]], place: int) -> Condition:
    now, without = _stand(lists), _stand([one[:place] + one[place + 1 :] for one in lists])
    asked = [one[place] for one in lists]
    return Condition(
        name=asked[0].name,
        required=asked[0].required,
        advisory=False,
        fails=_count(asked, "fail"),
        unknown=_count(asked, "unknown"),
        removes_alone=now.ineligible - without.ineligible,
        kept=now,
        without=without,
    )


def _price(members: Sequence[Member], need: Need, money: int) -> Condition:
    """The list price as if it were a condition; it is none, because prices are negotiated."""
    asked = [_within(one, need, money) for one in members]
    lists = [one.checks for one in members]
    now = _stand(lists)
    kept = _stand([(*one, check) for one, check in zip(lists, asked, strict=True)])
    return Condition(
        name=PRICE,
        required=money,
        advisory=True,
        fails=_count(asked, "fail"),
        unknown=_count(asked, "unknown"),
        removes_alone=kept.ineligible - now.ineligible,
        kept=kept,
        without=now,
    )


def _within(member: Member, need: Need, money: int) -> Check:
    """Does the list price keep within the money? The least of what answers the need counts."""
    costs = [
        round(product.unit_price_krw * need.quantity)
        for product in member.products
        if product.unit_price_krw is not None
        and need.quantity is not None
        and units.comparable(product.unit, need.unit)
    ]
    if not costs:
        return Check(PRICE, "unknown", money)
    return Check(PRICE, "pass" if min(costs) <= money else "fail", money, min(costs))


def _count(asked: Sequence[Check], outcome: Outcome) -> int:
    return sum(check.outcome == outcome for check in asked)
