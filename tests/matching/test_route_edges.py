"""Each row of the rule table speaks exactly within its own amounts and days, and no paper harms."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.routes import (
    BuyerLaw,
    ContractKind,
    Counterparty,
    HeldCertificate,
    Question,
    Quotations,
    Route,
    RouteQuery,
    RouteState,
    Rule,
    load_rules,
    routes,
)

RULES = load_rules(Path(__file__).parents[2] / "data" / "contract_rules.csv")
GROUNDS = [rule for rule in RULES if rule.question is Question.ground]
FRAME = [rule for rule in RULES if rule.question in (Question.scope, Question.ratio)]
TODAY = date(2026, 11, 20)
A_DAY = timedelta(days=1)
RATIO = "vulnerable_employment_ratio"
TYPES = sorted({kind for rule in GROUNDS for kind in rule.counterparty} - {"anyone"})
AMOUNTS = sorted(
    {
        edge + step
        for rule in RULES
        for edge in (rule.from_krw, rule.over_krw, rule.upto_krw, rule.below_krw)
        if edge is not None
        for step in (-1, 0, 1)
    }
)
STARTS = [rule for rule in GROUNDS if rule.effective_from]
ENDS = [rule for rule in GROUNDS if rule.effective_to]


def held(kind: str, **given: object) -> HeldCertificate:
    """Hold a certificate that never ends."""
    facts = {"valid_from": None, "valid_until": None, "no_expiry": True, "verified_on": TODAY}
    return HeldCertificate(**{"kind": kind, **facts, **given})


def ratio(day: date, percent: float | None = 100.0) -> HeldCertificate:
    """Hold a ratio certificate issued on the day."""
    return held(RATIO, valid_from=day, valid_until=day + A_DAY, ratio_percent=percent)


def ask(
    rules, price, *papers, day=TODAY, law="local", kind="goods", total=None
) -> tuple[Route, ...]:
    """Ask about a firm that holds these papers."""
    counterparty = Counterparty(papers)
    buyer, what = BuyerLaw(law), ContractKind(kind)
    return routes(RouteQuery(buyer, what, price, total, day, counterparty), rules)


def speaks(rule: Rule, price: int, day: date) -> bool:
    """Say whether this one ground answers a buyer of its law, all others struck out."""
    papers = [held(kind) for kind in rule.counterparty if kind != "anyone"]
    kind = rule.contract_kinds[0] if rule.contract_kinds else "goods"
    found = ask([*FRAME, rule], price, *papers, ratio(day), day=day, law=rule.law[0], kind=kind)
    return rule.rule_id in {one.rule_id for one in found}


def a_day(rule: Rule) -> date:
    """Take a day on which the rule, its law's ratio and its scope are in force."""
    return rule.effective_to or max(TODAY, rule.effective_from or TODAY)


def a_price(rule: Rule) -> int:
    """Take an amount in the band of the rule."""
    return next(one for one in (*AMOUNTS, 10**9) if rule.admits(one))


def name(rule: Rule) -> str:
    """Name a row in the report of the tests."""
    return rule.rule_id


@pytest.mark.parametrize("rule", GROUNDS, ids=name)
def test_a_ground_speaks_exactly_within_its_band_of_won(rule: Rule) -> None:
    day = a_day(rule)

    for price in AMOUNTS:
        inside = (
            (rule.from_krw or 0) <= price
            and (rule.over_krw is None or rule.over_krw < price)
            and (rule.upto_krw is None or price <= rule.upto_krw)
            and (rule.below_krw is None or price < rule.below_krw)
        )
        assert speaks(rule, price, day) is inside, price


@pytest.mark.parametrize("rule", STARTS, ids=name)
def test_a_ground_speaks_from_its_first_day_and_not_the_day_before(rule: Rule) -> None:
    first = rule.effective_from
    assert first is not None

    assert speaks(rule, a_price(rule), first)
    assert not speaks(rule, a_price(rule), first - A_DAY)


@pytest.mark.parametrize("rule", ENDS, ids=name)
def test_a_ground_speaks_through_its_last_day_and_not_the_day_after(rule: Rule) -> None:
    last = rule.effective_to
    assert last is not None

    assert speaks(rule, a_price(rule), last)
    assert not speaks(rule, a_price(rule), last + A_DAY)


@pytest.mark.parametrize("rule", [one for one in GROUNDS if one.requires_ratio], ids=name)
def test_no_ground_that_asks_for_the_ratio_is_open_without_it(rule: Rule) -> None:
    day, papers = a_day(rule), [held(kind) for kind in rule.counterparty]
    kind = rule.contract_kinds[0] if rule.contract_kinds else "goods"

    for price in filter(rule.admits, AMOUNTS):
        found = ask(RULES, price, *papers, day=day, law=rule.law[0], kind=kind)
        for one in found:
            if one.rule_id == rule.rule_id:
                assert one.state is not RouteState.possible
                assert "vulnerable_employment_ratio_certificate" in one.missing


LAWS = st.sampled_from(["local", "state", "public_corp", "private_school"])
KINDS = st.sampled_from(["goods", "service", "works", "lease"])
DAYS = st.dates(date(2010, 1, 1), date(2027, 12, 31))
PAPERS = st.lists(st.sampled_from(TYPES), max_size=3, unique=True)
asked = settings(max_examples=80, deadline=None)


def openness(found: tuple[Route, ...]) -> tuple[int, int]:
    """Say how open the best route is; the less the more open."""
    best = found[0]
    return list(RouteState).index(best.state), list(Quotations).index(best.quotations)


@asked
@given(st.sampled_from(AMOUNTS), PAPERS, st.sampled_from(TYPES), DAYS, LAWS, KINDS)
def test_one_more_certificate_never_makes_the_best_route_narrower(
    price, papers, more, day, law, kind
) -> None:
    before = [held(one) for one in papers]
    facts = {"day": day, "law": law, "kind": kind}

    after = openness(ask(RULES, price, *before, held(more), **facts))

    assert after <= openness(ask(RULES, price, *before, **facts))


@asked
@given(st.sampled_from(AMOUNTS), PAPERS, DAYS, LAWS, KINDS)
def test_a_full_ratio_never_makes_the_best_route_narrower(price, papers, day, law, kind) -> None:
    before = [held(one) for one in papers]
    facts = {"day": day, "law": law, "kind": kind}

    after = openness(ask(RULES, price, *before, ratio(day), **facts))

    assert after <= openness(ask(RULES, price, *before, **facts))


@asked
@given(st.sampled_from(AMOUNTS), PAPERS, DAYS, LAWS, KINDS)
def test_a_smaller_amount_is_never_further_from_a_contract(price, papers, day, law, kind) -> None:
    """Below two million won local law asks for no type, so the state may only get more open."""
    firm = [*(held(one) for one in papers), ratio(day)]
    facts = {"day": day, "law": law, "kind": kind}

    large = openness(ask(RULES, price, *firm, **facts))
    small = openness(ask(RULES, max(1, price // 2), *firm, **facts))

    assert small[0] <= large[0]


@asked
@given(st.sampled_from(AMOUNTS), st.sampled_from(AMOUNTS), PAPERS, LAWS, KINDS)
def test_a_part_of_a_larger_total_is_answered_as_the_total(one, other, papers, law, kind) -> None:
    part, total = sorted((one, other))
    firm = [held(kind) for kind in papers]

    split = ask(RULES, part, *firm, law=law, kind=kind, total=total)
    whole = ask(RULES, total, *firm, law=law, kind=kind, total=total)

    assert split == whole


@asked
@given(st.sampled_from(AMOUNTS), PAPERS, DAYS, LAWS, KINDS)
def test_routes_come_the_most_open_first_but_for_those_aside(price, papers, day, law, kind) -> None:
    found = ask(RULES, price, *(held(one) for one in papers), day=day, law=law, kind=kind)
    special = {rule.rule_id for rule in RULES if rule.special_ground}
    main = [openness((one,)) for one in found if one.rule_id not in special]

    assert main == sorted(main)


@asked
@given(st.sampled_from(AMOUNTS), PAPERS, DAYS, LAWS, KINDS)
def test_a_possible_route_misses_nothing_and_any_other_negotiated_one_says_what(
    price, papers, day, law, kind
) -> None:
    grounds = {rule.rule_id for rule in GROUNDS}

    for one in ask(RULES, price, *(held(one) for one in papers), day=day, law=law, kind=kind):
        if one.rule_id in grounds:
            assert (one.state is RouteState.possible) is (one.missing == ())


@pytest.mark.parametrize(
    ("one", "other"), [(29.9, 30.0), (30.0, None), (None, 100.0), (29.9, 0.0), (29.9, None)]
)
def test_the_best_of_two_ratio_certificates_counts(one: float | None, other: float | None) -> None:
    social = held("certified_social_enterprise")
    alone = [openness(ask(RULES, 30_000_000, social, ratio(TODAY, it))) for it in (one, other)]

    both = ask(RULES, 30_000_000, social, ratio(TODAY, one), ratio(TODAY, other))

    assert openness(both) == min(alone)


@pytest.mark.parametrize("after", [0, 180, 181])
def test_a_ratio_certificate_opens_a_route_for_180_days_from_its_issue(after: int) -> None:
    issued = TODAY - after * A_DAY
    paper = held(RATIO, valid_from=issued, valid_until=date(2030, 1, 1), ratio_percent=50.0)

    found = ask(RULES, 30_000_000, held("certified_social_enterprise"), paper)

    assert (found[0].state is RouteState.possible) is (after <= 180)
