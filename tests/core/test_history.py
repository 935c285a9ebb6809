"""The history of a record, who may read it, and clashes with what is stored."""

from uuid import uuid4

import pytest
from drafts import drafts_in

from app.activity.actions import CONTRACTS, VISITS
from app.categories.actions import CATEGORIES
from app.core import lookups, records
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import AlreadyExists, Forbidden, InUse, NotFound, Unauthenticated
from app.offices.actions import OFFICES
from app.resources import COLLECTIONS


def changed(world, collection, key, **fields):
    with world.db.writing(actor=SYSTEM) as unit:
        return records.change(unit, collection, key, collection.patch(**fields), None)


def actions_in(client, path):
    return [(one["version"], one["action"]) for one in client.get(f"{path}/history").json()]


def test_the_history_tells_who_did_what_when_and_why(world, as_role):
    boss = as_role(Role.staff, office="centre")
    visit = world.visit(world.agency()["id"])
    path = f"/api/v1/visits/{visit['id']}"

    boss.patch(path, json={"note": "정정"}, headers={"Change-Reason": "%EC%98%A4%ED%83%80"})
    boss.delete(path, headers={"Change-Reason": "double"})

    first, second, third = boss.get(f"{path}/history").json()
    assert [one["action"] for one in (first, second, third)] == ["created", "changed", "removed"]
    assert [one["reason"] for one in (first, second, third)] == [None, "오타", "double"]
    assert (first["actor"], second["actor"]) == ("system", "test staff")
    assert first["at"] < second["at"] < third["at"]
    assert first["seq"] < second["seq"] < third["seq"]


def test_every_revision_holds_the_whole_record_with_its_parts(world, staff):
    made = world.enterprise(products=[{"name": "현수막"}])
    path = f"/api/v1/enterprises/{made['id']}"
    staff.patch(path, json={"products": [{"name": "배너"}, {"name": "포스터"}]})
    now = staff.get(path).json()

    first, second = (one["document"] for one in staff.get(f"{path}/history").json())

    assert [one["name"] for one in first["products"]] == ["현수막"]
    assert second == now


def test_a_long_history_is_answered_in_parts_that_join_without_a_gap(world, staff):
    path = f"/api/v1/visits/{world.visit(world.agency()['id'])['id']}"
    for number in range(6):
        staff.patch(path, json={"note": f"정정 {number}"})
    whole = staff.get(f"{path}/history").json()
    parts, before = [], ""

    while part := staff.get(f"{path}/history?limit=3{before}").json():
        parts.append(part)
        before = f"&before={part[0]['seq']}"

    assert [len(part) for part in parts] == [3, 3, 1]
    assert [one for part in reversed(parts) for one in part] == whole
    assert [one["version"] for one in whole] == [1, 2, 3, 4, 5, 6, 7]
    for wrong in ("limit=0", "limit=1001", "before=0", "before=x"):
        assert staff.get(f"{path}/history?{wrong}").status_code == 422
    assert staff.get(f"/api/v1/visits/{uuid4()}/history?before=5").status_code == 404


@pytest.mark.parametrize("name", [n for n, c in COLLECTIONS.items() if c.readers is not None])
def test_the_history_is_closed_to_whom_the_record_is_closed(world, anyone, staff, name):
    made = staff.post(f"/api/v1/{name}?confirm=true", json=drafts_in(world)[name])
    path = f"/api/v1/{name}/{made.json()['id']}"

    assert actions_in(staff, path) == [(1, "created")]
    assert anyone.get(f"{path}/history").status_code == 401


def test_a_booth_device_reads_no_history_but_of_its_own_fair(world, as_role):
    ids = drafts_in(world)["consultations"]
    made = world.add(COLLECTIONS["consultations"], **ids)
    visit = world.visit(world.agency()["id"])
    other = world.add(COLLECTIONS["fairs"], office="centre", name="다른", starts_on="2017-09-02")
    own, foreign = (as_role(Role.device, fair_id=fair) for fair in (made["fair_id"], other["id"]))

    path = f"/api/v1/consultations/{made['id']}/history"
    assert own.get(path).status_code == 200
    assert foreign.get(path).status_code == 404
    assert own.get(f"/api/v1/visits/{visit['id']}/history").status_code == 403


def test_members_read_the_history_of_their_own_contracts_only(world):
    ours, theirs = world.enterprise("우리협동조합"), world.enterprise("남의협동조합")
    base = {"office": "centre", "signed_on": "2017-06-01", "item": "현수막", "state": "signed"}
    contract = world.add(CONTRACTS, **base, enterprise_id=ours["id"])

    with world.db.reading(actor=Actor(Role.enterprise, enterprise_id=ours["id"])) as unit:
        assert len(lookups.history(unit, CONTRACTS, contract["id"])) == 1
    stranger = Actor(Role.enterprise, enterprise_id=theirs["id"])
    with world.db.reading(actor=stranger) as unit, pytest.raises(NotFound):
        lookups.history(unit, CONTRACTS, contract["id"])


def test_the_history_of_what_anyone_may_read_still_needs_a_token(world):
    office = world.office

    with world.db.reading(actor=ANYONE) as unit, pytest.raises(Unauthenticated):
        lookups.history(unit, OFFICES, office["id"])
    with (
        world.db.reading(actor=Actor(Role.device, fair_id=uuid4())) as unit,
        pytest.raises(Forbidden),
    ):
        lookups.history(unit, OFFICES, office["id"])


def test_a_record_that_never_was_has_no_history(staff):
    assert staff.get(f"/api/v1/visits/{uuid4()}/history").status_code == 404
    assert staff.get("/api/v1/offices/nowhere/history").status_code == 404


def test_a_record_with_a_code_is_found_by_either_name(world, staff):
    office = world.office

    by_code = staff.get("/api/v1/offices/centre").json()
    by_id = staff.get(f"/api/v1/offices/{office['id']}").json()

    assert by_code == by_id
    assert actions_in(staff, "/api/v1/offices/centre") == [(1, "created")]


def test_a_code_that_others_point_at_cannot_be_changed(world):
    world.visit(world.agency()["id"])

    with pytest.raises(InUse):
        changed(world, OFFICES, "centre", code="renamed")


def test_a_code_that_nobody_points_at_can_be_changed(world):
    assert changed(world, OFFICES, "team", code="renamed")["code"] == "renamed"


def test_a_code_cannot_be_changed_to_one_that_is_taken(world):
    world.add(OFFICES, code="a", name="가", kind="centre")

    with pytest.raises(AlreadyExists) as refusal:
        changed(world, OFFICES, "a", code="team")

    assert refusal.value.details == {"value": "team"}


def test_a_category_cannot_be_moved_below_itself(world, admin):
    world.add(CATEGORIES, code="C01", name="청소")
    world.add(CATEGORIES, code="C0101", name="건물 청소", parent="C01")

    answer = admin.patch("/api/v1/categories/C01", json={"parent": "C0101"})

    assert (answer.status_code, answer.json()["code"]) == (409, "category_loop")


def test_an_office_cannot_stand_below_itself_or_its_own_child(world, admin):
    for parent in ("centre", "team"):
        answer = admin.patch("/api/v1/offices/centre", json={"parent": parent})
        assert (answer.status_code, answer.json()["code"]) == (409, "office_loop")


def test_an_unchanged_change_is_still_a_version(world):
    visit = world.visit(world.agency()["id"])

    after = changed(world, VISITS, visit["id"])

    assert after["version"] == 2
    assert {k: v for k, v in after.items() if k not in ("version", "updated_at")} == {
        k: v for k, v in visit.items() if k not in ("version", "updated_at")
    }


def test_the_id_and_stamps_cannot_be_changed(world, staff):
    visit = world.visit(world.agency()["id"])

    for field in ("id", "created_at", "updated_at", "version"):
        answer = staff.patch(f"/api/v1/visits/{visit['id']}", json={field: str(visit["id"])})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def test_a_part_cannot_take_the_id_of_a_part_of_another_record(world, staff):
    one = world.enterprise("하나", products=[{"name": "현수막"}])
    other = world.enterprise("다른", products=[{"name": "배너"}])

    answer = staff.patch(
        f"/api/v1/enterprises/{one['id']}",
        json={"products": [{"id": str(other["products"][0]["id"]), "name": "훔친 것"}]},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/products"
    unchanged = staff.get(f"/api/v1/enterprises/{one['id']}").json()
    assert [p["name"] for p in unchanged["products"]] == ["현수막"]
