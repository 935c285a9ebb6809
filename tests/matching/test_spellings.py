"""Near spellings are found without comparing with all of them, whenever they joined."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from app.matching import text
from app.matching.spellings import Spellings

SYLLABLES = [chr(ord("가") + 588 * first + 28 * vowel) for first in range(10) for vowel in range(4)]
MANY = [f"{one}{other}{one}" for one in SYLLABLES for other in SYLLABLES]
"""More than are kept beside the tables: each is another."""

LETTERS = st.text("ㄱㄴㄷㄹㅁㅏㅓㅗㅜㅡ", min_size=1, max_size=16)


def known(*words: str) -> Spellings:
    """Take words in as they sound."""
    found = Spellings()
    found.add(map(text.sound, words))
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("현수먁", "현수막"),
        ("캐익", "케이크"),
        ("스템프", "스탬프"),
        ("텔래비젼", "텔레비전"),
        ("트레블러스맵", "트래블러스맵"),
        ("도시럭", "도시락"),
        ("배너", "베너"),
    ],
)
@pytest.mark.parametrize("others", [[], MANY], ids=["among few", "among many"])
def test_a_slip_finds_what_was_meant(typed: str, meant: str, others: list[str]) -> None:
    spelt = known(meant, *others)

    assert text.sound(meant) in spelt.near(text.sound(typed), 0.7)


def test_the_likest_comes_first() -> None:
    spelt = known("현수막", "현수기")

    assert spelt.near(text.sound("현수막"), 0.6)[0] == text.sound("현수막")


def test_what_is_unlike_is_not_found() -> None:
    assert known("도시락", *MANY).near(text.sound("현수막"), 0.7) == []


@pytest.mark.parametrize("others", [[], MANY], ids=["among few", "among many"])
def test_a_part_finds_the_whole_and_what_is_let_go_is_not_found(others: list[str]) -> None:
    spelt = known("마포의료협동조합", *others)
    part, whole = text.sound("의료협동"), text.sound("마포의료협동조합")

    assert spelt.around(part) == [whole]

    spelt.discard(whole)
    assert spelt.around(part) == []
    assert whole not in spelt.near(whole, 0.9)


@settings(max_examples=50, deadline=None)
@given(st.text("ㄱㄴㅏㅓ", min_size=3, max_size=12), st.text("ㄱㄴㅏㅓ", max_size=4))
def test_whatever_holds_what_is_asked_is_around_it(asked: str, more: str) -> None:
    spelt = Spellings()
    spelt.add([more + asked, asked + more, *MANY])

    assert set(spelt.around(asked)) == {more + asked, asked + more}


def groups(spelling: str) -> set[str]:
    """List every three letters in a row, its edges being letters too."""
    whole = f"<{spelling}>"
    return {whole[at : at + 3] for at in range(len(whole) - 2)}


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Make a spelling, and the same with letters left out and put in."""
    asked = draw(LETTERS)
    other = list(asked)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(other)))
        other[at : at + draw(st.integers(0, 1))] = draw(st.sampled_from(["", "ㅎ"]))
    return asked, "".join(other)


@settings(max_examples=300, deadline=None)
@example(("ㄱㄴㄷㄹㅁㅏㅓㅗㅜㅡㄱㅏㄴㅓㄷㅗ", "ㄱㄴㄷㅎㄹㅁㅏㅎㅓㅗㅜㅎㅡㄱㅏㄴㄷㅗ"), 0.85)
@given(slips(), st.sampled_from([0.6, 0.74, 0.78, 0.85]))
def test_only_what_is_unlike_is_passed_over(slip: tuple[str, str], cutoff: float) -> None:
    asked, other = slip
    spelt = Spellings()
    spelt.add([other, *MANY])

    is_near = fuzz.ratio(asked, other) >= 100 * cutoff
    shared = len(groups(asked) & groups(other))

    if is_near and shared >= max(1, len(asked) // 4):
        assert other in spelt.near(asked, cutoff)
    elif not is_near:
        assert other not in spelt.near(asked, cutoff)
