"""Business numbers: their form is a rule, their check digit a warning."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.words import Fault
from app.enterprises.business_number import digits_of, is_plausible

KNOWN = ["1248100998", "1168200276", "1348672683"]


@pytest.mark.parametrize("number", KNOWN)
def test_numbers_that_were_given_out_are_plausible(number):
    assert is_plausible(number)


@given(st.sampled_from(KNOWN), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_noticed(number, place, digit):
    assume(number[place] != str(digit))
    # the ninth digit counts with both digits of its product, which can hide a slip there
    assume(place != 8)

    assert not is_plausible(number[:place] + str(digit) + number[place + 1 :])


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_at_most_one_last_digit_fits_the_others(given_digits):
    assert sum(is_plausible(given_digits + str(last)) for last in range(10)) <= 1


@pytest.mark.parametrize("number", ["0008100998", "1240000998", "1248100000"])
def test_a_number_of_no_tax_office_kind_or_serial_is_not_plausible(number):
    assert not is_plausible(number)


@pytest.mark.parametrize("number", ["124-81-00998", "1248100998", " 124-81-00998 ", "12481-00998"])
def test_dashes_stand_between_the_parts_or_not_at_all(number):
    assert digits_of(number) == "1248100998"


@given(st.text(max_size=14))
def test_any_other_text_is_refused(number):
    try:
        digits = digits_of(number)
    except Fault:
        return
    assert len(digits) == 10
    assert digits.isascii()
    assert digits.isdigit()
