"""What a tender may say, stored or typed in: days in Seoul, amounts that fit, lists that end."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.core.records import faults_of
from app.matches.schemas import MatchRequest
from app.tenders.schemas import TenderDraft

SEOUL = ZoneInfo("Asia/Seoul")
AGENCY = "00000000-0000-4000-8000-000000000001"
SOUND = {
    TenderDraft: {"title": "청사 청소", "agency_id": AGENCY},
    MatchRequest: {"title": "청사 청소"},
}
both = pytest.mark.parametrize("shape", SOUND, ids=["stored", "typed in"])
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MINUTES = st.integers(0, 24 * 60 - 1)
WON = 10**14


def faults(shape, **fields):
    try:
        shape.model_validate({**SOUND[shape], **fields})
    except ValidationError as error:
        return [(one.pointer, one.code) for one in faults_of(error)]
    return []


@both
@pytest.mark.parametrize(
    ("closes", "sound"),
    [
        ("2017-06-20T00:00:00+09:00", True),
        ("2017-06-20T08:59:00+09:00", True),
        ("2017-06-20T09:00:00+09:00", True),
        ("2017-06-20T23:59:00+09:00", True),
        ("2017-06-19T15:00:00+00:00", True),
        ("2017-06-19T23:59:59+09:00", False),
        ("2017-06-19T14:59:59+00:00", False),
        ("2017-06-20T00:30:00+10:00", False),
    ],
)
def test_a_notice_may_close_on_the_day_it_is_published_from_midnight_in_seoul(shape, closes, sound):
    wrong = faults(shape, published_on="2017-06-20", closes_at=closes)

    assert wrong == ([] if sound else [("/closes_at", "ends_before_start")])


@given(opens=DAYS, days=st.integers(-2, 2), minute=MINUTES)
def test_whether_it_closes_too_early_is_told_by_the_day_on_the_wall_in_seoul(opens, days, minute):
    begins = datetime(opens.year, opens.month, opens.day, tzinfo=SEOUL)
    closes = begins + timedelta(days=days, minutes=minute)

    wrong = faults(TenderDraft, published_on=opens, closes_at=closes)

    assert wrong == ([("/closes_at", "ends_before_start")] if days < 0 else [])


@both
@pytest.mark.parametrize(
    "fields", [{"published_on": "2017-06-20"}, {"closes_at": "2017-06-19T09:00:00Z"}]
)
def test_one_of_the_two_alone_is_never_too_early(shape, fields):
    assert faults(shape, **fields) == []


@given(price=st.none() | st.integers(0, WON), budget=st.none() | st.integers(0, WON))
def test_a_budget_with_tax_is_never_below_the_price_without(price, budget):
    below = price is not None and budget is not None and budget < price

    wrong = faults(MatchRequest, estimated_price_krw=price, budget_krw=budget)

    assert wrong == ([("/budget_krw", "below_estimate")] if below else [])


@given(begin=st.none() | DAYS, end=st.none() | DAYS)
def test_what_is_needed_from_a_day_is_not_needed_until_an_earlier_one(begin, end):
    backwards = begin is not None and end is not None and end < begin

    wrong = faults(TenderDraft, needed_from=begin, needed_until=end)

    assert wrong == ([("/needed_until", "ends_before_start")] if backwards else [])


@both
@pytest.mark.parametrize(
    ("field", "one", "most"),
    [
        ("lots", {"title": "본관"}, 100),
        ("category_codes", "C01", 50),
        ("required_licences", "경비업 허가", 50),
        ("required_certifications", "women_enterprise", 30),
    ],
)
def test_a_list_of_what_is_asked_for_ends_somewhere(shape, field, one, most):
    assert faults(shape, **{field: [one] * most}) == []
    assert faults(shape, **{field: [one] * (most + 1)}) == [(f"/{field}", "too_long")]


@both
@pytest.mark.parametrize(
    ("lot", "pointer", "code"),
    [
        ({}, "/lots/1/title", "missing"),
        ({"title": ""}, "/lots/1/title", "string_too_short"),
        ({"title": "본관", "quantity": 1.5}, "/lots/1/quantity", "int_type"),
        ({"title": "본관", "quantity": -1}, "/lots/1/quantity", "greater_than_equal"),
        ({"title": "본관", "unit": "가" * 41}, "/lots/1/unit", "string_too_long"),
        ({"title": "본관", "estimated_price_krw": WON + 1}, "/lots/1/estimated_price_krw",
         "less_than_equal"),
        ({"title": "본관", "required_licences": ["가"] * 51}, "/lots/1/required_licences", "too_long"),
        ({"title": "본관", "price": 1}, "/lots/1/price", "extra_forbidden"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_lot_is_named_by_its_place(shape, lot, pointer, code):
    assert faults(shape, lots=[{"title": "별관"}, lot]) == [(pointer, code)]


@pytest.mark.parametrize("limit", [0, 101, True, "10", 10.0])
def test_a_ranking_is_one_to_a_hundred_long(limit):
    assert [pointer for pointer, _ in faults(MatchRequest, limit=limit)] == ["/limit"]
    assert [faults(MatchRequest, limit=fine) for fine in (1, 100, None)] == [[], [], []]


def test_a_question_needs_no_agency_and_a_tender_does():
    with pytest.raises(ValidationError) as refusal:
        TenderDraft.model_validate({"title": "청사 청소"})

    assert [one.pointer for one in faults_of(refusal.value)] == ["/agency_id"]
    assert faults(MatchRequest) == []


@pytest.mark.parametrize("field", ["buyer_law", "as_of", "limit"])
def test_what_belongs_to_the_question_is_not_kept_with_a_tender(field):
    assert faults(TenderDraft, **{field: None}) == [(f"/{field}", "extra_forbidden")]
