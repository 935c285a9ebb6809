"""The survey before a fair on a page: for staff, and for the agency's own account."""

import re

import pytest

from app.core import lookups
from app.core.actors import SYSTEM, Role
from app.fairs.actions import FAIR_DEMANDS, FAIRS

KEY = "7d7d7d7d-0000-4000-8000-000000000000"
TYPED = {"agency": "서울강북초등학교", "item": "현수막", "amount": "300만원", "people": "2"}


@pytest.fixture
def fair(world):
    world.agency()
    seller = world.enterprise(products=[{"name": "현수막 제작"}])
    booth = {"label": "A-1", "enterprise_id": seller["id"]}
    return world.add(FAIRS, office="team", name="봄 박람회", starts_on="2030-05-20", booths=[booth])


@pytest.fixture
def path(fair):
    return f"/fairs/{fair['id']}/survey"


@pytest.fixture
def buyer(people, world):
    """The browser of an agency's own account."""
    people.add("buyer", Role.agency, agency_id=str(world.agency("노원구청")["id"]))
    client = people.browser("buyer")
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client


@pytest.fixture
def kept(world):
    """All that was answered."""

    def look():
        with world.db.reading(actor=SYSTEM) as unit:
            return lookups.listed(unit, FAIR_DEMANDS)

    return look


def test_staff_note_a_demand_and_see_who_offers_it(worker, path, kept):
    page = worker.post(path, data={**TYPED, "id": KEY, "department": "행정실"}).text

    assert "수요를 남겼습니다." in page
    assert re.search(r'data-label="금액" class="number">3,000,000원<', page)
    assert re.search(r'data-label="파는 부스"><span>A-1</span>', page)
    (one,) = kept()
    assert (str(one["id"]), one["office"], one["people"]) == (KEY, "team", 2)
    worker.post(path, data={**TYPED, "id": KEY, "department": "행정실"})
    assert len(kept()) == 1


def test_an_agency_finds_the_fair_answers_and_takes_it_back(buyer, worker, path, kept):
    worker.post(path, data=TYPED)
    assert f'href="{path}"' in buyer.get("/fairs").text

    page = buyer.post(path, data={"item": "도시락", "agency": "서울강북초등학교"}).text

    assert ("노원구청" in page, "현수막" in page.split("<tbody>")[1].split("</tbody>")[0]) == (
        True,
        False,
    )
    assert '<span class="strong">기관</span> 노원구청' in page
    mine = next(one for one in kept() if one["item"] == "도시락")
    others = next(one for one in kept() if one["item"] == "현수막")
    assert buyer.post(f"{path}/{others['id']}/removal").status_code == 404
    assert "수요를 지웠습니다." in buyer.post(f"{path}/{mine['id']}/removal").text
    assert [one["item"] for one in kept()] == ["현수막"]


def test_an_agency_sees_when_its_own_departments_meet_whom(buyer, worker, path, fair):
    worker.post(path, data={**TYPED, "department": "행정실"})
    buyer.post(path, data={"item": "현수막", "department": "홍보과"})
    rules = {"begins_at": "2030-05-20T10:00", "slots": "2", "minutes": "20", "least": "1"}
    worker.post(f"/fairs/{fair['id']}/timetable", data=rules)

    page, theirs = buyer.get(path).text, worker.get(path).text

    own = re.search(
        r'<th scope="row">(10:\d0)</th><td data-label="부서">([^<]+)</td>.*?>A-1 ', page
    )
    assert own[2] == "홍보과"
    assert "상담 1번" in page
    assert "행정실" not in page
    assert "우리 기관의 1:1 상담" not in theirs


def test_every_fault_is_told_beside_its_field_and_what_was_typed_is_kept(worker, path, kept):
    wrong = {"agency": "없는 기관", "amount": "많이", "people": "여럿", "department": "행정실"}

    answer = worker.post(path, data=wrong)

    assert answer.status_code == 422
    for field in ("agency", "amount", "people", "item"):
        assert f'id="{field}-fault"' in answer.text, field
    for field in ("amount", "people", "department"):
        assert re.search(rf'id="{field}"[^>]*value="{wrong[field]}"', answer.text), field
    assert kept() == []


def test_an_unknown_category_is_told_beside_its_field(worker, path):
    answer = worker.post(path, data={**TYPED, "category_code": "C9999"})

    assert answer.status_code == 422
    assert 'id="category_code-fault"' in answer.text


def test_the_timetable_counts_departments_of_the_survey(worker, path, fair):
    worker.post(path, data={**TYPED, "department": "행정실"})

    assert "부서 1곳과 부스 1곳" in worker.get(f"/fairs/{fair['id']}/timetable").text
