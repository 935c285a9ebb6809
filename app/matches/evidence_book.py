"""The evidence pack as a workbook: a sheet for the request, the ranking, the papers, the routes."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.core.collection import Document
from app.matches import labels as words
from app.matches.translate import SEOUL

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_A4 = 9
_WIDE, _NARROW, _LONG = 28, 13, 24
_REQUEST = (
    ("title", "무엇을"),
    ("description", "설명"),
    ("kind", "계약 종류"),
    ("quantity", "수량"),
    ("unit", "단위"),
    ("estimated_price_krw", "추정가격(부가세 제외, 원)"),
    ("budget_krw", "예산(부가세 포함, 원)"),
    ("region", "지역"),
    ("needed_from", "필요한 날(부터)"),
    ("needed_until", "필요한 날(까지)"),
    ("required_certifications", "필요한 인증"),
    ("required_licences", "필요한 면허·등록"),
    ("buyer_law", "구매기관"),
)
_RUN = (
    ("as_of", "질문한 날"),
    ("on", "인증을 판단한 날"),
    ("made_at", "자료를 만든 때"),
    ("run_id", "매칭 실행 번호"),
    ("engine_version", "매칭 엔진 버전"),
    ("weights_version", "가중치 버전"),
    ("data_version", "기업 자료 버전"),
    ("considered", "살펴본 기업 수"),
)
Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def as_workbook(pack: Document) -> bytes:
    """Return the pack as XLSX; text stays text, whatever it begins with."""
    from xlsxwriter import Workbook  # noqa: PLC0415 -- slow to import, and few ask for it

    file = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        for table in _tables(pack):
            _write(book, table)
    return file.getvalue()


def _tables(pack: Document) -> Iterator[Table]:
    ranked = [("순위", one) for one in pack["results"]]
    ranked += [("요건 미충족", one) for one in pack["near_misses"]]
    yield "요청", ("항목", "내용"), _asked(pack)
    yield "순위", _RANK, [_rank(part, one) for part, one in ranked]
    yield "요건", _CHECK, [row for part, one in ranked for row in _checks(part, one)]
    yield "점수 근거", _FACTOR, [row for part, one in ranked for row in _factors(part, one)]
    yield "인증·면허", _PAPER, [row for part, one in ranked for row in _papers(part, one)]
    yield "계약 방법", _ROUTE, [row for part, one in ranked for row in _routes(part, one)]
    if pack["counts"]:
        yield "조건별 영향", _COST, [_cost(one) for one in pack["counts"]["conditions"]]


def _asked(pack: Document) -> Iterator[Sequence[Any]]:
    for name, title in _REQUEST:
        yield title, pack["request"].get(name)
    for name, title in _RUN:
        yield title, pack[name]
    yield "알림", words.NOT_ADVICE


_RANK = (
    "구분",
    "순위",
    "기업",
    "소재지",
    "점수",
    "요건",
    "사업자등록번호",
    "가상 기업",
    "자료 출처",
    "확인일",
)


def _rank(part: str, one: Document) -> Sequence[Any]:
    who = one["enterprise"]
    return (
        part, one["rank"], who["name"], who["district"], one["score"],
        words.ELIGIBILITY[one["eligibility"]], one["business_number"],
        "예(시험용)" if who["is_synthetic"] else "", one["source"], one["confirmed_on"],
    )  # fmt: skip


_CHECK = ("구분", "순위", "기업", "요건", "판단", "필요", "확인된 내용", "바꿀 점")


def _checks(part: str, one: Document) -> Iterator[Sequence[Any]]:
    for check in one["checks"]:
        change = check["change"]["message"] if check["change"] else ""
        yield (
            *_who(part, one), words.CHECKS.get(check["name"], check["name"]),
            words.OUTCOMES[check["outcome"]], words.required(check), words.found(check), change,
        )  # fmt: skip


_FACTOR = ("구분", "순위", "기업", "요소", "배점", "정도(0~1)", "점수")


def _factors(part: str, one: Document) -> Iterator[Sequence[Any]]:
    for factor in one["factors"]:
        yield (
            *_who(part, one), factor["label"], factor["weight"], round(factor["value"], 4),
            factor["contribution"],
        )  # fmt: skip


_PAPER = (
    "구분",
    "순위",
    "기업",
    "인증·면허",
    "번호",
    "판단",
    "유효기간 시작",
    "유효기간 끝",
    "확인일",
    "출처",
)


def _papers(part: str, one: Document) -> Iterator[Sequence[Any]]:
    for held in one["papers"]:
        until = "무기한" if held["no_expiry"] else held["valid_until"]
        yield (
            *_who(part, one), held["label"], held["number"], words.PAPERS[held["outcome"]],
            held["valid_from"] or held["issued_on"], until, held["verified_on"], held["source"],
        )  # fmt: skip
    for held in one["licences"]:
        yield (
            *_who(part, one), held["kind"], held["number"], words.LICENCES[held["outcome"]],
            None, held["valid_until"], held["confirmed_on"], held["source"],
        )  # fmt: skip


_ROUTE = ("구분", "순위", "기업", "계약 방법", "판단", "견적", "법령", "조항", "조문", "더 보여야 할 것",
          "조문 확인일", "규칙")  # fmt: skip


def _routes(part: str, one: Document) -> Iterator[Sequence[Any]]:
    for route in one["routes"]:
        yield (
            *_who(part, one), words.ROUTES.get(route["route"], route["route"]),
            words.ROUTE_STATES.get(route["state"], route["state"]),
            words.QUOTATIONS.get(route["quotations"], route["quotations"]), route["law"],
            route["article"], route["quote"],
            ", ".join(words.MISSING.get(name, name) for name in route["missing"]),
            route["verified_on"], route["rule_id"],
        )  # fmt: skip


_COST = (
    "조건",
    "내용",
    "이 조건만으로 빠지는 곳",
    "미충족",
    "미확인",
    "지금 충족",
    "빼면 충족",
    "참고만 하는 조건",
)


def _cost(one: Document) -> Sequence[Any]:
    return (
        words.CHECKS.get(one["name"], one["name"]), words.required(one), one["removes_alone"],
        one["fails"], one["unknown"], one["kept"]["eligible"], one["without"]["eligible"],
        "예" if one["advisory"] else "",
    )  # fmt: skip


def _who(part: str, one: Document) -> tuple[str, int, str]:
    return part, one["rank"], one["enterprise"]["name"]


def _write(book: "Workbook", table: Table) -> None:
    name, titles, rows = table
    page, bold = book.add_worksheet(name), book.add_format({"bold": True, "bg_color": "#f4f5f6"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_paper(_A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    longest = [len(title) for title in titles]
    for place, title in enumerate(titles):
        page.write_string(0, place, title, bold)
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            text = _cell(cell)
            longest[place] = max(longest[place], len(str(text)))
            if isinstance(text, str):
                page.write_string(line, place, text, wrapped)
            else:
                page.write_number(line, place, text, wrapped)
    for place, length in enumerate(longest):
        page.set_column(place, place, _WIDE if length > _LONG else _NARROW)


def _cell(value: Any) -> str | int | float:  # noqa: ANN401 -- any value of the pack
    """Return what stands in a cell: numbers as numbers, everything else as people write it."""
    if isinstance(value, bool) or value is None:
        return "예" if value else ""
    if isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return ", ".join(words.CODES.get(str(one), str(one)) for one in value)
    return words.CODES.get(str(value), str(value))
