"""A fair written down and corrected on a page."""

import re
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest

from app.core.calendar import korean_day
from app.fairs.actions import FAIRS

TODAY = korean_day(datetime.now(UTC))
NEW = "/fairs/new"


@pytest.fixture
def firms(world):
    return [world.enterprise(name) for name in ("한울인쇄협동조합", "나래광고", "두레청소")]


@pytest.fixture
def fairs(staff):
    """Return the fairs that are stored."""
    return lambda: staff.get("/api/v1/fairs").json()["items"]


@pytest.fixture
def fair(world, firms):
    booths = [{"label": "A-1", "enterprise_id": one["id"]} for one in firms[:2]]
    departments = [{"agency_id": world.agency()["id"], "department": "총무과", "interests": []}]
    about = {"office": "team", "name": "봄 박람회", "starts_on": TODAY, "place": "1층"}
    return world.add(FAIRS, **about, booths=booths, departments=departments)


def _fair(**fields):
    about = {"id": str(uuid4()), "office": "team", "name": "봄 박람회", "starts_on": str(TODAY)}
    return {**about, **fields}


def _as_shown(page):
    """Return the fields of the form on a page as a browser would send them back."""
    form = page.split('<form method="post" action="/fairs/')[1].split("</form>")[0]
    tags = [
        dict(re.findall(r'([a-z_-]+)="([^"]*)"', one)) for one in re.findall("<input[^>]*>", form)
    ]
    found = {one["name"]: unescape(one.get("value", "")) for one in tags}
    return {**found, "booths": unescape(re.search(r'name="booths"[^>]*>([^<]*)<', form)[1])}


def test_a_fair_is_kept_with_its_booths_and_opens(worker, fairs, firms):
    sent = _fair(place="구청 1층", booths="A-1: 한울인쇄협동조합\r\n\r\n나래광고\r\n")

    answer = worker.post(NEW, data=sent, follow_redirects=False)
    again = worker.post(NEW, data=sent, follow_redirects=False)

    (kept,) = fairs()
    assert answer.headers["location"] == again.headers["location"] == f"/fairs/{kept['id']}"
    booths = [(one["label"], one["enterprise_id"]) for one in kept["booths"]]
    assert booths == [("A-1", str(firms[0]["id"])), ("2", str(firms[1]["id"]))]
    assert 'href="/fairs/new"' in worker.get("/fairs").text
    assert f'href="/fairs/{kept["id"]}/edit"' in worker.get(f"/fairs/{kept['id']}").text


def test_a_fair_that_is_saved_as_it_was_stays_as_it_was(worker, fairs, fair):
    (before,) = fairs()
    address = f"/fairs/{fair['id']}/edit"

    answer = worker.post(address, data=_as_shown(worker.get(address).text), follow_redirects=False)

    (after,) = fairs()
    assert answer.status_code == 303
    same = set(before) - {"updated_at", "version"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_a_booth_that_stays_keeps_what_hangs_on_it(worker, fairs, fair):
    address = f"/fairs/{fair['id']}/edit"
    form = _as_shown(worker.get(address).text)

    worker.post(address, data={**form, "booths": "B-1: 두레청소\nB-2: 나래광고"})

    (after,) = fairs()
    assert [one["label"] for one in after["booths"]] == ["B-1", "B-2"]
    assert after["booths"][1]["id"] == str(fair["booths"][1]["id"])
    assert len(after["departments"]) == 1


@pytest.mark.parametrize(
    ("fields", "beside", "words"),
    [
        ({"name": ""}, "name", "꼭 필요한 항목입니다."),
        ({"starts_on": "봄"}, "starts_on", "2026-11-21처럼"),
        ({"ends_on": "2020-01-01"}, "ends_on", "시작하는 날보다 빠릅니다"),
        ({"visitors": "-3"}, "visitors", "정수로"),
        ({"booths": "나래광고\n없는 기업"}, "booths", "없는 기업: 이 이름의 기업이"),
        ({"booths": "나래광고\nA: 나래광고"}, "booths", "나래광고: 두 번 적혀"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(
    worker, fairs, firms, fields, beside, words
):
    page = worker.post(NEW, data=_fair(**{"place": "구청 1층", **fields}))

    assert page.status_code == 422
    assert words in re.search(rf'id="{beside}-fault"[^>]*>([^<]+)<', page.text)[1]
    assert 'value="구청 1층"' in page.text
    assert fairs() == []


def test_a_second_writer_is_told_what_differs_and_loses_nothing(worker, fairs, fair):
    address = f"/fairs/{fair['id']}/edit"
    form = _as_shown(worker.get(address).text)
    worker.post(address, data={**form, "place": "2층"})

    late = worker.post(address, data={**form, "host": "강동구"})

    assert late.status_code == 412
    assert "지금 저장된 값: 2층" in late.text
    worker.post(address, data=_as_shown(late.text))
    (after,) = fairs()
    assert (after["place"], after["host"]) == ("1층", "강동구")


def test_only_staff_write_fairs_and_only_of_their_own_office(worker, people, world, fairs):
    other = world.add(FAIRS, office="centre", name="센터 박람회", starts_on=TODAY)
    address = f"/fairs/{other['id']}/edit"

    assert worker.post(address, data=_as_shown(worker.get(address).text)).status_code == 403
    assert worker.post(NEW, data=_fair(office="centre")).status_code == 403
    assert people.browser().get(NEW, headers={"Accept": "text/html"}).status_code == 401
    assert len(fairs()) == 1
