"""Where a repeated run differs from the stored one, and what two runs rest on differently."""

import copy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matches.diff_words import changed
from app.matches.replays import differences
from app.matches.words import question

VERSIONS = {"engine_version": "1", "weights_version": "2026-11.2", "thesaurus_version": "3"}
LEAVES = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["가", "나"])
PLAIN = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)
ANSWERS = st.dictionaries(st.sampled_from(["results", "near_misses", "considered"]), PLAIN)


def places(then, now):
    return [one["place"] for one in differences(then, now)]


def at(document, place):
    """Return what stands in a place, or None where nothing does."""
    for step in place.split("/")[1:]:
        if isinstance(document, list):
            document = document[int(step)] if int(step) < len(document) else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
    return document


@given(ANSWERS)
def test_a_run_that_gives_the_same_differs_nowhere(answer):
    stored = {**VERSIONS, **answer}

    assert differences(stored, copy.deepcopy(stored)) == []


@given(then=ANSWERS, now=ANSWERS)
def test_each_place_holds_what_is_told_of_it_and_one_of_them_is_named_wherever_they_differ(
    then, now
):
    found = differences(then, now)

    assert bool(found) is (then != now)
    for one in found:
        assert one["part"] == "answer"
        assert (one["then"], one["now"]) == (at(then, one["place"]), at(now, one["place"]))


@given(then=ANSWERS, now=ANSWERS)
def test_the_places_are_the_same_from_either_side(then, now):
    forwards, backwards = differences(then, now), differences(now, then)

    if max(len(forwards), len(backwards)) < 20:
        assert {one["place"] for one in forwards} == {one["place"] for one in backwards}


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [
        ({"results": [1, 2]}, {"results": [1, 3]}, ["/results/1"]),
        ({"results": [1]}, {"results": [1, 2, 3]}, ["/results/1", "/results/2"]),
        ({"results": [1, 2]}, {"results": []}, ["/results/0", "/results/1"]),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}, ["/a/b/c"]),
        ({"a": {"b": 1}}, {"a": {"c": 1}}, ["/a/b", "/a/c"]),
        ({"a": {"b": 1}}, {"a": [1]}, ["/a"]),
        ({"a": None}, {}, ["/a"]),
        ({"a": 1}, {"a": 1.0}, []),
    ],
)
def test_a_place_is_named_as_deep_as_it_lies(then, now, found):
    assert places(then, now) == found


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("engine_version", "engine"),
        ("weights_version", "weights"),
        ("thesaurus_version", "thesaurus"),
    ],
)
def test_another_version_is_told_before_what_came_of_it_and_once(name, part):
    then = {"results": [1], **VERSIONS}
    now = {"results": [2], **VERSIONS, name: "other"}

    first, second = differences(then, now)

    assert (first["part"], first["place"], first["now"]) == (part, f"/{name}", "other")
    assert (second["part"], second["place"]) == ("answer", "/results/0")
    assert first["message"] != second["message"]
    assert first["message_en"].isascii()


def test_twenty_places_are_told_however_many_differ_and_no_version_is_crowded_out():
    then = {"results": [0] * 50, **VERSIONS}
    now = {"results": [1] * 50, **dict.fromkeys(VERSIONS, "other")}

    found = differences(then, now)

    assert [one["part"] for one in found[:3]] == ["engine", "weights", "thesaurus"]
    assert len(found) == 3 + 20


SETTINGS = ("engine_version", "weights_version", "thesaurus_version", "data_version", "as_of", "law",
            "limit")  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_what_runs_rest_on_is_told_with_both_values(name):
    (found,) = changed({name: "old"}, {name: "new"})

    assert (found["what"], found["of_request"]) == (name, False)
    assert found["message"].endswith(": old → new")
    assert found["message_en"].endswith(", old → new")
    assert re.search("[가-힣]", found["message"])
    assert name not in found["message"]


@pytest.mark.parametrize(
    ("before", "after"), [({"region": "서울"}, {"region": "부산"}), ({}, {"region": "부산"}),
                          ({"region": "서울"}, {})]
)  # fmt: skip
def test_a_part_of_the_request_is_named_and_its_words_are_not_repeated(before, after):
    (found,) = changed(before, after)

    assert (found["what"], found["of_request"]) == ("region", True)
    assert (found["before"], found["after"]) == (before.get("region"), after.get("region"))
    assert not {"서울", "부산"} & set(re.findall(r"\w+", found["message"] + found["message_en"]))


@given(before=ANSWERS, after=ANSWERS)
def test_what_stayed_is_not_among_what_changed(before, after):
    told = {one["what"] for one in changed(before, after)}

    assert told == {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}


@pytest.mark.parametrize(
    ("word", "asked"),
    [
        ("현수막", "'현수막'을"),
        ("청소", "'청소'를"),
        ("가", "'가'를"),
        ("각", "'각'을"),
        ("힣", "'힣'을"),
        ("LED", "'LED'을(를)"),
        ("A4", "'A4'을(를)"),
        ("ㅎㅅㅁ", "'ㅎㅅㅁ'을(를)"),
        ("도시락 ", "'도시락 '을(를)"),
    ],
)
def test_a_question_takes_the_particle_that_the_last_syllable_asks_for(word, asked):
    ko, en = question(word)

    assert ko == f"혹시 {asked} 찾으셨나요?"
    assert en == f"Did you mean '{word}'?"
