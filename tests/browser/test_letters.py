"""Our letters never keep somebody waiting, nor move what is being read."""

import pytest

_IN_OURS = "getComputedStyle(document.body).fontFamily.startsWith('\"Ieum Text\"')"
_NO_STORE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })"
)


def _fonts(person) -> int:
    return sum(".woff2" in one.url for one in person.loaded)


@pytest.mark.parametrize("path", ["/enterprises", "/fair"])
def test_a_first_visit_waits_for_no_letters_and_later_ones_have_ours(stranger, path):
    page = stranger.go(path)
    page.wait_for_function("localStorage.getItem('letters')")

    assert not page.evaluate(_IN_OURS)
    assert _fonts(stranger) == 2
    assert stranger.go(path).evaluate(_IN_OURS)
    assert stranger.complaints == []


def test_a_browser_that_keeps_nothing_for_us_shows_its_own_letters(stranger):
    stranger.page.add_init_script(_NO_STORE)
    page = stranger.go("/enterprises")

    assert not page.evaluate(_IN_OURS)
    assert stranger.complaints == []


def test_without_script_no_letters_are_fetched(plain_person):
    plain_person.go("/enterprises")

    assert _fonts(plain_person) == 0
