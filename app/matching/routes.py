"""Say by which contract routes a buyer may deal with an enterprise, and what is still to be shown.

Three questions of the contract decrees are kept apart, because their ceilings and their lists of
firms differ: is there a *ground* for a negotiated contract (지방령 §25, 국가령 §26), how many
*quotations* does it take (§30 of either), and must the *electronic system* be used.

The law is data (``data/contract_rules.csv``). This module holds no ceiling, no date and no ratio;
it knows only how a rule is read. It never says that a contract is lawful: it says which rule speaks
for it, which facts the rule still asks for, and on which day that rule was last checked.
"""

from collections.abc import Iterable

from app.matching.route_findings import (
    ANYONE,
    Book,
    Finding,
    examine_all,
    open_book,
    scope_of,
)
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

# The three questions


def grounds(query: RouteQuery, book: Book) -> list[Finding]:
    """Find every ground for a negotiated contract (지방령 §25, 국가령 §26)."""
    return examine_all((Question.ground,), query, book)


def quotation_requirement(query: RouteQuery, ground: Finding, book: Book) -> Finding | None:
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
            for finding in examine_all((Question.quotation,), query, book)
            if finding.rule.covers(ground.rule) and rests_on(finding)
        ),
        key=lambda finding: weight.index(finding.rule.quotations or Quotations.unknown),
        default=None,
    )


def edocument_system_required(
    quotations: Quotations, ground: Rule | None, book: Book
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
    scope = scope_of(query, rules)
    if scope.applies_law is None:
        return (_outside(query, scope),)
    book = open_book(query, rules, scope)
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


def _negotiated(query: RouteQuery, ground: Finding, book: Book) -> Route:
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


def _competition(query: RouteQuery, book: Book) -> list[Route]:
    """Answer that competition is required, or that the rules loaded cannot tell."""
    findings = examine_all((Question.principle,), query, book)
    if not _is_covered(query, book, findings):
        return [_silent(book)]
    findings += examine_all((Question.procedure,), query, book)
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


def _is_covered(query: RouteQuery, book: Book, principles: list[Finding]) -> bool:
    """Tell whether a failed search means anything: an open ground was loaded for kind and day."""
    if query.contract_kind is ContractKind.entrustment:
        return bool(principles)
    return any(
        ANYONE in rule.counterparty and rule.special_ground is None
        for rule in book.on(Question.ground)
    )


def _silent(book: Book) -> Route:
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
        Book(scope, ()),
        Finding(scope, (Missing.buyer_law if unknown else Missing.own_contract_rules,)),
        state=RouteState.insufficient_information if unknown else RouteState.out_of_scope,
        quotations=Quotations.unknown,
    )


def _route(
    book: Book,
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
