"""The shapes of the log's entries: what each holds at most, and which fields hang together."""

from datetime import UTC, date, datetime
from typing import get_args
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.activity.deal_schemas import (
    SUCCESSES,
    AmountState,
    ContractDraft,
    MatchingCaseDraft,
    Outcome,
    SupportType,
)
from app.activity.event_schemas import EducationSessionDraft, MeetingDraft, TallyDraft
from app.activity.schemas import (
    ConsultationDraft,
    FollowUpDraft,
    SurveyDraft,
    SurveyKind,
    VisitDraft,
)
from app.activity.sync_schemas import MOST_ENTRIES, SyncBatch, SyncedCheckIn, SyncedConsultation
from app.core.records import faults_of

WHO = UUID(int=1)
CASE = {"office": "centre", "opened_on": "2017-04-03", "title": "졸업앨범"}
SOUND = {
    VisitDraft: {
        "office": "centre", "visited_on": "2017-03-02", "target": "school", "agency_id": WHO,
    },
    ConsultationDraft: {
        "office": "centre", "received_on": "2017-03-02", "channel": "phone",
        "requester_kind": "agency",
    },
    MatchingCaseDraft: CASE,
    ContractDraft: {
        "office": "centre", "signed_on": "2017-06-01", "enterprise_id": WHO, "item": "앨범",
        "state": "signed",
    },
    EducationSessionDraft: {
        "office": "centre", "held_on": "2017-05-10", "kind": "other", "topic": "교육",
    },
    MeetingDraft: {"office": "centre", "held_on": "2017-05-11", "title": "간담회"},
    SurveyDraft: {
        "office": "centre", "kind": "supply_visit", "surveyed_on": "2017-02-01",
        "enterprise_id": WHO,
    },
    FollowUpDraft: {"office": "centre", "due_on": "2017-03-09", "promise": "전화"},
    TallyDraft: {
        "office": "centre", "metric": "visits", "period_from": "2017-01-01",
        "period_until": "2017-12-31", "value": 654, "source": "S0",
    },
    SyncedConsultation: {"id": WHO, "kind": "consultation", "happened_at": "2017-10-19T09:03:00+09:00"},
    SyncedCheckIn: {
        "id": WHO, "kind": "check_in", "happened_at": "2017-10-19T09:03:00+09:00", "heads": 1,
    },
}  # fmt: skip
WON = 10**14


def faults(shape, **fields):
    """Return what is wrong with a sound entry in which some fields are changed."""
    try:
        shape.model_validate({**SOUND[shape], **fields})
    except ValidationError as error:
        return [(one.pointer, one.code) for one in faults_of(error)]
    return []


@pytest.mark.parametrize("shape", SOUND)
def test_an_entry_says_no_more_than_it_must(shape):
    assert faults(shape) == []


@pytest.mark.parametrize(("shape", "name"), [(s, n) for s, body in SOUND.items() for n in body])
def test_what_an_entry_must_say_is_asked_for_by_name(shape, name):
    body = {key: value for key, value in SOUND[shape].items() if key != name}

    with pytest.raises(ValidationError) as refusal:
        shape.model_validate(body)

    assert [(one.pointer, one.code) for one in faults_of(refusal.value)] == [
        (f"/{name}", "missing")
    ]


@pytest.mark.parametrize(
    ("shape", "field", "most"),
    [
        (VisitDraft, "purposes", 20),
        (ConsultationDraft, "referred_enterprise_ids", 100),
        (MatchingCaseDraft, "awards", 100),
        (TallyDraft, "members", 5_000),
    ],
)
def test_a_list_holds_so_many_and_not_one_more(shape, field, most):
    one = {
        "purposes": "홍보",
        "referred_enterprise_ids": WHO,
        "awards": {"enterprise_id": WHO},
        "members": {"name": "강북구청"},
    }[field]

    assert faults(shape, **{field: [one] * most}) == []
    assert faults(shape, **{field: [one] * (most + 1)}) == [(f"/{field}", "too_long")]
    assert faults(shape, **{field: None}) == [(f"/{field}", "list_type")]


@pytest.mark.parametrize(
    ("shape", "field", "most"),
    [
        (VisitDraft, "department", 200),
        (VisitDraft, "result", 10_000),
        (VisitDraft, "note", 10_000),
        (VisitDraft, "source", 500),
        (VisitDraft, "office", 64),
        (MatchingCaseDraft, "title", 200),
        (MatchingCaseDraft, "amount_as_printed", 100),
        (ContractDraft, "buyer", 200),
        (ContractDraft, "channel", 200),
        (EducationSessionDraft, "audience", 200),
        (MeetingDraft, "details", 10_000),
        (FollowUpDraft, "promise", 500),
        (TallyDraft, "source", 500),
        (TallyDraft, "metric", 60),
        (TallyDraft, "group", 60),
        (SyncedCheckIn, "note", 10_000),
    ],
)
def test_a_word_is_so_long_and_no_longer(shape, field, most):
    assert faults(shape, **{field: "a" * most}) == []
    assert faults(shape, **{field: "a" * (most + 1)}) == [(f"/{field}", "string_too_long")]


@pytest.mark.parametrize(
    ("shape", "field", "most"),
    [
        (ContractDraft, "amount_krw", WON),
        (TallyDraft, "value", WON),
        (EducationSessionDraft, "participants", 10**9),
        (MeetingDraft, "participants", 10**9),
        (MatchingCaseDraft, "bidder_count", 10**9),
    ],
)
def test_a_number_is_whole_and_between_nothing_and_its_most(shape, field, most):
    def code(value):
        return [code for _, code in faults(shape, **{field: value})]

    assert (code(0), code(most)) == ([], [])
    assert code(most + 1) == ["less_than_equal"]
    assert code(-1) == ["greater_than_equal"]
    assert {*code(1.0), *code("1"), *code(True)} == {"int_type"}


@pytest.mark.parametrize("rating", [0, 6, -1, True, "5", 4.5, 5.0])
def test_a_rating_is_one_to_five_on_every_way_in(rating):
    for shape in (ConsultationDraft, SyncedConsultation):
        assert [pointer for pointer, _ in faults(shape, rating=rating)] == ["/rating"]
    assert [faults(ConsultationDraft, rating=fine) for fine in (1, 5, None)] == [[], [], []]


@given(
    state=st.sampled_from(get_args(AmountState)),
    amount=st.none() | st.integers(0, WON),
)
def test_an_amount_stands_exactly_where_it_is_said_to_be_known(state, amount):
    wrong = faults(MatchingCaseDraft, amount_state=state, amount_krw=amount)

    fits = (state == "known") == (amount is not None)
    assert wrong == ([] if fits else [("/amount_state", "contradiction")])


@given(st.lists(st.sampled_from(get_args(SupportType)), max_size=9))
def test_kinds_of_support_are_a_set_in_the_order_given(kinds):
    wrong = faults(MatchingCaseDraft, support_types=kinds)

    repeated = len(set(kinds)) < len(kinds)
    assert wrong == ([("/support_types", "repeated")] if repeated else [])
    if not repeated:
        kept = MatchingCaseDraft.model_validate({**CASE, "support_types": kinds}).support_types
        assert kept == kinds


def test_every_kind_of_support_may_be_given_in_one_case():
    assert faults(MatchingCaseDraft, support_types=list(get_args(SupportType))) == []


def test_a_success_is_an_outcome_and_losing_is_none():
    assert set(get_args(Outcome)) > SUCCESSES
    assert SUCCESSES.isdisjoint({"none", "non_se_selected", "no_bid", "dropped", "bidding"})


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(first=DAYS, then=DAYS)
def test_nothing_that_has_an_end_ends_before_it_begins(first, then):
    backwards = then < first

    for shape, begin, end in (
        (TallyDraft, "period_from", "period_until"),
        (ConsultationDraft, "received_on", "due_on"),
        (ConsultationDraft, "received_on", "answered_on"),
    ):
        wrong = faults(shape, **{begin: first, end: then})
        assert wrong == ([(f"/{end}", "ends_before_start")] if backwards else [])


@given(due=DAYS, done=DAYS)
def test_a_promise_may_be_kept_before_it_is_due_and_after(due, done):
    assert faults(FollowUpDraft, due_on=due, done_on=done) == []


@pytest.mark.parametrize("kind", get_args(SurveyKind))
@pytest.mark.parametrize(
    "subjects", [(), ("agency_id",), ("enterprise_id",), ("agency_id", "enterprise_id")]
)
def test_a_survey_is_of_the_side_its_kind_asks(kind, subjects):
    given_ones = {"agency_id": None, "enterprise_id": None, **dict.fromkeys(subjects, WHO)}
    wanted = "enterprise_id" if kind in ("supply_online", "supply_visit") else "agency_id"

    wrong = faults(SurveyDraft, kind=kind, **given_ones)

    assert wrong == ([] if wanted in subjects else [(f"/{wanted}", "missing")])


@pytest.mark.parametrize("kind", ["general", "document_review", "expert"])
@pytest.mark.parametrize("field", [None, "legal", "other"])
def test_only_an_expert_has_to_name_the_field(kind, field):
    wrong = faults(ConsultationDraft, kind=kind, field=field)

    assert wrong == ([("/field", "missing")] if kind == "expert" and field is None else [])


@pytest.mark.parametrize("who", ["agency_id", "enterprise_id"])
def test_a_visit_to_one_side_is_enough(who):
    nobody = {"agency_id": None, "enterprise_id": None}

    assert faults(VisitDraft, **{**nobody, who: uuid4()}) == []
    assert faults(VisitDraft, **nobody) == [("/agency_id", "missing")]


def test_the_minute_of_a_question_is_kept_as_an_instant():
    body = {**SOUND[ConsultationDraft], "received_at": "2017-03-02T09:30:00+09:00"}

    kept = ConsultationDraft.model_validate(body).received_at

    assert (kept, kept.tzinfo) == (datetime(2017, 3, 2, 0, 30, tzinfo=UTC), UTC)
    assert faults(ConsultationDraft, received_at="2017-03-02T09:30:00") != []
    assert faults(ConsultationDraft, received_at=1_488_414_600) == [
        ("/received_at", "datetime_type")
    ]


def test_referrals_are_written_as_words_where_they_are_kept_as_json():
    body = {**SOUND[ConsultationDraft], "referred_enterprise_ids": [WHO]}

    assert ConsultationDraft.model_validate(body).model_dump()["referred_enterprise_ids"] == [
        str(WHO)
    ]


@pytest.mark.parametrize("number", [1, MOST_ENTRIES])
def test_a_device_sends_one_to_a_hundred_entries_and_reads_none_of_them_yet(number):
    batch = SyncBatch(fair_id=WHO, entries=[{"id": object()}] * number)

    assert len(batch.entries) == number


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "too_short"),
        ([{}] * (MOST_ENTRIES + 1), "too_long"),
        ({}, "list_type"),
        (None, "list_type"),
    ],
)
def test_an_empty_batch_and_one_too_many_are_refused_whole(entries, code):
    with pytest.raises(ValidationError) as refusal:
        SyncBatch(fair_id=WHO, entries=entries)

    assert [(one.pointer, one.code) for one in faults_of(refusal.value)] == [("/entries", code)]


@pytest.mark.parametrize("version", [0, -1, True, "1", 1.0])
def test_a_correction_of_a_device_names_a_version_that_can_be(version):
    assert [pointer for pointer, _ in faults(SyncedCheckIn, expected_version=version)] == [
        "/expected_version"
    ]
    assert faults(SyncedCheckIn, expected_version=1) == []
