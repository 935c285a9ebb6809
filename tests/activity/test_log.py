"""The log: each kind of entry, how they hang together, and what cannot be written."""

from uuid import uuid4

import pytest
from drafts import draft_in

from app.activity.actions import (
    CONSULTATIONS,
    CONTRACTS,
    FOLLOW_UPS,
    MATCHING_CASES,
    SURVEYS,
    TALLIES,
    VISITS,
)
from app.activity.metrics import Metric, metrics

NOBODY = "00000000-0000-4000-8000-000000000000"
KINDS = {
    "visits": "visited_on",
    "consultations": "received_on",
    "matching-cases": "opened_on",
    "education-sessions": "held_on",
    "meetings": "held_on",
    "contracts": "signed_on",
    "surveys": "surveyed_on",
    "follow-ups": "due_on",
    "tallies": "period_from",
}


def faults_of(answer):
    return [(e["pointer"], e["code"]) for e in answer.json().get("errors", [])]


@pytest.fixture
def send(world, staff):
    """Send a sound entry of a kind with some fields changed."""

    def post(name, **fields):
        return staff.post(f"/api/v1/{name}", json={**draft_in(world, name), **fields})

    return post


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_says_for_which_office_how_exact_and_from_where(send, name):
    made = send(name, date_precision="month", note="긴 메모\n둘째 줄").json()

    assert (made["office"], made["date_precision"]) == ("centre", "month")
    assert (made["note"], made["source"]) == ("긴 메모\n둘째 줄", "추진 기록")


@pytest.mark.parametrize("name", KINDS)
def test_no_kind_takes_an_unknown_office_precision_or_field(send, name):
    assert faults_of(send(name, office="nowhere")) == [("/office", "unknown")]
    assert faults_of(send(name, office=None)) == [("/office", "string_type")]
    assert faults_of(send(name, date_precision="week")) == [("/date_precision", "literal_error")]
    assert faults_of(send(name, staff_name="…")) == [("/staff_name", "extra_forbidden")]


@pytest.mark.parametrize(("name", "day"), KINDS.items())
def test_every_kind_happened_on_a_day_that_exists(send, name, day):
    for wrong in (None, "", "2017-02-29", "2017", "어제", "1700-01-01", "2300-01-01"):
        answer = send(name, **{day: wrong})
        assert answer.status_code == 422, wrong
        assert f"/{day}" in {pointer for pointer, _ in faults_of(answer)}, wrong


@pytest.mark.parametrize(("name", "day"), KINDS.items())
def test_every_kind_is_found_by_its_day_and_office(send, staff, name, day):
    until = {"period_until": "2019-01-01"} if name == "tallies" else {}
    for on in ("2017-03-02", "2017-03-03", "2017-04-01"):
        assert send(name, **{day: on}, **until).status_code == 201

    def found(**asked):
        return staff.get(f"/api/v1/{name}", params=asked).json()["total"]

    assert found(date_from="2017-03-03") == 2
    assert found(date_until="2017-03-03") == 2
    assert found(date_from="2017-03-03", date_until="2017-03-03") == 1
    assert (found(office="centre"), found(office="team")) == (3, 0)


@pytest.mark.parametrize("name", KINDS)
def test_each_link_of_an_entry_leads_to_something_that_exists(send, name):
    links = [n for n in draft_fields(name) if n.endswith("_id") and n != "id"]

    for link in links:
        answer = send(name, **{link: NOBODY})
        assert answer.status_code == 422, link
        assert (f"/{link}", "unknown") in faults_of(answer), link


def draft_fields(name):
    from app.resources import COLLECTIONS  # noqa: PLC0415 -- beside its only use

    return COLLECTIONS[name].draft.model_fields


def test_a_visit_says_whom(staff):
    body = {"office": "centre", "visited_on": "2017-03-02", "target": "school"}

    assert faults_of(staff.post("/api/v1/visits", json=body)) == [("/agency_id", "missing")]


def test_a_visit_keeps_saying_whom_when_it_is_corrected(world, staff):
    visit = world.visit(world.agency()["id"])

    answer = staff.patch(f"/api/v1/visits/{visit['id']}", json={"agency_id": None})

    assert faults_of(answer) == [("/agency_id", "missing")]


@pytest.mark.parametrize("asked", ["agency_id", "enterprise_id"])
def test_visits_are_found_by_whom_and_by_target(world, staff, asked):
    agency, enterprise = world.agency(), world.enterprise()
    world.visit(agency["id"])
    world.visit(agency["id"], target="department")
    world.visit(None, enterprise_id=enterprise["id"], target="enterprise")
    key, number = {"agency_id": (agency, 2), "enterprise_id": (enterprise, 1)}[asked]

    assert staff.get("/api/v1/visits", params={asked: key["id"]}).json()["total"] == number
    assert staff.get("/api/v1/visits?target=department").json()["total"] == 1


def test_a_contract_is_traced_back_to_the_visit_it_began_with(world, staff):
    agency, enterprise = world.agency(), world.enterprise()
    who = {"office": "centre", "agency_id": agency["id"]}
    visit = world.visit(agency["id"])
    asked = {"received_on": "2017-03-06", "channel": "phone", "requester_kind": "agency"}
    consultation = world.add(CONSULTATIONS, **who, **asked, visit_id=visit["id"])
    case = world.add(
        MATCHING_CASES, **who, opened_on="2017-04-01", title="졸업앨범",
        consultation_id=consultation["id"],
    )  # fmt: skip
    contract = world.add(
        CONTRACTS, **who, signed_on="2017-05-01", enterprise_id=enterprise["id"], item="졸업앨범",
        state="signed", case_id=case["id"],
    )  # fmt: skip

    def read(name, key):
        return staff.get(f"/api/v1/{name}/{key}").json()

    found = read("contracts", contract["id"])
    found = read("matching-cases", found["case_id"])
    found = read("consultations", found["consultation_id"])
    found = read("visits", found["visit_id"])
    assert found["id"] == str(visit["id"])
    assert staff.get(f"/api/v1/contracts?case_id={case['id']}").json()["total"] == 1


def test_no_link_of_the_chain_can_be_broken_by_removing_what_it_leads_to(world, staff):
    visit = world.visit(world.agency()["id"])
    asked = {"received_on": "2017-03-06", "channel": "phone", "requester_kind": "agency"}
    made = world.add(CONSULTATIONS, office="centre", **asked, visit_id=visit["id"])

    held = staff.delete(f"/api/v1/visits/{visit['id']}")
    staff.patch(f"/api/v1/consultations/{made['id']}", json={"visit_id": None})
    freed = staff.delete(f"/api/v1/visits/{visit['id']}")

    assert (held.status_code, held.json()["code"]) == (409, "in_use")
    assert freed.status_code == 204


def test_a_link_that_is_set_later_stands_in_the_history(world, staff):
    visit = world.visit(world.agency()["id"])
    asked = {"received_on": "2017-03-06", "channel": "phone", "requester_kind": "agency"}
    made = world.add(CONSULTATIONS, office="centre", **asked)
    path = f"/api/v1/consultations/{made['id']}"

    staff.patch(path, json={"visit_id": str(visit["id"])})

    before, after = staff.get(f"{path}/history").json()
    assert before["document"]["visit_id"] is None
    assert after["document"]["visit_id"] == str(visit["id"])


@pytest.mark.parametrize(
    ("state", "amount", "fine"),
    [
        ("known", 5_000_000, True),
        ("known", 0, True),
        ("known", None, False),
        ("unknown", None, True),
        ("none", None, True),
        ("ambiguous", None, True),
        ("unknown", 5_000_000, False),
        ("none", 0, False),
    ],
)
def test_an_amount_is_known_or_says_why_not(send, state, amount, fine):
    answer = send("matching-cases", amount_state=state, amount_krw=amount)

    assert answer.status_code == (201 if fine else 422)
    assert faults_of(answer) == ([] if fine else [("/amount_state", "contradiction")])


def test_an_amount_keeps_how_it_was_printed(send):
    made = send("matching-cases", amount_state="ambiguous", amount_krw=None,
                amount_as_printed="2~3억").json()  # fmt: skip

    assert made["amount_as_printed"] == "2~3억"


def test_a_kind_of_support_stands_only_once(send):
    answer = send("matching-cases", support_types=["bid_support", "bid_support"])

    assert faults_of(answer) == [("/support_types", "repeated")]


def test_several_enterprises_may_be_chosen_in_one_case(world, send, staff):
    first, second = world.enterprise("하나협동조합"), world.enterprise("두울협동조합")
    awards = [
        {"enterprise_id": str(first["id"]), "amount_krw": 3_000_000},
        {"enterprise_id": str(second["id"])},
        {"enterprise_id": str(first["id"]), "amount_krw": 1},
    ]

    made = send("matching-cases", awards=awards, is_consortium=True, bidder_count=39).json()

    assert [a["amount_krw"] for a in made["awards"]] == [3_000_000, None, 1]
    assert made["bidder_count"] == 39
    for enterprise in (first, second):
        asked = {"awarded_to": enterprise["id"]}
        assert staff.get("/api/v1/matching-cases", params=asked).json()["total"] == 1
    assert staff.get(f"/api/v1/matching-cases?awarded_to={NOBODY}").json()["total"] == 0


def test_an_award_to_nobody_is_refused_and_nothing_is_kept(send, staff):
    answer = send("matching-cases", awards=[{"enterprise_id": NOBODY}])

    assert faults_of(answer) == [("/awards", "unknown")]
    assert staff.get("/api/v1/matching-cases").json()["total"] == 0


def test_cases_are_found_by_outcome_and_sorted_by_amount(send, staff):
    for outcome, amount in (("se_selected", 3), ("none", 1), ("se_selected", 2)):
        send("matching-cases", outcome=outcome, amount_krw=amount)

    page = staff.get("/api/v1/matching-cases?outcome=se_selected&sort=amount_krw").json()

    assert [one["amount_krw"] for one in page["items"]] == [2, 3]


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        (0, True),
        (4.25, True),
        (5, True),
        (5.1, False),
        (-0.1, False),
        ("NaN", False),
        (True, False),
    ],
)
def test_satisfaction_is_of_five(send, value, fine):
    answer = send("education-sessions", satisfaction=value)

    assert answer.status_code == (201 if fine else 422)
    assert faults_of(answer) == [] or faults_of(answer)[0][0] == "/satisfaction"


def test_sessions_are_open_to_readers_and_found_by_kind(send, anyone):
    send("education-sessions", kind="awareness")
    send("education-sessions", kind="public_agency")

    assert anyone.get("/api/v1/education-sessions?kind=awareness").json()["total"] == 1


def test_a_private_deal_names_its_buyer_instead_of_an_agency(send, staff):
    made = send(
        "contracts", market="private", agency_id=None, buyer="한빛상사", fair_id=None
    ).json()

    assert (made["market"], made["buyer"], made["agency_id"]) == ("private", "한빛상사", None)
    assert staff.get("/api/v1/contracts?market=private").json()["total"] == 1
    assert staff.get("/api/v1/contracts?market=public").json()["total"] == 0


def test_contracts_are_found_by_state_party_and_fair(world, send, staff):
    made = send("contracts", state="paid").json()
    send("contracts", state="agreed")

    for asked in ({"state": "paid"}, {"enterprise_id": made["enterprise_id"]},
                  {"agency_id": made["agency_id"]}):  # fmt: skip
        assert staff.get("/api/v1/contracts", params=asked).json()["total"] == 1
    assert staff.get(f"/api/v1/contracts?fair_id={uuid4()}").json()["total"] == 0


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("supply_online", "enterprise_id"),
        ("supply_visit", "enterprise_id"),
        ("agency_purchasing", "agency_id"),
        ("fair_demand", "agency_id"),
    ],
)
def test_a_survey_has_its_subject(world, staff, kind, field):
    subjects = {"enterprise_id": world.enterprise()["id"], "agency_id": world.agency()["id"]}
    other = next(name for name in subjects if name != field)
    base = {"office": "centre", "surveyed_on": "2017-02-01", "kind": kind}

    wrong = staff.post("/api/v1/surveys", json={**base, other: str(subjects[other])})
    right = staff.post("/api/v1/surveys", json={**base, field: str(subjects[field])})

    assert faults_of(wrong) == [(f"/{field}", "missing")]
    assert right.status_code == 201


def test_both_rounds_of_a_survey_of_one_enterprise_are_kept(world, staff):
    enterprise = world.enterprise()
    base = {"office": "centre", "enterprise_id": enterprise["id"], "in_public_market": False}
    world.add(SURVEYS, **base, kind="supply_online", surveyed_on="2017-02-01")
    world.add(SURVEYS, **base, kind="supply_visit", surveyed_on="2017-03-01")

    asked = {"enterprise_id": enterprise["id"], "sort": "surveyed_on"}
    rounds = staff.get("/api/v1/surveys", params=asked).json()["items"]

    assert [one["kind"] for one in rounds] == ["supply_online", "supply_visit"]
    assert staff.get("/api/v1/surveys?kind=supply_visit").json()["total"] == 1


@pytest.fixture
def promises(world):
    agency = world.agency()
    base = {"office": "centre", "agency_id": agency["id"], "promise": "견적서 보내기"}
    for due, done in (("2017-03-09", None), ("2017-03-20", None), ("2017-03-02", "2017-03-01")):
        world.add(FOLLOW_UPS, **base, due_on=due, done_on=done)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"open": "true"}, 2),
        ({"open": "false"}, 1),
        ({"due_until": "2017-03-09"}, 2),
        ({"open": "true", "due_until": "2017-03-09"}, 1),
        ({"open": "true", "due_until": "2017-03-08"}, 0),
        ({"date_from": "2017-03-09"}, 2),
    ],
)
def test_promises_are_found_by_what_is_open_and_due(promises, staff, asked, found):
    assert staff.get("/api/v1/follow-ups", params=asked).json()["total"] == found


def test_a_promise_that_is_kept_is_no_longer_open(promises, staff):
    first = staff.get("/api/v1/follow-ups?open=true&sort=due_on").json()["items"][0]

    staff.patch(f"/api/v1/follow-ups/{first['id']}", json={"done_on": "2017-03-08"})

    assert staff.get("/api/v1/follow-ups?open=true").json()["total"] == 1


def test_a_promise_may_hang_on_any_step_of_the_chain(world, send):
    visit = world.visit(world.agency()["id"])

    made = send("follow-ups", visit_id=str(visit["id"]), promised_by="agency").json()

    assert (made["visit_id"], made["promised_by"]) == (str(visit["id"]), "agency")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("source", None, "string_type"),
        ("source", "", "string_too_short"),
        ("source", "  ", "string_too_short"),
        ("metric", "unheard_of", "unknown"),
        ("metric", "", "string_too_short"),
        ("value", -1, "greater_than_equal"),
        ("value", "654", "int_type"),
        ("value", 654.0, "int_type"),
        ("period_until", "2016-12-31", "ends_before_start"),
        ("members", [{}], "missing"),
        ("fair_id", NOBODY, "unknown"),
    ],
)
def test_a_tally_says_what_when_how_many_and_where_it_was_printed(send, field, value, code):
    answer = send("tallies", **{field: value})

    assert answer.status_code == 422
    assert [fault[1] for fault in faults_of(answer)] == [code]
    assert faults_of(answer)[0][0].startswith(f"/{field}")


def test_a_tally_without_a_source_is_refused(world, staff):
    body = draft_in(world, "tallies")
    del body["source"]

    assert faults_of(staff.post("/api/v1/tallies", json=body)) == [("/source", "missing")]


def test_the_names_under_a_tally_are_kept_as_often_and_in_the_order_printed(world, send):
    agency = world.agency("강북구청")
    names = [{"name": "강북구청", "agency_id": str(agency["id"])}, {"name": "노원구청"},
             {"name": "강북구청"}]  # fmt: skip

    made = send("tallies", members=names).json()

    assert [one["name"] for one in made["members"]] == ["강북구청", "노원구청", "강북구청"]


def test_tallies_are_found_by_metric_and_group(world, staff):
    base = {"office": "centre", "period_from": "2017-01-01", "period_until": "2017-12-31",
            "source": "S0"}  # fmt: skip
    world.add(TALLIES, **base, metric="visits", value=85, group="공공기관")
    world.add(TALLIES, **base, metric="visits", value=485, group="학교")
    world.add(TALLIES, **base, metric="visited_agencies", value=28, group="공공기관")

    def values(**asked):
        page = staff.get("/api/v1/tallies", params={**asked, "sort": "value"}).json()
        return [one["value"] for one in page["items"]]

    assert values(metric="visits") == [85, 485]
    assert values(group="공공기관") == [28, 85]
    assert values(metric="visits", group="학교") == [485]


def test_the_catalogue_counts_things_that_are_kept():
    from app.resources import COLLECTIONS  # noqa: PLC0415 -- beside its only use

    found = metrics()

    assert found
    for code, metric in found.items():
        assert isinstance(metric, Metric)
        assert metric.code == code
        assert metric.name
        assert metric.name_en.isascii()
        if metric.collection:
            table = COLLECTIONS[metric.collection.replace("_", "-")].table
            measure, _, column = metric.measure.partition(":")
            assert measure in ("count", "sum", "distinct", "parts")
            if measure in ("sum", "distinct"):
                assert column in table.c


@pytest.mark.parametrize("name", KINDS)
def test_an_entry_can_be_corrected_and_removed_with_its_history_kept(send, staff, name):
    made = send(name).json()
    path = f"/api/v1/{name}/{made['id']}"

    assert staff.patch(path, json={"note": "정정"}).json()["note"] == "정정"
    assert staff.delete(path).status_code == 204

    actions = [one["action"] for one in staff.get(f"{path}/history").json()]
    assert actions == ["created", "changed", "removed"]


def test_the_log_of_visits_is_for_staff(world, anyone):
    made = world.visit(world.agency()["id"])

    assert anyone.get("/api/v1/visits").status_code == 401
    assert anyone.get(f"/api/v1/visits/{made['id']}").status_code == 401
    assert VISITS.readers is not None
