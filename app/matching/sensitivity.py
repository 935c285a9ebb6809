"""What each condition of a need costs in suppliers, as counts: nobody is named.

A condition *removes alone* those who fail it and nothing else. Not known is not failed, so it is
counted apart throughout.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.matching import checks, kinds, units
from app.matching.index import Index
from app.matching.panel import Member, judged_on, panel
from app.matching.shapes import Check, Eligibility, Need, Outcome, Stated
from app.matching.weights import Policy

PRICE, LICENCE = "price", "licence"
_MEANT = 0.5
"""Of a trade that is at least so surely meant the usual licences are told."""


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
    """How the suppliers of a trade stand to a need, and what each condition does to them.

    *usual_licences* are those that the trade usually takes and the need does not ask for, as the
    advisory conditions that they would be.
    """

    of_trade: int
    now: Stand
    conditions: tuple[Condition, ...]
    usual_licences: tuple[Condition, ...]


def sensitivity(need: Need, index: Index, policy: Policy, as_of: date) -> Sensitivity:
    """Count the trade against the need and against each of its conditions."""
    members = panel(need, index, policy, as_of)
    lists = [one.checks for one in members]
    stated = [place for place, check in enumerate(_first(lists)) if check.name != "status"]
    conditions = [_condition(lists, place) for place in stated]
    on = judged_on(need, as_of)
    usual = []
    for kind in _usual_licences(need, index, policy):
        held = [checks.licence(kind, one.supplier, on) for one in members]
        usual.append(_advisory(lists, LICENCE, kind, held))
    money = need.budget_krw or need.estimated_price_krw
    if money is not None:
        within = [_within(one, need, money) for one in members]
        conditions.append(_advisory(lists, PRICE, money, within))
    return Sensitivity(len(members), _stand(lists), tuple(conditions), tuple(usual))


def _usual_licences(need: Need, index: Index, policy: Policy) -> list[str]:
    """The licences that the trades asked for usually take, by the thesaurus, but not the need."""
    words = index.thesaurus
    named = {kinds.licence_key(kind) for kind in need.required_licences}
    usual = {
        kinds.licence_key(kind): kind
        for code, sureness in index.asked(need, policy).wanted
        if sureness >= _MEANT
        for kind in words.concepts[code].licences
    }
    return [kind for key, kind in usual.items() if key not in named]


def _first(lists: Sequence[tuple[Check, ...]]) -> tuple[Check, ...]:
    """The checks of one supplier: everyone's are the same, in the same order."""
    return lists[0] if lists else ()


def _stand(lists: Sequence[Sequence[Check]]) -> Stand:
    found: Counter[Eligibility] = Counter(checks.eligibility(one) for one in lists)
    return Stand(found["eligible"], found["unknown"], found["ineligible"])


def _condition(lists: Sequence[tuple[Check, ...]], place: int) -> Condition:
    now, without = _stand(lists), _stand([one[:place] + one[place + 1 :] for one in lists])
    found = [one[place] for one in lists]
    return Condition(
        name=found[0].name,
        required=found[0].required,
        advisory=False,
        fails=_count(found, "fail"),
        unknown=_count(found, "unknown"),
        removes_alone=now.ineligible - without.ineligible,
        kept=now,
        without=without,
    )


def _advisory(
    lists: Sequence[tuple[Check, ...]], name: str, required: Stated, found: Sequence[Check]
) -> Condition:
    """What would be if this were a condition: prices are negotiated, licences the buyer's to ask."""
    now = _stand(lists)
    kept = _stand([(*one, check) for one, check in zip(lists, found, strict=True)])
    return Condition(
        name=name,
        required=required,
        advisory=True,
        fails=_count(found, "fail"),
        unknown=_count(found, "unknown"),
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


def _count(found: Sequence[Check], outcome: Outcome) -> int:
    return sum(check.outcome == outcome for check in found)
