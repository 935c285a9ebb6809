"""A sheet is taken in whole or not at all, and every row hears its verdict."""

import pytest
from sqlalchemy import func, select

from app.activity.actions import VISITS
from app.agencies.actions import AGENCIES
from app.core import lookups
from app.core.actors import SYSTEM, Actor, Role
from app.core.errors import Forbidden
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.exchange.cells import BrokenSheet, Undecodable
from app.exchange.imports import column_of, take_in
from app.exchange.readers import NoHeader, RepeatedColumns, UnknownColumns
from app.offices.actions import OFFICES

GOOD = 'name,district,employees_total\n한울,강북구,"1,200"\n두레,노원구,\n'


def _take_in(db, text, collection=ENTERPRISES, *, confirmed=False, dry_run=False, actor=SYSTEM):
    data = text if isinstance(text, bytes) else text.encode()
    with db.writing(actor=actor) as unit:
        unit.confirmed = confirmed
        return take_in(unit, collection, data, dry_run=dry_run)


def _stored(db, collection=ENTERPRISES):
    with db.reading(actor=SYSTEM) as view:
        return lookups.listed(view, collection)


def _verdicts(outcome):
    return [(one.row, one.verdict.value) for one in outcome.receipts]


def test_a_good_sheet_is_stored_with_its_history(db):
    outcome = _take_in(db, GOOD)

    assert outcome.stored
    assert outcome.summary == {
        "rows": 2, "ok": 2, "duplicate-warning": 0, "error": 0,
        "created": 2, "changed": 0, "unchanged": 0,
    }  # fmt: skip
    assert [one["employees_total"] for one in _stored(db)] == [1200, None]
    with db.reading() as view:
        assert view.scalar(select(func.count()).select_from(REVISIONS)) == 2


def test_a_dry_run_finds_the_same_verdicts_and_stores_nothing(db):
    outcome = _take_in(db, GOOD, dry_run=True)

    assert _verdicts(outcome) == [(2, "ok"), (3, "ok")]
    assert not outcome.stored
    assert _stored(db) == []
    with db.reading() as view:
        assert view.scalar(select(func.count()).select_from(REVISIONS)) == 0


def test_one_bad_row_keeps_every_row_out(db):
    bad = "name,employees_total,legal_form\n한울,3,\n,많음,모름\n"

    outcome = _take_in(db, bad)

    assert _verdicts(outcome) == [(2, "ok"), (3, "error")]
    assert not outcome.stored
    assert _stored(db) == []


def test_every_fault_names_its_column_in_both_languages(db):
    outcome = _take_in(db, "name,employees_total,legal_form\n,많음,모름\n")

    faults = outcome.receipts[0].faults
    assert {column_of(one) for one in faults} == {"name", "employees_total", "legal_form"}
    assert all(one.ko and one.en for one in faults)


def test_an_id_that_exists_is_corrected_and_the_other_columns_stay(db, world):
    one = world.enterprise("한울", employees_total=3)

    outcome = _take_in(db, f"id,district\n{one['id']},\n")

    assert outcome.receipts[0].action.value == "changed"
    (now,) = _stored(db)
    assert (now["district"], now["employees_total"], now["version"]) == (None, 3, 2)


def test_a_required_field_cannot_be_emptied(db, world):
    one = world.enterprise("한울")

    outcome = _take_in(db, f"id,name\n{one['id']},\n")

    assert [column_of(f) for f in outcome.receipts[0].faults] == ["name"]


def test_a_likely_duplicate_is_a_warning_until_it_is_confirmed(db, world):
    world.enterprise("한울", district="강북구")

    warned = _take_in(db, "name,district\n(주)한울,강북구\n")
    confirmed = _take_in(db, "name,district\n(주)한울,강북구\n", confirmed=True)

    assert _verdicts(warned) == [(2, "duplicate-warning")]
    assert not warned.stored
    assert confirmed.stored
    assert len(_stored(db)) == 2


def test_two_rows_of_one_sheet_may_be_duplicates_of_each_other(db):
    outcome = _take_in(db, "name,district\n한울,강북구\n한울,강북구\n")

    assert _verdicts(outcome) == [(2, "ok"), (3, "duplicate-warning")]


def test_a_row_may_point_at_a_later_one(db):
    sheet = "code,name,kind,parent\nteam,지원단,district_team,centre\ncentre,센터,centre,\n"

    outcome = _take_in(db, sheet, OFFICES)

    assert outcome.stored
    assert [one["code"] for one in _stored(db, OFFICES)] == ["centre", "team"]


def test_a_row_that_points_nowhere_is_an_error(db):
    outcome = _take_in(db, "code,name,kind,parent\nteam,지원단,district_team,nowhere\n", OFFICES)

    assert [column_of(f) for f in outcome.receipts[0].faults] == ["parent"]


def test_the_second_use_of_a_code_is_an_error_of_its_row_only(db):
    sheet = "code,name,kind\na,센터,centre\na,센터,centre\nb,센터,centre\n"

    outcome = _take_in(db, sheet, OFFICES)

    assert _verdicts(outcome) == [(2, "ok"), (3, "error"), (4, "ok")]
    assert _stored(db, OFFICES) == []


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
def test_korean_is_read_in_every_encoding_that_spreadsheets_write(db, encoding):
    outcome = _take_in(db, "name\n똠방각하 협동조합\n".encode(encoding))  # 똠 is not in EUC-KR

    assert outcome.stored
    assert _stored(db)[0]["name"] == "똠방각하 협동조합"


def test_split_letters_and_tabs_are_read_too(db):
    split = "name\tdistrict\n한울\t강북구\n"

    _take_in(db, split.encode("utf-16"))

    assert _stored(db)[0]["name"] == "한울"


def test_rows_are_numbered_as_a_spreadsheet_shows_them(db):
    outcome = _take_in(db, 'name,description\n,"두\n줄"\n\n,\n한울,\n')

    assert _verdicts(outcome) == [(2, "error"), (5, "ok")]


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"\xff\xff\xff", Undecodable),
        (b"", NoHeader),
        ("이름\n한울\n".encode(), UnknownColumns),
        (b"name,name\na,b\n", RepeatedColumns),
        (b'name\n"a\nb\n', BrokenSheet),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_as_a_whole(db, data, refusal):
    with pytest.raises(refusal):
        _take_in(db, data)


def test_an_unknown_column_is_named_with_the_known_ones(db):
    with pytest.raises(UnknownColumns) as refusal:
        _take_in(db, "이름,district\n한울,강북구\n")

    assert "이름" in refusal.value.message("ko")
    assert "service_regions" in refusal.value.message("ko")


def test_a_row_with_too_many_cells_is_an_error(db):
    assert _verdicts(_take_in(db, "name\n한울,강북구\n")) == [(2, "error")]


def test_parts_that_are_no_json_are_a_fault_of_their_column(db):
    outcome = _take_in(db, "name,products\n한울,책자\n")

    assert [column_of(one) for one in outcome.receipts[0].faults] == ["products"]


def test_an_enterprise_may_not_take_in_sheets(db, world):
    mine = world.enterprise("한울")
    actor = Actor(Role.enterprise, "나", enterprise_id=mine["id"])

    with pytest.raises(Forbidden):
        _take_in(db, GOOD, actor=actor)


def test_each_row_asks_whether_the_caller_may_write_it(db, world):
    agency = world.agency()
    actor = Actor(Role.staff, "지원단", office="team", offices=frozenset({"team"}))
    sheet = (
        "office,visited_on,target,agency_id\n"
        f"team,2017-03-02,school,{agency['id']}\n"
        f"centre,2017-03-02,school,{agency['id']}\n"
    )

    with db.writing(actor=actor) as unit:
        outcome = take_in(unit, VISITS, sheet.encode(), dry_run=False)

    assert _verdicts(outcome) == [(2, "ok"), (3, "error")]
    assert not outcome.stored


def test_progress_is_told_row_by_row(db):
    told = []
    with db.writing(actor=SYSTEM) as unit:
        take_in(
            unit,
            AGENCIES,
            b"name,kind\na,school\nb,school\n",
            dry_run=True,
            progress=lambda done, total: told.append((done, total)),
        )

    assert told == [(1, 2), (2, 2)]
