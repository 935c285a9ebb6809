"""Every row of the shipped record says where it stands, and points at rows that exist."""

import csv
import re

import pytest

from app.activity.actions import MATCHING_CASES, TALLIES
from app.core.settings import settings
from app.exchange.columns import columns_of
from app.exchange.record import FILES, Record, RecordBroken

DATA = settings().data_dir
TABLES = sorted((DATA / "record").glob("s*/*.csv"))
NAMES = [f"{path.parent.name}/{path.name}" for path in TABLES]
PLACE = ("source", "heading", "row")


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys_of(stem):
    """Every key that any document gives to a row of this kind."""
    return {row["key"] for path in TABLES if path.stem == stem for row in rows_of(path)}


@pytest.fixture(scope="module")
def everything():
    return list(Record(DATA))


@pytest.fixture(scope="module")
def parties():
    return {stem: keys_of(stem) for stem in ("agencies", "enterprises", "fairs")}


@pytest.mark.parametrize("path", TABLES, ids=NAMES)
def test_every_row_names_its_document_heading_and_place(path):
    rows = rows_of(path)

    assert set(PLACE) <= rows[0].keys()
    assert [row for row in rows if not all(row[name] for name in PLACE)] == []
    if path.stem != "metrics":  # a metric is told once, by the document that first counts it
        assert {row["source"].casefold() for row in rows} == {path.parent.name[:2]}


@pytest.mark.parametrize("path", TABLES, ids=NAMES)
def test_no_row_has_a_cell_too_many_or_too_few_and_no_key_stands_twice(path):
    rows = rows_of(path)

    assert [row for row in rows if None in row or None in row.values()] == []
    if "key" in rows[0]:
        keys = [row["key"] for row in rows]
        assert len(keys) == len(set(keys))


POINTERS = {
    "agency_key": "agencies",
    "host_agency_key": "agencies",
    "parent_key": "agencies",
    "enterprise_key": "enterprises",
    "fair_key": "fairs",
}


@pytest.mark.parametrize("path", TABLES, ids=NAMES)
def test_every_key_a_row_points_with_is_the_key_of_a_row(path, parties):
    offices = {row["code"] for row in rows_of(DATA / "record" / "offices.csv")}
    for row in rows_of(path):
        for name, stem in POINTERS.items():
            assert not row.get(name) or row[name] in parties[stem], (name, row[name])
        for key in filter(None, row.get("awarded_enterprise_keys", "").split("|")):
            assert key in parties["enterprises"], key
        assert not row.get("office") or row["office"] in offices, row["office"]


@pytest.mark.parametrize("path", [p for p in TABLES if p.stem == "tally_members"])
def test_the_names_under_a_tally_are_numbered_without_a_gap(path):
    tallies = {row["key"] for row in rows_of(path.with_name("tallies.csv"))}
    listed = {}
    for row in rows_of(path):
        listed.setdefault(row["tally_key"], []).append(int(row["position"]))

    assert listed.keys() <= tallies
    for key, places in listed.items():
        assert sorted(places) == list(range(1, len(places) + 1)), key


def test_every_file_of_a_document_is_read(everything):
    read = {one.collection.name.replace("-", "_") for one in everything}
    known = {*FILES, "agencies", "enterprises", "metrics", "tally_members"}

    assert {path.stem for path in TABLES} <= known
    assert {path.stem for path in TABLES} - {"metrics", "tally_members"} <= read


def test_as_many_records_come_out_as_rows_went_in(everything):
    for stem in FILES:
        rows = sum(len(rows_of(path)) for path in TABLES if path.stem == stem)
        made = sum(one.collection.name == stem.replace("_", "-") for one in everything)
        assert made == rows, stem


def test_no_two_shipped_records_share_an_id(everything):
    ids = [one.draft.id for one in everything]

    assert None not in ids
    assert len(ids) == len(set(ids))


def test_what_is_pointed_at_comes_before_what_points_at_it(everything):
    seen: set[str] = set()
    for one in everything:
        said = one.draft.model_dump_json()
        for field, target in re.findall(r'"(\w+)_id":"([0-9a-f-]{36})"', said):
            assert target in seen, (one.place, field)
        seen.add(str(one.draft.id))


def test_every_record_of_a_document_keeps_its_source(everything):
    for one in everything:
        if "source" in columns_of(one.collection.draft) and "/" in one.place:
            assert re.match(r"S\d", one.draft.source), one.place


def test_an_unclear_amount_is_kept_as_printed_and_adds_nothing(everything):
    cases = [one.draft for one in everything if one.collection is MATCHING_CASES]

    unknown = [one for one in cases if one.amount_state != "known"]

    assert unknown
    assert all(one.amount_krw is None for one in unknown)
    assert all(one.amount_krw is not None for one in cases if one.amount_state == "known")


def test_a_tally_covers_a_period_that_ends_after_it_begins(everything):
    for one in everything:
        if one.collection is TALLIES:
            assert one.draft.period_from <= one.draft.period_until, one.place


SMALL = (
    "agencies.csv",
    "key,name,kind,parent_key,district,aliases,departments,source,heading,row,note\n",
)
MEETING = (
    "meetings.csv",
    "key,office,held_on,date_precision,title,participants,source,heading,row,note\n",
)


@pytest.fixture
def small(tmp_path):
    """A data folder with one document, to which a test writes what it wants."""
    for name in ("categories.csv", "record/offices.csv", "eval/enterprises.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((DATA / name).read_bytes().splitlines(keepends=True)[0])
    (tmp_path / "record" / "s7").mkdir()

    def write(table, *rows):
        name, header = table
        text = header + "".join(f"{row}\n" for row in rows)
        (tmp_path / "record" / "s7" / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_row_that_is_not_what_its_collection_takes_is_named_with_its_fault(small):
    folder = small(MEETING, "m-1,centre,어제,day,간담회,,S7,표 1,L1,")

    with pytest.raises(RecordBroken) as refusal:
        list(Record(folder))

    assert "s7/meetings.csv m-1" in refusal.value.message("ko")
    assert "/held_on" in refusal.value.message("en")


def test_the_place_in_the_document_becomes_the_source_of_the_record(small):
    folder = small(MEETING, 'm-1,centre,2017-03-02,day,간담회,"1,200",S7,표 1,L1,비고')

    (one,) = [one for one in Record(folder) if one.collection.name == "meetings"]

    assert (one.draft.source, one.draft.note) == ("S7 · 표 1 · L1", "비고")
    assert one.draft.participants == 1200


def test_a_parent_that_no_row_is_can_not_be_pointed_at(small):
    folder = small(SMALL, "ag-1,행정국,school,ag-nobody,,,,S7,표 1,L1,")

    with pytest.raises(LookupError):
        Record(folder)


def test_the_same_record_is_read_twice_alike(everything):
    assert [one.draft for one in Record(DATA)] == [one.draft for one in everything]
