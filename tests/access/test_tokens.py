"""Tokens: who is behind them, what they are bound to, and when they are worth nothing."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.access.actions import ScopeMissing, issue_token, revoke_token
from app.access.codes import digest_of
from app.access.grants import Scope
from app.access.queries import TOKENS, UnknownToken, identify
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import Forbidden, NotFound, Unauthenticated
from app.fairs.actions import FAIRS
from app.offices.actions import OFFICES

NOON = datetime(2017, 6, 1, 12, 0, tzinfo=UTC)
VISIT = {"visited_on": "2017-03-02", "target": "school"}


def issued(db, role, *, days=1, now=NOON, **scope):
    with db.writing(now, SYSTEM) as unit:
        return issue_token(unit, role, Scope(**scope), label="창구", days=days)


def actor_behind(db, bearer, now=NOON):
    with db.reading(now) as unit:
        return identify(unit, bearer)


def fair(world):
    return world.add(FAIRS, office="centre", name="박람회", starts_on="2017-09-01")


def test_a_token_tells_its_role_and_label(world):
    actor = actor_behind(world.db, issued(world.db, Role.staff))

    assert (actor.role, actor.label, actor.office) == (Role.staff, "창구", None)


def test_without_a_token_it_is_anyone(db):
    assert actor_behind(db, None) is ANYONE


def test_a_token_of_an_office_covers_everything_below_it(world):
    world.add(OFFICES, code="leaf", name="잎", kind="network", parent="team")
    world.add(OFFICES, code="other", name="다른", kind="centre")

    top = actor_behind(world.db, issued(world.db, Role.staff, office="centre"))
    middle = actor_behind(world.db, issued(world.db, Role.staff, office="team"))

    assert top.offices == {"centre", "team", "leaf"}
    assert middle.offices == {"team", "leaf"}


def test_an_office_that_is_added_later_is_covered_at_once(world):
    bearer = issued(world.db, Role.staff, office="centre")
    world.add(OFFICES, code="late", name="늦은", kind="network", parent="centre")

    assert "late" in actor_behind(world.db, bearer).offices


def test_agency_enterprise_and_device_tokens_are_bound(world):
    agency, enterprise, day = world.agency(), world.enterprise(), fair(world)
    bound = {
        Role.agency: ("agency_id", agency["id"]),
        Role.enterprise: ("enterprise_id", enterprise["id"]),
        Role.device: ("fair_id", day["id"]),
    }

    for role, (scope, value) in bound.items():
        actor = actor_behind(world.db, issued(world.db, role, **{scope: value}))
        assert actor.role is role
        assert getattr(actor, scope) == value


@pytest.mark.parametrize(
    ("role", "option"),
    [(Role.agency, "--agency"), (Role.enterprise, "--enterprise"), (Role.device, "--fair")],
)
def test_a_bound_role_needs_to_know_to_what(db, role, option):
    with pytest.raises(ScopeMissing) as refusal:
        issued(db, role)

    assert option in refusal.value.message("ko")
    assert option in refusal.value.message("en")


@pytest.mark.parametrize(
    "scope",
    [
        {"office": "nowhere"},
        {"agency_id": uuid4()},
        {"enterprise_id": uuid4()},
        {"fair_id": uuid4()},
    ],
    ids=lambda scope: next(iter(scope)),
)
def test_a_token_is_not_bound_to_what_does_not_exist(world, scope):
    with pytest.raises(NotFound):
        issued(world.db, Role.staff, **scope)


@pytest.mark.parametrize("role", [Role.staff, Role.agency, Role.enterprise, Role.device])
def test_only_an_administrator_makes_and_revokes_tokens(world, role):
    bearer = issued(world.db, Role.staff)

    with world.db.writing(NOON, Actor(role)) as unit:
        with pytest.raises(Forbidden):
            issue_token(unit, Role.admin, Scope(), label="몰래", days=1)
        with pytest.raises(Forbidden):
            revoke_token(unit, bearer)
    with world.db.writing(NOON, ANYONE) as unit, pytest.raises(Unauthenticated):
        issue_token(unit, Role.admin, Scope(), label="몰래", days=1)


@pytest.mark.parametrize(
    ("after", "works"),
    [
        (timedelta(0), True),
        (timedelta(days=3, microseconds=-1), True),
        (timedelta(days=3), False),
        (timedelta(days=400), False),
    ],
)
def test_a_token_ends_with_its_last_day(world, after, works):
    bearer = issued(world.db, Role.staff, days=3)

    if works:
        assert actor_behind(world.db, bearer, NOON + after).role is Role.staff
    else:
        with pytest.raises(UnknownToken):
            actor_behind(world.db, bearer, NOON + after)


def test_a_revoked_token_is_worthless_from_then_on_and_others_still_work(world):
    lost, kept = issued(world.db, Role.staff), issued(world.db, Role.staff)

    with world.db.writing(NOON, SYSTEM) as unit:
        revoke_token(unit, lost)

    with pytest.raises(UnknownToken):
        actor_behind(world.db, lost)
    assert actor_behind(world.db, kept).role is Role.staff


def test_a_token_that_was_never_made_cannot_be_revoked(db):
    with db.writing(NOON, SYSTEM) as unit, pytest.raises(NotFound):
        revoke_token(unit, "ieum_never")


def test_only_a_digest_of_a_token_is_kept(world):
    bearer = issued(world.db, Role.staff)

    with world.db.reading() as unit:
        row = unit.first(select(TOKENS))

    assert row.digest == digest_of(bearer)
    assert bearer not in str(row)
    assert bearer.startswith("ieum_")
    assert len(bearer) > 40


def test_two_tokens_are_never_the_same(world):
    assert len({issued(world.db, Role.staff) for _ in range(20)}) == 20


@pytest.mark.parametrize(
    "header",
    [
        "Basic dXNlcjpwYXNz",
        "Bearer",
        "Bearer ",
        "Bearer ieum_nonsense",
        "bearer\tieum",
        "Token ieum_x",
        "ieum_x",
        "Bearer \xff\xfe",
        "Bearer " + "x" * 5000,
    ],
)
def test_something_shown_that_is_no_valid_token_is_refused_even_where_none_is_needed(
    anyone, header
):
    answer = anyone.get("/api/v1/enterprises", headers={"Authorization": header.encode("latin-1")})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unknown_token"


def test_the_scheme_is_read_in_any_case(world, anyone):
    bearer = world.token(Role.staff)

    answer = anyone.get("/api/v1/visits", headers={"Authorization": f"bEaReR {bearer}"})

    assert answer.status_code == 200


def test_an_expired_and_a_revoked_token_are_refused_over_http(world, anyone):
    expired = issued(world.db, Role.admin, days=1)
    revoked = world.token(Role.admin)
    with world.db.writing(NOON, SYSTEM) as unit:
        revoke_token(unit, revoked)

    for bearer in (expired, revoked):
        answer = anyone.get("/api/v1/visits", headers={"Authorization": f"Bearer {bearer}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")


def test_staff_of_one_office_write_its_log_and_its_childrens_but_read_all(world, as_role):
    agency = str(world.agency()["id"])
    team = as_role(Role.staff, office="team")
    world.visit(agency)

    mine = team.post("/api/v1/visits", json={**VISIT, "office": "team", "agency_id": agency})
    above = team.post("/api/v1/visits", json={**VISIT, "office": "centre", "agency_id": agency})

    assert (mine.status_code, above.status_code) == (201, 403)
    assert team.get("/api/v1/visits").json()["total"] == 2


def test_an_entry_cannot_be_moved_to_an_office_one_does_not_work_for(world, as_role):
    entry = world.visit(world.agency()["id"], office="team")
    team = as_role(Role.staff, office="team")

    answer = team.patch(f"/api/v1/visits/{entry['id']}", json={"office": "centre"})

    assert answer.status_code == 403


def test_an_entry_cannot_be_taken_from_an_office_one_does_not_work_for(world, as_role):
    entry = world.visit(world.agency()["id"], office="centre")
    team = as_role(Role.staff, office="team")

    answer = team.patch(f"/api/v1/visits/{entry['id']}", json={"office": "team"})

    assert answer.status_code == 403


def test_an_agency_writes_and_sees_its_own_tenders_only(world, as_role):
    ours, theirs = world.agency("우리구청"), world.agency("남의구청")
    buyer = as_role(Role.agency, agency_id=ours["id"])

    own = buyer.post("/api/v1/tenders", json={"title": "인쇄", "agency_id": str(ours["id"])})
    foreign = buyer.post("/api/v1/tenders", json={"title": "인쇄", "agency_id": str(theirs["id"])})

    assert (own.status_code, foreign.status_code) == (201, 403)
    assert buyer.get("/api/v1/tenders").json()["total"] == 1
    handed = buyer.patch(
        f"/api/v1/tenders/{own.json()['id']}", json={"agency_id": str(theirs["id"])}
    )
    assert handed.status_code == 403


def test_an_enterprise_corrects_its_own_entry_only(world, as_role):
    ours, theirs = world.enterprise("우리협동조합"), world.enterprise("남의협동조합")
    member = as_role(Role.enterprise, enterprise_id=ours["id"])

    own = member.patch(f"/api/v1/enterprises/{ours['id']}", json={"employees_total": 7})
    foreign = member.patch(f"/api/v1/enterprises/{theirs['id']}", json={"employees_total": 7})

    assert (own.status_code, foreign.status_code) == (200, 403)


def test_an_enterprise_sees_its_own_contracts_and_surveys_only(world, as_role, staff):
    ours, theirs = world.enterprise("우리협동조합"), world.enterprise("남의협동조합")
    for enterprise in (ours, theirs):
        key = str(enterprise["id"])
        contract = {"signed_on": "2017-06-01", "item": "현수막", "state": "signed"}
        survey = {"kind": "supply_online", "surveyed_on": "2017-02-01"}
        for name, body in (("contracts", contract), ("surveys", survey)):
            made = staff.post(
                f"/api/v1/{name}", json={**body, "office": "centre", "enterprise_id": key}
            )
            assert made.status_code == 201
    member = as_role(Role.enterprise, enterprise_id=ours["id"])

    for name in ("contracts", "surveys"):
        page = member.get(f"/api/v1/{name}").json()
        assert page["total"] == 1
        assert [item["enterprise_id"] for item in page["items"]] == [str(ours["id"])]
        hidden = member.get(f"/api/v1/{name}?enterprise_id={theirs['id']}").json()
        assert hidden["total"] == 0
