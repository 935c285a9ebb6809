"""Reports as files: one content in three forms, and nothing in them that acts."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import pytest

from app.reports.formats import as_csv, as_html, as_xlsx
from app.reports.sheets import Column, Row, Sheet

REPORTS = "/api/v1/reports"
YEAR = "office=centre&year=2017"
NAME = Column("name", "기관", "Agency")
AMOUNT = Column("amount", "금액", "Amount", "number", unit="원")
ADDRESSES = [
    f"achievement.{{}}?{YEAR}&compare=2016",
    f"achievement.{{}}?{YEAR}&include_children=true&untargeted=true",
    "discrepancies.{}?source=S9",
    f"registers/fairs.{{}}?{YEAR}",
    f"registers/visits.{{}}?{YEAR}",
    f"registers/visits.{{}}?{YEAR}&view=entries",
    f"registers/consultations.{{}}?{YEAR}",
    f"registers/education-sessions.{{}}?{YEAR}",
    f"registers/matching-cases.{{}}?{YEAR}",
    f"registers/contracts.{{}}?{YEAR}",
]
DANGEROUS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]  # noqa: RUF001


class Page(HTMLParser):
    """What a browser finds in a page: its tags, and the rows of its table."""

    def __init__(self, text) -> None:
        super().__init__()
        self.tags, self.attributes, self.rows, self.caption = [], [], [], ""
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *attr) for attr in attrs]
        if tag not in ("meta", "link", "img"):
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if "caption" in self._open:
            self.caption += data
        elif self._open and self._open[-1] in ("td", "th"):
            self.rows[-1][-1] += data.strip()


def _csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _xlsx(data):
    """Return the cells of a workbook as (kind, text), line by line; a number has the kind n."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    cell = re.compile(r'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="(\w+)")?>(.*?)</c>', re.DOTALL)
    lines = re.findall(r"<row [^>]*>(.*?)</row>", page, re.DOTALL)
    return [
        [(kind or "n", re.sub(r"<[^>]+>", "", inner)) for kind, inner in cell.findall(line)]
        for line in lines
    ]


def _number(text):
    return float(text.replace(",", "").rstrip("*"))


@pytest.fixture
def files(busy, anyone):
    """Ask for one report in one form."""
    busy.goal("visits", 8)
    busy.goal("matching_amount", 10**9, rate_rounding="truncate", rate_cap=100)
    busy.figure("done", "12", "achieved", metric="visits")
    busy.figure("rate", "150.0", "rate", metric="visits")
    busy.figure("odd", "1", "guess")

    def asked(address, form):
        answer = anyone.get(f"{REPORTS}/{address.format(form)}")
        assert answer.status_code == 200, answer.text
        return answer

    return asked


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_three_forms_of_a_report_hold_the_same_cells(files, address):
    table = _csv(files(address, "csv").content)
    book = _xlsx(files(address, "xlsx").content)
    page = Page(files(address, "html").text)

    width = len(page.rows[0])
    lines = [line[:width] for line in table]  # the marks stand in a last column
    printed = [book[1], *book[2 : 1 + len(lines)]]
    assert len(page.rows) == len(lines) > 1
    assert [text for _, text in printed[0]] == lines[0] == page.rows[0]
    for shown, written, read in zip(printed[1:], lines[1:], page.rows[1:], strict=True):
        assert len(shown) == len(written) == len(read) == width
        for (kind, text), plain, seen in zip(shown, written, read, strict=True):
            if kind == "n" and text:
                assert float(text) == float(plain) == _number(seen)
            else:
                assert text == plain == seen


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_workbook_has_numbers_in_number_columns_and_text_elsewhere(files, anyone, address):
    report = anyone.get(f"{REPORTS}/{address.replace('.{}', '')}").json()
    lines = _xlsx(files(address, "xlsx").content)

    kinds = [column["kind"] for column in report.get("columns", [])]
    for line in lines[2 : 2 + len(report["rows"])] if kinds else ():
        for kind, (stored, text) in zip(kinds, line, strict=True):
            assert stored == ("n" if kind == "number" and text else "inlineStr")
    assert all(kind == "inlineStr" for kind, _ in lines[0] + lines[1])
    assert any(kind == "n" for line in lines[2:] for kind, _ in line)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_korean_names_its_scope_and_asks_no_other_host(files, address):
    answer = files(address, "html")
    page = Page(answer.text)

    assert ("html", "lang", "ko") in page.attributes
    assert ("small", "lang", "en") in page.attributes
    assert ("S9" if "discrepancies" in address else "지원센터") in page.caption
    assert "S9" in page.caption or "2017년" in page.caption
    assert page.caption == re.search("<title>(.*?)</title>", answer.text)[1]
    assert not {"script", "link", "img", "iframe", "form", "a"} & set(page.tags)
    names = {name for _, name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on") or name in ("src", "href")}
    assert "//" not in re.sub("<!--.*?-->", "", answer.text)
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("start", DANGEROUS)
def test_text_that_begins_like_a_formula_is_text_in_every_spreadsheet(start):
    said = f'{start}HYPERLINK("x")'
    things = Column("things", "목록", "Things", "list")
    row = Row({"name": said, "things": [said, "나"], "amount": -5})
    sheet = Sheet("제목", "x", (NAME, things, AMOUNT), [row])

    line = _csv(as_csv(sheet))[1]
    cells = _xlsx(as_xlsx(sheet))[2]

    assert line == [f"'{said}", f"'{said}, 나", "-5"]
    assert [kind for kind, _ in cells] == ["inlineStr", "inlineStr", "n"]


@pytest.mark.parametrize("text", ["가=1", "a+b", "1-2", " =1", "'=1", "", "010-1234", "5"])
def test_other_text_is_kept_as_it_is(text):
    sheet = Sheet("", "x", (NAME, AMOUNT), [Row({"name": text, "amount": 0})])

    assert _csv(as_csv(sheet))[1] == [text, "0"]
    assert _xlsx(as_xlsx(sheet))[2][0] == ("inlineStr", text)


def test_commas_quotes_and_lines_stay_within_their_cell():
    said = '가, "나"\n다'
    sheet = Sheet("", "x", (NAME, AMOUNT), [Row({"name": said, "amount": None})])

    data = as_csv(sheet)

    assert data.count("\ufeff".encode()) == 1
    assert data.startswith("\ufeff기관,금액(원)\r\n".encode())
    assert _csv(data) == [["기관", "금액(원)"], [said, ""]]


def test_what_looks_like_markup_is_shown_and_never_read():
    evil = "<script>alert('1')</script>&amp;\""
    columns = (NAME, Column("kind", "종류", "Kind", "code", words={"a": "<b>가</b>"}))
    rows = [Row({"name": evil, "kind": "a"}), Row({"name": "나", "kind": "<i>"})]
    sheet = Sheet(evil, "x", columns, rows, Row({"kind": evil}), (evil,))

    text = as_html(sheet).decode()

    page = Page(text)
    assert page.caption == evil
    assert page.rows[1:] == [[evil, "<b>가</b>"], ["나", "<i>"], ["합계", evil]]
    assert {"script", "b", "i"}.isdisjoint(page.tags)


@pytest.mark.parametrize(
    ("value", "shown", "code"),
    [(1234, "1,234*", "#,##0&quot;*&quot;"), (128.5, "128.5*", "#,##0.##&quot;*&quot;")],
)
def test_a_mark_stands_beside_a_number_and_hides_no_decimals(value, shown, code):
    sheet = Sheet("", "x", (AMOUNT,), [Row({"amount": value}, frozenset({"amount"}))])

    page = as_html(sheet).decode()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(sheet))) as book:
        cell = re.search(r'<c r="A4" s="(\d+)"', book.read("xl/worksheets/sheet1.xml").decode())
        styles = book.read("xl/styles.xml").decode()

    used = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])[int(cell[1])]
    assert re.sub("<[^>]+>", "", re.search("<th scope=.row.*?</th>", page)[0]) == shown
    assert f'numFmtId="{used}" formatCode="{code}"' in styles


@pytest.mark.parametrize(
    ("precision", "shown"), [("day", "2017-03-02"), ("month", "2017-03"), ("year", "2017")]
)
def test_every_form_shows_a_day_as_exactly_as_it_is_known(busy, anyone, precision, shown):
    busy.session(8, "2017-03-02", date_precision=precision, topic="새 교육")
    address = f"{REPORTS}/registers/education-sessions.{{}}?{YEAR}"

    table = _csv(anyone.get(address.format("csv")).content)
    book = _xlsx(anyone.get(address.format("xlsx")).content)
    page = Page(anyone.get(address.format("html")).text)

    assert (table[1][0], book[2][0], page.rows[1][0]) == (shown, ("inlineStr", shown), shown)
