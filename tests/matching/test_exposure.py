"""Shares of places: how unequal, how far they reach, and who of the long tail gets any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.exposure import exposure, gini, head_of


@pytest.mark.parametrize(
    ("counts", "value"),
    [([3, 3, 3], 0.0), ([0, 0, 0, 12], 0.75), ([1, 2, 3, 4], 0.25), ([5], 0.0), ([], None),
     ([0, 0], None)],
)  # fmt: skip
def test_the_gini_coefficient_by_hand(counts, value):
    assert gini(counts) == value


@given(st.lists(st.integers(0, 1000), min_size=1).filter(any))
def test_it_is_the_mean_difference_of_all_pairs_over_twice_the_mean(counts):
    size, total = len(counts), sum(counts)
    differences = sum(abs(one - other) for one in counts for other in counts)

    assert gini(counts) == pytest.approx(differences / (2 * size * total))
    assert 0 <= gini(counts) < 1


def test_those_never_shown_count_and_those_who_left_too():
    found = exposure({"가": 6, "나": 2, "떠난": 2}, {"가", "나", "다", "라"}, frozenset({"가"}))

    assert (found.places, found.shown, found.registry) == (10, 3, 5)
    assert found.coverage == 0.6
    assert found.long_tail == 0.4
    assert found.gini == pytest.approx(gini([6, 2, 2, 0, 0]))


def test_without_a_place_or_a_contract_nothing_is_claimed():
    nothing = exposure({}, {"가"}, None)

    assert (nothing.gini, nothing.coverage, nothing.long_tail) == (None, 0.0, None)
    assert exposure({"가": 1}, {"가"}, None).long_tail is None
    assert exposure({}, set(), None).coverage is None


def test_the_head_are_the_fewest_that_hold_four_fifths_and_their_equals():
    assert head_of({"가": 8, "나": 1, "다": 1}) == {"가"}
    assert head_of({"가": 7, "나": 1, "다": 1, "라": 1}) == {"가", "나", "다", "라"}
    assert head_of({}) is None
    assert head_of({"가": 0}) is None
