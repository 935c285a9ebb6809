"""Who may do what: the table of roles against what an action can ask of its caller."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.actors import ANYONE, SYSTEM, Actor, ReadOnly, Role
from app.core.errors import Forbidden, Unauthenticated

OURS, THEIRS = UUID(int=1), UUID(int=2)
MEMBERS = (Role.agency, Role.enterprise, Role.device)
WORKERS = (Role.admin, Role.manager, Role.staff)
ROLES = st.sampled_from(Role)


def outcome(ask, *asked):
    """Return what became of a demand: nothing, or the kind of the refusal."""
    try:
        ask(*asked)
    except (Forbidden, Unauthenticated) as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize(
    ("role", "wanted", "has"),
    [
        (Role.admin, (), True),
        (Role.admin, (Role.staff,), True),
        (Role.admin, (Role.device,), True),
        (Role.manager, (Role.staff,), True),
        (Role.manager, (Role.manager,), True),
        (Role.manager, (Role.agency,), False),
        (Role.manager, (Role.admin,), False),
        (Role.manager, (), False),
        (Role.staff, (Role.staff,), True),
        (Role.staff, (Role.manager,), False),
        (Role.staff, (Role.admin,), False),
        (Role.staff, (), False),
        (Role.agency, (Role.staff, Role.agency), True),
        (Role.agency, (Role.enterprise,), False),
        (Role.device, (Role.staff,), False),
        (Role.public, (Role.public,), True),
        (Role.public, (Role.staff,), False),
    ],
)
def test_an_administrator_has_every_role_and_a_manager_that_of_staff(role, wanted, has):
    assert Actor(role).is_any(*wanted) is has


@pytest.mark.parametrize("role", set(Role) - {Role.public})
def test_everyone_who_showed_something_is_someone(role):
    assert outcome(Actor(role).require_someone) is None


def test_who_showed_nothing_is_asked_to_log_in_before_being_told_what_is_not_permitted():
    demands = [
        (ANYONE.require_someone,),
        (ANYONE.require, Role.staff),
        (ANYONE.require, Role.public),
        (ANYONE.require_office, "centre"),
        (ANYONE.require_agency, OURS),
        (ANYONE.require_enterprise, OURS),
    ]

    assert {outcome(*one) for one in demands} == {Unauthenticated}


@given(ROLES, st.lists(ROLES, max_size=3))
def test_a_demand_for_roles_is_met_exactly_by_those_who_have_one(role, wanted):
    found = outcome(Actor(role).require, *wanted)

    if role is Role.public:
        assert found is Unauthenticated
    else:
        assert (found is None) is Actor(role).is_any(*wanted)


@pytest.mark.parametrize("role", Role)
def test_a_demand_for_no_role_is_met_by_an_administrator_alone(role):
    refused = Unauthenticated if role is Role.public else Forbidden

    assert outcome(Actor(role).require) is (None if role is Role.admin else refused)


@pytest.mark.parametrize("role", WORKERS)
@pytest.mark.parametrize(
    ("bound", "below", "office", "fine"),
    [
        (None, (), "centre", True),
        (None, (), None, True),
        ("centre", ("centre", "team"), "centre", True),
        ("centre", ("centre", "team"), "team", True),
        ("centre", ("centre", "team"), "north", False),
        ("centre", ("centre", "team"), None, False),
        ("team", ("team",), "team", True),
        ("team", ("team",), "centre", False),
        ("team", (), "team", False),
    ],
)
def test_who_is_bound_to_an_office_works_for_it_and_those_below(role, bound, below, office, fine):
    actor = Actor(role, office=bound, offices=frozenset(below))

    assert outcome(actor.require_office, office) is (None if fine else Forbidden)


@pytest.mark.parametrize("role", MEMBERS)
def test_no_member_and_no_device_works_for_an_office_even_its_own(role):
    actor = Actor(role, office="team", offices=frozenset({"team"}), agency_id=OURS)

    assert outcome(actor.require_office, "team") is Forbidden


MEMBERSHIP = pytest.mark.parametrize(
    ("demand", "member", "field"),
    [
        ("require_agency", Role.agency, "agency_id"),
        ("require_enterprise", Role.enterprise, "enterprise_id"),
    ],
)


@MEMBERSHIP
def test_a_member_acts_for_its_own_and_for_no_other(demand, member, field):
    ask = getattr(Actor(member, **{field: OURS}), demand)

    assert outcome(ask, OURS) is None
    assert outcome(ask, THEIRS) is Forbidden
    assert outcome(ask, None) is Forbidden


@MEMBERSHIP
def test_those_who_work_for_the_centre_act_for_any(demand, member, field):
    for role in WORKERS:
        ask = getattr(Actor(role), demand)
        assert (outcome(ask, OURS), outcome(ask, None)) == (None, None), role


@MEMBERSHIP
def test_a_member_of_the_other_kind_and_a_device_act_for_none(demand, member, field):
    both = {"agency_id": OURS, "enterprise_id": OURS}
    for role in set(MEMBERS) - {member}:
        assert outcome(getattr(Actor(role, **both), demand), OURS) is Forbidden, role


@pytest.mark.parametrize("role", Role)
def test_a_token_for_reading_writes_nothing_whoever_holds_it(role):
    with pytest.raises(ReadOnly) as refusal:
        Actor(role, read_only=True).require_writer()

    assert refusal.value.code() == "read_only"
    assert outcome(Actor(role).require_writer) is None


def test_a_token_for_reading_takes_no_role_away():
    reader = Actor(Role.staff, read_only=True, office="team", offices=frozenset({"team"}))

    assert outcome(reader.require, Role.staff) is None
    assert outcome(reader.require_office, "team") is None
    assert outcome(reader.require_office, "centre") is Forbidden


def test_the_service_itself_is_bound_to_nothing_and_may_do_everything():
    assert SYSTEM.is_any()
    assert (SYSTEM.office, SYSTEM.agency_id, SYSTEM.enterprise_id) == (None, None, None)
    assert not SYSTEM.read_only
    assert outcome(SYSTEM.require_office, "anywhere") is None


def test_a_caller_is_not_changed_once_it_is_known():
    with pytest.raises(AttributeError):
        ANYONE.role = Role.admin
