"""A support worker's day: her pages, and what she notes on the way."""

import re
import time

import pytest
from addresses import FOR_STAFF
from office import LOGIN
from people import PASSWORD
from playwright.sync_api import expect


@pytest.mark.parametrize("name", FOR_STAFF)
def test_a_page_for_staff_holds_what_every_page_does(worker, desk, name, holds):
    worker.go(FOR_STAFF[name].format(**desk))

    holds(worker, name)


def test_a_promise_is_kept_with_one_touch(worker):
    page = worker.go("/today")
    promises = page.get_by_role("button", name="했습니다")
    before = promises.count()
    assert before > 0

    promises.first.click()

    expect(promises).to_have_count(before - 1)
    assert worker.complaints == []


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_a_visit_is_written_down_in_a_minute_with_few_touches(worker, width):
    page = worker.go("/today")
    touches = 0

    def touch(target, text=""):
        nonlocal touches
        touches += 1
        target.click()
        if text:
            page.keyboard.type(text, delay=100)  # milliseconds a letter: a quick thumb

    began = time.monotonic()
    touch(page.get_by_role("link", name="방문 적기"))
    touch(page.get_by_text("천호초등학교"))
    heard = "졸업앨범을 새 업체에 맡기고 싶어 하십니다. 작년 단가는 삼만 원이었습니다."
    touch(page.get_by_label("무엇을 들었나요?"), heard)
    touch(page.get_by_label("다음에 하기로 한 것"), "견적 두 곳 보내기")
    touch(page.get_by_role("button", name="방문 남기기"))
    expect(page.get_by_role("status")).to_have_text("방문을 남겼습니다.")

    assert touches <= 12
    assert time.monotonic() - began <= 60
    expect(page.get_by_role("heading", name="견적 두 곳 보내기")).to_be_visible()
    assert worker.complaints == []


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_on_a_phone_the_menu_is_one_row_that_opens_to_the_rest_without_script(
    plain_person, desk, width
):
    page = plain_person.go("/login")
    page.get_by_label("아이디").fill(LOGIN)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    menu = page.get_by_role("navigation", name="주 메뉴")
    opener, brand = menu.locator("summary"), page.locator(".brand")

    across, beside = brand.bounding_box(), opener.bounding_box()
    assert across["y"] <= beside["y"] + beside["height"] / 2 <= across["y"] + across["height"]
    expect(menu.get_by_role("link")).to_have_text(["오늘"])
    opener.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="맞는 기업 추천")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    menu.get_by_role("link", name="한눈에").click()

    expect(page).to_have_url(re.compile("/insight$"))


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_without_script_what_was_typed_wrong_is_told_and_kept(plain_person, desk, width):
    page = plain_person.go("/login")
    page.get_by_label("아이디").fill(LOGIN)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.get_by_role("link", name="오늘", exact=True).click()
    page.get_by_role("link", name="상담 적기").click()
    page.get_by_label("무엇을 물었나요?").fill("견적은 몇 곳에서 받나요?")
    page.get_by_label("다른 기관 이름").fill("초등학교")

    page.get_by_role("button", name="상담 남기기").click()

    expect(page.get_by_label("무엇을 물었나요?")).to_have_value("견적은 몇 곳에서 받나요?")
    page.get_by_text("천호초등학교").click()
    page.get_by_role("button", name="상담 남기기").click()
    expect(page.get_by_role("status")).to_have_text("상담을 남겼습니다.")
