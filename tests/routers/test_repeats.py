"""Requests that may be sent again: one key, one deed, one answer."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from drafts import draft_in
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from app.core import repeats
from app.core.actors import SYSTEM, Role
from app.core.errors import Unavailable
from app.core.tables import KeptAnswer, table_of
from app.offices.actions import OFFICES
from app.resources import COLLECTIONS
from app.routers import collections as routes

KEPT = table_of(KeptAnswer)
STORES_NOTHING = {
    "/api/v1/fairs/{key}/timetable",
    "/api/v1/match",
    "/api/v1/match/consortia",
    "/api/v1/match/sensitivity",
    "/api/v1/tenders/{tender_id}/consortia",
    "/api/v1/match-runs/{run_id}/replay",
    "/api/v1/thesaurus/preview",
}
SHOWS_A_SECRET = {  # or personal values, which are kept nowhere else; each may be done again without harm
    "/api/v1/contact-exports",
    "/api/v1/contacts/{key}/disclosures",
    "/api/v1/session",
    "/api/v1/password-resets",
    "/api/v1/accounts/{key}/password-codes",
    "/api/v1/second-factor",
    "/api/v1/second-factor/confirmation",
    "/api/v1/second-factor/removal",
    "/api/v1/tokens",
    "/api/v1/fairs/{key}/enrolments",
    "/api/v1/device-tokens",
}
PATH = "/api/v1/visits"


def keyed(key=None):
    return {"Idempotency-Key": key or str(uuid4())}


def count_of(db, name):
    with db.reading() as unit:
        return unit.scalar(select(func.count()).select_from(COLLECTIONS[name].table))


def kept_in(db):
    with db.reading() as unit:
        return [row.key for row in unit.all(select(KEPT.c.key).order_by(KEPT.c.seq))]


@pytest.fixture
def visit(world):
    return draft_in(world, "visits")


@pytest.mark.parametrize("name", COLLECTIONS)
def test_what_is_sent_twice_under_one_key_is_stored_once_and_answered_alike(world, admin, name):
    draft, headers = draft_in(world, name), keyed()
    before = count_of(world.db, name)

    first = admin.post(f"/api/v1/{name}?confirm=true", json=draft, headers=headers)
    again = admin.post(f"/api/v1/{name}?confirm=true", json=draft, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    for header in ("etag", "location", "content-type"):
        assert first.headers[header] == again.headers[header]
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert count_of(world.db, name) == before + 1


def test_without_a_key_every_request_is_carried_out(world, staff, visit):
    for _ in range(2):
        staff.post(PATH, json=visit)

    assert count_of(world.db, "visits") == 2
    assert kept_in(world.db) == []


@pytest.mark.parametrize(
    ("path", "change"),
    [(PATH, {"note": "다른 내용"}), (f"{PATH}?confirm=true", {}), ("/api/v1/meetings", {})],
    ids=["another body", "another query", "another place"],
)
def test_the_same_key_with_another_request_is_refused(world, staff, visit, path, change):
    headers = keyed()
    staff.post(PATH, json=visit, headers=headers)
    body = draft_in(world, "meetings") if "meetings" in path else {**visit, **change}

    answer = staff.post(path, json=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert count_of(world.db, "visits") == 1


def test_a_key_belongs_to_its_caller(world, as_role, visit):
    headers = keyed()
    first = as_role(Role.staff).post(PATH, json=visit, headers=headers)
    other = as_role(Role.staff).post(PATH, json=visit, headers=headers)

    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json()["id"] != other.json()["id"]
    assert "idempotent-replayed" not in other.headers


def test_a_repeat_without_a_valid_token_learns_nothing(staff, anyone, visit):
    headers = keyed()
    staff.post(PATH, json=visit, headers=headers)

    assert anyone.post(PATH, json=visit, headers=headers).status_code == 401
    forged = {**headers, "Authorization": "Bearer ieum_forged"}
    assert anyone.post(PATH, json=visit, headers=forged).status_code == 401


def test_a_refusal_is_not_kept_so_that_it_can_be_put_right(world, staff, visit):
    headers, office = keyed(), "later"

    refused = staff.post(PATH, json={**visit, "office": office}, headers=headers)
    world.add(OFFICES, code=office, name="나중", kind="centre")
    stored = staff.post(PATH, json={**visit, "office": office}, headers=headers)

    assert (refused.status_code, stored.status_code) == (422, 201)
    assert "idempotent-replayed" not in stored.headers


def test_a_failure_is_not_kept_and_leaves_neither_record_nor_key(world, staff, visit, monkeypatch):
    headers = keyed()

    def fail(*_args):
        raise Unavailable

    with monkeypatch.context() as patched:
        patched.setattr(routes, "reply", fail)  # the record is written, its unit not yet stored
        failed = staff.post(PATH, json=visit, headers=headers)
    assert (failed.status_code, failed.headers["retry-after"]) == (503, "2")
    assert (count_of(world.db, "visits"), kept_in(world.db)) == (0, [])

    assert staff.post(PATH, json=visit, headers=headers).status_code == 201


def test_a_key_that_cannot_be_kept_takes_its_record_with_it(world, staff, visit, monkeypatch):
    monkeypatch.setattr(repeats, "keep", lambda *_args: 1 / 0)

    assert staff.post(PATH, json=visit, headers=keyed()).status_code == 500
    assert count_of(world.db, "visits") == 0


def test_while_the_first_runs_a_repeat_is_told_to_wait(world, app, staff, visit, monkeypatch):
    inside, go_on, answers = threading.Event(), threading.Event(), []
    create = routes.records.create

    def slowly(*arguments):
        inside.set()
        assert go_on.wait(20)
        return create(*arguments)

    headers = {**keyed(), "Authorization": staff.headers["authorization"]}
    monkeypatch.setattr(routes.records, "create", slowly)

    def send():
        with TestClient(app, headers=headers) as client:
            answers.append(client.post(PATH, json=visit))

    running = threading.Thread(target=send)
    running.start()
    assert inside.wait(20)
    meanwhile = staff.post(PATH, json=visit, headers=headers)
    go_on.set()
    running.join()
    after = staff.post(PATH, json=visit, headers=headers)

    assert (meanwhile.status_code, meanwhile.json()["code"]) == (409, "still_running")
    assert meanwhile.headers["retry-after"] == "1"
    assert answers[0].status_code == 201
    assert after.content == answers[0].content
    assert count_of(world.db, "visits") == 1


def test_another_process_that_works_on_the_key_is_noticed(world):
    if world.db.is_sqlite:
        return  # one process at a time
    sent = repeats.Sent("k", "f")

    with world.db.writing(actor=SYSTEM) as first:
        assert repeats.find(first, sent) is None
        with pytest.raises(repeats.StillRunning), world.db.writing(actor=SYSTEM) as second:
            repeats.find(second, sent)
    with world.db.writing(actor=SYSTEM) as third:
        assert repeats.find(third, sent) is None


def test_answers_are_kept_for_seven_days_and_then_swept(world, staff, visit):
    old, new = keyed(), keyed()
    first = staff.post(PATH, json=visit, headers=old)
    with world.db.writing(actor=SYSTEM) as unit:
        unit.execute(
            update(KEPT).values(at=datetime.now(UTC) - timedelta(days=6, hours=23, minutes=59))
        )
    assert staff.post(PATH, json=visit, headers=old).content == first.content

    with world.db.writing(actor=SYSTEM) as unit:
        unit.execute(update(KEPT).values(at=datetime.now(UTC) - timedelta(days=7, minutes=1)))
    staff.post(PATH, json=visit, headers=new)

    assert kept_in(world.db) == [new["Idempotency-Key"]]


def test_an_expired_key_that_was_not_swept_yet_begins_anew(world, staff, visit):
    headers = keyed()
    staff.post(PATH, json=visit, headers=headers)
    with world.db.writing(actor=SYSTEM) as unit:
        unit.execute(update(KEPT).values(at=datetime.now(UTC) - timedelta(days=8)))

    again = staff.post(PATH, json={**visit, "note": "새것"}, headers=headers)

    assert again.status_code == 201
    assert count_of(world.db, "visits") == 2


@pytest.mark.parametrize("key", ["", "a b", "\x7f", "k" * 256, "\xed\x95\x9c"])
def test_a_key_that_is_no_word_is_refused(staff, visit, key):
    answer = staff.post(PATH, json=visit, headers={"Idempotency-Key": key.encode("latin-1")})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].lower() == "/idempotency-key"


def test_a_sheet_sent_twice_is_taken_in_once(world, staff):
    world.agency()
    sheet = staff.get("/api/v1/agencies.csv").content.replace(b"\xef\xbb\xbf", b"")
    head, row = sheet.decode().splitlines()[:2]
    columns = head.split(",")
    cells = dict(zip(columns, row.split(","), strict=True)) | {"id": "", "name": "새학교"}
    body = f"{head}\n{','.join(cells[c] for c in columns)}\n".encode()
    headers = {**keyed(), "Content-Type": "text/csv"}

    first = staff.post("/api/v1/agencies.csv?confirm=true", content=body, headers=headers)
    again = staff.post("/api/v1/agencies.csv?confirm=true", content=body, headers=headers)

    assert first.json()["stored"] is True, first.json()
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert count_of(world.db, "agencies") == 2


def test_a_step_taken_twice_under_one_key_is_one_step(world, staff):
    made = staff.post("/api/v1/tenders", json=draft_in(world, "tenders")).json()
    path, headers = f"/api/v1/tenders/{made['id']}/transitions", keyed()

    first = staff.post(path, json={"to": "dropped"}, headers=headers)
    again = staff.post(path, json={"to": "dropped"}, headers=headers)

    assert first.status_code == 200, first.json()
    assert (again.content, again.headers["etag"]) == (first.content, '"2"')


def test_every_route_that_stores_by_post_takes_a_key(service):
    posts = {
        path: {one["name"] for one in operations["post"].get("parameters", [])}
        for path, operations in service.openapi()["paths"].items()
        if "post" in operations
    }

    without = {path for path, names in posts.items() if "idempotency-key" not in names}
    assert without == STORES_NOTHING | SHOWS_A_SECRET
