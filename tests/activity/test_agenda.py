"""What is to be done today: whose it is, how far ahead it looks, and how it is finished."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from worlds import NOW

from app.activity import agenda
from app.activity.actions import CONSULTATIONS, FOLLOW_UPS
from app.activity.agenda import AHEAD
from app.core import lookups
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import Forbidden, NotFound, Unauthenticated

TODAY = date(2017, 6, 1)
ANY_OFFICE = Actor(Role.staff, "본부")
CENTRE = Actor(Role.staff, "센터", office="centre", offices=frozenset({"centre", "team"}))
TEAM = Actor(Role.staff, "지원단", office="team", offices=frozenset({"team"}))


@pytest.fixture
def promise(world):
    agency = world.agency()["id"]

    def add(name, days=0, **fields):
        base = {"office": "team", "agency_id": agency, "due_on": TODAY + timedelta(days)}
        return world.add(FOLLOW_UPS, promise=name, **{**base, **fields})

    return add


@pytest.fixture
def question(world):
    def add(topic, days=0, **fields):
        base = {"office": "team", "channel": "phone", "requester_kind": "citizen", "topic": topic}
        days = {"received_on": TODAY - timedelta(30), "due_on": TODAY + timedelta(days)}
        return world.add(CONSULTATIONS, **{**base, **days, **fields})

    return add


@pytest.fixture
def due(world):
    def ask(actor=TEAM, at=NOW):
        with world.db.reading(at, actor) as unit:
            return agenda.due(unit)

    return ask


def promised(found):
    return [one["promise"] for one in found["promises"]]


@pytest.mark.parametrize(
    ("days", "shown"), [(-400, True), (0, True), (AHEAD, True), (AHEAD + 1, False)]
)
def test_what_is_late_is_shown_for_ever_and_what_is_ahead_for_a_week(promise, due, days, shown):
    promise("견적서", days)

    assert promised(due()) == (["견적서"] if shown else [])


def test_each_says_how_many_days_are_left_and_what_is_due_first_stands_first(promise, due):
    for name, days in (("모레", 2), ("어제", -1), ("오늘", 0), ("오늘 또", 0)):
        promise(name, days)

    found = due()

    assert promised(found) == ["어제", "오늘", "오늘 또", "모레"]
    assert [one["in_days"] for one in found["promises"]] == [-1, 0, 0, 2]


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (datetime(2017, 5, 31, 14, 59, tzinfo=UTC), date(2017, 5, 31)),
        (datetime(2017, 5, 31, 15, 0, tzinfo=UTC), date(2017, 6, 1)),
        (datetime(2017, 6, 1, 14, 59, tzinfo=UTC), date(2017, 6, 1)),
    ],
)
def test_today_begins_at_midnight_in_seoul(promise, due, at, on):
    promise("오늘 할 일", 0)

    found = due(at=at)

    assert found["on"] == on
    assert found["promises"][0]["in_days"] == (TODAY - on).days


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (TEAM, ["지원단의 일"]),
        (CENTRE, ["센터의 일", "지원단의 일"]),
        (ANY_OFFICE, ["센터의 일", "지원단의 일"]),
        (
            Actor(Role.manager, "관리자", office="team", offices=frozenset({"team"})),
            ["지원단의 일"],
        ),
        (SYSTEM, ["센터의 일", "지원단의 일"]),
        (Actor(Role.staff, "북부", office="north", offices=frozenset({"north"})), []),
    ],
    ids=["team", "centre", "any office", "manager", "system", "elsewhere"],
)
def test_an_office_sees_its_own_and_those_below_it(promise, question, due, actor, seen):
    promise("센터의 일", office="centre")
    promise("지원단의 일")
    question("센터의 일", office="centre")
    question("지원단의 일")

    found = due(actor)

    assert promised(found) == seen
    assert [one["topic"] for one in found["questions"]] == seen


def test_what_is_done_or_answered_is_no_longer_due(promise, question, due):
    promise("지킨 약속", done_on=TODAY)
    question("답한 물음", answered_on=TODAY)
    question("기한을 모르는 물음", due_on=None, date_precision="month")

    found = due()

    assert (found["promises"], found["questions"]) == ([], [])


def test_each_names_whom_it_is_about_where_that_is_known(world, promise, question, due):
    maker = world.enterprise("두레인쇄")["id"]
    promise("기업에 보내기", agency_id=None, enterprise_id=maker)
    promise("아무도 아님", agency_id=None)
    question("기업의 물음", enterprise_id=maker)

    found = due()

    assert [(one["agency"], one["enterprise"]) for one in found["promises"]] == [
        (None, "두레인쇄"),
        (None, None),
    ]
    assert found["questions"][0]["enterprise"] == "두레인쇄"


def test_the_promises_about_somebody_are_of_every_office_and_any_day(world, promise):
    about = world.agency("강동구청")["id"]
    promise("먼 일", 300, office="centre", agency_id=about)
    promise("늦은 일", -3, agency_id=about)
    promise("끝난 일", -3, agency_id=about, done_on=TODAY)
    promise("남의 일")

    with world.db.reading(NOW, TEAM) as unit:
        found = agenda.promises_of(unit, FOLLOW_UPS.table.c.agency_id == about)

    assert [one["promise"] for one in found] == ["늦은 일", "먼 일"]
    assert {one["agency"] for one in found} == {"강동구청"}


def finish(world, key, actor=TEAM, at=NOW):
    with world.db.writing(at, actor) as unit:
        return agenda.finish(unit, key)


def test_a_promise_is_kept_on_the_day_it_is_in_seoul(world, promise):
    made = promise("견적서", -3)

    kept = finish(world, made["id"], at=datetime(2017, 6, 1, 15, 0, tzinfo=UTC))

    assert (kept["done_on"], kept["version"]) == (date(2017, 6, 2), 2)


def test_a_promise_that_was_kept_before_keeps_its_day_and_its_version(world, promise):
    made = promise("견적서", done_on=TODAY - timedelta(5))

    kept = finish(world, made["id"])

    assert (kept["done_on"], kept["version"]) == (TODAY - timedelta(5), 1)


def test_a_promise_of_another_office_is_kept_by_those_above_and_by_no_other(world, promise):
    theirs = promise("센터의 일", office="centre")
    ours = promise("지원단의 일")

    with pytest.raises(Forbidden):
        finish(world, theirs["id"], TEAM)
    assert finish(world, ours["id"], CENTRE)["done_on"] == TODAY
    with world.db.reading(NOW, SYSTEM) as unit:
        assert lookups.get(unit, FOLLOW_UPS, theirs["id"])["done_on"] is None


def test_a_promise_that_was_never_made_cannot_be_kept(world):
    with pytest.raises(NotFound):
        finish(world, uuid4())


@pytest.mark.parametrize("role", [Role.agency, Role.enterprise, Role.device])
def test_the_agenda_is_for_those_who_work_at_the_centre(world, promise, due, role):
    made = promise("견적서")
    other = Actor(role, "밖", agency_id=made["agency_id"])

    for actor, refused in ((other, Forbidden), (ANYONE, Unauthenticated)):
        with pytest.raises(refused):
            due(actor)
        with pytest.raises(refused):
            finish(world, made["id"], actor)
