"""How far a buyer's purchases go towards each priority-purchase scheme, and what one more would do.

A purchase may count in several schemes, so schemes are never added up; what counts in any of them
is given once, apart. What is not proved on the day of the contract is not counted, but told apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from app.matching import checks
from app.matching.schemes import PurchaseKind, Scheme
from app.matching.shapes import Outcome, Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A contract: from whom, on which day, of which kind and for how much, as far as is known."""

    supplier: Supplier
    on: date
    amount_krw: int | None
    kind: PurchaseKind | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One recorded line of what the buyer buys in the year; together they are its total."""

    amount_krw: int | None
    kind: PurchaseKind | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What a ratio is counted against; *lacking* says why it is not known, if it is not."""

    recorded_krw: int
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What counts, what would if it were shown to, and how many contracts state no amount."""

    contracts: int
    counted_krw: int
    unproved_krw: int
    without_amount: int


@dataclass(frozen=True, slots=True)
class Progress:
    """An amount against the base: its share, and what is still wanting to the scheme's ratio."""

    counted_krw: int
    ratio_percent: float | None
    gap_krw: int | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What the planned contract does to a scheme; *verdict* is None where nobody is named."""

    verdict: Outcome | None
    in_scope: bool | None
    adds_krw: int
    adds_if_proved_krw: int
    after: Progress


@dataclass(frozen=True, slots=True)
class Standing:
    """A scheme, its base, what counts so far, and what the planned contract would do."""

    scheme: Scheme
    base: Base
    tally: Tally
    now: Progress
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A contract that is thought of; without a supplier it is taken to qualify."""

    amount_krw: int
    on: date
    supplier: Supplier | None = None
    kind: PurchaseKind | None = None
    adds_to_total: bool = False


def standings(
    schemes: Iterable[Scheme],
    purchases: Sequence[Purchase],
    lines: Sequence[Line],
    on: date,
    plan: Plan | None = None,
) -> list[Standing]:
    """Answer each scheme in force on *on*."""
    return [_standing(one, purchases, lines, plan) for one in schemes if one.in_force(on)]


def proof(scheme: Scheme, supplier: Supplier, on: date) -> Outcome:
    """Tell whether the supplier is shown to qualify on the day.

    A certificate of products says nothing yet of the thing that is bought.
    """
    found = {checks.certificate(kind, supplier, on).outcome for kind in scheme.qualifying}
    if "pass" in found:
        return "unknown" if scheme.by_product else "pass"
    return "unknown" if "unknown" in found else "fail"


def counted_once(schemes: Sequence[Scheme], purchases: Sequence[Purchase], on: date) -> Tally:
    """What counts in any scheme, each contract once."""
    wanted = [one for one in schemes if one.in_force(on)]
    judged = [(one, [_verdict(scheme, one) for scheme in wanted]) for one in purchases]
    return _tally([(one, _best(verdicts)) for one, verdicts in judged])


def _best(verdicts: Sequence[Outcome]) -> Outcome:
    order: tuple[Outcome, ...] = ("pass", "unknown", "fail")
    return min(verdicts, key=order.index, default="fail")


def _verdict(scheme: Scheme, one: Purchase) -> Outcome:
    return _of(scheme.counts(one.kind), proof(scheme, one.supplier, one.on))


def _of(in_scope: bool | None, verdict: Outcome) -> Outcome:  # noqa: FBT001 -- a third value is "not known"
    if in_scope is False or verdict == "fail":
        return "fail"
    return "unknown" if in_scope is None else verdict


def _tally(judged: Sequence[tuple[Purchase, Outcome]]) -> Tally:
    sure = [one for one, verdict in judged if verdict == "pass"]
    unsure = [one for one, verdict in judged if verdict == "unknown"]
    return Tally(
        contracts=len(sure),
        counted_krw=sum(one.amount_krw or 0 for one in sure),
        unproved_krw=sum(one.amount_krw or 0 for one in unsure),
        without_amount=sum(one.amount_krw is None for one in sure),
    )


def base(scheme: Scheme, lines: Sequence[Line]) -> Base:
    """The recorded total that the scheme's ratio is counted against."""
    if not scheme.has_recorded_total:
        return Base(0, ("total_not_recorded_by_kind_of_item",))
    inside = [line for line in lines if scheme.counts(line.kind)]
    unclear = [line for line in lines if scheme.counts(line.kind) is None]
    lacking = {
        "no_purchases_recorded": not lines,
        "amounts_missing": any(line.amount_krw is None for line in (*inside, *unclear)),
        "kinds_missing": bool(unclear),
    }
    total = sum(line.amount_krw or 0 for line in inside)
    reasons = tuple(reason for reason, holds in lacking.items() if holds)
    return Base(total, reasons or (() if total else ("total_is_zero",)))


def _standing(
    scheme: Scheme, purchases: Sequence[Purchase], lines: Sequence[Line], plan: Plan | None
) -> Standing:
    total = base(scheme, lines)
    tally = _tally([(one, _verdict(scheme, one)) for one in purchases])
    return Standing(
        scheme=scheme,
        base=total,
        tally=tally,
        now=_progress(scheme, tally.counted_krw, total, 0),
        effect=_effect(scheme, tally, total, plan) if plan else None,
    )


def _effect(scheme: Scheme, tally: Tally, total: Base, plan: Plan) -> Effect:
    verdict = proof(scheme, plan.supplier, plan.on) if plan.supplier else None
    in_scope = scheme.counts(plan.kind)
    outcome = _of(in_scope, verdict or "pass")
    adds = plan.amount_krw if outcome == "pass" else 0
    more = plan.amount_krw if plan.adds_to_total and in_scope else 0
    return Effect(
        verdict=verdict,
        in_scope=in_scope,
        adds_krw=adds,
        adds_if_proved_krw=plan.amount_krw if outcome == "unknown" else 0,
        after=_progress(scheme, tally.counted_krw + adds, total, more),
    )


def _progress(scheme: Scheme, counted: int, total: Base, more: int) -> Progress:
    whole = total.recorded_krw + more
    if total.lacking:
        return Progress(counted, None, None)
    gap = None
    if scheme.ratio_percent is not None:
        gap = max(0, ceil(scheme.ratio_percent * whole / 100) - counted)
    return Progress(counted, float(round(Fraction(100 * counted, whole), 4)), gap)
