"""A timetable that is kept, over HTTP."""

import pytest

from app.core.actors import Role
from app.fairs.actions import FAIRS

PATH = "/api/v1/timetables"


@pytest.fixture
def draft(world):
    """What a program of the team keeps: one meeting."""
    enterprise, agency = world.enterprise()["id"], world.agency()["id"]
    fair = world.add(
        FAIRS,
        office="team",
        name="박람회",
        starts_on="2017-05-23",
        booths=[{"enterprise_id": enterprise}],
        departments=[{"agency_id": agency}],
    )
    seat = {
        "slot": 0,
        "department_id": str(fair["departments"][0]["id"]),
        "enterprise_id": str(enterprise),
    }
    begins = "2017-05-23T10:00:00+09:00"
    return {"office": "team", "fair_id": str(fair["id"]), "begins_at": begins, "seats": [seat]}


@pytest.fixture
def team(as_role):
    return as_role(Role.staff, office="team")


def test_what_a_program_keeps_is_what_the_fair_goes_by(team, draft):
    made = team.post(PATH, json=draft)

    assert made.status_code == 201
    page = team.get(f"/fairs/{draft['fair_id']}/timetable", headers={"Accept": "text/html"}).text
    assert "서울강북초등학교" in page
    assert "1번의 상담" in page


@pytest.mark.parametrize("seats", ["twice", "late"])
def test_meetings_that_cannot_be_are_not_kept(team, draft, seats):
    (seat,) = draft["seats"]
    wrong = [seat, seat] if seats == "twice" else [{**seat, "slot": 12}]

    answer = team.post(PATH, json={**draft, "seats": wrong})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/seats"


def test_only_the_office_of_the_fair_keeps_its_timetable(staff, team, draft):
    of_another = staff.post(PATH, json={**draft, "office": "centre"})

    assert of_another.json()["errors"][0]["code"] == "not_of_fair"
    assert team.post(PATH, json={**draft, "office": "centre"}).status_code == 403
