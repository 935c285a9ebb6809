"""When two names are the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.naming import contains, name_key


@pytest.mark.parametrize(
    "name",
    [
        "나눔하우징",
        "(주)나눔하우징",
        "㈜나눔하우징",
        "㈜ 나눔 하우징",
        "주식회사 나눔하우징",
        "나눔하우징 주식회사",
        "나눔-하우징",
        "나눔·하우징(주)",
        " 나눔하우징. ",
        "나눔하우징 사회적협동조합",
    ],
)
def test_legal_marks_spaces_and_punctuation_make_no_other_name(name):
    assert name_key(name) == "나눔하우징"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("나눔하우징", "나눔하우스"),
        ("한울인쇄", "한울인쇄소"),
        ("주주클럽", "클럽"),
        ("일이삼", "123"),
    ],
)
def test_other_letters_make_another_name(one, other):
    assert name_key(one) != name_key(other)


def test_width_case_and_composition_of_letters_make_no_other_name():
    assert name_key("\uff21\uff22\uff23 나눔") == name_key("abc나눔")
    assert name_key("\u1102\u1161\u1102\u116e\u11b7") == name_key("나눔")


@pytest.mark.parametrize("name", ["협동조합", "(주)", "주식회사", "…", "!", "🙂"])
def test_a_name_of_nothing_but_marks_still_has_a_key(name):
    assert name_key(name)


@given(st.text(min_size=1).filter(str.strip))
def test_a_key_is_never_empty_and_is_its_own_key_in_any_spacing(name):
    key = name_key(name)

    assert key
    assert name_key(f"  {name} ") == key
    assert name_key(" ".join(name)) == key or name_key("".join(name.split())) == key


@given(st.text())
def test_what_is_looked_for_is_taken_literally(text):
    pattern = contains(text)

    assert pattern.startswith("%")
    assert pattern.endswith("%")
    inner = pattern[1:-1].replace("\\\\", "")
    assert all(inner[n - 1] == "\\" for n, char in enumerate(inner) if char in "%_")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("100%", r"%100\%%"), ("a_b", r"%a\_b%"), ("가", "%가%"), ("\\", r"%\\%"), ("", "%%")],
)
def test_wildcards_of_the_reader_are_escaped(text, pattern):
    assert contains(text) == pattern
