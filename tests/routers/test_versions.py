"""Versions over HTTP: ETag, If-Match, If-None-Match and Location."""

from uuid import uuid4

import pytest
from drafts import draft_in

from app.resources import COLLECTIONS


@pytest.fixture
def visit(world):
    return f"/api/v1/visits/{world.visit(world.agency()['id'])['id']}"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_what_is_created_says_where_it_is_and_which_version(world, admin, name):
    made = admin.post(f"/api/v1/{name}?confirm=true", json=draft_in(world, name))

    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/{name}/{made.json()['id']}"
    assert made.headers["etag"] == '"1"'
    again = admin.get(made.headers["location"])
    assert (again.json(), again.headers["etag"]) == (made.json(), '"1"')


def test_a_client_makes_its_own_id(world, staff):
    mine = str(uuid4())

    made = staff.post("/api/v1/visits", json={**draft_in(world, "visits"), "id": mine})

    assert made.json()["id"] == mine
    assert made.headers["location"] == f"/api/v1/visits/{mine}"


@pytest.mark.parametrize(
    "tag", [None, '"1"', 'W/"1"', "1", "*"], ids=["none", "strong", "weak", "bare", "any"]
)
def test_a_change_from_the_version_that_was_read_goes_through(visit, staff, tag):
    headers = {} if tag is None else {"If-Match": tag}

    answer = staff.patch(visit, json={"note": "정정"}, headers=headers)

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')


@pytest.mark.parametrize("tag", ['"2"', '"0"', 'W/"7"', '"999999999"'])
def test_a_change_or_removal_from_another_version_is_stale_and_tells_the_present(visit, staff, tag):
    for answer in (
        staff.patch(visit, json={"note": "x"}, headers={"If-Match": tag}),
        staff.delete(visit, headers={"If-Match": tag}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (412, "stale")
        assert "1" in answer.json()["detail"]
    assert staff.get(visit).json()["note"] is None


@pytest.mark.parametrize("tag", ["abc", '"x"', '"-1"', '"1", "2"', '"9999999999"', '"1', "\xb2"])
def test_a_tag_we_never_gave_is_refused_as_input(visit, staff, tag):
    answer = staff.patch(visit, json={}, headers={"If-Match": tag.encode("latin-1")})

    if tag == '"1':
        assert answer.status_code in (200, 422)
        return
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].lower() == "/if-match"


def test_of_two_who_read_the_same_version_the_second_is_told(visit, staff, admin):
    first = staff.patch(visit, json={"note": "하나"}, headers={"If-Match": '"1"'})
    second = admin.patch(visit, json={"note": "둘"}, headers={"If-Match": '"1"'})

    assert (first.status_code, second.status_code) == (200, 412)
    assert staff.get(visit).json()["note"] == "하나"


@pytest.mark.parametrize(
    ("tag", "status"),
    [('"1"', 304), ('W/"1"', 304), ('"2"', 200), ("nonsense", 200), ("", 200)],
)
def test_who_holds_the_version_gets_no_body_again(visit, staff, tag, status):
    answer = staff.get(visit, headers={"If-None-Match": tag})

    assert answer.status_code == status
    assert answer.headers["etag"] == '"1"'
    assert (answer.content == b"") is (status == 304)


def test_after_a_change_the_old_tag_brings_the_new_document(visit, staff):
    staff.patch(visit, json={"note": "새것"})

    answer = staff.get(visit, headers={"If-None-Match": '"1"'})

    assert (answer.status_code, answer.json()["note"]) == (200, "새것")


def test_a_tag_tells_nothing_to_one_who_may_not_see_the_record(visit, anyone):
    assert anyone.get(visit, headers={"If-None-Match": '"1"'}).status_code == 401


def test_a_removal_answers_nothing_and_a_second_one_finds_nothing(visit, staff):
    first, second = staff.delete(visit), staff.delete(visit)

    assert (first.status_code, first.content) == (204, b"")
    assert second.status_code == 404
    assert staff.get(visit).status_code == 404
    assert staff.patch(visit, json={"note": "x"}).status_code == 404


def test_a_missing_record_is_not_found_before_its_version_is_judged(staff):
    path = f"/api/v1/visits/{uuid4()}"

    assert staff.patch(path, json={}, headers={"If-Match": '"9"'}).status_code == 404


@pytest.mark.parametrize("key", ["x", "1", "null", "%20", "0000-4000", "0" * 31 + "g"])
def test_an_id_that_is_none_is_refused_as_input(staff, key):
    answer = staff.get(f"/api/v1/visits/{key}")

    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("correction", "correction"),
        ("%EC%98%A4%ED%83%80", "오타"),
        ("%00a", "a"),
        ("%ED%A0%80", "\ufffd\ufffd\ufffd"),
        ("", None),
        ("%EC", "\ufffd"),
    ],
)
def test_the_reason_of_a_change_is_kept_as_text(visit, staff, reason, kept):
    answer = staff.patch(visit, json={}, headers={"Change-Reason": reason})

    assert answer.status_code == 200
    assert staff.get(f"{visit}/history").json()[-1]["reason"] == kept


def test_a_reason_that_is_too_long_is_refused(visit, staff):
    answer = staff.patch(visit, json={}, headers={"Change-Reason": "x" * 501})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/change-reason"
