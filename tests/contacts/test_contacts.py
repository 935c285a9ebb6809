"""Contact persons: their values stand apart, are shown masked, and are read only with a purpose."""

import pytest
from answers import faults_of
from sqlalchemy import select

from app.contacts.tables import ContactDetail
from app.core.actors import Role
from app.core.history import REVISIONS
from app.core.tables import table_of

PATH = "/api/v1/contacts"
VALUES = ("홍길동", "02-000-1234", "gildong@example.org")
MASKED = {"name": "홍*동", "phone": "02-***-1234", "email": "gi*****@example.org"}
CONSENT = {
    "purpose": "contact",
    "items": ["성명", "전화번호"],
    "agreed_on": "2026-01-02",
    "until": "2027-01-01",
    "wording": "2026-1",
}


def details(db):
    with db.reading() as unit:
        return [dict(row._mapping) for row in unit.all(select(table_of(ContactDetail)))]


def test_a_contact_is_answered_masked_wherever_it_is_shown(staff, draft):
    made = staff.post(PATH, json=draft)
    where = f"{PATH}/{made.json()['id']}"

    shown = [staff.get(path) for path in (where, PATH, f"{where}/history", f"{PATH}.csv")]

    assert made.status_code == 201
    assert {name: made.json()[name] for name in MASKED} == MASKED
    for answer in (made, *shown):
        assert answer.is_success
        assert MASKED["name"] in answer.text
        assert not [value for value in VALUES if value in answer.text]


def test_the_history_never_holds_the_values(db, staff, draft):
    made = staff.post(PATH, json=draft).json()
    staff.patch(f"{PATH}/{made['id']}", json={"phone": "02-000-9999"})

    with db.reading() as unit:
        kept = " ".join(row.document for row in unit.all(select(REVISIONS)))

    assert MASKED["name"] in kept
    assert not [value for value in (*VALUES, "02-000-9999") if value in kept]


def test_a_corrected_value_is_kept_and_the_others_stay(db, staff, contact):
    staff.patch(f"{PATH}/{contact['id']}", json={"phone": "02-000-9999"})

    assert [(one["name"], one["phone"], one["email"]) for one in details(db)] == [
        ("홍길동", "02-000-9999", "gildong@example.org")
    ]


def test_a_masked_name_that_comes_back_changes_nothing(db, staff, contact):
    answer = staff.patch(f"{PATH}/{contact['id']}", json={"name": MASKED["name"]})

    assert answer.status_code == 200
    assert details(db)[0]["name"] == "홍길동"


def test_a_contact_belongs_to_an_agency_or_an_enterprise(staff, draft, world):
    both = {**draft, "enterprise_id": str(world.enterprise()["id"])}

    assert faults_of(staff.post(PATH, json=both)) == [("/agency_id", "one_of")]
    assert faults_of(staff.post(PATH, json={**draft, "agency_id": None})) == [
        ("/agency_id", "one_of")
    ]


def test_the_basis_consent_needs_a_consent(staff, draft):
    asked = {**draft, "basis": "consent"}

    assert faults_of(staff.post(PATH, json=asked)) == [("/consents", "missing")]
    assert staff.post(PATH, json={**asked, "consents": [CONSENT]}).status_code == 201


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ({}, "2028-11-01"),
        ({"confirmed_on": "2024-02-29"}, "2026-02-28"),
        ({"basis": "consent", "consents": [CONSENT]}, "2027-01-01"),
        (
            {"basis": "consent", "consents": [{**CONSENT, "withdrawn_on": "2026-10-01"}]},
            "2026-10-01",
        ),
    ],
)
def test_values_are_kept_for_the_registered_time_and_no_longer_than_a_consent(
    staff, draft, fields, until
):
    assert staff.post(PATH, json={**draft, **fields}).json()["keep_until"] == until


def test_removing_a_contact_destroys_its_values(db, staff, contact):
    assert staff.delete(f"{PATH}/{contact['id']}").status_code == 204

    assert details(db) == []


def test_a_number_that_must_not_be_kept_is_refused_unless_it_is_confirmed(staff, world):
    agency = world.agency("서울노원초등학교")
    visit = {"office": "centre", "visited_on": "2017-03-02", "target": "school"}
    visit |= {"agency_id": str(agency["id"]), "note": "번호 900101-1234567"}

    refused = staff.post("/api/v1/visits", json=visit)

    assert (refused.status_code, refused.json()["code"]) == (409, "looks_personal")
    assert refused.json()["errors"][0]["pointer"] == "/note"
    assert "900101" not in refused.text
    assert staff.post("/api/v1/visits?confirm=true", json=visit).status_code == 201


def test_who_showed_nothing_sees_no_contact(anyone, contact):
    assert anyone.get(f"{PATH}/{contact['id']}").status_code == 401


def test_staff_of_another_office_and_another_agency_do_not_find_it(world, as_role, contact):
    other = world.agency("서울도봉초등학교")

    for client in (
        as_role(Role.staff, office="team"),
        as_role(Role.agency, agency_id=other["id"]),
    ):
        assert client.get(f"{PATH}/{contact['id']}").status_code == 404
        assert client.get(PATH).json()["items"] == []
