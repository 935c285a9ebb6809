"""Numbers that must not be kept are seen wherever they stand, and others are let pass."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.personal import faults_in, looks_personal

BORN = st.dates(date(1900, 1, 1), date(2099, 12, 31))
TAILS = st.integers(0, 10**6 - 1).map("{:06}".format)
DIGITS = st.text("0123456789", min_size=15, max_size=15)
BESIDE = st.text(" .,()가나다:/", max_size=6)


def resident(born, tail, between="-", *, foreign=False):
    """Return an invented number of someone born on a day: its seventh digit names the century."""
    century = (1 if born.year < 2000 else 3) + (4 if foreign else 0)
    return f"{born:%y%m%d}{between}{century}{tail}"


def checked(digits):
    """Return fifteen digits with the check digit that makes them a card number (ISO/IEC 7812-1)."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        number = int(sign) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return f"{digits}{-total % 10}"


def grouped(number, mark="-"):
    return mark.join(number[at : at + 4] for at in range(0, 16, 4))


@given(
    born=BORN,
    tail=TAILS,
    between=st.sampled_from(["", "-", " ", " - ", "- "]),
    foreign=st.booleans(),
)
def test_whoever_was_born_on_a_day_has_a_number_that_is_seen(born, tail, between, foreign):
    assert looks_personal(resident(born, tail, between, foreign=foreign))


@given(born=BORN, tail=TAILS, before=BESIDE, after=BESIDE)
def test_it_is_seen_whatever_words_stand_beside_it(born, tail, before, after):
    assert looks_personal(f"{before}{resident(born, tail)}{after}")


@given(born=BORN, tail=TAILS, beside=st.sampled_from("0123456789abcXYZ"))
def test_a_part_of_a_longer_number_or_word_is_none(born, tail, beside):
    number = resident(born, tail, "")

    assert not looks_personal(f"{number}{beside}")
    assert not looks_personal(f"{beside}{number}")


@given(
    year=st.integers(0, 99),
    day=st.sampled_from(["0000", "0001", "0100", "0132", "0230", "0431", "1301", "1232", "9999"]),
    tail=TAILS,
    century=st.sampled_from("12345678"),
)
def test_no_one_is_born_on_a_day_that_never_was(year, day, tail, century):
    assert not looks_personal(f"{year:02}{day}-{century}{tail}")


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("000229-3000000", True),
        ("000229-4000000", True),
        ("000229-1000000", False),
        ("000229-2000000", False),
        ("040229-3000000", True),
        ("030229-3000000", False),
        ("000229-7000000", True),
        ("000229-5000000", False),
    ],
)
def test_a_leap_day_is_looked_for_in_the_century_that_the_seventh_digit_names(number, seen):
    assert looks_personal(number) is seen


@given(digits=DIGITS, mark=st.sampled_from("- "))
def test_a_card_number_in_groups_of_four_is_seen(digits, mark):
    assert looks_personal(grouped(checked(digits), mark))


@given(digits=DIGITS, place=st.integers(0, 15), more=st.integers(1, 9))
def test_with_one_digit_mistaken_it_is_no_card_number(digits, place, more):
    number = checked(digits)
    wrong = f"{number[:place]}{(int(number[place]) + more) % 10}{number[place + 1 :]}"

    assert not looks_personal(grouped(wrong))


@given(st.text("가나다라마 \n.,", max_size=40), st.integers(0, 10**12))
def test_words_and_amounts_are_let_pass(words, amount):
    assert not looks_personal(f"{words}{amount:,}원 {words}")


@given(
    document=st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "메모", "1,000원"])),
    path=st.lists(st.sampled_from(["x", "y", 0, 1]), min_size=1, max_size=4),
)
def test_it_is_found_at_any_depth_and_named_by_its_place(document, path):
    value = "900101-1234567"
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else [*["무관"] * step, value]
    assume(isinstance(path[0], str))
    assume(path[0] not in document)

    found = faults_in({**document, **value})

    assert [one.pointer for one in found] == ["/" + "/".join(map(str, path))]
    assert {one.code for one in found} == {"looks_personal"}


@pytest.mark.parametrize("value", [None, True, 9001011234567, 900101.1234567, [], {}, [None]])
def test_only_texts_are_looked_at(value):
    assert faults_in({"note": value}) == []
