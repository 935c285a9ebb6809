"""What a fair device wrote without a network: each entry judged by itself, and stored once."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.core.actors import Role
from app.fairs.actions import FAIRS

SYNC = "/api/v1/sync"
NINE = "2017-05-23T09:00:00+09:00"


@pytest.fixture
def booth(world):
    return world.enterprise(products=[{"name": "현수막", "unit": "장", "unit_price_krw": 30_000}])


@pytest.fixture
def fair(world, booth):
    """A fair of the team with one booth and one department."""
    department = {"agency_id": world.agency()["id"], "department": "행정실", "interests": ["인쇄"]}
    return world.add(
        FAIRS,
        office="team",
        name="찾아가는 박람회",
        starts_on="2017-05-23",
        booths=[{"label": "A-1", "enterprise_id": booth["id"]}],
        departments=[department],
    )


@pytest.fixture
def device(as_role, fair):
    """A client of a device of the fair, and what it sends."""
    client = as_role(Role.device, fair_id=fair["id"])

    def send(*entries, to=fair, by=client, **headers):
        body = {"fair_id": str(to["id"]), "entries": entries}
        return by.post(SYNC, json=body, headers=headers)

    send.client = client
    return send


def consultation(**fields):
    base = {"id": str(uuid4()), "kind": "consultation", "happened_at": NINE}
    return {**base, "next_step": "quotation", "rating": 5, **fields}


def check_in(**fields):
    return {"id": str(uuid4()), "kind": "check_in", "happened_at": NINE, "heads": 2, **fields}


def verdicts(answer):
    assert answer.status_code == 200, answer.text
    return [one["verdict"] for one in answer.json()["verdicts"]]


def test_entries_are_stored_with_their_own_time_under_their_own_id(device, booth, staff):
    talk, came = consultation(enterprise_id=str(booth["id"])), check_in(heads=3)

    assert verdicts(device(talk, came)) == ["accepted", "accepted"]

    stored = staff.get(f"/api/v1/consultations/{talk['id']}").json()
    assert stored["received_at"] == "2017-05-23T00:00:00+00:00"
    assert (stored["received_on"], stored["answered_on"]) == ("2017-05-23", "2017-05-23")
    assert (stored["office"], stored["channel"]) == ("team", "fair")
    assert (stored["next_step"], stored["rating"]) == ("quotation", 5)
    assert staff.get(f"/api/v1/check-ins/{came['id']}").json()["heads"] == 3


def test_one_refused_entry_loses_no_other(device, staff):
    entries = [
        consultation(),
        consultation(rating=9),
        consultation(enterprise_id=str(uuid4())),
        {"id": 7, "kind": "consultation"},
        {"kind": "visit"},
        check_in(heads=0),
        consultation(happened_at=(datetime.now(UTC) + timedelta(hours=2)).isoformat()),
        consultation(),
    ]

    answer = device(*entries)

    assert verdicts(answer) == ["accepted", *["refused"] * 6, "accepted"]
    told = answer.json()["verdicts"]
    assert [one["id"] for one in told] == [one.get("id") for one in entries]
    assert told[1]["errors"][0]["pointer"] == "/rating"
    assert told[2]["code"] == "unknown_reference"
    assert [one["pointer"] for one in told[3]["errors"]] == ["/id", "/happened_at"]
    assert told[6]["errors"][0]["code"] == "in_future"
    assert all(one["reason"] for one in told[1:7])
    assert staff.get("/api/v1/consultations").json()["total"] == 2


def test_reasons_are_in_the_language_of_the_reader(device):
    bad = consultation(rating=9)

    korean, english = device(bad), device(bad, **{"Accept-Language": "en"})

    assert korean.json()["verdicts"][0]["errors"][0]["message"] == "5 이하여야 합니다."
    assert english.json()["verdicts"][0]["errors"][0]["message"] == "Must be at most 5."


def test_the_same_again_is_a_duplicate_also_after_staff_added_to_it(device, staff):
    entries = [consultation(), check_in()]
    device(*entries)
    path = f"/api/v1/consultations/{entries[0]['id']}"
    staff.patch(path, json={"answer": "견적을 보냄", "rating": 4})

    assert verdicts(device(*entries, *entries)) == ["duplicate"] * 4

    assert staff.get(path).json()["rating"] == 4
    assert staff.get("/api/v1/check-ins").json()["total"] == 1


def test_the_same_id_with_something_else_is_a_conflict_that_shows_what_differs(device):
    first = consultation(rating=5)
    device(first)

    (told,) = device({**first, "rating": 2}).json()["verdicts"]

    assert (told["verdict"], told["code"], told["version"]) == ("conflict", "entry_differs", 1)
    difference = {"pointer": "/rating", "changed_by": "you", "yours": 2, "theirs": 5, "original": 5}
    assert told["differences"] == [difference]


def test_an_author_corrects_what_arrived_by_naming_its_version(device, staff):
    first = consultation(rating=5)
    right = {**first, "rating": 2, "expected_version": 1}
    device(first)

    answers = [device(right).json()["verdicts"][0] for _ in range(2)]

    assert [(one["verdict"], one["version"]) for one in answers] == [
        ("accepted", 2),
        ("duplicate", 2),
    ]
    assert staff.get(f"/api/v1/consultations/{first['id']}").json()["rating"] == 2
    late = {**first, "rating": 1, "expected_version": 1}
    assert verdicts(device(late)) == ["conflict"]


def test_what_staff_removed_does_not_come_back(device, staff):
    entry = consultation()
    device(entry)
    staff.delete(f"/api/v1/consultations/{entry['id']}")

    assert verdicts(device(entry, {**entry, "rating": 1})) == ["duplicate", "conflict"]

    assert staff.get("/api/v1/consultations").json()["total"] == 0


def test_an_entry_of_another_fair_is_a_conflict_of_which_nothing_is_told(device, world, as_role):
    entry = consultation()
    device(entry)
    other = world.add(FAIRS, office="team", name="다른", starts_on="2017-05-24")

    answer = device(entry, to=other, by=as_role(Role.device, fair_id=other["id"]))

    (told,) = answer.json()["verdicts"]
    assert (told["verdict"], told["code"]) == ("conflict", "already_exists")
    assert (told["version"], told["differences"]) == (None, [])


def test_the_same_batch_sent_twice_at_once_is_stored_once(device, staff):
    entries = [consultation() for _ in range(10)]
    found = []
    threads = [
        threading.Thread(target=lambda: found.extend(verdicts(device(*entries)))) for _ in range(3)
    ]

    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(set(found)) == ["accepted", "duplicate"]
    assert found.count("accepted") == 10
    assert staff.get("/api/v1/consultations").json()["total"] == 10


def test_a_device_writes_for_no_other_fair_and_staff_for_its_office_only(device, world, as_role):
    other = world.add(FAIRS, office="centre", name="다른", starts_on="2017-05-23")

    assert device(check_in(), to=other).status_code == 403
    assert device(check_in(), by=as_role(Role.staff, office="team")).status_code == 200
    assert device(check_in(), to=other, by=as_role(Role.staff, office="team")).status_code == 403
    assert device(check_in(), to={"id": uuid4()}).status_code == 404


def test_a_batch_has_a_hundred_entries_at_most(device):
    assert device(*[check_in() for _ in range(101)]).status_code == 422
    assert device().status_code == 422


def test_the_register_of_fairs_counts_what_arrived(device, staff):
    device(consultation(), consultation(), check_in(heads=3), check_in(heads=4))

    (row,) = staff.get("/api/v1/reports/registers/fairs?year=2017&office=team").json()["rows"]

    assert (row["consultations"], row["visitors"]) == (2, 7)


def test_a_desk_takes_with_it_who_stands_where_and_offers_what(anyone, fair, booth):
    found = anyone.get(f"/api/v1/fairs/{fair['id']}/desk").json()

    (one,) = found["booths"]
    assert (one["label"], one["enterprise_id"]) == ("A-1", str(booth["id"]))
    assert (one["name"], one["products"][0]["name"]) == ("한울인쇄협동조합", "현수막")
    assert found["departments"][0]["agency"] == "서울강북초등학교"
    assert found["departments"][0]["interests"] == ["인쇄"]
