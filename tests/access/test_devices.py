"""Devices of a fair: a code works once, and what it gives is bound to the fair and its days."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from app.access import devices
from app.access.accounts import UnknownCode
from app.access.queries import UnknownToken, identify
from app.access.sessions import Visitor
from app.core.actors import Role
from app.fairs.actions import FAIRS

SOON = date.today() + timedelta(days=2)  # noqa: DTZ011 -- around the day does not matter
CONSULTATION = {
    "office": "team",
    "kind": "general",
    "channel": "fair",
    "received_on": SOON.isoformat(),
    "requester_kind": "agency",
}


@pytest.fixture
def fair(world):
    """A fair of the team in two days, with one booth."""
    booth = {"label": "A-1", "enterprise_id": world.enterprise()["id"]}
    return world.add(FAIRS, office="team", name="박람회", starts_on=SOON, booths=[booth])


@pytest.fixture
def code_for(people):
    """Let staff of the team make codes for devices."""
    people.add("minji", "staff", office="team")
    browser = people.browser("minji")
    return lambda fair, **body: browser.post(
        f"/api/v1/fairs/{fair['id']}/enrolments", json=body or {"desk": "안내"}
    )


def enrolled(people, code, **more):
    return people.browser().post("/api/v1/device-tokens", json={"code": code, **more})


def test_a_device_that_shows_its_code_writes_for_its_fair_and_no_other(people, app, fair, code_for):
    other = people.world.add(FAIRS, office="team", name="다른", starts_on=SOON)
    code = code_for(fair, booth_id=str(fair["booths"][0]["id"])).json()["code"]

    made = enrolled(people, code.lower(), label="태블릿 3").json()

    assert (made["role"], made["fair_id"], made["label"]) == ("device", str(fair["id"]), "태블릿 3")
    assert made["booth_id"] == str(fair["booths"][0]["id"])
    with people.world.db.reading(datetime.now(UTC) + timedelta(days=2)) as unit:
        actor = identify(unit, made["token"])
    assert (actor.role, actor.booth_id, actor.desk) == (Role.device, fair["booths"][0]["id"], None)
    bearer = people.world.token(Role.device, fair_id=fair["id"])
    client = TestClient(app, headers={"Authorization": f"Bearer {bearer}"})
    for one, status in ((fair, 201), (other, 403)):
        body = {**CONSULTATION, "fair_id": str(one["id"])}
        assert client.post("/api/v1/consultations", json=body).status_code == status


def test_the_token_works_from_the_day_before_until_a_week_after(people, fair, code_for):
    token = enrolled(people, code_for(fair).json()["code"]).json()["token"]
    first = datetime(SOON.year, SOON.month, SOON.day, tzinfo=UTC) - timedelta(hours=9)
    works = {}

    for name, at in {
        "two days before": first - timedelta(days=1, seconds=1),
        "the day before": first - timedelta(days=1),
        "a week after": first + timedelta(days=8, seconds=-1),
        "later": first + timedelta(days=8),
    }.items():
        with people.world.db.reading(at) as unit:
            try:
                works[name] = identify(unit, token).role is Role.device
            except UnknownToken:
                works[name] = False

    assert works == {
        "two days before": False,
        "the day before": True,
        "a week after": True,
        "later": False,
    }


def test_the_qr_code_says_the_link_which_holds_the_code_where_no_server_logs_it(fair, code_for):
    made = code_for(fair, desk="상담 2")

    body = made.json()
    assert (made.status_code, made.headers["cache-control"]) == (201, "no-store")
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", body["code"])
    assert body["link"].endswith(f"#{body['code']}")
    assert body["qr_svg"].startswith("<svg")
    assert "script" not in body["qr_svg"]
    assert body["desk"] == "상담 2"


def test_a_code_works_once_and_not_for_long(people, fair, code_for):
    code = code_for(fair, desk="안내", minutes=5).json()["code"]
    late = datetime.now(UTC) + timedelta(minutes=6)

    with pytest.raises(UnknownCode):
        devices.enrol(people.world.db, code, "늦은 기기", Visitor("192.0.2.1"), late)
    answers = [enrolled(people, code) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 422]
    assert answers[1].json()["code"] == "unknown_code"


def test_codes_cannot_be_guessed_for_long(people):
    codes = [enrolled(people, f"AAAA-BBBB-{n}").status_code for n in range(7)]

    assert codes == [422] * 5 + [429] * 2


def test_only_who_writes_for_the_fairs_office_lets_devices_in(people, fair, code_for):
    centre = people.world.add(FAIRS, office="centre", name="센터", starts_on=SOON)
    agency = people.world.agency()["id"]
    people.add("buyer", "agency", agency_id=str(agency))
    body = {"desk": "안내"}

    assert code_for(centre).status_code == 403
    answer = people.browser("buyer").post(f"/api/v1/fairs/{fair['id']}/enrolments", json=body)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"desk": "안내", "booth_id": "00000000-0000-4000-8000-000000000000"},
        {"booth_id": "00000000-0000-4000-8000-000000000000"},
        {"desk": ""},
        {"desk": "안내", "minutes": 0},
        {"desk": "안내", "minutes": 10_081},
    ],
)
def test_a_device_stands_at_one_booth_or_desk_of_the_fair(people, fair, code_for, body):
    answer = code_for(fair, **body) if body else None

    if answer is None:
        answer = people.browser("minji").post(f"/api/v1/fairs/{fair['id']}/enrolments", json={})
    assert answer.status_code == 422


def test_no_device_joins_a_fair_that_is_long_over(people, code_for):
    gone = people.world.add(FAIRS, office="team", name="지난", starts_on="2017-09-01")

    answer = code_for(gone)

    assert (answer.status_code, answer.json()["code"]) == (409, "fair_over")


def test_a_code_for_a_time_that_has_passed_is_refused_beside_its_field(code_for, fair):
    answer = code_for(fair, desk="안내", valid_until="2017-01-01T09:00:00+09:00")

    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/valid_until"]


def test_devices_are_seen_and_revoked_by_staff_of_the_fairs_office(people, fair, code_for):
    people.add("far", "staff", office="centre")
    people.world.add(FAIRS, office="centre", name="센터", starts_on=SOON)
    people.add("boss", "manager", office="team")
    made = enrolled(people, code_for(fair).json()["code"]).json()

    seen = {
        login: made["id"]
        in {one["id"] for one in people.browser(login).get("/api/v1/tokens").json()}
        for login in ("minji", "boss", "far")
    }

    assert seen == {"minji": True, "boss": True, "far": True}  # the centre is above the team
    assert people.browser("minji").delete(f"/api/v1/tokens/{made['id']}").status_code == 204


def test_a_fair_is_corrected_although_devices_stand_at_its_booths(people, admin, fair, code_for):
    booth = str(fair["booths"][0]["id"])
    enrolled(people, code_for(fair, booth_id=booth).json()["code"])

    assert admin.patch(f"/api/v1/fairs/{fair['id']}", json={"name": "새 이름"}).status_code == 200
