"""The open needs as one supplier sees them: what fits, what is missed, and what one change opens.

A fix is tried, not guessed: the supplier is taken as changed, and the needs are checked again. What
it opens are needs of our own record, no forecast of sales.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from app.matching import checks, kinds, regions, units
from app.matching.index import Index
from app.matching.panel import Member, judged_on, of_trade, servers, speaking
from app.matching.rank import rank
from app.matching.shapes import (
    UNITS,
    Certificate,
    Change,
    Check,
    Eligibility,
    Licence,
    Need,
    Product,
    Ranked,
    Stated,
    Supplier,
)
from app.matching.weights import Policy


@dataclass(frozen=True, slots=True)
class Prospect:
    """A need of the supplier's trade, and how the supplier stands to it."""

    need: Need
    member: Member
    on: date
    lots: tuple[str, ...]

    @property
    def eligibility(self) -> Eligibility:
        """Whether the supplier may supply it, as far as is known."""
        return self.member.eligibility


@dataclass(frozen=True, slots=True)
class Placed:
    """A need in its place in the supplier's list, with the supplier's own place in a ranking."""

    need: Need
    ranked: Ranked


@dataclass(frozen=True, slots=True)
class Fix:
    """One change, the needs it opens, and those it makes certain; *value_krw* is of those opened.

    Needs without an estimated price are opened all the same, and counted as *unpriced*.
    """

    change: Change
    opens: tuple[str, ...]
    settles: tuple[str, ...]
    value_krw: int
    unpriced: int


def prospects(
    supplier: Supplier, needs: Iterable[Need], alone: Index, policy: Policy, as_of: date
) -> list[Prospect]:
    """The needs of the supplier's trade; *alone* is an index that holds nobody else."""
    found = []
    for need in needs:
        for one in of_trade(need, alone, policy):
            products, on = speaking(one), judged_on(need, as_of)
            lots = servers(need, alone, policy, on).get(supplier.id, ())
            checked = checks.run(need, supplier, on, products, lots)
            found.append(
                Prospect(need, Member(supplier, one.relevance, products, checked), on, lots)
            )
    return found


def best(
    found: Sequence[Prospect], alone: Index, policy: Policy, as_of: date, limit: int
) -> list[Placed]:
    """Rank needs by the score the supplier has in each, and explain the best.

    A score cannot exceed its likeness, so most needs need not be scored. What fits and what is
    missed are two lists: give one of them.
    """
    placed: list[Placed] = []
    bold = replace(policy, conviction=0.0)  # the supplier is of the trade, which is enough here
    for one in sorted(found, key=lambda one: (-one.member.likeness, one.need.key)):
        most = _reach(one, policy)
        if len(placed) >= limit and placed[limit - 1].ranked.score > most:
            break
        answer = rank(one.need, alone, bold, as_of, limit=1, near_limit=1)
        placed += [Placed(one.need, it) for it in (*answer.results, *answer.near_misses)]
        placed.sort(key=lambda it: (-it.ranked.units, it.need.key))
    return [
        replace(one, ranked=one.ranked._replace(rank=place))
        for place, one in enumerate(placed[:limit], start=1)
    ]


def _reach(one: Prospect, policy: Policy) -> float:
    """The most that the supplier's score can be; rounding may add a unit for each factor."""
    share = 1 - policy.requirements / 100 if one.eligibility == "ineligible" else 1.0
    return one.member.likeness * share * 100 + len(policy.table) / UNITS


def fixes(found: Sequence[Prospect]) -> list[Fix]:
    """Every single change that opens or settles a need, the most valuable first."""
    tried = [_try(change, found) for change in _changes(found)]
    useful = [fix for fix in tried if fix.opens or fix.settles]
    return sorted(useful, key=_worth)


def _worth(fix: Fix) -> tuple[int, int, int, str, str]:
    values = repr(sorted(fix.change.values.items()))
    return -fix.value_krw, -len(fix.opens), -len(fix.settles), fix.change.code, values


def _changes(found: Sequence[Prospect]) -> Iterator[Change]:
    """The different changes that are wanted; of one that is wanted by a day, the earliest."""
    wanted: dict[tuple[Stated, ...], Change] = {}
    for one in found:
        for check in one.member.checks:
            change = check.change
            if change is None or change.code not in _MEND:
                continue
            key = _key(change)
            if key not in wanted or _day(change) < _day(wanted[key]):
                wanted[key] = change
    yield from wanted.values()


_NAMED = ("kind", "region", "lots", "unit", "required", "quantity")


def _key(change: Change) -> tuple[Stated, ...]:
    """What makes two changes one: the same step, however it is written and needed by when."""
    values = {name: change.values.get(name) for name in _NAMED}
    for name, plain in (("unit", units.canonical), ("region", _area), ("kind", _kind)):
        values[name] = plain(str(values[name] or ""))
    return change.code, *values.values()


def _area(region: str) -> str:
    area = regions.parse(region)
    return regions.label(area) if area else region


def _kind(name: str) -> str:
    return kinds.licence_key(kinds.code_of(name))


def _day(change: Change) -> str:
    return str(change.values.get("needed_on", ""))


def _try(change: Change, found: Sequence[Prospect]) -> Fix:
    opened, settled = [], []
    for one in found:
        if one.eligibility == "eligible":
            continue
        after = checks.eligibility(_mended(change, one))
        if one.eligibility == "ineligible" and after != "ineligible":
            opened.append(one.need)
        elif one.eligibility == "unknown" and after == "eligible":
            settled.append(one.need)
    keys = attrgetter("key")
    return Fix(
        change=change,
        opens=tuple(sorted(map(keys, opened))),
        settles=tuple(sorted(map(keys, settled))),
        value_krw=sum(need.estimated_price_krw or 0 for need in opened),
        unpriced=sum(need.estimated_price_krw is None for need in opened),
    )


def _mended(change: Change, one: Prospect) -> tuple[Check, ...]:
    """The checks of a need once the change is made."""
    member, lots = one.member, one.lots
    if change.code == "add_partner":
        wanted = change.values["lots"]
        lots = (*lots, *(wanted if isinstance(wanted, tuple) else ()))
    supplier, products = _MEND[change.code](change, member.supplier, member.products)
    return checks.run(one.need, supplier, one.on, products, lots)


Stock = tuple[Product, ...]
State = tuple[Supplier, Stock]


def _active(_change: Change, supplier: Supplier, products: Stock) -> State:
    return replace(supplier, status="active"), products


def _serving(change: Change, supplier: Supplier, products: Stock) -> State:
    served = (*supplier.service_regions, str(change.values["region"]))
    return replace(supplier, service_regions=served), products


def _certified(change: Change, supplier: Supplier, products: Stock) -> State:
    """The supplier with the certificate in force on any day asked about."""
    kind = str(change.values["kind"])
    held = Certificate(kind=kind, no_expiry=True, verified_on=date.max)
    return replace(supplier, certifications=(*supplier.certifications, held)), products


def _licensed(change: Change, supplier: Supplier, products: Stock) -> State:
    held = Licence(kind=str(change.values["kind"]))
    return replace(supplier, licences=(*supplier.licences, held)), products


def _larger(change: Change, supplier: Supplier, products: Stock) -> State:
    """The supplier able to supply the quantity in this unit; what it can do more of stays."""
    values = change.values
    unit = str(values["unit"] or "") or None
    wanted = float(str(values.get("required", values.get("quantity"))))
    monthly = wanted / units.months_counted(unit)
    named = [units.comparable(product.unit, unit) for product in products]
    able = tuple(
        replace(
            product,
            monthly_capacity=max(monthly, product.monthly_capacity or 0.0),
            commitments=(),  # so much more is asked for than is promised already
        )
        if same
        else product
        for product, same in zip(products, named, strict=True)
    )
    if any(named) or unit is None:
        return supplier, able
    return supplier, (*able, Product(id="", name="", unit=unit, monthly_capacity=monthly))


def _confirmed(_change: Change, supplier: Supplier, products: Stock) -> State:
    """The supplier whose contracts of unknown amounts turn out to leave enough."""
    known = tuple(
        replace(
            product,
            commitments=tuple(one for one in product.commitments if one.quantity is not None),
        )
        for product in products
    )
    return supplier, known


def _unchanged(_change: Change, supplier: Supplier, products: Stock) -> State:
    return supplier, products


_MEND = {
    "confirm_active": _active,
    "state_service_regions": _serving,
    "extend_region": _serving,
    "obtain_certificate": _certified,
    "renew_certificate": _certified,
    "verify_certificate": _certified,
    "obtain_licence": _licensed,
    "renew_licence": _licensed,
    "state_capacity": _larger,
    "raise_capacity": _larger,
    "confirm_contracts": _confirmed,
    "add_partner": _unchanged,
}
"""How the supplier stands once a change is made; what it cannot change itself is not here."""
