"""Meetings set by hand, pairs that must not or must meet, and the day itself, over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from app.core.actors import Role
from app.fairs.actions import FAIR_PAIRS, FAIRS, TIMETABLES
from app.offices.actions import OFFICES

WARES = ("현수막", "청사 청소", "도시락")
SOON = datetime(2031, 5, 20, 1, tzinfo=UTC)  # ten in Seoul


@pytest.fixture
def fair(world):
    """Three enterprises, and three departments of which two look for something."""
    sellers = [world.enterprise(f"협동조합 {one}", products=[{"name": one}]) for one in WARES]
    agency = world.agency()["id"]
    wanted = (("총무팀", ["도시락"]), ("홍보팀", ["현수막"]), ("재무팀", []))
    return world.add(
        FAIRS,
        office="team",
        name="박람회",
        starts_on="2031-05-20",
        booths=[
            {"label": f"A-{n}", "enterprise_id": one["id"]} for n, one in enumerate(sellers, 1)
        ],
        departments=[
            {"agency_id": agency, "department": name, "interests": interests}
            for name, interests in wanted
        ],
    )


@pytest.fixture
def who(fair):
    """The ids of the fair: three departments, three enterprises."""
    departments = [str(one["id"]) for one in fair["departments"]]
    return departments, [str(one["enterprise_id"]) for one in fair["booths"]]


@pytest.fixture
def team(as_role):
    return as_role(Role.staff, office="team")


@pytest.fixture
def plan(world, fair, who):
    """Keep a timetable of three slots with these meetings: (slot, department, enterprise)."""

    def keep(*seats, **more):
        departments, sellers = who
        meetings = [
            {"slot": slot, "department_id": departments[d], "enterprise_id": sellers[e]}
            for slot, d, e in seats
        ]
        rules = {"begins_at": SOON, "slots": 3, "minutes": 20, **more}
        about = {"office": "team", "fair_id": fair["id"]}
        return world.add(TIMETABLES, **about, **rules, seats=meetings)

    return keep


@pytest.fixture
def seats(who):
    """Return the meetings of an answer as (slot, department, enterprise)."""
    departments, sellers = who

    def look(document):
        return {
            (
                one["slot"],
                departments.index(one["department_id"]),
                sellers.index(one["enterprise_id"]),
            )
            for one in document["seats"]
        }

    return look


def swaps(plan):
    """Return where two meetings of a timetable change places."""
    return f"/api/v1/timetables/{plan['id']}/swaps"


def meetings(plan, meeting=None):
    """Return where the meetings of a timetable stand, or one of them."""
    path = f"/api/v1/timetables/{plan['id']}/meetings"
    return f"{path}/{plan['seats'][meeting]['id']}" if meeting is not None else path


def solved(team, fair, **asked):
    path = f"/api/v1/fairs/{fair['id']}/timetable"
    answer = team.post(path, json={"begins_at": SOON.isoformat(), "slots": 3, **asked})
    return answer.json()


def places(found, who):
    departments, sellers = who
    return {
        (
            one["slot"],
            departments.index(one["department_id"]),
            sellers.index(one["enterprise_id"]),
        )
        for one in found["meetings"]
    }


def test_a_meeting_without_a_time_gets_the_earliest_in_which_both_are_free(team, plan, who, seats):
    kept = plan((0, 0, 0), (1, 1, 1))
    wanted = {"department_id": who[0][0], "enterprise_id": who[1][1]}

    answer = team.post(meetings(kept), json=wanted, headers={"If-Match": '"1"'})

    assert answer.status_code == 200, answer.json()
    assert answer.headers["etag"] == '"2"'
    assert seats(answer.json()) == {(0, 0, 0), (1, 1, 1), (2, 0, 1)}
    assert [one["fixed"] for one in answer.json()["seats"]] == [False, False, True]


def test_where_both_are_never_free_at_once_it_is_told_when_each_one_is(team, plan, who):
    kept = plan((0, 0, 0), (1, 0, 1), (2, 1, 2))

    answer = team.post(
        meetings(kept), json={"department_id": who[0][0], "enterprise_id": who[1][2]}
    ).json()

    (fault,) = answer["errors"]
    assert (fault["pointer"], fault["code"]) == ("/slot", "no_free_slot")
    assert "총무팀: 10:40" in fault["message"]
    assert "A-3 협동조합 도시락: 10:00, 10:20" in fault["message"]


def test_a_meeting_is_moved_to_another_time_and_to_another_booth(team, plan, who, seats):
    kept = plan((0, 0, 0), (1, 1, 1))

    later = team.patch(meetings(kept, 0), json={"slot": 2}, headers={"If-Match": '"1"'})
    other = team.patch(meetings(kept, 0), json={"enterprise_id": who[1][2]})

    assert seats(later.json()) == {(2, 0, 0), (1, 1, 1)}
    assert seats(other.json()) == {(2, 0, 2), (1, 1, 1)}
    assert (later.headers["etag"], other.headers["etag"]) == ('"2"', '"3"')


def test_who_meets_somebody_else_at_that_time_is_named_beside_the_field(team, plan):
    kept = plan((0, 0, 0), (1, 0, 1), (1, 1, 0))

    answer = team.patch(meetings(kept, 0), json={"slot": 1})
    english = team.patch(meetings(kept, 0), json={"slot": 1}, headers={"Accept-Language": "en"})

    assert answer.status_code == 422
    told = [(one["pointer"], one["code"]) for one in answer.json()["errors"]]
    assert told == [("/slot", "busy"), ("/slot", "busy")]
    first, second = (one["message"] for one in answer.json()["errors"])
    assert "10:20에 서울강북초등학교 총무팀 — A-2 협동조합 청사 청소" in first
    assert "A-1 협동조합 현수막 — 서울강북초등학교 홍보팀" in second
    assert "meets" in english.json()["errors"][0]["message"]


@pytest.fixture
def crossed(world, plan, fair, who):
    """Two meetings of one department, somebody who stays away, and two who must not meet."""
    pair = {"department_id": who[0][2], "enterprise_id": who[1][0]}
    world.add(FAIR_PAIRS, office="team", fair_id=fair["id"], **pair)
    return plan((0, 0, 0), (1, 0, 1), absent=[who[1][2]])


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"slot": 3}, "/slot", "no_such_slot"),
        ({"enterprise": 1}, "/enterprise_id", "met_already"),
        ({"department_id": "7a7a7a7a-0000-4000-8000-000000000000"}, "/department_id", "unknown"),
        ({"enterprise_id": "7a7a7a7a-0000-4000-8000-000000000000"}, "/enterprise_id", "unknown"),
        ({"enterprise": 2}, "/enterprise_id", "absent"),
        ({"department": 2}, "/enterprise_id", "kept_apart"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(team, crossed, who, change, pointer, code):
    body = {
        {"department": "department_id", "enterprise": "enterprise_id"}.get(name, name): (
            who[name == "enterprise"][value] if name in ("department", "enterprise") else value
        )
        for name, value in change.items()
    }

    answer = team.patch(meetings(crossed, 0), json=body)

    assert answer.status_code == 422
    assert (pointer, code) in {(one["pointer"], one["code"]) for one in answer.json()["errors"]}


def test_two_meetings_change_their_times_and_two_of_one_time_their_booths(team, plan, seats):
    kept = plan((0, 0, 0), (1, 1, 1), (1, 2, 2))
    first, second, third = (str(one["id"]) for one in kept["seats"])

    times = team.post(swaps(kept), json={"first": first, "second": second})
    booths = team.post(swaps(kept), json={"first": first, "second": third})

    assert seats(times.json()) == {(1, 0, 0), (0, 1, 1), (1, 2, 2)}
    assert seats(booths.json()) == {(1, 0, 2), (0, 1, 1), (1, 2, 0)}


def test_a_swap_that_would_put_somebody_in_two_places_is_refused(team, plan):
    kept = plan((0, 0, 0), (1, 1, 1), (1, 0, 2))
    first, second, _ = (str(one["id"]) for one in kept["seats"])

    answer = team.post(swaps(kept), json={"first": first, "second": second})
    same = team.post(swaps(kept), json={"first": first, "second": first})

    assert [one["pointer"] for one in answer.json()["errors"]] == ["/second"]
    assert "총무팀 — A-3" in answer.json()["errors"][0]["message"]
    assert same.json()["errors"][0]["code"] == "same"


def test_a_meeting_is_called_off_and_taken_back_by_its_version(team, plan, seats):
    kept = plan((0, 0, 0), (1, 1, 1))
    one = f"/api/v1/timetables/{kept['id']}"

    gone = team.delete(meetings(kept, 0), headers={"If-Match": '"1"'})
    back = team.post(f"{one}/history/1/restore", headers={"If-Match": '"2"'})

    assert seats(gone.json()) == {(1, 1, 1)}
    assert seats(back.json()) == {(0, 0, 0), (1, 1, 1)}
    assert len(team.get(f"{one}/history").json()) == 3


def test_of_two_who_change_the_same_version_the_second_is_told(team, plan):
    kept = plan((0, 0, 0), (1, 1, 1))
    team.patch(meetings(kept, 0), json={"slot": 2})
    seen = {"If-Match": '"1"'}

    late = (
        team.patch(meetings(kept, 1), json={"slot": 0}, headers=seen),
        team.delete(meetings(kept, 1), headers=seen),
        team.post(
            f"/api/v1/timetables/{kept['id']}/absences",
            json={"party": kept["seats"][0]["department_id"].hex},
            headers=seen,
        ),
    )

    assert [one.status_code for one in late] == [412, 412, 412]


def test_a_meeting_that_is_not_there_is_not_found(team, plan):
    kept = plan((0, 0, 0))

    missing = f"{meetings(kept)}/7a7a7a7a-0000-4000-8000-000000000000"

    assert team.patch(missing, json={"slot": 1}).status_code == 404
    assert team.delete(missing).status_code == 404


def test_only_the_office_of_the_fair_sets_meetings(world, as_role, plan):
    kept = plan((0, 0, 0))
    world.add(OFFICES, code="other", name="다른 지원단", kind="district_team")
    stranger = as_role(Role.staff, office="other")

    assert stranger.patch(meetings(kept, 0), json={"slot": 1}).status_code == 403
    assert stranger.delete(meetings(kept, 0)).status_code == 403


def test_what_was_set_by_hand_stays_when_the_rest_is_solved_again(team, plan, fair, who):
    kept = plan((0, 0, 0))
    team.patch(meetings(kept, 0), json={"slot": 2})

    found = solved(team, fair)

    assert (2, 0, 0) in places(found, who)
    assert [one["slot"] for one in found["meetings"] if one["fixed"]] == [2]
    assert len(found["meetings"]) == 9
    shorter = team.post(
        f"/api/v1/fairs/{fair['id']}/timetable",
        json={"begins_at": SOON.isoformat(), "slots": 2},
    )
    assert shorter.json()["errors"][0]["code"] == "set_by_hand"
    team.patch(meetings(kept, 0), json={"fixed": False})
    assert not any(one["fixed"] for one in solved(team, fair)["meetings"])


def test_two_who_must_not_meet_are_never_seated_and_what_that_costs_is_told(world, team, fair, who):
    pair = {"department_id": who[0][0], "enterprise_id": who[1][2]}
    made = team.post(
        "/api/v1/fair-pairs", json={"office": "team", "fair_id": str(fair["id"]), **pair}
    )

    found = solved(team, fair)

    assert made.status_code == 201
    assert {(d, e) for _, d, e in places(found, who)} == {
        (d, e) for d in range(3) for e in range(3)
    } - {(0, 2)}
    (told,) = found["impossible"]
    assert (told["department"], told["wish"], told["names"]) == (
        "총무팀",
        "도시락",
        ["협동조합 도시락"],
    )
    kept = {**pair, "slot": 0}
    answer = team.post(
        "/api/v1/timetables",
        json={
            "office": "team",
            "fair_id": str(fair["id"]),
            "begins_at": SOON.isoformat(),
            "seats": [kept],
        },
    )
    assert answer.json()["errors"][0]["code"] == "kept_apart"


def test_two_who_must_meet_do_before_what_others_look_for(world, team, fair, who):
    pair = {"department_id": who[0][2], "enterprise_id": who[1][2]}
    without = solved(team, fair, slots=1, least=0)
    assert (0, 2, 2) not in places(without, who)
    world.add(FAIR_PAIRS, office="team", fair_id=fair["id"], rule="together", **pair)

    found = solved(team, fair, slots=1, least=0)
    away = solved(team, fair, slots=1, least=0, held=[{"slot": 0, **_swapped(pair, who)}])

    assert (0, 2, 2) in places(found, who)
    assert found["missed"] == []
    assert [(one["department"], one["name"]) for one in away["missed"]] == [
        ("재무팀", "협동조합 도시락")
    ]


def _swapped(pair, who):
    """Return a meeting that takes the time of one of a pair."""
    return {"department_id": pair["department_id"], "enterprise_id": who[1][0]}


def test_who_does_not_come_leaves_its_places_to_those_whose_wish_is_unmet(
    team, plan, fair, who, seats
):
    kept = plan((0, 1, 2), (1, 2, 2), slots=2, least=0)
    path = f"/api/v1/timetables/{kept['id']}/absences"

    gone = team.post(path, json={"party": who[0][1]}, headers={"If-Match": '"1"'})

    assert gone.status_code == 200, gone.json()
    assert (0, 0, 2) in seats(gone.json())  # who looks for what is sold there
    assert (1, 2, 2) in seats(gone.json())  # and nobody loses a meeting
    assert 1 not in {d for _, d, _ in seats(gone.json())}
    assert gone.json()["absent"] == [who[0][1]]
    back = team.post(path, json={"party": who[0][1], "came": True}).json()
    assert seats(gone.json()) <= seats(back)
    assert back["absent"] == []
    stranger = team.post(path, json={"party": "7a7a7a7a-0000-4000-8000-000000000000"})
    assert stranger.json()["errors"][0]["pointer"] == "/party"


def test_a_department_that_comes_unannounced_gets_the_earliest_free_places(
    world, team, plan, fair, who, seats
):
    kept = plan((0, 0, 0), (0, 1, 1), (1, 0, 2), slots=2, least=0)
    agency = str(world.agency("노원구청")["id"])
    come = {"department": {"agency_id": agency, "department": "홍보과", "interests": ["도시락"]}}

    answer = team.post(f"/api/v1/fairs/{fair['id']}/walk-ins", json=come).json()

    own = [(one["slot"], one["name"]) for one in answer["meetings"]]
    assert own[0] == (0, "협동조합 도시락")
    assert len(own) == 2
    before = {one["id"]: one["slot"] for one in kept["seats"]}
    after = {one["id"]: one["slot"] for one in answer["timetable"]["seats"]}
    assert {str(key): slot for key, slot in before.items()}.items() <= after.items()


def test_an_enterprise_that_comes_unannounced_gets_a_booth_and_meetings(
    world, team, plan, fair, who
):
    plan((0, 0, 0), slots=2)
    newcomer = str(world.enterprise("협동조합 책자", products=[{"name": "책자"}])["id"])
    path = f"/api/v1/fairs/{fair['id']}/walk-ins"
    come = {"booth": {"label": "B-1", "enterprise_id": newcomer}}

    answer = team.post(path, json=come).json()

    assert answer["party"] == newcomer
    assert [(one["slot"], one["booth"]) for one in answer["meetings"]] == [(0, "B-1"), (1, "B-1")]
    again = team.post(path, json=come).json()
    assert {one["pointer"] for one in again["errors"]} == {"/enterprise_id", "/label"}


def test_who_comes_before_there_is_a_timetable_is_kept_for_it(world, team, fair):
    agency = str(world.agency("노원구청")["id"])
    path = f"/api/v1/fairs/{fair['id']}/walk-ins"

    answer = team.post(path, json={"department": {"agency_id": agency}}).json()

    assert (answer["timetable"], answer["meetings"]) == (None, [])
    assert len(team.get(f"/api/v1/fairs/{fair['id']}").json()["departments"]) == 4
    for nobody in ({}, {"department": None}):
        assert team.post(path, json=nobody).json()["errors"][0]["code"] == "one_of_both"


def test_on_the_day_nobody_is_seated_in_what_has_begun(world, team, plan, fair, who, seats):
    began = datetime.now(UTC) - timedelta(minutes=30)
    kept = plan((0, 0, 0), begins_at=began, least=0)

    answer = team.post(
        meetings(kept), json={"department_id": who[0][1], "enterprise_id": who[1][1]}
    )

    assert seats(answer.json()) == {(0, 0, 0), (2, 1, 1)}
