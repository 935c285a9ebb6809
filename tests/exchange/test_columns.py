"""A cell says exactly what the value was, whatever the text."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Fault
from app.exchange.columns import Column, as_typed, cell, columns_of, inert, value
from app.resources import COLLECTIONS

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
STARTS = st.sampled_from(["", "'", "''", "=", "+", "-", "@", "\t", "\r", "'=", "|", "\\"])


@given(STARTS, TEXT)
def test_text_that_is_made_inert_is_read_as_it_was(start, rest):
    text = start + rest

    assert as_typed(inert(text)) == text
    assert inert(text)[:1] not in set("=+-@\t\r")


@given(st.lists(st.builds(str.__add__, STARTS, TEXT).filter(bool), min_size=1, max_size=5))
def test_words_come_back_whatever_stands_in_them(words):
    column = Column("aliases", "words", required=False, blank=[])

    assert value(column, cell(column, words)) == words


@given(st.lists(TEXT, min_size=1, max_size=5).filter(any))
def test_a_row_of_a_sheet_comes_back_through_csv(cells):
    out = io.StringIO(newline="")
    csv.writer(out).writerow([inert(one) for one in cells])

    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)

    assert [as_typed(one) for one in row] == cells


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("whole", "1,200,000", 1_200_000),
        ("whole", " 12 ", 12),
        ("whole", "1,2", "1,2"),
        ("whole", "1.5", "1.5"),
        ("flag", "TRUE", True),
        ("flag", "예", "예"),
        ("exact", " 2017-03-02 ", "2017-03-02"),
        ("parts", '[{"name": "책자"}]', [{"name": "책자"}]),
    ],
)
def test_cells_are_read_as_people_write_them(kind, text, said):
    assert value(Column("x", kind, required=False, blank=None), text) == said


def test_a_cell_of_parts_that_is_no_json_is_a_fault_of_its_column():
    with pytest.raises(Fault) as fault:
        value(Column("products", "parts", required=False, blank=[]), "[" * 100_000)

    assert fault.value.field == "products"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_field_of_every_draft_has_its_column(name):
    draft = COLLECTIONS[name].draft

    columns = columns_of(draft)

    assert list(columns) == list(draft.model_fields)
    assert columns["id"].kind == "exact"
