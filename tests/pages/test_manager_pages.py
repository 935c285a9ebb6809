"""Matching cases as a board, and what a manager sees at a glance."""

import re
from datetime import date
from uuid import UUID

import pytest

from app.activity.actions import CONSULTATIONS, CONTRACTS, MATCHING_CASES


@pytest.fixture
def case(world):
    """Add a matching case of 2017."""

    def add(title, outcome="none", **more):
        base = {"office": "team", "opened_on": date(2017, 4, 3), "title": title}
        return world.add(MATCHING_CASES, **{**base, "outcome": outcome, **more})

    return add


def _column(page, stage):
    section = page.split(f'aria-labelledby="{stage}"')[1].split("</section>")[0]
    return re.findall(r"<h3>(.*?)</h3>", section)


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
    menu = page.split('class="menu"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]*)" aria-current', menu) == ["/matching-cases"]
    assert _column(worker.get("/matching-cases?year=2016").text, "open") == ["지난해 것"]


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


def test_a_year_that_is_none_is_refused(worker):
    assert worker.get("/matching-cases?year=9999").status_code == 422
    assert worker.get("/matching-cases?year=작년").status_code == 422
    assert worker.get("/insight?year=1").status_code == 422


def _steps(page):
    body = page.split("방문에서 계약까지</caption>")[1].split("</tbody>")[0]
    return [int(one) for one in re.findall(r'이어진 방문" class="number">(\d+)<', body)]


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
