"""After a fair: its numbers from its own rows, and promises that are made once."""

from datetime import date

import pytest

from app.activity.actions import CONSULTATIONS, CONTRACTS
from app.core.actors import Role
from app.fairs.actions import CHECK_INS, FAIRS


@pytest.fixture
def booths(world):
    return [world.enterprise("한울인쇄협동조합"), world.enterprise("두레청소협동조합")]


@pytest.fixture
def fair(world, booths):
    """A fair of two days with two booths, three consultations and one contract."""
    made = world.add(
        FAIRS,
        office="team",
        name="찾아가는 박람회",
        starts_on="2017-05-23",
        ends_on="2017-05-24",
        booths=[{"label": f"A-{n}", "enterprise_id": one["id"]} for n, one in enumerate(booths, 1)],
    )
    told = ((0, "quotation", 5, "00:05"), (0, "none", 4, "00:40"), (None, "visit", None, "03:00"))
    for place, step, rating, at in told:
        world.add(
            CONSULTATIONS,
            office="team",
            channel="fair",
            received_on="2017-05-23",
            received_at=f"2017-05-23T{at}:00Z",
            answered_on="2017-05-23",
            requester_kind="agency",
            fair_id=made["id"],
            enterprise_id=None if place is None else booths[place]["id"],
            next_step=step,
            rating=rating,
        )
    signed = {"signed_on": "2017-06-01", "item": "현수막", "state": "signed", "amount_krw": 160_000}
    about = {"office": "team", "enterprise_id": booths[0]["id"], "buyer": "강북구청"}
    world.add(CONTRACTS, **about, **signed, fair_id=made["id"])
    for heads in (3, 4):
        at = "2017-05-23T00:00:00Z"
        world.add(CHECK_INS, office="team", fair_id=made["id"], counted_at=at, heads=heads)
    return made


def test_the_report_counts_the_rows_of_the_fair(staff, fair):
    found = staff.get(f"/api/v1/fairs/{fair['id']}/report").json()

    assert (found["visitors"], found["consultations"], found["mean_rating"]) == (7, 3, 4.5)
    assert [(one["label"], one["consultations"]) for one in found["booths"]] == [
        ("A-1", 2),
        ("A-2", 0),
    ]
    assert found["next_steps"] == {"quotation": 1, "none": 1, "visit": 1}
    assert found["hours"] == [{"hour": 9, "consultations": 2}, {"hour": 12, "consultations": 1}]
    assert (found["contracts"], found["contracts_krw"]) == (1, 160_000)


def test_promises_follow_on_their_days_and_are_made_once(staff, fair):
    path = f"/api/v1/fairs/{fair['id']}/follow-ups"

    answers = [staff.post(path).json() for _ in range(2)]

    assert answers == [{"made": 4, "promises": 4}, {"made": 0, "promises": 4}]
    made = staff.get("/api/v1/follow-ups?sort=due_on").json()["items"]
    assert [one["due_on"] for one in made] == [
        str(date(2017, 5, 31)),
        str(date(2017, 5, 31)),
        str(date(2017, 6, 23)),
        str(date(2017, 8, 22)),
    ]
    assert {one["fair_id"] for one in made} == {str(fair["id"])}
    found = staff.get(f"/api/v1/fairs/{fair['id']}/report").json()
    assert (found["promises"], found["promises_kept"]) == (4, 0)


def test_only_the_office_of_the_fair_makes_its_promises(as_role, world, fair):
    other = world.add(FAIRS, office="centre", name="다른", starts_on="2017-05-23")
    team = as_role(Role.staff, office="team")

    assert team.post(f"/api/v1/fairs/{other['id']}/follow-ups").status_code == 403
    assert team.post(f"/api/v1/fairs/{fair['id']}/follow-ups").status_code == 200
