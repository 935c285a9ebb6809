"""Destroying values in time, and what remains of them."""

import re
from datetime import UTC, date, datetime, timedelta

from app.contacts.actions import CONTACTS
from app.contacts.register import register
from app.contacts.retention import overdue, sweep, sweep_access_records, sweep_requests
from app.core import history
from app.core.actors import SYSTEM
from app.exchange.agreement import erased_unseen
from app.exchange.checkup import State, examine
from app.tables import METADATA

PATH = "/api/v1/contacts"
LATER = datetime(2029, 1, 1, tzinfo=UTC)
CONSENT = {
    "purpose": "contact",
    "items": ["성명"],
    "agreed_on": "2026-01-02",
    "until": "2026-06-01",
    "wording": "2026-1",
}


def swept(db, now=LATER):
    with db.writing(now, SYSTEM) as unit:
        return sweep(unit)


def test_what_is_overdue_is_destroyed_once_and_the_shell_stays(db, staff, admin, contact):
    assert (swept(db), swept(db)) == (1, 0)

    kept = staff.get(f"{PATH}/{contact['id']}").json()
    assert (kept["name"], kept["phone"], kept["email"], kept["position"]) == (None,) * 4
    assert kept["destroyed_on"] == "2029-01-01"
    assert kept["department"] == "행정실"
    record = admin.get("/api/v1/destructions").json()[0]
    assert (record["data"], record["why"], record["rows"]) == ("contacts", "period_over", 1)
    assert record["records"] == [str(contact["id"])]


def test_what_is_not_yet_due_is_left_alone(db, contact):
    assert swept(db, datetime(2028, 11, 1, 12, tzinfo=UTC)) == 0
    assert contact["keep_until"].isoformat() == "2028-11-01"


def test_the_end_of_a_consent_is_told_apart_from_the_end_of_a_period(db, world, admin, draft):
    world.add(CONTACTS, **{**draft, "basis": "consent", "consents": [CONSENT]})

    assert swept(db, datetime(2026, 6, 3, tzinfo=UTC)) == 1
    assert admin.get("/api/v1/destructions").json()[0]["why"] == "consent_ended"


def test_a_person_may_ask_for_it(staff, admin, contact):
    answer = staff.post(f"{PATH}/{contact['id']}/destruction")

    assert (answer.status_code, answer.json()["name"]) == (200, None)
    assert admin.get("/api/v1/destructions").json()[0]["why"] == "asked_for"
    for attempt in (
        staff.post(f"{PATH}/{contact['id']}/destruction"),
        staff.post(f"{PATH}/{contact['id']}/disclosures", json={"purpose": "fair"}),
        staff.patch(f"{PATH}/{contact['id']}", json={"name": "홍길동"}),
        staff.post(f"{PATH}/{contact['id']}/history/1/restore"),
    ):
        assert (attempt.status_code, attempt.json()["code"]) == (409, "values_destroyed")


def test_what_is_overdue_can_be_counted_before(db, contact):
    with db.reading(LATER, SYSTEM) as unit:
        assert [one["id"] for one in overdue(unit)] == [contact["id"]]


def test_a_request_of_a_person_is_due_after_ten_days(staff, contact):
    asked = {"office": "centre", "contact_id": str(contact["id"]), "kind": "access"}
    answer = staff.post("/api/v1/subject-requests", json={**asked, "received_on": "2026-11-02"})

    assert answer.json()["due_on"] == "2026-11-12"
    assert staff.get("/api/v1/subject-requests?open=true").json()["total"] == 1


def test_an_answered_request_is_removed_with_its_history_when_its_time_is_over(
    db, staff, admin, contact
):
    asked = {"office": "centre", "contact_id": str(contact["id"]), "kind": "access"}
    done = {"answered_on": "2026-01-10", "outcome": "done", "answer": "사본을 드림"}
    days = {"received_on": "2026-01-02"}
    path = "/api/v1/subject-requests"
    closed = staff.post(path, json={**asked, **days, **done}).json()["id"]
    waiting = staff.post(path, json={**asked, **days}).json()["id"]

    counts = []
    for day in (date(2029, 1, 10), date(2029, 1, 11), date(2029, 1, 12)):
        with db.writing(datetime(day.year, day.month, day.day, 3, tzinfo=UTC), SYSTEM) as unit:
            counts.append(sweep_requests(unit))

    assert counts == [0, 1, 0]
    assert staff.get(f"{path}/{closed}").status_code == 404
    assert staff.get(f"{path}/{waiting}").status_code == 200
    assert "사본을 드림" not in admin.get(f"{path}/{closed}/history").text
    assert "사본을 드림" not in admin.get("/api/v1/changes").text
    record = admin.get("/api/v1/destructions").json()[0]
    assert (record["data"], record["records"]) == ("subject_requests", [closed])
    with db.reading() as unit:
        assert history.verify(unit).broken == ()
    failed = {one.name for one in examine(db) if one.state is State.fail}
    assert failed <= {"migrations"}  # the tests make their tables without


def test_every_kind_of_personal_data_names_tables_that_exist():
    named = {table for kept in register().values() for table in kept.kept_in}

    assert named <= set(METADATA.tables)


def test_every_page_leads_to_what_is_kept(anyone):
    for path in ("/", "/login", "/enterprises"):
        page = anyone.get(path, headers={"Accept": "text/html"}).text

        assert re.search(r'href="/api/v1/privacy.html">(<strong>)?개인정보 처리방침', page)


def test_anyone_reads_which_data_are_kept(anyone):
    korean = anyone.get("/api/v1/privacy").json()
    english = anyone.get("/api/v1/privacy", headers={"Accept-Language": "en"}).json()
    page = anyone.get("/api/v1/privacy.html")

    assert "style-src" in page.headers["content-security-policy"]  # it is laid out in a browser too
    assert [one["code"] for one in korean] == list(register())
    assert korean[0]["subject"] != english[0]["subject"]
    for kept in register().values():
        assert kept.article in page.text
        assert kept.subject in page.text


def test_whose_data_were_read_is_taken_out_of_old_access_records(db, staff, admin, contact):
    asked = {"purpose": "consultation"}
    assert staff.post(f"{PATH}/{contact['id']}/disclosures", json=asked).status_code in (200, 201)
    (record,) = admin.get("/api/v1/access-records").json()
    read_at = datetime.fromisoformat(record["at"])

    counts = []
    for days in (2 * 365 - 2, 2 * 365 + 3, 2 * 365 + 4):
        with db.writing(read_at + timedelta(days=days), SYSTEM) as unit:
            counts.append(sweep_access_records(unit))

    assert counts == [0, 1, 0]
    assert admin.get("/api/v1/access-records").json() == []
    gone = admin.get("/api/v1/destructions").json()[0]
    assert (gone["data"], gone["records"]) == ("access_records", [record["id"]])
    with db.reading() as unit:
        assert history.verify(unit).broken == ()
        assert erased_unseen(unit) == 0
