"""Certificates and licences are recognised by any of their names."""

import pytest

from app.matching import kinds


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("사회적기업", "certified_social_enterprise"),
        ("인증 사회적기업", "certified_social_enterprise"),
        ("예비사회적기업", "prelim_se_regional"),
        ("예비사회적기업(부처형)", "prelim_se_ministry"),
        ("협동조합", "cooperative"),
        ("사회적협동조합", "social_cooperative"),
        ("마을기업", "village_enterprise"),
        ("자활기업", "self_sufficiency_enterprise"),
        ("소셜벤처기업", "social_venture"),
        ("장애인표준사업장", "disability_standard_workplace"),
        ("중증장애인생산품", "severe_disability_facility"),
        ("여성기업", "women_enterprise"),
        ("녹색제품(환경표지)", "green_product"),
        ("취약계층 고용비율 확인서", "vulnerable_employment_ratio"),
        ("women_enterprise", "women_enterprise"),
        ("WOMEN_ENTERPRISE", "WOMEN_ENTERPRISE"),
        ("처음 보는 인증", "처음 보는 인증"),
    ],
)
def test_a_korean_name_has_a_code_and_an_unknown_one_stays(name: str, code: str) -> None:
    assert kinds.code_of(name) == code


def test_a_social_cooperative_is_a_cooperative() -> None:
    assert kinds.answers("social_cooperative", "cooperative")


def test_a_cooperative_is_not_a_social_cooperative() -> None:
    assert not kinds.answers("cooperative", "social_cooperative")


def test_a_preliminary_enterprise_is_not_a_certified_one() -> None:
    assert not kinds.answers("prelim_se_regional", "certified_social_enterprise")


@pytest.mark.parametrize(
    "held",
    [
        "사회적기업",
        "예비사회적기업",
        "협동조합",
        "사회적협동조합",
        "마을기업",
        "자활기업",
        "소셜벤처",
    ],
)
def test_every_social_economy_kind_belongs_to_the_group(held: str) -> None:
    assert kinds.answers(held, kinds.SOCIAL_ECONOMY)


@pytest.mark.parametrize("held", ["여성기업", "장애인기업", "녹색제품", "직접생산확인"])
def test_other_kinds_do_not_belong_to_the_group(held: str) -> None:
    assert not kinds.answers(held, "사회적경제기업")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("경비업 허가", "경비업허가증"),
        ("건물위생관리업 신고", "건물위생관리업 신고필증"),
        ("여행업 등록", "여행업"),
        ("HACCP 인증", "haccp"),
        ("직접생산확인(근무복)", "직접생산확인증명서(근무복)"),
        ("일반음식점 영업신고", "일반음식점 신고"),
        ("장기요양기관 지정", "장기요양기관 지정서"),
    ],
)
def test_the_word_for_the_paper_does_not_matter(one: str, other: str) -> None:
    assert kinds.licence_key(one) == kinds.licence_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("경비업 허가", "소독업 신고"),
        ("직접생산확인(근무복)", "직접생산확인(사무용가구)"),
        ("폐기물처리업 허가", "폐기물수집운반업 허가"),
    ],
)
def test_two_trades_of_licence_stay_two(one: str, other: str) -> None:
    assert kinds.licence_key(one) != kinds.licence_key(other)
