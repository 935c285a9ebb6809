"""Everyday verbs are read as the nouns of notices, and only where a known term comes of it."""

import pytest

from app.matching import Thesaurus, plain

from .makers import concept

REPAIR = concept("X01", "자전거 수리")
RENTAL = concept("X02", "노트북 대여")
PARKING = concept("X03", "주차장 관리")
WORDS = Thesaurus([REPAIR, RENTAL, PARKING])


def trades(written: str) -> set[str]:
    """Name the concepts that terms of a text speak of."""
    return {code for one in WORDS.annotate(written) for code, _ in one.concepts}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("고치기", "수리"),
        ("고쳐", "수리"),
        ("고쳐주는", "수리"),
        ("고칩니다", "수리"),
        ("빌려드립니다", "대여"),
        ("빌려주는", "대여"),
        ("씻기", "세척"),
        ("닦아드림", "청소"),
    ],
)
def test_a_form_of_a_verb_says_its_noun(written: str, said: str) -> None:
    assert said in plain.nouns(written)


@pytest.mark.parametrize("written", ["현수막", "기", "달", "팝", "주는", "고래", "기차"])
def test_any_other_word_says_none(written: str) -> None:
    assert plain.nouns(written) == ()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("자전거 고치기", {"X01"}),
        ("자전거 고쳐 주는 곳", {"X01"}),
        ("자전거를 고쳐주세요", {"X01"}),
        ("노트북 빌려드립니다", {"X02"}),
        ("구두 고치기", set()),
        ("자전거 빌려 주는 곳", set()),
    ],
)
def test_a_phrase_with_a_verb_is_a_term_where_the_noun_makes_one(
    written: str, found: set[str]
) -> None:
    assert trades(written) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("노외주차장 관리", {"X03"}),
        ("공영노상주차장을 관리", {"X03"}),
        ("주차장의 관리", {"X03"}),
        ("주차장과 관리", set()),
        ("무주차장 관리", set()),
    ],
)
def test_a_phrase_may_begin_in_a_compound_or_before_a_particle(
    written: str, found: set[str]
) -> None:
    assert trades(written) == found
