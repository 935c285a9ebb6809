"""What is written as a spreadsheet is read back as it was."""

import csv
import io

import pytest
from drafts import draft_in
from samples import fill

from app.contacts.actions import CONTACTS
from app.core import lookups
from app.core.actors import ANYONE, SYSTEM
from app.core.errors import Unauthenticated
from app.enterprises.actions import ENTERPRISES
from app.exchange import writers
from app.exchange.imports import take_in
from app.exchange.writers import sheet
from app.resources import COLLECTIONS
from app.tables import METADATA
from app.tenders.actions import TENDERS

PERSONAL = {"contacts", "subject-requests"}  # sheets show personal values masked
OTHERS = {name: one for name, one in COLLECTIONS.items() if name not in PERSONAL}


def _sheets(db):
    with db.reading(actor=SYSTEM) as view:
        return {name: b"".join(sheet(view, one)) for name, one in OTHERS.items()}


def _documents(db):
    stamps = {"created_at", "updated_at", "version"}
    with db.reading(actor=SYSTEM) as view:
        return {
            name: [
                {field: value for field, value in document.items() if field not in stamps}
                for document in lookups.listed(view, one)
            ]
            for name, one in OTHERS.items()
        }


def _take_in(db, name, data, **how):
    with db.writing(actor=SYSTEM) as unit:
        return take_in(unit, COLLECTIONS[name], data, **{"dry_run": False, **how})


def _empty(db):
    """Remove every record; the history of them stays, as it always does."""
    kept = ("revision", "schema")
    with db.writing() as unit:
        for table in reversed(METADATA.sorted_tables):
            if table.name not in kept:
                unit.execute(table.delete())


def test_every_collection_comes_back_as_it_was(db, world):
    fill(world)
    before, sheets = _documents(db), _sheets(db)
    _empty(db)

    outcomes = {name: _take_in(db, name, data) for name, data in sheets.items()}

    assert all(before.values())
    assert {
        name: [r.faults for r in one.receipts if r.faults] for name, one in outcomes.items()
    } == {name: [] for name in OTHERS}
    assert _documents(db) == before


def test_a_sheet_that_is_sent_back_as_it_came_changes_nothing(db, world):
    fill(world)

    outcomes = [_take_in(db, name, data) for name, data in _sheets(db).items()]

    assert all(one.stored for one in outcomes)
    assert {r.action.value for one in outcomes for r in one.receipts} == {"unchanged"}


def test_masked_values_of_a_sheet_never_take_the_place_of_values(db, world):
    contact = draft_in(world, "contacts") | {"phone": "02-123-4567"}
    kept = world.add(CONTACTS, **contact)
    with db.reading(actor=SYSTEM) as view:
        data = b"".join(sheet(view, CONTACTS))

    again = _take_in(db, "contacts", data)
    elsewhere = _take_in(db, "contacts", data.replace(str(kept["id"]).encode(), b""))

    assert [one.action.value for one in again.receipts] == ["unchanged"]
    assert [one.code for one in elsewhere.receipts[0].faults] == ["masked"]
    assert not elsewhere.stored


def test_no_cell_can_run_as_a_formula(db, world):
    fill(world)

    texts = [data.decode("utf-8-sig") for data in _sheets(db).values()]

    cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_a_long_list_is_written_whole_in_the_order_of_writing(db, world, monkeypatch):
    monkeypatch.setattr(writers, "CHUNK", 2)
    names = [f"기업{n}" for n in range(5)]
    for name in names:
        world.enterprise(name)

    with db.reading(actor=ANYONE) as view:
        text = b"".join(sheet(view, ENTERPRISES)).decode("utf-8-sig")

    assert [row["name"] for row in csv.DictReader(io.StringIO(text))] == names


def test_what_the_caller_may_not_see_is_not_written(db):
    with db.reading(actor=ANYONE) as view, pytest.raises(Unauthenticated):
        list(sheet(view, TENDERS))
