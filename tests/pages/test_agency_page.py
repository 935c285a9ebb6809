"""What a support worker reads before the door of an agency."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.activity.actions import (
    CONSULTATIONS,
    CONTRACTS,
    EDUCATION_SESSIONS,
    FOLLOW_UPS,
    MATCHING_CASES,
    SURVEYS,
)
from app.agencies.actions import DEMANDS
from app.core.calendar import korean_day
from app.tenders.actions import TENDERS

TODAY = korean_day(datetime.now(UTC))


@pytest.fixture
def office(world):
    return world.agency("강동구청", kind="district_office", region="서울특별시", district="강동구")


@pytest.fixture
def printers(world):
    """Three printers and a cleaner, all serving everywhere."""
    product = {"name": "현수막", "unit_price_krw": 30_000, "unit": "장"}
    names = ("한울인쇄", "두레현수막", "새봄광고")
    made = [world.enterprise(n, products=[product], service_regions=["전국"]) for n in names]
    cleaning = {"name": "청사 청소"}
    return [*made, world.enterprise("맑은청소", products=[cleaning], service_regions=["전국"])]


def _page(worker, agency):
    return worker.get(f"/agencies/{agency['id']}").text


def _section(page, name):
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


def test_the_brief_tells_promises_of_every_office_demand_and_purchases(
    worker, world, office, printers
):
    about = {"agency_id": office["id"]}
    due = TODAY - timedelta(days=2)
    world.add(FOLLOW_UPS, office="centre", promise="견적 보내기", due_on=due, **about)
    world.add(FOLLOW_UPS, office="team", promise="한 일", due_on=due, done_on=TODAY, **about)
    world.add(TENDERS, title="신년 현수막", kind="goods", budget_krw=3_000_000, **about)
    world.add(TENDERS, title="끝난 공고", status="dropped", **about)
    world.add(DEMANDS, year=TODAY.year, item="청소", present_supplier="가온", **about)
    world.add(
        CONTRACTS,
        office="team",
        signed_on=TODAY,
        enterprise_id=printers[0]["id"],
        item="초대장",
        amount_krw=700_000,
        state="signed",
        **about,
    )

    page = _page(worker, office)

    assert "견적 보내기" in _section(page, "promises")
    assert "2일 지남" in _section(page, "promises")
    assert "한 일" not in _section(page, "promises")
    assert "신년 현수막" in _section(page, "open")
    assert "끝난 공고" not in page
    assert "가온" in _section(page, "open")
    assert "한울인쇄" in _section(page, "bought")
    assert "700,000원" in _section(page, "bought")


def test_three_are_proposed_one_for_each_need_in_turn_and_nobody_twice(
    worker, world, office, printers
):
    about = {"agency_id": office["id"]}
    world.add(TENDERS, title="신년 현수막 제작", kind="goods", **about)
    world.add(DEMANDS, year=TODAY.year, item="청사 청소", amount_krw=90_000_000, **about)

    ready = _section(_page(worker, office), "ready")

    found = re.findall(r'<h3><a href="/enterprises/([0-9a-f-]+)"', ready)
    assert len(found) == len(set(found)) == 3
    assert found[1] == str(printers[3]["id"])
    assert set(found) < {str(one["id"]) for one in printers}


def test_an_agency_whose_place_is_long_has_a_brief_like_any_other(worker, world, printers):
    place = {"region": "가" * 100, "district": "나" * 100}
    agency = world.agency("먼나라청", kind="state", **place)
    world.add(DEMANDS, agency_id=agency["id"], year=TODAY.year, item="현수막")

    answer = worker.get(f"/agencies/{agency['id']}")

    assert answer.status_code == 200
    assert "한울인쇄" in _section(answer.text, "ready")


def test_where_nothing_is_wanted_nobody_is_proposed(worker, office, printers):
    assert "찾지 못했습니다" in _section(_page(worker, office), "ready")


@pytest.fixture
def past(world, office, printers):
    """One entry of every kind, a day apart."""
    base = {"office": "team", "agency_id": office["id"]}
    one = printers[0]["id"]
    days = (TODAY - timedelta(days=n) for n in range(1, 8))
    world.visit(office["id"], next(days), office="team", result="들은 말")
    asked = {"channel": "phone", "requester_kind": "agency", "topic": "물은 말"}
    world.add(CONSULTATIONS, received_on=next(days), **asked, **base)
    chosen = {"title": "사례", "awards": [{"enterprise_id": one}]}
    world.add(MATCHING_CASES, opened_on=next(days), **chosen, **base)
    sold = {"enterprise_id": one, "item": "판 것", "state": "paid"}
    world.add(CONTRACTS, signed_on=next(days), **sold, **base)
    world.add(FOLLOW_UPS, due_on=next(days), promise="한 약속", **base)
    world.add(EDUCATION_SESSIONS, held_on=next(days), kind="other", topic="배운 것", **base)
    bought = {"kind": "agency_purchasing", "findings": "알아낸 것"}
    world.add(SURVEYS, surveyed_on=next(days), **bought, **base)


def test_what_happened_stands_in_order_whatever_its_kind(worker, office, past):
    line = _section(_page(worker, office), "timeline")

    told = ["들은 말", "물은 말", "사례", "판 것", "한 약속", "배운 것", "알아낸 것"]
    places = [line.index(one) for one in told]
    assert places == sorted(places)
    assert line.count("<time") == len(told)


def test_an_enterprise_has_its_own_timeline_for_staff_only(worker, people, printers, past):
    address = f"/enterprises/{printers[0]['id']}"

    line = _section(worker.get(address).text, "timeline")

    assert line.index("사례") < line.index("판 것")
    assert line.count("<time") == 2
    nobody = people.browser()
    assert "있었던 일" not in nobody.get(address, headers={"Accept": "text/html"}).text


def test_an_agency_is_found_by_name_and_a_note_begins_with_it(worker, world, office):
    world.agency("노원구청")

    found = worker.get("/agencies", params={"q": "강동"}).text
    form = worker.get("/visits/new", params={"agency_id": str(office["id"])}).text

    assert re.findall(r'href="/agencies/([0-9a-f-]+)"', found) == [str(office["id"])]
    assert f'value="{office["id"]}" checked' in form
