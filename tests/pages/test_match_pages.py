"""From the question to the ranking and the evidence pack."""

import io
import re
import zipfile
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader

from app.matches.labels import to_do

ASKED = {
    "title": "구민의 날 행사 현수막 제작",
    "kind": "goods",
    "quantity": "20",
    "unit": "장",
    "amount": "198만원",
    "region": "서울특별시 강북구",
    "needed_from": "2026-12-10",
    "buyer_law": "local",
    "required_certifications": "certified_social_enterprise",
}


@pytest.fixture(scope="module")
def answer(seeded):
    """What the API says to the same question."""
    body = {
        **{k: v for k, v in ASKED.items() if k not in ("amount", "required_certifications")},
        "quantity": 20,
        "estimated_price_krw": 1_800_000,
        "budget_krw": 1_980_000,
        "vat_mode": "taxable",
        "required_certifications": ["certified_social_enterprise"],
        "limit": 5,
    }
    return seeded.client().post("/api/v1/match", json=body).json()


def test_the_ranking_on_the_page_is_the_one_of_the_api(person, answer):
    page = person.get("/match/results", params=ASKED).text

    names = re.findall(r'<h3 id="(?:rank|near)-\d+"><a[^>]*>(.*?)</a>', page)
    ranked = [*answer["results"], *answer["near_misses"]]
    assert names == [one["enterprise"]["name"] for one in ranked]
    for one in ranked:
        assert f"{one['score']:.1f}<small>점" in page


def test_the_page_gives_reasons_routes_articles_and_what_would_help(person, answer):
    page = person.get("/match/results", params=ASKED).text

    route = answer["results"][0]["routes"][0]
    assert route["article"] in page
    assert route["quote"] in page
    changes = [
        c["change"]["message"] for o in answer["near_misses"] for c in o["checks"] if c["change"]
    ]
    assert changes
    assert all(one in page for one in changes)
    assert "조건마다 몇 곳이 빠지나" in page
    assert "법률 자문이 아닙니다" in page


def test_a_licence_the_trade_usually_takes_is_told_and_becomes_a_condition_by_one_touch(person):
    told = person.get("/match/results", params={"title": "급식실 방역 소독"}).text

    assert "이 업종에서 흔히 갖추는 면허·신고" in told
    address = unescape(re.search(r'href="([^"]*)">조건에 넣기', told)[1])
    asked = person.get(address).text
    assert "면허·등록: 소독업 신고</th>" in asked
    assert "흔히 갖추는" not in asked


def test_a_wrong_question_is_shown_again_with_each_fault_beside_its_field(person):
    page = person.get("/match/results", params={**ASKED, "title": "", "amount": "많이"})

    assert page.status_code == 422
    assert 'value="많이"' in page.text
    assert 'aria-describedby="amount-fault amount-hint"' in page.text
    assert 'id="title-fault"' in page.text
    assert '<a href="#amount">' in page.text


def test_how_many_would_fit_is_told_while_typing(person):
    nothing = person.get("/match/count").text
    some = person.get("/match/count", params=ASKED).text

    assert "바로 보입니다" in nothing
    assert re.search(r"같은 업종 \d+곳", some)
    assert "<html" not in some


def test_a_question_in_the_address_fills_the_form(person):
    page = person.get("/match", params=ASKED).text

    assert 'value="구민의 날 행사 현수막 제작"' in page
    assert 'value="certified_social_enterprise" checked' in page
    assert re.search(r"같은 업종 \d+곳", page)


def test_the_pack_names_papers_dates_sources_and_versions(person, seeded, answer):
    page = person.get("/match/evidence", params=ASKED).text
    first = answer["results"][0]["enterprise"]["id"]
    held = seeded.client().get(f"/api/v1/enterprises/{first}").json()

    assert held["source"] in page
    for certificate in held["certifications"]:
        assert (certificate["verified_on"] or "미기재") in page
    assert f"엔진 {answer['engine_version']} · 가중치 {answer['weights_version']}" in page
    assert "2026-12-10 기준" in page


def _cells(book, number):
    """Return the rows of a sheet as text."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        shared = [
            "".join(t.text or "" for t in one.iter(f"{space}t"))
            for one in ET.fromstring(file.read("xl/sharedStrings.xml"))  # noqa: S314 -- our own file
        ]
        sheet = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 -- our own file
    return [
        [
            shared[int(cell[0].text)] if cell.get("t") == "s" else cell[0].text
            for cell in row
            if len(cell)
        ]
        for row in sheet.iter(f"{space}row")
    ]


def test_who_fails_and_can_change_nothing_is_not_said_to_have_nothing_to_do():
    status = {"name": "status", "outcome": "fail", "found": "closed", "required": "active"}
    asked = {"name": "region", "outcome": "fail", "change": {"message": "지역 추가"}}

    assert to_do({"checks": [{**status, "change": None}]}) == "영업 상태: 폐업"
    assert to_do({"checks": [{**status, "change": None}, asked]}) == "지역 추가"
    assert to_do({"checks": [{**status, "outcome": "pass", "change": None}]}) == "없음"


def test_the_workbook_holds_the_same_ranking_and_its_papers(person, answer):
    book = person.get("/match/evidence.xlsx", params=ASKED)

    assert "attachment" in book.headers["content-disposition"]
    ranked = [*answer["results"], *answer["near_misses"]]
    rows = _cells(book.content, 2)[1:]
    assert [row[2] for row in rows] == [one["enterprise"]["name"] for one in ranked]
    assert [float(row[4]) for row in rows] == [one["score"] for one in ranked]
    assert any("사회적기업" in row for row in _cells(book.content, 5))
    assert any("제25조제1항제5호나목" in row for row in _cells(book.content, 6))


def test_a_title_that_looks_like_a_formula_stays_text(person):
    book = person.get("/match/evidence.xlsx", params={"title": "=1+1 현수막"}).content

    assert ["무엇을", "=1+1 현수막"] in _cells(book, 1)
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        assert b"<f>" not in file.read("xl/worksheets/sheet1.xml")


def test_the_pdf_holds_the_same_ranking_with_papers_articles_and_sources_as_text(
    person, seeded, answer
):
    made = person.get("/match/evidence.pdf", params=ASKED)

    assert made.headers["content-type"] == "application/pdf"
    assert "attachment" in made.headers["content-disposition"]
    file = PdfReader(io.BytesIO(made.content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in file.pages))
    assert file.metadata.title == ASKED["title"]
    for one in (*answer["results"], *answer["near_misses"]):
        assert re.search(rf"{one['rank']} {one['enterprise']['name']} .* {one['score']:.1f}", text)
    assert answer["results"][0]["routes"][0]["article"] in text
    assert "이 조건만 빼면 더해지는 곳" in text
    first = answer["results"][0]["enterprise"]["id"]
    held = seeded.client().get(f"/api/v1/enterprises/{first}").json()
    assert f"기업 자료 출처: {held['source']}" in text
    assert all((one["verified_on"] or "미기재") in text for one in held["certifications"])
    assert f"매칭 엔진: {answer['engine_version']}" in text


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_file_of_a_wrong_question_is_refused(person, kind):
    assert person.get(f"/match/evidence.{kind}", params={"amount": "?"}).status_code == 422


def test_there_is_no_file_of_another_kind(person):
    assert person.get("/match/evidence.exe", params=ASKED).status_code == 422


def test_a_region_that_nobody_knows_is_told(person):
    odd = person.get("/match/results", params={**ASKED, "region": "강붂구"}).text

    assert "아는 지역 이름이 아니어서" in odd
    assert "아는 지역 이름이 아니어서" not in person.get("/match/results", params=ASKED).text


def test_where_nobody_fits_the_page_says_so(person):
    page = person.get("/match/results", params={"title": "원자력 잠수함 건조"}).text

    assert "이 일을 하는 기업이 등록되어 있지 않습니다." in page
    assert "이것만 바꾸면" not in page
    assert "결재 첨부 자료" not in page
