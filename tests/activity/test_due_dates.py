"""By when a question is answered: business days by its kind, and what a correction does to them."""

from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.activity.actions import ANSWER_WITHIN, CONSULTATIONS
from app.activity.schemas import ConsultationKind, Precision
from app.core import records
from app.core.calendar import add_business_days, is_business_day
from app.core.errors import InvalidInput

DAYS = st.dates(date(2016, 1, 1), date(2027, 12, 31))
KINDS = st.sampled_from(sorted(ANSWER_WITHIN))


def asked(**fields):
    base = {"kind": "general", "received_on": date(2017, 3, 2), "date_precision": "day"}
    return {**base, "due_on": None, "answered_on": None, "note": "메모", **fields}


def due(**fields):
    return CONSULTATIONS.complete(asked(**fields))["due_on"]


def test_every_kind_of_question_has_a_time_to_answer():
    assert set(ANSWER_WITHIN) == set(get_args(ConsultationKind))
    assert all(days > 0 for days in ANSWER_WITHIN.values())


@given(day=DAYS, kind=KINDS)
def test_the_day_an_answer_is_due_is_a_business_day_and_so_many_of_them_away(day, kind):
    found = due(kind=kind, received_on=day)

    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert is_business_day(found)
    assert sum(map(is_business_day, between)) == ANSWER_WITHIN[kind]


@given(day=DAYS)
def test_a_document_takes_longer_than_a_question_and_an_expert_does_not(day):
    general = due(received_on=day)

    assert due(kind="expert", received_on=day) == general
    assert due(kind="document_review", received_on=day) == add_business_days(general, 4)


@given(day=DAYS, kind=KINDS)
def test_nothing_else_is_filled_and_what_is_filled_stays(day, kind):
    before = asked(kind=kind, received_on=day)

    once = CONSULTATIONS.complete(before)

    assert {**once, "due_on": None} == before
    assert CONSULTATIONS.complete(once) == once


@given(day=DAYS, given_day=DAYS, kind=KINDS)
def test_a_day_that_was_agreed_on_is_never_moved(day, given_day, kind):
    assert due(kind=kind, received_on=day, due_on=given_day) == given_day


@pytest.mark.parametrize("precision", get_args(get_args(Precision)[0]))
def test_only_a_day_that_is_known_exactly_can_be_counted_from(precision):
    assert (due(date_precision=precision) is None) is (precision != "day")


@given(day=DAYS, kind=KINDS)
def test_nothing_is_due_of_what_was_answered(day, kind):
    assert due(kind=kind, received_on=day, answered_on=day) is None


@pytest.fixture
def question(world, unit):
    """Store a question: ``question(kind="expert")``; and change it."""
    base = {"office": "centre", "channel": "phone", "requester_kind": "agency"}

    def store(**fields):
        wanted = {**base, "received_on": "2017-03-02", **fields}
        return records.create(unit, CONSULTATIONS, CONSULTATIONS.draft.model_validate(wanted))

    return store


@pytest.fixture
def change(unit):
    def patch(made, **fields):
        wanted = CONSULTATIONS.patch.model_validate(fields)
        return records.change(unit, CONSULTATIONS, made["id"], wanted, None)

    return patch


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ({}, {"kind": "document_review"}, date(2017, 3, 7)),
        ({}, {"kind": "document_review", "due_on": None}, date(2017, 3, 13)),
        ({}, {"received_on": "2017-03-03"}, date(2017, 3, 7)),
        ({}, {"received_on": "2017-03-03", "due_on": None}, date(2017, 3, 8)),
        ({"answered_on": "2017-03-02"}, {"answered_on": None}, date(2017, 3, 7)),
        ({"date_precision": "month"}, {"date_precision": "day"}, date(2017, 3, 7)),
        ({}, {"date_precision": "month"}, date(2017, 3, 7)),
        ({"due_on": "2017-03-31"}, {"note": "메모"}, date(2017, 3, 31)),
    ],
    ids=["kind", "kind anew", "day", "day anew", "reopened", "exact", "inexact", "agreed"],
)
def test_a_correction_counts_anew_only_where_no_day_stands(question, change, first, then, expected):
    made = question(**first)

    assert change(made, **then)["due_on"] == expected


def test_a_question_cannot_be_moved_past_the_day_it_is_due(question, change):
    made = question()

    with pytest.raises(InvalidInput) as refusal:
        change(made, received_on="2017-03-20")

    assert [(one.pointer, one.code) for one in refusal.value.faults] == [
        ("/due_on", "ends_before_start")
    ]
