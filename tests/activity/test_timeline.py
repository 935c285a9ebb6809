"""What happened with an agency or an enterprise: of every kind, the latest first, each once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from drafts import draft_in
from worlds import NOW

from app.activity.timeline import MOST, timeline
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import Forbidden, Unauthenticated
from app.resources import COLLECTIONS

DAYS = {
    "visits": "visited_on",
    "consultations": "received_on",
    "matching-cases": "opened_on",
    "contracts": "signed_on",
    "follow-ups": "due_on",
    "education-sessions": "held_on",
    "surveys": "surveyed_on",
}
OF_ENTERPRISES = DAYS.keys() - {"education-sessions", "matching-cases"}
START = date(2017, 3, 1)


@pytest.fixture
def happened(world):
    """Store an entry of a kind so many days after the first: ``happened("visits", 3, …)``."""

    def add(name, days=0, **fields):
        on = {DAYS[name]: START + timedelta(days)}
        return world.add(COLLECTIONS[name], **{**draft_in(world, name), **on, **fields})

    return add


@pytest.fixture
def told(world):
    def ask(actor=SYSTEM, **about):
        with world.db.reading(NOW, actor) as unit:
            return timeline(unit, **about)

    return ask


def test_every_kind_of_entry_about_an_agency_is_told_with_its_day(world, happened, told):
    agency = world.agency()["id"]
    for days, name in enumerate(DAYS):
        happened(name, days, agency_id=agency)

    found = told(agency_id=agency)

    expected = [(name, START + timedelta(days)) for days, name in enumerate(DAYS)]
    assert [(one["kind"], one["on"]) for one in found] == expected[::-1]
    assert {one["entry"]["agency_id"] for one in found} == {agency}


@pytest.mark.parametrize("name", sorted(OF_ENTERPRISES))
def test_an_entry_about_an_enterprise_is_told_whoever_else_it_is_about(world, happened, told, name):
    maker = world.enterprise("한빛상사")["id"]
    kind = {"kind": "supply_visit"} if name == "surveys" else {}
    made = happened(name, enterprise_id=maker, **kind)

    (one,) = told(enterprise_id=maker)

    assert (one["kind"], one["entry"]["id"]) == (name, made["id"])


@pytest.mark.parametrize("name", DAYS)
def test_what_happened_with_others_is_not_told(world, happened, told, name):
    happened(name)

    assert told(agency_id=world.agency("다른구청")["id"]) == []
    assert told(enterprise_id=world.enterprise("다른상사")["id"]) == []


def test_a_case_is_told_of_each_enterprise_that_was_chosen_in_it_and_once(world, happened, told):
    first, second, third = (world.enterprise(n)["id"] for n in ("가상사", "나상사", "다상사"))
    awards = [{"enterprise_id": one} for one in (first, second, first)]
    made = happened("matching-cases", awards=awards)

    for maker in (first, second):
        (one,) = told(enterprise_id=maker)
        assert (one["kind"], one["entry"]["id"]) == ("matching-cases", made["id"])
        assert len(one["entry"]["awards"]) == 3
    assert told(enterprise_id=third) == []


def test_a_meeting_is_about_nobody(world, told):
    world.add(COLLECTIONS["meetings"], **draft_in(world, "meetings"))

    assert told(agency_id=uuid4()) == []


def test_of_one_day_what_was_stored_later_stands_first(world, happened, told):
    agency = world.agency()["id"]
    made = [happened("visits", agency_id=agency, note=str(n))["id"] for n in range(3)]

    found = [one["entry"]["id"] for one in told(agency_id=agency)]

    assert found == made[::-1]


def test_the_last_fifty_of_all_kinds_together_are_told(world, happened, told):
    agency = world.agency()["id"]
    for days in range(MOST):
        world.visit(agency, START + timedelta(days))
    for days in (-1, MOST, MOST + 1):
        happened("contracts", days, agency_id=agency)

    found = told(agency_id=agency)

    assert len(found) == MOST
    assert [one["kind"] for one in found[:3]] == ["contracts", "contracts", "visits"]
    assert found[-1]["on"] == START + timedelta(2)
    assert [one["on"] for one in found] == sorted((one["on"] for one in found), reverse=True)


def test_a_party_of_whom_nothing_is_known_has_an_empty_timeline(told):
    assert told(agency_id=uuid4()) == []
    assert told(enterprise_id=uuid4()) == []
    assert told() == []


@pytest.mark.parametrize("role", [Role.agency, Role.enterprise, Role.device])
def test_not_even_the_party_itself_reads_what_the_centre_noted(world, happened, told, role):
    agency = world.agency()["id"]
    happened("visits", agency_id=agency)

    with pytest.raises(Forbidden):
        told(Actor(role, agency_id=agency), agency_id=agency)
    with pytest.raises(Unauthenticated):
        told(ANYONE, agency_id=agency)


def test_staff_of_one_office_read_what_others_did(world, happened, told):
    agency = world.agency()["id"]
    happened("visits", agency_id=agency, office="centre")

    found = told(Actor(Role.staff, office="team", offices=frozenset({"team"})), agency_id=agency)

    assert [one["entry"]["office"] for one in found] == ["centre"]
