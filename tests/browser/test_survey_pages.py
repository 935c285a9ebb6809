"""A buyer says before a fair what the department comes for."""

import re

import pytest
from people import PASSWORD
from playwright.sync_api import expect

from app.access.accounts import ACCOUNTS, give_password
from app.core import records
from app.core.actors import SYSTEM


@pytest.fixture(scope="module")
def buyer(seeded, desk):
    """The account of a buyer whose agency the desk knows."""
    with seeded.app.state.db.writing(actor=SYSTEM) as unit:
        bound = {"role": "agency", "agency_id": desk["agency"]}
        wanted = {"login": "fair-buyer", "name": "구매담당", **bound}
        made = records.create(unit, ACCOUNTS, ACCOUNTS.draft.model_validate(wanted))
        give_password(unit, made, PASSWORD)
    return "fair-buyer"


def test_a_buyer_finds_the_fair_and_answers_for_the_own_agency_only(
    person, buyer, keep_screen, violations
):
    page = person.go("/login")
    page.get_by_label("아이디").fill(buyer)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.get_by_role("link", name="박람회", exact=True).click()
    assert violations(page) == []
    page.get_by_role("link", name=re.compile("강동 찾아가는 박람회")).click()
    all_of_them = page.get_by_role("table", name=re.compile("수요"))
    own = all_of_them.get_by_role("row")
    expect(page.get_by_role("table", name=re.compile("상담 [0-9]+번"))).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("천호초등학교")
    before = own.count()

    page.get_by_role("button", name="수요 남기기").click()
    expect(page.get_by_label("무엇을 찾나요?")).to_have_accessible_description(
        re.compile("꼭 필요한 항목입니다")
    )
    page.get_by_label("무엇을 찾나요?").fill("직원 도시락")
    page.get_by_label("금액").fill("180만원")
    page.get_by_role("button", name="수요 남기기").click()

    expect(page.get_by_role("status")).to_have_text("수요를 남겼습니다.")
    expect(own).to_have_count(before + 1)
    expect(all_of_them).to_contain_text("1,800,000원")
    keep_screen(page, "fair-survey-buyer")
    assert violations(page) == []
