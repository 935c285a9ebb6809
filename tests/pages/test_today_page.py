"""What a support worker sees first in the morning."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.activity.actions import CONSULTATIONS, FOLLOW_UPS, MATCHING_CASES
from app.core.calendar import korean_day

TODAY = korean_day(datetime.now(UTC))


@pytest.fixture
def agency(world):
    return world.agency()["id"]


@pytest.fixture
def promised(world, agency):
    """Add a promise that is due in so many days."""

    def add(promise, days, **more):
        entry = {"office": "team", "agency_id": agency, "due_on": TODAY + timedelta(days)}
        return world.add(FOLLOW_UPS, promise=promise, **{**entry, **more})

    return add


def _headings(page):
    return re.findall(r"<h3>(.*?)</h3>", page)


def test_open_promises_stand_by_their_day_with_how_late_they_are(worker, promised):
    promised("일주일 뒤 전화", 7)
    promised("견적서 보내기", -3)
    promised("방문 일정 잡기", 0)
    promised("다음 달 안내", 8)
    promised("이미 한 일", -1, done_on=TODAY)

    page = worker.get("/today").text

    assert _headings(page) == ["견적서 보내기", "방문 일정 잡기", "일주일 뒤 전화"]
    assert "3일 지남" in page
    assert "7일 남음" in page
    assert "서울강북초등학교" in page


def test_what_other_offices_promised_is_not_among_mine(worker, promised):
    promised("센터가 할 일", 1, office="centre")

    assert "7일 안에 지킬 약속이 없습니다." in worker.get("/today").text


def test_more_than_a_page_holds_is_not_counted_as_if_it_were_all(worker, promised):
    for n in range(101):
        promised(f"전화 {n}", -1)

    page = worker.get("/today").text

    assert len(_headings(page)) == 100
    assert '<dd>100<span class="small"> 이상</span></dd>' in page
    assert "급한 것부터 100건까지 보입니다." in page


def test_a_promise_that_was_kept_is_gone_and_keeps_its_day(worker, staff, promised):
    kept = promised("견적서 보내기", -3)
    address = f"/follow-ups/{kept['id']}/done"

    first = worker.post(address, follow_redirects=False)
    again = worker.post(address, follow_redirects=False)

    assert (first.status_code, first.headers["location"]) == (303, "/today")
    assert again.status_code == 303
    stored = staff.get(f"/api/v1/follow-ups/{kept['id']}").json()
    assert (stored["done_on"], stored["version"]) == (str(TODAY), 2)
    assert "견적서 보내기" not in worker.get("/today").text


def test_a_form_of_another_site_keeps_no_promise(worker, promised):
    kept = promised("견적서 보내기", -3)
    worker.headers["Sec-Fetch-Site"] = "cross-site"

    assert worker.post(f"/follow-ups/{kept['id']}/done").status_code == 403


def test_questions_that_wait_for_an_answer_are_shown_until_it_is_given(worker, world, agency):
    asked = {"office": "team", "channel": "phone", "requester_kind": "agency", "agency_id": agency}
    days = {"received_on": TODAY - timedelta(days=4), "due_on": TODAY}
    world.add(CONSULTATIONS, topic="수의계약 한도", **asked, **days)
    asker = world.enterprise("두레인쇄")["id"]
    world.add(CONSULTATIONS, topic="물은 기업", enterprise_id=asker, **{**asked, **days})
    world.add(CONSULTATIONS, topic="답한 것", **asked, **days, answered_on=TODAY)

    page = worker.get("/today").text
    assert _headings(page) == ["수의계약 한도", "물은 기업"]
    assert f'<a href="/enterprises/{asker}">두레인쇄</a>' in page


def test_an_answer_is_written_where_the_question_stands(worker, staff, world, agency):
    asked = {"office": "team", "channel": "phone", "requester_kind": "agency", "agency_id": agency}
    one = world.add(CONSULTATIONS, topic="한도", received_on=TODAY, due_on=TODAY, **asked)
    address = f"/consultations/{one['id']}/answer"

    empty = worker.post(address, data={"answer": " "})
    personal = worker.post(address, data={"answer": "900101-1234567"})
    kept = worker.post(address, data={"answer": "2천만원"}, follow_redirects=False)
    again = worker.post(address, data={"answer": "다른 답"}, follow_redirects=False)

    assert empty.status_code == personal.status_code == 422
    assert f'id="fault-{one["id"]}"' in empty.text
    assert "900101-1234567</textarea>" in personal.text
    assert kept.headers["location"] == again.headers["location"] == "/today?kept=answers"
    stored = staff.get(f"/api/v1/consultations/{one['id']}").json()
    assert (stored["answer"], stored["answered_on"]) == ("2천만원", str(TODAY))
    page = worker.get("/today?kept=answers").text
    assert _headings(page) == []
    assert "답을 남겼습니다." in page


@pytest.fixture
def proposed(world):
    """Add an enterprise whose paper ends in so many days, chosen in a case."""

    def add(name, days, outcome="se_selected", *, by="award"):
        paper = {"kind": "certified_social_enterprise", "valid_until": TODAY + timedelta(days)}
        one = world.enterprise(name, certifications=[paper])
        case = {"office": "team", "opened_on": TODAY, "title": f"{name} 사례", "outcome": outcome}
        if by == "award":
            return world.add(MATCHING_CASES, **case, awards=[{"enterprise_id": one["id"]}])
        asked = {"office": "team", "channel": "phone", "requester_kind": "agency"}
        asked |= {"received_on": TODAY, "referred_enterprise_ids": [one["id"]]}
        consultation = world.add(CONSULTATIONS, **asked)
        return world.add(MATCHING_CASES, **case, consultation_id=consultation["id"])

    return add


def test_papers_that_end_soon_are_told_of_enterprises_that_were_proposed(worker, world, proposed):
    proposed("곧끝남", 12)
    proposed("막끝남", -2, "none", by="consultation")
    proposed("멀었음", 61)
    proposed("그만둠", 12, "dropped")
    paper = {"kind": "cooperative", "valid_until": TODAY}
    world.enterprise("아무도아님", certifications=[paper])

    page = worker.get("/today").text

    rows = re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', page)
    assert rows == ["막끝남", "곧끝남"]
    assert "막끝남 사례" in page
    assert "12일 남음" in page


def test_the_menu_leads_staff_to_their_pages_and_nobody_else(worker, people):
    buyer = people.browser()

    assert 'href="/today"' in worker.get("/match").text
    assert 'href="/today"' not in buyer.get("/match").text
    assert buyer.get("/today").status_code == 401
