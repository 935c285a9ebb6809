"""What people read about a wrong field, in Korean and English, never echoing what was sent."""

import re
from datetime import UTC, date, datetime
from typing import Literal
from uuid import uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from app.core import words
from app.core.types import Day, Moment
from app.core.words import Fault, field_fault
from app.resources import COLLECTIONS

HANGUL = re.compile("[가-힣]")
STRAYS = [
    None, True, 0, -1, 10**30, 1.5, float("nan"), float("inf"), "", "x", " ", "\x00", "\ud800",
    "가" * 11_000, "2017-13-40", "2017-03-02T09:00:00", "9" * 400, [], ["x"], [None], [[]], {},
    {"id": "x"}, {"x": 1}, [{}], [{"id": 1}], [{"extra": 1}], list(range(6000)), b"\xff", object(),
    uuid4(), date(9999, 1, 1), datetime(1, 1, 1, tzinfo=UTC),
]  # fmt: skip


def faults_from(kind, value):
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def every_error_of(shape):
    """Yield every validation error that stray values in each field of *shape* give."""
    for stray in STRAYS:
        yield from faults_from(shape, stray)
    for name in shape.model_fields:
        for stray in STRAYS:
            yield from faults_from(shape, {name: stray})


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_error_a_field_can_give_has_words_in_both_languages(name):
    collection = COLLECTIONS[name]
    for shape in (collection.draft, collection.patch, collection.query):
        for error in every_error_of(shape):
            fault = field_fault(error)

            assert HANGUL.search(fault.ko), error
            assert fault.en.isascii(), error
            assert HANGUL.search(fault.en) is None, error
            assert "{" not in fault.en.replace("({ })", ""), error
            known = error["type"] in words._WORDS or error["type"].startswith(("date", "time"))
            assert known or isinstance(error["ctx"]["error"], Fault), error["type"]


@pytest.mark.parametrize("kind", sorted(words._WORDS.keys() - {"json_invalid"}))
def test_each_prepared_sentence_can_be_filled_and_is_not_the_general_one(kind):
    context = dict.fromkeys(
        ["min_length", "max_length", "pattern", "ge", "gt", "le", "lt", "expected"], "7"
    )

    fault = field_fault({"type": kind, "loc": ("field",), "ctx": context})

    assert (fault.pointer, fault.code) == ("/field", kind)
    assert HANGUL.search(fault.ko)
    assert fault.en != words._OTHER[1]


@pytest.mark.parametrize(
    ("kind", "sent", "ko", "en"),
    [
        (Day, "2999-01-01", "2200-12-31까지 적을 수 있습니다.", "Must not be after 2200-12-31."),
        (Day, "1492-01-01", "1800-01-01부터 적을 수 있습니다.", "Must not be before 1800-01-01."),
        (Moment, "2999-01-01T09:00:00Z", "2200-12-31까지 적을 수 있습니다.",
         "Must not be after 2200-12-31."),
    ],
)  # fmt: skip
def test_a_day_too_far_away_is_told_the_last_day_as_people_write_it(kind, sent, ko, en):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(sent)

    fault = field_fault(refused.value.errors()[0])

    assert (fault.ko, fault.en) == (ko, en)


def test_choices_are_told_in_korean_without_an_english_word():
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Literal["goods", "service", "works"]).validate_python("x")

    fault = field_fault(refused.value.errors()[0])

    assert fault.ko == "다음 중 하나여야 합니다: 'goods', 'service', 'works'"
    assert fault.en == "Must be one of: 'goods', 'service' or 'works'"


def test_an_error_nobody_thought_of_still_has_words():
    fault = field_fault({"type": "brand_new", "loc": ("a", 0)})

    assert (fault.pointer, fault.ko, fault.en) == ("/a/0", *words._OTHER)


@pytest.mark.parametrize(
    ("place", "pointer"),
    [
        ((), ""),
        (("products", 2, "name"), "/products/2/name"),
        (("a/b", "c~d"), "/a~1b/c~0d"),
        (("amount_krw", "constrained-int[x]"), "/amount_krw"),
        (("amount_krw", "missing-sentinel"), "/amount_krw"),
    ],
)
def test_a_place_is_a_json_pointer_without_branches_of_unions(place, pointer):
    assert field_fault({"type": "missing", "loc": place}).pointer == pointer


@pytest.mark.parametrize(
    ("name", "pointer"),
    [("none", "/none"), ("budget[krw]", "/budget[krw]"), ("a/b", "/a~1b")],
)
def test_an_unknown_field_is_named_whatever_it_is_called(name, pointer):
    (error,) = faults_from(COLLECTIONS["meetings"].patch, {name: 1})

    assert field_fault(error).pointer == pointer


def test_a_position_in_broken_json_is_not_a_field():
    error = {"type": "json_invalid", "loc": ("body", 17), "ctx": {"error": "Expecting value"}}

    assert field_fault(error, skip=1).pointer == ""


def test_what_was_sent_is_never_echoed():
    secret = "900101-1234567"
    for error in every_error_of(COLLECTIONS["enterprises"].draft):
        fault = field_fault({**error, "input": secret})
        assert secret not in fault.ko + fault.en


def test_a_rule_of_ours_speaks_for_itself_and_names_its_field():
    raised = Fault("until", "ends_before_start", "끝이 빠릅니다.", "Ends early.")

    fault = field_fault({"type": "value_error", "loc": ("items", 1), "ctx": {"error": raised}})

    assert fault.pointer == "/items/1/until"
    assert (fault.code, fault.ko, fault.en) == (
        "ends_before_start",
        "끝이 빠릅니다.",
        "Ends early.",
    )


def test_a_rule_about_the_value_itself_names_no_further_field():
    raised = Fault("", "malformed", "열 자리입니다.", "Ten digits.")

    fault = field_fault({"type": "value_error", "loc": ("number",), "ctx": {"error": raised}})

    assert fault.pointer == "/number"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_wrong_value_in_a_change_is_reported_at_its_field_and_once_for_each_reason(name):
    patch = COLLECTIONS[name].patch
    for field in patch.model_fields:
        errors = faults_from(patch, {field: object()})
        pointers = {field_fault(error).pointer for error in errors}

        assert pointers == {f"/{field}"}, field
