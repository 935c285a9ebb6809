"""Makers of valid things; a test states only what matters to it."""

from datetime import date
from typing import Any

from app.matching import Certificate, Index, Licence, Need, Product, Supplier, Thesaurus
from app.matching.answers import Scored
from app.matching.concepts import Concept
from app.matching.facts import Outcomes
from app.matching.query import Query
from app.matching.sieve import as_suppliers, by_wares

TODAY = date(2026, 3, 1)


def need(title: str = "청사 청소용역", **given: Any) -> Need:
    """Make a need asked today."""
    return Need(**{"title": title, "key": title, "as_of": TODAY, **given})


def product(name: str = "사무실 청소", **given: Any) -> Product:
    """Make a product whose id is its name."""
    return Product(**{"id": name, "name": name, **given})


def supplier(name: str = "맑은두레", **given: Any) -> Supplier:
    """Make a supplier whose id is its name, serving the nation with one cleaning product."""
    default = {"id": name, "name": name, "service_regions": ("전국",), "products": (product(),)}
    return Supplier(**{**default, **given})


def selling(*wares: str, name: str = "맑은두레", **given: Any) -> Supplier:
    """Make a supplier that sells these wares, the first as its main line."""
    return supplier(name, products=tuple(product(ware) for ware in wares), **given)


def certificate(kind: str = "women_enterprise", **given: Any) -> Certificate:
    """Make a certificate valid all through 2026."""
    default = {"kind": kind, "valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31)}
    return Certificate(**{**default, **given})


def licence(kind: str = "경비업 허가", **given: Any) -> Licence:
    """Make a licence without an end."""
    return Licence(**{"kind": kind, **given})


def concept(code: str, name: str, *terms: str, **given: Any) -> Concept:
    """Make a concept filed under the category its code begins with."""
    return Concept(
        **{"code": code, "category_code": code[:5], "name": name, "terms": terms, **given}
    )


def scored(index: Index, asked: Query) -> list[Scored]:
    """Score every product of the suppliers that answer at all, block by block."""
    return [one.detail(one.above(asked.threshold)[0]) for one in index.hits(asked)]


def standings(some: Scored, wanted: Need, on: date) -> list[Outcomes]:
    """Answer the outcome of each check for each supplier found, in the order of *checks.run*."""
    known = [outcomes[some.found] for outcomes in as_suppliers(some.block, wanted, on)]
    return [*known, *by_wares(some, wanted, on, {})]


CLEANING = concept("C0101.1", "건물 청소", "청소", "청소용역", "미화", "환경미화")
WINDOWS = concept("C0103.1", "유리창 청소", "유리창청소", "외벽청소", "로프청소")
DISINFECTION = concept("C0106.1", "소독", "방역", "살균", related={"C0101.1": 0.3})
BANNERS = concept("C0703.1", "현수막", "플래카드", "배너", "걸개", blocking=("폐현수막",))
LUNCHES = concept("C0601.1", "도시락", "점심 상자", "찬합", "단체 도시락")
CATERING = concept("C0602.1", "케이터링", "다과", "출장뷔페", "핑거푸드", related={"C0601.1": 0.4})
UPCYCLING = concept("C1505.1", "업사이클 소품", "폐현수막 가방", "새활용")
PRINTING = concept("C0701.1", "인쇄", "리플릿", "리플렛", "전단", "책자")
BINDING = concept("C0702.1", "제본", "자료집", "보고서 묶음")
TOWELS = concept("C1506.1", "수건", "타월", "타올")

THESAURUS = Thesaurus(
    (
        CLEANING, WINDOWS, DISINFECTION, BANNERS, LUNCHES,
        CATERING, UPCYCLING, PRINTING, BINDING, TOWELS,
    )
)  # fmt: skip
"""A small thesaurus of ten trades."""
