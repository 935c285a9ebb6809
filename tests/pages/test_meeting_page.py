"""Meetings of a timetable changed by hand on pages, pairs, and enterprises that walk in."""

import re

import pytest

from app.core import lookups
from app.core.actors import SYSTEM
from app.fairs.actions import FAIR_PAIRS, FAIRS, TIMETABLES

WARES = ("현수막", "청사 청소", "도시락")


@pytest.fixture
def fair(world):
    """Three enterprises, and two departments of which one looks for something."""
    sellers = [world.enterprise(f"협동조합 {one}", products=[{"name": one}]) for one in WARES]
    agency = world.agency()["id"]
    return world.add(
        FAIRS,
        office="team",
        name="봄 박람회",
        starts_on="2031-05-20",
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
def plan(world, fair):
    """Two meetings: 총무팀 meets A-1 at ten, 재무팀 meets A-2 at twenty past."""
    departments, booths = fair["departments"], fair["booths"]
    seats = [
        {
            "slot": n,
            "department_id": departments[n]["id"],
            "enterprise_id": booths[n]["enterprise_id"],
        }
        for n in range(2)
    ]
    rules = {"begins_at": "2031-05-20T10:00:00+09:00", "slots": 3, "minutes": 20}
    return world.add(TIMETABLES, office="team", fair_id=fair["id"], **rules, seats=seats)


@pytest.fixture
def stored(world, plan):
    """Return the meetings that are kept as (slot, department's name, booth), by now."""

    def look():
        with world.db.reading(actor=SYSTEM) as unit:
            now = lookups.get(unit, TIMETABLES, plan["id"])
            fair = lookups.get(unit, FAIRS, plan["fair_id"])
        names = {one["id"]: one["department"] for one in fair["departments"]}
        labels = {one["enterprise_id"]: one["label"] for one in fair["booths"]}
        return {
            (one["slot"], names[one["department_id"]], labels[one["enterprise_id"]])
            for one in now["seats"]
        }

    return look


def one_of(path, plan, n=0):
    return f"{path}/meetings/{plan['seats'][n]['id']}"


def sides(fair, department, booth):
    return {
        "department_id": str(fair["departments"][department]["id"]),
        "enterprise_id": str(fair["booths"][booth]["enterprise_id"]),
    }


def test_a_meeting_is_added_at_the_earliest_time_and_taken_back(worker, path, fair, plan, stored):
    page = worker.post(f"{path}/meetings", data={**sides(fair, 0, 1), "version": "1"}).text

    assert "상담을 더했습니다." in page
    assert stored() == {(0, "총무팀", "A-1"), (1, "재무팀", "A-2"), (2, "총무팀", "A-2")}
    assert page.count('<span class="badge">손으로</span>') == 1
    assert 'name="version" value="2"><button class="second small">시간표 되돌리기' in page
    back = worker.post(f"{path}/undo", data={"version": "2"}).text
    assert "되돌렸습니다" in back
    assert len(stored()) == 2


def test_a_meeting_says_where_it_may_go_and_goes_there(worker, path, plan, stored):
    page = worker.get(one_of(path, plan)).text

    assert "10:20 · 둘 다 빔" in page
    assert "A-2 협동조합 청사 청소 · 10:00에 빔" in page
    where = {"slot": "2", "enterprise_id": str(plan["seats"][0]["enterprise_id"])}
    moved = worker.post(one_of(path, plan), data={**where, "version": "1"}).text
    assert "상담을 옮겼습니다." in moved
    assert (2, "총무팀", "A-1") in stored()
    assert "고정 풀기" in worker.get(one_of(path, plan)).text
    loose = worker.post(one_of(path, plan), data={"loose": "1", "version": "2"}).text
    assert "옮길 수 있습니다" in loose
    assert "고정 풀기" not in worker.get(one_of(path, plan)).text


def test_who_is_in_the_way_is_named_beside_the_time_and_what_was_chosen_stays(
    worker, path, fair, plan, stored
):
    where = {"slot": "1", "enterprise_id": str(fair["booths"][1]["enterprise_id"])}

    answer = worker.post(one_of(path, plan), data={**where, "version": "1"})

    assert answer.status_code == 422
    told = re.search(r'id="slot-fault">([^<]+)<', answer.text)[1]
    assert "10:20에 A-2 협동조합 청사 청소 — 서울강북초등학교 재무팀" in told
    assert '<option value="1" selected>' in answer.text
    assert len(stored()) == 2


def test_two_meetings_change_their_times(worker, path, plan, stored):
    other = str(plan["seats"][1]["id"])

    page = worker.post(f"{one_of(path, plan)}/swap", data={"second": other, "version": "1"}).text

    assert "맞바꾸었습니다" in page
    assert stored() == {(1, "총무팀", "A-1"), (0, "재무팀", "A-2")}
    nobody = worker.post(f"{one_of(path, plan)}/swap", data={"second": "", "version": "2"})
    assert (nobody.status_code, 'id="second-fault"' in nobody.text) == (422, True)


def test_a_meeting_is_called_off_and_who_saw_it_before_is_told(worker, path, fair, plan, stored):
    page = worker.post(f"{one_of(path, plan)}/removal", data={"version": "1"}).text

    assert "상담을 취소했습니다." in page
    assert stored() == {(1, "재무팀", "A-2")}
    late = worker.post(one_of(path, plan), data={"slot": "2", "version": "1"})
    also_late = worker.post(f"{path}/meetings", data={**sides(fair, 0, 0), "version": "1"})
    assert [one.status_code for one in (late, also_late)] == [422, 412]
    assert "그 사이 다른 사람이 시간표를 바꾸었습니다" in also_late.text


def test_of_a_meeting_that_somebody_called_off_the_timetable_is_shown(worker, path, plan, stored):
    where = {"slot": "2", "enterprise_id": str(plan["seats"][0]["enterprise_id"])}
    worker.post(f"{one_of(path, plan)}/removal", data={"version": "1"})

    late = worker.post(one_of(path, plan), data={**where, "version": "1"})

    assert late.status_code == 412
    assert "그 사이 다른 사람이 시간표를 바꾸었습니다" in late.text
    assert "누가 언제 누구와" in late.text
    assert worker.get(one_of(path, plan)).status_code == 404


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"department_id": ""}, "department_id"),
        ({"enterprise_id": "x"}, "enterprise_id"),
        ({"slot": "열 시"}, "slot"),
        ({"slot": "7"}, "slot"),
        ({"slot": "99"}, "slot"),
    ],
)
def test_what_cannot_be_a_meeting_is_told_beside_its_field(worker, path, fair, plan, data, field):
    wanted = {**sides(fair, 0, 1), "slot": "2", "version": str(plan["version"])}

    answer = worker.post(f"{path}/meetings", data={**wanted, **data})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert f'href="{path}?by=department"' in answer.text


def test_nothing_is_taken_back_before_the_first_version(worker, path, plan):
    answer = worker.post(f"{path}/undo", data={"version": str(plan["version"])})

    assert answer.status_code == 422
    assert "되돌릴 것이 없습니다" in answer.text


def test_two_who_must_not_meet_are_parted_and_what_they_miss_is_told(
    worker, path, world, fair, plan, stored
):
    pair = {"department_id": "pair_department", "enterprise_id": "pair_enterprise"}
    both = {pair[name]: value for name, value in sides(fair, 0, 2).items()}
    worker.post(path, data={"begins_at": "2031-05-20T10:00", "slots": "3", "minutes": "20",
                            "least": "1"})  # fmt: skip
    assert ("총무팀", "A-3") in {one[1:] for one in stored()}

    page = worker.post(f"{path}/pairs", data={**both, "pair_rule": "apart"}).text

    assert "짝을 적었습니다." in page
    assert ("총무팀", "A-3") not in {one[1:] for one in stored()}
    assert re.search("찾는 .도시락. — 파는 곳이 협동조합 도시락뿐입니다[.]", page)
    twice = worker.post(f"{path}/pairs", data={**both, "pair_rule": "together"})
    assert re.search(r'id="pair_enterprise-fault">이미 적은 짝입니다', twice.text)
    by_hand = worker.post(f"{path}/meetings", data=sides(fair, 0, 2))
    assert re.search(r'id="enterprise_id-fault">만나지 않기로 적어 둔 짝입니다', by_hand.text)
    with world.db.reading(actor=SYSTEM) as unit:
        (kept,) = lookups.listed(unit, FAIR_PAIRS)
    gone = worker.post(f"{path}/pairs/{kept['id']}/removal").text
    assert "짝을 지웠습니다." in gone


def test_two_who_must_meet_are_seated_at_once_or_named(worker, path, fair, plan, stored):
    pair = {"department_id": "pair_department", "enterprise_id": "pair_enterprise"}
    both = {pair[name]: value for name, value in sides(fair, 1, 0).items()}

    worker.post(f"{path}/pairs", data={**both, "pair_rule": "together"})

    assert ("재무팀", "A-1") in {one[1:] for one in stored()}
    seated = worker.get(path).text
    label = r"10:\d0 A-1 협동조합 현수막 — 서울강북초등학교 재무팀"
    meeting = re.search(rf'/meetings/([0-9a-f-]+)" aria-label="상담 바꾸기: {label}"', seated)
    worker.post(f"{path}/meetings/{meeting[1]}/removal")
    assert "꼭 만나야 하는데" in worker.get(path).text


def test_an_enterprise_that_walks_in_gets_a_booth_and_is_told_its_times(
    worker, path, world, plan, stored
):
    world.enterprise("협동조합 책자", products=[{"name": "책자"}])

    page = worker.post(f"{path}/booths", data={"firm": "책자", "label": "B-1"}).text

    assert {one[1] for one in stored() if one[2] == "B-1"} == {"총무팀", "재무팀"}
    assert re.search(
        r'<strong>B-1</strong> 협동조합 책자: <span class="nowrap"><strong>10:\d0', page
    )
    again = worker.post(f"{path}/booths", data={"firm": "책자", "label": "A-1"})
    assert re.search(r'id="firm-fault">이 박람회에 이미 있는 기업입니다', again.text)
    assert re.search(r'id="label-fault">다른 기업이 쓰는 부스입니다', again.text)
    several = worker.post(f"{path}/booths", data={"firm": "협동조합"}).text
    assert several.count('name="firm_id"') == 4
    for nobody in ("", "없는 기업"):
        answer = worker.post(f"{path}/booths", data={"firm": nobody})
        assert (answer.status_code, 'id="firm-fault"' in answer.text) == (422, True)


def test_pages_of_meetings_are_for_the_office_of_the_fair(people, world, path, fair, plan):
    people.add("member", "agency", agency_id=fair["departments"][0]["agency_id"])
    member = people.browser("member")
    member.headers.update({"Accept": "text/html"})

    assert member.get(one_of(path, plan)).status_code == 403
    assert member.post(f"{path}/undo", data={"version": "1"}).status_code == 403
    assert member.post(f"{path}/pairs", data={}).status_code == 403
