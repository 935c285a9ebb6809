"""Somebody of an enterprise: her pages, and what she writes of the enterprise."""

import pytest
from addresses import FOR_ENTERPRISES
from office import OWNER
from people import PASSWORD
from playwright.sync_api import expect


@pytest.mark.parametrize("name", FOR_ENTERPRISES)
def test_a_page_for_an_enterprise_holds_what_every_page_does(owner, name, holds):
    owner.go(FOR_ENTERPRISES[name])

    holds(owner, name)


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_a_product_is_added_without_script_and_what_was_typed_wrong_is_kept(
    plain_person, desk, width
):
    page = plain_person.go("/login")
    page.get_by_label("아이디").fill(OWNER)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.get_by_role("link", name="품목 더하기").click()
    page.get_by_label("품목 이름").fill("입간판")
    page.get_by_label("단가(원)").fill("많이")

    page.get_by_role("button", name="저장하기").click()

    expect(page.get_by_label("품목 이름")).to_have_value("입간판")
    expect(page.get_by_label("단가(원)")).to_have_value("많이")
    expect(page.locator("#unit_price_krw-fault")).to_contain_text("금액은")
    page.get_by_label("단가(원)").fill("4만원")
    page.get_by_role("button", name="저장하기").click()
    expect(page.get_by_role("status")).to_contain_text("저장했습니다.")
    expect(page.get_by_role("rowheader", name="입간판").first).to_be_visible()
