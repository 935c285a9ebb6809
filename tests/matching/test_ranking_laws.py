"""What may be said of every ranking when one thing is changed and all else stays."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import POLICY, Certificate, Index, Licence, Need, Supplier, factors, rank
from app.matching.checks import eligibility
from app.matching.shapes import UNITS, MatchResult, Ranked

from .makers import THESAURUS, need, selling
from .test_properties import ask, needs, order, products, registers, suppliers

BAND = round(POLICY.band * UNITS)
LAPSED = {"valid_from": date(2001, 1, 1), "valid_until": date(2002, 1, 1)}
wanting_cleaners = needs.map(lambda one: replace(one, title="청사 청소용역", category_codes=()))
me = st.builds(
    lambda one, ware: replace(one, products=(replace(ware, name="사무실 청소"), *one.products[:1])),
    suppliers(id=st.just("ich")),
    products,
)
"""Somebody who cleans, and so is found by those who want cleaners."""

some = settings(max_examples=25, deadline=None)


def everyone(found: MatchResult) -> tuple[Ranked, ...]:
    """Everyone found, the near misses after the results."""
    return (*found.results, *found.near_misses)


def place(wanted: Need, register: list[Supplier], mine: Supplier) -> tuple[int, int]:
    """Where this one stands among the others, and with how many units."""
    found = everyone(ask(wanted, [*register, mine]))
    return next((at, one.units) for at, one in enumerate(found) if one.supplier.id == mine.id)


def moved_away(one: Supplier) -> Supplier:
    return replace(one, service_regions=("제주특별자치도",))


def lapsed(one: Supplier) -> Supplier:
    return replace(
        one,
        certifications=tuple(replace(it, **LAPSED) for it in one.certifications),
        licences=tuple(replace(it, valid_until=date(2002, 1, 1)) for it in one.licences),
    )


def emptied(one: Supplier) -> Supplier:
    return replace(one, products=tuple(replace(it, monthly_capacity=0) for it in one.products))


def dearer(one: Supplier) -> Supplier:
    wares = tuple(
        replace(it, unit_price_krw=it.unit_price_krw and it.unit_price_krw * 2)
        for it in one.products
    )
    return replace(one, products=wares)


def gone_quiet(one: Supplier) -> Supplier:
    return replace(one, status="dormant" if one.status == "active" else one.status)


def shut(one: Supplier) -> Supplier:
    return replace(one, status="closed")


def serving_all(one: Supplier) -> Supplier:
    return replace(one, service_regions=(*one.service_regions, "전국"))


def reopened(one: Supplier) -> Supplier:
    return replace(one, status="active")


def abler(one: Supplier) -> Supplier:
    wares = tuple(replace(it, monthly_capacity=10**6) for it in one.products)
    return replace(one, products=wares)


def cheap(one: Supplier) -> Supplier:
    return replace(one, products=tuple(replace(it, unit_price_krw=1) for it in one.products))


def licensed(one: Supplier) -> Supplier:
    return replace(one, licences=(*one.licences, Licence(kind="경비업 허가")))


def certified(one: Supplier) -> Supplier:
    held = tuple(
        Certificate(kind=kind, valid_from=date(2001, 1, 1), valid_until=date(2030, 1, 1))
        for kind in ("women_enterprise", "social_cooperative")
    )
    return replace(one, certifications=(*one.certifications, *held))


@pytest.mark.parametrize("worse", [moved_away, lapsed, emptied, dearer, gone_quiet, shut])
@some
@given(wanting_cleaners, registers, me)
def test_one_fact_made_worse_never_raises_anyone(worse, wanted, register, mine) -> None:
    before, after = place(wanted, register, mine), place(wanted, register, worse(mine))

    assert after[0] >= before[0]
    assert after[1] <= before[1]


@pytest.mark.parametrize("better", [serving_all, reopened, abler, cheap, licensed, certified])
@some
@given(wanting_cleaners, registers, me)
def test_one_fact_made_better_never_lowers_anyone(better, wanted, register, mine) -> None:
    before, after = place(wanted, register, mine), place(wanted, register, better(mine))

    assert after[0] <= before[0]
    assert after[1] >= before[1]


@some
@given(needs, registers)
def test_other_ids_change_only_who_comes_first_among_equals(wanted, register) -> None:
    renamed = [replace(one, id=f"neu{number}") for number, one in enumerate(register)]
    old_of = {new.id: old.id for new, old in zip(renamed, register, strict=True)}

    before, after = everyone(ask(wanted, register)), everyone(ask(wanted, renamed))

    assert {one.supplier.id: one.units for one in before} == {
        old_of[one.supplier.id]: one.units for one in after
    }
    assert [one.units // BAND for one in before] == [one.units // BAND for one in after]


@some
@given(needs, registers, st.text(min_size=1, max_size=8))
def test_another_key_of_the_need_changes_only_who_comes_first_among_equals(
    wanted, register, key
) -> None:
    before = everyone(ask(wanted, register))
    after = everyone(ask(replace(wanted, key=key), register))

    assert [one.units // BAND for one in before] == [one.units // BAND for one in after]
    assert sorted((one.supplier.id, one.units) for one in before) == sorted(
        (one.supplier.id, one.units) for one in after
    )


@some
@given(needs, registers)
def test_bands_fall_from_first_to_last(wanted, register) -> None:
    found = ask(wanted, register)

    for row in (found.results, found.near_misses):
        bands = [one.units // BAND for one in row]
        assert bands == sorted(bands, reverse=True)


@some
@given(needs, registers)
def test_each_contribution_is_its_weight_its_value_and_the_likeness_in_whole_units(
    wanted, register
) -> None:
    for one in everyone(ask(wanted, register)):
        told = {factor.name: factor for factor in one.factors}
        like = (told["trade"].units + told["wording"].units) / UNITS
        share = like / (POLICY.trade + POLICY.wording)
        shut_down = any(it.name == "status" and it.outcome == "fail" for it in one.checks)
        for factor in one.factors:
            assert isinstance(factor.units, int)
            if shut_down:
                assert factor.units == 0
            elif factor.name in factors.FITNESS:
                exact = factor.weight * factor.value * share
                assert factor.units / UNITS == pytest.approx(exact, abs=0.002)
            else:
                assert factor.units == round(factor.weight * factor.value * UNITS)


@some
@given(needs, registers)
def test_no_score_exceeds_the_bound_that_lets_a_ranking_stop(wanted, register) -> None:
    for one in everyone(ask(wanted, register)):
        told = {factor.name: factor.value for factor in one.factors}
        like = (POLICY.trade * told["trade"] + POLICY.wording * told["wording"]) / (
            POLICY.trade + POLICY.wording
        )
        fits = one.eligibility != "ineligible"
        bound = like * factors.reach(wanted, POLICY, eligible=fits)

        assert one.score <= 100 * bound + 0.002


@some
@given(needs, registers)
def test_eligibility_is_what_the_checks_shown_add_up_to(wanted, register) -> None:
    for one in everyone(ask(wanted, register)):
        assert one.eligibility == eligibility(one.checks)


@some
@given(needs, registers, st.integers(0, 5), st.integers(0, 5))
def test_how_many_are_asked_for_changes_neither_list_but_its_length(
    wanted, register, limit, near_limit
) -> None:
    whole = ask(wanted, register)
    index = Index(THESAURUS, register)

    found = rank(wanted, index, limit=limit, near_limit=near_limit)

    assert found.considered == whole.considered
    assert order(found) == [
        *(one.supplier.id for one in whole.results[:limit]),
        *(one.supplier.id for one in whole.near_misses[:near_limit]),
    ]


def free(one: Supplier) -> Supplier:
    """Take what contracts have promised off a supplier."""
    return replace(one, products=tuple(replace(ware, commitments=()) for ware in one.products))


@some
@given(needs, registers, st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_the_day_of_asking_matters_only_to_papers_and_promises(wanted, register, day) -> None:
    bare = replace(wanted, required_certifications=(), required_licences=())
    index = Index(THESAURUS, [free(one) for one in register])

    assert replace(rank(bare, index, as_of=day), as_of=day) == replace(rank(bare, index), as_of=day)


@some
@given(needs, registers)
def test_a_day_of_need_makes_the_day_of_asking_irrelevant(wanted, register) -> None:
    fixed = replace(wanted, needed_from=date(2026, 5, 5))
    early, late = (
        rank(fixed, Index(THESAURUS, register), as_of=day) for day in (date.min, date.max)
    )

    assert order(early) == order(late)


@pytest.mark.parametrize("count", [1, 7, 300, 1100])
def test_a_crowd_of_equals_is_cut_without_losing_the_one_who_is_better(count: int) -> None:
    crowd = [selling("유리창 청소", name=f"보통{number:04}") for number in range(count)]
    best = selling("청사 청소용역", name="으뜸")

    found = rank(need(), Index(THESAURUS, [*crowd, best]), limit=3)

    assert found.results[0].supplier.name == "으뜸"
    assert found.considered == count + 1


@pytest.mark.parametrize("limit", [1, 5, 40])
def test_a_crowd_that_fails_leaves_room_for_those_that_fit(limit: int) -> None:
    far = [
        selling("청사 청소용역", name=f"먼곳{number}", service_regions=("제주",))
        for number in range(600)
    ]
    near = [selling("유리창 청소", name=f"이웃{number}") for number in range(40)]

    found = rank(need(region="서울"), Index(THESAURUS, [*far, *near]), limit=limit)

    assert len(found.results) == limit
    assert all(one.supplier.name.startswith("이웃") for one in found.results)
