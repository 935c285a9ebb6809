"""Reading the values of contacts: for a purpose, with a record, and never through the back door."""

from answers import faults_of

from app.core.actors import Role

PATH = "/api/v1/contacts"
RECORDS = "/api/v1/access-records"
CALL = {"purpose": "consultation"}
EXPORT = {"purpose": "fair", "reason": "박람회 초대장"}
GIVEN = {"purpose": "third_party", "recipient": "한빛도서관"}
CONSENT = {
    "purpose": "third_party",
    "items": ["성명", "전화번호"],
    "agreed_on": "2026-01-02",
    "until": "2099-01-01",
    "wording": "2026-1",
}


def test_the_values_are_read_with_a_purpose_and_the_reading_is_recorded(staff, admin, contact):
    answer = staff.post(f"{PATH}/{contact['id']}/disclosures", json={**CALL, "reason": "견적 문의"})

    assert answer.headers["cache-control"] == "no-store"
    assert (answer.json()["name"], answer.json()["phone"]) == ("홍길동", "02-000-1234")
    record = admin.get(RECORDS).json()[0]
    assert record["id"] == answer.json()["access_record"]
    assert (record["task"], record["rows"], record["purpose"]) == ("disclosed", 1, "consultation")
    assert record["subjects"] == [str(contact["id"])]
    assert (record["role"], record["reason"]) == ("staff", "견적 문의")
    assert record["actor"]
    assert record["address"]
    assert record["at"]


def test_a_refused_reading_leaves_no_record_and_no_value(staff, admin, contact):
    answer = staff.post(f"{PATH}/{contact['id']}/disclosures", json=GIVEN)

    assert (answer.status_code, answer.json()["code"]) == (409, "consent_missing")
    assert "홍길동" not in answer.text
    assert admin.get(RECORDS).json() == []


def test_a_third_party_gets_the_values_only_by_consent_and_by_name(staff, admin, contact):
    where = f"{PATH}/{contact['id']}"
    staff.patch(where, json={"consents": [CONSENT]})

    nameless = staff.post(f"{where}/disclosures", json={"purpose": "third_party"})
    named = staff.post(f"{where}/disclosures", json=GIVEN)

    assert faults_of(nameless) == [("/recipient", "missing")]
    assert named.status_code == 200
    assert admin.get(RECORDS).json()[0]["recipient"] == "한빛도서관"


def test_a_consent_that_was_withdrawn_opens_nothing(staff, contact):
    where = f"{PATH}/{contact['id']}"
    staff.patch(where, json={"consents": [{**CONSENT, "withdrawn_on": "2026-02-01"}]})

    assert staff.post(f"{where}/disclosures", json=GIVEN).status_code == 409


def test_an_export_needs_a_reason_and_counts_its_rows(staff, admin, contact):
    nothing = staff.post("/api/v1/contact-exports", json={"purpose": "fair"})
    answer = staff.post("/api/v1/contact-exports", json=EXPORT)

    assert faults_of(nothing) == [("/reason", "missing")]
    assert "personal-data" in answer.headers["content-disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "홍길동" in lines[1]
    assert "개인정보" in lines[1]
    record = admin.get(RECORDS).json()[0]
    assert (record["task"], record["rows"], record["reason"]) == ("exported", 1, "박람회 초대장")
    assert record["subjects"] == [str(contact["id"])]


def test_an_export_leaves_out_what_the_caller_may_not_see(as_role, contact):
    team = as_role(Role.staff, office="team")

    answer = team.post("/api/v1/contact-exports", json=EXPORT)

    assert len(answer.content.decode("utf-8-sig").splitlines()) == 1
    assert contact["office"] == "centre"


def test_only_administrators_read_the_records(staff, contact):
    staff.post(f"{PATH}/{contact['id']}/disclosures", json=CALL)

    assert staff.get(RECORDS).status_code == 403


def test_the_records_are_read_page_by_page(staff, admin, contact):
    for _ in range(3):
        staff.post(f"{PATH}/{contact['id']}/disclosures", json=CALL)

    first = admin.get(f"{RECORDS}?limit=2").json()
    second = admin.get(f"{RECORDS}?limit=2&before={first[-1]['seq']}").json()

    assert (len(first), len(second)) == (2, 1)
    assert len({one["seq"] for one in first + second}) == 3


def test_an_unknown_and_a_foreign_contact_are_the_same(as_role, contact):
    other = as_role(Role.staff, office="team")
    nobody = "00000000-0000-4000-8000-000000000000"

    found = [
        other.post(f"{PATH}/{key}/disclosures", json=CALL).json() for key in (contact["id"], nobody)
    ]

    foreign, unknown = ({n: one[n] for n in ("status", "code", "detail")} for one in found)
    assert foreign == unknown
    assert foreign["status"] == 404
