"""Offices: one above the other, never in a circle, named by a code that everything else uses."""

import pytest
from answers import faults_of

from app.core import records
from app.core.actors import SYSTEM, Actor, Role
from app.core.errors import AlreadyExists, Forbidden, InUse, UnknownReference
from app.offices.actions import OFFICES, OfficeLoop
from app.offices.queries import with_children

PATH = "/api/v1/offices"
NORTH = {"code": "north", "name": "북부 지원단", "kind": "district_team", "parent": "centre"}


@pytest.fixture
def offices(world, unit):
    """Change, add and remove offices inside one unit: ``offices.change("team", parent=None)``."""

    class Offices:
        def add(self, actor=SYSTEM, **fields):
            unit.actor = actor
            wanted = OFFICES.draft.model_validate({**NORTH, **fields})
            return records.create(unit, OFFICES, wanted)

        def change(self, code, actor=SYSTEM, **fields):
            unit.actor = actor
            return records.change(unit, OFFICES, code, OFFICES.patch.model_validate(fields), None)

        def remove(self, code):
            records.remove(unit, OFFICES, code, None)

        def below(self, code):
            return with_children(unit, code)

    return Offices()


def test_an_office_is_below_another_with_all_that_are_below_it(offices):
    offices.add()
    offices.add(code="leaf", parent="north")

    assert offices.below("centre") == {"centre", "team", "north", "leaf"}
    assert offices.below("north") == {"north", "leaf"}
    assert offices.below("leaf") == {"leaf"}


def test_an_office_that_moves_takes_those_below_it_along(offices):
    offices.add()
    offices.add(code="leaf", parent="north")

    offices.change("north", parent="team")

    assert offices.below("team") == {"team", "north", "leaf"}
    offices.change("north", parent=None)
    assert offices.below("centre") == {"centre", "team"}
    assert offices.below("north") == {"north", "leaf"}


@pytest.mark.parametrize("parent", ["north", "leaf", "twig"])
def test_no_office_stands_below_itself_at_any_depth(offices, parent):
    offices.add()
    offices.add(code="leaf", parent="north")
    offices.add(code="twig", parent="leaf")

    with pytest.raises(OfficeLoop):
        offices.change("north", parent=parent)

    assert offices.below("centre") == {"centre", "team", "north", "leaf", "twig"}


def test_a_new_office_cannot_be_its_own_parent(offices):
    with pytest.raises((OfficeLoop, UnknownReference)):
        offices.add(parent="north")


def test_a_parent_must_be_an_office(offices):
    with pytest.raises(UnknownReference) as refusal:
        offices.add(parent="nowhere")

    assert [fault.pointer for fault in refusal.value.faults] == ["/parent"]


def test_a_code_belongs_to_one_office(offices):
    with pytest.raises(AlreadyExists) as refusal:
        offices.add(code="team")

    assert "team" in refusal.value.message("ko")


def test_an_office_with_others_below_it_cannot_be_removed(offices):
    with pytest.raises(InUse):
        offices.remove("centre")


def test_an_office_that_nobody_points_at_can_be_removed(offices):
    offices.add()

    offices.remove("north")

    assert offices.below("north") == frozenset()


@pytest.mark.parametrize("role", [Role.manager, Role.staff, Role.agency, Role.enterprise])
def test_only_an_administrator_says_which_offices_there_are(offices, role):
    someone = Actor(role, office="centre", offices=frozenset({"centre", "team", "north"}))

    with pytest.raises(Forbidden):
        offices.add(someone)
    with pytest.raises(Forbidden):
        offices.change("team", someone, name="다른 이름")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("code", "북부", "string_pattern_mismatch"),
        ("code", "", "string_too_short"),
        ("code", "-north", "string_pattern_mismatch"),
        ("code", "n" * 65, "string_too_long"),
        ("name", " ", "string_too_short"),
        ("name", "가" * 201, "string_too_long"),
        ("kind", "branch", "literal_error"),
        ("kind", None, "literal_error"),
        ("district", "가" * 101, "string_too_long"),
        ("note", "가" * 501, "string_too_long"),
        ("note", "두\n줄", "string_pattern_mismatch"),
        ("head", "이름", "extra_forbidden"),
    ],
)
def test_what_is_wrong_with_an_office_is_named(admin, field, value, code):
    answer = admin.post(PATH, json={**NORTH, field: value})

    assert (answer.status_code, faults_of(answer)) == (422, [(f"/{field}", code)])


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({}, ["centre", "team", "north"]),
        ({"kind": "district_team"}, ["team", "north"]),
        ({"kind": "network"}, []),
        ({"parent": "centre"}, ["team", "north"]),
        ({"code": "north"}, ["north"]),
        ({"sort": "code"}, ["centre", "north", "team"]),
        ({"sort": "-code", "kind": "district_team"}, ["team", "north"]),
    ],
)
def test_offices_are_open_to_anyone_and_stand_as_they_were_written(admin, anyone, asked, codes):
    assert admin.post(PATH, json=NORTH).status_code == 201

    page = anyone.get(PATH, params=asked).json()

    assert [one["code"] for one in page["items"]] == codes
