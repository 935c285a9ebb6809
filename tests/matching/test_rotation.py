"""The published draw inside a band of scores spreads first places, and moves nobody across bands."""

from collections import Counter
from dataclasses import replace

import pytest

from app.matching import POLICY, Index, rank
from app.matching.exposure import exposure, gini

from .makers import THESAURUS, need, product, supplier

TWELVE = tuple(supplier(f"쌍둥이{number:02}") for number in range(12))
TENDERS = 600


@pytest.fixture(scope="module")
def drawn():
    """Who came first and who stood among the first ten, over many tenders alike."""
    index, first, top = Index(THESAURUS, TWELVE), Counter(), Counter()
    for number in range(TENDERS):
        found = rank(need("사무실 청소", key=f"공고 {number}"), index, limit=10).results
        first[found[0].supplier.id] += 1
        top.update(one.supplier.id for one in found)
    return first, top


def test_equals_come_first_about_equally_often(drawn):
    first, _ = drawn

    expected = TENDERS / len(TWELVE)
    spread = sum((first[one.id] - expected) ** 2 / expected for one in TWELVE)
    assert spread < 31.3  # chi-square with 11 degrees of freedom: one honest draw in 1,000 is worse
    assert gini([first[one.id] for one in TWELVE]) < 0.12  # a fixed order would give 0.92


def test_the_first_ten_of_twelve_reach_everyone(drawn):
    _, top = drawn

    found = exposure(top, {one.id for one in TWELVE}, None)

    assert (found.places, found.coverage) == (10 * TENDERS, 1.0)
    assert found.gini < 0.02


def test_only_the_tender_and_the_version_of_the_weights_decide_the_draw():
    index, asked = Index(THESAURUS, TWELVE), need("사무실 청소", key="공고")
    reversed_index = Index(THESAURUS, reversed(TWELVE))
    later = replace(POLICY, version="2099-01.1")

    orders = [
        [one.supplier.id for one in rank(asked, *given).results]
        for given in ((index,), (reversed_index,), (index, later))
    ]

    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
    assert sorted(orders[0]) != orders[0]


def test_one_in_a_better_band_is_first_in_every_draw():
    better = supplier("나은곳", products=(product("청사 청소용역"), product("사무실 청소")))
    index = Index(THESAURUS, (*TWELVE, better))

    for number in range(50):
        found = rank(need("청사 청소용역", key=str(number)), index).results
        assert found[0].supplier.id == "나은곳"
        assert found[0].score - found[1].score > POLICY.band
