"""How a personal value is shown: enough to tell two people of one office apart, not to reach them."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.contacts.schemas import Email, Phone
from app.core.masks import mask_email, mask_name, mask_phone

SYLLABLES = st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), min_size=1)
PHONES = st.from_regex(r"\+?[0-9][0-9 -]{6,23}", fullmatch=True)
PEOPLE = st.text("abcdefghijklmnopqrstuvwxyz0123456789._-", min_size=1, max_size=30)


def is_taken(kind, value):
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@given(SYLLABLES)
def test_of_a_name_the_first_and_the_last_syllable_are_shown_at_most(name):
    shown = mask_name(name)

    assert "*" in shown
    assert len(shown) == len(name)
    assert all(mark in ("*", real) for mark, real in zip(shown, name, strict=True))
    assert len(shown.replace("*", "")) <= 2


@given(SYLLABLES)
def test_a_name_that_was_masked_is_masked_again_to_the_same(name):
    assert mask_name(mask_name(name)) == mask_name(name)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("010 123 4567", "010 *** 4567"),
        ("02-123-4567", "02-***-4567"),
        ("+82-2-123-4567", "+82-*-***-4567"),
        ("1588-1234", "158*-**34"),
        ("123-4567", "123-***7"),
        ("1234567", "123***7"),
        ("02-12-3456", "02-**-*456"),
    ],
)
def test_of_a_number_the_first_group_and_the_last_four_are_shown_where_enough_is_left(phone, shown):
    assert mask_phone(phone) == shown


@given(PHONES)
def test_no_number_is_shown_whole_and_three_digits_of_it_are_always_hidden(phone):
    assume(is_taken(Phone, phone))
    assume(len(re.findall(r"\d", phone)) >= 7)

    shown = mask_phone(phone)

    assert len(shown) == len(phone)
    assert shown.count("*") >= 3
    assert all(mark in ("*", real) for mark, real in zip(shown, phone, strict=True))


@given(PHONES)
def test_a_masked_number_can_be_taken_back_in_and_is_then_shown_as_it_is(phone):
    assume(is_taken(Phone, phone))
    shown = mask_phone(phone)

    assert is_taken(Phone, shown)
    assert mask_phone(shown) == shown


@given(PEOPLE)
def test_of_an_address_two_letters_of_the_person_are_shown_at_most_and_the_host_whole(person):
    address = f"{person}@example.org"
    assume(is_taken(Email, address))

    shown, _, host = mask_email(address).partition("@")

    assert host == "example.org"
    assert "*" in shown
    assert person.startswith(shown.rstrip("*"))
    assert len(shown.rstrip("*")) <= 2
    assert len(person) == 1 or shown.rstrip("*") != person


def test_two_people_of_one_office_are_still_told_apart():
    assert mask_name("홍길동") != mask_name("김길수")
    assert mask_phone("02-111-1234") != mask_phone("02-111-9876")
    assert mask_email("minji@example.org") != mask_email("sujin@example.org")
