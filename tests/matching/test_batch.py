"""A day's needs ranked by several processes give what one would give, in the same order."""

import pytest
from hypothesis import given, settings

from app.matching import Index, MatchResult, Need, rank
from app.matching.batch import rank_each

from .makers import THESAURUS, TODAY, need, selling
from .test_properties import registers

NEEDS = [need(title, key=f"{n}") for n in range(20) for title in ("청사 청소용역", "현수막 제작")]
REGISTER = [selling("사무실 청소", name="맑은두레"), selling("현수막 출력", name="거리광고")]


def names(asked: Need, found: MatchResult) -> tuple[str, list[str]]:
    """Tell who was found for whom."""
    return asked.key, [one.supplier.name for one in found.results]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_answers_come_in_the_order_of_the_needs(workers: int) -> None:
    index = Index(THESAURUS, REGISTER)

    told = list(rank_each(NEEDS, index, names, as_of=TODAY, workers=workers))

    assert told == [names(one, rank(one, index, as_of=TODAY)) for one in NEEDS]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_needs_are_drawn_only_a_little_ahead(workers: int) -> None:
    drawn: list[Need] = []
    endless = (drawn.append(one) or one for _ in iter(int, 1) for one in NEEDS)

    told = rank_each(endless, Index(THESAURUS, REGISTER), names, as_of=TODAY, workers=workers)
    first = next(told)
    told.close()

    assert first == ("0", ["맑은두레"])
    assert len(drawn) <= 100


def test_what_goes_wrong_in_a_process_is_raised_here() -> None:
    with pytest.raises(ValueError, match="a ranking needs a day"):
        list(rank_each([Need(title="청소")], Index(THESAURUS), names, workers=2))


def test_no_needs_give_no_answers() -> None:
    assert list(rank_each([], Index(THESAURUS), names, workers=2)) == []


@settings(max_examples=10, deadline=None)
@given(registers)
def test_all_of_an_answer_comes_back(register) -> None:
    index = Index(THESAURUS, register)
    wanted = [need("청사 청소용역", as_of=TODAY)]

    assert list(rank_each(wanted, index, lambda _, found: found, workers=1)) == [
        rank(wanted[0], index)
    ]
