"""A sheet that corrects what is stored: by id, whole or not at all, by those who may."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from app.activity.actions import VISITS
from app.agencies.actions import AGENCIES, DEMANDS
from app.categories.actions import CATEGORIES
from app.core import lookups, records
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import Forbidden, Unauthenticated
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.exchange.imports import column_of, take_in
from app.offices.actions import OFFICES


def send(db, text, collection=ENTERPRISES, *, actor=SYSTEM, reason=None, **how):
    with db.writing(actor=actor) as unit:
        unit.confirmed, unit.reason = how.get("confirmed", False), reason
        return take_in(unit, collection, text.encode(), dry_run=how.get("dry_run", False))


def stored(db, collection=ENTERPRISES):
    with db.reading(actor=SYSTEM) as view:
        return {one["id"]: one for one in lookups.listed(view, collection)}


def revisions(db):
    with db.reading() as view:
        return view.scalar(select(func.count()).select_from(REVISIONS))


def seen(outcome):
    return [
        (one.row, one.verdict.value, one.action and one.action.value) for one in outcome.receipts
    ]


def test_one_sheet_adds_corrects_and_leaves_alone(db, world):
    same = world.enterprise("한울", district="강북구")
    other = world.enterprise("두레", district="노원구")
    sheet = f"id,name,district\n{same['id']},한울,강북구\n{other['id']},두레,도봉구\n,새봄,강북구\n"

    outcome = send(db, sheet)

    assert seen(outcome) == [(2, "ok", "unchanged"), (3, "ok", "changed"), (4, "ok", "created")]
    now = stored(db)
    assert (now[same["id"]]["version"], now[other["id"]]["version"]) == (1, 2)
    assert now[other["id"]]["district"] == "도봉구"


def test_an_id_nobody_has_is_the_id_of_the_new_record(db):
    mine = uuid4()

    outcome = send(db, f"id,name\n{mine},한울\n")

    assert seen(outcome) == [(2, "ok", "created")]
    assert stored(db)[mine]["name"] == "한울"


def test_an_id_may_be_written_as_other_programs_write_it(db, world):
    one = world.enterprise("한울")["id"]

    outcome = send(db, f"id,district\n {{{str(one).upper()}}} ,도봉구\n")

    assert seen(outcome) == [(2, "ok", "changed")]
    assert stored(db)[one]["district"] == "도봉구"


@pytest.mark.parametrize("key", ["7", "한울", "00000000-0000-0000-0000-00000000000g"])
def test_an_id_that_is_none_is_a_fault_of_its_column(db, key):
    outcome = send(db, f"id,name\n{key},한울\n")

    assert [column_of(fault) for fault in outcome.receipts[0].faults] == ["id"]
    assert stored(db) == {}


def test_the_id_of_a_removed_record_brings_it_back_only_as_a_whole_row(db, world):
    gone = world.enterprise("한울", district="강북구")["id"]
    with db.writing(actor=SYSTEM) as unit:
        records.remove(unit, ENTERPRISES, gone, None)

    part = send(db, f"id,district\n{gone},도봉구\n")
    whole = send(db, f"id,name,district\n{gone},한울,도봉구\n")

    assert [column_of(fault) for fault in part.receipts[0].faults] == ["name"]
    assert seen(whole) == [(2, "ok", "created")]


def test_a_row_that_stands_twice_corrects_once_and_the_second_changes_nothing(db, world):
    one = world.enterprise("한울")["id"]

    outcome = send(db, f"id,district\n{one},도봉구\n{one},도봉구\n")

    assert [action for _, _, action in seen(outcome)] == ["changed", "unchanged"]
    assert stored(db)[one]["version"] == 2


def test_a_correction_of_parts_replaces_them_all(db, world):
    one = world.enterprise("한울", products=[{"name": "책자"}, {"name": "명함"}])["id"]

    send(db, f'id,products\n{one},"[{{""name"": ""현수막""}}]"\n')

    assert [product["name"] for product in stored(db)[one]["products"]] == ["현수막"]


def test_an_empty_cell_of_parts_takes_them_all_away(db, world):
    one = world.enterprise("한울", products=[{"name": "책자"}])["id"]

    send(db, f"id,products\n{one},\n")

    assert stored(db)[one]["products"] == []


def test_a_correction_does_not_ask_again_about_a_duplicate_it_already_is(db, world):
    one = world.enterprise("한울", district="강북구")["id"]
    with db.writing(actor=SYSTEM) as unit:
        unit.confirmed = True
        twin = ENTERPRISES.draft.model_validate({"name": "한울", "district": "강북구"})
        records.create(unit, ENTERPRISES, twin)

    outcome = send(db, f"id,description\n{one},새 설명\n")

    assert seen(outcome) == [(2, "ok", "changed")]


CHAIN = [("C0101", "C01"), ("C01", ""), ("C0101-1", "C0101"), ("C0101-2", "C0101")]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 0, 1), (2, 0, 3, 1), (1, 0, 2, 3)])
def test_rows_that_point_at_each_other_may_stand_in_any_order(db, order):
    rows = "".join(f"{code},{parent},이름 {code}\n" for code, parent in (CHAIN[n] for n in order))

    outcome = send(db, f"code,parent,name\n{rows}", CATEGORIES)

    assert outcome.stored
    assert [row for row, _, _ in seen(outcome)] == [2, 3, 4, 5]
    found = {one["code"]: one["parent"] for one in stored(db, CATEGORIES).values()}
    assert found == {code: parent or None for code, parent in CHAIN}


def test_rows_that_point_at_each_other_in_a_ring_are_all_refused(db):
    outcome = send(db, "code,parent,name\nA,B,가\nB,A,나\nC,,다\n", CATEGORIES)

    assert [verdict for _, verdict, _ in seen(outcome)] == ["error", "error", "ok"]
    assert stored(db, CATEGORIES) == {}


def test_a_fault_in_the_very_last_row_keeps_all_others_out(db):
    good = "".join(f"기관 {n},school\n" for n in range(200))
    before = revisions(db)

    outcome = send(db, f"name,kind\n{good}마지막,성\n", AGENCIES, confirmed=True)

    assert outcome.summary["ok"] == 200
    assert outcome.summary["error"] == 1
    assert seen(outcome)[-1][:2] == (202, "error")
    assert stored(db, AGENCIES) == {}
    assert revisions(db) == before


def test_a_warning_in_the_last_row_keeps_corrections_out_too(db, world):
    one = world.enterprise("한울", district="강북구")

    outcome = send(db, f"id,name,district\n{one['id']},한울,도봉구\n,한울,도봉구\n")

    assert [verdict for _, verdict, _ in seen(outcome)] == ["ok", "duplicate-warning"]
    assert stored(db)[one["id"]] == one


SHEETS = {
    "good": "name,district\n한울,강북구\n두레,노원구\n",
    "a bad value": "name,legal_form\n한울,\n두레,주식\n",
    "likely duplicates": "name,district\n한울,강북구\n한울,강북구\n",
    "a repeated id": "id,name\n{id},한울\n{id},두레\n",
}


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_a_dry_run_says_row_by_row_what_the_real_run_then_says(db, sheet):
    text = sheet.replace("{id}", str(uuid4()))

    tried = send(db, text, dry_run=True)
    done = send(db, text)

    assert tried.receipts == done.receipts
    assert tried.summary == done.summary
    assert tried.stored is False


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (ANYONE, Unauthenticated),
        (Actor(Role.agency, "a", agency_id=UUID(int=1)), Forbidden),
        (Actor(Role.enterprise, "e", enterprise_id=UUID(int=1)), Forbidden),
        (Actor(Role.device, "d", fair_id=UUID(int=1)), Forbidden),
    ],
    ids=["anyone", "agency", "enterprise", "device"],
)
def test_who_may_not_send_sheets_hears_it_before_the_sheet_is_read(db, actor, refusal):
    with pytest.raises(refusal):
        send(db, "no sheet at all", actor=actor)


@pytest.mark.parametrize(("office", "verdict"), [("team", "ok"), ("centre", "error")])
def test_staff_correct_by_sheet_only_what_their_office_wrote(db, world, office, verdict):
    visit = world.visit(world.agency()["id"], office=office)["id"]
    member = Actor(Role.staff, "지원단", office="team", offices=frozenset({"team"}))

    outcome = send(db, f"id,note\n{visit},정정\n", VISITS, actor=member)

    assert seen(outcome)[0][1] == verdict
    assert stored(db, VISITS)[visit]["note"] == ("정정" if verdict == "ok" else None)


def test_only_an_administrator_brings_offices_by_sheet(db):
    sheet = "code,name,kind\nnorth,북부,centre\n"

    by_staff = send(db, sheet, OFFICES, actor=Actor(Role.staff, "직원"))
    by_admin = send(db, sheet, OFFICES, actor=Actor(Role.admin, "관리자"))

    (fault,) = by_staff.receipts[0].faults
    assert (fault.code, column_of(fault)) == ("forbidden", None)
    assert by_admin.stored


def test_every_row_of_a_sheet_keeps_the_reason_and_who_sent_it(db, world):
    one = world.enterprise("한울")["id"]

    send(
        db,
        f"id,name,district\n{one},한울,도봉구\n,새봄,중구\n",
        reason="상반기 정비",
        actor=Actor(Role.staff, "직원"),
    )

    with db.reading(actor=SYSTEM) as view:
        newest = [lookups.history(view, ENTERPRISES, key)[-1] for key in stored(db)]
    assert {(row["reason"], row["actor"]) for row in newest} == {("상반기 정비", "직원")}
    assert sorted(row["action"] for row in newest) == ["changed", "created"]


@pytest.mark.parametrize(
    ("cell", "code"), [("예", "bool_type"), ("O", "bool_type"), ("1", "bool_type")]
)
def test_a_flag_in_other_words_is_refused_and_told_how_to_write_it(db, world, cell, code):
    agency = world.agency()["id"]

    outcome = send(
        db, f"agency_id,year,item,is_social_economy\n{agency},2017,책자,{cell}\n", DEMANDS
    )

    (fault,) = outcome.receipts[0].faults
    assert (column_of(fault), fault.code) == ("is_social_economy", code)
    assert "true" in fault.ko


@pytest.mark.parametrize("day", ["2017.3.2", "2017/03/02", "3월 2일", "2017-02-29", "42795.5", "-"])
def test_a_day_that_is_none_is_refused_and_shown_how_one_is_written(db, world, day):
    sheet = f"office,visited_on,target,agency_id\ncentre,{day},school,{world.agency()['id']}\n"

    outcome = send(db, sheet, VISITS)

    (fault,) = outcome.receipts[0].faults
    assert column_of(fault) == "visited_on"
    assert "2026-11-21" in fault.ko
