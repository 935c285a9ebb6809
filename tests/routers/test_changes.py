"""The past over HTTP: what changed from where, going back, and the feed of changes."""

from datetime import UTC, datetime, timedelta

import pytest
from drafts import drafts_in

from app.activity.actions import VISITS
from app.core import records
from app.core.actors import SYSTEM, Role
from app.resources import COLLECTIONS

FEED = "/api/v1/changes"


def all_changes(client, limit=200):
    items, after = [], 0
    while True:
        part = client.get(f"{FEED}?after={after}&limit={limit}").json()
        items += part["items"]
        if not part["more"]:
            return items
        after = part["next"]


@pytest.fixture
def visit(world):
    return f"/api/v1/visits/{world.visit(world.agency()['id'], note='처음')['id']}"


def test_the_history_shows_what_changed_field_by_field(visit, staff):
    staff.patch(visit, json={"note": "나중", "department": "총무과"})

    first, second = staff.get(f"{visit}/history").json()

    assert {"pointer": "/note", "before": None, "after": "처음"} in first["changes"]
    by_pointer = {one["pointer"]: (one["before"], one["after"]) for one in second["changes"]}
    assert by_pointer == {"/department": (None, "총무과"), "/note": ("처음", "나중")}
    assert second["document"]["note"] == "나중"


def test_the_history_says_from_where_and_by_which_request(visit, staff, admin):
    answer = staff.patch(visit, json={"note": "나중"})

    first, second = admin.get(f"{visit}/history").json()
    assert (first["address"], first["request_id"]) == (None, None)  # on the server itself
    assert (second["address"], second["request_id"]) == (
        "testclient",
        answer.headers["x-request-id"],
    )
    assert "address" not in staff.get(f"{visit}/history").json()[1]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_change_is_undone_as_a_new_version(world, admin, name):
    path = admin.post(f"/api/v1/{name}?confirm=true", json=drafts_in(world)[name]).headers[
        "location"
    ]
    made = admin.get(path).json()
    admin.patch(path, json={})

    answer = admin.post(f"{path}/history/1/restore", headers={"If-Match": '"2"'})

    assert (answer.status_code, answer.headers["etag"]) == (200, '"3"'), answer.json()
    stamps = ("version", "updated_at")
    assert {k: v for k, v in answer.json().items() if k not in stamps} == {
        k: v for k, v in made.items() if k not in stamps
    }
    assert [one["action"] for one in admin.get(f"{path}/history").json()] == [
        "created",
        "changed",
        "restored",
    ]


def test_a_restored_field_has_its_old_value_again(visit, staff):
    staff.patch(visit, json={"note": "나중"})

    staff.post(f"{visit}/history/1/restore", headers={"Change-Reason": "undo"})

    assert staff.get(visit).json()["note"] == "처음"
    assert staff.get(f"{visit}/history").json()[-1]["reason"] == "undo"


def test_a_removed_record_returns_under_its_id_as_the_next_version(visit, staff):
    before = staff.get(visit).json()
    staff.delete(visit)

    answer = staff.post(f"{visit}/history/1/restore")

    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert staff.get(visit).json()["id"] == before["id"]
    assert [one["action"] for one in staff.get(f"{visit}/history").json()] == [
        "created",
        "removed",
        "restored",
    ]


def test_going_back_keeps_the_rules_of_today(world, staff):
    made = staff.post("/api/v1/tenders", json=drafts_in(world)["tenders"]).headers["location"]
    staff.post(f"{made}/transitions", json={"to": "dropped"})

    answer = staff.post(f"{made}/history/1/restore")

    assert (answer.status_code, answer.json()["code"]) == (409, "step_not_allowed")


def test_going_back_honours_the_version_and_the_key(visit, staff):
    staff.patch(visit, json={"note": "나중"})
    path, headers = f"{visit}/history/1/restore", {"Idempotency-Key": "undo-1"}

    stale = staff.post(path, headers={"If-Match": '"1"'})
    first = staff.post(path, headers=headers)
    again = staff.post(path, headers=headers)

    assert (stale.status_code, first.status_code) == (412, 200)
    assert again.content == first.content
    assert len(staff.get(f"{visit}/history").json()) == 3


def test_who_may_not_change_may_not_go_back(world, as_role, visit, anyone):
    assert anyone.post(f"{visit}/history/1/restore").status_code == 401
    stranger = as_role(Role.staff, office="team")
    assert stranger.post(f"{visit}/history/1/restore").status_code == 403
    staff = as_role(Role.staff)
    staff.delete(visit)
    assert stranger.post(f"{visit}/history/1/restore").status_code == 403


def test_there_is_no_going_back_to_what_never_was(visit, staff):
    assert staff.post(f"{visit}/history/7/restore").status_code == 404
    assert staff.post(f"{visit}/history/0/restore").status_code == 422


def test_the_feed_tells_every_change_once_in_the_order_of_storing(world, staff, admin):
    visit = world.visit(world.agency()["id"])
    staff.patch(f"/api/v1/visits/{visit['id']}", json={"note": "x"})
    staff.delete(f"/api/v1/visits/{visit['id']}")

    whole = all_changes(admin)
    assert all_changes(admin, limit=2) == whole
    assert [one["seq"] for one in whole] == sorted(one["seq"] for one in whole)
    mine = [
        (one["version"], one["action"]) for one in whole if one["record_id"] == str(visit["id"])
    ]
    assert mine == [(1, "created"), (2, "changed"), (2, "removed")]


def test_the_feed_goes_on_where_it_ended(world, admin):
    end = admin.get(f"{FEED}?limit=200").json()["next"]
    assert admin.get(f"{FEED}?after={end}").json() == {"items": [], "next": end, "more": False}

    world.agency("새기관")

    (one,) = admin.get(f"{FEED}?after={end}").json()["items"]
    assert (one["collection"], one["document"]["name"]) == ("agencies", "새기관")


def test_a_clock_set_back_hides_nothing_from_the_feed(world, admin):
    agency = world.agency()
    end = admin.get(f"{FEED}?limit=200").json()["next"]

    with world.db.writing(datetime.now(UTC) - timedelta(hours=2), SYSTEM) as unit:
        draft = VISITS.draft.model_validate(
            {"office": "centre", "visited_on": "2017-03-02", "target": "school",
             "agency_id": agency["id"]}
        )  # fmt: skip
        made = records.create(unit, VISITS, draft)

    (one,) = admin.get(f"{FEED}?after={end}").json()["items"]
    assert one["record_id"] == str(made["id"])


def test_the_feed_shows_members_only_what_they_may_read(world, as_role):
    ours, theirs = world.enterprise("우리협동조합"), world.enterprise("남의협동조합")
    base = {"office": "centre", "signed_on": "2017-06-01", "item": "현수막", "state": "signed"}
    mine = world.add(COLLECTIONS["contracts"], **base, enterprise_id=ours["id"])
    foreign = world.add(COLLECTIONS["contracts"], **base, enterprise_id=theirs["id"])
    visit = world.visit(world.agency()["id"])

    seen = {
        one["record_id"] for one in all_changes(as_role(Role.enterprise, enterprise_id=ours["id"]))
    }

    assert str(mine["id"]) in seen
    assert {str(foreign["id"]), str(visit["id"])} & seen == set()
    assert str(theirs["id"]) in seen  # the register is public


def test_a_part_in_which_nothing_is_ones_own_still_leads_on(world, as_role):
    ours, theirs = world.enterprise("우리협동조합"), world.enterprise("남의협동조합")
    base = {"office": "centre", "signed_on": "2017-06-01", "item": "현수막", "state": "signed"}
    member = as_role(Role.enterprise, enterprise_id=ours["id"])
    end = member.get(f"{FEED}?limit=200").json()["next"]
    for _ in range(3):
        world.add(COLLECTIONS["contracts"], **base, enterprise_id=theirs["id"])

    part = member.get(f"{FEED}?after={end}&limit=2").json()

    assert (part["items"], part["more"]) == ([], True)
    assert part["next"] > end


def test_the_feed_needs_a_token(anyone):
    assert anyone.get(FEED).status_code == 401


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "limit=0", "limit=201", "after=99999999999999999999"]
)
def test_a_feed_asked_for_wrongly_is_refused(admin, query):
    assert admin.get(f"{FEED}?{query}").status_code == 422
