"""Korean text is compared in one spelling, whatever the writer's keyboard did."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import text

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=12)
KOREAN = st.text(st.sampled_from("가나다라청소현수막도시락 ·,ㄱㅎㅏ12aZ"), max_size=30)


def test_a_decomposed_text_is_the_same_text() -> None:
    decomposed = unicodedata.normalize("NFD", "현수막 제작")

    assert text.clean(decomposed) == "현수막 제작"


def test_full_width_letters_become_half_width() -> None:
    assert text.clean("\uff2c\uff25\uff24\u3000\uff11\uff12") == "led 12"


@pytest.mark.parametrize("mark", ["·", "/", ",", "(", ")", "~", "!", "\t", "\n", "ㆍ", "「"])
def test_punctuation_parts_words_like_a_space(mark: str) -> None:
    assert text.clean(f"도배{mark}장판") == "도배 장판"


def test_unit_signs_and_percent_stay() -> None:
    assert text.clean("310㎡ 30%") == "310㎡ 30%"


def test_squashing_takes_every_space_away() -> None:
    assert text.squash(" 입주 청소 · 용역 ") == "입주청소용역"


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("LED교체", ["led", "교체"]),
        ("45인승 버스", ["45", "인승", "버스"]),
        ("A4용지", ["a", "4", "용지"]),
        ("도배·장판", ["도배", "장판"]),
        ("", []),
    ],
)
def test_words_break_where_the_script_changes(given_text: str, expected: list[str]) -> None:
    assert text.words(given_text) == expected


def test_a_word_spaced_out_letter_by_letter_is_one_word() -> None:
    assert text.eojeols("행 사 도 시 락") == ["행사도시락"]


def test_two_single_syllables_stay_two_words() -> None:
    assert text.eojeols("꽃 떡") == ["꽃", "떡"]


def test_one_longer_word_keeps_the_spaces_as_written() -> None:
    assert text.eojeols("새 건물 첫 청소") == ["새", "건물", "첫", "청소"]


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("청소를", "청소"),
        ("컴퓨터에서", "컴퓨터"),
        ("도시락과", "도시락"),
        ("제작합니다", "제작"),
        ("청소", "청소"),
        ("이를", "이를"),
        ("수리해주세요", "수리"),
    ],
)
def test_a_particle_is_taken_off_if_a_word_remains(word: str, bare: str) -> None:
    assert text.stem(word) == bare


def test_jamo_of_a_closed_syllable_are_its_letters() -> None:
    assert text.jamo("값") == "ㄱㅏㅂㅅ"


def test_compound_vowels_are_two_letters() -> None:
    assert text.jamo("과") == "ㄱㅗㅏ"


def test_jamo_leave_other_characters_alone() -> None:
    assert text.jamo("A4 용지") == "A4 ㅇㅛㅇㅈㅣ"


@given(SYLLABLES)
def test_the_jamo_of_syllables_are_letters_only(written: str) -> None:
    assert not any(text.is_hangul(char) for char in text.jamo(written))


@given(SYLLABLES, SYLLABLES)
def test_jamo_of_a_whole_are_the_jamo_of_its_parts(one: str, other: str) -> None:
    assert text.jamo(one + other) == text.jamo(one) + text.jamo(other)


@pytest.mark.parametrize(
    "word", ["현수막", "도시락", "값어치", "괜찮아요", "의자", "왜건", "닭갈비"]
)
def test_composing_undoes_taking_apart(word: str) -> None:
    assert text.compose(text.jamo(word)) == word


def test_composing_leaves_lone_consonants_alone() -> None:
    assert text.compose("ㅎㅅㅁ") == "ㅎㅅㅁ"


@pytest.mark.parametrize(
    ("word", "initials"),
    [("현수막", "ㅎㅅㅁ"), ("전세 버스", "ㅈㅅㅂㅅ"), ("LED 교체", "LEDㄱㅊ"), ("꽃", "ㄲ")],
)
def test_initials_are_the_leading_consonants(word: str, initials: str) -> None:
    assert text.initials(word) == initials


@given(SYLLABLES)
def test_there_are_as_many_initials_as_syllables(written: str) -> None:
    assert len(text.initials(written)) == len(written)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("ㅎㅅㅁ", True),
        ("ㄲㄷㅂ", True),
        ("ㅎ", False),
        ("ㅎㅏ", False),
        ("현ㅅㅁ", False),
        ("", False),
    ],
)
def test_initials_are_recognised(typed: str, *, answer: bool) -> None:
    assert text.is_initials(typed) is answer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("케이터링", "캐이터링"),
        ("드립백", "드립빽"),
        ("케익", "캐익"),
        ("쥬스", "주스"),
        ("뱃지", "벳지"),
        ("워크숍", "어크숍"),
    ],
)
def test_confused_spellings_sound_alike(one: str, other: str) -> None:
    assert text.sound(one) == text.sound(other)


@pytest.mark.parametrize(("one", "other"), [("청소", "청사"), ("도배", "도색"), ("인쇄", "인솔")])
def test_different_words_sound_different(one: str, other: str) -> None:
    assert text.sound(one) != text.sound(other)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("gustnakr", "현수막"),
        ("ehtlfkr", "도시락"),
        ("cjdth", "청소"),
        ("xhsj", "토너"),
        ("rkqt", "값"),
    ],
)
def test_korean_typed_on_latin_keys_is_read(keys: str, word: str) -> None:
    assert text.from_latin_keys(keys) == word


@pytest.mark.parametrize("keys", ["cctv", "led", "", "aed", "123", "현수막"])
def test_latin_that_spells_no_korean_is_left(keys: str) -> None:
    assert text.from_latin_keys(keys) is None


@pytest.mark.parametrize(
    ("keys", "word"), [("ㅊㅊㅅㅍ", "cctv"), ("ㅣㄷㅇ", "led"), ("메ㅔ", "app")]
)
def test_latin_typed_on_korean_keys_is_read(keys: str, word: str) -> None:
    assert text.from_korean_keys(keys) == word


@pytest.mark.parametrize("keys", ["", "a4", "12"])
def test_what_is_not_korean_keys_is_left(keys: str) -> None:
    assert text.from_korean_keys(keys) is None


@given(st.sampled_from(["현수막", "도시락", "토너", "청소용역", "과일", "없음", "의자", "뷔페"]))
def test_the_two_keyboards_undo_each_other(word: str) -> None:
    keys = text.from_korean_keys(word)

    assert keys is not None
    assert text.from_latin_keys(keys) == word


@given(KOREAN)
def test_cleaning_twice_changes_nothing_more(written: str) -> None:
    assert text.clean(text.clean(written)) == text.clean(written)


@given(KOREAN)
def test_squashed_text_has_no_spaces(written: str) -> None:
    assert " " not in text.squash(written)


@given(KOREAN)
def test_a_stem_begins_its_word(written: str) -> None:
    for word in text.eojeols(written):
        assert word.startswith(text.stem(word))
