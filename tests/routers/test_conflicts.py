"""Two people change one record: the second sees what differs, and nobody's work is lost."""

from uuid import uuid4

import pytest

from app.core import records
from app.core.actors import SYSTEM, Role
from app.core.errors import NotFound, Stale
from app.enterprises.actions import ENTERPRISES

FIRST = {"If-Match": '"1"'}


@pytest.fixture
def shared(world):
    made = world.enterprise("한울협동조합", description="처음", employees_total=5)
    return f"/api/v1/enterprises/{made['id']}"


def differences_of(answer):
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    return {
        one["pointer"]: (one["changed_by"], one["yours"], one["theirs"], one["original"])
        for one in answer.json()["differences"]
    }


def test_the_second_sees_each_field_as_theirs_as_yours_and_as_it_was(shared, staff, admin):
    staff.patch(shared, json={"description": "먼저", "employees_total": 7}, headers=FIRST)

    late = admin.patch(shared, json={"description": "나중", "district": "노원구"}, headers=FIRST)

    assert late.json()["current"] == 2
    assert differences_of(late) == {
        "/description": ("both", "나중", "먼저", "처음"),
        "/employees_total": ("them", 5, 7, 5),
        "/district": ("you", "노원구", "강북구", "강북구"),
    }


def test_with_what_it_was_told_the_second_can_finish_without_losing_anything(shared, staff, admin):
    staff.patch(shared, json={"employees_total": 7}, headers=FIRST)
    late = admin.patch(shared, json={"description": "나중"}, headers=FIRST)

    mine = {
        one["pointer"][1:]: one["yours"]
        for one in late.json()["differences"]
        if one["changed_by"] == "you"
    }
    done = admin.patch(shared, json=mine, headers={"If-Match": f'"{late.json()["current"]}"'})

    assert done.status_code == 200
    assert (done.json()["employees_total"], done.json()["description"]) == (7, "나중")


def test_a_form_sent_whole_does_not_claim_the_fields_it_left_alone(shared, staff, admin):
    read = staff.get(shared).json()
    staff.patch(shared, json={"employees_total": 7}, headers=FIRST)

    form = {name: read[name] for name in ("name", "description", "employees_total", "district")}
    late = admin.patch(shared, json={**form, "description": "나중"}, headers=FIRST)

    assert differences_of(late) == {
        "/description": ("you", "나중", "처음", "처음"),
        "/employees_total": ("them", 5, 7, 5),
    }


def test_what_both_made_alike_is_no_difference(shared, staff, admin):
    staff.patch(shared, json={"description": "같은 말"}, headers=FIRST)

    late = admin.patch(shared, json={"description": "같은 말"}, headers=FIRST)

    assert differences_of(late) == {}


def test_lists_are_compared_as_a_whole(shared, staff, admin):
    staff.patch(shared, json={"products": [{"name": "배너"}]}, headers=FIRST)

    late = admin.patch(shared, json={"products": []}, headers=FIRST)

    who, yours, theirs, original = differences_of(late)["/products"]
    assert (who, yours, original) == ("them", [], [])
    assert [one["name"] for one in theirs] == ["배너"]


def test_who_removes_a_changed_record_sees_what_changed(shared, staff, admin):
    staff.patch(shared, json={"description": "먼저"}, headers=FIRST)

    late = admin.delete(shared, headers=FIRST)

    assert differences_of(late) == {"/description": ("them", "처음", "먼저", "처음")}


def test_a_version_that_never_was_has_no_original(shared, staff):
    answer = staff.patch(shared, json={"description": "x"}, headers={"If-Match": '"77"'})

    assert differences_of(answer) == {"/description": ("both", "x", "처음", None)}


def test_a_change_that_is_stale_and_wrong_is_told_that_it_is_stale(shared, staff, admin):
    staff.patch(shared, json={"employees_vulnerable": 3}, headers=FIRST)

    late = admin.patch(shared, json={"employees_total": 1}, headers=FIRST)

    assert late.status_code == 412


def test_a_stale_step_of_a_tender_says_what_changed(world, staff, admin):
    agency = world.agency()
    made = staff.post("/api/v1/tenders", json={"title": "청소", "agency_id": str(agency["id"])})
    path = made.headers["location"]
    staff.patch(path, json={"title": "교실 청소"}, headers=FIRST)

    late = admin.post(f"{path}/transitions", json={"to": "dropped"}, headers=FIRST)

    found = differences_of(late)
    assert found["/title"] == ("them", "청소", "교실 청소", "청소")
    assert found["/status"] == ("you", "dropped", "idea", "idea")


def test_one_that_is_overtaken_between_reading_and_writing_is_told_the_same(world):
    made = world.enterprise("한울협동조합", description="처음")
    before = {**made}

    with world.db.writing(actor=SYSTEM) as unit:
        records.change(unit, ENTERPRISES, made["id"], ENTERPRISES.patch(description="먼저"), None)
        with pytest.raises(Stale) as refusal:  # the row is no longer what was read
            records.apply(unit, ENTERPRISES, before, {**before, "description": "나중"})

    (one,) = refusal.value.details["differences"]
    assert refusal.value.details["current"] == 2
    assert (one["yours"], one["theirs"], one["original"]) == ("나중", "먼저", "처음")


def test_one_whose_record_is_gone_meanwhile_finds_nothing(world):
    made = world.enterprise()

    with world.db.writing(actor=SYSTEM) as unit:
        records.remove(unit, ENTERPRISES, made["id"], None)
        with pytest.raises(NotFound):
            records.apply(unit, ENTERPRISES, made, {**made, "description": "나중"})


def test_a_stale_change_of_a_foreign_record_tells_nothing(world, as_role, staff, shared):
    other = world.enterprise("남의협동조합")
    member = as_role(Role.enterprise, enterprise_id=other["id"])
    staff.patch(shared, json={"description": "먼저"}, headers=FIRST)

    answer = member.patch(shared, json={"description": "x"}, headers=FIRST)

    assert answer.status_code in (403, 404)
    assert "differences" not in answer.json()


def test_an_unknown_record_is_not_stale(staff):
    answer = staff.patch(f"/api/v1/enterprises/{uuid4()}", json={}, headers=FIRST)

    assert answer.status_code == 404
