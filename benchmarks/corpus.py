"""Invented enterprises, agencies and log entries: realistic in words, size and spread, and seeded.

Trades and wordings come from ``data/categories.csv``; the same seed always makes the same rows.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

Row = dict[str, Any]
DATA = Path(__file__).resolve().parents[1] / "data"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)

OFFICES = (
    "seoul-se-center", "gangdong", "gwanak", "nowon", "yeongdeungpo", "gwanak-gu",
    "seoul-coop-center",
)  # fmt: skip
DISTRICTS = (
    "강남구", "강동구", "강북구", "강서구", "관악구", "광진구", "구로구", "금천구", "노원구", "도봉구",
    "동대문구", "동작구", "마포구", "서대문구", "서초구", "성동구", "성북구", "송파구", "양천구", "영등포구",
    "용산구", "은평구", "종로구", "중구", "중랑구",
)  # fmt: skip
_FIRST = (
    "나눔", "이음", "두레", "한빛", "늘봄", "온누리", "푸른", "다솜", "해오름", "마중물", "함께", "고운", "새움", "든든",
    "우리동네", "참살이", "느티나무", "햇살", "초록", "아름", "동행", "희망", "사람과", "모두의", "작은", "큰숲", "바른", "다온",
)  # fmt: skip
_SECOND = (
    "하우징", "클린", "푸드", "디자인", "돌봄", "환경", "인쇄", "미디어", "케어", "교육", "테크", "상사", "공방", "협동",
    "물류", "시스템", "기획", "산업", "조경", "에너지", "나래", "세상", "마을", "일터", "손길", "터전",
)  # fmt: skip
_FORMS = (
    ("cooperative", "{} 협동조합"),
    ("corporation", "(주){}"),
    ("corporation", "주식회사 {}"),
    ("social_cooperative", "{} 사회적협동조합"),
    ("association", "사단법인 {}"),
)
_KINDS = (
    "certified_social_enterprise", "prelim_se_regional", "cooperative", "social_cooperative",
    "village_enterprise", "self_sufficiency_enterprise", "disability_standard_workplace",
    "women_enterprise", "small_enterprise", "direct_production",
)  # fmt: skip
_QUALITIES = (
    "친환경",
    "소량 주문",
    "긴급 대응",
    "학교 전문",
    "관공서 납품",
    "취약계층 고용",
    "방문",
    "맞춤",
    "대형",
    "정기",
)
_PRAISE = (
    "취약계층과 함께 일하는 기업입니다.", "공공기관 납품 경험이 많습니다.", "지역 주민이 함께 세웠습니다.",
    "품질과 약속을 지킵니다.", "이윤의 3분의 2를 사회적 목적에 씁니다.",
)  # fmt: skip
_UNITS = ("개", "건", "회", "명", "㎡", "식", "부", "월")
_BODIES = (
    "구청",
    "교육지원청",
    "시설관리공단",
    "보건소",
    "도서관",
    "초등학교",
    "중학교",
    "고등학교",
    "주민센터",
    "문화재단",
)
_PARTS = (
    "총무과",
    "재무과",
    "시설관리팀",
    "행정실",
    "사회적경제팀",
    "계약팀",
    "복지과",
    "교육지원과",
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A trade with the words that name it."""

    code: str
    name: str
    words: tuple[str, ...]
    demands: tuple[str, ...]


@cache
def leaves() -> tuple[Leaf, ...]:
    """Return the trades of the shipped tree."""
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["parent_code"]]
    return tuple(
        Leaf(row["code"], row["name"], _split(row["synonyms"]), _split(row["example_demands"]))
        for row in rows
    )


@cache
def sold() -> dict[str, tuple[str, ...]]:
    """Return what sellers call their wares, by the code of their trade."""
    with (DATA / "thesaurus" / "concepts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        words = (row["name"], *_split(row["seller_terms"]), *_split(row["variants"]))
        found[row["category_code"]] = (*found.get(row["category_code"], ()), *words)
    return found


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def uuid(rng: random.Random) -> UUID:
    """Return the next id of a seeded series."""
    return UUID(int=rng.getrandbits(128), version=4)


def key(name: str) -> UUID:
    """Return the id of something that has a name."""
    return uuid5(NAMESPACE_URL, name)


def enterprises(count: int, seed: int = 1) -> Iterator[Row]:
    """Return enterprises as documents: about 3 products, 2 certificates and 1 licence each."""
    rng = random.Random(seed)
    for _ in range(count):
        yield _enterprise(rng)


def _enterprise(rng: random.Random) -> Row:
    form, pattern = rng.choice(_FORMS)
    trades = rng.sample(leaves(), k=rng.choice((1, 1, 2, 3)))
    district = f"서울특별시 {rng.choice(DISTRICTS)}"
    name = f"{rng.choice(_FIRST)}{rng.choice(_SECOND)}"
    return {
        "id": uuid(rng),
        "name": pattern.format(name if rng.random() < 0.5 else f"{name}{rng.choice(_SECOND)}"),
        "aliases": [name] if rng.random() < 0.2 else [],
        "legal_form": form,
        "region": "서울특별시",
        "district": district,
        "service_regions": [district] if rng.random() < 0.4 else ["서울특별시"],
        "established_on": date(rng.randint(1998, 2025), rng.randint(1, 12), 1),
        "status": "active" if rng.random() < 0.95 else "closed",
        "description": f"{trades[0].name} 전문. {rng.choice(_PRAISE)} {rng.choice(_PRAISE)}",
        "is_synthetic": True,
        "certifications": [_certificate(rng, kind) for kind in rng.sample(_KINDS, k=2)],
        "licences": [{"id": uuid(rng), "kind": f"{trades[0].name} 신고", "number": None,
                      "valid_until": None}] if rng.random() < 0.6 else [],
        "products": [_product(rng, trade) for trade in trades for _ in range(rng.randint(1, 3))],
    }  # fmt: skip


def _certificate(rng: random.Random, kind: str) -> Row:
    start = date(2021, 1, 1) + timedelta(days=rng.randrange(1800))
    return {
        "id": uuid(rng),
        "kind": kind,
        "number": f"제{start.year}-{rng.randrange(9999):04}호",
        "issuer": None,
        "issued_on": start,
        "valid_from": start,
        "valid_until": start + timedelta(days=1095),
        "no_expiry": False,
        "verified_on": date(2026, 3, 1),
        "ratio_percent": None,
    }


def _product(rng: random.Random, trade: Leaf) -> Row:
    words = sold().get(trade.code) or trade.words or (trade.name,)
    word, *others = rng.choices(words, k=rng.randint(2, 4))
    parts = [*others, rng.choice(_QUALITIES), rng.choice(trade.demands or (trade.name,))]
    return {
        "id": uuid(rng),
        "name": f"{rng.choice(_QUALITIES)} {word}" if rng.random() < 0.6 else word,
        "description": f"{', '.join(parts)}. {rng.choice(DISTRICTS)} {rng.randint(2, 90)}곳 거래",
        "category_code": trade.code,
        "category_text": trade.name,
        "unit": rng.choice(_UNITS),
        "unit_price_krw": rng.randrange(1, 500) * 1000,
        "monthly_capacity": rng.randrange(1, 5000),
        "lead_time_days": rng.randrange(1, 30),
        "is_own_production": rng.random() < 0.5,
    }


def agencies(count: int, seed: int = 2) -> Iterator[Row]:
    """Return public bodies."""
    rng = random.Random(seed)
    for number in range(count):
        district = rng.choice(DISTRICTS)
        name = f"{district} {rng.choice(_BODIES)} {number}"
        yield {
            "id": uuid(rng),
            "name": name,
            "name_key": name.replace(" ", ""),
            "aliases": [],
            "kind": "local_government",
            "district": f"서울특별시 {district}",
            "region": "서울특별시",
        }


@dataclass(frozen=True, slots=True)
class Spread:
    """Over which offices and years the log lies."""

    offices: tuple[str, ...] = OFFICES
    years: tuple[int, ...] = tuple(range(2015, 2025))

    def entry(self, rng: random.Random) -> Row:
        """Return what every entry of the log has."""
        return {"id": uuid(rng), "office": rng.choice(self.offices), "date_precision": "day"}

    def day(self, rng: random.Random) -> date:
        """Return a day of one of the years, 29 February excepted."""
        day = date(2001, 1, 1) + timedelta(days=rng.randrange(365))
        return day.replace(year=rng.choice(self.years))


EVERYWHERE = Spread()


@dataclass(frozen=True, slots=True)
class Parties:
    """The ids that log entries point at."""

    agencies: tuple[UUID, ...]
    enterprises: tuple[UUID, ...]


def visits(count: int, parties: Parties, spread: Spread, seed: int = 3) -> Iterator[Row]:
    """Return visits in no particular order of days."""
    rng = random.Random(seed)
    for _ in range(count):
        to_agency = rng.random() < 0.7
        yield {
            **spread.entry(rng),
            "visited_on": spread.day(rng),
            "target": "department" if to_agency else "enterprise",
            "agency_id": rng.choice(parties.agencies) if to_agency else None,
            "enterprise_id": None if to_agency else rng.choice(parties.enterprises),
            "department": rng.choice(_PARTS) if to_agency else None,
            "purposes": ["공공구매 안내", "수요 조사"],
            "result": f"{rng.choice(leaves()).name} 수요 확인, 견적 요청을 받음",
            "next_step": "다음 달 재방문",
        }


def consultations(count: int, parties: Parties, spread: Spread, seed: int = 4) -> Iterator[Row]:
    """Return consultations, one in ten by an expert."""
    rng = random.Random(seed)
    for _ in range(count):
        yield {
            **spread.entry(rng),
            "kind": rng.choice(("general",) * 7 + ("document_review",) * 2 + ("expert",)),
            "channel": rng.choice(("phone", "visit", "website")),
            "received_on": spread.day(rng),
            "requester_kind": "agency",
            "agency_id": rng.choice(parties.agencies),
            "topic": f"{rng.choice(leaves()).name} 구매 절차 문의",
            "referred_enterprise_ids": [],
        }


def cases(count: int, parties: Parties, spread: Spread, seed: int = 5) -> Iterator[Row]:
    """Return matching cases with known amounts."""
    rng = random.Random(seed)
    for _ in range(count):
        yield {
            **spread.entry(rng),
            "opened_on": spread.day(rng),
            "agency_id": rng.choice(parties.agencies),
            "title": rng.choice(leaves()).name,
            "amount_krw": rng.randrange(1, 900) * 100_000,
            "amount_state": "known",
            "support_types": ["matching_support"],
            "outcome": rng.choice(("matched", "se_selected", "no_bid")),
            "is_consortium": False,
        }


def contracts(count: int, parties: Parties, spread: Spread, seed: int = 6) -> Iterator[Row]:
    """Return contracts, one in five between private parties."""
    rng = random.Random(seed)
    for _ in range(count):
        yield {
            **spread.entry(rng),
            "market": rng.choice(("public",) * 4 + ("private",)),
            "signed_on": spread.day(rng),
            "enterprise_id": rng.choice(parties.enterprises),
            "agency_id": rng.choice(parties.agencies),
            "item": rng.choice(leaves()).name,
            "amount_krw": rng.randrange(1, 900) * 100_000,
            "state": "signed",
        }
