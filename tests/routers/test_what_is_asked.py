"""What a request asks for beside its body: a query read as a whole, a version, a reason, a language."""

import asyncio
from urllib.parse import quote, urlencode

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidInput
from app.resources import COLLECTIONS
from app.routers.asked import asked, described
from app.routers.deps import _expected, _reason
from app.routers.problems import language_of

VISITS = COLLECTIONS["visits"].query


def request(query="", **headers):
    named = [(n.replace("_", "-").encode(), v.encode("latin-1")) for n, v in headers.items()]
    return Request({"type": "http", "query_string": query.encode(), "headers": named})


def read(shape, *pairs):
    return asked(shape, request(urlencode(pairs)))


def faults(shape, *pairs):
    with pytest.raises(InvalidInput) as refusal:
        read(shape, *pairs)
    return sorted((one.pointer, one.code) for one in refusal.value.faults)


def test_a_query_that_asks_nothing_is_the_first_page():
    found = read(VISITS)

    assert (found.limit, found.cursor, found.sort) == (20, None, None)
    assert found.model_fields_set == set()


def test_numbers_and_days_are_read_from_words():
    found = read(VISITS, ("limit", "200"), ("date_from", "2017-03-02"), ("office", "team"))

    assert (found.limit, str(found.date_from), found.office) == (200, "2017-03-02", "team")


def test_of_a_name_that_is_asked_twice_the_last_counts():
    assert read(VISITS, ("office", "team"), ("office", "centre")).office == "centre"


def test_every_fault_of_a_query_is_told_at_once_by_the_name_of_its_field():
    wrong = [("limit", "201"), ("date_from", "어제"), ("target", "moon"), ("colour", "red")]

    assert faults(VISITS, *wrong) == [
        ("/colour", "extra_forbidden"),
        ("/date_from", "date_type"),
        ("/limit", "less_than_equal"),
        ("/target", "literal_error"),
    ]


SPANS = [
    (name, begin, begin.replace("from", "until"))
    for name, collection in COLLECTIONS.items()
    for begin in collection.query.model_fields
    if begin.endswith("_from")
]


@pytest.mark.parametrize(("name", "begin", "end"), SPANS)
def test_a_span_of_days_that_ends_before_it_begins_is_refused_at_its_end(name, begin, end):
    shape = COLLECTIONS[name].query
    reversed_ = [(begin, "2017-12-31"), (end, "2017-01-01")]
    one_day = [(begin, "2017-01-01"), (end, "2017-01-01")]

    assert faults(shape, *reversed_) == [(f"/{end}", "ends_before_start")]
    assert read(shape, *one_day).model_fields_set == {begin, end}


def test_every_list_of_the_log_can_be_asked_for_a_span_of_days():
    assert {"visits", "consultations", "contracts", "fairs", "tenders"} <= {n for n, *_ in SPANS}


@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "", "all", "1e2", "٢"])
def test_a_page_has_a_whole_number_of_rows(limit):
    assert [pointer for pointer, _ in faults(VISITS, ("limit", limit))] == ["/limit"]


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4))
def test_any_query_is_read_or_refused_by_name(pairs):
    try:
        told = set(read(VISITS, *pairs.items()).model_fields_set)
    except InvalidInput as refusal:
        told = {fault.pointer for fault in refusal.faults}

    assert bool(told) is bool(pairs)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_document_tells_each_field_of_a_query_once_and_none_must_be_given(name):
    shape = COLLECTIONS[name].query

    told = described(shape)["parameters"]

    assert [one["name"] for one in told] == list(shape.model_fields)
    assert {one["in"] for one in told} == {"query"}
    assert not any(one["required"] for one in told)
    for one in told:
        assert ("description" in one) is ("description" in one["schema"])


@pytest.mark.parametrize(
    ("tag", "version"),
    [(None, None), ("*", None), ('"3"', 3), ("3", 3), ('W/"3"', 3), ('"999999999"', 999_999_999)],
)
def test_a_tag_names_the_version_that_was_read_or_any(tag, version):
    assert asyncio.run(_expected(tag)) == version


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), min_size=1))
def test_a_reason_is_kept_in_any_letters(reason):
    assert asyncio.run(_reason(quote(reason))) == reason


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (None, None),
        ("", None),
        ("plain words", "plain words"),
        ("100%", "100%"),
        ("a%00b", "ab"),
        ("%FF", "\ufffd"),
        ("%EC%98%A4%ED%83%80", "오타"),
    ],
)
def test_a_reason_that_is_badly_encoded_is_no_failure(sent, kept):
    assert asyncio.run(_reason(sent)) == kept


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        (None, "ko"),
        ("", "ko"),
        ("ko", "ko"),
        ("en", "en"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("EN-gb", "en"),
        (" en", "en"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("fr,en;q=0.8", "ko"),
        ("*", "ko"),
    ],
)
def test_korean_is_spoken_unless_english_is_asked_for_first(accepted, language):
    headers = {} if accepted is None else {"accept_language": accepted}

    assert language_of(request(**headers)) == language
