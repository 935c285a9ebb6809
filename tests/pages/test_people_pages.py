"""Logging in on a page, and what a buyer keeps."""

import io
import re

import pyotp
import pytest
from people import PASSWORD
from pypdf import PdfReader

ASKED = {"title": "현수막 제작", "amount": "110만원", "buyer_law": "local"}


@pytest.fixture
def agency(world):
    made = world.agency()
    product = {"name": "현수막", "unit_price_krw": 30_000, "unit": "장"}
    world.enterprise(products=[product], service_regions=["전국"], source="설문 2017")
    return made


@pytest.fixture
def buyer(people, agency):
    """A buyer's browser, logged in."""
    people.add("buyer", role="agency", agency_id=agency["id"])
    client = people.browser("buyer")
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client


@pytest.fixture
def visitor(people):
    """A browser of nobody yet."""
    client = people.browser()
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client


def _log_in(client, login="buyer", password=PASSWORD, leads_to="/match"):
    form = {"login": login, "password": password, "next": leads_to}
    return client.post("/login", data=form, follow_redirects=False)


def test_a_log_in_leads_on_and_the_header_says_who_it_is(people, agency, visitor):
    people.add("buyer", role="agency", agency_id=agency["id"])

    answer = _log_in(visitor)

    assert (answer.status_code, answer.headers["location"]) == (303, "/match")
    page = visitor.get("/match").text
    assert "buyer" in page
    assert "로그아웃" in page


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "", "match"]
)
def test_a_log_in_never_leads_to_another_place(people, agency, visitor, elsewhere):
    people.add("buyer", role="agency", agency_id=agency["id"])

    assert _log_in(visitor, leads_to=elsewhere).headers["location"] == "/"


def test_a_wrong_password_is_told_beside_its_field_without_keeping_it(people, agency, visitor):
    people.add("buyer", role="agency", agency_id=agency["id"])

    page = _log_in(visitor, password="wrong and long enough")

    assert page.status_code == 401
    assert "아이디나 비밀번호가 맞지 않습니다." in page.text
    assert 'value="buyer"' in page.text
    assert "wrong and long enough" not in page.text


def test_the_code_of_a_second_factor_is_asked_for_beside_its_field(people, agency, visitor):
    account = people.add("buyer", role="agency", agency_id=agency["id"])
    secret = people.second_factor(account["id"])
    form = {"login": "buyer", "password": PASSWORD, "next": "/match"}

    asked = visitor.post("/login", data=form)
    wrong = visitor.post("/login", data={**form, "code": "guessed"})
    done = visitor.post(
        "/login", data={**form, "code": pyotp.TOTP(secret).now()}, follow_redirects=False
    )

    for page, words in ((asked, "2단계 인증을 켠 계정입니다."), (wrong, "인증 코드가 맞지 않거나")):
        assert page.status_code == 401
        assert words in re.search(r'id="code-fault"[^>]*>([^<]*)<', page.text)[1]
    assert "guessed" not in wrong.text
    assert (done.status_code, done.headers["location"]) == (303, "/match")


def test_a_form_of_another_site_logs_nobody_in_or_out(people, agency, visitor):
    people.add("buyer", role="agency", agency_id=agency["id"])
    visitor.headers["Sec-Fetch-Site"] = "cross-site"

    assert _log_in(visitor).status_code == 403
    assert visitor.post("/logout", follow_redirects=False).status_code == 403


def test_a_log_in_that_comes_from_nowhere_leads_to_the_work_of_the_role(people, visitor):
    people.add("worker", office="team")
    people.add("boss", role="manager", office="team")

    for login in ("worker", "boss"):
        assert _log_in(visitor, login, leads_to="/").headers["location"] == "/today"


@pytest.mark.parametrize(("login", "password"), [("", PASSWORD), ("buyer", "")])
def test_a_log_in_with_an_empty_field_is_told_beside_it_and_is_no_try(
    people, agency, visitor, login, password
):
    people.add("buyer", role="agency", agency_id=agency["id"])

    pages = [_log_in(visitor, login, password) for _ in range(12)]

    assert {page.status_code for page in pages} == {422}
    assert f'id="{"password" if login else "login"}-fault">꼭 필요한' in pages[-1].text
    assert _log_in(visitor).status_code == 303


def test_who_guesses_is_told_beside_the_field_and_in_the_headers_when_to_come_back(
    people, agency, visitor
):
    people.add("buyer", role="agency", agency_id=agency["id"])

    pages = [_log_in(visitor, password="wrong and long enough") for _ in range(6)]

    assert [page.status_code for page in pages] == [401] * 5 + [429]
    told = re.search(r'id="password-fault"[^>]*>([^<]*)<', pages[-1].text)[1]
    assert f"{pages[-1].headers['retry-after']}초" in told


def test_who_has_to_log_in_first_is_led_there_and_back(visitor):
    page = visitor.get("/agencies?q=강동")

    assert page.status_code == 401
    assert 'href="/login?next=%2Fagencies%3Fq%3D' in page.text


def test_what_was_written_while_a_log_in_ended_is_not_lost(visitor):
    page = visitor.post("/visits/new", data={"result": "긴 이야기"})

    assert page.status_code == 401
    assert "다시 보내면 그대로 저장됩니다" in page.text
    assert 'href="/login" target="_blank"' in page.text


def test_staff_keep_a_question_for_the_agency_that_asked(people, agency, staff):
    people.add("worker", office="team")
    worker = people.browser("worker", Accept="text/html")
    offered = worker.get("/match/results", params=ASKED).text

    unsaid = worker.post("/runs", data=ASKED)
    kept = worker.post("/runs", data={**ASKED, "agency": agency["name"]}, follow_redirects=False)

    assert "기관의 수요로 보관하기" in offered
    assert unsaid.status_code == 422
    assert 'id="agency-fault">어느 기관의 수요인지' in unsaid.text
    assert 'name="title" value="현수막 제작"' in unsaid.text
    assert kept.headers["location"].startswith("/runs/")
    (tender,) = staff.get("/api/v1/tenders").json()["items"]
    assert (tender["agency_id"], tender["office"]) == (str(agency["id"]), "team")


def test_after_logging_out_nobody_is_there(buyer):
    answer = buyer.post("/logout", follow_redirects=False)

    assert answer.headers["location"] == "/"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert "로그아웃" not in buyer.get("/").text
    assert buyer.get("/runs").status_code == 401


def test_a_question_is_kept_as_a_tender_of_the_agency_with_its_run(buyer, agency):
    answer = buyer.post("/runs", data=ASKED, follow_redirects=False)

    address = answer.headers["location"]
    assert answer.status_code == 303
    shown = buyer.get(address).text
    assert "한울인쇄협동조합" in shown
    assert address in buyer.get("/runs").text
    tender = buyer.get("/api/v1/tenders").json()["items"][0]
    assert (tender["title"], tender["agency_id"]) == ("현수막 제작", str(agency["id"]))
    assert (tender["estimated_price_krw"], tender["budget_krw"]) == (1_000_000, 1_100_000)


def test_a_kept_pack_stays_as_it_was_when_the_enterprise_changes(buyer, staff):
    address = buyer.post("/runs", data=ASKED, follow_redirects=False).headers["location"]
    one = staff.get("/api/v1/enterprises").json()["items"][0]

    changed = staff.patch(f"/api/v1/enterprises/{one['id']}", json={"source": "조사 2018"})

    assert changed.status_code == 200
    pack = buyer.get(f"{address}/evidence").text
    assert "설문 2017" in pack
    assert "조사 2018" not in pack
    assert buyer.get(f"{address}/evidence.xlsx").content.startswith(b"PK")
    paper = PdfReader(io.BytesIO(buyer.get(f"{address}/evidence.pdf").content))
    text = "".join(one.extract_text() for one in paper.pages)
    assert "설문 2017" in text
    assert f"매칭 실행 번호: {address.rsplit('/', 1)[1]}" in text


def test_what_each_condition_cost_is_kept_with_the_run(buyer, staff):
    kept = {**ASKED, "region": "서울특별시 강북구"}
    counted = buyer.get("/match/results", params=kept).text
    address = buyer.post("/runs", data=kept, follow_redirects=False).headers["location"]
    one = staff.get("/api/v1/enterprises").json()["items"][0]
    staff.patch(f"/api/v1/enterprises/{one['id']}", json={"status": "closed"})

    shown, packed = buyer.get(address).text, buyer.get(f"{address}/evidence").text

    table = re.search("<caption>조건마다.*?</table>", counted, re.DOTALL).group()
    assert table in shown
    assert table in packed
    assert table not in buyer.get("/match/results", params=kept).text


def test_a_kept_run_is_not_for_others(buyer, people, world):
    address = buyer.post("/runs", data=ASKED, follow_redirects=False).headers["location"]
    other = world.agency("다른초등학교")
    people.add("other", role="agency", agency_id=other["id"])
    stranger = people.browser("other")

    assert stranger.get(address).status_code == 404
    assert people.browser().get(address).status_code == 401
    assert address not in stranger.get("/runs").text


def test_who_has_no_agency_is_not_offered_to_keep_anything(buyer, visitor):
    offered = re.compile("우리 기관의 수요로 보관하기")

    assert offered.search(buyer.get("/match/results", params=ASKED).text)
    assert not offered.search(visitor.get("/match/results", params=ASKED).text)
    assert visitor.post("/runs", data=ASKED).status_code == 401


def test_a_wrong_question_is_not_kept(buyer):
    assert buyer.post("/runs", data={"amount": "많이"}).status_code == 422
    assert buyer.get("/api/v1/tenders").json()["total"] == 0
