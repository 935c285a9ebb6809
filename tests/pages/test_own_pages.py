"""What an enterprise sees of itself, and how it corrects it."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest

from app.activity.actions import SURVEYS
from app.core import lookups
from app.core.actors import Role
from app.core.calendar import korean_day
from app.enterprises.actions import ENTERPRISES
from app.enterprises.kinds import kinds
from app.fairs.actions import FAIR_DEMANDS, FAIRS
from app.pages import words
from app.tenders.actions import TENDERS

TODAY = korean_day(datetime.now(UTC))
HOME = "/my-enterprise"


@pytest.fixture
def firm(world):
    """An enterprise that prints banners in one district only."""
    paper = {"kind": "vulnerable_employment_ratio", "valid_until": TODAY + timedelta(20)}
    old = {"kind": "women_enterprise", "valid_until": TODAY - timedelta(400)}
    new = {"kind": "women_enterprise", "valid_until": TODAY + timedelta(700)}
    return world.enterprise(
        "두레현수막",
        certifications=[paper, old, new, {"kind": "cooperative"}],
        licences=[{"kind": "옥외광고사업", "valid_until": TODAY + timedelta(100)}],
        products=[{"name": "현수막 제작", "unit": "장", "unit_price_krw": 90_000}],
        service_regions=["서울특별시 강북구"],
    )


@pytest.fixture
def owner(people, firm):
    """The browser of somebody of the enterprise."""
    people.add("owner", "enterprise", enterprise_id=firm["id"])
    client = people.browser("owner")
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client


@pytest.fixture
def stored(world, firm):
    """What is stored of the enterprise now."""

    def read():
        with world.db.reading() as unit:
            return lookups.get(unit, ENTERPRISES, firm["id"])

    return read


@pytest.fixture
def wanted(world):
    """Add an open tender for banners."""
    buyer = world.agency("노원구청", kind="district_office", region="서울특별시")

    def add(title, region, **more):
        fields = {"title": title, "kind": "goods", "region": region, "agency_id": buyer["id"]}
        return world.add(TENDERS, **fields, status="published", **more)

    return add


def _typed(page):
    """Return what a form holds, as a browser would send it."""
    form = page.split('<form method="post" action="/my-enterprise')[1].split("</form>")[0]
    form = re.sub(r'<input type="checkbox"[^>]* value="1">', "", form)  # those that are not ticked
    found = dict(re.findall(r'<input[^>]* name="(\w+)"(?: type="\w+")? value="([^"]*)"', form))
    found |= {
        name: chosen[1]
        for name, body in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form)
        if (chosen := re.search(r'value="([^"]*)" selected', body))
    }
    areas = re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    return {name: unescape(value) for name, value in (found | dict(areas)).items()}


def _rows(page, caption):
    body = page.split(caption)[1].split("<tbody>")[1].split("</tbody>")[0]
    return [re.sub(r"<[^>]+>", " ", row).split() for row in body.split("</tr>") if row.strip()]


def test_a_log_in_of_an_enterprise_leads_to_its_own_page(people, firm):
    people.add("owner", "enterprise", enterprise_id=firm["id"])
    form = {"login": "owner", "password": "밤에 걷는 고양이 일곱", "next": "/"}
    browser = people.browser()

    own = browser.post("/login", data=form, follow_redirects=False)
    asked = browser.post("/login", data={**form, "next": "/match?q=1"}, follow_redirects=False)

    assert own.headers["location"] == HOME
    assert asked.headers["location"] == "/match?q=1"


def test_only_somebody_of_an_enterprise_has_the_page_and_its_menu(owner, worker, people, as_role):
    anyone = people.browser()

    assert 'href="/my-enterprise" aria-current="page"' in owner.get(HOME).text
    assert 'href="/my-enterprise"' not in worker.get("/match").text
    assert [one.get(HOME).status_code for one in (worker, anyone)] == [403, 401]
    assert as_role(Role.admin).get(HOME).status_code == 403


def test_tenders_that_fit_and_near_misses_stand_apart_with_the_change_that_opens_most(
    owner, wanted
):
    wanted("강북구 행사 현수막 제작", "서울특별시 강북구", estimated_price_krw=1_000_000)
    wanted("노원구 행사 현수막 제작", "서울특별시 노원구", estimated_price_krw=2_000_000)
    wanted("노원구 축제 현수막 제작", "서울특별시 노원구", estimated_price_krw=3_000_000)

    page = owner.get(HOME).text

    fits, near = page.split('<h2 id="fits">')[1].split('<h2 id="near">')
    assert re.findall(r"<h3>(.*?)</h3>", fits) == ["강북구 행사 현수막 제작"]
    titles = ["노원구 축제 현수막 제작", "노원구 행사 현수막 제작"]
    assert sorted(re.findall(r"<h3>(.*?)</h3>", near.split("</section>")[0])) == titles
    best = page.split('<h2 id="fix">')[1].split("</section>")[0]
    assert "서비스 지역에 서울특별시 노원구 추가" in best
    assert "공고 2건이 새로 열립니다 (추정가격 합 5,000,000원)" in best
    assert all(title in best for title in titles)
    assert "노원구청" in near


def test_the_page_leads_to_where_the_change_is_written_down_and_it_counts_at_once(owner, wanted):
    wanted("노원구 행사 현수막 제작", "서울특별시 노원구")
    link = re.search(r'href="([^"]+)">갖추었다면 적기', owner.get(HOME).text)[1]
    assert link == "/my-enterprise/profile#service_regions"

    form = _typed(owner.get("/my-enterprise/profile").text)
    assert form["service_regions"] == "서울특별시 강북구"
    form["service_regions"] += ", 서울특별시 노원구"
    answer = owner.post("/my-enterprise/profile", data=form, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{HOME}?kept=1")
    page = owner.get(f"{HOME}?kept=1").text
    assert "저장했습니다." in page
    assert "노원구 행사 현수막 제작" in page.split('<h2 id="fits">')[1].split('<h2 id="near">')[0]


def test_papers_stand_by_their_last_day_with_what_renewing_needs(owner):
    rows = _rows(owner.get(HOME).text, "끝나는 날 순서")

    assert [row[0] for row in rows] == ["취약계층", "옥외광고사업", "여성기업", "협동조합"]
    assert "20일" in rows[0]
    assert str(TODAY + timedelta(5)) + "까지" in rows[0]  # it takes fifteen days
    assert "30%" in rows[0]
    assert (
        " ".join(rows[0]).count("? 한 곳에서만 확인 근거: coop.go.kr 안내 · 2026-11-20 확인") == 1
    )
    assert "무기한" not in rows[3]
    assert rows[3][4] == "미기재"


def test_what_renewing_needs_says_where_it_is_from_and_what_is_not_proved():
    marked = {code: row["renewal_proof"] for code, row in kinds().items() if row["renewal"]}

    assert {row["renewal_proof"] for row in kinds().values()} == {"", "verified", *words.PROOFS}
    assert all(row["renewal_source"] for row in kinds().values() if row["renewal"])
    assert marked["small_enterprise"] == "unverified"
    assert marked["women_enterprise"] == marked["vulnerable_employment_ratio"] == "one_source"
    assert marked["severe_disability_facility"] == "verified"


def test_a_form_shows_what_is_stored_and_keeps_every_field_as_it_was(owner, stored, firm):
    form = _typed(owner.get("/my-enterprise/profile").text)

    answer = owner.post("/my-enterprise/profile", data=form, follow_redirects=False)

    assert answer.status_code == 303
    after = stored()
    same = set(firm) - {"updated_at", "version", "confirmed_on"}
    assert {name: after[name] for name in same} == {name: firm[name] for name in same}
    assert after["confirmed_on"] == TODAY


def test_all_that_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(owner, stored):
    form = _typed(owner.get("/my-enterprise/profile").text)
    wrong = {
        **form,
        "name": "",
        "business_number": "123",
        "employees_total": "열 명",
        "description": "900101-1234567",
    }

    first = owner.post("/my-enterprise/profile", data=wrong)
    second = owner.post(
        "/my-enterprise/profile", data={**wrong, "name": "두레", "employees_total": "10"}
    )
    third = owner.post("/my-enterprise/profile", data={**form, "description": "900101-1234567"})

    assert (first.status_code, second.status_code, third.status_code) == (422, 422, 409)
    assert 'id="name-fault"' in first.text
    assert 'id="employees_total-fault"' in first.text
    assert 'value="열 명"' in first.text
    assert 'id="business_number-fault"' in second.text
    assert 'id="description-fault"' in third.text
    assert "900101-1234567</textarea>" in third.text
    assert stored()["version"] == 1


def test_a_rule_between_fields_is_told_beside_the_field_it_is_about(owner):
    form = {**_typed(owner.get("/my-enterprise/profile").text), "employees_total": "3"}

    page = owner.post("/my-enterprise/profile", data={**form, "employees_vulnerable": "4"})

    assert page.status_code == 422
    assert 'id="employees_vulnerable-fault"' in page.text


def test_who_comes_second_is_told_what_differs_and_decides(owner, staff, stored, firm):
    form = {**_typed(owner.get("/my-enterprise/profile").text), "district": "노원구"}
    path = f"/api/v1/enterprises/{firm['id']}"
    staff.patch(path, json={"district": "도봉구", "employees_total": 9})

    page = owner.post("/my-enterprise/profile", data=form)

    assert page.status_code == 412
    assert "그 사이 다른 사람이 먼저 고쳤습니다" in page.text
    told = re.findall(r'id="(\w+)-hint">[^<]*지금 저장된 값: ([^<]*)<', page.text)
    assert told == [("district", "도봉구"), ("employees_total", "9")]
    assert 'name="district" value="노원구"' in page.text
    assert stored()["district"] == "도봉구"

    again = owner.post(
        "/my-enterprise/profile",
        data={**_typed(page.text), "employees_total": "9"},
        follow_redirects=False,
    )

    assert again.status_code == 303
    after = stored()
    assert (after["district"], after["employees_total"], after["version"]) == ("노원구", 9, 3)


def test_a_fault_does_not_hide_that_somebody_else_was_first(owner, staff, firm, stored):
    form = {**_typed(owner.get("/my-enterprise/profile").text), "district": "노원구"}
    staff.patch(f"/api/v1/enterprises/{firm['id']}", json={"district": "도봉구"})

    wrong = owner.post("/my-enterprise/profile", data={**form, "employees_total": "열"})
    right = owner.post("/my-enterprise/profile", data={**_typed(wrong.text), "employees_total": ""})

    assert (wrong.status_code, right.status_code) == (422, 412)
    assert stored()["district"] == "도봉구"


def test_a_product_is_added_once_however_often_it_is_sent(owner, stored):
    form = _typed(owner.get("/my-enterprise/products/new").text)
    sent = {
        **form,
        "name": "초대장 인쇄",
        "unit_price_krw": "1만 2천",
        "unit": "백 장",
        "monthly_capacity": "1,200",
        "is_own_production": "1",
    }

    answers = [
        owner.post("/my-enterprise/products/new", data=sent, follow_redirects=False).status_code
        for _ in range(2)
    ]

    assert answers == [303, 303]
    products = stored()["products"]
    assert [one["name"] for one in products] == ["현수막 제작", "초대장 인쇄"]
    made = products[1]
    assert (made["unit_price_krw"], made["monthly_capacity"]) == (12_000, 1_200)
    assert (made["is_own_production"], made["confirmed_on"]) == (True, TODAY)
    assert made["source"] == "기업이 직접 적음"


def test_a_product_is_corrected_and_taken_away(owner, stored, firm):
    one = firm["products"][0]
    path = f"/my-enterprise/products/{one['id']}"
    form = _typed(owner.get(path).text)
    assert form["unit_price_krw"] == "90,000"

    owner.post(path, data={**form, "unit_price_krw": "95000"})
    first = stored()
    removed = owner.post(f"{path}/removal", data={"version": "2"}, follow_redirects=False)
    late = owner.post(f"{path}/removal", data={"version": "2"}, follow_redirects=False)

    assert first["products"][0] | {"unit_price_krw": 90_000} == one | {
        "confirmed_on": TODAY,
        "source": "기업이 직접 적음",
    }
    assert (removed.status_code, late.status_code) == (303, 404)
    assert stored()["products"] == []
    assert owner.get(path).status_code == 404


def test_a_removal_from_an_old_page_is_refused(owner, staff, stored, firm):
    path = f"/my-enterprise/products/{firm['products'][0]['id']}"
    staff.patch(f"/api/v1/enterprises/{firm['id']}", json={"employees_total": 9})

    late = owner.post(f"{path}/removal", data={"version": "1"})

    assert late.status_code == 412
    assert "다른 사람이 먼저 수정했습니다" in late.text
    assert len(stored()["products"]) == 1


def test_what_is_wrong_with_a_paper_is_told_beside_its_field(owner, stored):
    form = _typed(owner.get("/my-enterprise/certifications/new").text)
    sent = {**form, "kind": "women_enterprise", "valid_from": "2026-05-01"}

    page = owner.post(
        "/my-enterprise/certifications/new", data={**sent, "valid_until": "2026-04-01"}
    )
    nothing = owner.post("/my-enterprise/certifications/new", data={**form, "no_expiry": "1"})

    assert (page.status_code, nothing.status_code) == (422, 422)
    assert 'id="valid_until-fault"' in page.text
    assert 'id="kind-fault"' in nothing.text
    assert 'id="no_expiry" name="no_expiry" value="1" checked' in nothing.text
    assert len(stored()["certifications"]) == 4


def test_a_paper_that_was_renewed_is_written_down(owner, stored, firm):
    one = firm["certifications"][0]
    path = f"/my-enterprise/certifications/{one['id']}"
    form = _typed(owner.get(path).text)
    assert form["valid_until"] == str(one["valid_until"])

    ends = TODAY + timedelta(200)
    owner.post(path, data={**form, "valid_until": str(ends), "ratio_percent": "32.5"})

    kept = stored()["certifications"][0]
    assert (kept["id"], kept["valid_until"], kept["ratio_percent"]) == (one["id"], ends, 32.5)


def test_the_survey_is_answered_once_a_year_and_corrected(owner, staff, firm):
    form = _typed(owner.get("/my-enterprise/survey").text)
    first = {**form, "office": "team", "wants_public_market": "1", "constraints": "인력이 모자람"}

    nobody = owner.post("/my-enterprise/survey", data=form)
    for _ in range(2):
        answer = owner.post("/my-enterprise/survey", data=first, follow_redirects=False)
        assert answer.status_code == 303
    again = _typed(owner.get("/my-enterprise/survey").text)
    owner.post("/my-enterprise/survey", data={**again, "in_public_market": "0"})

    assert nobody.status_code == 422
    assert 'id="office-fault"' in nobody.text
    found = staff.get("/api/v1/surveys").json()["items"]
    assert len(found) == 1
    one = found[0]
    assert (one["kind"], one["office"], one["surveyed_on"]) == ("supply_online", "team", str(TODAY))
    assert (one["in_public_market"], one["wants_public_market"]) == (False, True)
    assert (one["constraints"], one["version"]) == ("인력이 모자람", 2)
    page = owner.get(HOME).text
    assert f"{TODAY} 1차 온라인 조사" in page
    assert "인력이 모자람" in page


@pytest.mark.parametrize("path", ["products", "certifications", "licences"])
def test_a_part_that_is_not_there_is_not_found(owner, path):
    assert owner.get(f"/my-enterprise/{path}/{uuid4()}").status_code == 404
    assert owner.get(f"/my-enterprise/{path}/new").status_code == 200
    assert owner.get(f"/my-enterprise/partners/{uuid4()}").status_code == 422


def test_a_form_of_another_site_changes_nothing(owner, stored):
    form = _typed(owner.get("/my-enterprise/profile").text)
    owner.headers["Sec-Fetch-Site"] = "cross-site"

    assert owner.post("/my-enterprise/profile", data=form).status_code == 403
    assert stored()["version"] == 1


def test_over_the_api_an_enterprise_writes_its_own_answer_of_today_and_nothing_else(
    as_role, world, firm
):
    other = world.enterprise("남의 기업")
    member = as_role(Role.enterprise, enterprise_id=firm["id"])
    about = {"office": "team", "enterprise_id": str(firm["id"]), "surveyed_on": str(TODAY)}
    body = {**about, "kind": "supply_online", "in_public_market": True}
    visited = world.add(SURVEYS, **{**about, "kind": "supply_visit"})

    made = member.post("/api/v1/surveys", json=body)
    path = f"/api/v1/surveys/{made.json()['id']}"
    codes = {
        "another": member.post("/api/v1/surveys", json={**body, "enterprise_id": str(other["id"])}),
        "a visit": member.post("/api/v1/surveys", json={**body, "kind": "supply_visit"}),
        "a past day": member.post("/api/v1/surveys", json={**body, "surveyed_on": "2017-02-01"}),
        "corrected": member.patch(path, json={"constraints": "장비"}),
        "moved": member.patch(path, json={"office": "centre"}),
        "back": member.patch(path, json={"surveyed_on": "2017-02-01"}),
        "of staff": member.patch(f"/api/v1/surveys/{visited['id']}", json={"constraints": "x"}),
        "removed": member.delete(path),
    }

    assert made.status_code == 201
    assert {what: answer.status_code for what, answer in codes.items()} == {
        "another": 403,
        "a visit": 403,
        "a past day": 422,
        "corrected": 200,
        "moved": 403,
        "back": 403,
        "of staff": 403,
        "removed": 403,
    }


def test_it_sees_whom_it_meets_at_fairs_that_are_not_over(owner, worker, firm, world):
    agency = world.agency("노원구청")
    days = {"봄 박람회": TODAY + timedelta(30), "지난 박람회": TODAY - timedelta(30)}
    booth = {"label": "A-1", "enterprise_id": firm["id"]}
    other = {"label": "A-2", "enterprise_id": world.enterprise("이웃")["id"]}
    for name, day in days.items():
        fair = world.add(FAIRS, office="team", name=name, starts_on=day, booths=[booth, other])
        demand = {"fair_id": fair["id"], "agency_id": agency["id"], "department": "홍보과"}
        world.add(FAIR_DEMANDS, office="team", item="현수막", **demand)
        rules = {"begins_at": f"{day}T10:00", "slots": "2", "minutes": "20", "least": "1"}
        worker.post(f"/fairs/{fair['id']}/timetable", data=rules)

    page = owner.get(HOME).text

    assert "상담 1번" in page
    assert re.search(r'<th scope="row">노원구청 홍보과</th><td[^>]*>10:\d0</td>', page)
    assert "지난 박람회" not in page
    assert "박람회 1:1 상담" not in worker.get("/enterprises").text
