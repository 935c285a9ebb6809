"""Matching cases as a board, and what a manager sees at a glance."""

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import UUID

import pytest

from app.activity.actions import CONSULTATIONS, CONTRACTS, MATCHING_CASES
from app.agencies.actions import DEMANDS
from app.categories.actions import CATEGORIES
from app.core.actors import SYSTEM
from app.matches.actions import run
from app.matches.translate import SEOUL
from app.tenders.actions import TENDERS


@pytest.fixture
def case(world):
    """Add a matching case of 2017."""

    def add(title, outcome="none", **more):
        base = {"office": "team", "opened_on": date(2017, 4, 3), "title": title}
        return world.add(MATCHING_CASES, **{**base, "outcome": outcome, **more})

    return add


def _column(page, stage):
    section = page.split(f'aria-labelledby="{stage}"')[1].split("</section>")[0]
    return re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", section)


def test_each_case_stands_in_the_column_of_its_outcome(worker, world, case):
    case("지원한 것")
    case("입찰 중인 것", "bidding", opened_on=date(2017, 5, 1))
    case("된 것", "agreement", awards=[{"enterprise_id": world.enterprise("두레")["id"]}])
    case("안 된 것", "no_bid")
    case("남의 것", office="centre")
    case("지난해 것", opened_on=date(2016, 4, 3))

    page = worker.get("/matching-cases").text

    found = {stage: _column(page, stage) for stage in ("open", "bidding", "won", "lost")}
    assert found == {
        "open": ["지원한 것"],
        "bidding": ["입찰 중인 것"],
        "won": ["된 것"],
        "lost": ["안 된 것"],
    }
    assert ">두레</a>" in page
    menu = page.split('<nav class="menu')[1].split("</nav>")[0]
    assert set(re.findall(r'href="([^"]*)" aria-current', menu)) == {"/matching-cases"}
    assert _column(worker.get("/matching-cases?year=2016").text, "open") == ["지난해 것"]


def test_a_column_shows_twenty_cases_and_leads_to_the_rest(worker, case):
    for number in range(1, 24):
        case(f"{number:02}번째", opened_on=date(2017, 4, number))
    case("된 것", "se_selected")

    first = worker.get("/matching-cases?year=2017").text
    second = worker.get("/matching-cases?year=2017&stage=open&page=2").text
    beyond = worker.get("/matching-cases?year=2017&stage=open&page=99").text

    assert _column(first, "open") == [f"{number:02}번째" for number in range(23, 3, -1)]
    assert 'href="/matching-cases?year=2017&amp;stage=open&amp;page=2" rel="next"' in first
    assert '<nav aria-label="지원 중 쪽 이동">' in first
    assert _column(second, "open") == _column(beyond, "open") == ["03번째", "02번째", "01번째"]
    assert _column(second, "won") == ["된 것"]
    assert ">23</span>" in second


def test_a_case_shows_its_day_as_exactly_as_it_is_known(worker, case):
    case("보고서의 것", opened_on=date(2017, 1, 1), date_precision="year")

    page = worker.get("/matching-cases").text

    assert "2017년</p>" in page
    assert "2017-01-01" not in page


def test_a_case_is_moved_unless_somebody_moved_it_meanwhile(worker, case):
    one = case("졸업앨범")
    address = f"/matching-cases/{one['id']}/outcome"

    first = worker.post(
        address, data={"outcome": "matched", "version": "1"}, follow_redirects=False
    )
    late = worker.post(address, data={"outcome": "dropped", "version": "1"})
    wrong = worker.post(address, data={"outcome": "best", "version": "2"})

    assert (first.status_code, first.headers["location"]) == (303, "/matching-cases?year=2017")
    assert (late.status_code, wrong.status_code) == (412, 422)
    assert _column(worker.get("/matching-cases").text, "won") == ["졸업앨범"]


def test_a_year_that_is_none_is_told_beside_its_field_and_kept(worker):
    for path in (
        "/insight?year=작년",
        "/goals?year=작년",
        "/insight?year=1",
        "/matching-cases?year=작년",
        "/matching-cases?year=9999",
    ):
        page = worker.get(path)
        assert page.status_code == 422
        assert 'aria-describedby="year-fault"' in page.text
        assert f'value="{path.split("=")[1]}"' in page.text


def _steps(page):
    body = page.split("방문에서 계약까지</caption>")[1].split("</tbody>")[0]
    return [int(one) for one in re.findall(r'이어진 방문" class="number"><a [^>]*>(\d+)<', body)]


def test_the_way_from_visit_to_contract_counts_each_visit_once(worker, world, case):
    agency, firm = world.agency()["id"], world.enterprise()["id"]
    visits: list[UUID] = [world.visit(agency, office="team")["id"] for _ in range(3)]
    asked = {"office": "team", "channel": "visit", "requester_kind": "agency"}
    asked |= {"received_on": date(2017, 3, 3)}
    led = [
        world.add(CONSULTATIONS, visit_id=one, **asked)["id"] for one in (*visits[:2], visits[0])
    ]
    made = [case(f"사례 {n}", consultation_id=one)["id"] for n, one in enumerate(led)]
    for one, state in ((made[0], "signed"), (made[2], "paid"), (made[1], "cancelled")):
        sold = {"item": "앨범", "enterprise_id": firm, "state": state, "case_id": one}
        world.add(CONTRACTS, office="team", signed_on=date(2018, 1, 2), **sold)

    page = worker.get("/insight?year=2017").text

    assert _steps(page) == [3, 2, 2, 1]
    assert "공급이 모자란 곳" in page
    assert "보관한 추천이 없습니다" in page


def _numbers(html, path):
    """Return each number of a page that leads to *path*, with where it leads."""
    found = re.findall(rf'<a href="({path}[^"]*)">([^<]*)<span', html)
    return [(unescape(href), text) for href, text in found]


def _rows_of(html, key="rows"):
    """Return how many rows a list says it has, and how many it shows."""
    section = html.split(f'aria-labelledby="{key}"')[1].split("</section>")[0]
    total = re.search(r'<span class="nowrap">([\d,]+)</span>', section).group(1)
    return int(total.replace(",", "")), section.count("<tr>") - section.count("<thead>")


def test_every_number_of_the_way_opens_to_its_rows(worker, world, case):
    agency = world.agency("서울고등학교")["id"]
    visits = [world.visit(agency, office="team")["id"] for _ in range(3)]
    asked = {"office": "team", "channel": "visit", "requester_kind": "agency"}
    asked |= {"received_on": date(2017, 3, 3), "visit_id": visits[0]}
    for title in ("사례 1", "사례 2"):
        case(title, consultation_id=world.add(CONSULTATIONS, **asked)["id"])

    links = _numbers(worker.get("/insight?year=2017").text, "/insight/steps")

    opened = [(text, *_rows_of(worker.get(href).text)) for href, text in links]
    assert [one[0] for one in opened] == ["3", "3", "2", "1", "2", "1", "0", "0"]
    assert all(int(text) == total == shown for text, total, shown in opened)
    assert "서울고등학교" in worker.get(links[3][0]).text


def test_a_long_list_of_a_step_goes_on(worker, world):
    agency = world.agency()["id"]
    for _ in range(3):
        world.visit(agency, office="team")
    query = {"office": "team", "year": 2017, "step": "visits", "limit": 2}

    first = worker.get("/insight/steps", params=query).text
    href = unescape(re.search(r'href="(/insight/steps\?[^"]*cursor[^"]*)"', first).group(1))
    second = worker.get(href).text

    assert _rows_of(first) == (3, 2)
    assert _rows_of(second) == (3, 1)
    assert "다음 쪽" not in second


@pytest.fixture
def shown(worker, world, app):
    """Two kept rankings of the office, each of the same two enterprises."""
    agency = world.agency("서울고등학교", district="강북구", region="서울특별시")["id"]
    for name in ("두레", "한울"):
        product = {"name": "현수막", "unit": "장"}
        world.enterprise(name, products=[product], service_regions=["전국"])
    for title in ("체육대회 현수막", "입학식 현수막"):
        tender = world.add(TENDERS, agency_id=agency, office="team", title=title, kind="goods")
        with world.db.writing(datetime.now(UTC), SYSTEM) as unit:
            run(unit, app.state.live, tender["id"], limit=10)
    return datetime.now(UTC).astimezone(SEOUL).year


def test_every_number_of_who_was_shown_opens_to_its_rows(worker, shown):
    page = worker.get(f"/insight?year={shown}").text

    (runs,) = _numbers(page, "/insight/runs")
    assert (runs[1], *_rows_of(worker.get(runs[0]).text)) == ("2", 2, 2)
    measures = _numbers(page, "/insight/exposure")
    assert [text for _, text in measures] == ["2", "100.0%", "100.0%", "0.0", "알 수 없음"]
    assert _rows_of(worker.get(measures[0][0]).text) == (2, 2)
    places = _numbers(page, "/insight/places")
    assert sum(int(text.removesuffix("회")) for _, text in places) == 2 * 2 + 2  # and two firsts
    for href, text in places:
        total, rows = _rows_of(worker.get(href).text)
        assert text == f"{total}회" == f"{rows}회"


def _branch(world):
    return world.add(CATEGORIES, code="C01", name="인쇄")["code"]


def test_every_number_of_a_gap_opens_to_its_rows(worker, world, shown):
    category = world.add(CATEGORIES, code="C0101", parent=_branch(world), name="현수막")
    agency = world.agency("강북초등학교", district="강북구", region="서울특별시")["id"]
    for item, amount in (("현수막", 1_000_000), ("현수막 게시", 500_000)):
        bought = {"year": 2017, "item": item, "amount_krw": amount}
        world.add(DEMANDS, agency_id=agency, category_code=category["code"], **bought)

    page = worker.get(f"/insight?year={shown}").text

    cells = _numbers(page, "/insight/gap")
    (demand,) = [href for href, text in cells if text == "1,500,000원"]
    opened = worker.get(demand).text
    assert _rows_of(opened, "demands") == (2, 2)
    assert "강북초등학교" in opened
    for href, text in cells:
        key, digits = href.split("#")[1], re.sub(r"\D", "", text)
        total, rows = _rows_of(worker.get(href).text, key)
        assert total == rows
        if key != "demands":
            assert total == int(digits)


def test_what_stands_behind_is_for_staff(people, worker, world):
    world.add(CATEGORIES, code="C0101", parent=_branch(world), name="현수막")
    visitor = people.browser()
    days = {"date_from": "2017-01-01", "date_until": "2017-12-31"}
    asked = {
        "/insight/steps": {"office": "team", "year": 2017, "step": "visits"},
        "/insight/runs": days,
        "/insight/exposure": days,
        "/insight/places": {**days, "enterprise_id": str(UUID(int=7))},
        "/insight/gap": {"category": "C0101", "district": "서울특별시 강북구"},
    }

    for path, query in asked.items():
        assert visitor.get(path, params=query).status_code == 401, path
    assert worker.get("/insight/gap?category=C0101&district=달나라").status_code == 422
