"""Badges of visitors: one code is one visitor at a fair, whoever saw it and when."""

import threading
from uuid import uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from app.core.actors import Role
from app.fairs.actions import FAIRS
from app.fairs.badges import LETTERS, Badge, new_badges

BADGE = "K7QM-2XRR"
NINE = "2017-05-23T09:00:00+09:00"
read = TypeAdapter(Badge).validate_python


def is_badge(text):
    try:
        return bool(read(text))
    except ValidationError:
        return False


def test_no_two_new_badges_are_the_same_and_each_is_read_as_one():
    made = new_badges(500)

    assert len(set(made)) == 500
    assert [read(one) for one in made] == made
    assert {len(one) for one in made} == {9}


@pytest.mark.parametrize("text", [BADGE, "k7qm2xrr", " K7QM - 2XRR "])
def test_a_badge_is_read_however_it_was_typed(text):
    assert read(text) == BADGE


@pytest.mark.parametrize(
    "text", ["", "K7QM", "K7QM-2XRRR", "K7QM-2XR0", "K7QM-2XRI", "가나다라마바사아"]
)
def test_what_is_no_badge_is_not_read_as_one(text):
    assert not is_badge(text)


def test_one_wrong_letter_and_two_that_changed_places_are_told():
    plain = BADGE.replace("-", "")
    wrong = [
        plain[:place] + letter + plain[place + 1 :]
        for place in range(8)
        for letter in LETTERS
        if letter != plain[place]
    ]
    swapped = [
        plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        for place in range(7)
        if plain[place] != plain[place + 1]
    ]

    assert [text for text in wrong + swapped if is_badge(text)] == []
    assert len(wrong + swapped) == 8 * 30 + 6


@pytest.fixture
def fair(world):
    return world.add(FAIRS, office="team", name="박람회", starts_on="2017-05-23")


@pytest.fixture
def send(as_role, fair):
    """Send check-ins as a device; answers their verdicts."""
    client = as_role(Role.device, fair_id=fair["id"])

    def sent(*entries):
        answer = client.post("/api/v1/sync", json={"fair_id": str(fair["id"]), "entries": entries})
        assert answer.status_code == 200, answer.text
        return answer.json()["verdicts"]

    return sent


def came(badge=BADGE, heads=1, **more):
    base = {"id": str(uuid4()), "kind": "check_in", "happened_at": NINE}
    return {**base, "heads": heads, "badge": badge, **more}


def test_the_same_badge_at_two_desks_is_one_visitor(send, staff):
    first = came()

    told = [send(first)[0], send(came("k7qm2xrr"))[0], send(first)[0]]

    assert [one["verdict"] for one in told] == ["accepted", "duplicate", "duplicate"]
    assert told[1]["code"] == "badge_seen"
    assert BADGE in told[1]["reason"]
    assert told[2]["code"] is None
    (kept,) = staff.get("/api/v1/check-ins").json()["items"]
    assert (kept["id"], kept["badge"]) == (first["id"], BADGE)
    assert staff.get(f"/api/v1/check-ins?badge={BADGE.lower()}").json()["total"] == 1


def test_the_same_badge_sent_by_many_at_once_is_one_visitor(send, staff):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(send(came())[0]["verdict"])) for _ in range(4)
    ]

    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(found) == ["accepted", "duplicate", "duplicate", "duplicate"]
    assert staff.get("/api/v1/check-ins").json()["total"] == 1


def test_the_same_badge_in_one_batch_is_one_visitor(send):
    assert [one["verdict"] for one in send(came(), came())] == ["accepted", "duplicate"]


def test_a_badge_of_another_fair_is_another_visitor(send, world, as_role, staff):
    send(came())
    other = world.add(FAIRS, office="team", name="다른", starts_on="2017-05-24")
    client = as_role(Role.device, fair_id=other["id"])

    answer = client.post("/api/v1/sync", json={"fair_id": str(other["id"]), "entries": [came()]})

    assert answer.json()["verdicts"][0]["verdict"] == "accepted"
    assert staff.get("/api/v1/check-ins").json()["total"] == 2


@pytest.mark.parametrize(
    ("entry", "pointer"), [(came("K7QM-2XRS"), "/badge"), (came(heads=2), "/heads")]
)
def test_a_wrong_badge_and_one_for_several_are_refused(send, entry, pointer):
    (told,) = send(entry)

    assert told["verdict"] == "refused"
    assert told["errors"][0]["pointer"] == pointer


def test_a_program_is_told_that_a_badge_came_in_already(send, staff, fair):
    send(came())
    body = {"office": "team", "fair_id": str(fair["id"]), "counted_at": NINE}

    answer = staff.post("/api/v1/check-ins", json={**body, "heads": 1, "badge": BADGE})

    assert (answer.status_code, answer.json()["code"]) == (409, "badge_seen")


def test_visitors_with_and_without_a_badge_are_counted_together(send, staff, fair):
    send(came(), came(), came(badge=None, heads=3))

    assert staff.get(f"/api/v1/fairs/{fair['id']}/report").json()["visitors"] == 4
