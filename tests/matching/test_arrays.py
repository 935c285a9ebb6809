"""Rows of numbers handled at once say what plain Python says."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.matching.arrays import distinct

PAIRS = st.lists(st.tuples(st.integers(0, 2**62), st.integers(0, 5)))


@given(PAIRS.map(lambda some: some * 2) | PAIRS)
def test_different_pairs_are_listed_in_order_with_how_often_they_stand(pairs):
    first = np.array([one for one, _ in pairs], np.int64)
    second = np.array([other for _, other in pairs], np.int32)

    found = zip(*(part.tolist() for part in distinct(first, second)), strict=True)

    assert list(found) == [(*pair, times) for pair, times in sorted(Counter(pairs).items())]
