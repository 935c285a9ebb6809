"""What came of a run: recorded by hand, or told by contracts and cases without typing it twice."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from answers import faults_of
from drafts import draft_in
from offers import BANNER, sells
from sqlalchemy import select

from app.activity.actions import CONTRACTS, MATCHING_CASES
from app.core.actors import SYSTEM, Role
from app.matches.actions import PLACES, RUNS
from app.matches.translate import SEOUL
from app.matches.worth import logged_worth
from app.tenders.actions import TENDERS

DAY = timedelta(days=1)


@pytest.fixture
def agency(world):
    return world.agency("강북구청", kind="district_office")


@pytest.fixture
def tender(world, agency):
    return world.add(
        TENDERS,
        title="행사 현수막 제작",
        region="서울특별시 강북구",
        agency_id=agency["id"],
        kind="goods",
    )


@pytest.fixture
def printers(world):
    return [
        sells(world, "한울현수막", BANNER),
        sells(world, "두레현수막", BANNER),
        sells(world, "부산현수막", BANNER, service_regions=["부산광역시"]),
    ]


@pytest.fixture
def made(staff, tender, printers):
    return staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()


def choose(client, made, enterprise, outcome="chosen", **fields):
    body = {"enterprise_id": str(enterprise["id"]), "outcome": outcome, **fields}
    return client.post(f"/api/v1/match-runs/{made['run_id']}/choices", json=body)


def choices(client, made):
    answer = client.get(f"/api/v1/match-runs/{made['run_id']}/choices")
    assert answer.status_code == 200
    return answer.json()


def contract(world, enterprise, on, **fields):
    base = {"office": "centre", "item": "현수막", "state": "signed", "market": "public"}
    fields = {"signed_on": on, "enterprise_id": enterprise["id"], **fields}
    return world.add(CONTRACTS, **{**base, **fields})


def day_of(made):
    return date.fromisoformat(made["as_of"])


def test_a_run_keeps_whom_it_showed_and_where(app, made, printers):
    with app.state.db.reading() as unit:
        rows = unit.all(select(PLACES).order_by(PLACES.c.seq))

    shown = [(str(row.enterprise_id), row.fits, row.rank, row.units / 10_000) for row in rows]
    assert shown == [
        (one["enterprise"]["id"], fits, one["rank"], one["score"])
        for fits, name in ((True, "results"), (False, "near_misses"))
        for one in made[name]
    ]


def test_a_choice_is_recorded_with_where_the_enterprise_stood(staff, made, printers):
    answer = choose(staff, made, printers[2], "contacted", reason="부산이지만 납품 가능")

    found = choices(staff, made)
    assert answer.status_code == 201
    assert found["items"] == [answer.json()]
    assert answer.json()["shown_as"] == {"list": "near_misses", "rank": 1}
    assert answer.json()["source"] == "recorded"
    assert answer.json()["actor"]
    assert found["shown"] == {"results": 2, "near_misses": 1}


def test_one_that_the_run_did_not_show_may_be_chosen_all_the_same(staff, world, made):
    other = world.enterprise("다른곳")

    assert choose(staff, made, other).json()["shown_as"] is None


def test_the_last_record_stands_first(staff, made, printers):
    for outcome in ("contacted", "chosen", "declined"):
        choose(staff, made, printers[0], outcome)

    listed = choices(staff, made)["items"]

    assert [one["outcome"] for one in listed] == ["declined", "chosen", "contacted"]


def test_the_same_id_is_recorded_once(staff, made, printers):
    key = str(uuid4())

    answers = [choose(staff, made, printers[0], id=key) for _ in "ab"]

    assert [answer.status_code for answer in answers] == [201, 409]
    assert len(choices(staff, made)["items"]) == 1


def test_a_contract_that_names_the_tender_counts_by_itself(staff, world, tender, made, printers):
    on = day_of(made)
    signed = contract(world, printers[0], on + DAY, tender_id=tender["id"])
    contract(world, printers[1], on + DAY, tender_id=tender["id"], state="cancelled")
    contract(world, printers[1], on + DAY)

    (found,) = choices(staff, made)["items"]

    assert (found["outcome"], found["source"]) == ("contracted", "contract")
    assert found["contract_id"] == str(signed["id"])
    assert found["shown_as"]["list"] == "results"


def test_a_contract_from_before_the_run_is_no_outcome_of_it(staff, world, tender, made, printers):
    contract(world, printers[0], day_of(made) - DAY, tender_id=tender["id"])

    assert choices(staff, made)["items"] == []


def test_a_contract_counts_for_the_last_run_before_it(staff, world, tender, made, printers):
    later = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()
    contract(world, printers[0], day_of(made), tender_id=tender["id"])

    assert choices(staff, made)["items"] == []
    assert len(choices(staff, later)["items"]) == 1


def test_a_case_that_names_the_tender_counts_and_so_does_its_contract(
    staff, world, tender, made, printers
):
    case = staff.post("/api/v1/matching-cases", json={
        **draft_in(world, "matching-cases"), "tender_id": str(tender["id"]),
        "awards": [{"enterprise_id": str(printers[1]["id"])}], "opened_on": "2017-01-02",
    }).json()  # fmt: skip
    contract(world, printers[1], day_of(made) + DAY, case_id=case["id"])

    found = choices(staff, made)["items"]

    assert {(one["outcome"], one["source"], one["case_id"]) for one in found} == {
        ("chosen", "matching_case", case["id"]),
        ("contracted", "contract", case["id"]),
    }


def test_a_case_counts_from_when_its_award_was_recorded(staff, world, tender, printers):
    draft = {**draft_in(world, "matching-cases"), "outcome": "none", "awards": []}
    case = staff.post(
        "/api/v1/matching-cases", json={**draft, "tender_id": str(tender["id"])}
    ).json()
    made = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()
    assert choices(staff, made)["items"] == []

    award = {"outcome": "se_selected", "awards": [{"enterprise_id": str(printers[0]["id"])}]}
    staff.patch(f"/api/v1/matching-cases/{case['id']}", json=award)
    later = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()

    assert [one["source"] for one in choices(staff, made)["items"]] == ["matching_case"]
    assert choices(staff, later)["items"] == []


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"outcome": "liked"}, ("/outcome", "literal_error")),
        ({"outcome": "chosen", "contract_id": str(uuid4())}, ("/contract_id", "contradiction")),
        ({"outcome": "contracted", "contract_id": str(uuid4())}, ("/contract_id", "unknown")),
        ({"enterprise_id": str(uuid4())}, ("/enterprise_id", "unknown")),
    ],
)
def test_a_choice_that_cannot_be_is_refused(staff, made, printers, fields, fault):
    answer = choose(staff, made, printers[0], **{"outcome": "chosen", **fields})

    assert answer.status_code == 422
    assert faults_of(answer) == [fault]


def test_a_contract_must_be_with_the_one_chosen_and_of_this_tender(
    staff, world, agency, made, printers
):
    other = world.add(TENDERS, title="도시락", agency_id=agency["id"], kind="goods")
    of_another = contract(world, printers[1], "2026-01-02")
    of_other = contract(world, printers[0], "2026-01-02", tender_id=other["id"])

    faults = [
        faults_of(choose(staff, made, printers[0], "contracted", contract_id=str(one["id"])))
        for one in (of_another, of_other)
    ]

    assert faults == [[("/contract_id", "other_enterprise")], [("/contract_id", "other_tender")]]


def test_who_may_record_and_read_what_came_of_a_run(anyone, as_role, world, tender, made, printers):
    stranger = world.agency("남의구청", kind="district_office")
    clients = [
        anyone,
        as_role(Role.enterprise, enterprise_id=printers[0]["id"]),
        as_role(Role.agency, agency_id=stranger["id"]),
        as_role(Role.agency, agency_id=tender["agency_id"]),
    ]
    path = f"/api/v1/match-runs/{made['run_id']}/choices"

    assert [choose(client, made, printers[0]).status_code for client in clients] == [
        401, 403, 404, 201,
    ]  # fmt: skip
    assert [client.get(path).status_code for client in clients] == [401, 403, 404, 200]


def test_an_agency_does_not_hear_of_cases_nor_of_contracts_of_others(
    as_role, world, tender, made, printers
):
    on = day_of(made) + DAY
    contract(world, printers[0], on, tender_id=tender["id"])
    contract(world, printers[1], on, tender_id=tender["id"], agency_id=tender["agency_id"])
    world.add(MATCHING_CASES, office="centre", opened_on=on, title="매칭", tender_id=tender["id"],
              outcome="matched", awards=[{"enterprise_id": printers[0]["id"]}])  # fmt: skip
    mine = as_role(Role.agency, agency_id=tender["agency_id"])

    assert [one["enterprise_id"] for one in choices(mine, made)["items"]] == [
        str(printers[1]["id"])
    ]
    assert (
        len(choices(as_role(), made)["items"]) == 2
    )  # the case was recorded in 2017, before the run


def test_logged_outcomes_are_measured_by_period(staff, app, world, tender, made, printers):
    first = made["results"][1]["enterprise"]
    choose(staff, made, first)
    again = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()
    choose(staff, again, printers[2], "chosen")
    choose(staff, again, made["results"][0]["enterprise"], "contracted")
    choose(staff, again, made["results"][0]["enterprise"], "declined")
    contract(world, printers[0], "2017-01-02")
    with app.state.db.reading(actor=SYSTEM) as unit:
        found = logged_worth(unit, day_of(made), monthly=True)

    whole = found["periods"][0]
    assert (whole["period"], whole["runs"], whole["decided"]) == ("all", 2, 2)
    assert (whole["HR@10"], whole["MRR@10"]) == (1.0, (1 / 2 + 1) / 2)
    assert (whole["coverage"], whole["is_enough"]) == (pytest.approx(2 / 3), False)
    assert whole["long_tail"] == pytest.approx(0.5)
    assert [one["period"] for one in found["periods"][1:]] == [
        f">= {day_of(made)}", f"{day_of(made):%Y-%m}",
    ]  # fmt: skip


def test_a_choice_taken_back_is_no_hit(staff, app, made, printers):
    choose(staff, made, printers[0], "chosen")
    choose(staff, made, printers[0], "declined")

    with app.state.db.reading(actor=SYSTEM) as unit:
        (whole,) = logged_worth(unit)["periods"]

    assert (whole["runs"], whole["decided"], whole["HR@10"]) == (1, 0, None)


def test_the_day_of_a_run_is_a_day_of_seoul(app, made):
    with app.state.db.reading() as unit:
        run = unit.first(select(RUNS))

    assert run.as_of == run.created_at.astimezone(SEOUL).date()
