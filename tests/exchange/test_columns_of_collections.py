"""How each field of each collection stands in a sheet."""

import pytest

from app.exchange.columns import Column, as_typed, cell, columns_of, inert, value
from app.resources import COLLECTIONS

KINDS = {
    "categories": {"words": {"synonyms", "example_demands"}},
    "concepts": {
        "words": {
            "notice_terms",
            "seller_terms",
            "variants",
            "narrower",
            "related",
            "blocking",
            "licences",
            "certificates",
            "units",
        }
    },
    "offices": {},
    "agencies": {"words": {"aliases"}, "parts": {"departments"}},
    "enterprises": {
        "whole": {"employees_total", "employees_vulnerable"},
        "flag": {"is_synthetic"},
        "words": {"aliases", "service_regions"},
        "parts": {"certifications", "licences", "products"},
    },
    "demands": {"whole": {"year", "month", "amount_krw"}, "flag": {"is_social_economy"}},
    "purchase-goals": {"whole": {"year", "target_krw", "achieved_krw"}},
    "tenders": {
        "whole": {"quantity", "estimated_price_krw", "budget_krw"},
        "words": {"category_codes", "required_certifications", "required_licences"},
        "parts": {"lots"},
    },
    "fairs": {"whole": {"visitors"}, "parts": {"booths", "departments"}},
    "fair-demands": {"whole": {"amount_krw", "people"}},
    "timetables": {
        "whole": {"slots", "minutes", "least"},
        "words": {"absent"},
        "parts": {"seats"},
    },
    "fair-pairs": {},
    "check-ins": {"whole": {"heads"}},
    "visits": {"words": {"purposes"}},
    "consultations": {"whole": {"rating"}, "words": {"referred_enterprise_ids"}},
    "matching-cases": {
        "whole": {"amount_krw", "bidder_count"},
        "flag": {"is_consortium"},
        "words": {"support_types"},
        "parts": {"awards"},
    },
    "education-sessions": {"whole": {"participants"}, "number": {"satisfaction"}},
    "meetings": {"whole": {"participants"}},
    "contracts": {"whole": {"amount_krw"}},
    "surveys": {"flag": {"in_public_market", "wants_public_market"}},
    "follow-ups": {},
    "tallies": {"whole": {"value"}, "parts": {"members"}},
    "goals": {"whole": {"year", "target", "position", "rate_cap"}},
    "published-figures": {"whole": {"year"}},
    "contacts": {"parts": {"consents"}},
    "subject-requests": {},
}
DANGEROUS = ["=", "+", "-", "@", "\t", "\r"]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_lists_parts_numbers_and_flags_of_a_collection_are_known_as_such(name):
    columns = columns_of(COLLECTIONS[name].draft)
    plain = {"text", "exact"}

    found: dict[str, set[str]] = {}
    for one in columns.values():
        if one.kind not in plain:
            found.setdefault(one.kind, set()).add(one.name)

    assert found == KINDS[name]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_column_is_required_exactly_where_the_draft_has_no_default(name):
    draft = COLLECTIONS[name].draft

    required = {one.name for one in columns_of(draft).values() if one.required}

    assert required == {n for n, f in draft.model_fields.items() if f.is_required()}
    assert "id" not in required


@pytest.mark.parametrize("name", COLLECTIONS)
def test_an_empty_value_of_any_column_is_an_empty_cell(name):
    for one in columns_of(COLLECTIONS[name].draft).values():
        assert cell(one, None) == "", one.name
        if one.kind in ("words", "parts"):
            assert (cell(one, []), one.blank) == ("", []), one.name


@pytest.mark.parametrize("start", DANGEROUS)
@pytest.mark.parametrize("kind", ["text", "words"])
def test_a_cell_that_a_spreadsheet_would_run_is_kept_from_it_and_read_back(start, kind):
    column = Column("note", kind, required=False, blank=None)
    said = f"{start}cmd|' /C calc'!A0"
    given = said if kind == "text" else [said]

    written = cell(column, given)

    assert written[0] == "'"
    assert value(column, written) == given


@pytest.mark.parametrize("start", DANGEROUS)
def test_an_apostrophe_of_the_writers_own_before_a_formula_stays_theirs(start):
    own = f"'{start}1"

    assert inert(own) == f"''{start}1"
    assert as_typed(inert(own)) == own
    assert as_typed(inert(f"''{start}1")) == f"''{start}1"


@pytest.mark.parametrize("harmless", ["'한울'", "'", "한=울", " =1", "1-2", "a@b.kr", ""])
def test_text_that_nothing_runs_is_written_as_it_is(harmless):
    assert inert(harmless) == harmless
    assert as_typed(harmless) == harmless


def test_a_negative_number_is_a_number_and_not_made_text():
    whole = Column("value", "whole", required=True, blank=None)

    assert cell(whole, -5) == "-5"
    assert value(whole, cell(whole, -5)) == -5


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (["책자", "명함"], "책자|명함"),
        (["책|자"], r"책\|자"),
        (["책\\자"], r"책\\자"),
        (["=합계", "-명함"], "'=합계|-명함"),
        (["책자", "=합계"], "책자|=합계"),
    ],
)
def test_a_list_stands_in_one_cell_as_people_would_write_it(words, written):
    column = Column("aliases", "words", required=False, blank=[])

    assert cell(column, words) == written
    assert value(column, written) == words


@pytest.mark.parametrize(("written", "words"), [("책자||명함", 2), ("|책자", 1), ("|", 0)])
def test_an_empty_word_between_two_bars_is_none(written, words):
    column = Column("aliases", "words", required=False, blank=[])

    assert len(value(column, written)) == words
