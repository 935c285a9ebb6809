"""What is said of a set of concepts as a whole: each fault where it stands, and nothing else."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import settings
from app.matching import Thesaurus
from app.thesaurus import sheet
from app.thesaurus.findings import GENERAL, Known, findings
from app.thesaurus.publishing import differing
from app.thesaurus.sheet import LISTS

KNOWN = Known(leaves={"C0101", "C0102"}, licences={"소독업 신고"})


def concept(code, *notice, **more):
    """A sound concept; what matters is given."""
    empty = {name: [] for name in LISTS}
    named = {"code": code, "category_code": "C0101", "name": f"업종 {code}"}
    return {**named, **empty, "notice_terms": list(notice), **more}


def said(*contents, before=(), known=KNOWN):
    """Return what is found, each as (severity, code, concept, field, value)."""
    found = findings(
        {one["code"]: one for one in contents},
        lambda: _words(contents),
        {one["code"]: one for one in before},
        known,
    )
    return [(one.severity, one.code, one.concept, one.field, one.value) for one in found]


def _words(contents):
    return sheet.thesaurus(contents, settings().data_dir, "draft")


def test_sound_concepts_are_not_spoken_of():
    assert said(concept("A", "꽃다발 배달"), concept("B", "책장 조립")) == []


@pytest.mark.parametrize("field", ["narrower", "related"])
def test_what_points_at_no_concept_is_an_error_where_it_stands(field):
    entry = "Z" if field == "narrower" else "Z:0.5"

    found = said(concept("A", "꽃다발 배달", **{field: [entry]}))

    assert found == [("error", "unknown_concept", "A", field, entry)]


def test_a_leaf_that_is_not_in_the_tree_is_an_error():
    found = said(concept("A", "꽃다발 배달", category_code="C9999"))

    assert found == [("error", "unknown_category", "A", "category_code", "C9999")]


@pytest.mark.parametrize("length", [1, 2, 3, 7])
def test_a_circle_of_narrower_concepts_is_named_once_whatever_its_length(length):
    codes = [f"A{n}" for n in range(length)]
    circle = [
        concept(code, f"낱말{code}", narrower=[codes[(place + 1) % length]])
        for place, code in enumerate(codes)
    ]

    found = said(*circle)

    assert [one[:4] for one in found] == [("error", "narrower_loop", codes[-1], "narrower")]


def test_two_ways_to_the_same_narrower_concept_are_no_circle():
    found = said(
        concept("A", "꽃집", narrower=["B", "C"]),
        concept("B", "꽃다발", narrower=["D"]),
        concept("C", "화환", narrower=["D"]),
        concept("D", "리본"),
    )

    assert found == []


@pytest.mark.parametrize(("others", "code"), [(1, "shared_term"), (2, "shared_term")])
def test_a_term_of_up_to_three_concepts_is_only_told(others, code):
    contents = [concept(f"A{n}", "간판 달기") for n in range(others + 1)]

    assert {one[:2] for one in said(*contents)} == {("warning", code)}
    assert len(said(*contents)) == others + 1


def test_a_term_of_four_concepts_is_an_error_in_each():
    found = said(*(concept(f"A{n}", "간판 달기") for n in range(4)))

    assert [one[:3] for one in found] == [("error", "too_many_meanings", f"A{n}") for n in range(4)]


def test_a_term_is_the_same_with_and_without_spaces():
    found = said(concept("A", "간판 달기"), concept("B", "간판달기"))

    assert {one[1] for one in found} == {"shared_term"}


def test_a_term_that_stands_in_two_fields_of_one_concept_is_counted_once():
    assert said(concept("A", "간판 달기", seller_terms=["간판달기"], variants=["간판 달기"])) == []


@pytest.mark.parametrize("word", sorted(GENERAL))
@pytest.mark.parametrize("field", ["notice_terms", "seller_terms", "variants"])
def test_a_word_of_every_trade_is_no_term_in_any_field(word, field):
    found = said(concept("A", **{field: [word]}))

    assert ("error", "too_general", "A", field, word) in found


def test_a_word_of_every_trade_may_stand_beside_another():
    assert said(concept("A", "화단 관리")) == []


def test_a_blocking_phrase_that_hides_a_term_of_its_own_is_told():
    found = said(concept("A", "청소", blocking=["청소 도구"]))

    assert ("warning", "shadows_term", "A", "blocking", "청소 도구") in found


def test_a_blocking_phrase_for_a_look_alike_is_sound():
    assert said(concept("A", "청소", blocking=["청소년"])) == []


@pytest.mark.parametrize("phrase", ["··", "--", "ｱ"])
def test_a_blocking_phrase_that_is_never_read_is_told(phrase):
    found = said(concept("A", "청소", blocking=[phrase]))

    assert found == [("warning", "blocks_nothing", "A", "blocking", phrase)]


def test_a_blocking_phrase_is_read_where_another_concept_has_it_as_a_term():
    assert said(concept("A", "청소", blocking=["청소년수련관"]), concept("B", "청소년수련관")) == []


def test_neighbours_say_the_same_of_each_other_or_it_is_told():
    left = concept("A", "꽃다발", related=["B:0.5"])

    assert said(left, concept("B", "화환", related=["A:0.5"])) == []
    for other in ([], ["A:0.4"]):
        found = said(left, concept("B", "화환", related=other))
        assert ("warning", "one_sided", "A", "related", "B:0.5") in found


def test_a_licence_nobody_had_is_told_and_one_that_is_known_is_not():
    found = said(concept("A", "해충 방제", licences=["소독업 신고", "소독업신고증"]))

    assert found == [("warning", "unknown_licence", "A", "licences", "소독업신고증")]


def test_what_was_odd_before_is_not_told_again_but_errors_are():
    odd = concept("A", "해충 방제", licences=["오래된 면허"], narrower=["Z"])

    found = said(odd, before=[odd])

    assert [one[0] for one in found] == ["error"]


def test_what_is_new_in_a_concept_that_was_there_is_told():
    before = concept("A", "해충 방제", licences=["오래된 면허"])
    after = {**before, "licences": ["오래된 면허", "새 면허"]}

    assert said(after, before=[before]) == [
        ("warning", "unknown_licence", "A", "licences", "새 면허")
    ]


def test_errors_stand_before_warnings():
    found = said(
        concept("A", "간판 달기", licences=["없던 면허"]),
        concept("B", "간판 달기", category_code="C9999"),
    )

    assert [one[0] for one in found] == ["error", *["warning"] * (len(found) - 1)]


def test_everything_that_is_said_is_said_in_both_languages():
    contents = [
        concept("A", "청소", "제작", blocking=["청소 도구"], licences=["x"], related=["B:0.5"]),
        concept("B", "청소", narrower=["B", "Q"], category_code="C9"),
    ]

    found = findings({one["code"]: one for one in contents}, lambda: _words(contents), {}, KNOWN)

    assert len({one.code for one in found}) >= 7
    for one in found:
        assert one.ko != one.en
        assert one.en.isascii() or one.value in one.en or "'" in one.en
        assert "{" not in one.ko + one.en


def test_the_shipped_edition_is_sound():
    shipped = sheet.shipped(settings().data_dir)

    found = differing(settings().data_dir, {one["code"]: one for one in shipped})

    assert found == []


_CODES = st.lists(st.sampled_from("ABCDEF"), max_size=4, unique=True)


@given(st.dictionaries(st.sampled_from("ABCDEF"), _CODES, min_size=1))
def test_a_circle_is_told_exactly_where_one_can_come_back_to_where_one_began(narrower):
    contents = {
        code: concept(code, f"낱말{code}", narrower=inner) for code, inner in narrower.items()
    }

    found = findings(contents, partial(Thesaurus, ()), contents, KNOWN)

    told = any(one.code == "narrower_loop" for one in found)
    assert told == any(code in _below(code, narrower) for code in narrower)


def _below(code, narrower):
    """Return all that can be reached from *code* by one step or more."""
    seen, waiting = set(), [code]
    while waiting:
        for inner in narrower.get(waiting.pop(), []):
            if inner not in seen:
                seen.add(inner)
                waiting.append(inner)
    return seen
