"""Which state of a tender may follow which: every step, allowed and refused."""

import pytest

from app.core.actors import Role
from app.tenders.actions import TENDERS
from app.tenders.lifecycle import FOLLOWS, STATES, is_before_notice, may_follow

PAIRS = [(now, then) for now in STATES for then in STATES if now != then]
# Read from the domain (5.1), not from the table under test.
EARLY = {"idea", "design_support", "info_provided", "matching"}
ENDED = {"non_se_selected", "dropped", "paid"}
ALLOWED = {
    *((early, later) for early in EARLY for later in EARLY - {"idea"} if early != later),
    *((early, "published") for early in EARLY),
    *((early, "agreement") for early in EARLY),
    *((early, "dropped") for early in EARLY),
    ("matching", "se_selected"),
    ("published", "bid_support"),
    *(
        (opened, decided)
        for opened in ("published", "bid_support")
        for decided in ("se_selected", "agreement", "non_se_selected", "no_bid", "dropped")
    ),
    ("no_bid", "published"),
    ("no_bid", "matching"),
    ("no_bid", "dropped"),
    ("se_selected", "contracted"),
    ("se_selected", "dropped"),
    ("agreement", "contracted"),
    ("agreement", "delivered"),
    ("agreement", "dropped"),
    ("contracted", "delivered"),
    ("contracted", "dropped"),
    ("delivered", "paid"),
}


@pytest.mark.parametrize(("now", "then"), PAIRS)
def test_a_step_is_allowed_exactly_where_the_domain_says_so(now, then):
    assert may_follow(now, then) is ((now, then) in ALLOWED)


def test_every_state_has_a_row_and_leads_to_states_only():
    assert set(FOLLOWS) == set(STATES)
    assert {then for row in FOLLOWS.values() for then in row} <= set(STATES)


def test_no_state_follows_itself_or_twice_and_nothing_leads_back_to_the_idea():
    for now, row in FOLLOWS.items():
        assert now not in row
        assert len(set(row)) == len(row)
        assert "idea" not in row


def test_every_state_can_be_reached_and_every_life_can_end():
    def reachable(start):
        seen, ahead = set(), [start]
        while ahead:
            state = ahead.pop()
            ahead += [then for then in FOLLOWS[state] if then not in seen]
            seen.update(FOLLOWS[state])
        return seen

    assert reachable("idea") == set(STATES) - {"idea"}
    for state in set(STATES) - ENDED:
        assert reachable(state) & ENDED


def test_the_notice_divides_the_life():
    assert {state for state in STATES if is_before_notice(state)} == EARLY


@pytest.fixture
def tender(world):
    agency = world.agency()

    def make(status):
        return world.add(TENDERS, title="청소", agency_id=agency["id"], status=status)

    return make


@pytest.mark.one_database
@pytest.mark.parametrize("now", STATES)
def test_each_step_over_http_obeys_the_table_by_transition_and_by_correction(tender, staff, now):
    for then in STATES:
        if then == now:
            continue
        allowed = (now, then) in ALLOWED
        key = tender(now)["id"]

        stepped = staff.post(f"/api/v1/tenders/{key}/transitions", json={"to": then})

        assert stepped.status_code == (200 if allowed else 409), then
        if allowed:
            assert stepped.json()["status"] == then
            assert stepped.headers["etag"] == '"2"'
        else:
            assert stepped.json()["code"] == "step_not_allowed"
            corrected = staff.patch(f"/api/v1/tenders/{key}", json={"status": then})
            assert corrected.json()["code"] == "step_not_allowed"
            assert staff.get(f"/api/v1/tenders/{key}").json()["status"] == now


def test_a_refused_step_says_which_are_possible_in_both_languages(tender, staff):
    path = f"/api/v1/tenders/{tender('contracted')['id']}/transitions"

    ko = staff.post(path, json={"to": "idea"}).json()["detail"]
    en = staff.post(path, json={"to": "idea"}, headers={"Accept-Language": "en"}).json()["detail"]

    assert (
        ko == "'contracted' 상태에서 'idea' 상태로 갈 수 없습니다. 가능한 상태: delivered, dropped."
    )
    assert en == "A tender cannot go from contracted to idea; possible: delivered, dropped."


def test_an_ended_life_offers_no_step(tender, staff):
    for ended in sorted(ENDED):
        path = f"/api/v1/tenders/{tender(ended)['id']}/transitions"
        assert staff.post(path, json={"to": "idea"}).json()["detail"].endswith("가능한 상태: -.")


def test_a_step_to_the_state_it_is_in_changes_nothing_but_the_version(tender, staff):
    made = tender("matching")

    answer = staff.post(f"/api/v1/tenders/{made['id']}/transitions", json={"to": "matching"})

    assert (answer.status_code, answer.json()["status"]) == (200, "matching")


def test_the_note_of_a_step_stands_in_the_history(tender, staff):
    made = tender("idea")
    path = f"/api/v1/tenders/{made['id']}"

    staff.post(f"{path}/transitions", json={"to": "matching", "note": "세 기업에 견적 요청"})

    last = staff.get(f"{path}/history").json()[-1]
    assert (last["reason"], last["document"]["status"]) == ("세 기업에 견적 요청", "matching")


def test_a_step_from_an_old_version_is_refused(tender, staff):
    path = f"/api/v1/tenders/{tender('idea')['id']}"
    staff.patch(path, json={"region": "서울"})

    answer = staff.post(f"{path}/transitions", json={"to": "matching"}, headers={"If-Match": '"1"'})

    assert answer.status_code == 412


def test_a_whole_life_can_be_walked(tender, staff):
    path = f"/api/v1/tenders/{tender('idea')['id']}"
    life = ["design_support", "info_provided", "matching", "published", "bid_support", "no_bid",
            "published", "se_selected", "contracted", "delivered", "paid"]  # fmt: skip

    for state in life:
        assert staff.post(f"{path}/transitions", json={"to": state}).status_code == 200

    steps = [one["document"]["status"] for one in staff.get(f"{path}/history").json()]
    assert steps == ["idea", *life]


def test_only_those_who_may_write_a_tender_take_its_steps(world, tender, anyone, as_role):
    made = tender("idea")
    path = f"/api/v1/tenders/{made['id']}/transitions"
    buyer = as_role(Role.agency, agency_id=made["agency_id"])
    member = as_role(Role.enterprise, enterprise_id=world.enterprise()["id"])

    assert anyone.post(path, json={"to": "matching"}).status_code == 401
    assert member.post(path, json={"to": "matching"}).status_code == 403
    assert buyer.post(path, json={"to": "matching"}).status_code == 200


@pytest.mark.parametrize("body", [{}, {"to": "done"}, {"to": None}, {"to": "matching", "x": 1}, []])
def test_a_step_names_a_known_state_and_nothing_else(tender, staff, body):
    path = f"/api/v1/tenders/{tender('idea')['id']}/transitions"

    assert staff.post(path, json=body).status_code == 422
