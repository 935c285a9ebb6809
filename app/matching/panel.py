"""Everyone of a trade beside every condition of a need: what advice on the need is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.matching import checks, descent
from app.matching.answers import Candidate
from app.matching.index import Index
from app.matching.room import Claim, claim, rooms
from app.matching.shapes import Check, Eligibility, Need, Product, Supplier
from app.matching.weights import Policy


@dataclass(frozen=True, slots=True)
class Member:
    """A supplier of the trade: how like the need it is, what speaks for it, and how it stands."""

    supplier: Supplier
    likeness: float
    products: tuple[Product, ...]
    checks: tuple[Check, ...]

    @property
    def eligibility(self) -> Eligibility:
        """Whether it may supply, as far as is known."""
        return checks.eligibility(self.checks)


def panel(need: Need, index: Index, policy: Policy, as_of: date) -> tuple[Member, ...]:
    """Everyone of the trade that is not closed, the likest first.

    Of the trade are those that are at least as like the need as a lot asks for.
    """
    on = judged_on(need, as_of)
    served = servers(need, index, policy, on)
    found = []
    for one in of_trade(need, index, policy):
        products = speaking(one)
        lots = served.get(one.supplier.id, ())
        checked = checks.run(need, one.supplier, on, products, lots)
        found.append(Member(one.supplier, one.relevance, products, checked))
    return tuple(one for one in found if checks.status(one.supplier).outcome != "fail")


def judged_on(need: Need, as_of: date) -> date:
    """The day on which papers must hold: the day of need, else of closing, else of asking."""
    return need.needed_from or need.closes_on or as_of


def of_trade(need: Need, index: Index, policy: Policy) -> list[Candidate]:
    """The suppliers that are of the trade asked for, the likest first."""
    found = []
    for candidate in index.candidates(index.asked(need, policy)):
        if candidate.relevance < policy.lot_likeness:
            break
        found.append(candidate)
    return sorted(found, key=lambda one: (-one.relevance, one.supplier.id))


def is_convincing(need: Need, index: Index, policy: Policy) -> bool:
    """Say whether a ranking of the need would name anybody: it states its category, or one convinces."""
    hits = index.hits(index.asked(need, policy))
    return bool(need.category_codes) or descent.convinces(hits, policy.conviction)


def servers(need: Need, index: Index, policy: Policy, on: date) -> Mapping[str, tuple[str, ...]]:
    """For each supplier the titles of the lots it is of the trade of and not too small for."""
    served: dict[str, tuple[str, ...]] = {}
    asked = claim(need, on)
    for lot in need.lots:
        for one in of_trade(Need(title=lot.title), index, policy):
            short = lot.quantity and checks.capacity(lot.quantity, lot.unit, speaking(one), asked)
            if not short or short.outcome != "fail":
                served[one.supplier.id] = (*served.get(one.supplier.id, ()), lot.title)
    return served


def speaking(candidate: Candidate) -> tuple[Product, ...]:
    """The products that answer the need about as well as the best one."""
    return tuple(product for product, _ in candidate.speaking())


def capacity_left(products: Sequence[Product], unit: str | None, asked: Claim) -> float | None:
    """The most that is surely left of one of the products, in this unit; None if that is not known."""
    found = list(rooms(products, unit, asked))
    sure = [one.left for one in found if not one.unknown or not one.left]
    return max(sure, default=None)
