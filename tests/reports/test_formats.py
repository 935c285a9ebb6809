"""The same report as JSON, CSV, XLSX and a page for print."""

import csv
import io
import re
import zipfile

import pytest

from app.reports.formats import FORMS, as_csv, as_html, as_xlsx
from app.reports.sheets import Column, Row, Sheet

REPORTS = "/api/v1/reports"

SHEET = Sheet(
    title="2017년 <방문> 대장",
    file_name="visits",
    columns=(
        Column("day", "일자", "Day", "date"),
        Column("name", "기관", "Agency"),
        Column("kinds", "종류", "Kinds", "list", words={"a": "가"}),
        Column("amount", "금액", "Amount", "number", unit="원"),
    ),
    rows=[
        Row({"day": "2017-03-02", "name": "=HYPERLINK(1)", "kinds": ["a", "b"], "amount": -1200}),
        Row({"name": "http://가.kr", "amount": 20_805_000}, frozenset({"amount"})),
    ],
    totals=Row({"amount": 20_803_800}, frozenset({"amount"})),
)


def _cells(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_spreadsheet_never_runs_what_is_written_in_a_cell():
    data = as_csv(SHEET)

    assert data.startswith(b"\xef\xbb\xbf")
    header, first, second, totals = _cells(data)
    assert header == ["일자", "기관", "종류", "금액(원)", "집계 기록"]
    assert first == ["2017-03-02", "'=HYPERLINK(1)", "가, b", "-1200", ""]
    assert second == ["", "http://가.kr", "", "20805000", "집계 기록 포함: 금액"]
    assert totals[0] == "합계"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_every_beginning_of_a_formula_is_made_harmless(text):
    sheet = Sheet("", "x", (Column("name", "기관", "Agency"),), [Row({"name": text})])

    assert _cells(as_csv(sheet))[1] == [f"'{text}"]


def test_a_workbook_holds_numbers_as_numbers_and_text_as_text():
    with zipfile.ZipFile(io.BytesIO(as_xlsx(SHEET))) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()

    assert "<v>20805000</v>" in page
    assert "<f>" not in page
    assert "hyperlink" not in page.lower().replace("=hyperlink(1)", "")
    assert 'paperSize="9"' in page
    assert "집계 기록 포함" in page
    assert "*" in re.findall(r'formatCode="([^"]*)"', styles)[-1]


def test_a_page_for_print_stands_alone():
    page = as_html(SHEET).decode()

    assert '<html lang="ko">' in page
    assert "<caption>2017년 &lt;방문&gt; 대장</caption>" in page
    assert page.count('<th scope="col"') == 4
    assert '<th scope="row">합계</th>' in page
    assert '20,805,000<abbr title="집계 기록 포함">*</abbr>' in page
    assert "@page" in page
    assert not re.search(r"(?:src|href)=|url\(|@import", page)


def test_an_empty_page_says_that_there_is_nothing():
    page = as_html(Sheet("빈 대장", "empty", SHEET.columns, [])).decode()

    assert "해당하는 기록이 없습니다." in page


def test_a_day_is_shown_no_more_exactly_than_it_is_known():
    row = Row({"day": "2017-01-01", "date_precision": "year"})
    sheet = Sheet("", "x", SHEET.columns, [row])

    assert _cells(as_csv(sheet))[1][0] == "2017"


@pytest.mark.one_database
@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
@pytest.mark.parametrize(
    "report",
    [
        "achievement.{}?office=centre&year=2017&compare=2016",
        "achievement.{}?office=centre&year=2017&by=children",
        "discrepancies.{}?source=S9",
        "registers/fairs.{}?office=centre&year=2017",
        "registers/visits.{}?office=centre&year=2017",
        "registers/visits.{}?office=centre&year=2017&view=entries",
        "registers/consultations.{}?office=centre&year=2017&include_children=true",
        "registers/education-sessions.{}?office=centre&year=2017",
        "registers/matching-cases.{}?office=centre&year=2017",
        "registers/contracts.{}?office=centre&year=2017",
    ],
)
def test_every_report_is_also_a_file_with_a_plain_name(busy, anyone, report, form):
    busy.goal()
    busy.figure("done", "12", "achieved", metric="visits")

    answer = anyone.get(f"{REPORTS}/{report.format(form)}")

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == FORMS[form].media_type
    assert re.search(rf'filename="[A-Za-z0-9-]+\.{form}"$', answer.headers["content-disposition"])
    assert answer.content


def test_a_file_marks_what_rests_on_tallies(busy, anyone):
    busy.goal("visits")
    busy.goal("meetings")

    query = "office=centre&year=2017"
    rows = _cells(anyone.get(f"{REPORTS}/achievement.csv?{query}").content)
    page = anyone.get(f"{REPORTS}/achievement.html?{query}").text

    marks = {row[0]: row[-1] for row in rows[1:]}
    assert marks == {"visits": "집계 기록 포함: 실적, 달성률", "meetings": ""}
    assert "집계 기록 포함" in page
