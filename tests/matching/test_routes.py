"""The contract-route engine: every boundary of the law as data, and the mistakes others made.

Each row of a table is one sentence about a buyer, an amount, a day and an enterprise.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

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
    RulesError,
    load_rules,
    routes,
)

TABLE = Path(__file__).parents[2] / "data" / "contract_rules.csv"
RULES = load_rules(TABLE)
RULE = {rule.rule_id: rule for rule in RULES}
GROUNDS = [rule for rule in RULES if rule.question is Question.ground]

TODAY = date(2026, 11, 20)
A_DAY = timedelta(days=1)
POSSIBLE = RouteState.possible
CONDITIONAL = RouteState.possible_with_conditions
UNKNOWN = RouteState.insufficient_information
COMPETE = RouteState.competitive_procedure_required

SOCIAL = (
    "certified_social_enterprise",
    "social_cooperative",
    "self_sufficiency_enterprise",
    "village_enterprise",
)
WOMEN = ("women_enterprise", "disabled_enterprise")
WELFARE = (
    "veterans_org",
    "severe_disability_facility",
    "welfare_corporation",
    "disability_standard_workplace",
)
RATIO_MISSING = "vulnerable_employment_ratio_certificate"


def certificate(kind: str, **changes: Any) -> HeldCertificate:
    valid: dict[str, Any] = {
        "kind": kind,
        "valid_from": date(2001, 1, 1),
        "valid_until": None,
        "no_expiry": True,
        "verified_on": TODAY,
    }
    return HeldCertificate(**(valid | changes))


def ratio(percent: float | None = 30.0, *, day: date = TODAY, **changes: Any) -> HeldCertificate:
    """Return a ratio certificate that holds on *day*."""
    issued = {
        "valid_from": day - timedelta(days=30),
        "valid_until": day + timedelta(days=150),
        "no_expiry": False,
        "ratio_percent": percent,
    }
    return certificate("vulnerable_employment_ratio", **(issued | changes))


def firm(*held: str | HeldCertificate) -> Counterparty:
    return Counterparty(tuple(certificate(one) if isinstance(one, str) else one for one in held))


def ask(
    price: int | None,
    counterparty: Counterparty | None = None,
    *,
    rules: Iterable[Rule] = RULES,
    **facts: Any,
) -> tuple[Route, ...]:
    """Ask for goods, bought today under local law, but for the *facts* given."""
    query = RouteQuery(
        buyer_law=BuyerLaw(facts.pop("law", "local")),
        contract_kind=ContractKind(facts.pop("kind", "goods")),
        estimated_price_ex_vat=price,
        aggregated_12m_ex_vat=facts.pop("total", None),
        on_date=facts.pop("day", TODAY),
        counterparty=counterparty,
        is_simple_labour=facts.pop("simple", False),
    )
    assert not facts, f"no such fact: {facts}"
    return routes(query, rules)


def best(*args: Any, **kwargs: Any) -> tuple[str, str, str]:
    first = ask(*args, **kwargs)[0]
    return first.state, first.quotations, first.rule_id


def by_rule(answer: Iterable[Route]) -> dict[str, Route]:
    return {route.rule_id: route for route in answer}


def akin(one: Rule, other: Rule) -> bool:
    """Tell whether two rows of one law speak of the same firm and the same thing."""
    return (
        one is not other
        and one.law == other.law
        and one.special_ground == other.special_ground
        and not set(one.counterparty).isdisjoint(other.counterparty)
        and not set(one.contract_kinds).isdisjoint(other.contract_kinds)
    )


# Amounts, local law


@pytest.mark.parametrize(
    ("price", "quotations"),
    [(1_999_999, Quotations.omit), (2_000_000, Quotations.single)],
)
@pytest.mark.parametrize("kind", ["goods", "service"])
def test_a_quotation_may_be_omitted_below_two_million_and_not_at_it(
    kind: str, price: int, quotations: str
) -> None:
    assert best(price, kind=kind) == (POSSIBLE, quotations, "L-25-나")


def test_works_of_any_small_amount_still_take_a_quotation() -> None:
    assert best(1_999_999, kind="works")[:2] == (POSSIBLE, Quotations.single)


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("kind", ["goods", "service"])
def test_at_twenty_million_inclusive_anyone_may_contract_on_one_quotation(
    law: str, kind: str
) -> None:
    for counterparty in (None, firm(), firm("cooperative"), firm("certified_social_enterprise")):
        assert best(20_000_000, counterparty, law=law, kind=kind)[:2] == (
            POSSIBLE,
            Quotations.single,
        )


@pytest.mark.parametrize("law", ["local", "state"])
def test_one_won_above_twenty_million_a_firm_without_a_type_meets_competition(law: str) -> None:
    assert best(20_000_001, firm(), law=law)[:2] == (COMPETE, Quotations.bid)


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("kind", SOCIAL)
@pytest.mark.parametrize(
    ("price", "state", "quotations"),
    [
        (20_000_001, POSSIBLE, Quotations.single),
        (50_000_000, POSSIBLE, Quotations.single),
        (50_000_001, POSSIBLE, Quotations.two_or_more),
        (100_000_000, POSSIBLE, Quotations.two_or_more),
        (100_000_001, COMPETE, Quotations.bid),
    ],
)
def test_a_social_enterprise_with_the_ratio_has_one_quotation_to_50m_and_two_to_100m(
    law: str, kind: str, price: int, state: str, quotations: str
) -> None:
    assert best(price, firm(kind, ratio()), law=law)[:2] == (state, quotations)


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("kind", WOMEN)
@pytest.mark.parametrize(
    ("price", "state", "quotations"),
    [
        (20_000_001, POSSIBLE, Quotations.single),
        (50_000_000, POSSIBLE, Quotations.single),
        (50_000_001, POSSIBLE, Quotations.two_or_more),
        (100_000_000, POSSIBLE, Quotations.two_or_more),
        (100_000_001, COMPETE, Quotations.bid),
    ],
)
def test_a_women_or_disabled_enterprise_needs_no_ratio_for_the_same_bands(
    law: str, kind: str, price: int, state: str, quotations: str
) -> None:
    assert best(price, firm(kind), law=law)[:2] == (state, quotations)


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("kind", ["small_enterprise", "micro_enterprise"])
@pytest.mark.parametrize("price", [20_000_001, 50_000_000, 50_000_001, 100_000_000])
def test_a_small_firm_reaches_100m_but_always_on_two_quotations(
    law: str, kind: str, price: int
) -> None:
    assert best(price, firm(kind), law=law)[:2] == (POSSIBLE, Quotations.two_or_more)


@pytest.mark.parametrize("kind", ["small_enterprise", "micro_enterprise"])
def test_above_100m_a_small_firm_meets_competition(kind: str) -> None:
    assert best(100_000_001, firm(kind))[0] == COMPETE


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize(
    ("price", "state", "quotations"),
    [
        (20_000_001, POSSIBLE, Quotations.single),
        (50_000_000, POSSIBLE, Quotations.single),
        (50_000_001, COMPETE, Quotations.bid),
    ],
)
def test_a_youth_startup_reaches_50m_on_one_quotation(
    law: str, price: int, state: str, quotations: str
) -> None:
    assert best(price, firm("youth_startup"), law=law)[:2] == (state, quotations)


@pytest.mark.parametrize(
    ("price", "state", "missing"),
    [
        (160_000_000, POSSIBLE, ()),
        (160_000_001, UNKNOWN, ("works_class",)),
        (400_000_000, UNKNOWN, ("works_class",)),
        (400_000_001, COMPETE, ()),
    ],
)
def test_works_depend_on_their_class_between_160m_and_400m(
    price: int, state: str, missing: tuple[str, ...]
) -> None:
    first = ask(price, firm(), kind="works")[0]

    assert (first.state, first.missing) == (state, missing)


def test_a_lease_reaches_50m_and_is_not_on_the_list_of_one_quotation() -> None:
    assert best(50_000_000, firm(), kind="lease")[:2] == (POSSIBLE, Quotations.two_or_more)
    assert best(50_000_001, firm(), kind="lease")[0] == COMPETE


# Days, local law


@pytest.mark.parametrize(
    ("day", "price", "state"),
    [
        (date(2007, 9, 19), 30_000_000, POSSIBLE),
        (date(2007, 9, 19), 30_000_001, COMPETE),
        (date(2007, 9, 20), 50_000_000, POSSIBLE),
        (date(2016, 1, 14), 50_000_000, POSSIBLE),
        (date(2016, 1, 14), 50_000_001, COMPETE),
        (date(2016, 1, 15), 20_000_000, POSSIBLE),
        (date(2016, 1, 15), 20_000_001, COMPETE),
    ],
)
def test_the_local_ceiling_for_anyone_fell_from_50m_to_20m_on_2016_01_15(
    day: date, price: int, state: str
) -> None:
    assert best(price, firm(), day=day)[0] == state


@pytest.mark.parametrize("kind", SOCIAL)
@pytest.mark.parametrize(
    ("day", "price", "state", "quotations"),
    [
        (date(2018, 7, 23), 30_000_000, COMPETE, Quotations.bid),
        (date(2018, 7, 24), 30_000_000, POSSIBLE, Quotations.single),
        (date(2018, 7, 24), 50_000_000, POSSIBLE, Quotations.single),
        (date(2018, 7, 24), 50_000_001, COMPETE, Quotations.bid),
        (date(2022, 9, 19), 50_000_000, POSSIBLE, Quotations.single),
        (date(2022, 9, 20), 100_000_000, POSSIBLE, Quotations.two_or_more),
        (date(2022, 9, 20), 100_000_001, COMPETE, Quotations.bid),
    ],
)
def test_local_social_enterprises_came_in_on_2018_07_24_and_reach_100m_since_2022_09_20(
    kind: str, day: date, price: int, state: str, quotations: str
) -> None:
    answer = best(price, firm(kind, ratio(day=day)), day=day)

    assert answer[:2] == (state, quotations)


@pytest.mark.parametrize("kind", ["small_enterprise", "women_enterprise", "disabled_enterprise"])
@pytest.mark.parametrize(
    ("day", "price", "state"),
    [
        (date(2016, 1, 15), 50_000_000, POSSIBLE),
        (date(2016, 1, 15), 50_000_001, COMPETE),
        (date(2022, 9, 19), 50_000_000, POSSIBLE),
        (date(2022, 9, 20), 50_000_001, POSSIBLE),
        (date(2022, 9, 20), 100_000_000, POSSIBLE),
        (date(2022, 9, 20), 100_000_001, COMPETE),
    ],
)
def test_the_other_local_types_doubled_on_2022_09_20(
    kind: str, day: date, price: int, state: str
) -> None:
    assert best(price, firm(kind), day=day)[0] == state


@pytest.mark.parametrize("kind", ["small_enterprise", "women_enterprise"])
@pytest.mark.parametrize("day", [date(2020, 7, 14), date(2022, 9, 19)])
def test_the_temporary_doubling_asks_whether_the_notice_was_running(kind: str, day: date) -> None:
    first = ask(60_000_000, firm(kind), day=day)[0]

    assert (first.state, first.missing) == (UNKNOWN, ("emergency_notice_in_force",))


@pytest.mark.parametrize(
    ("day", "state"), [(date(2025, 7, 7), COMPETE), (date(2025, 7, 8), POSSIBLE)]
)
def test_local_youth_startups_came_in_on_2025_07_08(day: date, state: str) -> None:
    assert best(50_000_000, firm("youth_startup"), day=day)[0] == state


@pytest.mark.parametrize(
    ("day", "article"),
    [
        (date(2025, 7, 7), "제25조제1항제5호다목"),
        (date(2025, 7, 8), "제25조제1항제5호라목"),
    ],
)
def test_the_small_firm_is_cited_under_the_item_of_its_day(day: date, article: str) -> None:
    assert ask(60_000_000, firm("small_enterprise"), day=day)[0].article == article


@pytest.mark.parametrize(
    ("day", "quotations"),
    [
        (date(2014, 11, 23), Quotations.two_or_more),
        (date(2014, 11, 24), Quotations.single),
    ],
)
def test_one_quotation_for_local_women_enterprises_began_on_2014_11_24(
    day: date, quotations: str
) -> None:
    assert best(30_000_000, firm("women_enterprise"), day=day)[1] == quotations


@pytest.mark.parametrize(
    ("day", "rule_id"), [(date(2024, 2, 16), "L-25-7의2-OLD"), (date(2024, 2, 17), "L-25-7의2")]
)
def test_the_welfare_ground_moved_to_its_own_item_on_2024_02_17(day: date, rule_id: str) -> None:
    assert best(200_000_000, firm("disability_standard_workplace"), day=day)[2] == rule_id


@pytest.mark.parametrize(
    ("day", "quotations"),
    [(date(2019, 6, 24), Quotations.single), (date(2019, 6, 25), Quotations.omit)],
)
def test_the_omission_below_two_million_is_read_since_2019_06_25(
    day: date, quotations: str
) -> None:
    assert best(1_999_999, day=day)[1] == quotations


@pytest.mark.parametrize(
    ("price", "state"), [(160_000_000, POSSIBLE), (200_000_000, UNKNOWN), (400_000_000, UNKNOWN)]
)
def test_works_are_answered_from_2022_09_20(price: int, state: str) -> None:
    first = ask(price, firm(), kind="works", day=date(2022, 9, 20))[0]

    assert first.state == state
    assert "rule_in_force_on_date" not in first.missing


@pytest.mark.parametrize(
    ("price", "rule_id"), [(200_000_000, "L-25-가-전문"), (200_000_001, "L-25-가-종합")]
)
def test_specialist_works_end_at_200m(price: int, rule_id: str) -> None:
    assert best(price, kind="works")[2] == rule_id


@pytest.mark.parametrize(("day", "told"), [(date(2025, 3, 3), False), (date(2025, 3, 4), True)])
def test_an_entrustment_agreement_is_published_since_2025_03_04(day: date, *, told: bool) -> None:
    (only,) = ask(30_000_000, kind="entrustment", day=day)

    assert only.state == COMPETE
    assert ("publish_agreement" in only.warnings) is told


# Days, state law


@pytest.mark.parametrize(
    ("day", "price", "state"),
    [
        (date(2015, 12, 31), 50_000_000, POSSIBLE),
        (date(2015, 12, 31), 50_000_001, COMPETE),
        (date(2016, 1, 1), 20_000_000, POSSIBLE),
        (date(2016, 1, 1), 20_000_001, COMPETE),
    ],
)
def test_the_state_ceiling_for_anyone_fell_from_50m_to_20m_on_2016_01_01(
    day: date, price: int, state: str
) -> None:
    assert best(price, firm(), law="state", day=day)[0] == state


@pytest.mark.parametrize("kind", SOCIAL)
@pytest.mark.parametrize(
    ("day", "price", "state", "quotations"),
    [
        (date(2018, 12, 3), 30_000_000, COMPETE, Quotations.bid),
        (date(2018, 12, 4), 30_000_000, POSSIBLE, Quotations.single),
        (date(2018, 12, 4), 50_000_001, COMPETE, Quotations.bid),
        (date(2021, 7, 5), 50_000_000, POSSIBLE, Quotations.single),
        (date(2021, 7, 5), 50_000_001, UNKNOWN, Quotations.two_or_more),
        (date(2021, 7, 6), 100_000_000, POSSIBLE, Quotations.two_or_more),
        (date(2021, 7, 6), 100_000_001, COMPETE, Quotations.bid),
    ],
)
def test_state_social_enterprises_came_in_on_2018_12_04_and_reach_100m_since_2021_07_06(
    kind: str, day: date, price: int, state: str, quotations: str
) -> None:
    answer = best(price, firm(kind, ratio(day=day)), law="state", day=day)

    assert answer[:2] == (state, quotations)


@pytest.mark.parametrize("kind", ["small_enterprise", "women_enterprise", "disabled_enterprise"])
@pytest.mark.parametrize(
    ("day", "price", "state"),
    [
        (date(2020, 4, 30), 50_000_001, COMPETE),
        (date(2021, 7, 5), 50_000_000, POSSIBLE),
        (date(2021, 7, 5), 50_000_001, UNKNOWN),
        (date(2021, 7, 6), 50_000_001, POSSIBLE),
        (date(2021, 7, 6), 100_000_001, COMPETE),
    ],
)
def test_the_other_state_types_doubled_on_2021_07_06(
    kind: str, day: date, price: int, state: str
) -> None:
    assert best(price, firm(kind), law="state", day=day)[0] == state


@pytest.mark.parametrize(
    ("day", "state"), [(date(2024, 12, 23), COMPETE), (date(2024, 12, 24), POSSIBLE)]
)
def test_state_youth_startups_came_in_on_2024_12_24(day: date, state: str) -> None:
    answer = best(50_000_000, firm("youth_startup"), law="state", day=day)

    assert answer[:2] == (state, Quotations.single if state == POSSIBLE else Quotations.bid)


@pytest.mark.parametrize(
    ("day", "quotations"),
    [(date(2013, 12, 31), Quotations.two_or_more), (date(2014, 1, 1), Quotations.single)],
)
def test_one_quotation_for_state_women_enterprises_began_on_2014_01_01(
    day: date, quotations: str
) -> None:
    assert best(30_000_000, firm("women_enterprise"), law="state", day=day)[1] == quotations


@pytest.mark.parametrize(
    ("day", "state"), [(date(2010, 7, 20), UNKNOWN), (date(2010, 7, 21), POSSIBLE)]
)
def test_state_grounds_are_answered_from_2010_07_21(day: date, state: str) -> None:
    assert best(50_000_000, firm(), law="state", day=day)[0] == state


@pytest.mark.parametrize(("price", "state"), [(50_000_000, POSSIBLE), (50_000_001, COMPETE)])
def test_a_state_lease_reaches_50m(price: int, state: str) -> None:
    assert best(price, firm(), law="state", kind="lease")[0] == state


@pytest.mark.parametrize(
    ("law", "day"), [("local", date(2016, 1, 15)), ("state", date(2016, 1, 1))]
)
@pytest.mark.parametrize("kind", ["small_enterprise", "women_enterprise"])
def test_the_types_got_rows_of_their_own_on_the_day_the_ceiling_for_anyone_fell(
    law: str, kind: str, day: date
) -> None:
    before, after = (ask(20_000_001, firm(kind), law=law, day=one)[0] for one in (day - A_DAY, day))

    assert "anyone" in RULE[before.rule_id].counterparty
    assert kind in RULE[after.rule_id].counterparty


@pytest.mark.parametrize(
    ("law", "begun"), [("local", date(2020, 7, 14)), ("state", date(2020, 5, 1))]
)
@pytest.mark.parametrize("held", [("small_enterprise",), ("women_enterprise",), SOCIAL])
def test_the_temporary_doubling_begins_on_its_day(
    law: str, held: tuple[str, ...], begun: date
) -> None:
    for day, state in ((begun - A_DAY, COMPETE), (begun, UNKNOWN)):
        assert best(100_000_000, firm(*held, ratio(day=day)), law=law, day=day)[0] == state


# State and local are two laws


@pytest.mark.parametrize("kind", WELFARE)
@pytest.mark.parametrize(
    ("law", "rule_id", "quotations", "electronic"),
    [
        ("local", "L-25-7의2", Quotations.single, False),
        ("state", "N-26-4", Quotations.two_or_more, False),
    ],
)
def test_welfare_suppliers_have_no_ceiling_but_only_local_law_takes_one_quotation_at_any_amount(
    kind: str, law: str, rule_id: str, quotations: str, *, electronic: bool
) -> None:
    first = ask(300_000_000, firm(kind), law=law)[0]

    assert (first.rule_id, first.quotations) == (rule_id, quotations)
    assert first.edocument_system_required is electronic
    assert first.state == CONDITIONAL
    assert first.missing == ("own_performance_proof",)


def test_a_state_body_may_not_omit_the_quotation_on_the_local_rule() -> None:
    assert best(1_999_999, law="local")[1] == Quotations.omit
    assert best(1_999_999, law="state")[1] == Quotations.single


@pytest.mark.parametrize("day", [date(2018, 7, 24), date(2018, 12, 3)])
def test_between_july_and_december_2018_only_local_law_knew_social_enterprises(day: date) -> None:
    counterparty = firm("social_cooperative", ratio(day=day))

    assert best(30_000_000, counterparty, law="local", day=day)[0] == POSSIBLE
    assert best(30_000_000, counterparty, law="state", day=day)[0] == COMPETE


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize(
    ("price", "electronic"), [(20_000_000, False), (50_000_000, False), (50_000_001, True)]
)
def test_two_quotations_pass_through_the_electronic_system_and_one_does_not(
    law: str, price: int, *, electronic: bool
) -> None:
    answer = ask(price, firm("women_enterprise"), law=law)[0]

    assert answer.edocument_system_required is electronic


# Whose law


def test_a_private_school_borrows_the_local_grounds_since_2025_07_18_and_nothing_else() -> None:
    before = ask(15_000_000, law="private_school", day=date(2025, 7, 17))
    after = ask(15_000_000, law="private_school", day=date(2025, 7, 18))

    assert [(one.state, one.missing) for one in before] == [(UNKNOWN, ("rule_in_force_on_date",))]
    assert (after[0].state, after[0].rule_id) == (POSSIBLE, "L-25-나")
    assert after[0].quotations == Quotations.unknown
    assert after[0].edocument_system_required is None
    assert "quotation_rule_not_confirmed" in after[0].warnings


def test_a_private_school_that_finds_no_ground_is_told_to_compete_under_its_own_rule() -> None:
    assert best(150_000_000, firm(), law="private_school") == (
        COMPETE,
        Quotations.bid,
        "PS-40의2",
    )


def test_a_private_school_may_deal_with_a_social_enterprise_that_shows_the_ratio() -> None:
    counterparty = firm("certified_social_enterprise", ratio())

    assert best(80_000_000, counterparty, law="private_school")[0] == POSSIBLE


@pytest.mark.parametrize("price", [20_000_000, 50_000_000, 100_000_000])
def test_a_public_corporation_answers_as_the_state_does(price: int) -> None:
    counterparty = firm("women_enterprise")
    state, corporation = (ask(price, counterparty, law=law)[0] for law in ("state", "public_corp"))

    assert corporation.rule_id == state.rule_id
    assert corporation.quotations == state.quotations
    assert "applied_by_reference" in corporation.warnings


def test_a_public_corporation_competes_under_its_own_regulation() -> None:
    assert best(150_000_000, firm(), law="public_corp")[2] == "PC-6"


def test_other_bodies_are_out_of_scope_whatever_the_amount() -> None:
    (only,) = ask(1_000_000, firm("women_enterprise"), law="other")

    assert (only.state, only.missing) == (RouteState.out_of_scope, ("own_contract_rules",))


def test_an_unknown_buyer_law_is_asked_for() -> None:
    (only,) = ask(1_000_000, law="unknown")

    assert (only.state, only.missing) == (UNKNOWN, ("buyer_law",))


def test_entrustment_is_a_route_of_its_own_by_public_recruitment() -> None:
    (only,) = ask(30_000_000, firm("certified_social_enterprise"), kind="entrustment")

    assert (only.state, only.route) == (COMPETE, "entrustment_public_recruitment")
    assert only.missing == ("ordinance_basis",)


# Mistakes other engines made


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("price", [20_000_001, 50_000_000, 100_000_000])
def test_above_20m_nothing_is_possible_before_the_counterparty_is_known(
    law: str, price: int
) -> None:
    answer = ask(price, None, law=law)

    assert {one.state for one in answer} == {UNKNOWN}
    assert "counterparty_type" in answer[0].missing


@pytest.mark.parametrize("law", ["local", "state"])
def test_above_100m_an_unknown_counterparty_is_told_of_competition_first(law: str) -> None:
    answer = ask(100_000_001, None, law=law)

    assert answer[0].state == COMPETE
    assert POSSIBLE not in {one.state for one in answer}


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize(
    "kind",
    [
        "cooperative",
        "prelim_se_regional",
        "prelim_se_ministry",
        "social_venture",
        "green_company",
    ],
)
def test_a_plain_cooperative_or_a_preliminary_social_enterprise_has_no_privilege(
    law: str, kind: str
) -> None:
    assert best(30_000_000, firm(kind, ratio(60.0)), law=law)[0] == COMPETE


@pytest.mark.parametrize("law", ["local", "state"])
def test_no_rule_names_a_plain_cooperative_or_a_preliminary_social_enterprise(law: str) -> None:
    named = {kind for rule in RULES if law in rule.law for kind in rule.counterparty}

    assert named.isdisjoint({"cooperative", "prelim_se_regional", "prelim_se_ministry"})


@pytest.mark.parametrize("law", ["local", "state"])
def test_the_rows_for_youth_startups_and_small_firms_are_there(law: str) -> None:
    offered = {
        kind
        for rule in RULES
        if rule.question is Question.ground and law in rule.law and rule.in_force(TODAY)
        for kind in rule.counterparty
    }

    assert {"youth_startup", "small_enterprise", "micro_enterprise"} <= offered


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("kind", SOCIAL)
@pytest.mark.parametrize("price", [20_000_001, 50_000_000, 50_000_001, 100_000_000])
def test_the_ratio_is_asked_for_above_20m(law: str, kind: str, price: int) -> None:
    first = ask(price, firm(kind), law=law)[0]

    assert (first.state, first.missing) == (CONDITIONAL, (RATIO_MISSING,))


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("kind", SOCIAL)
@pytest.mark.parametrize("price", [2_000_000, 20_000_000])
def test_the_ratio_is_not_asked_for_at_or_below_20m(law: str, kind: str, price: int) -> None:
    answer = ask(price, firm(kind), law=law)

    assert answer[0].state == POSSIBLE
    assert all(RATIO_MISSING not in one.missing for one in answer)


def test_nothing_cites_article_77_for_goods() -> None:
    assert all("제77조" not in rule.article for rule in RULES)


def test_a_repeated_need_is_held_against_its_twelve_month_total() -> None:
    alone = ask(9_000_000, firm())[0]
    repeated = ask(9_000_000, firm(), total=27_000_000)[0]

    assert alone.state == POSSIBLE
    assert "aggregated_12m_not_given" in alone.warnings
    assert repeated.state == COMPETE


def test_the_total_also_decides_the_number_of_quotations() -> None:
    answer = ask(40_000_000, firm("women_enterprise"), total=80_000_000)[0]

    assert (answer.state, answer.quotations) == (POSSIBLE, Quotations.two_or_more)
    assert "compared_with_aggregated_12m" in answer.warnings


def test_a_total_below_the_price_itself_does_not_open_a_route() -> None:
    assert best(30_000_000, firm(), total=1_000_000)[0] == COMPETE


def test_every_ceiling_of_20m_includes_20m_itself() -> None:
    assert all(rule.below_krw != 20_000_000 for rule in RULES)


def test_no_answer_calls_a_contract_legal() -> None:
    words = {*RouteState, *Quotations, *(rule.route for rule in RULES)}

    assert not [word for word in words if "legal" in word or "lawful" in word]


# Certificates are judged on the day of the contract


@pytest.mark.parametrize(
    ("issued", "state"),
    [
        (TODAY, POSSIBLE),
        (TODAY - timedelta(days=180), POSSIBLE),
        (TODAY - timedelta(days=181), CONDITIONAL),
        (TODAY + timedelta(days=1), CONDITIONAL),
    ],
)
@pytest.mark.parametrize("no_expiry", [True, False])
def test_a_ratio_certificate_lives_180_days_whatever_the_record_says(
    issued: date, state: str, *, no_expiry: bool
) -> None:
    paper = ratio(valid_from=issued, valid_until=None, no_expiry=no_expiry)

    assert best(30_000_000, firm("social_cooperative", paper))[0] == state


def test_a_lapsed_ratio_certificate_makes_the_route_conditional_and_not_closed() -> None:
    lapsed = ratio(valid_from=date(2026, 1, 2), valid_until=date(2026, 7, 1))
    first = ask(30_000_000, firm("certified_social_enterprise", lapsed))[0]

    assert (first.state, first.missing) == (CONDITIONAL, (RATIO_MISSING,))
    assert first.quotations == Quotations.single


@pytest.mark.parametrize(("percent", "state"), [(30.0, POSSIBLE), (29.99, COMPETE)])
def test_a_valid_certificate_must_show_at_least_the_ratio(percent: float, state: str) -> None:
    assert best(30_000_000, firm("social_cooperative", ratio(percent)))[0] == state


def test_a_ratio_certificate_without_a_figure_is_asked_for_again() -> None:
    assert best(30_000_000, firm("social_cooperative", ratio(None)))[0] == CONDITIONAL


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"no_expiry": False, "valid_until": TODAY}, POSSIBLE),
        ({"no_expiry": False, "valid_until": TODAY - timedelta(days=1)}, CONDITIONAL),
        ({"valid_from": TODAY + timedelta(days=1)}, CONDITIONAL),
        ({"no_expiry": False, "valid_until": None}, CONDITIONAL),
        ({"no_expiry": True, "verified_on": None}, CONDITIONAL),
        ({"no_expiry": True, "valid_from": None}, POSSIBLE),
    ],
)
def test_a_type_counts_only_while_its_certificate_is_shown_to_hold(
    changes: dict[str, Any], state: str
) -> None:
    first = ask(30_000_000, firm(certificate("women_enterprise", **changes)))[0]

    assert first.state == state
    assert first.missing == (() if state == POSSIBLE else ("certificate_valid_on_date",))


def test_the_day_of_the_contract_decides_and_not_the_day_of_asking() -> None:
    paper = certificate("women_enterprise", valid_until=date(2025, 1, 1), no_expiry=False)

    assert best(30_000_000, firm(paper), day=date(2024, 12, 31))[0] == POSSIBLE
    assert best(30_000_000, firm(paper), day=date(2025, 1, 2))[0] == CONDITIONAL


def test_a_renewed_certificate_outweighs_the_lapsed_one() -> None:
    lapsed = certificate("women_enterprise", valid_until=date(2025, 1, 1), no_expiry=False)

    assert best(30_000_000, firm(lapsed, "women_enterprise"))[0] == POSSIBLE


# Several grounds at once


def test_the_surest_ground_comes_first_and_carries_its_own_quotations() -> None:
    counterparty = firm("small_enterprise", "certified_social_enterprise")
    first, second, *_ = ask(30_000_000, counterparty)

    assert (first.rule_id, first.state) == ("L-25-라'", POSSIBLE)
    assert first.quotations == Quotations.two_or_more
    assert (second.rule_id, second.state) == ("L-25-바3-6'", CONDITIONAL)
    assert second.quotations == Quotations.single


def test_a_privilege_that_is_proved_lightens_every_ground() -> None:
    answer = by_rule(ask(30_000_000, firm("small_enterprise", "women_enterprise")))

    assert answer["L-25-라'"].quotations == Quotations.single
    assert answer["L-25-바12"].quotations == Quotations.single


def test_a_lapsed_privilege_lends_nothing_to_another_ground() -> None:
    lapsed = [
        certificate(kind, valid_until=date(2025, 1, 1), no_expiry=False)
        for kind in ("small_enterprise", "women_enterprise")
    ]
    answer = by_rule(ask(30_000_000, firm(*lapsed)))

    assert answer["L-25-라'"].quotations == Quotations.two_or_more
    assert answer["L-25-바12"].quotations == Quotations.single


def test_a_ground_that_rests_on_a_reason_nobody_gave_is_listed_last_and_never_possible() -> None:
    *_, last = ask(30_000_000, firm(), kind="service")

    assert (last.rule_id, last.state) == ("L-25-4자", UNKNOWN)
    assert last.missing == ("written_reason_for_specific_party",)


@pytest.mark.parametrize(
    ("day", "last_won", "rule_ids"),
    [
        (date(2016, 1, 15), 50_000_000, {"L-25-마-2016"}),
        (date(2022, 9, 19), 100_000_000, {"L-25-TEMP-마"}),
        (date(2022, 9, 20), 100_000_000, {"L-25-마-2022", "L-25-라-단서-2022"}),
        (date(2025, 7, 7), 100_000_000, {"L-25-마-2022", "L-25-라-단서-2022"}),
        (date(2025, 7, 8), 100_000_000, {"L-25-마", "L-25-라'-단서"}),
    ],
)
def test_a_special_ground_with_a_ceiling_ends_at_it(
    day: date, last_won: int, rule_ids: set[str]
) -> None:
    assert rule_ids <= set(by_rule(ask(last_won, firm(), day=day)))
    assert rule_ids.isdisjoint(by_rule(ask(last_won + 1, firm(), day=day)))


def test_the_exception_for_a_sole_quotation_is_read_from_2022_09_20_only() -> None:
    assert "L-25-라-단서-2022" not in by_rule(ask(60_000_000, firm(), day=date(2022, 9, 19)))


# Competition


def test_competition_cites_the_article_and_offers_the_small_firm_its_own_tender() -> None:
    answer = by_rule(ask(20_000_001, firm("micro_enterprise"), rules=_without("L-25-라'")))

    assert (answer["L-9"].state, answer["L-9"].article) == (COMPETE, "제9조제1항")
    assert answer["S-2의2"].route == "small_business_restricted_competition"


@pytest.mark.parametrize(("price", "offered"), [(99_999_999, True), (100_000_000, False)])
def test_the_small_business_tender_ends_below_100m(price: int, *, offered: bool) -> None:
    answer = by_rule(ask(price, firm("small_enterprise"), rules=_without("L-25-라'")))

    assert ("S-2의2" in answer) is offered
    assert ("S-2의2-2" in answer) is not offered


@pytest.mark.parametrize("simple", [True, False])
def test_simple_labour_is_not_let_by_negotiation(*, simple: bool) -> None:
    answer = by_rule(ask(300_000_000, firm(), kind="service", simple=simple))

    assert ("C-43-service" in answer) is not simple


# What is not known is said


def test_without_a_price_every_amount_rule_asks_for_it() -> None:
    first = ask(None, firm())[0]

    assert (first.state, first.missing) == (UNKNOWN, ("estimated_price",))
    assert first.quotations == Quotations.unknown
    assert first.quotation_rule_id is None


def test_without_a_price_a_ground_without_a_ceiling_still_stands() -> None:
    answer = by_rule(ask(None, firm("welfare_corporation")))

    assert answer["L-25-7의2"].state == CONDITIONAL
    assert answer["L-25-7의2"].quotations == Quotations.single


@pytest.mark.parametrize(
    ("law", "kind", "day"),
    [
        ("local", "goods", date(2005, 12, 31)),
        ("local", "works", date(2022, 9, 19)),
        ("state", "goods", date(2010, 7, 20)),
        ("state", "works", TODAY),
        ("public_corp", "entrustment", TODAY),
    ],
)
def test_where_no_rule_was_loaded_the_engine_does_not_pretend_to_know(
    law: str, kind: str, day: date
) -> None:
    (only,) = ask(1_000_000, firm(), law=law, kind=kind, day=day)

    assert (only.state, only.missing) == (UNKNOWN, ("rule_in_force_on_date",))


def test_a_rule_whose_first_day_was_not_traced_warns_on_old_days_only() -> None:
    code = "effective_from_not_traced"

    assert code in ask(10_000_000, day=date(2017, 1, 1))[0].warnings
    assert code not in ask(10_000_000, day=TODAY)[0].warnings


def test_a_requirement_read_from_one_source_or_not_at_all_says_so() -> None:
    state = ask(30_000_000, firm("social_cooperative", ratio()), law="state")[0]
    village = ask(30_000_000, firm("village_enterprise", ratio()))[0]

    assert "ratio_requirement_text_not_read" in state.warnings
    assert "village_enterprise_standard_not_read" in village.warnings


# The table itself


def test_every_rule_carries_its_words_its_source_and_the_day_it_was_checked() -> None:
    for rule in RULES:
        assert rule.quote, rule.rule_id
        assert rule.source, rule.rule_id
        assert rule.verified_on == TODAY, rule.rule_id
        assert rule.status in {"verified", "one_source", "unverified"}, rule.rule_id
        if rule.applies_law or rule.question is not Question.scope:
            assert rule.statute, rule.rule_id
            assert rule.article, rule.rule_id


def test_no_window_ends_before_it_begins() -> None:
    for rule in RULES:
        if rule.effective_from and rule.effective_to:
            assert rule.effective_from <= rule.effective_to, rule.rule_id


def test_no_two_rows_for_one_firm_speak_of_the_same_won_on_the_same_day() -> None:
    """A lease of goods alone has two: it is goods, and it is a lease."""
    for one, other in combinations(GROUNDS, 2):
        shared = set(one.contract_kinds) & set(other.contract_kinds)
        if akin(one, other) and shared != {"lease"}:
            day = max(one.effective_from or date.min, other.effective_from or date.min)
            won = 1 + max(one.over_krw or 0, other.over_krw or 0)
            both = one.in_force(day) and other.in_force(day) and one.admits(won)
            assert not (both and other.admits(won)), (one.rule_id, other.rule_id)


def test_a_band_of_won_begins_where_another_ends() -> None:
    for rule in GROUNDS:
        if rule.over_krw is not None and rule.effective_from is not None:
            ends = {
                other.upto_krw
                for other in GROUNDS
                if other.law == rule.law and other.in_force(rule.effective_from)
            }
            assert rule.over_krw in ends, rule.rule_id


def test_a_row_that_ended_was_taken_up_the_next_day() -> None:
    for rule in GROUNDS:
        if rule.effective_to is not None:
            begins = {other.effective_from for other in GROUNDS if akin(rule, other)}
            assert rule.effective_to + A_DAY in begins, rule.rule_id


def test_the_temporary_rows_double_what_they_follow() -> None:
    temporary = [rule for rule in GROUNDS if "emergency_notice_in_force" in rule.requires_facts]

    assert temporary
    assert all(rule.upto_krw == 2 * (rule.over_krw or 0) for rule in temporary)
    assert {rule.effective_from for rule in temporary if "local" in rule.law} == {date(2020, 7, 14)}


@pytest.mark.parametrize("law", ["local", "state"])
@pytest.mark.parametrize("kind", ["certified_social_enterprise", "youth_startup"])
def test_ground_quotation_and_ratio_of_a_new_type_begin_together(law: str, kind: str) -> None:
    named = [r for r in RULES if law in r.law and kind in r.counterparty]
    asked = [r for r in RULES if law in r.law and r.question is Question.ratio]
    first = {
        question: min(r.effective_from or date.min for r in named if r.question is question)
        for question in {r.question for r in named} & {Question.ground, Question.quotation}
    }
    if any(r.requires_ratio for r in named):
        first[Question.ratio] = min(r.effective_from or date.min for r in asked)

    assert len(set(first.values())) == 1


def test_at_most_one_ratio_is_in_force_for_a_law_on_a_day() -> None:
    for law in ("local", "state"):
        demands = [r for r in RULES if r.question is Question.ratio and law in r.law]
        assert len([r for r in demands if r.in_force(TODAY)]) == 1


def test_every_answer_of_a_wide_sweep_names_a_rule_in_force_and_is_never_empty() -> None:
    days = (date(2010, 8, 1), date(2016, 1, 15), date(2020, 8, 1), date(2023, 1, 1), TODAY)
    parties = (None, firm(), firm("certified_social_enterprise"), firm(*SOCIAL, *WOMEN, *WELFARE))
    for law in BuyerLaw:
        for kind in ContractKind:
            for price in (None, 1_000_000, 30_000_000, 500_000_000):
                for day in days:
                    for party in parties:
                        answer = ask(price, party, law=law, kind=kind, day=day)
                        assert answer
                        for one in answer:
                            rule = RULE[one.rule_id]
                            unanswered = "rule_in_force_on_date" in one.missing
                            assert rule.in_force(day) or unanswered


def test_the_order_of_the_certificates_does_not_matter() -> None:
    kinds = ("small_enterprise", "women_enterprise", "welfare_corporation")

    assert ask(60_000_000, firm(*kinds)) == ask(60_000_000, firm(*reversed(kinds)))


def test_a_ceiling_changed_in_the_table_changes_the_answer_with_no_change_of_code() -> None:
    text = TABLE.read_text(encoding="utf-8")
    lines = text.splitlines()
    (at,) = [n for n, line in enumerate(lines) if line.startswith("L-25-나,")]
    lines[at] = lines[at].replace("20000000", "25000000")

    assert best(25_000_000, firm(), rules=load_rules("\n".join(lines)))[2] == "L-25-나"


@pytest.mark.parametrize(
    ("cell", "spoilt"), [("ground", "grounds"), ("20000000", "2천만"), ("2016-01-15", "2016-1-15")]
)
def test_a_cell_that_cannot_be_read_is_refused_with_its_line(cell: str, spoilt: str) -> None:
    header, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith("L-25-나,")]

    with pytest.raises(RulesError, match=r"line 2 \(L-25-나\)"):
        load_rules("\n".join([header, row.replace(cell, spoilt, 1)]))


def test_an_id_that_comes_twice_is_refused() -> None:
    text = TABLE.read_text(encoding="utf-8")

    with pytest.raises(RulesError, match="L-25-나"):
        load_rules(text + next(line for line in text.splitlines() if line.startswith("L-25-나,")))


def test_a_table_without_a_row_for_the_buyer_is_refused() -> None:
    with pytest.raises(RulesError, match="scope"):
        ask(1_000_000, rules=_without("L-SCOPE"))


def _without(rule_id: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.rule_id != rule_id)
