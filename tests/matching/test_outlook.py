"""The open needs as one supplier sees them, and which single change opens most."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import POLICY, Index, Lot, rank
from app.matching.outlook import best, fixes, prospects

from .makers import THESAURUS, TODAY, licence, need, product, supplier

LICENCE = "경비업 허가"


def seen(one, *needs):
    return prospects(one, needs, Index(THESAURUS, [one]), POLICY, TODAY)


def told(one, *needs):
    return [
        (fix.change.code, fix.opens, fix.value_krw) for fix in fixes(seen(one, *needs)) if fix.opens
    ]


def cleaner(**given):
    wares = (product("청사 청소", unit="㎡", monthly_capacity=100),)
    return supplier("맑은두레", **{"products": wares, "service_regions": ("서울",), **given})


def test_only_needs_of_its_trade_are_seen():
    found = seen(cleaner(), need("청사 청소용역"), need("졸업식 도시락"))

    assert [one.need.title for one in found] == ["청사 청소용역"]


def test_a_fix_is_worth_the_needs_it_opens():
    one = cleaner()

    assert told(
        one,
        need("청소 가", required_licences=(LICENCE,), estimated_price_krw=3_000_000),
        need("청소 나", required_licences=("경비업허가증",), estimated_price_krw=2_000_000),
        need("청소 다", region="부산광역시", estimated_price_krw=1_000_000),
        need("청소 라", region="서울"),
    ) == [
        ("obtain_licence", ("청소 가", "청소 나"), 5_000_000),
        ("extend_region", ("청소 다",), 1_000_000),
    ]


def test_a_need_that_fails_two_conditions_is_opened_by_no_single_change():
    assert told(cleaner(), need(region="부산광역시", required_licences=(LICENCE,))) == []


def test_a_wider_change_opens_what_a_narrower_one_does_and_more():
    assert told(
        cleaner(service_regions=("경기도",)),
        need("청소 가", region="서울특별시", estimated_price_krw=10),
        need("청소 나", region="서울특별시 강북구", estimated_price_krw=10),
    ) == [
        ("extend_region", ("청소 가", "청소 나"), 20),
        ("extend_region", ("청소 나",), 10),
    ]


def test_more_capacity_opens_every_need_up_to_it():
    assert told(
        cleaner(),
        need("청소 가", quantity=600, unit="㎡", estimated_price_krw=10),
        need("청소 나", quantity=900, unit="㎡", estimated_price_krw=10),
    ) == [("raise_capacity", ("청소 가", "청소 나"), 20), ("raise_capacity", ("청소 가",), 10)]


def test_what_is_not_known_is_settled_not_opened():
    (fix,) = fixes(seen(cleaner(service_regions=()), need("청소 가", region="서울")))

    assert (fix.change.code, fix.opens, fix.settles) == ("state_service_regions", (), ("청소 가",))


def test_a_need_without_a_price_is_counted_as_such():
    (fix,) = fixes(seen(cleaner(), need("청소 가", region="부산")))

    assert (fix.opens, fix.value_krw, fix.unpriced) == (("청소 가",), 0, 1)


def test_lots_it_cannot_serve_are_opened_by_a_partner():
    wanted = need("축제 준비 청소", lots=(Lot(title="도시락"), Lot(title="현수막")))

    assert [code for code, *_ in told(cleaner(), wanted)] == ["add_partner"]


def test_nothing_helps_a_closed_enterprise():
    assert fixes(seen(cleaner(status="closed"), need(region="부산"), need())) == []


def test_the_score_is_the_one_it_has_in_the_ranking_of_the_need():
    one, other = cleaner(), supplier("다른두레")
    wanted = need("청사 청소용역", region="서울")

    (placed,) = best(seen(one, wanted), Index(THESAURUS, [one]), POLICY, TODAY, 10)
    ranking = rank(wanted, Index(THESAURUS, [one, other]), POLICY, TODAY)

    assert placed.ranked.score == next(r.score for r in ranking.results if r.supplier == one)


@settings(max_examples=20, deadline=None)
@given(
    st.permutations(["청소", "청사 청소용역", "건물 미화 용역", "사무실 환경미화"]),
    st.integers(1, 4),
)
def test_the_best_few_are_the_first_of_all(titles, limit):
    one = cleaner()
    alone = Index(THESAURUS, [one])
    found = seen(one, *(need(title) for title in titles))

    few = best(found, alone, POLICY, TODAY, limit)
    every = best(found, alone, POLICY, TODAY, 100)

    assert [it.need.key for it in few] == [it.need.key for it in every][:limit]


@pytest.mark.parametrize("held", [True, False])
def test_what_fits_already_needs_no_fix(held):
    one = cleaner(licences=(licence(LICENCE),) if held else ())

    assert bool(told(one, need(required_licences=(LICENCE,)))) is not held
