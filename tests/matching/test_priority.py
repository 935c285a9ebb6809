"""Priority purchases: what counts in which scheme, against what, and what one contract more does."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import ROOT
from app.matching.kinds import NAMES
from app.matching.priority import Line, Plan, Purchase, counted_once, proof, standings
from app.matching.schemes import (
    KINDS,
    SchemesError,
    in_year,
    load_purchase_kinds,
    load_schemes,
)

from .makers import certificate, supplier

SCHEMES = load_schemes(ROOT / "data" / "priority_schemes.csv")
DAY = date(2026, 6, 1)


def holding(*kinds, **given):
    return supplier(certifications=tuple(certificate(kind, **given) for kind in kinds))


def bought(*kinds, amount=1_000_000, kind="goods", on=DAY, key=""):
    return Purchase(supplier=holding(*kinds), on=on, amount_krw=amount, kind=kind, key=key)


def standing(code, purchases=(), lines=(), on=DAY, plan=None):
    return next(s for s in standings(SCHEMES, purchases, lines, on, plan) if s.scheme.code == code)


@pytest.mark.parametrize(
    ("code", "day", "percent"),
    [
        ("severe_disability", date(2024, 12, 31), Fraction(1)),
        ("severe_disability", date(2025, 1, 1), Fraction(11, 10)),
        ("standard_workplace", date(2019, 12, 31), Fraction(3, 10)),
        ("standard_workplace", date(2020, 1, 1), Fraction(6, 10)),
        ("women_works", DAY, Fraction(3)),
        ("small_business", DAY, Fraction(50)),
        ("social_enterprise", DAY, None),
    ],
)
def test_the_ratio_is_the_one_of_the_day(code, day, percent):
    assert standing(code, on=day).scheme.ratio_percent == percent


def test_a_ratio_is_what_counts_over_the_recorded_total():
    lines = (Line(60_000_000, "goods"), Line(40_000_000, "service"))

    one = standing("disabled_enterprise", [bought("disabled_enterprise", amount=750_000)], lines)

    assert (one.now.ratio_percent, one.now.gap_krw) == (0.75, 250_000)


@pytest.mark.parametrize(
    ("code", "lines", "lacking"),
    [
        ("social_enterprise", (), ("no_purchases_recorded",)),
        ("social_enterprise", (Line(None),), ("amounts_missing",)),
        ("social_enterprise", (Line(5),), ()),
        ("severe_disability", (Line(5),), ("kinds_missing",)),
        ("severe_disability", (Line(5, "works"),), ("total_is_zero",)),
        ("women_goods", (Line(5, "service"), Line(None, "works"), Line(1, "goods")), ()),
        ("technology_product", (Line(5, "goods"),), ("total_not_recorded_by_kind_of_item",)),
    ],
)
def test_where_the_total_is_not_known_there_is_no_ratio_and_it_says_why(code, lines, lacking):
    one = standing(code, [bought("women_enterprise")], lines)

    assert one.base.lacking == lacking
    assert (one.now.ratio_percent is None) is bool(lacking)


def test_works_are_left_out_where_the_law_leaves_them_out():
    lines = (Line(90, "works"), Line(10, "goods"))
    purchases = [bought("severe_disability_facility", amount=7, kind="works")]

    assert standing("severe_disability", purchases, lines).now.counted_krw == 0
    assert standing("severe_disability", (), lines).base.recorded_krw == 10
    assert standing("disabled_enterprise", (), lines).base.recorded_krw == 100


@pytest.mark.parametrize(
    ("code", "held", "verdict"),
    [
        ("social_enterprise", "certified_social_enterprise", "pass"),
        ("social_enterprise", "prelim_se_regional", "fail"),
        ("social_cooperative", "cooperative", "fail"),
        ("small_business", "micro_enterprise", "pass"),
        ("green_product", "green_product", "unknown"),
    ],
)
def test_who_qualifies(code, held, verdict):
    scheme = standing(code).scheme

    assert proof(scheme, holding(held), DAY) == verdict


def test_the_certificate_is_judged_on_the_day_of_the_contract():
    ended = holding("women_enterprise", valid_until=date(2026, 5, 31))
    before, after = (
        Purchase(supplier=ended, on=day, amount_krw=5, kind="goods")
        for day in (date(2026, 5, 31), date(2026, 6, 1))
    )

    assert standing("women_goods", [before]).tally.counted_krw == 5
    assert standing("women_goods", [after]).tally.counted_krw == 0


def test_what_is_not_proved_is_told_apart():
    open_ended = holding("certified_social_enterprise", valid_until=None)
    one = Purchase(supplier=open_ended, on=DAY, amount_krw=5)

    tally = standing("social_enterprise", [one]).tally

    assert (tally.counted_krw, tally.unproved_krw) == (0, 5)


def test_one_contract_counts_in_several_schemes_and_once_in_the_total():
    one = bought("certified_social_enterprise", "women_enterprise", amount=10)

    assert standing("social_enterprise", [one]).tally.counted_krw == 10
    assert standing("women_goods", [one]).tally.counted_krw == 10
    assert counted_once(SCHEMES, [one], DAY).counted_krw == 10


def test_a_planned_contract_moves_what_it_counts_in_and_nothing_else():
    lines = (Line(100_000_000, "goods"),)
    plan = Plan(1_000_000, DAY, holding("women_enterprise"), "goods")

    women = standing("women_goods", (), lines, plan=plan).effect
    social = standing("social_enterprise", (), lines, plan=plan).effect

    assert (women.adds_krw, women.after.ratio_percent, women.after.gap_krw) == (
        1_000_000,
        1.0,
        4_000_000,
    )
    assert (social.verdict, social.adds_krw) == ("fail", 0)


def test_a_plan_on_top_of_the_total_raises_the_total_too():
    lines = (Line(9_000_000, "goods"),)
    plan = Plan(1_000_000, DAY, holding("women_enterprise"), "goods", adds_to_total=True)

    assert standing("women_goods", (), lines, plan=plan).effect.after.ratio_percent == 10.0


def test_without_a_supplier_the_plan_is_taken_to_qualify():
    effect = standing("social_enterprise", plan=Plan(7, DAY)).effect

    assert (effect.verdict, effect.adds_krw) == (None, 7)


def test_a_plan_of_unknown_kind_adds_only_if_its_kind_is_shown():
    effect = standing("women_works", plan=Plan(7, DAY)).effect

    assert (effect.in_scope, effect.adds_krw, effect.adds_if_proved_krw) == (None, 0, 7)


@given(st.lists(st.tuples(st.sampled_from([*KINDS, None]), st.integers(0, 100), st.booleans())))
def test_the_total_counted_once_is_at_least_the_largest_scheme_and_at_most_all(facts):
    purchases = [
        bought(*(["women_enterprise", "certified_social_enterprise"][: 1 + both]),
               amount=amount, kind=kind)
        for kind, amount, both in facts
    ]  # fmt: skip

    once = counted_once(SCHEMES, purchases, DAY).counted_krw
    each = [s.tally.counted_krw for s in standings(SCHEMES, purchases, (), DAY)]

    assert max(each) <= once <= sum(one.amount_krw for one in purchases)


def test_the_rows_of_a_scheme_follow_each_other_without_gap_or_overlap():
    for code in {one.code for one in SCHEMES}:
        rows = [one for one in SCHEMES if one.code == code]
        for earlier, later in pairwise(rows):
            assert later.effective_from.toordinal() == earlier.effective_to.toordinal() + 1


def test_the_table_names_only_kinds_of_certificate_that_exist():
    assert {kind for one in SCHEMES for kind in one.qualifying} <= NAMES.keys()


def test_a_table_that_contradicts_itself_is_refused(tmp_path):
    text = (ROOT / "data" / "priority_schemes.csv").read_text(encoding="utf-8")
    (tmp_path / "bad.csv").write_text(text.replace("all,false", "all,true"), encoding="utf-8")

    with pytest.raises(SchemesError):
        load_schemes(tmp_path / "bad.csv")


def test_a_kind_of_purchase_that_nobody_knows_is_refused(tmp_path):
    (tmp_path / "bad.csv").write_text("category_code,kind,source\nC01,gift,x\n", encoding="utf-8")

    with pytest.raises(SchemesError):
        load_purchase_kinds(tmp_path / "bad.csv")


def test_dates_of_the_calendar_may_be_the_end_of_a_month():
    assert in_year("02-end", 2028) == date(2028, 2, 29)
    assert in_year("01-31", 2027) == date(2027, 1, 31)
    assert in_year("12-end", 2027) == date(2027, 12, 31)
    assert in_year(None, 2027) is None
