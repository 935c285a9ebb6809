"""A buyer who logs in, keeps a question and takes its pack."""

import re

import pyotp
import pytest
from addresses import PAGES
from people import PASSWORD
from playwright.sync_api import expect

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


def test_the_second_factor_is_put_on_and_taken_off(worker, keep_screen, violations):
    page = worker.go("/account")
    page.get_by_label("지금 비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="2단계 인증 켜기").click()
    keep_screen(page, "second-factor")
    assert violations(page) == []
    uri = page.get_by_role("link", name="앱에서 바로 열기").get_attribute("href")
    page.get_by_label("여섯 자리 코드").fill(pyotp.parse_uri(uri).now())
    page.get_by_role("button", name="켜기").click()

    codes = page.locator("ol.codes code")
    expect(codes).to_have_count(8)
    keep_screen(page, "recovery-codes")
    assert violations(page) == []
    code = codes.first.inner_text()
    page.get_by_role("link", name="적어 두었습니다").click()
    page.get_by_label("지금 비밀번호").fill(PASSWORD)
    page.get_by_label("인증 코드").fill(code)
    page.get_by_role("button", name="2단계 인증 끄기").click()

    expect(page.get_by_role("status")).to_have_text("2단계 인증을 껐습니다.")
    assert worker.complaints == []


def test_the_story_of_a_kept_question(person, account, keep_screen, violations):
    page = person.go(PAGES["results"])
    page.get_by_role("link", name="로그인", exact=True).first.click()
    page.get_by_label("아이디").fill(account)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()

    page.get_by_role("button", name="우리 기관의 수요로 보관하기").click()
    expect(page).to_have_url(re.compile("/runs/[0-9a-f-]{36}"))
    keep_screen(page, "run")
    assert violations(page) == []
    page.get_by_role("link", name="보관한 추천").first.click()
    expect(page.get_by_role("rowheader").first).to_contain_text("구민의 날")
    keep_screen(page, "runs")
    assert violations(page) == []
    page.get_by_role("button", name="로그아웃").click()

    expect(page.get_by_role("link", name="로그인", exact=True)).to_be_visible()
    assert person.complaints == []
