"""Fairs: the day, the booths, the departments that come."""

import pytest
from answers import faults_of

PATH = "/api/v1/fairs"
NOBODY = "00000000-0000-4000-8000-000000000000"
FAIR = {"office": "centre", "name": "찾아가는 박람회", "starts_on": "2017-09-01"}


def test_a_fair_keeps_its_booths_and_departments_in_their_order(world, staff):
    first, second = world.enterprise("하나협동조합"), world.enterprise("두울협동조합")
    agency = world.agency()
    booths = [
        {"enterprise_id": str(second["id"]), "label": "B-1"},
        {"enterprise_id": str(first["id"])},
    ]
    departments = [
        {"agency_id": str(agency["id"]), "department": "재무과", "interests": ["인쇄", "청소"]}
    ]

    made = staff.post(PATH, json={**FAIR, "booths": booths, "departments": departments}).json()

    assert [b["enterprise_id"] for b in made["booths"]] == [str(second["id"]), str(first["id"])]
    assert [b["label"] for b in made["booths"]] == ["B-1", None]
    assert made["departments"][0]["interests"] == ["인쇄", "청소"]
    assert staff.get(f"{PATH}/{made['id']}").json() == made


def test_one_enterprise_may_have_two_booths(world, staff):
    booth = {"enterprise_id": str(world.enterprise()["id"])}

    assert staff.post(PATH, json={**FAIR, "booths": [booth, booth]}).status_code == 201


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"ends_on": "2017-08-31"}, ("/ends_on", "ends_before_start")),
        ({"name": ""}, ("/name", "string_too_short")),
        ({"office": "nowhere"}, ("/office", "unknown")),
        ({"host_agency_id": NOBODY}, ("/host_agency_id", "unknown")),
        ({"visitors": -1}, ("/visitors", "greater_than_equal")),
        ({"visitors": False}, ("/visitors", "int_type")),
        ({"booths": [{"enterprise_id": NOBODY}]}, ("/booths", "unknown")),
        ({"booths": [{}]}, ("/booths/0/enterprise_id", "missing")),
        ({"departments": [{"agency_id": NOBODY}]}, ("/departments", "unknown")),
        ({"departments": [{"agency_id": 5}]}, ("/departments/0/agency_id", "uuid_type")),
        ({"date_precision": "week"}, ("/date_precision", "literal_error")),
        ({"contracts": []}, ("/contracts", "extra_forbidden")),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_fair_is_named_and_nothing_is_kept(staff, fields, fault):
    answer = staff.post(PATH, json={**FAIR, **fields})

    assert answer.status_code == 422
    assert faults_of(answer) == [fault]
    assert staff.get(PATH).json()["total"] == 0


def test_a_fair_of_one_day_or_several(staff):
    assert staff.post(PATH, json={**FAIR, "ends_on": "2017-09-01"}).status_code == 201
    assert staff.post(PATH, json={**FAIR, "ends_on": "2017-09-03"}).status_code == 201


def test_a_fair_cannot_end_before_it_starts_after_a_change_either(staff):
    made = staff.post(PATH, json={**FAIR, "ends_on": "2017-09-02"}).json()

    answer = staff.patch(f"{PATH}/{made['id']}", json={"starts_on": "2017-09-03"})

    assert faults_of(answer) == [("/ends_on", "ends_before_start")]


def test_adding_a_booth_keeps_the_others_and_their_ids(world, staff):
    enterprise = {"enterprise_id": str(world.enterprise()["id"])}
    made = staff.post(PATH, json={**FAIR, "booths": [enterprise]}).json()
    wanted = [*made["booths"], {**enterprise, "label": "새 자리"}]

    after = staff.patch(f"{PATH}/{made['id']}", json={"booths": wanted}).json()

    assert after["booths"][0] == made["booths"][0]
    assert after["booths"][1]["label"] == "새 자리"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"office": "team"}, 1),
        ({"date_from": "2017-09-02"}, 1),
        ({"date_until": "2017-09-01"}, 2),
        ({"date_from": "2017-09-01", "date_until": "2017-09-01"}, 2),
    ],
)
def test_fairs_are_found_by_office_and_day_without_a_token(staff, anyone, asked, found):
    for day, office in (("2017-09-01", "centre"), ("2017-09-01", "team"), ("2017-10-01", "centre")):
        staff.post(PATH, json={**FAIR, "starts_on": day, "office": office})

    assert anyone.get(PATH, params=asked).json()["total"] == found


def test_fairs_are_found_by_their_host(world, staff):
    host = str(world.agency("강북구청")["id"])
    staff.post(PATH, json={**FAIR, "host_agency_id": host})
    staff.post(PATH, json=FAIR)

    assert staff.get(f"{PATH}?host_agency_id={host}").json()["total"] == 1


def test_an_enterprise_with_a_booth_cannot_be_removed(world, staff):
    enterprise = world.enterprise()
    staff.post(PATH, json={**FAIR, "booths": [{"enterprise_id": str(enterprise["id"])}]})

    answer = staff.delete(f"/api/v1/enterprises/{enterprise['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")


def test_a_fair_with_consultations_cannot_be_removed_and_without_can(staff):
    made = staff.post(PATH, json=FAIR).json()
    body = {"office": "centre", "received_on": "2017-09-01", "channel": "fair",
            "requester_kind": "agency", "fair_id": made["id"]}  # fmt: skip
    entry = staff.post("/api/v1/consultations", json=body).json()

    held = staff.delete(f"{PATH}/{made['id']}")
    staff.delete(f"/api/v1/consultations/{entry['id']}")
    freed = staff.delete(f"{PATH}/{made['id']}")

    assert (held.status_code, freed.status_code) == (409, 204)
