"""The forms of an enterprise about itself: which blanks each has, and where what is typed goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.activity.supply_answer import SupplyAnswer, answer, of_this_year, supply_surveys
from app.core import lookups, records
from app.core.calendar import korean_day
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.enterprises.actions import ENTERPRISES
from app.enterprises.kinds import kinds
from app.enterprises.parts import SHAPES, PartName, part_of, put
from app.matches.browsing import tree
from app.pages import forms, words
from app.pages.blanks import Blank
from app.reports.overview import offices

HOME = "/my-enterprise"
_BY_ITSELF = "기업이 직접 적음"  # where a fact is from that an enterprise writes of itself
_WHETHER = {"1": "예", "0": "아니요"}
Write = Callable[[Writing, UUID, dict[str, Any], int | None], object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: its blanks, what is stored of them (None: nothing yet), and how they are kept."""

    title: str
    path: str
    blanks: tuple[Blank, ...]
    stored: Document | None
    version: int | str | None  # the one that was read, as the form sends it
    write: Write
    lead: str = ""
    key: UUID | None = None  # of what is made by it
    first: Document = field(default_factory=dict)  # what a new one begins with
    removal: str = ""  # the address that takes it away


Making = Callable[[Reading, UUID], Sheet]

_PROFILE = (
    Blank("name", "기업 이름", must=True),
    Blank("business_number", "사업자등록번호", hint="예: 124-81-00998", most=14),
    Blank("legal_form", "법인 형태", "choice", choices=words.LEGAL_FORMS),
    Blank("status", "상태", "choice", choices=words.STATUSES),
    Blank("established_on", "설립일", "day"),
    Blank("region", "시·도", hint="예: 서울특별시", most=100),
    Blank("district", "시·군·구", hint="예: 강북구", most=100),
    Blank(
        "service_regions",
        "납품·서비스 지역",
        "list",
        "쉼표로 나누어 적습니다. 예: 서울특별시, 경기도 고양시",
        most=10_000,
    ),
    Blank("employees_total", "근로자 수", "count", most=12),
    Blank("employees_vulnerable", "그 가운데 취약계층", "count", "사람 수만 적습니다", most=12),
    Blank("description", "소개", "text", "사람 이름과 전화번호는 적지 마세요", most=10_000),
)
_PRODUCT = (
    Blank("name", "품목 이름", must=True),
    Blank("category_code", "분류", "choice"),
    Blank("description", "설명", "text", "규격, 작업 내용, 납품 사례", most=10_000),
    Blank("unit_price_krw", "단가(원)", "won", "1,800,000 또는 180만원처럼 적습니다", most=40),
    Blank("unit", "단위", hint="예: 장, 식, 개월", most=40),
    Blank("monthly_capacity", "한 달에 공급할 수 있는 양", "count", most=14),
    Blank("lead_time_days", "납기(일)", "count", most=6),
    Blank("is_own_production", "직접 생산하나요?", "whether", choices=_WHETHER),
)
_CERTIFICATE = (
    Blank("kind", "인증 종류", "choice", must=True),
    Blank("number", "번호", hint="인증서에 적힌 대로"),
    Blank("issuer", "발급 기관"),
    Blank("issued_on", "발급일", "day"),
    Blank("valid_from", "유효기간 시작", "day"),
    Blank(
        "valid_until",
        "유효기간 끝",
        "day",
        "취약계층 고용비율 확인서는 비워 두면 발급일부터 180일(coop.go.kr 안내)",
    ),
    Blank("no_expiry", "유효기간이 없는 인증입니다", "tick"),
    Blank("verified_on", "원본을 확인한 날", "day", "유효기간이 없는 인증에는 꼭 적습니다"),
    Blank("ratio_percent", "취약계층 고용비율(%)", "ratio", "취약계층 고용비율 확인서에만", most=8),
)
_LICENCE = (
    Blank("kind", "면허·등록 이름", hint="예: 건물위생관리업", must=True),
    Blank("number", "번호"),
    Blank("valid_until", "유효기간 끝", "day"),
)
_SURVEY = (
    Blank("in_public_market", "공공기관과 거래하고 있나요?", "whether", choices=_WHETHER),
    Blank("wants_public_market", "공공시장에 들어가고 싶나요?", "whether", choices=_WHETHER),
    Blank(
        "constraints",
        "어려운 점",
        "text",
        "인력, 장비, 서류, 납품 조건 등. 사람 이름과 전화번호는 적지 마세요",
        most=10_000,
    ),
)
_PARTS: Mapping[str, tuple[str, tuple[Blank, ...]]] = {
    "products": ("품목", _PRODUCT),
    "certifications": ("인증", _CERTIFICATE),
    "licences": ("면허·등록", _LICENCE),
}


def profile(unit: Reading, key: UUID) -> Sheet:
    """Return the form of what the enterprise is."""
    stored = lookups.get(unit, ENTERPRISES, key)
    return Sheet(
        title="기업 정보 고치기",
        path=f"{HOME}/profile",
        blanks=_PROFILE,
        stored=stored,
        version=stored["version"],
        write=_keep_profile,
    )


def survey(new: UUID) -> Making:
    """Return the form of the online round of the supply survey; *new* is the id of a first answer."""

    def make(unit: Reading, key: UUID) -> Sheet:
        stored = of_this_year(unit, key)
        last: Document = next(iter(supply_surveys(unit, key)), {})
        return Sheet(
            title="공급력 조사에 답하기",
            path=f"{HOME}/survey",
            blanks=_SURVEY if stored else (_asking(unit), *_SURVEY),
            stored=stored,
            version=stored["version"] if stored else None,
            write=keep,
            lead="올해의 1차 온라인 조사입니다. 단가와 공급량은 품목마다 적습니다.",
            key=new,
            first={"office": last.get("office")},
        )

    def keep(unit: Writing, key: UUID, values: dict[str, Any], expected: int | None) -> object:
        return answer(unit, key, new, forms.shaped(SupplyAnswer, values), expected)

    return make


def part(name: PartName, part_id: UUID, *, is_new: bool = False) -> Making:
    """Return the form of a product, certificate or licence; one that is not new must be there."""
    label, its_blanks = _PARTS[name]

    def make(unit: Reading, key: UUID) -> Sheet:
        enterprise = lookups.get(unit, ENTERPRISES, key)
        stored = None if is_new else part_of(enterprise, name, part_id)
        if is_new:  # it may have been sent before
            stored = next((one for one in enterprise[name] if one["id"] == part_id), None)
        path = f"{HOME}/{name}/{'new' if is_new else part_id}"
        return Sheet(
            title=f"{label} {'더하기' if is_new else '고치기'}",
            path=path,
            blanks=_chosen(unit, its_blanks),
            stored=stored,
            version=enterprise["version"],
            write=keep,
            key=part_id,
            removal="" if is_new else f"{path}/removal",
        )

    def keep(unit: Writing, key: UUID, values: dict[str, Any], expected: int | None) -> object:
        there = lookups.get(unit, ENTERPRISES, key)[name]
        before: Document = next((one for one in there if one["id"] == part_id), {})
        fresh = {"id": part_id, "confirmed_on": korean_day(unit.now), "source": _BY_ITSELF}
        wanted = forms.shaped(SHAPES[name], {**before, **values, **fresh})
        return put(unit, key, name, wanted, expected)

    return make


def _keep_profile(
    unit: Writing, key: UUID, values: dict[str, Any], expected: int | None
) -> Document:
    wanted = {**values, "confirmed_on": korean_day(unit.now)}
    patch = forms.shaped(ENTERPRISES.patch, wanted)
    return records.change(unit, ENTERPRISES, key, patch, expected)


def _asking(unit: Reading) -> Blank:
    known = {one["code"]: one["name"] for one in offices(unit)}
    return Blank("office", "어느 지원센터의 조사인가요?", "choice", must=True, choices=known)


def _chosen(unit: Reading, given: tuple[Blank, ...]) -> tuple[Blank, ...]:
    """Return the blanks with what can be chosen of what is data: categories, kinds of papers."""
    known: dict[str, Mapping[str, str]] = {}
    if given is _CERTIFICATE:
        known["kind"] = {code: row["name"] for code, row in kinds().items()}
    if given is _PRODUCT:
        known["category_code"] = {
            leaf["code"]: f"{branch['name']} > {leaf['name']}"
            for branch in tree(unit)
            for leaf in branch["leaves"]
        }
    return tuple(replace(one, choices=known.get(one.name, one.choices)) for one in given)
