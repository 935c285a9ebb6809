"""The last day, the last piece, the next-best paper: each check at the edge it turns on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import Change, Lot, checks

from .makers import certificate, licence, need, product, supplier

DAY = date(2026, 6, 30)
A_DAY = timedelta(days=1)


def judged(*held, kind="women_enterprise", on=DAY):
    """Check these certificates on the day."""
    return checks.certificate(kind, supplier(certifications=held), on)


def amount(quantity, monthly, *, unit="개", own="개"):
    """Check one product's capacity against a quantity."""
    return checks.capacity(quantity, unit, (product(unit=own, monthly_capacity=monthly),))


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("협동조합", "사회적협동조합"),
        ("예비사회적기업", "사회적기업"),
        ("예비사회적기업(부처형)", "인증사회적기업"),
        ("지역형예비사회적기업", "부처형예비사회적기업"),
        ("사회적경제기업", "사회적기업"),
        ("소셜벤처", "벤처기업"),
        ("벤처기업", "소셜벤처"),
        ("녹색기업", "녹색제품"),
        ("사회복지법인", "사회적경제기업"),
        ("장애인기업", "장애인표준사업장"),
        ("소기업", "소상공인"),
    ],
)
def test_a_like_sounding_certificate_fails_and_the_asked_one_is_to_be_obtained(
    held: str, asked: str
) -> None:
    found = judged(certificate(held, valid_until=date(2030, 1, 1)), kind=asked)

    assert found.outcome == "fail"
    assert found.change == Change("obtain_certificate", {"kind": asked, "needed_on": "2026-06-30"})


@pytest.mark.parametrize(
    ("valid_until", "outcome", "code"),
    [
        (DAY + A_DAY, "pass", None),
        (DAY, "pass", None),
        (DAY - A_DAY, "fail", "renew_certificate"),
    ],
)
def test_a_certificate_holds_through_its_last_day(
    valid_until: date, outcome: str, code: str | None
) -> None:
    found = judged(certificate(valid_until=valid_until))

    assert found.outcome == outcome
    assert found.found == valid_until.isoformat()
    assert (found.change and found.change.code) == code


@pytest.mark.parametrize(("begins", "outcome"), [(DAY, "pass"), (DAY + A_DAY, "fail")])
def test_a_certificate_holds_from_its_first_day(begins: date, outcome: str) -> None:
    assert judged(certificate(valid_from=begins)).outcome == outcome


def test_a_lapsed_certificate_is_to_be_renewed_from_its_end_to_the_day_it_is_needed() -> None:
    found = judged(certificate(valid_until=DAY - A_DAY))

    assert found.change == Change(
        "renew_certificate",
        {"kind": "women_enterprise", "expired_on": "2026-06-29", "needed_on": "2026-06-30"},
    )


def test_the_paper_to_renew_is_the_one_held_and_not_the_one_it_stands_for() -> None:
    held = certificate("social_cooperative", valid_until=DAY - A_DAY)

    change = judged(held, kind="협동조합").change

    assert change is not None
    assert change.values["kind"] == "social_cooperative"


def test_one_that_begins_the_day_after_is_to_be_waited_for() -> None:
    found = judged(certificate(valid_from=DAY + A_DAY))

    assert found.change == Change(
        "wait_for_certificate", {"kind": "women_enterprise", "valid_from": "2026-07-01"}
    )


@pytest.mark.parametrize(
    ("no_expiry", "verified", "outcome"),
    [(True, DAY, "pass"), (True, None, "unknown"), (False, DAY, "unknown")],
)
def test_an_open_end_passes_only_if_it_is_meant_and_verified(
    no_expiry: bool, verified: date | None, outcome: str
) -> None:
    held = certificate(valid_until=None, no_expiry=no_expiry, verified_on=verified)

    assert judged(held).outcome == outcome


def test_an_unverified_paper_asks_for_verification_by_the_day() -> None:
    found = judged(certificate(valid_until=None))

    assert found.change == Change(
        "verify_certificate", {"kind": "women_enterprise", "needed_on": "2026-06-30"}
    )


def test_a_recorded_end_outweighs_the_word_that_there_is_none() -> None:
    held = certificate(valid_until=DAY - A_DAY, no_expiry=True, verified_on=DAY)

    assert judged(held).outcome == "fail"


@pytest.mark.parametrize(
    ("ends", "outcome"), [(None, "pass"), (DAY, "pass"), (DAY - A_DAY, "fail")]
)
def test_a_licence_holds_through_its_last_day_or_for_good(ends: date | None, outcome: str) -> None:
    held = supplier(licences=(licence(valid_until=ends),))

    assert checks.licence("경비업허가증", held, DAY).outcome == outcome


def test_of_two_lapsed_licences_the_later_end_is_told() -> None:
    ends = (DAY - 9 * A_DAY, DAY - 2 * A_DAY)
    held = supplier(licences=tuple(licence(valid_until=one) for one in ends))

    found = checks.licence("경비업 허가", held, DAY)

    assert found.change == Change(
        "renew_licence",
        {"kind": "경비업 허가", "expired_on": "2026-06-28", "needed_on": "2026-06-30"},
    )


def test_a_licence_in_force_outweighs_a_lapsed_one_of_its_kind() -> None:
    held = supplier(licences=(licence(valid_until=DAY - A_DAY), licence("경비업허가증")))

    found = checks.licence("경비업 허가", held, DAY)

    assert (found.outcome, found.found) == ("pass", "경비업허가증")


def test_a_licence_asked_for_by_a_certificate_name_is_judged_by_its_days() -> None:
    held = supplier(certifications=(certificate("소기업", valid_until=DAY - A_DAY),))

    found = checks.licence("소기업", held, DAY)

    assert (found.name, found.outcome) == ("licence", "fail")
    assert found.change is not None
    assert found.change.code == "renew_certificate"


@pytest.mark.parametrize(
    ("have", "outcome", "short"), [(100, "pass", None), (99, "fail", 1.0), (50, "fail", 50.0)]
)
def test_one_piece_short_fails_and_says_by_how_much(
    have: float, outcome: str, short: float | None
) -> None:
    found = amount(100, have)

    assert found.outcome == outcome
    assert (found.change and found.change.values["short_percent"]) == short


def test_what_is_hardly_short_is_never_said_to_be_short_by_nothing() -> None:
    found = amount(100_000, 99_999)

    assert found.outcome == "fail"
    assert found.change is not None
    assert found.change.values["short_percent"] == 0.1


def test_what_three_months_bring_is_what_is_called_available() -> None:
    found = amount(100, 33, unit="회", own="회")

    assert found.change == Change(
        "raise_capacity",
        {
            "available": 99,
            "required": 100,
            "unit": "회",
            "short_percent": 1.0,
            "months": 3,
            "committed": 0,
        },
    )


def test_no_capacity_at_all_is_known_and_fails() -> None:
    found = amount(10, 0)

    assert (found.outcome, found.found) == ("fail", "0 개")


def test_an_unlike_unit_asks_for_the_capacity_in_the_unit_of_the_need() -> None:
    found = amount(10, 99, unit="개", own="kg")

    assert found.outcome == "unknown"
    assert found.change == Change("state_capacity", {"quantity": 10, "unit": "개"})


@pytest.mark.parametrize(
    ("served", "divisible", "outcome", "missing"),
    [
        (("가", "나"), True, "pass", None),
        (("가",), True, "pass", None),
        (("가",), False, "fail", ("나",)),
        ((), True, "fail", ("가", "나")),
        (("다",), True, "fail", ("가", "나")),
    ],
)
def test_lots_that_are_missing_are_named_for_a_partner(
    served: tuple[str, ...], divisible: bool, outcome: str, missing: tuple[str, ...] | None
) -> None:
    asked = need(lots=(Lot(title="가"), Lot(title="나")), lots_divisible=divisible)

    found = checks.lots(asked, served)

    assert found.outcome == outcome
    assert (found.change and found.change.values["lots"]) == missing


@pytest.mark.parametrize("quantity", [None, 0, 0.0])
def test_a_need_of_no_amount_asks_for_no_capacity(quantity: float | None) -> None:
    found = checks.run(need(quantity=quantity, unit="개"), supplier(), DAY, ())

    assert [one.name for one in found] == ["status"]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("2025년 폐업했음", "fail"),
        ("현재 폐업 상태", "fail"),
        ("청산 절차 중", "fail"),
        ("영업을 종료하였습니다", "fail"),
        ("문을 닫았습니다", "fail"),
        ("폐업 중심가 상권 살리기", "pass"),
        ("폐업 소상공인 지원", "pass"),
        ("행사 종료 후 정리", "pass"),
    ],
)
def test_an_enterprise_is_closed_if_its_own_text_says_so(said: str, outcome: str) -> None:
    assert checks.status(supplier(description=said)).outcome == outcome


@given(
    st.lists(st.sampled_from(["pass", "fail", "unknown"]), max_size=6),
    st.sampled_from(["pass", "fail", "unknown"]),
)
def test_one_more_check_never_makes_anyone_more_eligible(outcomes, more) -> None:
    order = ["ineligible", "unknown", "eligible"]
    before = checks.eligibility([checks.Check("x", one) for one in outcomes])
    after = checks.eligibility([checks.Check("x", one) for one in (*outcomes, more)])

    assert order.index(after) <= order.index(before)
