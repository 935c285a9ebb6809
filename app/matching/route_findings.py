"""Which rules speak for a query, and what each of them still asks for.

A rule is read the same way whatever it is about: amount, counterparty, ratio, own performance, facts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.matching.route_shapes import Missing, RouteQuery, RouteState
from app.matching.rules import Question, Rule, RulesError

ANYONE = "anyone"
NOT_SIMPLE_LABOUR = "not_simple_labour"


_CONDITIONS = frozenset(
    {
        Missing.certificate_valid_on_date,
        Missing.ratio_certificate,
        Missing.own_performance_proof,
    }
)
"""Papers the enterprise can still bring: they make a route conditional, never closed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that speaks for the query, and what it still asks for."""

    rule: Rule
    missing: tuple[str, ...]

    @property
    def state(self) -> RouteState:
        """Possible when nothing is asked; conditional when only papers are; else not yet known."""
        if not self.missing:
            return RouteState.possible
        if _CONDITIONS.issuperset(self.missing):
            return RouteState.possible_with_conditions
        return RouteState.insufficient_information

    @property
    def is_aside(self) -> bool:
        """Whether it rests on a fact nobody has claimed, and so does not stand for an answer."""
        unclaimed = Missing.counterparty_type in self.missing and not self.rule.has_ceiling
        return self.rule.special_ground is not None or unclaimed


# Choosing the rules that may speak


@dataclass(frozen=True, slots=True)
class Book:
    """The rules in force for one buyer, one kind of contract and one day."""

    scope: Rule
    rules: tuple[Rule, ...]

    def on(self, *questions: Question) -> Iterable[Rule]:
        """Yield the rules that answer one of these questions."""
        return (rule for rule in self.rules if rule.question in questions)


def scope_of(query: RouteQuery, rules: Iterable[Rule]) -> Rule:
    """Find the row that says which law binds the buyer.

    Raises:
        RulesError: if the table has none.

    """
    for rule in rules:
        if rule.question is Question.scope and query.buyer_law in rule.law:
            return rule
    raise RulesError(f"no scope row for a buyer under '{query.buyer_law}'")


def open_book(query: RouteQuery, rules: Iterable[Rule], scope: Rule) -> Book:
    """Keep what binds the buyer: its own law, and of another law only what its own refers to."""

    def binds(rule: Rule) -> bool:
        own = query.buyer_law in rule.law
        return own or (scope.applies_law in rule.law and rule.question in scope.applies_questions)

    if not scope.in_force(query.on_date):
        return Book(scope, ())
    return Book(
        scope,
        tuple(
            rule
            for rule in rules
            if rule.question is not Question.scope
            and binds(rule)
            and rule.in_force(query.on_date)
            and (not rule.contract_kinds or query.contract_kind in rule.contract_kinds)
        ),
    )


# What one rule asks of a query: () is nothing, None is "this rule is not for it"

_Gap = tuple[str, ...] | None


def _price_gap(rule: Rule, query: RouteQuery, _book: Book) -> _Gap:
    if not rule.asks_price:
        return ()
    if query.price is None:
        return (Missing.estimated_price,)
    return () if rule.admits(query.price) else None


def _counterparty_gap(rule: Rule, query: RouteQuery, _book: Book) -> _Gap:
    if ANYONE in rule.counterparty:
        return ()
    if query.counterparty is None:
        return (Missing.counterparty_type,)
    held = [one for one in query.counterparty.certificates if one.kind in rule.counterparty]
    if not held:
        return None
    holds = any(one.holds_on(query.on_date) for one in held)
    return () if holds else (Missing.certificate_valid_on_date,)


def _ratio_gap(rule: Rule, query: RouteQuery, book: Book) -> _Gap:
    """Ask for the ratio certificate; only one that holds and shows too little closes the rule."""
    if not rule.requires_ratio:
        return ()
    demand = next(iter(book.on(Question.ratio)), None)
    if demand is None or demand.ratio_percent is None or query.counterparty is None:
        return (Missing.ratio_certificate,)
    held = [
        one.ratio_percent
        for one in query.counterparty.certificates
        if one.kind in demand.counterparty and one.holds_on(query.on_date, demand.days)
    ]
    if any(ratio is not None and ratio >= demand.ratio_percent for ratio in held):
        return ()
    unknown = not held or None in held  # one without a figure may yet suffice
    return (Missing.ratio_certificate,) if unknown else None


def _performance_gap(rule: Rule, _query: RouteQuery, _book: Book) -> _Gap:
    return (Missing.own_performance_proof,) if rule.requires_own_performance else ()


def _fact_gap(rule: Rule, query: RouteQuery, _book: Book) -> _Gap:
    if query.is_simple_labour and NOT_SIMPLE_LABOUR in rule.requires_facts:
        return None
    special = (rule.special_ground,) if rule.special_ground else ()
    return special + tuple(fact for fact in rule.requires_facts if fact != NOT_SIMPLE_LABOUR)


_CHECKS: tuple[Callable[[Rule, RouteQuery, Book], _Gap], ...] = (
    _price_gap,
    _counterparty_gap,
    _ratio_gap,
    _performance_gap,
    _fact_gap,
)


def _examine(rule: Rule, query: RouteQuery, book: Book) -> Finding | None:
    missing: list[str] = []
    for check in _CHECKS:
        gap = check(rule, query, book)
        if gap is None:
            return None
        missing += gap
    return Finding(rule, tuple(missing))


def examine_all(questions: Iterable[Question], query: RouteQuery, book: Book) -> list[Finding]:
    """Find the rules on these questions that speak for the query."""
    found = (_examine(rule, query, book) for rule in book.on(*questions))
    return [finding for finding in found if finding is not None]
