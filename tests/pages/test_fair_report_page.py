"""Fairs for support staff: results, codes for devices, promises."""

import re
from datetime import UTC, datetime

import pytest

from app.fairs.actions import FAIRS


@pytest.fixture
def fair(world):
    booth = {"label": "A-1", "enterprise_id": world.enterprise()["id"]}
    today = datetime.now(UTC).date()
    return world.add(FAIRS, office="team", name="봄 박람회", starts_on=today, booths=[booth])


def test_a_fair_is_found_in_the_list_and_shows_what_it_came_to(worker, fair):
    assert f'href="/fairs/{fair["id"]}"' in worker.get("/fairs").text

    page = worker.get(f"/fairs/{fair['id']}").text

    assert "봄 박람회" in page
    assert re.search(r"<dt>상담</dt><dd>0건</dd>", page)
    assert "한울인쇄협동조합" in page


@pytest.mark.parametrize("place", ["desk", "booth"])
def test_a_code_is_shown_once_with_its_picture_and_enrols_a_device(worker, people, fair, place):
    booth = str(fair["booths"][0]["id"])
    form = {"place": "desk", "desk": "안내"} if place == "desk" else {"place": booth}

    answer = worker.post(f"/fairs/{fair['id']}/codes", data=form)

    code = re.search(r'class="code">([A-Z0-9-]+)<', answer.text)[1]
    assert 'src="data:image/svg+xml;base64,' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    made = people.browser().post("/api/v1/device-tokens", json={"code": code}).json()
    assert made["fair_id"] == str(fair["id"])
    assert (made["desk"], made["booth_id"]) == (
        ("안내", None) if place == "desk" else (None, booth)
    )
    assert code not in worker.get(f"/fairs/{fair['id']}").text


def test_a_desk_without_a_name_is_told_beside_its_field(worker, fair):
    answer = worker.post(f"/fairs/{fair['id']}/codes", data={"place": "desk", "desk": " "})

    assert answer.status_code == 422
    assert 'id="desk-fault"' in answer.text


def test_promises_are_made_and_counted(worker, fair):
    answer = worker.post(f"/fairs/{fair['id']}/follow-ups")

    assert "약속 0건을 만들었습니다." in answer.text
