"""Consultations: when an answer is due, who may write one, and what is still open."""

from datetime import date

import pytest
from answers import faults_of

from app.activity.actions import CONSULTATIONS
from app.core.actors import Role
from app.fairs.actions import FAIRS

PATH = "/api/v1/consultations"
NOBODY = "00000000-0000-4000-8000-000000000000"
ASKED = {
    "office": "centre",
    "received_on": "2017-03-02",
    "channel": "phone",
    "requester_kind": "agency",
}


def consult(world, **fields):
    return world.add(CONSULTATIONS, **{**ASKED, **fields})


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({}, date(2017, 3, 7)),
        ({"kind": "general"}, date(2017, 3, 7)),
        ({"kind": "expert", "field": "legal"}, date(2017, 3, 7)),
        ({"kind": "document_review"}, date(2017, 3, 13)),
        ({"received_on": "2017-09-29"}, date(2017, 10, 12)),
        ({"received_on": "2017-09-29", "kind": "document_review"}, date(2017, 10, 18)),
        ({"received_on": "2017-01-26"}, date(2017, 2, 2)),
        ({"received_on": "2017-03-04"}, date(2017, 3, 8)),
        ({"due_on": "2017-03-03"}, date(2017, 3, 3)),
        ({"answered_on": "2017-03-02"}, None),
        ({"date_precision": "month"}, None),
        ({"date_precision": "year"}, None),
    ],
)
def test_an_answer_is_due_after_3_business_days_and_after_7_for_a_document(world, fields, due):
    assert consult(world, **fields)["due_on"] == due


def test_the_day_it_is_due_stays_when_the_answer_is_noted(world, staff):
    made = consult(world)

    after = staff.patch(f"{PATH}/{made['id']}", json={"answered_on": "2017-03-06"}).json()

    assert (after["due_on"], after["answered_on"]) == ("2017-03-07", "2017-03-06")


@pytest.mark.parametrize("field", ["due_on", "answered_on"])
def test_nothing_is_due_or_answered_before_it_was_received(staff, field):
    answer = staff.post(PATH, json={**ASKED, field: "2017-03-01"})

    assert faults_of(answer) == [(f"/{field}", "ends_before_start")]


def test_an_expert_consultation_names_its_field(staff):
    assert faults_of(staff.post(PATH, json={**ASKED, "kind": "expert"})) == [("/field", "missing")]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("channel", "telegram", "literal_error"),
        ("kind", "chat", "literal_error"),
        ("requester_kind", "friend", "literal_error"),
        ("rating", 0, "greater_than_equal"),
        ("rating", 6, "less_than_equal"),
        ("rating", False, "int_type"),
        ("rating", 4.5, "int_type"),
        ("received_on", "2017-02-29", "date_from_datetime_parsing"),
        ("received_on", "1799-01-01", "greater_than_equal"),
        ("received_on", "9999-12-31", "less_than_equal"),
        ("office", "nowhere", "unknown"),
        ("agency_id", NOBODY, "unknown"),
        ("enterprise_id", NOBODY, "unknown"),
        ("fair_id", NOBODY, "unknown"),
        ("visit_id", NOBODY, "unknown"),
        ("referred_enterprise_ids", [NOBODY], "unknown"),
        ("referred_enterprise_ids", "all", "list_type"),
        ("caller", "900101", "extra_forbidden"),
    ],
)
def test_what_is_wrong_with_a_consultation_is_named(world, staff, field, value, code):
    answer = staff.post(PATH, json={**ASKED, field: value})

    assert answer.status_code == 422
    assert faults_of(answer) == [(f"/{field}", code)]


def test_referrals_are_enterprises_of_the_register(world, staff):
    ids = [str(world.enterprise(name)["id"]) for name in ("하나협동조합", "두울협동조합")]

    made = staff.post(PATH, json={**ASKED, "referred_enterprise_ids": ids}).json()
    twice = staff.post(PATH, json={**ASKED, "referred_enterprise_ids": [ids[0], ids[0]]})
    mixed = staff.post(PATH, json={**ASKED, "referred_enterprise_ids": [ids[0], NOBODY]})

    assert made["referred_enterprise_ids"] == ids
    assert twice.status_code == 201
    assert faults_of(mixed) == [("/referred_enterprise_ids", "unknown")]


def test_referrals_survive_a_change_of_something_else(world, staff):
    ids = [str(world.enterprise()["id"])]
    made = staff.post(PATH, json={**ASKED, "referred_enterprise_ids": ids}).json()

    after = staff.patch(f"{PATH}/{made['id']}", json={"rating": 5})

    assert (after.status_code, after.json()["referred_enterprise_ids"]) == (200, ids)


@pytest.fixture
def log(world):
    agency, enterprise = world.agency(), world.enterprise()
    consult(world, agency_id=agency["id"])
    consult(world, received_on="2017-03-03", kind="document_review", channel="visit")
    consult(world, answered_on="2017-03-03", requester_kind="enterprise",
            enterprise_id=enterprise["id"])  # fmt: skip
    consult(world, kind="expert", field="legal", office="team", received_on="2017-04-03")
    consult(world, due_on="2017-03-03", answered_on="2017-03-03", channel="website")
    return {"agency_id": agency["id"], "enterprise_id": enterprise["id"]}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 5),
        ({"open": "true"}, 3),
        ({"open": "false"}, 2),
        ({"due_until": "2017-03-03"}, 1),
        ({"due_until": "2017-03-07"}, 2),
        ({"open": "true", "due_until": "2017-03-07"}, 1),
        ({"open": "true", "due_until": "2017-03-14"}, 2),
        ({"kind": "general"}, 3),
        ({"kind": "document_review"}, 1),
        ({"channel": "phone"}, 3),
        ({"requester_kind": "enterprise"}, 1),
        ({"field": "legal"}, 1),
        ({"office": "team"}, 1),
        ({"office": "centre"}, 4),
        ({"date_from": "2017-03-03"}, 2),
        ({"date_until": "2017-03-02"}, 3),
        ({"date_from": "2017-03-03", "date_until": "2017-03-31"}, 1),
        ({"kind": "general", "open": "true", "office": "centre"}, 1),
    ],
)
def test_consultations_are_found_by_what_is_open_due_and_asked(log, staff, asked, found):
    assert staff.get(PATH, params=asked).json()["total"] == found


@pytest.mark.parametrize("key", ["agency_id", "enterprise_id"])
def test_consultations_are_found_by_who_asked(log, staff, key):
    assert staff.get(PATH, params={key: log[key]}).json()["total"] == 1


def test_the_next_due_is_found_first(log, staff):
    due = [c["due_on"] for c in staff.get(f"{PATH}?open=true&sort=due_on").json()["items"]]

    assert due == ["2017-03-07", "2017-03-14", "2017-04-06"]


@pytest.fixture
def fairs(world):
    return [
        world.add(FAIRS, office="centre", name=name, starts_on="2017-09-01")
        for name in ("우리 박람회", "남의 박람회")
    ]


def test_a_booth_device_consults_at_its_own_fair_only(fairs, as_role):
    ours, theirs = (str(fair["id"]) for fair in fairs)
    device = as_role(Role.device, fair_id=fairs[0]["id"])

    own = device.post(PATH, json={**ASKED, "channel": "fair", "fair_id": ours})
    foreign = device.post(PATH, json={**ASKED, "channel": "fair", "fair_id": theirs})
    nowhere = device.post(PATH, json=ASKED)

    assert (own.status_code, foreign.status_code, nowhere.status_code) == (201, 403, 403)


def test_a_booth_device_cannot_carry_its_entry_to_another_fair(fairs, as_role):
    ours, theirs = (str(fair["id"]) for fair in fairs)
    device = as_role(Role.device, fair_id=fairs[0]["id"])
    made = device.post(PATH, json={**ASKED, "fair_id": ours}).json()

    for elsewhere in (theirs, None):
        answer = device.patch(f"{PATH}/{made['id']}", json={"fair_id": elsewhere})
        assert answer.status_code == 403


def test_a_booth_device_sees_the_consultations_of_its_own_fair_only(world, fairs, as_role, staff):
    ours, theirs = (str(fair["id"]) for fair in fairs)
    device = as_role(Role.device, fair_id=fairs[0]["id"])
    mine = consult(world, fair_id=ours)
    other = consult(world, fair_id=theirs)
    private = consult(world)

    page = device.get(PATH).json()

    assert [one["id"] for one in page["items"]] == [str(mine["id"])]
    assert device.get(f"{PATH}/{mine['id']}").status_code == 200
    for hidden in (other, private):
        assert device.get(f"{PATH}/{hidden['id']}").status_code == 404
        assert device.patch(f"{PATH}/{hidden['id']}", json={"note": "x"}).status_code == 404
        assert device.delete(f"{PATH}/{hidden['id']}").status_code == 404
    assert staff.get(PATH).json()["total"] == 3


def test_a_device_writes_nothing_else(world, fairs, as_role):
    device = as_role(Role.device, fair_id=fairs[0]["id"])
    visit = {"office": "centre", "visited_on": "2017-03-02", "target": "school",
             "agency_id": str(world.agency()["id"])}  # fmt: skip

    assert device.post("/api/v1/visits", json=visit).status_code == 403
    assert device.patch(f"/api/v1/fairs/{fairs[0]['id']}", json={"visitors": 9}).status_code == 403


def test_a_booth_may_send_its_entry_twice_and_it_is_kept_once(fairs, as_role, staff):
    device = as_role(Role.device, fair_id=fairs[0]["id"])
    entry = {**ASKED, "id": NOBODY, "fair_id": str(fairs[0]["id"])}

    first, second = device.post(PATH, json=entry), device.post(PATH, json=entry)

    assert (first.status_code, second.status_code) == (201, 409)
    assert second.json()["code"] == "already_exists"
    assert staff.get(PATH).json()["total"] == 1
