"""The 1:1 meetings of a fair on a page: made, made again, and seated anew on the day."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.core import lookups
from app.core.actors import SYSTEM
from app.fairs.actions import FAIRS, TIMETABLES

WARES = ("현수막", "청사 청소", "도시락")
RULES = {"begins_at": "2030-05-20T10:00", "slots": "3", "minutes": "20", "least": "1"}


@pytest.fixture
def fair(world):
    """Three enterprises, and two departments of which one looks for something."""
    sellers = [world.enterprise(f"협동조합 {one}", products=[{"name": one}]) for one in WARES]
    agency = world.agency()["id"]
    return world.add(
        FAIRS,
        office="team",
        name="봄 박람회",
        starts_on="2030-05-20",
        booths=[
            {"label": f"A-{n}", "enterprise_id": one["id"]} for n, one in enumerate(sellers, 1)
        ],
        departments=[
            {"agency_id": agency, "department": "총무팀", "interests": ["도시락"]},
            {"agency_id": agency, "department": "재무팀"},
        ],
    )


@pytest.fixture
def path(fair):
    return f"/fairs/{fair['id']}/timetable"


@pytest.fixture
def kept(world, fair):
    """What is stored as the timetable of the fair."""

    def look():
        table = TIMETABLES.table
        with world.db.reading(actor=SYSTEM) as unit:
            (found,) = lookups.listed(unit, TIMETABLES, table.c.fair_id == fair["id"])
        return found

    return look


def places(plan):
    return {(one["slot"], one["department_id"], one["enterprise_id"]) for one in plan["seats"]}


def rules_begun(minutes_ago):
    """Return the rules of a day that began a while ago, as a browser's field writes its time."""
    began = datetime.now(UTC) + timedelta(hours=9) - timedelta(minutes=minutes_ago)
    return {**RULES, "begins_at": began.strftime("%Y-%m-%dT%H:%M")}


def test_a_timetable_is_made_by_its_rules_and_shown_from_either_side(worker, path, kept, fair):
    assert "아직 시간표가 없습니다" in worker.get(path).text

    page = worker.post(path, data=RULES).text

    assert "시간표를 만들었습니다." in page
    plan = kept()
    assert plan["begins_at"] == datetime(2030, 5, 20, 1, tzinfo=UTC)
    assert len(plan["seats"]) == 6
    wanted = (fair["departments"][0]["id"], fair["booths"][2]["enterprise_id"])
    assert wanted in {(department, enterprise) for _, department, enterprise in places(plan)}
    row = r'<th scope="row">10:20</th><td data-label="A-1"><span><a [^>]*>서울강북초등학교'
    assert re.search(row, page)
    other = worker.get(f"{path}?by=department").text
    assert re.search(r'<th scope="row">서울강북초등학교 <span class="small">총무팀</span>', other)
    assert re.search(r'<td data-label="10:00"><span><a [^>]*><strong>A-', other)


def test_who_stays_away_leaves_room_and_every_other_meeting_stays(worker, path, kept, fair):
    worker.post(path, data={**RULES, "slots": "2"})
    before = places(kept())
    gone = str(fair["departments"][1]["id"])

    page = worker.post(f"{path}/absences", data={"party": gone, "since": "0"}).text

    after = places(kept())
    stays = {one for one in before if str(one[1]) != gone}
    assert stays <= after
    assert gone not in {str(one[1]) for one in after}
    assert kept()["absent"] == [gone]
    assert "왔습니다" in page
    worker.post(f"{path}/absences", data={"party": gone, "came": "yes"})
    assert stays <= places(kept())
    assert gone in {str(one[1]) for one in places(kept())}
    assert kept()["absent"] == []


def test_an_enterprise_that_stays_away_is_replaced_at_once(worker, path, kept, fair):
    worker.post(path, data={**RULES, "slots": "1", "least": "0"})
    gone = next(one[2] for one in places(kept()))

    worker.post(f"{path}/absences", data={"party": str(gone), "since": "0"})

    assert len(places(kept())) == 2
    assert gone not in {one[2] for one in places(kept())}


def test_what_has_begun_stays_and_nothing_new_begins_before_now(worker, path, kept, fair):
    worker.post(path, data=rules_begun(30))  # the second of three is on
    gone = str(fair["departments"][0]["id"])
    assert {slot for slot, *_ in places(kept())} == {0, 1, 2}
    before = places(kept())

    worker.post(f"{path}/absences", data={"party": gone, "since": "1"})

    after = places(kept())
    assert {one for one in before if one[0] == 0} == {one for one in after if one[0] == 0}
    assert {one for one in after if one[0] == 1} < {one for one in before if one[0] == 1}
    assert gone not in {str(one[1]) for one in after if one[0] > 0}
    again = {**rules_begun(30), "slots": "4"}
    worker.post(path, data=again)
    assert {one for one in places(kept()) if one[0] < 2} == {one for one in after if one[0] < 2}


def test_a_department_that_walks_in_is_seated_and_nobody_loses_a_meeting(
    worker, path, kept, world, fair
):
    worker.post(path, data=RULES)
    before = places(kept())
    world.agency("노원구청")
    come = {"agency": "노원구청", "department": "홍보과", "interests": "현수막, 도시락"}

    page = worker.post(f"{path}/walk-ins", data=come).text

    assert before < places(kept())
    assert "노원구청" in page
    with world.db.reading(actor=SYSTEM) as unit:
        found = lookups.get(unit, FAIRS, fair["id"])["departments"]
    assert [one["id"] for one in found[:2]] == [one["id"] for one in fair["departments"]]
    assert found[2]["interests"] == ["현수막", "도시락"]
    again = worker.post(f"{path}/walk-ins", data=come)
    assert (again.status_code, "이 박람회에 이미 있는 부서입니다." in again.text) == (422, True)


def test_a_walk_in_before_there_is_a_timetable_is_kept_for_it(worker, path, fair):
    page = worker.post(f"{path}/walk-ins", data={"agency": "서울강북초등학교"}).text

    assert "온 곳을 더했습니다." in page
    assert "부서 3곳과 부스 3곳" in page


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("begins_at", "열 시", "날짜와 시각을 적어 주세요"),
        ("begins_at", "2030-02-31T10:00", ""),
        ("slots", "여럿", "정수로 적어 주세요"),
        ("slots", "41", "40 이하여야 합니다."),
        ("minutes", "3", "5 이상이어야 합니다."),
        ("least", " ", "정수로 적어 주세요"),
    ],
)
def test_a_wrong_rule_is_told_beside_its_field_and_what_was_typed_is_kept(
    worker, path, field, typed, told
):
    answer = worker.post(path, data={**RULES, field: typed})

    assert answer.status_code == 422
    assert re.search(rf'id="{field}-fault">[^<]*{told}', answer.text)
    assert re.search(rf'id="{field}"[^>]*value="{typed}"', answer.text)


@pytest.mark.parametrize("party", ["", "x", "7a7a7a7a-0000-4000-8000-000000000000"])
def test_nobody_of_the_fair_cannot_stay_away(worker, path, party):
    worker.post(path, data=RULES)

    answer = worker.post(f"{path}/absences", data={"party": party, "since": "0"})

    assert answer.status_code == 422
    assert 'id="party-fault"' in answer.text


def test_without_a_timetable_nobody_can_stay_away(worker, path, fair):
    party = str(fair["departments"][0]["id"])

    answer = worker.post(f"{path}/absences", data={"party": party, "since": "0"})

    assert answer.status_code == 422
    assert "먼저 만들어 주세요" in answer.text


def test_an_agency_that_several_names_may_mean_is_chosen_from_a_list(worker, path, world):
    world.agency("노원초등학교")
    world.agency("상계초등학교")

    page = worker.post(f"{path}/walk-ins", data={"agency": "초등학교"}).text

    assert page.count('name="agency_id"') == 3
    assert "아래에서 골라 주세요" in page
