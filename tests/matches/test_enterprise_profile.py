"""An enterprise as a buyer looks at it: its papers on a day, and as much of its record as is theirs."""

from datetime import date
from uuid import uuid4

import pytest
from worlds import NOW

from app.activity.actions import CONTRACTS, MATCHING_CASES
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import NotFound
from app.matches.profile import licences, papers, profile, side_by_side

PAPER = {"id": uuid4(), "kind": "women_enterprise", "number": None, "issued_on": None}
PAPER |= {"valid_from": None, "valid_until": None, "no_expiry": False, "verified_on": None}
PAPER |= {"ratio_percent": None}


@pytest.fixture
def parties(world):
    return {
        "ours": world.agency("우리구청")["id"],
        "theirs": world.agency("남의구청")["id"],
        "maker": world.enterprise("한울인쇄")["id"],
        "rival": world.enterprise("두레인쇄")["id"],
    }


@pytest.fixture
def record(world, parties):
    """Two contracts of the maker, one for each agency, and a case in which it was chosen."""
    base = {"office": "centre", "enterprise_id": parties["maker"], "state": "paid"}
    for agency, on in (("ours", "2017-03-02"), ("theirs", "2017-05-02")):
        world.add(CONTRACTS, **base, signed_on=on, agency_id=parties[agency], item=agency)
    world.add(CONTRACTS, **{**base, "enterprise_id": parties["rival"]}, signed_on="2017-04-02",
              agency_id=parties["ours"], item="남의 것")  # fmt: skip
    for maker in ("maker", "rival"):
        awards = [{"enterprise_id": parties[maker]}]
        world.add(
            MATCHING_CASES, office="centre", opened_on="2017-04-03", title=maker, awards=awards
        )


@pytest.fixture
def seen(world, parties, record):
    def by(actor):
        with world.db.reading(NOW, actor) as unit:
            return profile(unit, parties["maker"])

    return by


@pytest.mark.parametrize("role", [Role.staff, Role.manager, Role.admin])
def test_those_who_work_at_the_centre_see_the_whole_record(seen, parties, role):
    found = seen(Actor(role))

    assert [one["item"] for one in found["contracts"]] == ["theirs", "ours"]
    assert [one["title"] for one in found["cases"]] == ["maker"]
    assert found["agencies"] == {parties["ours"]: "우리구청", parties["theirs"]: "남의구청"}


def test_a_manager_of_one_office_sees_what_its_staff_see(seen):
    bound = {"office": "team", "offices": frozenset({"team"})}

    as_manager, as_staff = (seen(Actor(role, **bound)) for role in (Role.manager, Role.staff))

    assert as_manager == as_staff


def test_a_buyer_sees_its_own_contracts_and_no_cases(seen, parties):
    found = seen(Actor(Role.agency, agency_id=parties["ours"]))

    assert [one["item"] for one in found["contracts"]] == ["ours"]
    assert found["cases"] is None
    assert list(found["agencies"].values()) == ["우리구청"]


@pytest.mark.parametrize(("who", "items"), [("maker", ["theirs", "ours"]), ("rival", [])])
def test_an_enterprise_sees_its_own_contracts_on_any_page(seen, parties, who, items):
    found = seen(Actor(Role.enterprise, enterprise_id=parties[who]))

    assert [one["item"] for one in found["contracts"]] == items
    assert found["cases"] is None


@pytest.mark.parametrize("actor", [ANYONE, Actor(Role.device, fair_id=uuid4())])
def test_what_may_not_be_seen_is_not_said_to_be_empty(seen, actor):
    found = seen(actor)

    assert (found["contracts"], found["cases"], found["agencies"]) == (None, None, {})
    assert found["enterprise"]["name"] == "한울인쇄"


def test_one_without_a_record_has_an_empty_one(world):
    new = world.enterprise("새봄인쇄")["id"]

    with world.db.reading(NOW, SYSTEM) as unit:
        found = profile(unit, new)

    assert (found["contracts"], found["cases"], found["agencies"]) == ([], [], {})
    assert found["on"] == date(2017, 6, 1)


def test_several_stand_in_the_order_asked_for_and_an_unknown_one_is_not_found(world, parties):
    with world.db.reading(NOW, ANYONE) as unit:
        found = side_by_side(unit, [parties["rival"], parties["maker"]])
        with pytest.raises(NotFound):
            side_by_side(unit, [parties["maker"], uuid4()])

    assert [one["name"] for one in found["enterprises"]] == ["두레인쇄", "한울인쇄"]


def enterprise(**fields):
    base = {"id": uuid4(), "name": "한울", "aliases": [], "legal_form": None, "district": None}
    base |= {"service_regions": [], "status": "active", "description": None}
    return {**base, "certifications": [], "licences": [], "products": [], **fields}


@pytest.mark.parametrize(
    ("fields", "on", "outcome"),
    [
        ({"valid_until": "2017-06-01"}, date(2017, 6, 1), "pass"),
        ({"valid_until": "2017-06-01"}, date(2017, 6, 2), "fail"),
        ({"valid_from": "2017-06-01", "valid_until": "2019-06-01"}, date(2017, 5, 31), "fail"),
        ({"valid_from": "2017-06-01", "valid_until": "2019-06-01"}, date(2017, 6, 1), "pass"),
        ({}, date(2017, 6, 1), "unknown"),
    ],
    ids=["last day", "day after", "day before", "first day", "nothing known"],
)
def test_a_paper_is_judged_on_the_day_it_is_needed(fields, on, outcome):
    (found,) = papers(enterprise(certifications=[{**PAPER, **fields}]), on)

    assert found["outcome"] == outcome
    assert found["kind"] == "women_enterprise"
    assert found["basis"]


@pytest.mark.parametrize(
    ("until", "on", "outcome"),
    [
        ("2017-06-01", date(2017, 6, 1), "pass"),
        ("2017-06-01", date(2017, 6, 2), "fail"),
        (None, date(2017, 6, 1), "pass"),
    ],
)
def test_a_licence_is_judged_by_itself_whatever_else_is_held(until, on, outcome):
    other = {"kind": "경비업 허가", "number": "가-1", "valid_until": "2030-12-31"}
    asked = {"kind": "경비업 허가", "number": "가-2", "valid_until": until}

    found = licences(enterprise(licences=[other, asked]), on)

    assert [one["number"] for one in found] == ["가-1", "가-2"]
    assert [one["outcome"] for one in found] == ["pass", outcome]
