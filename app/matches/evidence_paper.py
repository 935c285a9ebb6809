"""The evidence pack as a PDF: the same parts as the page for print, each value as people read it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.core.collection import Document
from app.core.pdf import as_pdf
from app.matches import labels as words
from app.matches.translate import SEOUL

_LAYOUT = Path(__file__).parent / "evidence.typ"
_NOTHING = "미기재"


def as_paper(pack: Document) -> bytes:
    """Return the pack as PDF, its text to be selected and read aloud."""
    return as_pdf(_LAYOUT, _content(pack), pack["made_at"])


def _content(pack: Document) -> Document:
    ranked = (("추천", pack["results"]), ("요건 미충족", pack["near_misses"]))
    return {
        "title": pack["request"]["title"],
        "description": pack["request"].get("description") or "",
        "asked": _asked(pack),
        "ranked": [
            {"title": f"{title} {len(found)}곳", "rows": [_rank(one) for one in found]}
            for title, found in ranked
            if found
        ],
        "costs": _costs(pack["counts"]),
        "each": [_each(one) for _, found in ranked for one in found],
        "routes": [_route(one) for one in pack["routes"]],
        "made": _made(pack),
        "foot": f"{pack['made_at'].astimezone(SEOUL):%Y-%m-%d %H:%M} 만듦",
        "notice": words.NOT_ADVICE,
    }


def _asked(pack: Document) -> list[tuple[str, str]]:
    """Return what was asked for, line by line; what was left open is left out."""
    asked = pack["request"]
    amount = asked["quantity"]
    papers = [*asked["required_certifications"], *asked["required_licences"]]
    lines = (
        ("계약 종류", words.KINDS[asked["kind"]]),
        ("수량", "" if amount is None else f"{amount:,}{asked['unit'] or ''}"),
        ("추정가격", _won(asked["estimated_price_krw"], "부가세 제외")),
        ("예산", _won(asked["budget_krw"], "부가세 포함")),
        ("지역", asked["region"] or ""),
        ("인증을 판단한 날", _day(pack["on"])),
        ("필요한 날(까지)", _day(asked["needed_until"]) if asked["needed_until"] else ""),
        ("필요한 인증·면허", ", ".join(words.readable(one) for one in papers)),
        ("구매기관", words.BUYERS[asked["buyer_law"]]),
    )
    return [(name, text) for name, text in lines if text]


def _made(pack: Document) -> list[tuple[str, str]]:
    return [
        ("질문한 날", _day(pack["as_of"])),
        ("매칭 실행 번호", str(pack["run_id"] or "저장하지 않음")),
        ("살펴본 기업", f"{pack['considered']:,}곳"),
        ("매칭 엔진", pack["engine_version"]),
        ("가중치", pack["weights_version"]),
        ("기업 자료", str(pack["data_version"])),
    ]


def _rank(one: Document) -> list[str]:
    who = one["enterprise"]
    return [
        str(one["rank"]),
        _name(who),
        who["district"] or _NOTHING,
        f"{one['score']:.1f}",
        words.ELIGIBILITY[one["eligibility"]],
        words.to_do(one),
    ]


def _name(who: Document) -> str:
    return f"{who['name']} (시험용 가상 기업)" if who["is_synthetic"] else str(who["name"])


def _costs(counts: Document | None) -> Document | None:
    """Return how many each condition leaves out; None where that was not counted or none was set."""
    if not counts or not counts["conditions"]:
        return None
    now = counts["now"]
    return {
        "title": f"같은 업종 {counts['of_trade']:,}곳",
        "now": f"충족 {now['eligible']:,}곳 · 확인할 것 있음 {now['unknown']:,}곳 · "
        f"미충족 {now['ineligible']:,}곳",
        "rows": [
            [_condition(one), *(f"{one[name]:,}" for name in ("removes_alone", "fails", "unknown"))]
            for one in counts["conditions"]
        ],
    }


def _condition(one: Document) -> str:
    text = f"{words.CHECKS.get(one['name'], one['name'])}: {words.required(one)}"
    return f"{text} (참고)" if one["advisory"] else text


def _each(one: Document) -> Document:
    parts = " + ".join(f"{it['label']} {it['contribution']:.1f}" for it in one["factors"])
    return {
        "name": _name(one["enterprise"]),
        "verdict": words.ELIGIBILITY[one["eligibility"]],
        "score": f"점수 {one['score']:.1f} = {parts}",
        "checks": [_check(it) for it in one["checks"]],
        "papers": [*_papers(one), *_licences(one)],
        "source": f"기업 자료 출처: {one['source'] or _NOTHING} · 확인일 {_day(one['confirmed_on'])}",
    }


def _check(check: Document) -> list[str]:
    change = check["change"]["message"] if check["change"] else ""
    return [
        words.CHECKS.get(check["name"], str(check["name"])),
        words.OUTCOMES[check["outcome"]],
        words.required(check),
        words.found(check),
        change,
    ]


def _papers(one: Document) -> Iterable[list[str]]:
    for held in one["papers"]:
        until = "무기한" if held["no_expiry"] else _until(held)
        yield [
            held["label"], words.PAPERS[held["outcome"]], until, _day(held["verified_on"]),
            held["number"] or _NOTHING, held["source"] or one["source"] or _NOTHING,
        ]  # fmt: skip


def _licences(one: Document) -> Iterable[list[str]]:
    for held in one["licences"]:
        yield [
            held["kind"], words.LICENCES[held["outcome"]], _until(held), _day(held["confirmed_on"]),
            held["number"] or _NOTHING, held["source"] or one["source"] or _NOTHING,
        ]  # fmt: skip


def _until(held: Document) -> str:
    return f"~ {_day(held['valid_until'])}" if held["valid_until"] else _NOTHING


def _route(one: Document) -> Document:
    return {
        "title": f"{words.ROUTES.get(one['route'], one['route'])} · "
        f"{words.QUOTATIONS.get(one['quotations'], one['quotations'])}",
        "state": words.ROUTE_STATES.get(one["state"], one["state"]),
        "article": " ".join(filter(None, (one["law"], one["article"]))),
        "quote": one["quote"] or "",
        "missing": _listed(one["missing"], words.MISSING),
        "warnings": _listed(one["warnings"], words.WARNINGS),
        "source": f"조문 확인일 {_day(one['verified_on'])} · 규칙 {one['rule_id']}",
        "enterprises": ", ".join(one["enterprises"]),
    }


def _listed(codes: Iterable[str], named: dict[str, str]) -> str:
    return ", ".join(named.get(one, one) for one in codes)


def _won(amount: int | None, what: str) -> str:
    return "" if amount is None else f"{amount:,}원 ({what})"


def _day(given: Any) -> str:  # noqa: ANN401 -- a day, or one as it was stored
    return str(given)[:10] if given else _NOTHING
