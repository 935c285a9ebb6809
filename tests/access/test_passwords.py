"""Passwords: what would be guessed is refused, and only Argon2id hashes are kept."""

import re
import unicodedata

import pytest

from app.access import passwords
from app.access.passwords import hashed, is_right, require_sound
from app.core.errors import InvalidInput
from app.core.settings import Settings, settings


def why_not(password, login="minji"):
    """Return why a password is refused, or None."""
    try:
        require_sound(password, login)
    except InvalidInput as refusal:
        (fault,) = refusal.faults
        assert fault.pointer == "/password"
        assert fault.ko != fault.en
        return fault.code
    return None


@pytest.mark.parametrize(
    "password",
    [
        "밤에 걷는 고양이 일곱",
        "correct horse battery staple",
        "wheelbarrow at noon",
        "tb7#Kq2!vR9x",
        "가나다라 말고 아무 글이나",
        "        mnbq7 hat",
    ],
)
def test_a_few_words_in_a_row_or_twelve_odd_letters_will_do(password):
    assert why_not(password) is None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "too_short"),
        ("tb7#Kq2!vR9", "too_short"),
        ("가나다라마바사아자차카", "too_short"),
        ("password1234", "common"),
        ("Password2026!!", "common"),
        ("2026password!", "common"),
        ("qwertyuiop123", "common"),
        ("1q2w3e4r5t6y", "common"),
        ("대한민국20261121", "common"),
        ("qlalfqjsgh1234", "common"),  # 비밀번호, typed with the keyboard in English
        ("한 minji 의 비밀 문장", "contains_name"),
        ("MINJI walks at noon", "contains_name"),
        ("이음 서비스의 비밀 문장", "contains_name"),
        ("my-ieum-account", "contains_name"),
        ("abcabcabcabcabc", "predictable"),
        ("가나가나가나가나가나가나", "predictable"),
        ("aaaaaaaaaaaaaaaa", "predictable"),
        ("abcdefghijklmn", "predictable"),
        ("poiuytrewqlk", "predictable"),
        ("1234567890-=", "predictable"),
        ("            ", "predictable"),
    ],
)
def test_what_would_be_guessed_is_refused_with_its_reason(password, code):
    assert why_not(password) == code


@pytest.mark.parametrize("password", ["jonasbrothers", "KaisersLautern", "vodkasmirnoff"])
def test_what_was_leaked_elsewhere_is_refused(password):
    assert why_not(password) == "leaked"
    assert why_not(f"{password} and a cat") is None


def test_the_list_of_leaked_passwords_holds_digests_alone():
    lines = (settings().data_dir / "codes" / "leaked_passwords.txt").read_text().splitlines()

    assert len(lines) == len(set(lines)) == 43_940
    assert not [line for line in lines if not re.fullmatch(r"[0-9a-f]{12}", line)]


def test_composition_does_not_matter():
    assert why_not("onlylowercaseandlong") is None
    assert why_not("여덟글자와네글자더하면") == "too_short"


def test_a_password_is_kept_as_argon2id_with_a_salt_of_its_own():
    first, second = hashed("밤에 걷는 고양이 일곱"), hashed("밤에 걷는 고양이 일곱")

    assert first.startswith("$argon2id$")
    assert first != second


def test_the_cost_is_that_which_owasp_asks_for_and_more():
    parts = passwords.PasswordHash((passwords.Argon2Hasher(),)).hash("x").split("$")

    assert parts[3] == "m=65536,t=3,p=4"


def test_a_password_is_right_however_a_keyboard_composed_it():
    kept = hashed(unicodedata.normalize("NFD", "밤에 걷는 고양이 일곱"))

    assert is_right("밤에 걷는 고양이 일곱", kept)
    assert not is_right("밤에 걷는 고양이 여덟", kept)


def test_without_a_kept_one_nothing_is_right_and_it_is_compared_all_the_same(monkeypatch):
    compared = []
    verify = passwords._argon2id.verify
    monkeypatch.setattr(
        passwords._argon2id, "verify", lambda p, kept: compared.append(kept) or verify(p, kept)
    )

    assert not is_right("nobody has this password", None)
    assert compared[0].startswith("$argon2id$")


def test_the_first_unknown_login_of_a_process_takes_no_longer_than_a_known_one(monkeypatch):
    kept = hashed("밤에 걷는 고양이 일곱")
    made = []

    with monkeypatch.context() as patch:
        patch.setattr(passwords, "_nobodys", lambda: made.append("") or kept)
        for one in (kept, None):
            is_right("wrong wrong wrong", one)

    assert len(made) == 2


@pytest.mark.parametrize("password", ["Nowon-gu at midday", "한낮의 노원구 고양이 둘"])
def test_words_of_the_organisation_are_refused_wherever_they_stand(monkeypatch, password):
    assert why_not(password) is None
    chosen = Settings(password_words=" nowon , 노원구,")
    monkeypatch.setattr(passwords, "settings", lambda: chosen)

    assert why_not(password) == "contains_name"
    assert why_not("밤에 걷는 고양이 일곱") is None  # the empty word after a comma forbids nothing
