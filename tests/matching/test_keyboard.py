"""What fingers do to Korean: letters, initials, the wrong layout, endings and widths."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import text

FIRST, LAST = 0xAC00, 0xD7A3
SYLLABLE = st.characters(min_codepoint=FIRST, max_codepoint=LAST)
ANYTHING = st.text(max_size=30)
ROWS = {
    "qwertyuiop": "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ",
    "asdfghjkl": "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ",
    "zxcvbnm": "ㅋㅌㅊㅍㅠㅜㅡ",
    "QWERTOP": "ㅃㅉㄸㄲㅆㅒㅖ",
}
KEYS = [pair for keys, row in ROWS.items() for pair in zip(keys, row, strict=True)]


def every(step: int) -> list[str]:
    """Take every so many-th of the 11,172 syllables."""
    return [chr(code) for code in range(FIRST, LAST + 1, step)]


def test_every_syllable_is_put_together_again_from_its_letters() -> None:
    assert [one for one in every(1) if text.compose(text.jamo(one)) != one] == []


def test_every_syllable_comes_back_from_the_wrong_layout_or_is_left_unread() -> None:
    """The keyboard folds case, so a doubled letter typed with shift comes back single."""
    plain = [one for one in every(1) if not set(text.jamo(one)) & set("ㅃㅉㄸㄲㅆㅒㅖ")]

    assert [one for one in plain if text.from_latin_keys(keys_of(one)) != one] == []


def keys_of(word: str) -> str:
    """Say which Latin keys were struck; it must be possible."""
    keys = text.from_korean_keys(word)
    assert keys is not None
    return keys


@pytest.mark.parametrize(("key", "letter"), [pair for pair in KEYS if pair[0].islower()])
def test_each_key_stands_for_the_letter_printed_on_it(key: str, letter: str) -> None:
    assert text.from_korean_keys(letter) == key


@pytest.mark.parametrize(("key", "letter"), [pair for pair in KEYS if pair[0].isupper()])
def test_a_shifted_key_is_its_doubled_letter(key: str, letter: str) -> None:
    syllable = f"{key}k" if letter in text.LEADS else f"d{key}"
    spelt = text.from_latin_keys(syllable)

    assert spelt is not None
    assert letter in text.jamo(spelt)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ghkwkdwl", "화장지"),
        ("dnjzmtiq", "워크샵"),
        ("ekfrrkfql", "닭갈비"),
        ("Qkdwlq", "빵집"),
        ("dmltk", "의사"),
        ("dnpqtkdlxm", "웹사이트"),
        ("rhksfl", "관리"),
        ("wjsrlrhdtk", "전기공사"),
        ("dlswjfal", "인절미"),
    ],
)
def test_compound_letters_are_read_from_two_strokes(keys: str, word: str) -> None:
    assert text.from_latin_keys(keys) == word


@pytest.mark.parametrize("keys", ["k", "gks f", "qq", "gksrmf1", "Zk", "kkkk"])
def test_strokes_that_leave_a_letter_alone_spell_nothing(keys: str) -> None:
    assert text.from_latin_keys(keys) is None


@pytest.mark.parametrize(
    ("word", "latin"),
    [("ㅔㅊ", "pc"), ("ㅕㄴㅠ", "usb"), ("ㅗㄱ", "hr"), ("ㅑㅅ", "it"), ("ㅁㅑ", "ai")],
)
def test_an_abbreviation_typed_in_korean_mode_is_read_back(word: str, latin: str) -> None:
    assert text.from_korean_keys(word) == latin


@given(st.text(SYLLABLE, min_size=1, max_size=6))
def test_korean_always_has_keys_and_they_are_small_latin_letters(word) -> None:
    assert keys_of(word).isascii()
    assert keys_of(word).islower()


@pytest.mark.parametrize(
    ("lead", "syllable"),
    list(zip(text.LEADS, "가까나다따라마바빠사싸아자짜차카타파하", strict=True)),
)
def test_each_lead_is_the_initial_of_its_syllable(lead: str, syllable: str) -> None:
    assert text.initials(syllable) == lead
    assert text.is_initials(lead * 2)


@pytest.mark.parametrize("letter", ["ㄳ", "ㄵ", "ㄺ", "ㅄ", "ㅏ", "ㅢ", "가", "g", "1", " "])
def test_what_cannot_begin_a_syllable_is_no_initial(letter: str) -> None:
    assert not text.is_initials("ㄱ" + letter)


@given(st.text(SYLLABLE, min_size=2, max_size=8))
def test_the_initials_of_a_word_are_recognised_as_such(word) -> None:
    assert text.is_initials(text.initials(word))
    assert text.initials(text.initials(word)) == text.initials(word)


@pytest.mark.parametrize(
    ("typed", "slipped"),
    [
        ("청소", False),
        ("ㅊㅓㅇ소", True),
        ("청ㅅ", True),
        ("led", False),
        ("", False),
        ("ㅏ", True),
    ],
)
def test_letters_left_alone_betray_a_slip(typed: str, *, slipped: bool) -> None:
    assert text.has_lone_letters(typed) is slipped


@pytest.mark.parametrize("word", every(97))
def test_a_sound_is_spelt_without_tense_or_aspirated_letters(word: str) -> None:
    assert not set(text.sound(word)) & set("ㄲㄸㅃㅆㅉㅋㅌㅍㅊㅐㅒㅖㅛㅠㅑㅕ")


@given(st.text(SYLLABLE, max_size=6))
def test_the_sound_of_a_sound_is_itself(word) -> None:
    assert text.sound(text.sound(word)) == text.sound(word)


@pytest.mark.parametrize(
    "particle",
    [
        "을",
        "를",
        "은",
        "는",
        "의",
        "에",
        "에서",
        "으로",
        "까지",
        "부터",
        "이나",
        "하고",
        "용",
        "별",
    ],
)
def test_each_particle_is_taken_off_a_word_of_two_syllables(particle: str) -> None:
    assert text.stem(f"청소{particle}") == "청소"


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("사무실에서", "사무실"),
        ("사무실까지", "사무실"),
        ("수리하는", "수리"),
        ("수리합니다", "수리"),
        ("제작드립니다", "제작"),
        ("청소했다", "청소"),
        ("제작하여", "제작"),
    ],
)
def test_the_longest_ending_is_the_one_taken_off(word: str, bare: str) -> None:
    assert text.stem(word) == bare


@pytest.mark.parametrize("word", ["책을", "꽃의", "떡은", "이", "용", "회의", "한"])
def test_no_ending_is_taken_that_would_leave_one_syllable(word: str) -> None:
    assert text.stem(word) == word


@given(st.text(SYLLABLE, max_size=8))
def test_a_stem_keeps_two_syllables_if_the_word_has_them(word) -> None:
    assert len(text.stem(word)) >= min(2, len(word))


@pytest.mark.parametrize("char", "!#(),./:;<=>?@[]^_{|}~")
def test_full_width_punctuation_is_a_space_as_its_half_width_is(char: str) -> None:
    wide = chr(ord(char) + 0xFEE0)

    assert text.clean(f"도배{wide}장판") == text.clean(f"도배{char}장판") == "도배 장판"


@pytest.mark.parametrize("char", "ABCXYZabcxyz0189%")
def test_full_width_letters_digits_and_percent_are_kept_as_half_width(char: str) -> None:
    assert text.clean(chr(ord(char) + 0xFEE0)) == char.lower()


@pytest.mark.parametrize("written", ["LED", "Led", "led", "\uff2c\uff25\uff24", " lEd "])  # fmt: skip
def test_latin_is_the_same_in_any_case(written: str) -> None:
    assert text.clean(written) == "led"


@given(ANYTHING)
def test_a_decomposed_text_is_cleaned_as_its_composed_form(written) -> None:
    composed = unicodedata.normalize("NFC", written)

    assert text.clean(unicodedata.normalize("NFD", composed)) == text.clean(composed)


@given(ANYTHING)
def test_a_cleaned_text_has_no_capitals_doubled_spaces_or_margins(written) -> None:
    cleaned = text.clean(written)

    assert "  " not in cleaned
    assert cleaned == cleaned.strip().lower()


@given(ANYTHING)
def test_words_lose_nothing_but_spaces(written) -> None:
    assert "".join(text.words(written)) == text.squash(written)


@given(ANYTHING)
def test_words_parted_at_spaces_lose_nothing_either(written) -> None:
    assert "".join(text.eojeols(written)) == text.squash(written)


@given(st.lists(SYLLABLE, min_size=3, max_size=8))
def test_a_word_of_three_or_more_spaced_out_is_as_the_word_written_close(letters) -> None:
    assert text.eojeols(" ".join(letters)) == ["".join(letters)]
