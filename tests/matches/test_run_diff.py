"""Two runs of a tender beside each other say who came, went or moved, and why."""

from uuid import uuid4

import pytest
from offers import BANNER, sells
from sqlalchemy import update

from app.core import records
from app.core.actors import SYSTEM, Role
from app.enterprises.actions import ENTERPRISES
from app.matches.actions import RUNS
from app.tenders.actions import TENDERS

WOMEN = {"kind": "women_enterprise", "valid_from": "2026-01-01", "valid_until": "2030-12-31"}
WARES = {**BANNER, "unit": "장", "monthly_capacity": 100}


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
        required_certifications=["women_enterprise"],
    )


@pytest.fixture
def printer(world):
    return sells(world, "한울현수막", WARES, certifications=[WOMEN])


def run(client, tender, query=""):
    return client.post(f"/api/v1/tenders/{tender['id']}/matches{query}").json()


def diff(client, made, **query):
    return client.get(f"/api/v1/match-runs/{made['run_id']}/diff", params=query)


def moves(answer):
    return {one["enterprise"]["name"]: one for one in answer.json()["moves"]}


def codes(move):
    return [one["code"] for one in move["reasons"]]


def test_two_runs_on_the_same_data_differ_in_nothing(staff, tender, printer):
    first, second = run(staff, tender), run(staff, tender)

    answer = diff(staff, second).json()

    assert (answer["before"]["id"], answer["after"]["id"]) == (first["run_id"], second["run_id"])
    assert (answer["changed"], answer["moves"], answer["unchanged"]) == ([], [], 1)


def test_a_lost_certificate_is_why_one_no_longer_fits(staff, tender, printer):
    run(staff, tender)
    staff.patch(f"/api/v1/enterprises/{printer['id']}", json={"certifications": []})
    second = run(staff, tender)

    moved = moves(diff(staff, second))["한울현수막"]

    assert moved["kind"] == "no_longer_fits"
    assert (moved["before"]["list"], moved["after"]["list"]) == ("results", "near_misses")
    assert moved["checks"] == [
        {"name": "certificate", "kind": "women_enterprise", "before": "pass", "after": "fail"}
    ]
    assert [(f["field"], len(f["gone"]), f["come"]) for f in moved["facts"]] == [
        ("certifications", 1, [])
    ]
    change = sum(part["change"] for part in moved["factors"])
    assert change == pytest.approx(moved["after"]["score"] - moved["before"]["score"])
    assert [one["message"] for one in moved["reasons"]][:2] == [
        "등록 정보 바뀜: 인증", "인증(여성기업): 충족 → 미달",
    ]  # fmt: skip


def test_who_fell_hears_who_passed_it_though_nothing_of_its_own_changed(
    staff, world, tender, printer
):
    sells(world, "먼현수막", {**WARES, "name": "플래카드"}, certifications=[WOMEN])
    staff.patch(f"/api/v1/enterprises/{printer['id']}", json={"status": "dormant"})
    first = run(staff, tender)
    ahead = first["results"][0]["enterprise"]["name"]
    sells(world, "새현수막", WARES, certifications=[WOMEN], district="강북구")
    second = run(staff, tender)

    found = moves(diff(staff, second))

    assert (found["새현수막"]["kind"], codes(found["새현수막"])) == (
        "entered", ["registered", "passes"],
    )  # fmt: skip
    assert found["새현수막"]["before"] is None
    assert (found[ahead]["kind"], codes(found[ahead])) == ("fell", ["passed_by"])
    assert found[ahead]["reasons"][0]["message"] == "앞으로 온 곳: 새현수막"


def test_one_pushed_out_of_the_list_is_judged_on_both_days(staff, world, tender, printer):
    run(staff, tender, "?limit=1")
    staff.patch(f"/api/v1/enterprises/{printer['id']}", json={"status": "dormant"})
    sells(world, "새현수막", WARES, certifications=[WOMEN])
    second = run(staff, tender, "?limit=1")

    moved = moves(diff(staff, second))["한울현수막"]

    assert moved["kind"] == "left"
    assert (moved["after"]["list"], moved["after"]["rank"]) == (None, None)
    assert moved["after"]["score"] < moved["before"]["score"]
    assert [(c["before"], c["after"]) for c in moved["checks"]] == [("pass", "unknown")]
    assert codes(moved)[-1] == "passed_by"


def test_who_no_longer_sells_the_like_or_is_removed_is_told_so(staff, app, world, tender, printer):
    gone = sells(world, "떠난현수막", WARES, certifications=[WOMEN])
    run(staff, tender)
    other = {"name": "한울", "products": [{"name": "도시락"}]}
    staff.patch(f"/api/v1/enterprises/{printer['id']}", json=other)
    with app.state.db.writing(actor=SYSTEM) as unit:
        records.remove(unit, ENTERPRISES, gone["id"], None)
    second = run(staff, tender)

    found = moves(diff(staff, second))

    assert [(one["kind"], one["after"]) for one in found.values()] == [("left", None)] * 2
    assert codes(found["한울현수막"]) == ["facts", "became_unlike"]
    assert codes(found["떠난현수막"]) == ["removed"]


def test_where_nobody_convinces_any_more_the_run_says_so_and_not_the_enterprise(
    staff, tender, printer
):
    run(staff, tender)
    staff.patch(f"/api/v1/enterprises/{printer['id']}", json={"products": [{"name": "도시락"}]})
    second = run(staff, tender)

    moved = moves(diff(staff, second))["한울현수막"]

    assert (second["results"], moved["kind"]) == ([], "left")
    assert codes(moved)[-1] == "nobody_named"


def test_what_the_tender_asks_differently_stands_once_above_the_moves(staff, tender, printer):
    run(staff, tender)
    staff.patch(f"/api/v1/tenders/{tender['id']}", json={"region": "부산광역시"})
    second = run(staff, tender)

    answer = diff(staff, second)

    assert [(c["what"], c["before"], c["after"]) for c in answer.json()["changed"]] == [
        ("region", "서울특별시 강북구", "부산광역시")
    ]
    assert moves(answer)["한울현수막"]["facts"] == []


def test_an_engine_of_another_day_is_named_and_judges_nobody_again(
    staff, app, world, tender, printer
):
    sells(world, "다음현수막", WARES, certifications=[WOMEN], status="dormant")
    run(staff, tender, "?limit=1")
    with app.state.db.writing(actor=SYSTEM) as unit:
        unit.execute(update(RUNS).values(engine_version="0.9"), {})
    staff.patch(f"/api/v1/enterprises/{printer['id']}", json={"status": "closed"})
    second = run(staff, tender, "?limit=1")

    answer = diff(staff, second)

    assert answer.json()["before"]["engine_version"] == "0.9"
    moved = moves(answer)["다음현수막"]
    assert (moved["kind"], moved["before"], moved["factors"]) == ("entered", None, [])
    assert codes(moved) == ["not_rejudged", "passes"]


def test_any_two_runs_of_the_tender_may_be_compared_in_either_order(staff, tender, printer):
    made = [run(staff, tender) for _ in range(3)]

    forth = diff(staff, made[2], **{"with": made[0]["run_id"]}).json()
    back = diff(staff, made[0], **{"with": made[2]["run_id"]}).json()

    assert forth["before"] == back["after"]
    assert forth["before"]["id"] == made[0]["run_id"]


def test_a_first_run_has_nothing_before_it(staff, tender, printer):
    answer = diff(staff, run(staff, tender))

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_runs_of_different_tenders_are_not_compared(staff, world, agency, tender, printer):
    other = world.add(TENDERS, title="도시락", agency_id=agency["id"], kind="goods")

    answer = diff(staff, run(staff, tender), **{"with": run(staff, other)["run_id"]})

    assert (answer.status_code, answer.json()["code"]) == (422, "different_tenders")


def test_a_diff_is_for_those_who_may_see_both_runs(staff, anyone, as_role, world, tender):
    run(staff, tender)
    made = run(staff, tender)
    stranger, printer = world.agency("남의구청", kind="district_office"), world.enterprise()
    clients = [
        anyone,
        as_role(Role.enterprise, enterprise_id=printer["id"]),
        as_role(Role.agency, agency_id=stranger["id"]),
        as_role(Role.agency, agency_id=tender["agency_id"]),
    ]

    assert [diff(client, made).status_code for client in clients] == [401, 403, 404, 200]
    assert diff(staff, made, **{"with": str(uuid4())}).status_code == 404
