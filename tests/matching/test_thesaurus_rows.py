"""Every row of the thesaurus in use can be found, keeps others out, and is near what it names."""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import Need, Thesaurus, text, trade
from app.matching.concepts import Concept, read_categories

from .makers import THESAURUS, concept

DATA = Path(__file__).parents[2] / "data"


@cache
def shipped() -> Thesaurus:
    """Read the thesaurus that is in use, once."""
    return Thesaurus.load(DATA / "thesaurus" / "concepts.csv", DATA / "categories.csv")


def rows() -> list[Concept]:
    """Go through its concepts."""
    return list(shipped().concepts.values())


def codes(given_text: str, thesaurus: Thesaurus) -> set[str]:
    """Say which concepts a text speaks of."""
    return {code for one in thesaurus.annotate(given_text) for code, _ in one.concepts}


def test_each_row_is_found_by_its_own_name() -> None:
    assert [one.name for one in rows() if one.code not in codes(one.name, shipped())] == []


def test_each_row_is_among_the_trades_a_notice_of_its_name_asks_for() -> None:
    lost = [
        one.name for one in rows() if one.code not in trade.asked(Need(title=one.name), shipped())
    ]

    assert lost == []


def test_each_term_written_close_is_read_as_itself_and_names_its_row() -> None:
    lost = [
        (one.code, term)
        for one in rows()
        for term in map(text.squash, one.terms)
        if term not in [it.term for it in shipped().annotate(term)]
        or one.code not in codes(term, shipped())
    ]

    assert lost == []


def test_no_blocking_phrase_in_a_text_speaks_of_the_row_it_blocks() -> None:
    seen = [
        (one.code, phrase)
        for one in rows()
        for phrase in one.blocking
        if one.code in codes(phrase, shipped())
    ]

    assert seen == []


def test_a_blocking_phrase_speaks_against_its_row() -> None:
    silent = [
        (one.code, phrase)
        for one in rows()
        for phrase in one.blocking
        if one.code not in shipped().read(phrase)[1]
    ]

    assert silent == []


def test_every_relation_leads_to_a_row_that_exists() -> None:
    known = {one.code for one in rows()}

    assert [one.code for one in rows() if not {*one.related, *one.narrower} <= known] == []


def test_every_row_is_filed_under_a_leaf_that_exists() -> None:
    leaves = {one.code for one in read_categories(DATA / "categories.csv")}

    assert {one.category_code for one in rows()} <= leaves


def test_every_leaf_has_a_row() -> None:
    leaves = {one.code for one in read_categories(DATA / "categories.csv")}

    assert leaves - {one.category_code for one in rows()} == set()


def test_nearness_lies_between_nothing_and_one_and_only_oneself_is_one() -> None:
    for one in rows():
        near = shipped().near(one.code)
        assert near[one.code] == 1.0
        assert all(0 < weight < 1 for code, weight in near.items() if code != one.code)


def test_rows_of_one_leaf_are_near_each_other_both_ways() -> None:
    leaf = {one.code: one.category_code for one in rows()}
    for one, other in ((one, other) for one in leaf for other in leaf if leaf[one] == leaf[other]):
        assert shipped().near(one)[other] >= 0.2
        assert shipped().near(other)[one] >= 0.2


def test_a_wide_row_and_its_narrow_ones_are_near_both_ways() -> None:
    for one in rows():
        for inner in one.narrower:
            assert shipped().near(one.code)[inner] >= 0.9
            assert shipped().near(inner)[one.code] >= 0.75


def test_the_weights_of_a_term_of_several_rows_are_shared_evenly() -> None:
    for meanings in shipped().terms.values():
        weights = {weight for _, weight in meanings}
        assert len(weights) == 1
        assert sum(weight**2 for _, weight in meanings) == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["청소", "유리창청소", "현수막", "폐현수막", "가방", "에서", "점심 상자", "소독"]), max_size=6))  # fmt: skip
def test_mentions_come_in_order_and_never_overlap(parts) -> None:
    found = THESAURUS.annotate(" ".join(parts))

    for one, following in pairwise(found):
        assert one.end <= following.start
    squashed = text.squash(" ".join(parts))
    assert all(squashed[one.start : one.end] == one.term for one in found)


LONGEST = Thesaurus(
    (
        concept("X01.1", "청소"),
        concept("X02.1", "유리창 청소"),
        concept("X03.1", "청소 용품 판매"),
        concept("X04.1", "창호"),
        concept("X05.1", "현수막", blocking=("현수막 게시대",)),
        concept("X06.1", "게시대"),
    )
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("유리창 청소", {"X02.1"}),
        ("유리창청소 용역", {"X02.1"}),
        ("유리 창 청소", {"X02.1"}),
        ("청소 용품 판매", {"X03.1"}),
        ("청소 용품", {"X01.1"}),
        ("유리창 청소 용품 판매", {"X02.1"}),
        ("창호 청소", {"X04.1", "X01.1"}),
        ("현수막 게시대 설치", {"X06.1"}),
        ("현수막게시대", {"X06.1"}),
        ("현수막과 게시대", {"X05.1", "X06.1"}),
        ("현수막 게시대에 현수막 달기", {"X05.1", "X06.1"}),
    ],
)
def test_the_longest_term_that_begins_first_is_read(written: str, found: set[str]) -> None:
    assert codes(written, LONGEST) == found
