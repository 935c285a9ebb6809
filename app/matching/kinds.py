"""Certificate kinds and licences: their names in notices, and what stands for what."""

import re
from functools import lru_cache

SOCIAL_ECONOMY = "social_economy"
"""A group: any kind that makes an enterprise part of the social economy."""

NAMES: dict[str, tuple[str, ...]] = {
    "certified_social_enterprise": ("사회적기업", "인증사회적기업"),
    "prelim_se_regional": ("예비사회적기업", "지역형예비사회적기업", "예비사회적기업(지역형)"),
    "prelim_se_ministry": ("부처형예비사회적기업", "예비사회적기업(부처형)"),
    "cooperative": ("협동조합", "일반협동조합"),
    "social_cooperative": ("사회적협동조합",),
    "village_enterprise": ("마을기업",),
    "self_sufficiency_enterprise": ("자활기업",),
    "social_venture": ("소셜벤처", "소셜벤처기업"),
    "disability_standard_workplace": ("장애인표준사업장",),
    "severe_disability_facility": (
        "중증장애인생산품",
        "중증장애인생산품생산시설",
        "중증장애인생산품시설",
    ),
    "welfare_corporation": ("사회복지법인",),
    "veterans_org": ("상이단체", "자활용사촌"),
    "women_enterprise": ("여성기업", "여성기업확인서"),
    "disabled_enterprise": ("장애인기업", "장애인기업확인서"),
    "youth_startup": ("청년창업기업",),
    "small_enterprise": ("소기업",),
    "micro_enterprise": ("소상공인",),
    "direct_production": ("직접생산확인", "직접생산확인증명서", "직접생산증명서"),
    "green_product": ("녹색제품", "녹색제품(환경표지)", "환경표지", "환경표지인증"),
    "green_company": ("녹색기업",),
    "venture_company": ("벤처기업",),
    "quality_management": ("ISO9001", "품질경영인증", "품질경영인증(ISO9001)"),
    "local_excellence": ("서울시사회적경제우수기업", "지자체우수기업지정"),
    "innovation_product": ("혁신제품",),
    "excellent_product": ("우수조달물품", "우수제품"),
    "performance_certified": ("성능인증",),
    "vulnerable_employment_ratio": ("취약계층고용비율확인서", "취약계층고용비율"),
    SOCIAL_ECONOMY: ("사회적경제기업", "사회연대경제조직", "사회적경제조직"),
}
_CODES = {name: code for code, names in NAMES.items() for name in names}

_STANDS_FOR: dict[str, frozenset[str]] = {
    "cooperative": frozenset({"social_cooperative"}),
    "prelim_se_regional": frozenset({"prelim_se_ministry"}),
    SOCIAL_ECONOMY: frozenset(
        {
            "certified_social_enterprise",
            "prelim_se_regional",
            "prelim_se_ministry",
            "cooperative",
            "social_cooperative",
            "village_enterprise",
            "self_sufficiency_enterprise",
            "social_venture",
        }
    ),
}
_REMEMBERED = 16_384
_LICENCE_TAIL = re.compile(
    r"(영업)?(신고|등록|허가|지정|면허|인증|보유|확인)?(증명서|확인서|필증|증|서)?(업체|기관|필수)?$"
)


def code_of(name: str) -> str:
    """Find the code of a certificate kind given by code or Korean name; keep unknown ones."""
    text = "".join(name.split())
    return _CODES.get(text, _CODES.get(text.removesuffix("인증"), name.strip()))


@lru_cache(maxsize=_REMEMBERED)
def answers(held: str, required: str) -> bool:
    """Say whether a certificate of the kind *held* may be shown where *required* is asked for."""
    held, required = code_of(held), code_of(required)
    return held == required or held in _STANDS_FOR.get(required, frozenset())


@lru_cache(maxsize=_REMEMBERED)
def licence_key(name: str) -> str:
    """Take the words for its paper off a licence: '경비업 허가' and '경비업허가증' are one."""
    text = "".join(name.split()).casefold()
    stem, bracket, scope = text.partition("(")
    core = _LICENCE_TAIL.sub("", stem, count=1) or stem
    return core + bracket + scope
