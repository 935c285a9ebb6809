"""What holds for every page, on a phone and on a desktop.

A page is opened once for all that is asked of it: opening takes longer than asking.
"""

from io import BytesIO

import pytest
from addresses import FOR_ENTERPRISES, FOR_STAFF, PAGES
from pypdf import PdfReader

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_a_page_is_open_to_everybody_and_asks_nobody_else(person, name, holds):
    person.go(PAGES[name])

    holds(person, name)


def test_every_page_has_its_screenshot_in_the_documents(person, keep_screen):
    names = (*PAGES, *FOR_STAFF, *FOR_ENTERPRISES)
    missing = [name for name in names if not keep_screen.path(name).exists()]

    assert missing == []


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_on_a_phone_the_header_of_who_has_not_logged_in_takes_two_rows(person, width):
    page = person.go(PAGES["home"])

    places = [
        one.bounding_box() for one in page.locator("header .brand, .menu > ul > li, .who a").all()
    ]
    rows = sorted({round(one["y"] + one["height"] / 2) for one in places})
    assert len(places) == 5
    assert rows[-1] - rows[0] < 64
    assert len({row // 16 for row in rows}) <= 2


def test_the_keyboard_reaches_the_contents_first_and_sees_where_it_is(person):
    page = person.go(PAGES["enterprises"])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문으로 바로가기"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_list_of_faults_has_the_focus_and_leads_to_each_field(person):
    page = person.go(PAGES["match-faults"])

    assert page.evaluate("document.activeElement.id") == "faults"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") in ("title", "amount", "quantity")


@pytest.mark.parametrize("width", ["desktop"], indirect=True)
def test_the_yearly_report_goes_on_paper_without_the_menu_and_with_numbered_pages(person, width):
    page = person.go(PAGES["report"])

    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages

    texts = [" ".join(one.extract_text().split()) for one in printed]
    assert [f"{n} / {len(texts)}" in text for n, text in enumerate(texts, 1)] == [True] * len(texts)
    assert "방문영업 477개 기관, 654회" in " ".join(texts)
    assert "로그인" not in texts[0]
    assert "영업매칭 지원" in texts[0]  # a long table begins where there is room
