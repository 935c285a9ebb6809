"""The file of concepts: what is written is read back, and what is wrong is named by its row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import settings
from app.thesaurus import sheet
from app.thesaurus.files import NotAThesaurus, contents_of
from app.thesaurus.sheet import COLUMNS, LISTS

TERM = st.text("가나다라마바사 abc,\"'", min_size=2, max_size=12).map(str.strip)
TERMS = st.lists(TERM.filter(lambda term: len(term) > 1), max_size=4, unique=True)


@st.composite
def contents(draw):
    """Concepts with codes that differ and terms that spreadsheets like to spoil."""
    codes = draw(st.lists(st.integers(1, 1500), min_size=1, max_size=6, unique=True))
    empty = {name: [] for name in LISTS}
    return [
        {
            **empty,
            "code": f"T{number:03}",
            "category_code": "C0704",
            "name": f"업종 {number}",
            "notice_terms": draw(TERMS),
            "seller_terms": draw(TERMS),
        }
        for number in codes
    ]


@given(contents())
def test_what_is_written_is_read_back_in_the_order_of_the_codes(concepts):
    text = sheet.written(concepts)

    found = [sheet.content_of(row) for row in sheet.read(text)]

    assert found == sheet.in_order(concepts)
    assert [int(one["code"][1:]) for one in found] == sorted(
        int(one["code"][1:]) for one in concepts
    )


@given(contents(), st.randoms())
def test_the_digest_does_not_depend_on_the_order_and_tells_every_change(concepts, random):
    mixed = list(concepts)
    random.shuffle(mixed)
    changed = [{**concepts[0], "name": concepts[0]["name"] + "!"}, *concepts[1:]]

    assert sheet.digest(mixed) == sheet.digest(concepts)
    assert sheet.digest(changed) != sheet.digest(concepts)
    assert len(sheet.digest(concepts)) == 16


def test_the_shipped_file_is_written_as_it_lies_there():
    path = sheet.shipped_path(settings().data_dir)

    text = sheet.written(sheet.shipped(settings().data_dir))

    assert text == path.read_text(encoding="utf-8")


def test_the_shipped_file_can_be_handed_in_as_it_is():
    shipped = sheet.shipped(settings().data_dir)

    found = contents_of(sheet.written(shipped))

    assert list(found.values()) == list(shipped)


def _file(*rows, columns=COLUMNS):
    lines = [",".join(columns)]
    lines += [",".join(row.get(name, "") for name in columns) for row in rows]
    return "\n".join(lines) + "\n"


SOUND = {
    "code": "T901",
    "category_code": "C0704",
    "name": "현수막 가방",
    "notice_terms": "폐현수막",
}


def faults(text):
    """Return the faults for which a file is refused, as (pointer, code)."""
    with pytest.raises(NotAThesaurus) as refused:
        contents_of(text)
    assert ", ".join(COLUMNS) in refused.value.message("ko")
    return [(one.pointer, one.code) for one in refused.value.faults]


def test_a_sound_row_is_taken_with_its_lists_parted():
    row = {**SOUND, "seller_terms": "현수막 새활용 | 업사이클 가방||"}

    found = contents_of(_file(row))

    assert found["T901"]["seller_terms"] == ["현수막 새활용", "업사이클 가방"]
    assert found["T901"]["blocking"] == []


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_that_is_missing_is_named(column):
    rest = [name for name in COLUMNS if name != column]

    assert (f"/{column}", "missing") in faults(_file(SOUND, columns=rest))


def test_an_empty_file_misses_every_column():
    assert [pointer for pointer, _ in faults("")] == [f"/{name}" for name in COLUMNS]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"code": ""}, "/?/code"),
        ({"code": "T 901"}, "/T 901/code"),
        ({"category_code": ""}, "/T901/category_code"),
        ({"name": ""}, "/T901/name"),
        ({"name": "가"}, "/T901/name"),
        ({"notice_terms": "가"}, "/T901/notice_terms/0"),
        ({"seller_terms": "좋은 말|나"}, "/T901/seller_terms/1"),
        ({"related": "T038"}, "/T901/related/0"),
        ({"related": "T038:1.5"}, "/T901/related/0"),
        ({"related": "T038:0.5|:0.5"}, "/T901/related/1"),
    ],
)
def test_a_cell_that_is_wrong_is_named_by_its_concept_and_place(wrong, pointer):
    assert pointer in [where for where, _ in faults(_file({**SOUND, **wrong}))]


def test_every_wrong_row_is_named_at_once():
    found = faults(_file({**SOUND, "name": ""}, {**SOUND, "code": "T902", "category_code": ""}))

    assert {pointer for pointer, _ in found} == {"/T901/name", "/T902/category_code"}


def test_a_code_that_stands_twice_is_named_once():
    assert faults(_file(SOUND, SOUND, SOUND)) == [("/T901/code", "repeated")]


def test_a_concept_is_not_its_own_neighbour():
    found = faults(_file({**SOUND, "related": "T901:0.5"}))

    assert [pointer.rpartition("/")[0] or pointer for pointer, _ in found]
    assert all(pointer.startswith("/T901/related") for pointer, _ in found)
