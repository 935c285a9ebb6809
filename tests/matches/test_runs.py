"""Matching over the registry: what is answered, kept, repeated, and never shown to others."""

from datetime import date

import pytest

from app.agencies.buyers import buyer_law
from app.core import records
from app.core.actors import SYSTEM, Role
from app.enterprises.actions import ENTERPRISES
from app.matches.words import sentence
from app.matching import Change
from app.tenders.actions import TENDERS

BANNERS = {
    "products": [{"name": "현수막 제작", "unit": "장", "monthly_capacity": 500}],
    "service_regions": ["서울특별시"],
}
REQUEST = {"title": "행사 현수막 제작", "region": "서울특별시 강북구"}


@pytest.fixture
def printers(world):
    """One that fits, one whose capacity is short, one that serves another city."""
    return {
        "fits": world.enterprise("한울현수막협동조합", **BANNERS),
        "small": world.enterprise(
            "작은현수막",
            products=[{"name": "현수막 제작", "unit": "장", "monthly_capacity": 10}],
            service_regions=["서울특별시"],
        ),
        "far": world.enterprise("부산현수막", **{**BANNERS, "service_regions": ["부산광역시"]}),
    }


@pytest.fixture
def tender(world):
    agency = world.agency("강북구청", kind="district_office")
    return world.add(
        TENDERS,
        **REQUEST,
        agency_id=agency["id"],
        estimated_price_krw=15_000_000,
        quantity=40,
        unit="장",
        needed_from="2026-12-01",
    )


def names(ranking):
    return [one["enterprise"]["name"] for one in ranking]


def test_a_typed_request_needs_no_token_and_stores_nothing(anyone, printers):
    answer = anyone.post("/api/v1/match", json=REQUEST)

    assert answer.status_code == 200
    assert answer.json()["run_id"] is None
    assert "한울현수막협동조합" in names(answer.json()["results"])


def test_contributions_add_up_to_the_score(anyone, printers):
    results = anyone.post("/api/v1/match", json=REQUEST).json()["results"]

    assert results
    for one in results:
        total = sum(factor["contribution"] for factor in one["factors"])
        assert total == pytest.approx(one["score"], abs=1e-9)


def test_those_that_fail_a_requirement_stand_apart_with_what_would_help(staff, printers, tender):
    answer = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()

    assert names(answer["results"]) == ["한울현수막협동조합"]
    changes = {
        one["enterprise"]["name"]: [c["change"]["code"] for c in one["checks"] if c["change"]]
        for one in answer["near_misses"]
    }
    assert changes == {"작은현수막": ["raise_capacity"], "부산현수막": ["extend_region"]}


def test_unknown_is_neither_a_pass_nor_a_fail(anyone, world):
    world.enterprise("말없는현수막", products=[{"name": "현수막 제작"}])

    one = anyone.post("/api/v1/match", json=REQUEST).json()["results"][0]

    assert one["eligibility"] == "unknown"
    assert [c["outcome"] for c in one["checks"] if c["name"] == "region"] == ["unknown"]


def test_a_change_of_an_enterprise_is_visible_in_the_next_ranking(staff, printers):
    before = staff.post("/api/v1/match", json=REQUEST).json()["results"]
    staff.patch(f"/api/v1/enterprises/{printers['fits']['id']}", json={"status": "closed"})

    after = staff.post("/api/v1/match", json=REQUEST).json()["results"]

    assert "한울현수막협동조합" in names(before)
    assert "한울현수막협동조합" not in names(after)


def test_a_change_made_by_another_process_is_seen_too(app, anyone, printers):
    anyone.post("/api/v1/match", json=REQUEST)
    with app.state.db.writing(actor=SYSTEM) as unit:
        records.remove(unit, ENTERPRISES, printers["fits"]["id"], None)

    after = anyone.post("/api/v1/match", json=REQUEST).json()["results"]

    assert "한울현수막협동조합" not in names(after)


def test_a_stored_run_is_read_as_it_was_answered_and_repeats_to_the_same_bytes(
    staff, printers, tender
):
    made = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()
    staff.patch(f"/api/v1/enterprises/{printers['fits']['id']}", json={"status": "closed"})

    kept = staff.get(f"/api/v1/match-runs/{made['run_id']}").json()
    again = staff.post(f"/api/v1/match-runs/{made['run_id']}/replay").json()

    assert {**kept, "took_ms": 0} == {**made, "took_ms": 0}
    assert again["identical"] is True


def test_the_runs_of_a_tender_are_listed_newest_first(staff, printers, tender):
    ids = [staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()["run_id"] for _ in "ab"]

    listed = staff.get(f"/api/v1/tenders/{tender['id']}/matches").json()

    assert [one["id"] for one in listed] == ids[::-1]


def test_the_agencys_own_law_gives_the_contract_routes(staff, printers, tender):
    one = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()["results"][0]

    route = one["routes"][0]
    assert route["state"] == "possible"
    assert route["quotations"] == "single"
    assert "제25조" in route["article"]


def test_an_agency_sees_neither_runs_nor_tenders_of_another(
    as_role, staff, world, printers, tender
):
    other = world.agency("남의구청", kind="district_office")
    run_id = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()["run_id"]
    stranger = as_role(Role.agency, agency_id=other["id"])

    answers = [
        stranger.post(f"/api/v1/tenders/{tender['id']}/matches"),
        stranger.get(f"/api/v1/tenders/{tender['id']}/matches"),
        stranger.get(f"/api/v1/match-runs/{run_id}"),
        stranger.post(f"/api/v1/match-runs/{run_id}/replay"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_run_needs_a_token(anyone, tender):
    assert anyone.post(f"/api/v1/tenders/{tender['id']}/matches").status_code == 401


@pytest.mark.parametrize(
    ("typed", "why"),
    [("현수막", "words"), ("ㅎㅅㅁ", "initials"), ("현수먁", "spelling")],
)
def test_a_search_says_what_matched(anyone, printers, typed, why):
    answer = anyone.get("/api/v1/search/enterprises", params={"q": typed}).json()

    assert answer["items"]
    assert why in {found["by"] for found in answer["items"][0]["matched"]}


def test_a_search_keeps_its_filters(anyone, printers):
    found = anyone.get(
        "/api/v1/search/enterprises", params={"q": "현수막", "region": "부산광역시"}
    ).json()

    assert [one["enterprise"]["name"] for one in found["items"]] == ["부산현수막"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/title"),
        ({"title": "청소", "budget_krw": -1}, "/budget_krw"),
        ({"title": "청소", "budget_krw": True}, "/budget_krw"),
        ({"title": "청소", "kind": "gift"}, "/kind"),
        ({"title": "청소", "color": "red"}, "/color"),
        (
            {"title": "청소", "needed_from": "2026-02-01", "needed_until": "2026-01-01"},
            "/needed_until",
        ),
    ],
)
def test_a_wrong_request_names_the_field(anyone, body, pointer):
    answer = anyone.post("/api/v1/match", json=body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("kind", "recorded", "law"),
    [
        ("district_office", "unknown", "local"),
        ("state", "unknown", "state"),
        ("school", "unknown", "unknown"),
        ("school", "private_school", "private_school"),
        ("public_corporation", "unknown", "unknown"),
    ],
)
def test_the_law_of_a_buyer_is_what_is_recorded_or_what_its_kind_tells(kind, recorded, law):
    assert buyer_law(kind, recorded) == law


@pytest.mark.parametrize(
    ("change", "ko"),
    [
        (
            Change("renew_certificate", {"kind": "women_enterprise", "expired_on": "2026-01-31",
                                         "needed_on": "2026-03-31"}),
            "2026-03-31까지 여성기업 갱신(2026-01-31 만료)",
        ),
        (
            Change("raise_capacity", {"short_percent": 20.0, "available": 80, "required": 100,
                                      "unit": "개"}),
            "공급력 20% 부족(80/100개)",
        ),
        (Change("obtain_licence", {"kind": "소독업 신고"}),
         "소독업 신고 필요 — 취득하거나 보유 기업과 공동수급"),
        (Change("something_new", {"day": date(2026, 1, 1)}), "확인 필요: something_new"),
    ],
)  # fmt: skip
def test_a_change_becomes_a_sentence(change, ko):
    assert sentence(change)[0] == ko
