"""The one door: what holds for every collection, on both databases."""

import threading
from datetime import date
from uuid import uuid4

import pytest

from app.activity.actions import VISITS
from app.agencies.actions import AGENCIES
from app.core import lookups, records
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import (
    AlreadyExists,
    Forbidden,
    InUse,
    InvalidInput,
    NotFound,
    Stale,
    Unauthenticated,
    UnknownReference,
)
from app.enterprises.actions import ENTERPRISES
from app.offices.actions import OFFICES
from app.tenders.actions import TENDERS


def draft(collection, **fields):
    return collection.draft.model_validate(fields)


def patch(collection, **fields):
    return collection.patch.model_validate(fields)


def test_what_is_created_is_what_is_read(world):
    made = world.enterprise(products=[{"name": "현수막", "unit": "장", "monthly_capacity": 300}])

    with world.db.reading() as unit:
        assert lookups.get(unit, ENTERPRISES, made["id"]) == made


def test_a_client_may_bring_its_own_id_but_not_twice(world):
    mine = uuid4()
    world.add(OFFICES, id=mine, code="a", name="가", kind="centre")

    with pytest.raises(AlreadyExists):
        world.add(OFFICES, id=mine, code="b", name="나", kind="centre")


def test_a_reference_to_nothing_is_refused_and_named(world):
    with pytest.raises(UnknownReference) as refusal:
        world.visit(uuid4())

    assert [fault.pointer for fault in refusal.value.faults] == ["/agency_id"]


def test_nothing_is_left_of_a_unit_that_was_refused(world):
    def two_then_refusal():
        with world.db.writing(actor=SYSTEM) as unit:
            records.create(unit, OFFICES, draft(OFFICES, code="x", name="가", kind="centre"))
            records.create(unit, OFFICES, draft(OFFICES, code="x", name="나", kind="centre"))

    with pytest.raises(AlreadyExists):
        two_then_refusal()

    with world.db.reading() as unit, pytest.raises(NotFound):
        lookups.get(unit, OFFICES, "x")


def test_a_change_makes_the_next_version_and_keeps_the_first_in_the_history(world):
    visit = world.visit(world.agency()["id"])

    with world.db.writing(actor=SYSTEM) as unit:
        unit.reason = "오타"
        records.change(unit, VISITS, visit["id"], patch(VISITS, result="명함 교환"), 1)

    with world.db.reading(actor=SYSTEM) as unit:
        first, second = lookups.history(unit, VISITS, visit["id"])
    assert (first["version"], first["document"]["result"]) == (1, None)
    assert (second["version"], second["document"]["result"]) == (2, "명함 교환")
    assert (second["reason"], second["action"]) == ("오타", "changed")


def test_a_change_from_an_old_version_is_refused(world):
    visit = world.visit(world.agency()["id"])
    with world.db.writing(actor=SYSTEM) as unit:
        records.change(unit, VISITS, visit["id"], patch(VISITS, note="하나"), 1)

    with world.db.writing(actor=SYSTEM) as unit, pytest.raises(Stale):
        records.change(unit, VISITS, visit["id"], patch(VISITS, note="둘"), 1)


def test_of_two_who_change_the_same_version_at_once_only_one_succeeds(world):
    visit, outcomes = world.visit(world.agency()["id"]), []
    start = threading.Barrier(2)

    def write(note):
        start.wait()
        try:
            with world.db.writing(actor=SYSTEM) as unit:
                records.change(unit, VISITS, visit["id"], patch(VISITS, note=note), 1)
            outcomes.append(note)
        except Stale:
            outcomes.append(None)

    threads = [threading.Thread(target=write, args=(note,)) for note in ("하나", "둘")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with world.db.reading(actor=SYSTEM) as unit:
        stored = lookups.get(unit, VISITS, visit["id"])["note"]
    assert sorted(o is None for o in outcomes) == [False, True]
    assert stored == next(o for o in outcomes if o)


def test_a_rule_between_fields_holds_for_changes_too(world):
    tender = world.add(
        TENDERS, title="현수막 제작", agency_id=world.agency()["id"], needed_from="2017-05-01"
    )

    with world.db.writing(actor=SYSTEM) as unit, pytest.raises(InvalidInput) as refusal:
        records.change(unit, TENDERS, tender["id"], patch(TENDERS, needed_until="2017-04-01"), None)

    assert [fault.code for fault in refusal.value.faults] == ["ends_before_start"]


def test_null_clears_a_field_and_absence_leaves_it(world):
    visit = world.visit(world.agency()["id"], note="메모", result="결과")

    with world.db.writing(actor=SYSTEM) as unit:
        after = records.change(unit, VISITS, visit["id"], patch(VISITS, note=None), None)

    assert (after["note"], after["result"]) == (None, "결과")


def test_what_others_point_at_cannot_be_removed(world):
    agency = world.agency()
    world.visit(agency["id"])

    with world.db.writing(actor=SYSTEM) as unit, pytest.raises(InUse) as refusal:
        records.remove(unit, AGENCIES, agency["id"], None)

    assert (
        refusal.value.message("en")
        == "It is in use by other records (visit) and cannot be removed."
    )


def test_what_points_at_a_record_of_its_own_kind_is_named_too(world):
    city = world.agency(name="서울시")
    world.agency(name="서울시 사회적경제과", parent_id=city["id"])

    with world.db.writing(actor=SYSTEM) as unit, pytest.raises(InUse, match="records \\(agency\\)"):
        records.remove(unit, AGENCIES, city["id"], None)


def test_what_a_record_holds_itself_does_not_keep_it(world):
    made = world.enterprise(products=[{"name": "현수막"}])

    with world.db.writing(actor=SYSTEM) as unit:
        records.remove(unit, ENTERPRISES, made["id"], None)

    with world.db.reading(actor=SYSTEM) as unit, pytest.raises(NotFound):
        lookups.get(unit, ENTERPRISES, made["id"])


def test_a_removed_record_is_gone_but_its_history_stays(world):
    visit = world.visit(world.agency()["id"])
    with world.db.writing(actor=SYSTEM) as unit:
        records.remove(unit, VISITS, visit["id"], 1)

    with world.db.reading(actor=SYSTEM) as unit:
        with pytest.raises(NotFound):
            lookups.get(unit, VISITS, visit["id"])
        actions = [r["action"] for r in lookups.history(unit, VISITS, visit["id"])]
    assert actions == ["created", "removed"]


def test_changing_a_list_of_parts_replaces_it_and_keeps_given_ids(world):
    made = world.enterprise(products=[{"name": "현수막"}, {"name": "배너"}])
    kept = made["products"][1]

    with world.db.writing(actor=SYSTEM) as unit:
        after = records.change(
            unit,
            ENTERPRISES,
            made["id"],
            patch(ENTERPRISES, products=[{"id": kept["id"], "name": "배너"}, {"name": "포스터"}]),
            None,
        )

    assert [p["name"] for p in after["products"]] == ["배너", "포스터"]
    assert after["products"][0]["id"] == kept["id"]


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (ANYONE, Unauthenticated),
        (Actor(Role.agency, agency_id=uuid4()), Forbidden),
        (Actor(Role.staff, office="team", offices=frozenset({"team"})), Forbidden),
    ],
)
def test_only_those_who_work_for_an_office_write_its_log(world, actor, refusal):
    agency = world.agency()
    entry = draft(
        VISITS,
        office="centre",
        visited_on=date(2017, 3, 2),
        target="school",
        agency_id=agency["id"],
    )

    with world.db.writing(actor=actor) as unit, pytest.raises(refusal):
        records.create(unit, VISITS, entry)


def test_an_office_writes_the_log_of_its_children(world):
    centre = Actor(Role.staff, "boss", office="centre", offices=frozenset({"centre", "team"}))
    agency = world.agency()
    entry = draft(
        VISITS, office="team", visited_on=date(2017, 3, 2), target="school", agency_id=agency["id"]
    )

    with world.db.writing(actor=centre) as unit:
        made = records.create(unit, VISITS, entry)

    assert made["office"] == "team"


def test_what_is_not_yours_is_not_found_rather_than_forbidden(world):
    ours, theirs = world.agency("우리구청"), world.agency("남의구청")
    tender = world.add(TENDERS, title="청소", agency_id=theirs["id"])

    member = Actor(Role.agency, "buyer", agency_id=ours["id"])
    with world.db.reading(actor=member) as unit, pytest.raises(NotFound):
        lookups.get(unit, TENDERS, tender["id"])
