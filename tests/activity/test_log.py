"""The log: what every kind of entry has, and how they hang together."""

import pytest
from answers import faults_of

from app.activity.actions import (
    CONSULTATIONS,
    CONTRACTS,
    MATCHING_CASES,
    VISITS,
)

NOBODY = "00000000-0000-4000-8000-000000000000"
KINDS = {
    "visits": "visited_on",
    "consultations": "received_on",
    "matching-cases": "opened_on",
    "education-sessions": "held_on",
    "meetings": "held_on",
    "contracts": "signed_on",
    "surveys": "surveyed_on",
    "follow-ups": "due_on",
    "tallies": "period_from",
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_says_for_which_office_how_exact_and_from_where(send, name):
    made = send(name, date_precision="month", note="긴 메모\n둘째 줄").json()

    assert (made["office"], made["date_precision"]) == ("centre", "month")
    assert (made["note"], made["source"]) == ("긴 메모\n둘째 줄", "추진 기록")


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_takes_an_unknown_office_precision_or_field(send, name):
    assert faults_of(send(name, office="nowhere")) == [("/office", "unknown")]
    assert faults_of(send(name, office=None)) == [("/office", "string_type")]
    assert faults_of(send(name, date_precision="week")) == [("/date_precision", "literal_error")]
    assert faults_of(send(name, staff_name="…")) == [("/staff_name", "extra_forbidden")]


@pytest.mark.parametrize(("name", "day"), KINDS.items())
def test_every_kind_happened_on_a_day_that_exists(send, name, day):
    for wrong in (None, "", "2017-02-29", "2017", "어제", "1700-01-01", "2300-01-01"):
        answer = send(name, **{day: wrong})
        assert answer.status_code == 422, wrong
        assert f"/{day}" in {pointer for pointer, _ in faults_of(answer)}, wrong


@pytest.mark.parametrize(("name", "day"), KINDS.items())
def test_every_kind_is_found_by_its_day_and_office(send, staff, name, day):
    until = {"period_until": "2019-01-01"} if name == "tallies" else {}
    for on in ("2017-03-02", "2017-03-03", "2017-04-01"):
        assert send(name, **{day: on}, **until).status_code == 201

    def found(**asked):
        return staff.get(f"/api/v1/{name}", params=asked).json()["total"]

    assert found(date_from="2017-03-03") == 2
    assert found(date_until="2017-03-03") == 2
    assert found(date_from="2017-03-03", date_until="2017-03-03") == 1
    assert (found(office="centre"), found(office="team")) == (3, 0)


@pytest.mark.parametrize("name", KINDS)
def test_each_link_of_an_entry_leads_to_something_that_exists(send, name):
    links = [n for n in draft_fields(name) if n.endswith("_id") and n != "id"]

    for link in links:
        answer = send(name, **{link: NOBODY})
        assert answer.status_code == 422, link
        assert (f"/{link}", "unknown") in faults_of(answer), link


def draft_fields(name):
    from app.resources import COLLECTIONS  # noqa: PLC0415 -- beside its only use

    return COLLECTIONS[name].draft.model_fields


def test_a_visit_says_whom(staff):
    body = {"office": "centre", "visited_on": "2017-03-02", "target": "school"}

    assert faults_of(staff.post("/api/v1/visits", json=body)) == [("/agency_id", "missing")]


def test_a_visit_keeps_saying_whom_when_it_is_corrected(world, staff):
    visit = world.visit(world.agency()["id"])

    answer = staff.patch(f"/api/v1/visits/{visit['id']}", json={"agency_id": None})

    assert faults_of(answer) == [("/agency_id", "missing")]


@pytest.mark.parametrize("asked", ["agency_id", "enterprise_id"])
def test_visits_are_found_by_whom_and_by_target(world, staff, asked):
    agency, enterprise = world.agency(), world.enterprise()
    world.visit(agency["id"])
    world.visit(agency["id"], target="department")
    world.visit(None, enterprise_id=enterprise["id"], target="enterprise")
    key, number = {"agency_id": (agency, 2), "enterprise_id": (enterprise, 1)}[asked]

    assert staff.get("/api/v1/visits", params={asked: key["id"]}).json()["total"] == number
    assert staff.get("/api/v1/visits?target=department").json()["total"] == 1


def test_a_contract_is_traced_back_to_the_visit_it_began_with(world, staff):
    agency, enterprise = world.agency(), world.enterprise()
    who = {"office": "centre", "agency_id": agency["id"]}
    visit = world.visit(agency["id"])
    asked = {"received_on": "2017-03-06", "channel": "phone", "requester_kind": "agency"}
    consultation = world.add(CONSULTATIONS, **who, **asked, visit_id=visit["id"])
    case = world.add(
        MATCHING_CASES, **who, opened_on="2017-04-01", title="졸업앨범",
        consultation_id=consultation["id"],
    )  # fmt: skip
    contract = world.add(
        CONTRACTS, **who, signed_on="2017-05-01", enterprise_id=enterprise["id"], item="졸업앨범",
        state="signed", case_id=case["id"],
    )  # fmt: skip

    def read(name, key):
        return staff.get(f"/api/v1/{name}/{key}").json()

    found = read("contracts", contract["id"])
    found = read("matching-cases", found["case_id"])
    found = read("consultations", found["consultation_id"])
    found = read("visits", found["visit_id"])
    assert found["id"] == str(visit["id"])
    assert staff.get(f"/api/v1/contracts?case_id={case['id']}").json()["total"] == 1


def test_no_link_of_the_chain_can_be_broken_by_removing_what_it_leads_to(world, staff):
    visit = world.visit(world.agency()["id"])
    asked = {"received_on": "2017-03-06", "channel": "phone", "requester_kind": "agency"}
    made = world.add(CONSULTATIONS, office="centre", **asked, visit_id=visit["id"])

    held = staff.delete(f"/api/v1/visits/{visit['id']}")
    staff.patch(f"/api/v1/consultations/{made['id']}", json={"visit_id": None})
    freed = staff.delete(f"/api/v1/visits/{visit['id']}")

    assert (held.status_code, held.json()["code"]) == (409, "in_use")
    assert freed.status_code == 204


def test_a_link_that_is_set_later_stands_in_the_history(world, staff):
    visit = world.visit(world.agency()["id"])
    asked = {"received_on": "2017-03-06", "channel": "phone", "requester_kind": "agency"}
    made = world.add(CONSULTATIONS, office="centre", **asked)
    path = f"/api/v1/consultations/{made['id']}"

    staff.patch(path, json={"visit_id": str(visit["id"])})

    before, after = staff.get(f"{path}/history").json()
    assert before["document"]["visit_id"] is None
    assert after["document"]["visit_id"] == str(visit["id"])


@pytest.mark.parametrize("name", KINDS)
def test_an_entry_can_be_corrected_and_removed_with_its_history_kept(send, staff, name):
    made = send(name).json()
    path = f"/api/v1/{name}/{made['id']}"

    assert staff.patch(path, json={"note": "정정"}).json()["note"] == "정정"
    assert staff.delete(path).status_code == 204

    actions = [one["action"] for one in staff.get(f"{path}/history").json()]
    assert actions == ["created", "changed", "removed"]


def test_the_log_of_visits_is_for_staff(world, anyone):
    made = world.visit(world.agency()["id"])

    assert anyone.get("/api/v1/visits").status_code == 401
    assert anyone.get(f"/api/v1/visits/{made['id']}").status_code == 401
    assert VISITS.readers is not None
