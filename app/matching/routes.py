"""Say by which contract routes a buyer may deal with an enterprise, and what is still to be shown.

Three questions of the contract decrees are kept apart, because their ceilings and their lists of
firms differ: is there a *ground* for a negotiated contract (지방령 §25, 국가령 §26), how many
*quotations* does it take (§30 of either), and must the *electronic system* be used.

The law is data (``data/contract_rules.csv``). This module holds no ceiling, no date and no ratio;
it knows only how a rule is read. It never says that a contract is lawful: it says which rule speaks
for it, which facts the rule still asks for, and on which day that rule was last checked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.matching.route_shapes import (
    Counterparty,
    HeldCertificate,
    Missing,
    Route,
    RouteQuery,
    RouteState,
)
from app.matching.rules import (
    BuyerLaw,
    ContractKind,
    Question,
    Quotations,
    Rule,
    RulesError,
    load_rules,
)

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
class _Book:
    """The rules in force for one buyer, one kind of contract and one day."""

    scope: Rule
    rules: tuple[Rule, ...]

    def on(self, *questions: Question) -> Iterable[Rule]:
        return (rule for rule in self.rules if rule.question in questions)


def _scope(query: RouteQuery, rules: Iterable[Rule]) -> Rule:
    for rule in rules:
        if rule.question is Question.scope and query.buyer_law in rule.law:
            return rule
    raise RulesError(f"no scope row for a buyer under '{query.buyer_law}'")


def _open_book(query: RouteQuery, rules: Iterable[Rule], scope: Rule) -> _Book:
    """Keep what binds the buyer: its own law, and of another law only what its own refers to."""

    def binds(rule: Rule) -> bool:
        own = query.buyer_law in rule.law
        return own or (scope.applies_law in rule.law and rule.question in scope.applies_questions)

    if not scope.in_force(query.on_date):
        return _Book(scope, ())
    return _Book(
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


def _price_gap(rule: Rule, query: RouteQuery, _book: _Book) -> _Gap:
    if not rule.asks_price:
        return ()
    if query.price is None:
        return (Missing.estimated_price,)
    return () if rule.admits(query.price) else None


def _counterparty_gap(rule: Rule, query: RouteQuery, _book: _Book) -> _Gap:
    if ANYONE in rule.counterparty:
        return ()
    if query.counterparty is None:
        return (Missing.counterparty_type,)
    held = [one for one in query.counterparty.certificates if one.kind in rule.counterparty]
    if not held:
        return None
    holds = any(one.holds_on(query.on_date) for one in held)
    return () if holds else (Missing.certificate_valid_on_date,)


def _ratio_gap(rule: Rule, query: RouteQuery, book: _Book) -> _Gap:
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


def _performance_gap(rule: Rule, _query: RouteQuery, _book: _Book) -> _Gap:
    return (Missing.own_performance_proof,) if rule.requires_own_performance else ()


def _fact_gap(rule: Rule, query: RouteQuery, _book: _Book) -> _Gap:
    if query.is_simple_labour and NOT_SIMPLE_LABOUR in rule.requires_facts:
        return None
    special = (rule.special_ground,) if rule.special_ground else ()
    return special + tuple(fact for fact in rule.requires_facts if fact != NOT_SIMPLE_LABOUR)


_CHECKS: tuple[Callable[[Rule, RouteQuery, _Book], _Gap], ...] = (
    _price_gap,
    _counterparty_gap,
    _ratio_gap,
    _performance_gap,
    _fact_gap,
)


def _examine(rule: Rule, query: RouteQuery, book: _Book) -> Finding | None:
    missing: list[str] = []
    for check in _CHECKS:
        gap = check(rule, query, book)
        if gap is None:
            return None
        missing += gap
    return Finding(rule, tuple(missing))


def _examine_all(questions: Iterable[Question], query: RouteQuery, book: _Book) -> list[Finding]:
    found = (_examine(rule, query, book) for rule in book.on(*questions))
    return [finding for finding in found if finding is not None]


# The three questions


def grounds(query: RouteQuery, book: _Book) -> list[Finding]:
    """Find every ground for a negotiated contract (지방령 §25, 국가령 §26)."""
    return _examine_all((Question.ground,), query, book)


def quotation_requirement(query: RouteQuery, ground: Finding, book: _Book) -> Finding | None:
    """Find the lightest quotation rule (§30) that asks for nothing beyond what the ground asks.

    A privilege that is still to be proved counts only where the ground rests on the same proof.
    """

    def rests_on(finding: Finding) -> bool:
        shared = not set(finding.rule.counterparty).isdisjoint(ground.rule.counterparty)
        return set(finding.missing) <= set(ground.missing) and (shared or not finding.missing)

    weight = list(Quotations)
    return min(
        (
            finding
            for finding in _examine_all((Question.quotation,), query, book)
            if finding.rule.covers(ground.rule) and rests_on(finding)
        ),
        key=lambda finding: weight.index(finding.rule.quotations or Quotations.unknown),
        default=None,
    )


def edocument_system_required(
    quotations: Quotations, ground: Rule | None, book: _Book
) -> bool | None:
    """Tell whether quotations or bids must pass through the e-system; None if not known."""
    duties = tuple(book.on(Question.e_system))
    if not duties or quotations is Quotations.unknown:
        return None
    return any(duty.quotations is quotations and duty.covers(ground) for duty in duties)


# The answer


def routes(query: RouteQuery, rules: Iterable[Rule]) -> tuple[Route, ...]:
    """Answer every route, the most open first; the answer is never empty and never says "legal"."""
    rules = tuple(rules)
    scope = _scope(query, rules)
    if scope.applies_law is None:
        return (_outside(query, scope),)
    book = _open_book(query, rules, scope)
    found = grounds(query, book)
    main = [finding for finding in found if not finding.is_aside]
    aside = [finding for finding in found if finding.is_aside]
    if any(finding.state is RouteState.possible for finding in main):
        main = [one for one in main if Missing.counterparty_type not in one.missing]
        aside = []
    answers = sorted((_negotiated(query, one, book) for one in main), key=_openness)
    if not answers:
        answers = _competition(query, book)
    return tuple(answers + [_negotiated(query, one, book) for one in aside])


def _openness(route: Route) -> tuple[int, int]:
    return list(RouteState).index(route.state), list(Quotations).index(route.quotations)


def _negotiated(query: RouteQuery, ground: Finding, book: _Book) -> Route:
    answer = quotation_requirement(query, ground, book)
    if answer is not None and Missing.estimated_price in answer.missing:
        answer = None
    quotations = (answer and answer.rule.quotations) or Quotations.unknown
    duties = book.on(Question.publication, Question.blocker)
    cited = [ground.rule, *([answer.rule] if answer else ())]
    return _route(
        book,
        ground,
        state=ground.state,
        quotations=quotations,
        quotation_rule_id=answer.rule.rule_id if answer else None,
        warnings=[
            *(code for rule in cited for code in rule.cautions(query.on_date)),
            *(code for duty in duties for code in duty.warnings),
            *_splitting(query),
        ],
    )


def _splitting(query: RouteQuery) -> tuple[str, ...]:
    """Warn how the amount was taken: a repeated need is held against its twelve-month total."""
    if query.aggregated_12m_ex_vat is None:
        return ("aggregated_12m_not_given",)
    return ("compared_with_aggregated_12m",)


def _competition(query: RouteQuery, book: _Book) -> list[Route]:
    """Answer that competition is required, or that the rules loaded cannot tell."""
    findings = _examine_all((Question.principle,), query, book)
    if not _is_covered(query, book, findings):
        return [_silent(book)]
    findings += _examine_all((Question.procedure,), query, book)
    return [
        _route(
            book,
            finding,
            state=RouteState.competitive_procedure_required,
            quotations=Quotations.bid,
            warnings=finding.rule.cautions(query.on_date),
        )
        for finding in findings or [Finding(book.scope, ())]
    ]


def _is_covered(query: RouteQuery, book: _Book, principles: list[Finding]) -> bool:
    """Tell whether a failed search means anything: an open ground was loaded for kind and day."""
    if query.contract_kind is ContractKind.entrustment:
        return bool(principles)
    return any(
        ANYONE in rule.counterparty and rule.special_ground is None
        for rule in book.on(Question.ground)
    )


def _silent(book: _Book) -> Route:
    return _route(
        book,
        Finding(book.scope, (Missing.rule_in_force_on_date,)),
        state=RouteState.insufficient_information,
        quotations=Quotations.unknown,
    )


def _outside(query: RouteQuery, scope: Rule) -> Route:
    """Answer for a buyer whose contract law is its own, or is not known."""
    unknown = query.buyer_law is BuyerLaw.unknown
    return _route(
        _Book(scope, ()),
        Finding(scope, (Missing.buyer_law if unknown else Missing.own_contract_rules,)),
        state=RouteState.insufficient_information if unknown else RouteState.out_of_scope,
        quotations=Quotations.unknown,
    )


def _route(
    book: _Book,
    finding: Finding,
    *,
    state: RouteState,
    quotations: Quotations,
    warnings: Iterable[str] = (),
    quotation_rule_id: str | None = None,
) -> Route:
    rule = finding.rule
    ground = rule if rule.question is Question.ground else None
    return Route(
        state=state,
        route=rule.route or str(state),
        quotations=quotations,
        edocument_system_required=edocument_system_required(quotations, ground, book),
        rule_id=rule.rule_id,
        law=rule.statute,
        article=rule.article,
        quote=rule.quote,
        effective_from=rule.effective_from,
        verified_on=rule.verified_on,
        missing=tuple(str(code) for code in finding.missing),
        warnings=tuple(dict.fromkeys([*warnings, *book.scope.warnings])),
        quotation_rule_id=quotation_rule_id,
    )


__all__ = [
    "BuyerLaw",
    "ContractKind",
    "Counterparty",
    "HeldCertificate",
    "Question",
    "Quotations",
    "Route",
    "RouteQuery",
    "RouteState",
    "Rule",
    "RulesError",
    "load_rules",
    "routes",
]
