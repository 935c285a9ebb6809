"""A talk that two desks wrote down: both are stored, the later author is told and may take it back."""

from uuid import uuid4

import pytest

from app.core.actors import Role
from app.fairs.actions import FAIRS

SYNC = "/api/v1/sync"


@pytest.fixture
def booth(world):
    return str(world.enterprise()["id"])


@pytest.fixture
def agency(world):
    return str(world.agency()["id"])


@pytest.fixture
def fair(world, booth):
    booths = [{"label": "A-1", "enterprise_id": booth}]
    return world.add(FAIRS, office="team", name="박람회", starts_on="2017-05-23", booths=booths)


@pytest.fixture
def desks(as_role, fair):
    """Two devices of the fair; each sends entries and answers their verdicts."""

    def sender():
        client = as_role(Role.device, fair_id=fair["id"])

        def send(*entries):
            body = {"fair_id": str(fair["id"]), "entries": entries}
            answer = client.post(SYNC, json=body, headers={"Accept-Language": "ko"})
            assert answer.status_code == 200, answer.text
            return answer.json()["verdicts"]

        return send

    return sender(), sender()


@pytest.fixture
def talk(booth, agency):
    """Write down a consultation of the agency at the booth, so many minutes after nine."""

    def at(minute=0, **more):
        base = {"id": str(uuid4()), "kind": "consultation", "rating": 4}
        base |= {"happened_at": f"2017-05-23T09:{minute:02}:00+09:00"}
        return {**base, "enterprise_id": booth, "agency_id": agency, **more}

    return at


def back(entry, version):
    return {**entry, "withdrawn": True, "expected_version": version}


def test_the_later_author_is_told_of_the_talk_that_is_there_and_both_are_stored(desks, talk, staff):
    one, two = desks
    first, second = talk(3, next_step="quotation"), talk(9)
    (quiet,) = one(first)

    (told,) = two(second)

    assert (quiet["verdict"], quiet["similar"], quiet["code"]) == ("accepted", [], None)
    assert (told["verdict"], told["version"]) == ("accepted", 1)
    assert told["code"] == "similar_exists"
    assert told["reason"].startswith("비슷한 상담이 이미 있습니다.")
    (there,) = told["similar"]
    assert (there["id"], there["by_other"]) == (first["id"], True)
    assert (there["next_step"], there["rating"]) == ("quotation", 4)
    assert staff.get("/api/v1/consultations").json()["total"] == 2


def test_who_did_not_hear_the_answer_is_told_again_and_the_first_author_never(desks, talk):
    one, two = desks
    first, second = talk(), talk(1)
    one(first)
    two(second)

    again, of_first = two(second)[0], one(first)[0]

    assert (again["verdict"], len(again["similar"])) == ("duplicate", 1)
    assert (of_first["verdict"], of_first["similar"]) == ("duplicate", [])


def test_the_same_desk_is_told_that_it_wrote_twice_itself(desks, talk):
    one, _ = desks

    _, told = one(talk(), talk(1))

    assert [there["by_other"] for there in told["similar"]] == [False]


@pytest.mark.parametrize("differs", ["later", "booth", "agency", "nobody", "desk"])
def test_another_time_booth_or_agency_is_another_talk(desks, talk, world, differs):
    one, two = desks
    one(talk())
    other = {
        "later": {"minute": 11},
        "booth": {"enterprise_id": str(world.enterprise("다른 기업")["id"])},
        "agency": {"agency_id": str(world.agency("다른 학교")["id"])},
        "nobody": {"agency_id": None},
        "desk": {"enterprise_id": None},
    }[differs]

    (told,) = two(talk(**other))

    assert (told["verdict"], told["similar"], told["reason"]) == ("accepted", [], None)


def test_an_author_takes_back_what_another_wrote_down_too(desks, talk, staff):
    one, two = desks
    first, second = talk(), talk(1)
    one(first)
    two(second)

    told = [two(back(second, 1))[0] for _ in range(2)]

    assert [here["verdict"] for here in told] == ["accepted", "duplicate"]
    found = staff.get("/api/v1/consultations").json()["items"]
    assert [here["id"] for here in found] == [first["id"]]
    history = staff.get(f"/api/v1/consultations/{second['id']}/history").json()
    assert [here["action"] for here in history] == ["created", "removed"]


def test_what_staff_added_to_since_is_not_taken_back_unseen(desks, talk, staff):
    one, _ = desks
    entry = talk()
    one(entry)
    staff.patch(f"/api/v1/consultations/{entry['id']}", json={"answer": "견적을 보냄"})

    (told,) = one(back(entry, 1))

    assert (told["verdict"], told["code"], told["version"]) == ("conflict", "entry_differs", 2)
    assert one(back(entry, 2))[0]["verdict"] == "accepted"
    assert staff.get("/api/v1/consultations").json()["total"] == 0


def test_what_never_arrived_is_taken_back_without_a_trace(desks, talk, staff):
    one, _ = desks

    assert one(back(talk(), 1))[0]["verdict"] == "accepted"
    assert staff.get("/api/v1/consultations").json()["total"] == 0


def test_an_entry_of_another_fair_is_not_taken_back(desks, talk, world, as_role, staff):
    one, _ = desks
    entry = talk()
    one(entry)
    other = world.add(FAIRS, office="team", name="다른", starts_on="2017-05-24")
    client = as_role(Role.device, fair_id=other["id"])

    answer = client.post(SYNC, json={"fair_id": str(other["id"]), "entries": [back(entry, 1)]})

    (told,) = answer.json()["verdicts"]
    assert (told["verdict"], told["code"]) == ("conflict", "already_exists")
    assert (told["version"], told["differences"]) == (None, [])
    assert staff.get("/api/v1/consultations").json()["total"] == 1


def test_visitors_who_were_counted_by_mistake_are_taken_back(desks, staff):
    one, _ = desks
    counted = {"kind": "check_in", "happened_at": "2017-05-23T09:00:00+09:00", "heads": 20}
    entry = {"id": str(uuid4()), **counted}
    one(entry)

    assert one(back(entry, 1))[0]["verdict"] == "accepted"
    assert staff.get("/api/v1/check-ins").json()["total"] == 0
