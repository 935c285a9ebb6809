"""What holds for every page, on a phone and on a desktop.

A page is opened once for all that is asked of it: opening takes longer than asking.
"""

import pytest
from addresses import FOR_ENTERPRISES, FOR_STAFF, PAGES

every_page = pytest.mark.parametrize("name", PAGES)


@every_page
def test_a_page_is_open_to_everybody_and_asks_nobody_else(person, name, holds):
    person.go(PAGES[name])

    holds(person, name)


def test_every_page_has_its_screenshot_in_the_documents(person, keep_screen):
    names = (*PAGES, *FOR_STAFF, *FOR_ENTERPRISES)
    missing = [name for name in names if not keep_screen.path(name).exists()]

    assert missing == []


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
