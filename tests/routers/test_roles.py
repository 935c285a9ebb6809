"""Who may do what: one row for every collection, every role and every operation.

A collection without a row fails, so a new one must be thought about here first.
"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from drafts import draft_in, free_field

from app.core.actors import Role
from app.resources import COLLECTIONS

pytestmark = pytest.mark.one_database

ROLES = ("admin", "manager", "staff", "agency", "enterprise", "device", "public")
# In the order of ROLES, what each operation answers: list, get, create, change, delete. The member
# roles belong to another agency, enterprise or fair than the record, so what is only theirs to see
# is not found (404), and what all may see but not write is forbidden (403).
OPEN = (200, 200)
HIDDEN, UNSEEN, CLOSED = (200, 404), (403, 403), (401, 401)
DONE, NO, MISSING, UNKNOWN = (201, 200, 204), (403, 403, 403), (403, 404, 404), (401, 401, 401)
PUBLIC_BY_ADMIN = {
    "admin": OPEN + DONE,
    "manager": OPEN + NO,
    "staff": OPEN + NO,
    "agency": OPEN + NO,
    "enterprise": OPEN + NO,
    "device": OPEN + NO,
    "public": OPEN + UNKNOWN,
}
PUBLIC_BY_STAFF = {**PUBLIC_BY_ADMIN, "manager": OPEN + DONE, "staff": OPEN + DONE}
STAFF_ONLY = {
    "admin": OPEN + DONE,
    "manager": OPEN + DONE,
    "staff": OPEN + DONE,
    "agency": UNSEEN + NO,
    "enterprise": UNSEEN + NO,
    "device": UNSEEN + NO,
    "public": CLOSED + UNKNOWN,
}
BUYERS = {**STAFF_ONLY, "agency": HIDDEN + MISSING}
PARTIES = {**BUYERS, "enterprise": HIDDEN + MISSING}
TABLE = {
    "categories": PUBLIC_BY_ADMIN,
    "offices": PUBLIC_BY_ADMIN,
    "published-figures": PUBLIC_BY_ADMIN,
    "agencies": PUBLIC_BY_STAFF,
    "enterprises": PUBLIC_BY_STAFF,
    "fairs": PUBLIC_BY_STAFF,
    "education-sessions": PUBLIC_BY_STAFF,
    "goals": PUBLIC_BY_STAFF,
    "demands": BUYERS,
    "purchase-goals": BUYERS,
    "tenders": {**BUYERS, "enterprise": OPEN + NO},
    "check-ins": {**STAFF_ONLY, "device": HIDDEN + MISSING},
    "concepts": STAFF_ONLY,
    "fair-demands": BUYERS,
    "timetables": STAFF_ONLY,
    "fair-pairs": STAFF_ONLY,
    "visits": STAFF_ONLY,
    "matching-cases": STAFF_ONLY,
    "meetings": STAFF_ONLY,
    "follow-ups": STAFF_ONLY,
    "tallies": STAFF_ONLY,
    "consultations": {**STAFF_ONLY, "device": HIDDEN + MISSING},
    "contracts": PARTIES,
    "surveys": PARTIES,
    "contacts": PARTIES,
    "subject-requests": STAFF_ONLY,
}
OPERATIONS = ("list", "get", "create", "change", "delete")


def test_every_collection_has_a_row_with_every_role_and_operation():
    assert set(TABLE) == set(COLLECTIONS)
    for row in TABLE.values():
        assert tuple(row) == ROLES == tuple(role.value for role in Role)
        assert {len(expected) for expected in row.values()} == {len(OPERATIONS)}


@pytest.fixture
def clients(world, as_role, anyone):
    """One client for each role, the members being of bodies that own nothing else."""
    fair = world.add(COLLECTIONS["fairs"], office="centre", name="다른", starts_on="2017-09-02")
    agency, enterprise = world.agency("다른 학교"), world.enterprise("다른 협동조합")
    return {
        "admin": as_role(Role.admin),
        "manager": as_role(Role.manager),
        "staff": as_role(Role.staff),
        "agency": as_role(Role.agency, agency_id=agency["id"]),
        "enterprise": as_role(Role.enterprise, enterprise_id=enterprise["id"]),
        "device": as_role(Role.device, fair_id=fair["id"]),
        "public": anyone,
    }


@pytest.mark.parametrize("name", COLLECTIONS)
def test_each_role_does_exactly_what_the_table_says(world, clients, name):
    collection, path = COLLECTIONS[name], f"/api/v1/{name}"
    draft = draft_in(world, name)
    field = free_field(collection)
    answers = {}

    for role, client in clients.items():
        fresh = {collection.alias: f"x{uuid4().hex[:8]}"} if collection.alias else {}
        if name == "goals":
            fresh = {"year": 2000 + ROLES.index(role)}
        kept = world.add(collection, **{**draft, **fresh})
        if collection.alias:
            fresh = {collection.alias: f"y{uuid4().hex[:8]}"}
        if name == "goals":
            fresh = {"year": 2050 + ROLES.index(role)}
        one = f"{path}/{kept['id']}"
        answers[role] = tuple(
            answer.status_code
            for answer in (
                client.get(path),
                client.get(one),
                client.post(f"{path}?confirm=true", json={**draft, **fresh}),
                client.patch(one, json={field: "정정"}),
                client.delete(one),
            )
        )

    assert answers == TABLE[name]


OWN = {
    "agency": {
        "agencies": (200, 200, None, 200, 204),
        "demands": (200, 200, 201, 200, 204),
        "fair-demands": (200, 200, 201, 200, 204),
        "purchase-goals": (200, 200, 201, 200, 204),
        "tenders": (200, 200, 201, 200, 204),
        "contracts": (200, 200, 403, 403, 403),
        "surveys": (200, 200, 403, 403, 403),
    },
    "enterprise": {
        "enterprises": (200, 200, None, 200, 204),
        "contracts": (200, 200, 403, 403, 403),
        "surveys": (200, 200, 422, 403, 403),  # its answer of today; not the office's note
    },
    "device": {
        "check-ins": (200, 200, 201, 200, 204),
        "consultations": (200, 200, 201, 200, 204),
    },
}
CASES = [(role, name) for role, rows in OWN.items() for name in rows]


@pytest.mark.parametrize(("role", "name"), CASES)
def test_members_and_devices_do_with_what_is_theirs_exactly_this(world, as_role, role, name):
    bodies = {
        "agency": world.agency("우리 구청"),
        "enterprise": world.enterprise("우리 협동조합"),
        "device": world.add(
            COLLECTIONS["fairs"], office="centre", name="우리", starts_on="2017-09-02"
        ),
    }
    scope = {"agency": "agency_id", "enterprise": "enterprise_id", "device": "fair_id"}[role]
    body = bodies[role]
    collection, path = COLLECTIONS[name], f"/api/v1/{name}"
    draft = draft_in(world, name)
    kept = body
    if scope in collection.draft.model_fields:
        draft[scope] = str(body["id"])
        kept = world.add(collection, **draft)
    client = as_role(Role(role), **{scope: body["id"]})
    # a token points at its own body, so that cannot go
    expected = (*OWN[role][name][:4], 409) if kept is body else OWN[role][name]
    field = free_field(collection)
    one = f"{path}/{kept['id']}"

    seen = (
        client.get(path).status_code,
        client.get(one).status_code,
        None if kept is body else client.post(path, json=draft).status_code,
        client.patch(one, json={field: "정정"}).status_code,
        client.delete(one).status_code,
    )

    assert seen == expected
    assert client.get(path).json()["total"] >= (0 if 204 in expected else 1)


# An office is only named there; the agency or an administrator owns the record.
PERSONAL = {"contacts", "subject-requests"}
NAMED_ONLY = {"purchase-goals", "tenders", "published-figures"}
OWNED = [n for n, c in COLLECTIONS.items() if "office" in c.table.c and n not in NAMED_ONLY]


@pytest.mark.parametrize("name", OWNED)
def test_staff_of_a_team_write_for_their_team_but_not_for_the_centre(world, as_role, name):
    team, path = as_role(Role.staff, office="team"), f"/api/v1/{name}"
    collection = COLLECTIONS[name]
    unseen = name in PERSONAL  # another office's personal data is not even found
    correction = {free_field(collection): "x"}
    centres = world.add(collection, **draft_in(world, name, "centre"))

    own = team.post(path, json=draft_in(world, name, "team"))

    assert own.status_code == 201
    assert team.patch(f"{path}/{own.json()['id']}", json=correction).status_code == 200
    assert team.post(path, json=draft_in(world, name, "centre")).status_code == 403
    centre, refused = f"{path}/{centres['id']}", 404 if unseen else 403
    assert team.patch(centre, json=correction).status_code == refused
    assert team.delete(centre).status_code == refused
    assert team.get(centre).status_code == (404 if unseen else 200)
    assert team.delete(f"{path}/{own.json()['id']}").status_code == 204


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_history_needs_a_token_whatever_the_collection(world, anyone, staff, name):
    made = world.add(COLLECTIONS[name], **draft_in(world, name))
    path = f"/api/v1/{name}/{made['id']}/history"

    assert anyone.get(path).status_code == 401
    assert len(staff.get(path).json()) == 1


def test_a_refusal_for_the_caller_comes_before_any_about_the_input(anyone, as_role, world):
    for body in ({}, {"nothing": 1}):
        assert anyone.post("/api/v1/visits", json=body).status_code == 401
    when = datetime.now(UTC).date().isoformat()
    body = {"office": "nowhere", "visited_on": when, "target": "school", "agency_id": str(uuid4())}
    buyer = as_role(Role.agency, agency_id=world.agency()["id"])

    assert buyer.post("/api/v1/visits", json=body).status_code == 403
