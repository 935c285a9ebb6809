"""Whole numbers dealt out by weight add up, stay in order, and are never far from exact."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.shares import apportion, percent, volumes

WEIGHTS = st.lists(st.integers(0, 50).map(Fraction), min_size=1, max_size=8)
TOTALS = st.integers(0, 5000)
CAPACITIES = st.lists(st.none() | st.integers(0, 300).map(float), min_size=1, max_size=6)


@given(TOTALS, WEIGHTS)
def test_the_parts_add_up_to_the_whole(total, weights) -> None:
    assert sum(apportion(total, weights)) == total


@given(TOTALS, WEIGHTS.filter(any))
def test_no_part_is_a_whole_unit_away_from_its_exact_share(total, weights) -> None:
    for part, weight in zip(apportion(total, weights), weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1


@given(TOTALS, WEIGHTS)
def test_who_weighs_more_never_gets_less(total, weights) -> None:
    pairs = list(zip(weights, apportion(total, weights), strict=True))

    for weight, part in pairs:
        assert all(part >= less for other, less in pairs if other < weight)


@given(TOTALS, WEIGHTS, st.integers(2, 9))
def test_only_the_proportion_of_the_weights_matters(total, weights, times) -> None:
    assert apportion(total, weights) == apportion(total, [one * times for one in weights])


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (1, [1, 1], [1, 0]),
        (5, [0, 0], [3, 2]),
        (7, [3, 1], [5, 2]),
        (3, [0, 9], [0, 3]),
        (0, [4, 2], [0, 0]),
        (100, [1, 1, 1, 1, 1, 1], [17, 17, 17, 17, 16, 16]),
    ],
)
def test_what_is_left_over_goes_to_the_largest_rests_in_order(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert apportion(total, weights) == parts


@given(st.lists(st.integers(1, 30).map(Fraction), min_size=1, max_size=8))
def test_percentages_add_up_to_a_hundred_in_tenths(parts) -> None:
    assert sum(round(10 * one) for one in percent(parts)) == 1000


def test_thirds_are_told_to_one_decimal() -> None:
    assert percent([Fraction(1, 3)] * 3) == [33.4, 33.3, 33.3]


@given(st.integers(1, 900).map(float), CAPACITIES)
def test_a_quantity_dealt_out_is_the_quantity(quantity, capacities) -> None:
    assert sum(volumes(quantity, capacities)) == pytest.approx(quantity)


@given(CAPACITIES.filter(lambda ones: sum(one or 0 for one in ones) > 0), st.data())
def test_nobody_is_dealt_more_than_it_states_where_that_is_enough(capacities, data) -> None:
    most = sum(one or 0 for one in capacities)
    quantity = float(data.draw(st.integers(1, int(most))))

    for part, capacity in zip(volumes(quantity, capacities), capacities, strict=True):
        assert part <= (capacity or 0.0)


def test_what_the_stated_cannot_do_falls_to_the_silent_in_equal_parts() -> None:
    assert volumes(100, [40, None, None]) == [40, 30, 30]


def test_the_silent_get_nothing_where_the_stated_are_enough() -> None:
    assert volumes(100, [150, 50, None]) == [75, 25, 0]


def test_where_all_have_spoken_a_shortage_is_shared_by_capacity() -> None:
    assert volumes(100, [30, 10]) == [75, 25]


def test_a_quantity_that_is_not_whole_is_dealt_in_thousandths() -> None:
    assert volumes(1.5, [1, 1]) == [0.75, 0.75]
    assert volumes(0.001, [1, 1]) == [0.001, 0.0]
