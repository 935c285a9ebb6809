"""Every hard requirement passes, fails or does not know, and says what would help."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import Lot, checks
from app.matching.shapes import Check

from .makers import TODAY, certificate, licence, need, product, supplier

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


class TestStatus:
    """A closed enterprise never fits."""

    def test_an_active_enterprise_passes(self) -> None:
        assert checks.status(supplier()).outcome == "pass"

    def test_a_closed_enterprise_fails_and_nothing_can_be_done(self) -> None:
        check = checks.status(supplier(status="closed"))

        assert check == Check("status", "fail", "active", "closed", None)

    def test_a_dormant_enterprise_is_asked_first(self) -> None:
        check = checks.status(supplier(status="dormant"))

        assert check.outcome == "unknown"
        assert check.change is not None
        assert check.change.code == "confirm_active"

    @pytest.mark.parametrize(
        "text",
        [
            "2025년 12월 폐업했습니다.",
            "현재 폐업 신고를 마쳤습니다.",
            "총회에서 해산 결의를 했습니다.",
            "법인 청산 절차가 진행되고 있습니다.",
            "청산 중입니다.",
            "지난달 영업을 종료하였습니다.",
            "올봄 문을 닫았습니다.",
        ],
    )
    def test_a_text_that_says_it_closed_counts_as_closed(self, text: str) -> None:
        assert checks.status(supplier(description=text)).outcome == "fail"

    @pytest.mark.parametrize(
        "text",
        [
            "폐업하는 가게의 집기를 거둬 되살립니다.",
            "폐업 정리 청소를 합니다.",
            "회계 청산을 돕는 자문단입니다.",
            "해산물을 나릅니다.",
            "행사 종료 뒤 쓰레기를 치웁니다.",
            "",
        ],
    )
    def test_a_trade_in_other_peoples_closures_stays_open(self, text: str) -> None:
        assert checks.status(supplier(description=text)).outcome == "pass"


class TestRegion:
    """The whole region asked for must be served."""

    def test_a_city_wide_supplier_serves_a_district(self) -> None:
        check = checks.region(
            need(region="서울특별시 노원구"), supplier(service_regions=("서울특별시",))
        )

        assert check.outcome == "pass"
        assert check.found == ("서울특별시",)

    def test_a_neighbouring_district_fails_and_may_be_added(self) -> None:
        check = checks.region(
            need(region="서울특별시 노원구"), supplier(service_regions=("서울특별시 도봉구",))
        )

        assert check.outcome == "fail"
        assert check.change is not None
        assert check.change.code == "extend_region"
        assert check.change.values == {"region": "서울특별시 노원구"}

    def test_several_districts_do_not_make_a_city(self) -> None:
        served = ("서울특별시 노원구", "서울특별시 도봉구", "서울특별시 강북구")

        check = checks.region(need(region="서울특별시"), supplier(service_regions=served))

        assert check.outcome == "fail"

    def test_one_of_several_regions_is_enough(self) -> None:
        served = ("부산광역시", "수도권")

        check = checks.region(need(region="경기도"), supplier(service_regions=served))

        assert check.outcome == "pass"

    def test_unstated_regions_are_unknown_and_not_a_failure(self) -> None:
        check = checks.region(need(region="서울특별시"), supplier(service_regions=()))

        assert check.outcome == "unknown"
        assert check.change is not None
        assert check.change.code == "state_service_regions"

    def test_a_region_nobody_can_read_is_unknown(self) -> None:
        check = checks.region(
            need(region="서울특별시"), supplier(service_regions=("어디든 갑니다",))
        )

        assert check.outcome == "unknown"

    def test_an_unreadable_request_is_compared_by_its_words(self) -> None:
        wanted = need(region="새만금지구")

        same = checks.region(wanted, supplier(service_regions=("새만금지구",)))
        other = checks.region(wanted, supplier(service_regions=("서울특별시",)))

        assert (same.outcome, other.outcome) == ("pass", "unknown")


class TestCertificate:
    """A certificate must hold on the day it is needed, not today."""

    def test_a_valid_certificate_passes_and_shows_its_end(self) -> None:
        check = checks.certificate(
            "women_enterprise", supplier(certifications=(certificate(),)), TODAY
        )

        assert check == Check("certificate", "pass", "women_enterprise", "2026-12-31")

    def test_it_may_be_asked_for_by_its_korean_name(self) -> None:
        check = checks.certificate("여성기업", supplier(certifications=(certificate(),)), TODAY)

        assert check.outcome == "pass"

    def test_one_that_ends_before_the_day_fails_and_may_be_renewed(self) -> None:
        held = certificate(valid_until=date(2026, 2, 27))

        check = checks.certificate("women_enterprise", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "fail"
        assert check.found == "2026-02-27"
        assert check.change is not None
        assert check.change.code == "renew_certificate"
        assert check.change.values == {
            "kind": "women_enterprise",
            "expired_on": "2026-02-27",
            "needed_on": "2026-03-01",
        }

    @pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31)])
    def test_the_first_and_the_last_day_count(self, day: date) -> None:
        check = checks.certificate(
            "women_enterprise", supplier(certifications=(certificate(),)), day
        )

        assert check.outcome == "pass"

    def test_one_that_has_not_begun_fails_and_says_when_it_will(self) -> None:
        held = certificate(valid_from=date(2026, 4, 1))

        check = checks.certificate("women_enterprise", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "fail"
        assert check.change is not None
        assert check.change.code == "wait_for_certificate"
        assert check.change.values["valid_from"] == "2026-04-01"

    def test_one_never_held_fails_and_may_be_obtained(self) -> None:
        check = checks.certificate("women_enterprise", supplier(), TODAY)

        assert check.outcome == "fail"
        assert check.found is None
        assert check.change is not None
        assert check.change.code == "obtain_certificate"

    def test_one_without_expiry_passes_once_verified(self) -> None:
        held = certificate("cooperative", valid_until=None, no_expiry=True, verified_on=TODAY)

        check = checks.certificate("cooperative", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "pass"
        assert check.found == "no_expiry"

    def test_one_without_expiry_is_unknown_until_somebody_verified_it(self) -> None:
        held = certificate("cooperative", valid_until=None, no_expiry=True)

        check = checks.certificate("cooperative", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "unknown"
        assert check.change is not None
        assert check.change.code == "verify_certificate"

    def test_one_whose_end_was_never_recorded_is_unknown(self) -> None:
        held = certificate(valid_until=None, verified_on=TODAY)

        check = checks.certificate("women_enterprise", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "unknown"

    def test_an_unrecorded_beginning_is_not_held_against_it(self) -> None:
        held = certificate(valid_from=None)

        check = checks.certificate("women_enterprise", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "pass"

    def test_the_best_of_several_counts(self) -> None:
        old = certificate(valid_until=date(2025, 12, 31))
        new = certificate()

        for held in ((old, new), (new, old)):
            check = checks.certificate("women_enterprise", supplier(certifications=held), TODAY)
            assert check.outcome == "pass"

    def test_the_latest_of_several_expired_ones_is_the_one_to_renew(self) -> None:
        held = (
            certificate(valid_from=date(2019, 1, 1), valid_until=date(2021, 12, 31)),
            certificate(valid_from=date(2022, 1, 1), valid_until=date(2024, 12, 31)),
        )

        check = checks.certificate("women_enterprise", supplier(certifications=held), TODAY)

        assert check.found == "2024-12-31"

    def test_a_social_cooperative_may_stand_for_a_cooperative(self) -> None:
        held = certificate("social_cooperative")

        check = checks.certificate("cooperative", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "pass"

    def test_any_social_economy_kind_answers_the_group(self) -> None:
        held = certificate("village_enterprise")

        check = checks.certificate("사회적경제기업", supplier(certifications=(held,)), TODAY)

        assert check.outcome == "pass"

    @given(DAYS, DAYS, DAYS)
    def test_it_passes_exactly_between_its_two_days(
        self, begins: date, ends: date, day: date
    ) -> None:
        held = certificate(valid_from=begins, valid_until=ends)

        check = checks.certificate("women_enterprise", supplier(certifications=(held,)), day)

        assert (check.outcome == "pass") is (begins <= day <= ends)

    @given(DAYS, DAYS)
    def test_what_does_not_pass_always_says_what_to_do(self, ends: date, day: date) -> None:
        held = certificate(valid_until=ends)

        check = checks.certificate("women_enterprise", supplier(certifications=(held,)), day)

        assert (check.change is None) is (check.outcome == "pass")


class TestLicence:
    """A licence that is not listed is not held."""

    def test_a_listed_licence_passes(self) -> None:
        check = checks.licence("경비업 허가", supplier(licences=(licence(),)), TODAY)

        assert check == Check("licence", "pass", "경비업 허가", "경비업 허가")

    def test_the_same_licence_under_another_paper_passes(self) -> None:
        check = checks.licence("경비업허가증", supplier(licences=(licence(),)), TODAY)

        assert check.outcome == "pass"

    def test_an_unlisted_licence_fails_and_may_be_obtained(self) -> None:
        check = checks.licence("소독업 신고", supplier(licences=(licence(),)), TODAY)

        assert check.outcome == "fail"
        assert check.change is not None
        assert check.change.code == "obtain_licence"
        assert check.change.values == {"kind": "소독업 신고"}

    def test_a_lapsed_licence_fails_and_may_be_renewed(self) -> None:
        held = licence(valid_until=TODAY - timedelta(days=1))

        check = checks.licence("경비업 허가", supplier(licences=(held,)), TODAY)

        assert check.outcome == "fail"
        assert check.change is not None
        assert check.change.code == "renew_licence"
        assert check.change.values["expired_on"] == "2026-02-28"

    def test_a_licence_holds_on_its_last_day(self) -> None:
        held = licence(valid_until=TODAY)

        assert checks.licence("경비업 허가", supplier(licences=(held,)), TODAY).outcome == "pass"

    def test_a_direct_production_proof_is_for_its_goods_only(self) -> None:
        held = licence("직접생산확인(사무용가구)")

        check = checks.licence("직접생산확인(근무복)", supplier(licences=(held,)), TODAY)

        assert check.outcome == "fail"

    def test_a_paper_recorded_as_a_certificate_answers_too(self) -> None:
        held = certificate("HACCP 인증")

        check = checks.licence("HACCP 인증", supplier(certifications=(held,)), TODAY)

        assert check.name == "licence"
        assert check.outcome == "pass"


class TestCapacity:
    """Only like units are compared; what is not stated is not held against anybody."""

    def test_enough_a_month_passes(self) -> None:
        check = checks.capacity(400, "개", [product(unit="개", monthly_capacity=500)])

        assert check == Check("capacity", "pass", "400 개", "500 개")

    def test_exactly_enough_passes(self) -> None:
        check = checks.capacity(400, "개", [product(unit="개", monthly_capacity=400)])

        assert check.outcome == "pass"

    def test_too_little_fails_and_says_how_much_is_short(self) -> None:
        check = checks.capacity(400, "개", [product(unit="개", monthly_capacity=300)])

        assert check.outcome == "fail"
        assert check.change is not None
        assert check.change.code == "raise_capacity"
        assert check.change.values == {
            "available": 300,
            "required": 400,
            "unit": "개",
            "short_percent": 25.0,
            "months": 1,
            "committed": 0,
        }

    def test_a_service_may_spread_over_three_months(self) -> None:
        check = checks.capacity(60, "회", [product(unit="회", monthly_capacity=20)])

        assert check.outcome == "pass"

    def test_goods_may_not(self) -> None:
        check = checks.capacity(60, "개", [product(unit="개", monthly_capacity=20)])

        assert check.outcome == "fail"

    def test_unlike_units_are_not_compared(self) -> None:
        check = checks.capacity(400, "개", [product(unit="세트", monthly_capacity=1)])

        assert check.outcome == "unknown"

    def test_an_unstated_capacity_is_unknown(self) -> None:
        check = checks.capacity(400, "개", [product(unit="개")])

        assert check.outcome == "unknown"
        assert check.change is not None
        assert check.change.code == "state_capacity"

    def test_the_ablest_of_the_products_counts(self) -> None:
        offers = [product(unit="개", monthly_capacity=10), product(unit="개", monthly_capacity=900)]

        assert checks.capacity(400, "개", offers).outcome == "pass"

    @given(st.integers(1, 10_000), st.integers(0, 10_000))
    def test_more_capacity_never_hurts(self, quantity: int, capacity: int) -> None:
        rank = {"fail": 0, "unknown": 1, "pass": 2}
        less = checks.capacity(quantity, "개", [product(unit="개", monthly_capacity=capacity)])
        more = checks.capacity(quantity, "개", [product(unit="개", monthly_capacity=capacity + 1)])

        assert rank[more.outcome] >= rank[less.outcome]


class TestLots:
    """A lot may be taken alone where the request may be divided."""

    LOTS = (Lot(title="디자인"), Lot(title="인쇄"))

    def test_one_lot_is_enough_where_lots_may_be_let_apart(self) -> None:
        check = checks.lots(need(lots=self.LOTS), ("인쇄",))

        assert check.outcome == "pass"
        assert check.found == ("인쇄",)

    def test_all_lots_are_needed_where_they_may_not(self) -> None:
        check = checks.lots(need(lots=self.LOTS, lots_divisible=False), ("인쇄",))

        assert check.outcome == "fail"
        assert check.change is not None
        assert check.change.code == "add_partner"
        assert check.change.values == {"lots": ("디자인",)}

    def test_no_lot_served_fails(self) -> None:
        assert checks.lots(need(lots=self.LOTS), ()).outcome == "fail"

    def test_every_lot_served_passes_either_way(self) -> None:
        served = ("디자인", "인쇄")

        for divisible in (True, False):
            wanted = need(lots=self.LOTS, lots_divisible=divisible)
            assert checks.lots(wanted, served).outcome == "pass"


class TestAll:
    """Only what is asked for is checked, in a fixed order."""

    def test_a_bare_need_asks_only_that_the_enterprise_is_open(self) -> None:
        found = checks.run(need(), supplier(), TODAY, [])

        assert [check.name for check in found] == ["status"]

    def test_a_full_need_asks_for_everything_in_order(self) -> None:
        wanted = need(
            region="서울특별시",
            quantity=3,
            unit="회",
            required_certifications=("women_enterprise", "cooperative"),
            required_licences=("경비업 허가",),
            lots=(Lot(title="인쇄"),),
        )

        found = checks.run(wanted, supplier(), TODAY, [])

        assert [check.name for check in found] == [
            "status", "region", "certificate", "certificate", "licence", "capacity", "lots",
        ]  # fmt: skip

    def test_one_failure_rules_out(self) -> None:
        found = (Check("a", "pass"), Check("b", "unknown"), Check("c", "fail"))

        assert checks.eligibility(found) == "ineligible"

    def test_something_unknown_leaves_it_open(self) -> None:
        found = (Check("a", "pass"), Check("b", "unknown"))

        assert checks.eligibility(found) == "unknown"

    def test_all_passed_is_eligible(self) -> None:
        assert checks.eligibility((Check("a", "pass"),)) == "eligible"

    def test_nothing_asked_is_eligible(self) -> None:
        assert checks.eligibility(()) == "eligible"
