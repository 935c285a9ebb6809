"""Every change the matcher asks for is a sentence that people can read, in Korean and in English."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import ROOT
from app.matches.words import CAUTIONS, FACTORS, sentence
from app.matching import POLICY, Change

DATES = {"needed_on": "2026-03-31", "expired_on": "2026-01-31", "valid_from": "2026-05-01"}
SHORT = {"short_percent": 20.0, "available": 80.0, "required": 100, "unit": "개"}
HANGUL = re.compile("[가-힣]")

WORDS = {
    "confirm_active": (
        {"status": "dormant"},
        "영업 중인지 확인",
        "Confirm that it is in business",
    ),
    "state_service_regions": (
        {"region": "서울특별시 강북구"},
        "서비스 지역 확인(요청: 서울특별시 강북구)",
        "Confirm that it serves 서울특별시 강북구",
    ),
    "extend_region": (
        {"region": "부산"},
        "서비스 지역에 부산 추가",
        "Extend its service to 부산",
    ),
    "obtain_certificate": (
        {"kind": "women_enterprise", **DATES},
        "2026-03-31까지 여성기업 취득",
        "Obtain 여성기업 by 2026-03-31",
    ),
    "wait_for_certificate": (
        {"kind": "women_enterprise", **DATES},
        "여성기업 효력이 2026-05-01에 시작: 그 뒤로 일정 조정",
        "여성기업 begins on 2026-05-01: move the date after it",
    ),
    "renew_certificate": (
        {"kind": "women_enterprise", **DATES},
        "2026-03-31까지 여성기업 갱신(2026-01-31 만료)",
        "Renew 여성기업 by 2026-03-31 (it ended on 2026-01-31)",
    ),
    "verify_certificate": (
        {"kind": "social_cooperative", **DATES},
        "사회적협동조합 유효 여부 확인",
        "Verify that 사회적협동조합 is valid",
    ),
    "obtain_licence": (
        {"kind": "경비업 허가"},
        "경비업 허가 필요 — 취득하거나 보유 기업과 공동수급",
        "경비업 허가 needed: obtain it, or join with a firm that holds it",
    ),
    "renew_licence": (
        {"kind": "경비업 허가", **DATES},
        "2026-03-31까지 경비업 허가 갱신(2026-01-31 만료)",
        "Renew 경비업 허가 by 2026-03-31 (it ended on 2026-01-31)",
    ),
    "state_capacity": (
        {"quantity": 300.0, "unit": "개"},
        "공급력 확인(필요: 300개)",
        "State its capacity (300 개 needed)",
    ),
    "confirm_contracts": (
        {"quantity": 300.0, "unit": "개", "contracts": 2},
        "진행 중인 계약 2건의 물량 확인(필요: 300개)",
        "Find out what 2 open contracts take (300 개 needed)",
    ),
    "raise_capacity": (
        SHORT,
        "공급력 20% 부족(80/100개)",
        "Capacity short by 20 % (80 of 100 개)",
    ),
    "add_partner": (
        {"lots": ("도시락", "현수막 제작")},
        "도시락, 현수막 제작 담당 기업과 공동수급",
        "Join with a firm for 도시락, 현수막 제작",
    ),
}


@pytest.mark.parametrize(("code", "values", "ko", "en"), [(c, *rest) for c, rest in WORDS.items()])
def test_each_change_has_its_sentence_in_both_languages(code, values, ko, en):
    assert sentence(Change(code, values)) == (ko, en)


def test_no_change_that_the_matcher_makes_is_without_words():
    sources = (ROOT / "app" / "matching").glob("*.py")
    made = {
        code
        for path in sources
        for code in re.findall(r'Change\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }

    assert made == set(WORDS)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (999_999, "999,999"),
        (1_000_000, "1,000,000"),
        (1_234_567.0, "1,234,567"),
        (12_345_678.5, "12,345,678.5"),
        (0.125, "0.125"),
        (0, "0"),
        (1000.0, "1,000"),
    ],
)
def test_an_amount_is_written_out_however_large(amount, shown):
    ko, en = sentence(Change("state_capacity", {"quantity": amount, "unit": "매"}))

    assert ko == f"공급력 확인(필요: {shown}매)"
    assert en == f"State its capacity ({shown} 매 needed)"


@given(st.integers(0, 10**12))
def test_no_whole_amount_is_rounded_in_words(amount):
    for number in (amount, float(amount)):
        ko, _ = sentence(Change("state_capacity", {"quantity": number, "unit": None}))
        assert int(re.sub(r"\D", "", ko)) == amount


def test_a_unit_that_nobody_stated_leaves_no_gap():
    ko, en = sentence(Change("raise_capacity", {**SHORT, "unit": None}))

    assert (ko, en) == ("공급력 20% 부족(80/100)", "Capacity short by 20 % (80 of 100)")


def test_a_change_nobody_put_into_words_is_named_by_its_code():
    assert sentence(Change("learn_to_swim")) == (
        "확인 필요: learn_to_swim",
        "To be settled: learn_to_swim",
    )


def test_each_factor_of_the_score_has_a_korean_name():
    named = {name for name, _ in POLICY.table}

    assert named == set(FACTORS)
    assert all(HANGUL.search(label) for label in FACTORS.values())


@pytest.mark.parametrize("code", list(CAUTIONS))
def test_each_caution_is_said_in_both_languages(code):
    ko, en = CAUTIONS[code]

    assert HANGUL.search(ko)
    assert not HANGUL.search(en)


@pytest.mark.parametrize(
    ("more", "ko", "en"),
    [
        (
            {"months": 1},
            "월 공급력 20% 부족(80/100개)",
            "Monthly capacity short by 20 % (80 of 100 개)",
        ),
        (
            {"months": 3, "committed": 0},
            "3개월 공급력 20% 부족(80/100개)",
            "Capacity of three months short by 20 % (80 of 100 개)",
        ),
        (
            {"months": 1, "committed": 40.0},
            "월 공급력 20% 부족(80/100개; 계약된 40개 제외)",
            "Monthly capacity short by 20 % (80 of 100 개; 40 개 are contracted)",
        ),
    ],
)
def test_a_shortage_says_over_how_long_and_what_is_contracted(more, ko, en):
    assert sentence(Change("raise_capacity", {**SHORT, **more})) == (ko, en)
