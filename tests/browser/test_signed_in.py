"""A buyer who logs in, keeps a question and takes its pack."""

import re

import pyotp
import pytest
from addresses import PAGES
from people import PASSWORD
from playwright.sync_api import expect
from pypdf import PdfReader

from app.access.accounts import ACCOUNTS, give_password
from app.agencies.actions import AGENCIES
from app.core import lookups, records
from app.core.actors import SYSTEM


@pytest.fixture(scope="module")
def account(seeded):
    """A buyer of the first agency of the record."""
    with seeded.app.state.db.writing(actor=SYSTEM) as unit:
        agency = lookups.listed(unit, AGENCIES)[0]
        wanted = {"login": "buyer", "name": "구매담당", "role": "agency", "agency_id": agency["id"]}
        made = records.create(unit, ACCOUNTS, ACCOUNTS.draft.model_validate(wanted))
        give_password(unit, made, PASSWORD)
    return "buyer"


def test_the_second_factor_is_put_on_and_taken_off(worker, step_holds):
    page = worker.go("/account")
    page.get_by_label("지금 비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="2단계 인증 켜기").click()
    step_holds(page, "second-factor")
    uri = page.get_by_role("link", name="앱에서 바로 열기").get_attribute("href")
    page.get_by_label("여섯 자리 코드").fill(pyotp.parse_uri(uri).now())
    page.get_by_role("button", name="켜기").click()

    codes = page.locator("ol.codes code")
    expect(codes).to_have_count(8)
    step_holds(page, "recovery-codes")
    code = codes.first.inner_text()
    page.get_by_role("link", name="적어 두었습니다").click()
    page.get_by_label("지금 비밀번호").fill(PASSWORD)
    page.get_by_label("인증 코드").fill(code)
    page.get_by_role("button", name="2단계 인증 끄기").click()

    expect(page.get_by_role("status")).to_have_text("2단계 인증을 껐습니다.")
    assert worker.complaints == []


def test_a_buyer_gets_from_the_question_to_the_evidence_pack(person, account, holds):
    """From her question over search, comparison and ranking to the file for her approval."""
    page = person.go("/")
    page.get_by_label("품목이나 기업 이름").fill("현수막")
    page.get_by_role("button", name="찾기", exact=True).click()
    picks = page.get_by_role("checkbox", name=re.compile("^비교"))
    picks.nth(0).check()
    picks.nth(1).check()
    page.get_by_role("button", name=re.compile("비교하기")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("기업 비교")
    page.locator("thead th a").first.click()
    expect(page.get_by_role("columnheader", name="확인일").first).to_be_attached()

    page.goto(person.site + PAGES["match"])
    page.get_by_role("button", name="추천 보기").click()
    page.get_by_role("link", name="로그인", exact=True).first.click()
    _log_in(page, account)
    costs = page.get_by_role("table", name="조건마다 몇 곳이 빠지나").inner_text()
    ranked = page.locator("h3[id^=rank] a").all_inner_texts()
    page.get_by_role("button", name="우리 기관의 수요로 보관하기").click()
    expect(page).to_have_url(re.compile("/runs/[0-9a-f-]{36}"))
    kept = page.locator("h3[id^=rank] a").all_inner_texts()
    assert set(ranked) <= set(kept)  # equals are drawn anew, by the id that the need now has
    assert page.get_by_role("table", name="조건마다 몇 곳이 빠지나").inner_text() == costs
    run_id = page.url.rsplit("/", 1)[1]

    page.get_by_role("link", name="결재 첨부 자료").click()
    expect(page.get_by_text(run_id)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF로 받기").click()
    file = PdfReader(download.value.path())
    text = " ".join(one.extract_text() for one in file.pages)
    assert download.value.suggested_filename.endswith(".pdf")
    assert all(one in text for one in (*ranked, run_id, "제25조제1항제5호나목", "2026-03-01"))
    for name, path in (("run", ""), ("run-evidence", "/evidence")):
        person.loaded.clear()  # what a page loads by itself is counted
        person.go(f"/runs/{run_id}{path}")
        holds(person, name)


def _log_in(page, account):
    page.get_by_label("아이디").fill(account)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()


def test_the_story_of_a_kept_question(person, account, step_holds):
    page = person.go(PAGES["results"])
    page.get_by_role("link", name="로그인", exact=True).first.click()
    _log_in(page, account)

    page.get_by_role("button", name="우리 기관의 수요로 보관하기").click()
    expect(page).to_have_url(re.compile("/runs/[0-9a-f-]{36}"))
    page.get_by_role("link", name="보관한 추천").first.click()
    expect(page.get_by_role("rowheader").first).to_contain_text("구민의 날")
    step_holds(page, "runs")
    page.get_by_role("button", name="로그아웃").click()

    expect(page.get_by_role("link", name="로그인", exact=True)).to_be_visible()
    assert person.complaints == []
