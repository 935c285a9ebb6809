"""Matching cases, sessions, contracts and surveys: each kind of entry by its own rules."""

from uuid import uuid4

import pytest
from answers import faults_of

from app.activity.actions import (
    SURVEYS,
)

NOBODY = "00000000-0000-4000-8000-000000000000"


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
