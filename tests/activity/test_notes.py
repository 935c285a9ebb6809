"""A visit or a call noted with its promise: once, whole, and for the right office."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import uuid4

import pytest
from pydantic import ValidationError
from worlds import NOW

from app.activity import notes
from app.activity.actions import CONSULTATIONS, FOLLOW_UPS, VISITS
from app.activity.notes import Promise
from app.activity.schemas import VisitTarget
from app.agencies.schemas import AgencyKind
from app.core import lookups
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.core.errors import Forbidden, InvalidInput, Unauthenticated, UnknownReference

ANY_OFFICE = Actor(Role.staff, "본부")
CENTRE = Actor(Role.staff, "센터", office="centre", offices=frozenset({"centre", "team"}))
TEAM = Actor(Role.staff, "지원단", office="team", offices=frozenset({"team"}))
SHAPES = {
    "visits": {"office": "team", "visited_on": "2017-06-01", "target": "school"},
    "consultations": {
        "office": "team", "received_on": "2017-06-01", "channel": "phone",
        "requester_kind": "agency",
    },
}  # fmt: skip
BY_NAME = {one.name: one for one in (VISITS, CONSULTATIONS)}


@pytest.fixture
def agency(world):
    return world.agency("강동구청", kind="district_office")["id"]


@pytest.fixture
def note(world):
    """Note something as it is typed at the door: ``note("visits", promise=Promise(…), …)``."""

    def write(name, promise=None, actor=TEAM, at=NOW, **fields):
        draft = BY_NAME[name].draft.model_validate({**SHAPES[name], **fields})
        with world.db.writing(at, actor) as unit:
            return notes.note(unit, BY_NAME[name], draft, promise)

    return write


@pytest.fixture
def stored(world):
    def everything(collection):
        with world.db.reading(NOW, SYSTEM) as unit:
            return lookups.listed(unit, collection)

    return everything


@pytest.mark.parametrize(
    ("name", "link", "other"),
    [
        ("visits", "visit_id", "consultation_id"),
        ("consultations", "consultation_id", "visit_id"),
    ],
)
def test_a_promise_leads_back_to_where_it_was_made(agency, note, stored, name, link, other):
    made = note(name, Promise(promise="견적 보내기"), agency_id=agency)

    (promise,) = stored(FOLLOW_UPS)
    assert (promise[link], promise[other]) == (made["id"], None)
    assert (promise["office"], promise["agency_id"]) == ("team", agency)
    assert (promise["promised_by"], promise["done_on"]) == ("us", None)


def test_a_promise_to_an_enterprise_is_about_that_enterprise(world, note, stored):
    maker = world.enterprise()["id"]

    note("visits", Promise(promise="안내문 보내기"), enterprise_id=maker, target="enterprise")

    (promise,) = stored(FOLLOW_UPS)
    assert (promise["enterprise_id"], promise["agency_id"]) == (maker, None)


@pytest.mark.parametrize(
    ("at", "said", "due"),
    [
        (NOW, None, date(2017, 6, 8)),
        (datetime(2017, 6, 1, 15, 0, tzinfo=UTC), None, date(2017, 6, 9)),
        (NOW, "2017-06-01", date(2017, 6, 1)),
        (NOW, "2017-12-31", date(2017, 12, 31)),
        (NOW, "2017-05-01", date(2017, 5, 1)),
    ],
    ids=["a week", "after midnight in Seoul", "today", "far", "past"],
)
def test_a_promise_is_due_when_it_was_said_or_in_a_week(agency, note, stored, at, said, due):
    note("visits", Promise(promise="전화", promise_due=said), at=at, agency_id=agency)

    assert stored(FOLLOW_UPS)[0]["due_on"] == due


def test_without_a_promise_nothing_is_promised(agency, note, stored):
    note("visits", agency_id=agency)

    assert (len(stored(VISITS)), stored(FOLLOW_UPS)) == (1, [])


def test_the_same_note_sent_again_is_the_one_that_was_kept(agency, note, stored):
    key = uuid4()
    first = note("visits", Promise(promise="전화"), id=key, agency_id=agency, result="처음")

    again = note("visits", Promise(promise="방문"), id=key, agency_id=agency, result="다시")

    assert again == first
    assert [one["result"] for one in stored(VISITS)] == ["처음"]
    assert [one["promise"] for one in stored(FOLLOW_UPS)] == ["전화"]


def test_notes_without_an_id_are_two_notes_however_alike(agency, note, stored):
    for _ in range(2):
        note("visits", agency_id=agency)

    assert len(stored(VISITS)) == 2


def test_one_id_may_name_a_visit_and_a_call(agency, note, stored):
    key = uuid4()

    note("visits", id=key, agency_id=agency)
    note("consultations", id=key, agency_id=agency)

    assert [one["id"] for one in (*stored(VISITS), *stored(CONSULTATIONS))] == [key, key]


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"office": "centre"}, Forbidden),
        ({"agency_id": uuid4()}, UnknownReference),
    ],
)
def test_a_note_that_is_refused_leaves_no_promise(agency, note, stored, fields, refused):
    with pytest.raises(refused):
        note("visits", Promise(promise="전화"), **{"agency_id": agency, **fields})

    assert stored(VISITS) == stored(FOLLOW_UPS) == []


def test_a_promise_that_must_not_be_kept_takes_its_note_with_it(agency, note, stored):
    with pytest.raises(Exception, match="resident registration"):
        note("visits", Promise(promise="900101-1234567로 전화"), agency_id=agency)

    assert stored(VISITS) == stored(FOLLOW_UPS) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"promise": ""},
        {"promise": "   "},
        {"promise": "가" * 501},
        {"promise": "두\n줄"},
        {"promise": "전화", "promise_due": "내일"},
        {"promise": "전화", "promise_due": "2017-02-29"},
        {"promise": "전화", "due_on": "2017-06-08"},
    ],
)
def test_what_is_no_promise_is_refused(body):
    with pytest.raises(ValidationError):
        Promise.model_validate(body)


@pytest.mark.parametrize("role", [Role.agency, Role.enterprise, Role.device])
def test_notes_are_written_by_those_who_work_at_the_centre(world, agency, note, role):
    with pytest.raises(Forbidden):
        note("visits", actor=Actor(role, agency_id=agency), agency_id=agency)
    with pytest.raises(Unauthenticated):
        note("visits", actor=ANYONE, agency_id=agency)
    with pytest.raises(Unauthenticated), world.db.reading(NOW, ANYONE) as unit:
        notes.recent(unit)


@pytest.fixture
def recent(world):
    def ask(actor=TEAM, also=None):
        with world.db.reading(NOW, actor) as unit:
            return [one["name"] for one in notes.recent(unit, also)]

    return ask


def test_an_agency_stands_once_at_the_last_time_it_was_met(world, recent):
    first, second = world.agency("가구청")["id"], world.agency("나구청")["id"]
    world.visit(first, date(2017, 3, 1), office="team")
    world.visit(second, date(2017, 3, 5), office="team")
    world.visit(first, date(2017, 3, 3), office="team")

    assert recent() == ["나구청", "가구청"]


def test_a_call_counts_like_a_visit(world, recent):
    visited, called = world.agency("가구청")["id"], world.agency("나구청")["id"]
    world.visit(visited, date(2017, 3, 1), office="team")
    fields = {**SHAPES["consultations"], "received_on": "2017-03-02", "agency_id": called}
    world.add(CONSULTATIONS, **fields)

    assert recent() == ["나구청", "가구청"]


def test_of_a_day_the_one_written_down_last_comes_first(world, note, recent):
    minutes = {"가구청": 2, "나구청": 3, "다구청": 1}
    for name, minute in minutes.items():
        at = NOW + timedelta(minutes=minute)
        note("visits", at=at, visited_on="2017-03-01", agency_id=world.agency(name)["id"])

    assert recent() == ["나구청", "가구청", "다구청"]


def test_six_are_offered_and_one_that_was_named_before_them(world, recent):
    ids = [world.agency(f"{n}구청")["id"] for n in range(8)]
    for n, key in enumerate(ids):
        world.visit(key, date(2017, 3, 1 + n), office="team")

    assert recent() == [f"{n}구청" for n in (7, 6, 5, 4, 3, 2)]
    assert recent(also=ids[0]) == [f"{n}구청" for n in (0, 7, 6, 5, 4, 3, 2)]
    assert recent(also=ids[5]) == [f"{n}구청" for n in (5, 7, 6, 4, 3, 2)]
    assert recent(also=uuid4()) == recent()


@pytest.mark.parametrize(
    ("actor", "seen"),
    [(TEAM, ["나구청"]), (CENTRE, ["나구청", "가구청"]), (ANY_OFFICE, ["나구청", "가구청"])],
    ids=["team", "centre", "any"],
)
def test_whom_other_offices_met_is_not_offered(world, recent, actor, seen):
    world.visit(world.agency("가구청")["id"], date(2017, 3, 1))
    world.visit(world.agency("나구청")["id"], date(2017, 3, 2), office="team")

    assert recent(actor) == seen


def test_a_visit_to_an_enterprise_offers_no_agency(world, recent):
    world.visit(None, enterprise_id=world.enterprise()["id"], office="team", target="enterprise")

    assert recent() == []


@pytest.mark.parametrize(
    ("actor", "codes"),
    [
        (TEAM, ["team"]),
        (CENTRE, ["centre", "team"]),
        (Actor(Role.staff, office="team", offices=frozenset({"centre", "team"})), ["team", "centre"]),
        (ANY_OFFICE, ["centre", "team"]),
    ],
)  # fmt: skip
def test_the_own_office_is_offered_first(world, actor, codes):
    with world.db.reading(NOW, actor) as unit:
        assert [one["code"] for one in notes.offices(unit)] == codes


@pytest.mark.parametrize("kind", get_args(AgencyKind))
def test_every_kind_of_agency_is_a_place_that_a_visit_can_go_to(kind):
    assert notes.target_of(kind) in get_args(VisitTarget)
    assert notes.target_of(kind) != "enterprise"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("school", "school"),
        ("education_office", "school"),
        ("district_office", "department"),
        ("state", "department"),
        ("private_company", "network"),
        ("support_organisation", "network"),
        ("anything else", "department"),
    ],
)
def test_where_a_visit_goes_follows_from_the_agency(kind, target):
    assert notes.target_of(kind) == target


def test_an_answer_noted_with_its_question_needs_no_day_to_be_due(agency, note, stored):
    note("consultations", agency_id=agency, answered_on="2017-06-01")
    note("consultations", agency_id=agency)

    assert [one["due_on"] for one in stored(CONSULTATIONS)] == [None, date(2017, 6, 7)]


def test_a_fault_in_a_note_is_told_by_the_name_of_its_field(world, agency):
    draft = CONSULTATIONS.draft.model_validate({**SHAPES["consultations"], "agency_id": agency})
    wrong = draft.model_copy(update={"referred_enterprise_ids": [uuid4()]})

    with pytest.raises(InvalidInput) as refusal, world.db.writing(NOW, TEAM) as unit:
        notes.note(unit, CONSULTATIONS, wrong, Promise(promise="전화"))

    assert [one.pointer for one in refusal.value.faults] == ["/referred_enterprise_ids"]
