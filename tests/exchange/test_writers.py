"""A sheet is written a chunk at a time, with the filters of the list, for the caller alone."""

import csv
import io

import pytest
from starlette.testclient import TestClient

from app.activity.actions import CONSULTATIONS, VISITS
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.paging import PageQuery
from app.enterprises.actions import ENTERPRISES
from app.exchange import writers
from app.exchange.columns import columns_of
from app.exchange.imports import take_in
from app.exchange.writers import filters_of, sheet
from app.main import create_app
from app.offices.actions import OFFICES
from app.resources import COLLECTIONS

NAMES = [f"{letter}협동조합" for letter in "가나다라마바사"]


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture
def seven(world):
    """Seven enterprises, every other in 노원구."""
    for number, name in enumerate(NAMES):
        world.enterprise(name, district="노원구" if number % 2 else "강북구")


def write(db, collection, actor=SYSTEM, **filters):
    query = filters_of(collection).model_validate(filters) if filters else None
    with db.reading(actor=actor) as view:
        return b"".join(sheet(view, collection, query))


def test_the_first_chunk_is_the_mark_and_the_names_of_the_columns(db, seven):
    with db.reading(actor=ANYONE) as view:
        first = next(sheet(view, ENTERPRISES))

    names = first.decode("utf-8").removeprefix("\ufeff").removesuffix("\r\n").split(",")
    assert first.startswith(b"\xef\xbb\xbf")
    assert names == list(columns_of(ENTERPRISES.draft))


@pytest.mark.parametrize(("size", "chunks"), [(1, 8), (2, 5), (7, 2), (8, 2)])
def test_rows_come_in_chunks_and_none_is_lost_between_them(db, seven, monkeypatch, size, chunks):
    monkeypatch.setattr(writers, "CHUNK", size)

    with db.reading(actor=ANYONE) as view:
        written = list(sheet(view, ENTERPRISES))

    assert len(written) == chunks
    assert [row["name"] for row in rows_of(b"".join(written))] == NAMES


@pytest.mark.parametrize("size", [1, 3])
def test_filters_hold_in_every_chunk(db, seven, monkeypatch, size):
    monkeypatch.setattr(writers, "CHUNK", size)

    data = write(db, ENTERPRISES, district="노원구")

    assert [row["name"] for row in rows_of(data)] == NAMES[1::2]


def test_a_filter_that_nothing_meets_leaves_the_header(db, seven):
    data = write(db, ENTERPRISES, district="도봉구")

    assert rows_of(data) == []
    assert data.startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_sheet_has_the_filters_of_its_list_and_not_its_pages(name):
    collection = COLLECTIONS[name]

    found = set(filters_of(collection).model_fields)

    assert found == set(collection.query.model_fields) - set(PageQuery.model_fields)
    assert not found & {"limit", "cursor", "sort"}


def test_a_filter_by_day_takes_both_ends(db, world):
    agency = world.agency()["id"]
    for day in ("2017-03-01", "2017-03-02", "2017-03-03", "2017-03-04"):
        world.visit(agency, on=day)

    data = write(db, VISITS, date_from="2017-03-02", date_until="2017-03-03")

    assert [row["visited_on"] for row in rows_of(data)] == ["2017-03-02", "2017-03-03"]


def test_a_member_gets_only_what_is_theirs_to_see(db, world):
    mine, other = world.agency("우리 학교"), world.agency("다른 학교")
    demands = COLLECTIONS["demands"]
    for agency in (mine, other):
        world.add(demands, agency_id=agency["id"], year=2017, item="책자", amount_krw=1)
    buyer = Actor(Role.agency, "우리", agency_id=mine["id"])

    seen = rows_of(write(db, demands, buyer))

    assert {row["agency_id"] for row in seen} == {str(mine["id"])}


def test_a_device_gets_the_consultations_of_its_own_fair(db, world):
    fairs = [
        world.add(COLLECTIONS["fairs"], office="centre", name=name, starts_on="2017-09-01")
        for name in ("앞마당", "뒷마당")
    ]
    for fair in fairs:
        world.add(
            CONSULTATIONS, office="centre", channel="fair", received_on="2017-09-01",
            requester_kind="citizen", fair_id=fair["id"],
        )  # fmt: skip
    device = Actor(Role.device, "접수대", fair_id=fairs[0]["id"])

    seen = rows_of(write(db, CONSULTATIONS, device))

    assert [row["fair_id"] for row in seen] == [str(fairs[0]["id"])]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'=", "''@"])
def test_a_name_that_would_run_goes_out_harmless_and_comes_back_itself(db, world, start):
    said = f"{start}HYPERLINK(0)"
    kept = world.add(OFFICES, code="x", name="이름", kind="centre", note=said)["note"]

    data = write(db, OFFICES)
    with db.writing(actor=SYSTEM) as unit:
        outcome = take_in(unit, OFFICES, data, dry_run=False)

    (written,) = [row["note"] for row in rows_of(data) if row["code"] == "x"]
    assert written.startswith("'")
    assert written[1:] == kept == said
    assert {one.action.value for one in outcome.receipts} == {"unchanged"}


def test_a_sheet_saved_by_korean_excel_comes_back_as_it_was(db, seven):
    with db.reading(actor=SYSTEM) as view:
        text = b"".join(sheet(view, ENTERPRISES)).decode("utf-8-sig")

    with db.writing(actor=SYSTEM) as unit:
        outcome = take_in(unit, ENTERPRISES, text.encode("cp949"), dry_run=False)

    assert outcome.stored
    assert outcome.summary["unchanged"] == len(NAMES)


def test_an_export_of_too_many_rows_is_refused_before_it_is_begun(app, world, seven):
    small = create_app(app.state.settings.model_copy(update={"max_export_rows": 6}))
    client = TestClient(small)

    whole = client.get("/api/v1/enterprises.csv")
    part = client.get("/api/v1/enterprises.csv?district=노원구")
    small.state.db.close()

    assert (whole.status_code, whole.json()["code"]) == (422, "export_too_long")
    assert len(rows_of(part.content)) == 3
