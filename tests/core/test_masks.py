"""Masked forms show enough to tell two people apart and never the value itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.masks import mask_email, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("가", "*"),
        ("김구", "김*"),
        ("홍길동", "홍*동"),
        ("남궁민수", "남**수"),
        ("", "*"),
    ],
)
def test_a_name_shows_its_ends(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("02-000-1234", "02-***-1234"),
        ("010-0000-1234", "010-****-1234"),
        ("01000001234", "010****1234"),
        ("+82 2 000 1234", "+82 * *** 1234"),
        ("031-000-1234", "031-***-1234"),
    ],
)
def test_a_number_shows_its_first_group_and_its_last_four(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("a@example.org", "a*@example.org"),
        ("ab@example.org", "a*@example.org"),
        ("abc@example.org", "ab*@example.org"),
        ("abcdef@example.org", "ab****@example.org"),
    ],
)
def test_an_address_shows_where_it_is_and_how_it_begins(email, shown):
    assert mask_email(email) == shown


LETTERS = st.text("가나다라홍길동abc", min_size=1, max_size=20)


@given(LETTERS)
def test_a_name_is_never_shown_whole(name):
    assert mask_name(name) != name
    assert "*" in mask_name(name)
    assert len(mask_name(name)) == max(1, len(name))


@given(st.text("0123456789", min_size=9, max_size=12))
def test_at_most_seven_digits_of_a_number_are_shown(phone):
    shown = mask_phone(phone)

    assert len(shown) == len(phone)
    assert sum(letter.isdigit() for letter in shown) <= 7


@given(st.text("abcdefgh.", min_size=1, max_size=30))
def test_at_most_two_letters_of_a_person_are_shown(person):
    shown, _, host = mask_email(f"{person}@example.org").partition("@")

    assert host == "example.org"
    assert len(shown.rstrip("*")) <= 2
    assert shown != person


@given(LETTERS)
def test_a_mask_is_told_from_every_value_by_its_star(name):
    """What holds a star is refused as a value, so a mask can never take the place of one."""
    assert "*" in mask_name(name)
    assert "*" in mask_email(f"{name}@example.org")
