"""A buyer, from the question to the evidence pack."""

import re

import pytest
from addresses import PAGES
from playwright.sync_api import Page, expect


def _ask(page: Page) -> None:
    page.get_by_role("link", name="맞는 기업 추천", exact=True).first.click()
    page.get_by_label("필요한 것").fill("구민의 날 행사 현수막 제작")
    page.get_by_label("계약 종류").select_option("goods")
    page.get_by_label("수량").fill("20")
    page.get_by_label("단위").fill("장")
    page.get_by_label("금액").fill("198만원")
    page.get_by_label("어디에").fill("서울특별시 강북구")


def test_the_story_with_script(person):
    page = person.go("/")
    _ask(page)
    expect(page.locator("#count")).to_contain_text(re.compile(r"같은 업종 [1-9]"))
    page.get_by_text("구매기관과 꼭 필요한 조건").click()
    page.get_by_label("어느 기관이 사나요?").select_option("local")
    page.get_by_label("사회적기업", exact=True).check()
    page.get_by_role("button", name="추천 보기").click()

    first = page.locator("#results ~ .ranks article, section .ranks article").first
    expect(first).to_contain_text("점")
    first.get_by_text("계약 방법").click()
    expect(first).to_contain_text("제25조제1항제5호나목")
    expect(page.get_by_text("조건마다 몇 곳이 빠지나")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="엑셀로 받기").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name=re.compile("결재 첨부 자료")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("구민의 날 행사 현수막 제작")
    expect(page.get_by_role("button", name="인쇄")).to_be_visible()
    assert person.complaints == []


def test_the_story_without_script(plain_person):
    page = plain_person.go("/")
    _ask(page)
    page.get_by_role("button", name="추천 보기").click()
    picks = page.get_by_role("checkbox", name=re.compile("^비교"))
    picks.nth(0).check()
    picks.nth(1).check()
    page.get_by_role("button", name=re.compile("비교하기")).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("기업 비교")
    assert page.locator("thead th").count() == 2
    page.go_back()
    page.get_by_role("link", name=re.compile("결재 첨부 자료")).click()
    expect(page.get_by_text("계약 방법과 근거")).to_be_visible()


def _ask_wrongly(page: Page) -> None:
    page.get_by_label("필요한 것").fill("현수막")
    page.get_by_label("금액").fill("한 이백쯤")
    page.get_by_role("button", name="추천 보기").click()

    amount = page.get_by_label("금액")
    expect(amount).to_have_accessible_description(re.compile("180만원처럼"))
    expect(amount).to_have_value("한 이백쯤")
    expect(page.get_by_label("필요한 것")).to_have_value("현수막")


def test_what_was_typed_wrong_is_told_beside_its_field_and_kept(person):
    _ask_wrongly(person.go("/match"))


def test_what_was_typed_wrong_is_told_without_script_too(plain_person):
    _ask_wrongly(plain_person.go("/match"))


def test_a_facet_is_chosen_in_place_with_script(person):
    page = person.go("/enterprises")
    narrow = page.get_by_text("조건으로 좁히기")
    if not page.get_by_label("협동조합", exact=False).first.is_visible():
        narrow.click()
    before = page.locator("#total").inner_text()

    page.get_by_role("checkbox", name=re.compile("마을기업")).check()

    expect(page).to_have_url(re.compile("kind=village_enterprise"))
    expect(page.locator("#total")).not_to_have_text(before)
    expect(page.get_by_role("checkbox", name=re.compile("마을기업"))).to_be_checked()
    page.go_back()
    expect(page.locator("#total")).to_have_text(before)


def test_a_facet_is_chosen_without_script(plain_person):
    page = plain_person.go("/enterprises")
    page.get_by_text("조건으로 좁히기").click()
    page.get_by_role("checkbox", name=re.compile("마을기업")).check()
    page.get_by_role("button", name="조건 적용").click()

    expect(page).to_have_url(re.compile("kind=village_enterprise"))
    assert page.locator(".found > li").count() > 0


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_on_a_phone_what_was_found_is_one_touch_from_the_facets(plain_person, width):
    page = plain_person.go("/enterprises?kind=cooperative")

    page.get_by_role("link", name=re.compile("찾은 [0-9]+곳 보기")).click()

    expect(page.locator("#total")).to_be_in_viewport()


def test_the_keyboard_alone_searches_and_opens_an_enterprise(person):
    page = person.go("/")
    page.get_by_label("품목이나 기업 이름").focus()
    page.keyboard.type("현수막")
    page.keyboard.press("Enter")
    page.wait_for_url("**/enterprises?q=*")

    page.locator(".found h3 a").first.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="인증·확인")).to_be_visible()


def test_the_pack_prints_on_paper_without_the_frame(person):
    page = person.go(PAGES["evidence"])

    page.emulate_media(media="print")

    expect(page.locator("header.top")).to_be_hidden()
    expect(page.get_by_role("link", name="엑셀로 받기")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
