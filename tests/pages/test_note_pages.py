"""A visit or a call written down at once."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from app.core.calendar import korean_day

TODAY = korean_day(datetime.now(UTC))


@pytest.fixture
def school(world):
    return world.agency("천호초등학교")


def _visit(**fields):
    return {"id": str(uuid4()), "office": "team", "visited_on": str(TODAY), **fields}


def _items(staff, name):
    return staff.get(f"/api/v1/{name}").json()["items"]


def test_a_visit_is_kept_with_its_promise(worker, staff, school):
    sent = _visit(agency_id=str(school["id"]), result="현수막\r\n두 장", promise="견적 보내기")

    answer = worker.post("/visits/new", data=sent, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/today?kept=visits")
    visit, promise = _items(staff, "visits")[0], _items(staff, "follow-ups")[0]
    assert (visit["target"], visit["result"], visit["office"]) == (
        "school",
        "현수막\n두 장",
        "team",
    )
    assert promise["visit_id"] == visit["id"] == sent["id"]
    assert promise["agency_id"] == str(school["id"])
    assert promise["due_on"] == str(TODAY + timedelta(days=7))
    assert "방문을 남겼습니다." in worker.get("/today?kept=visits").text


def test_a_note_that_is_sent_twice_is_kept_once(worker, staff, school):
    sent = _visit(agency_id=str(school["id"]), promise="견적 보내기")

    worker.post("/visits/new", data=sent)
    again = worker.post("/visits/new", data=sent, follow_redirects=False)

    assert again.status_code == 303
    assert len(_items(staff, "visits")) == len(_items(staff, "follow-ups")) == 1


def test_an_agency_is_known_by_what_was_typed_of_its_name(worker, staff, world, school):
    sent = _visit(agency="천호 초등학교")

    worker.post("/visits/new", data=sent)

    assert _items(staff, "visits")[0]["agency_id"] == str(school["id"])


def test_of_several_agencies_one_is_to_be_chosen_and_what_was_typed_is_kept(worker, world, school):
    world.agency("성내초등학교")

    page = worker.post("/visits/new", data=_visit(agency="초등학교", result="들은 말"))

    assert page.status_code == 422
    assert "여럿이 있습니다" in page.text
    offered = re.findall(r'name="agency_id" value="[0-9a-f-]+"><span>(\w+)', page.text)
    assert offered == ["성내초등학교", "천호초등학교"]
    assert "들은 말</textarea>" in page.text


@pytest.mark.parametrize(
    ("fields", "beside"),
    [
        ({}, "agency-fault"),
        ({"agency": "없는기관"}, "agency-fault"),
        ({"agency": "천호초등학교", "visited_on": "어제"}, "visited_on-fault"),
        ({"agency": "천호초등학교", "promise": "가", "promise_due": "?"}, "promise_due-fault"),
        ({"agency": "천호초등학교", "promise_due": str(TODAY)}, "promise-fault"),
        ({"agency": "천호초등학교", "result": "900101-1234567"}, "result-fault"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(
    worker, staff, school, fields, beside
):
    page = worker.post("/visits/new", data=_visit(**fields))

    assert page.status_code in (409, 422)
    assert f'id="{beside}"' in page.text
    assert _items(staff, "visits") == _items(staff, "follow-ups") == []


def test_the_agencies_that_were_met_last_come_first(worker, world):
    for name, day in (("가구청", 3), ("나구청", 9), ("다구청", 6)):
        world.visit(world.agency(name)["id"], date(2017, 3, day), office="team")
    world.visit(world.agency("남의기관")["id"], date(2017, 3, 12))

    page = worker.get("/visits/new").text

    assert re.findall(r'name="agency_id"[^>]*><span>(\w+)', page) == ["나구청", "다구청", "가구청"]


def test_a_call_waits_for_its_answer_unless_it_was_given(worker, staff, school):
    asked = {"office": "team", "channel": "phone", "kind": "general", "requester_kind": "agency"}
    asked |= {"agency_id": str(school["id"]), "received_on": str(TODAY), "topic": "한도"}

    worker.post("/consultations/new", data={"id": str(uuid4()), **asked})
    worker.post("/consultations/new", data={"id": str(uuid4()), **asked, "answer": "2천만원"})

    answered, open_one = _items(staff, "consultations")
    assert (open_one["answered_on"], answered["answered_on"]) == (None, str(TODAY))
    assert open_one["due_on"] > str(TODAY)


def test_who_asks_need_not_be_an_agency_and_an_expert_names_the_field(worker, staff):
    asked = {"office": "team", "channel": "phone", "requester_kind": "citizen"}
    asked |= {"received_on": str(TODAY), "kind": "expert"}

    page = worker.post("/consultations/new", data={"id": str(uuid4()), **asked})
    kept = worker.post("/consultations/new", data={"id": str(uuid4()), **asked, "field": "tax"})

    assert 'id="field-fault"' in page.text
    assert kept.status_code == 200
    assert _items(staff, "consultations")[0]["field"] == "tax"


def test_nobody_writes_for_an_office_that_is_not_theirs(worker, staff, school):
    sent = _visit(agency_id=str(school["id"]), office="centre")

    assert worker.post("/visits/new", data=sent).status_code == 403
    assert _items(staff, "visits") == []
