"""The two-sided timetable of 1:1 meetings."""

from collections import Counter

import pytest

from app.core.actors import Role
from app.fairs.actions import FAIRS

TEN = "2017-05-23T10:00:00+09:00"
WARES = ("현수막", "청사 청소", "도시락", "책자")


@pytest.fixture
def fair(world):
    """Four enterprises, and three departments of which two look for something."""
    sellers = [world.enterprise(f"협동조합 {one}", products=[{"name": one}]) for one in WARES]
    agency = world.agency()["id"]
    wanted = (("총무팀", ["도시락"]), ("홍보팀", ["현수막", "책 자"]), ("재무팀", []))
    return world.add(
        FAIRS,
        office="team",
        name="박람회",
        starts_on="2017-05-23",
        booths=[
            {"label": f"A-{n}", "enterprise_id": one["id"]} for n, one in enumerate(sellers, 1)
        ],
        departments=[
            {"agency_id": agency, "department": name, "interests": interests}
            for name, interests in wanted
        ],
    )


@pytest.fixture
def asked(as_role, fair):
    client = as_role(Role.staff, office="team")
    path = f"/api/v1/fairs/{fair['id']}/timetable"
    return lambda **body: client.post(path, json={"begins_at": TEN, "slots": 2, **body})


def _pairs(found):
    return {(one["department"], one["booth"]) for one in found["meetings"]}


def test_who_offers_what_is_looked_for_is_met_first_and_nobody_is_twice_at_once(asked):
    found = asked().json()

    assert found["complete"] is True
    assert {("총무팀", "A-3"), ("홍보팀", "A-1"), ("홍보팀", "A-4")} <= _pairs(found)
    seats = [(one["slot"], one[who]) for one in found["meetings"]
             for who in ("department_id", "enterprise_id")]  # fmt: skip
    assert max(Counter(seats).values()) == 1
    assert len(found["meetings"]) == len(_pairs(found)) == 6
    begins = {one["slot"]: one["begins_at"] for one in found["meetings"]}
    assert begins == {0: "2017-05-23T01:00:00+00:00", 1: "2017-05-23T01:20:00+00:00"}
    assert asked().json() == found


def test_every_enterprise_gets_its_least_or_is_named(asked):
    enough, short = asked(least=1).json(), asked(slots=1, least=1).json()

    assert {one["booth"] for one in enough["meetings"]} == {"A-1", "A-2", "A-3", "A-4"}
    assert enough["short"] == []
    assert len(short["meetings"]) == 3
    assert [one["meetings"] for one in short["short"]] == [0]


def test_who_does_not_come_is_seated_no_more_and_what_was_held_stays(asked, fair):
    first = asked().json()["meetings"][0]
    held = {name: first[name] for name in ("slot", "department_id", "enterprise_id")}
    gone = [str(one["id"]) for one in fair["departments"]]
    gone.remove(first["department_id"])

    found = asked(absent=gone[:1], held=[held]).json()["meetings"]

    assert held.items() <= found[0].items()
    assert gone[0] not in {one["department_id"] for one in found}
    assert len(found) == 4


def test_what_cannot_have_been_held_is_refused(asked, fair):
    one = {
        "slot": 0,
        "department_id": str(fair["departments"][0]["id"]),
        "enterprise_id": str(fair["booths"][0]["enterprise_id"]),
    }

    assert asked(held=[one, one]).json()["errors"][0]["code"] == "impossible"
    assert asked(held=[{**one, "slot": 5}]).status_code == 422
    assert asked(slots=41).status_code == 422


def test_a_fair_without_departments_has_no_meetings(staff, world):
    fair = world.add(FAIRS, office="team", name="빈", starts_on="2017-05-23")

    found = staff.post(f"/api/v1/fairs/{fair['id']}/timetable", json={"begins_at": TEN}).json()

    assert found == {
        "complete": True,
        "meetings": [],
        "short": [],
        "missed": [],
        "impossible": [],
    }
