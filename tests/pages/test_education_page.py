"""Education sessions: a year with what it came to, and one written down."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.activity.actions import EDUCATION_SESSIONS, TALLIES
from app.core.calendar import korean_day

TODAY = korean_day(datetime.now(UTC))
PATH = "/education-sessions"


@pytest.fixture
def held(world):
    """Add a session of the centre."""

    def add(topic, day, **more):
        fields = {"office": "centre", "kind": "public_agency", "held_on": day, "topic": topic}
        return world.add(EDUCATION_SESSIONS, **{**fields, **more})

    return add


def _figures(page):
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page.split('<h2 id="sum">')[1])
    return dict(found[:3])


def _session(**fields):
    base = {"id": str(uuid4()), "office": "team", "held_on": str(TODAY), "kind": "awareness"}
    return {**base, "topic": "공공구매 제도", **fields}


def test_the_year_of_the_document_has_its_sessions_and_participants(person):
    query = {"office": "seoul-se-center", "year": "2017"}

    page = person.get(PATH, params=query).text

    assert _figures(page)["횟수"] == "38"
    assert _figures(page)["참여 인원(명)"] == "4,070"
    assert page.split("날짜 순서")[1].count('<th scope="row">') == 38


def test_the_goals_lead_to_the_sessions_of_the_same_office_and_year(person):
    page = person.get("/goals", params={"office": "seoul-se-center", "year": "2017"}).text

    link = re.search(r'href="(/education-sessions\?[^"]*)"', page)[1].replace("&amp;", "&")
    assert "38" in person.get(link).text


def test_what_the_sessions_came_to_is_counted_and_satisfaction_is_of_those_that_asked(
    worker, held, world
):
    held("제도", "2026-03-02", participants=20, satisfaction=4.0)
    held("사례", "2026-03-01", participants=10, satisfaction=4.5, date_precision="month")
    held("인식", "2026-05-02", kind="awareness")
    held("지난해", "2025-05-02", participants=99)
    tally = {"office": "centre", "metric": "education_sessions", "value": 4, "source": "S9 1쪽"}
    world.add(TALLIES, **tally, period_from="2026-01-01", period_until="2026-12-31")

    page = worker.get(PATH, params={"office": "centre"}).text

    figures = _figures(page)
    assert (figures["횟수"], figures["참여 인원(명)"]) == ("7", "30")
    assert figures["만족도 평균(5점) · 2회"] == "4.25"
    assert "2026년 3월" in page
    assert "집계 기록 4회" in page
    kinds = re.findall(r'<th scope="row">([^<]*)</th><td data-label="횟수"[^>]*>([^<]*)<', page)
    assert kinds == [("공공기관 교육", "2회"), ("인식개선 교육", "1회")]
    assert "지난해" not in page
    assert re.findall(r"year=(\d+)", page.split('aria-label="해"')[1].split("</nav>")[0]) == [
        "2026",
        "2025",
    ]


def test_sessions_of_offices_below_can_be_added(worker, held):
    held("센터", "2026-03-02", participants=20)
    held("지원단", "2026-03-03", participants=5, office="team")

    own = worker.get(PATH, params={"office": "centre"}).text
    both = worker.get(PATH, params={"office": "centre", "include_children": "1"}).text

    assert _figures(own)["참여 인원(명)"] == "20"
    assert _figures(both)["참여 인원(명)"] == "25"


def test_an_office_without_sessions_says_so(worker, held):
    assert "적힌 교육·설명회가 없습니다." in worker.get(PATH).text
    held("센터", "2026-03-02")

    answer = worker.get(PATH, params={"office": "centre", "year": "1999"})

    assert "이 사무소와 해의 교육·설명회가 없습니다." in answer.text
    assert worker.get(PATH, params={"year": "작년"}).status_code == 422


def test_a_session_is_kept_once_and_leads_to_its_year(worker, staff, world):
    agency = world.agency("강동구청", kind="district_office")
    sent = _session(agency="강동구청", participants="1,200", satisfaction="4.5", note="만석\r\n또")

    answers = [worker.post(f"{PATH}/new", data=sent, follow_redirects=False) for _ in range(2)]

    where = f"{PATH}?office=team&year={TODAY.year}&kept=1"
    assert [one.headers["location"] for one in answers] == [where, where]
    (one,) = staff.get("/api/v1/education-sessions").json()["items"]
    assert (one["id"], one["agency_id"]) == (sent["id"], str(agency["id"]))
    assert (one["participants"], one["satisfaction"], one["note"]) == (1200, 4.5, "만석\n또")
    assert "교육·설명회를 남겼습니다." in worker.get(where).text


@pytest.mark.parametrize(
    ("fields", "status", "beside"),
    [
        ({"topic": " "}, 422, "topic"),
        ({"held_on": "어제"}, 422, "held_on"),
        ({"kind": ""}, 422, "kind"),
        ({"participants": "많음"}, 422, "participants"),
        ({"satisfaction": "6"}, 422, "satisfaction"),
        ({"satisfaction": "좋음"}, 422, "satisfaction"),
        ({"agency": "없는기관"}, 422, "agency"),
        ({"note": "900101-1234567"}, 422, "note"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(
    worker, staff, fields, status, beside
):
    page = worker.post(f"{PATH}/new", data={**_session(audience="계약 담당자"), **fields})

    assert page.status_code == status
    assert f'id="{beside}-fault"' in page.text
    assert 'value="계약 담당자"' in page.text
    assert staff.get("/api/v1/education-sessions").json()["total"] == 0


def test_who_is_not_staff_looks_but_does_not_write(people, held):
    held("센터", "2026-03-02")
    anyone = people.browser(None, Accept="text/html")

    assert anyone.get(PATH).status_code == 200
    assert "적기" not in anyone.get(PATH).text
    assert anyone.get(f"{PATH}/new").status_code == 401
    assert anyone.post(f"{PATH}/new", data=_session()).status_code == 401
