"""The contract routes that stand beside each enterprise: by the buyer's law and its certificates."""

import pytest
from offers import LUNCH, sells

from app.core.actors import Role
from app.tenders.actions import TENDERS

ON = "2026-06-01"
LUNCHES = {
    "title": "단체 도시락",
    "kind": "goods",
    "estimated_price_krw": 30_000_000,
    "needed_from": ON,
    "as_of": "2026-03-01",
}
LOCAL, STATE, CORPORATE = "지방자치단체", "국가를", "공기업"


def held(kind, **fields):
    return {"kind": kind, "valid_from": "2026-01-01", "valid_until": "2026-12-31", **fields}


def routes(client, **fields):
    body = {**LUNCHES, "buyer_law": "local", **fields}
    (one,) = client.post("/api/v1/match", json=body).json()["results"]
    return one["routes"]


def states(client, **fields):
    return {route["state"] for route in routes(client, **fields)}


@pytest.mark.parametrize(
    ("law", "state", "statute"),
    [
        ("local", "possible", LOCAL),
        ("state", "possible", STATE),
        ("public_corp", "possible", STATE),
        ("private_school", "possible", LOCAL),
        ("other", "out_of_scope", ""),
        ("unknown", "insufficient_information", ""),
    ],
)
def test_each_law_of_a_buyer_opens_its_own_routes_to_a_women_enterprise(
    anyone, world, law, state, statute
):
    sells(world, "도시락두레", LUNCH, certifications=[held("women_enterprise")])

    first = routes(anyone, buyer_law=law)[0]

    assert first["state"] == state
    assert first["law"].startswith(statute)


@pytest.mark.parametrize(
    ("certificate", "state"),
    [
        (None, "competitive_procedure_required"),
        (held("women_enterprise"), "possible"),
        (held("women_enterprise", valid_until=ON), "possible"),
        (held("women_enterprise", valid_until="2026-05-31"), "possible_with_conditions"),
        (held("women_enterprise", valid_from=ON), "possible"),
        (held("women_enterprise", valid_from="2026-06-02"), "possible_with_conditions"),
        (held("women_enterprise", valid_until=None), "possible_with_conditions"),
        (
            held("women_enterprise", valid_until=None, no_expiry=True, verified_on="2026-02-01"),
            "possible",
        ),
        (held("cooperative"), "competitive_procedure_required"),
        (held("prelim_se_regional"), "competitive_procedure_required"),
    ],
)
def test_above_twenty_million_the_state_of_the_certificate_on_the_day_decides(
    anyone, world, certificate, state
):
    sells(world, "도시락두레", LUNCH, certifications=[certificate] if certificate else [])

    assert routes(anyone)[0]["state"] == state


def test_a_lapsed_certificate_is_named_as_what_is_still_to_be_shown(anyone, world):
    lapsed = held("women_enterprise", valid_until="2026-05-31")
    sells(world, "도시락두레", LUNCH, certifications=[lapsed])

    (route, *_) = routes(anyone)

    assert "certificate_valid_on_date" in route["missing"]


@pytest.mark.parametrize(
    ("ratio", "state", "missing"),
    [
        (None, "possible_with_conditions", True),
        (29.9, "competitive_procedure_required", False),
        (30.0, "possible", False),
    ],
)
def test_a_social_enterprise_also_needs_the_share_of_those_it_employs(
    anyone, world, ratio, state, missing
):
    papers = [held("certified_social_enterprise")]
    if ratio:
        papers.append(
            held("vulnerable_employment_ratio", valid_from="2026-05-01", ratio_percent=ratio)
        )
    sells(world, "도시락두레", LUNCH, certifications=papers)

    route = routes(anyone)[0]

    assert route["state"] == state
    assert ("vulnerable_employment_ratio_certificate" in route["missing"]) is missing


@pytest.mark.parametrize(
    ("price", "state", "quotations"),
    [
        (1_999_999, "possible", "omit"),
        (2_000_000, "possible", "single"),
        (20_000_000, "possible", "single"),
        (20_000_001, "competitive_procedure_required", "bid"),
        (None, "insufficient_information", None),
    ],
)
def test_the_estimated_price_decides_how_an_enterprise_without_a_type_is_bought_from(
    anyone, world, price, state, quotations
):
    sells(world, "도시락두레", LUNCH)

    first = routes(anyone, estimated_price_krw=price)[0]

    assert first["state"] == state
    assert quotations in (None, first["quotations"])


def test_two_who_sell_the_same_are_each_shown_their_own_routes(anyone, world):
    sells(world, "여성두레", LUNCH, certifications=[held("women_enterprise")])
    sells(world, "그냥두레", LUNCH)

    answer = anyone.post("/api/v1/match", json={**LUNCHES, "buyer_law": "local"}).json()

    shown = {it["enterprise"]["name"]: it["routes"][0]["state"] for it in answer["results"]}
    assert shown == {"여성두레": "possible", "그냥두레": "competitive_procedure_required"}


def test_where_a_route_is_open_no_closed_one_stands_beside_it(anyone, world):
    sells(world, "도시락두레", LUNCH, certifications=[held("women_enterprise")])

    assert states(anyone) <= {"possible", "possible_with_conditions"}
    assert states(anyone, estimated_price_krw=200_000_000).isdisjoint({"possible"})


def test_where_none_is_open_a_few_say_why(anyone, world):
    sells(world, "도시락두레", LUNCH)

    shown = routes(anyone)

    assert 1 <= len(shown) <= 6
    assert shown[0]["state"] == "competitive_procedure_required"


def test_every_route_shows_its_words_its_article_and_the_day_they_were_checked(anyone, world):
    sells(world, "도시락두레", LUNCH, certifications=[held("women_enterprise")])

    for route in routes(anyone):
        assert route["rule_id"]
        assert "제" in route["article"]
        assert route["quote"]
        assert route["verified_on"] >= "2026-01-01"


def test_a_public_corporation_is_told_that_the_rules_of_the_state_are_borrowed(anyone, world):
    sells(world, "도시락두레", LUNCH)

    first = routes(anyone, buyer_law="public_corp", estimated_price_krw=5_000_000)[0]

    assert "applied_by_reference" in first["warnings"]


@pytest.mark.parametrize(
    ("kind", "recorded", "statute"),
    [
        ("district_office", "unknown", LOCAL),
        ("state", "unknown", STATE),
        ("district_office", "state", STATE),
        ("public_corporation", "local", LOCAL),
    ],
)
def test_a_stored_tender_is_answered_under_the_law_of_its_agency(
    as_role, world, kind, recorded, statute
):
    agency = world.agency("어느기관", kind=kind, buyer_law=recorded)
    sells(world, "도시락두레", LUNCH)
    fields = {name: value for name, value in LUNCHES.items() if name != "as_of"}
    tender = world.add(
        TENDERS, agency_id=agency["id"], **{**fields, "estimated_price_krw": 5_000_000}
    )
    client = as_role(Role.agency, agency_id=agency["id"])

    answer = client.post(f"/api/v1/tenders/{tender['id']}/matches").json()

    assert answer["results"][0]["routes"][0]["law"].startswith(statute)


def test_an_agency_whose_law_nobody_recorded_is_asked_for_it(staff, world):
    agency = world.agency("어느공사", kind="public_corporation")
    sells(world, "도시락두레", LUNCH)
    tender = world.add(TENDERS, title="단체 도시락", agency_id=agency["id"])

    answer = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()

    (route, *_) = answer["results"][0]["routes"]
    assert (route["state"], route["missing"]) == ("insufficient_information", ["buyer_law"])


def test_the_total_of_twelve_months_decides_and_not_the_part_that_is_bought_today(anyone, world):
    sells(world, "도시락두레", LUNCH)

    alone = routes(anyone, estimated_price_krw=15_000_000)[0]
    split = routes(anyone, estimated_price_krw=15_000_000, aggregated_12m_krw=45_000_000)[0]

    assert (alone["state"], alone["rule_id"]) == ("possible", "L-25-나")
    assert "aggregated_12m_not_given" in alone["warnings"]
    assert split["state"] == "competitive_procedure_required"


def test_simple_labour_is_never_shown_negotiation_after_proposals(anyone, world):
    sells(world, "도시락두레", LUNCH)
    asked = {"kind": "service", "estimated_price_krw": 150_000_000}

    offered, refused = (
        {one["route"] for one in routes(anyone, **asked, is_simple_labour=simple)}
        for simple in (False, True)
    )

    assert "negotiation_after_proposals" in offered
    assert "negotiation_after_proposals" not in refused


def test_a_route_tells_the_duty_to_use_the_electronic_system_and_since_when_it_holds(anyone, world):
    sells(world, "도시락두레", LUNCH, certifications=[held("small_enterprise")])

    by_price = {
        price: routes(anyone, estimated_price_krw=price)[0] for price in (20_000_000, 20_000_001)
    }

    told = {
        price: (one["quotations"], one["quotation_rule_id"], one["edocument_system_required"])
        for price, one in by_price.items()
    }
    assert told == {
        20_000_000: ("single", "L-30-2", False),
        20_000_001: ("two_or_more", "L-30①", True),
    }
    assert by_price[20_000_001]["effective_from"] == "2025-07-08"
