"""A ranking is fair, exact, and says why; what fails a requirement is told how it could fit."""

from dataclasses import replace
from datetime import date

import pytest

from app.matching import (
    POLICY,
    Index,
    Lot,
    MatchResult,
    Need,
    Ranked,
    Supplier,
    rank,
)

from .makers import THESAURUS, TODAY, certificate, licence, need, product, selling, supplier


def answer(wanted: Need, *suppliers: Supplier, limit: int = 10) -> MatchResult:
    """Rank these suppliers."""
    return rank(wanted, Index(THESAURUS, suppliers), limit=limit)


def names(ranked: tuple[Ranked, ...]) -> list[str]:
    """Name the suppliers in order."""
    return [one.supplier.name for one in ranked]


def value(one: Ranked, factor: str) -> float:
    """Look one factor's value up."""
    return next(found.value for found in one.factors if found.name == factor)


CLEANERS = selling("사무실 청소", name="맑은두레")
LUNCHERS = selling("단체 도시락", name="밥상")
CATERERS = selling("출장뷔페와 다과", name="잔치")
PRINTERS = selling("책자 인쇄", name="활자")


class TestRelevance:
    """The trade asked for comes first; what has nothing to do with it is not named."""

    def test_the_trade_asked_for_comes_first(self) -> None:
        found = answer(need("간담회 도시락 구매"), CLEANERS, CATERERS, LUNCHERS)

        assert names(found.results)[0] == "밥상"

    def test_a_stranger_to_the_trade_is_not_named(self) -> None:
        found = answer(need("간담회 도시락 구매"), CLEANERS, PRINTERS)

        assert found.results == ()
        assert found.near_misses == ()

    def test_a_near_trade_comes_after_the_trade_itself(self) -> None:
        found = answer(need("개소식 케이터링"), LUNCHERS, CATERERS)

        assert names(found.results) == ["잔치", "밥상"]

    def test_a_synonym_answers_as_the_word_itself(self) -> None:
        found = answer(need("플래카드 제작"), selling("현수막", name="거리"), CLEANERS)

        assert names(found.results) == ["거리"]

    def test_a_blocked_look_alike_does_not_outrank_the_trade(self) -> None:
        makers = selling("폐현수막 파우치", name="되살림")
        found = answer(need("현수막 제작"), makers, selling("행사 걸개", name="거리"))

        assert names(found.results)[0] == "거리"

    def test_a_category_code_alone_is_enough(self) -> None:
        coded = supplier("번호", products=(product("정기 서비스", category_code="C0101"),))
        found = answer(need("연간 계약", category_codes=("C0101",)), coded, LUNCHERS)

        assert names(found.results)[0] == "번호"

    def test_a_trade_the_thesaurus_does_not_know_is_found_by_its_wording(self) -> None:
        found = answer(need("열기구 대여"), selling("열기구 체험", name="하늘"), CLEANERS)

        assert names(found.results) == ["하늘"]

    def test_the_main_line_comes_before_the_same_thing_on_the_side(self) -> None:
        main = selling("단체 도시락", "꽃 화분", name="본업")
        side = selling("꽃 화분", "단체 도시락", name="부업")

        found = answer(need("도시락 구매"), side, main)

        assert names(found.results) == ["본업", "부업"]

    def test_a_supplier_without_products_is_read_by_its_own_words(self) -> None:
        bare = supplier("말뿐", products=(), description="단체 도시락을 만듭니다")

        found = answer(need("단체 도시락"), bare, CLEANERS)

        assert names(found.results) == ["말뿐"]


class TestScore:
    """The score is the sum of what its factors contribute, to the last digit."""

    def test_the_contributions_add_up_exactly(self) -> None:
        for one in answer(need("청사 청소용역"), CLEANERS, LUNCHERS).results:
            assert one.units == sum(factor.units for factor in one.factors)
            assert one.score == pytest.approx(sum(factor.contribution for factor in one.factors))

    def test_the_policy_gives_a_hundred_points_in_all(self) -> None:
        assert sum(weight for _, weight in POLICY.table) == 100

    def test_every_factor_of_the_policy_is_shown_in_its_order(self) -> None:
        (one,) = answer(need("사무실 청소"), CLEANERS).results

        assert [(f.name, f.weight) for f in one.factors] == list(POLICY.table)

    def test_a_perfect_answer_comes_close_to_a_hundred(self) -> None:
        wanted = need(
            "사무실 청소", quantity=2, unit="회", budget_krw=300_000, region="서울특별시 노원구"
        )
        perfect = supplier(
            products=(product(unit="회", unit_price_krw=100_000, monthly_capacity=9),),
            district="서울특별시 노원구",
        )

        (one,) = answer(wanted, perfect).results

        assert one.score > 85
        assert one.eligibility == "eligible"

    def test_the_evidence_names_the_product_and_the_shared_words(self) -> None:
        (one,) = answer(need("청사 사무실 청소용역"), CLEANERS).results
        evidence = {factor.name: factor.evidence for factor in one.factors}

        assert evidence["trade"]["product"] == "사무실 청소"
        assert evidence["trade"]["asked"] == ("건물 청소",)
        assert evidence["trade"]["offered"] == ("건물 청소",)
        assert evidence["wording"]["shared"] == ("사무실",)

    def test_the_matched_products_are_the_telling_ones_best_first(self) -> None:
        several = selling("꽃 화분", "사무실 청소", "청사 청소용역", name="여럿")

        (one,) = answer(need("청사 청소용역"), several).results

        assert [found.name for found in one.matched_products] == ["청사 청소용역", "사무실 청소"]
        assert one.matched_products[0].score >= one.matched_products[1].score

    def test_a_price_within_the_money_is_better_than_one_beyond(self) -> None:
        wanted = need("사무실 청소", quantity=10, unit="회", budget_krw=1_000_000)
        cheap = supplier("알뜰", products=(product(unit="회", unit_price_krw=100_000),))
        dear = supplier("비싼", products=(product(unit="회", unit_price_krw=120_000),))

        found = answer(wanted, cheap, dear)

        assert names(found.results) == ["알뜰", "비싼"]
        assert [value(one, "price") for one in found.results] == [1.0, 0.0]

    def test_an_unknown_price_is_neither_good_nor_bad(self) -> None:
        wanted = need("사무실 청소", quantity=10, unit="회", budget_krw=1_000_000)

        (one,) = answer(wanted, CLEANERS).results

        assert 0 < value(one, "price") < 1

    def test_a_price_in_another_unit_is_not_compared(self) -> None:
        wanted = need("사무실 청소", quantity=10, unit="회", budget_krw=1)
        other = supplier(products=(product(unit="월", unit_price_krw=100_000),))

        (one,) = answer(wanted, other).results

        assert value(one, "price") == value(answer(wanted, CLEANERS).results[0], "price")

    def test_a_neighbour_stands_before_an_equal_from_afar(self) -> None:
        wanted = need("사무실 청소", region="서울특별시 노원구")
        here = supplier("이웃", district="노원구")
        there = supplier("먼곳", district="부산광역시 중구")

        found = answer(wanted, there, here)

        assert names(found.results) == ["이웃", "먼곳"]


class TestEligibility:
    """Those that fail stand apart as near misses, each with the change that would help."""

    def test_one_that_fails_a_check_is_a_near_miss(self) -> None:
        wanted = need("사무실 청소", required_licences=("건물위생관리업 신고",))
        held = supplier("갖춘", licences=(licence("건물위생관리업 신고"),))

        found = answer(wanted, held, CLEANERS)

        assert names(found.results) == ["갖춘"]
        assert names(found.near_misses) == ["맑은두레"]
        assert [change.code for change in found.near_misses[0].changes] == ["obtain_licence"]

    def test_one_that_is_not_known_to_fit_stays_among_the_results(self) -> None:
        wanted = need("사무실 청소", region="서울특별시")
        silent = supplier("말없는", service_regions=())

        found = answer(wanted, silent, CLEANERS)

        assert names(found.results) == ["맑은두레", "말없는"]
        assert [one.eligibility for one in found.results] == ["eligible", "unknown"]

    def test_the_certificate_is_judged_on_the_day_it_is_needed(self) -> None:
        held = supplier(certifications=(certificate(valid_until=date(2026, 6, 30)),))
        kinds = ("women_enterprise",)
        july = date(2026, 7, 1)

        today = answer(need("사무실 청소", required_certifications=kinds), held)
        summer = answer(need("사무실 청소", required_certifications=kinds, needed_from=july), held)
        closing = answer(need("사무실 청소", required_certifications=kinds, closes_on=july), held)

        assert today.results[0].eligibility == "eligible"
        assert [change.code for change in summer.near_misses[0].changes] == ["renew_certificate"]
        assert closing.results == ()

    def test_the_day_needed_counts_before_the_day_it_closes(self) -> None:
        held = supplier(certifications=(certificate(valid_until=date(2026, 6, 30)),))
        wanted = need(
            "사무실 청소",
            required_certifications=("women_enterprise",),
            closes_on=date(2026, 6, 1),
            needed_from=date(2026, 7, 1),
        )

        assert answer(wanted, held).results == ()

    def test_a_failure_costs_more_than_any_side_advantage(self) -> None:
        wanted = need("사무실 청소", region="서울특별시 노원구")
        fails = supplier("못감", service_regions=("부산광역시",), district="노원구")
        plain = supplier("평범", district="부산광역시")

        found = answer(wanted, fails, plain)

        assert found.results[0].score > found.near_misses[0].score

    def test_a_closed_enterprise_scores_nothing_and_stands_last(self) -> None:
        wanted = need("사무실 청소", region="서울특별시")
        closed = supplier("문닫은", status="closed")
        far = supplier("먼곳", service_regions=("부산광역시",))

        found = answer(wanted, closed, far)

        assert names(found.near_misses) == ["먼곳", "문닫은"]
        assert found.near_misses[1].score == 0
        assert found.near_misses[1].changes == ()

    def test_only_products_of_the_trade_speak_for_the_capacity(self) -> None:
        wanted = need("단체 도시락", quantity=500, unit="개")
        mixed = supplier(
            products=(
                product("단체 도시락", unit="개", monthly_capacity=100),
                product("플라스틱 컵", unit="개", monthly_capacity=100_000),
            )
        )

        found = answer(wanted, mixed)

        assert found.results == ()
        assert found.near_misses[0].changes[0].values["available"] == 100

    def test_lots_may_be_served_one_by_one(self) -> None:
        lots = (Lot(title="책자 인쇄"), Lot(title="현수막 제작"))

        apart = answer(need("홍보물 인쇄", lots=lots), PRINTERS)
        whole = answer(need("홍보물 인쇄", lots=lots, lots_divisible=False), PRINTERS)

        assert names(apart.results) == ["활자"]
        assert whole.near_misses[0].changes[0].values == {"lots": ("현수막 제작",)}

    def test_a_lot_too_large_is_not_served(self) -> None:
        small = supplier("소량", products=(product("책자 인쇄", unit="부", monthly_capacity=10),))
        wanted = need("책자 인쇄", lots=(Lot(title="책자 인쇄", quantity=1000, unit="부"),))

        assert answer(wanted, small).results == ()


class TestOrder:
    """Near equals are drawn by lot, the same way every time."""

    TWINS = tuple(supplier(f"쌍둥이{number:02}") for number in range(30))

    def test_a_repeated_run_gives_the_same_answer(self) -> None:
        wanted = need("사무실 청소")

        assert answer(wanted, *self.TWINS) == answer(wanted, *self.TWINS)

    def test_equals_take_turns_from_one_need_to_the_next(self) -> None:
        firsts = {
            answer(need("사무실 청소", key=f"공고{number}"), *self.TWINS).results[0].supplier.name
            for number in range(40)
        }

        assert len(firsts) > 10

    def test_a_need_without_a_key_is_drawn_by_its_title(self) -> None:
        wanted = need("사무실 청소", key="")

        assert answer(wanted, *self.TWINS) == answer(wanted, *reversed(self.TWINS))

    def test_no_lot_lifts_anyone_over_a_better_band(self) -> None:
        for number in range(20):
            found = answer(need("사무실 청소", key=str(number)), *self.TWINS, LUNCHERS, CATERERS)
            bands = [int(one.score / POLICY.band) for one in found.results]
            assert bands == sorted(bands, reverse=True)

    def test_ranks_count_from_one(self) -> None:
        found = answer(need("사무실 청소"), *self.TWINS, limit=5)

        assert [one.rank for one in found.results] == [1, 2, 3, 4, 5]

    def test_a_limit_of_nothing_answers_nothing(self) -> None:
        assert answer(need("사무실 청소"), *self.TWINS, limit=0).results == ()


class TestCalling:
    """The question must have a day, and may be put to a list or to an index."""

    def test_a_list_and_an_index_answer_alike(self) -> None:
        wanted = need("사무실 청소")

        listed = rank(wanted, [CLEANERS, LUNCHERS], thesaurus=THESAURUS)

        assert listed == answer(wanted, CLEANERS, LUNCHERS)

    def test_a_need_without_a_day_is_refused(self) -> None:
        with pytest.raises(ValueError, match="needs a day"):
            rank(need("사무실 청소", as_of=None), Index(THESAURUS, [CLEANERS]))

    def test_the_day_may_be_given_apart(self) -> None:
        found = rank(need(as_of=None), Index(THESAURUS, [CLEANERS]), as_of=TODAY)

        assert found.as_of == TODAY

    def test_the_answer_says_which_engine_and_which_weights(self) -> None:
        found = answer(need(), CLEANERS)

        assert found.engine_version
        assert found.weights_version == POLICY.version

    def test_an_empty_register_answers_nothing(self) -> None:
        assert answer(need()).results == ()

    def test_a_request_without_words_answers_nothing(self) -> None:
        assert answer(need("", key="leer"), CLEANERS).results == ()

    def test_it_says_how_many_were_considered(self) -> None:
        assert answer(need("사무실 청소"), CLEANERS, PRINTERS).considered == 2


class TestConviction:
    """Where nothing convinces nobody is named; a trade and words in common convince together."""

    def test_a_request_that_only_resembles_another_trade_is_answered_by_nobody(self) -> None:
        found = answer(need("청사 방역"), CLEANERS)

        assert found.results == found.near_misses == ()

    def test_without_the_cut_off_it_would_be(self) -> None:
        bold = replace(POLICY, conviction=0.0)

        assert rank(need("청사 방역"), Index(THESAURUS, [CLEANERS]), bold).results

    def test_a_category_that_is_stated_needs_no_words(self) -> None:
        found = answer(need("청사 방역", category_codes=("C0101",)), CLEANERS)

        assert names(found.results) == ["맑은두레"]
