"""Goals and what was achieved, as people look through them."""

import re
from html import unescape

import pytest

from app.core.actors import Role
from app.goals.actions import GOALS

CENTRE = {"office": "seoul-se-center", "year": "2017"}


@pytest.fixture(scope="module")
def report(seeded):
    """What the API says of the same year."""
    return seeded.client().get("/api/v1/reports/achievement", params=CENTRE).json()["rows"]


def _cells(page):
    """Return the rows of the first table as texts."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    plain = [re.sub(r'<span class="hidden">.*?</span>|<[^>]+>', "|", row) for row in rows]
    return [[cell for cell in unescape(row).split("|") if cell] for row in plain]


def test_a_table_shows_the_goals_of_the_report_with_their_rates(person, report):
    page = person.get("/goals", params={**CENTRE, "sheet": "T2"}).text

    names = [row[0] for row in _cells(page)]
    expected = {row["name"]: row for row in report}
    assert "공공기관 방문영업" in names
    for row in _cells(page):
        one = expected[row[0]]
        assert row[1] == f"{one['target']:,}{one['unit']}"
        assert row[2] == f"{one['achieved']:,}{one['unit']}"
        assert row[-1] == f"{one['rate_percent']:,}%"


def test_every_table_of_the_year_can_be_reached_and_together_they_hold_every_goal(person, report):
    first = person.get("/goals", params=CENTRE).text
    tabs = {unescape(one) for one in re.findall(r'href="(/goals\?[^"]*sheet=[^"]*)"', first)}

    found = [row[0] for tab in tabs for row in _cells(person.get(tab).text)]

    assert sorted(found) == sorted(row["name"] for row in report)


def test_a_number_leads_to_rows_that_sum_to_it(person, report):
    page = person.get("/goals", params={**CENTRE, "sheet": "T2"}).text
    link = unescape(re.search(r'href="(/goals/rows\?metric=matching_amount[^"]*)"', page)[1])
    values, address = [], link

    while address:
        rows = person.get(address).text
        values += [
            int(one.replace(",", ""))
            for one in re.findall(r'더해진 수" class="number">([\d,]+)원', rows)
        ]
        further = re.search(r'href="(/goals/rows\?[^"]*cursor=[^"]*)"', rows)
        address = unescape(further[1]) if further else None

    achieved = next(row["achieved"] for row in report if row["metric"] == "matching_amount")
    assert sum(values) == achieved
    assert f"<strong>{achieved:,}원</strong>" in person.get(link).text


def test_a_row_shows_its_day_as_exactly_as_it_is_known(person):
    query = {**CENTRE, "metric": "matching_amount"}

    days = re.findall(r'data-label="날짜">([^<]*)<', person.get("/goals/rows", params=query).text)

    assert set(days) == {"2017년"}  # the document names no days


def test_the_chart_draws_each_rate_and_ends_at_two_hundred(person, report):
    page = person.get("/goals", params={**CENTRE, "sheet": "T2"}).text

    drawn = re.findall(r'class="bar-(?:done|short)" y="3" width="(\d+)"', page)
    rates = [int(row[-1].rstrip("%")) for row in _cells(page)]
    assert [int(one) for one in drawn] == [min(rate, 200) for rate in rates]
    assert max(rates) > 200


def test_offices_below_stand_side_by_side_and_can_be_added(person, seeded):
    page = person.get("/goals", params=CENTRE).text
    added = person.get("/goals", params={**CENTRE, "include_children": "1", "sheet": "T2"}).text

    query = {**CENTRE, "by": "children"}
    below = seeded.client().get("/api/v1/reports/achievement", params=query).json()["rows"]
    table = page.split("소속 사무소별 목표와 실적</caption>")[1]
    for row in below:
        assert f">{row['achieved']:,}{row['unit']}<" in table
    rolled = {**CENTRE, "include_children": "true"}
    rows = seeded.client().get("/api/v1/reports/achievement", params=rolled).json()["rows"]
    visits = next(row for row in rows if row["metric"] == "visits")
    assert f"{visits['achieved']:,}{visits['unit']}" in added


def test_the_paper_has_every_goal_and_the_headings_of_the_document_in_its_order(person, report):
    page = unescape(person.get("/goals/report", params=CENTRE).text)

    assert all(row["name"] in page for row in report)
    headings = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<h2.*?</h2>", page)]
    assert headings == [
        "1. 주요실적",
        "2. 방문영업 477개 기관, 654회",
        "3. 영업매칭 컨설팅 27건, 계약 성사 17건(규모 합 64.18억원)",
        "4. 전화상담 등 일반상담 330건, 전문상담·서류검토 112건",
        "5. 교육·설명회 38회, 4,070명 — 상세 추진실적",
        "6. 찾아가는 사회적경제 공공구매 박람회 10회",
        "7. 박람회 계약 실적 현황 4건",
        "8. 그 밖의 계약·영업연계 실적 10건",
        "9. 소속 사무소 3개소 — 주요 활동 내역",
    ]


def test_the_paper_has_the_columns_and_totals_of_the_document(person):
    page = unescape(person.get("/goals/report", params=CENTRE).text)

    def table(number):
        part = page.split(f'id="part-{number}"')[1].split("</section>")[0]
        heads = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", part)
        rows = [
            re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", re.sub(r"<abbr.*?</abbr>", "", row))
            for row in re.findall(r"<tr(?: class=\"\w+\")?>.*?</tr>", part, re.DOTALL)[1:]
        ]
        return heads, rows

    heads, visits = table(1)
    assert heads == ["구분", "방문 기관(개)", "방문 횟수(회)"]
    assert [row for row in visits if len(row) > 1] == [
        ["공공기관", "28", "85"],
        ["교육청·학교", "404", "485"],
        ["기업·네트워크", "45", "84"],
        ["합계", "477", "654"],
    ]
    assert "개운초" in visits[3][0]
    heads, cases = table(2)
    assert heads == ["기관", "내용", "계약규모(원)", "비고"]
    assert len(cases) == 28
    heads, sessions = table(4)
    assert heads == ["일시", "대상", "내용", "참여인원(명)"]
    assert (len(sessions), sessions[-1]) == (39, ["합계", "", "", "4,070"])
    heads, fairs = table(5)
    assert heads[-4:] == ["참여기업(개)", "상담부서(개)", "상담건수(건)", "방문객(명)"]
    assert fairs[-1][-4:] == ["219", "170", "545", "2,134"]
    heads, contracts = table(6)
    assert heads[:3] == ["기업명", "계약상태", "계약부서"]
    assert heads[-1] == "거래금액(천원)"
    assert [row[-1] for row in contracts] == ["700", "90", "160", "19,855", "20,805"]


def test_printed_figures_that_differ_are_shown_with_what_was_counted(person, seeded):
    page = unescape(person.get("/goals/discrepancies", params={"source": "S0"}).text)
    assert len(page.encode()) < 200_000
    query = {"source": "S0", "only": "differ"}
    found = seeded.client().get("/api/v1/reports/discrepancies", params=query).json()

    assert f"다른 {found['summary']['differ']}개" in page
    assert all(row["label"] in page for row in found["rows"])
    assert person.get("/goals/discrepancies", params={"source": "없음"}).status_code == 422


@pytest.mark.parametrize(
    ("only", "agrees"), [("agree", True), ("differ", False), ("not_computable", None)]
)
def test_each_count_of_printed_figures_opens_to_exactly_these(person, seeded, only, agrees):
    found = seeded.client().get("/api/v1/reports/discrepancies", params={"source": "S0"}).json()

    asked = {"source": "S0", "only": only}
    first = person.get("/goals/discrepancies", params=asked).text
    last = max(map(int, re.findall(r'aria-label="(\d+)쪽"', first)), default=1)
    pages = [
        person.get("/goals/discrepancies", params={**asked, "page": n}).text
        for n in range(1, last + 1)
    ]

    wanted = [row["label"] for row in found["rows"] if row["agrees"] is agrees]
    assert len(wanted) == found["summary"][only]
    assert sum(page.count('<tr><th scope="row">') for page in pages) == len(wanted)
    assert all(one in unescape("".join(pages)) for one in wanted)
    assert max(len(page.encode()) for page in pages) < 200_000


def test_someone_of_an_office_begins_with_its_own_goals(seeded):
    own = seeded.client(Role.staff, office="gwanak")

    page = own.get("/goals", headers={"Accept": "text/html"}).text

    assert '<option value="gwanak" selected>' in page


def test_reports_that_are_not_public_ask_for_a_log_in(person, seeded):
    before = seeded.app.state.settings
    seeded.app.state.settings = before.model_copy(update={"public_reports": False})
    answers = [person.get(f"/goals{path}").status_code for path in ("", "/report")]
    seeded.app.state.settings = before

    assert answers == [401, 401]


def test_a_year_or_table_that_is_not_there_is_said_so(person):
    empty = person.get("/goals", params={**CENTRE, "year": "1999"})
    wrong = person.get("/goals", params={"year": "작년"})

    assert "목표가 없습니다" in empty.text
    assert wrong.status_code == 422


def test_a_small_office_sees_its_goals_each_year_on_either_database(worker, world):
    for office, year, target in (("team", 2016, 10), ("team", 2017, 20), ("centre", 2017, 70)):
        goal = {"office": office, "year": year, "metric": "visits", "name": f"방문 {office} {year}"}
        world.add(GOALS, **goal, target=target)
    world.visit(world.agency()["id"], office="team")

    own = worker.get("/goals").text
    centre = worker.get("/goals", params={"office": "centre", "include_children": "1"}).text

    assert _cells(own)[0] == ["방문 team 2017", "20회", "1회", "5%"]
    assert "(2016, 2017)" in own
    assert _cells(centre)[0] == ["방문 centre 2017", "90회", "1회", "1%"]
    assert "방문 team 2017" in centre.split("소속 사무소별 목표와 실적")[1]
    assert "소속 사무소 1개소" in worker.get("/goals/report", params={"office": "centre"}).text


def test_a_printed_figure_that_was_counted_again_leads_to_what_was_counted(person):
    page = person.get("/goals/discrepancies", params={"source": "S0", "only": "all"}).text
    links = re.findall(r'href="(/goals/discrepancies/[^"?]+/rows)">([\d,]+)', page)

    assert links
    for link, computed in links[:5]:
        assert f"다시 센 수 <strong>{computed}</strong>" in person.get(link).text
