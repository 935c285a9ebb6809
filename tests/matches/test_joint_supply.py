"""Joint supply over the registry: lots, amounts, papers and districts put together, doubts named."""

import pytest
from offers import BANNER, LUNCH, sells

FESTIVAL = {
    "title": "마을 축제 준비",
    "region": "서울특별시 강북구",
    "lots": [
        {"title": "도시락", "quantity": 300, "unit": "개"},
        {"title": "현수막 제작", "quantity": 20, "unit": "장"},
    ],
}
LUNCHES = {"title": "단체 도시락", "quantity": 300, "unit": "개"}
MANY = {"licences": [{"kind": "식품제조가공업"}]}


def lunches(capacity=None):
    return {**LUNCH, "unit": "개", "monthly_capacity": capacity}


def asked(client, body, query=""):
    answer = client.post(f"/api/v1/match/consortia{query}", json=body)
    assert answer.status_code == 200
    return answer.json()


def teams(answer):
    return [[one["enterprise"]["name"] for one in it["members"]] for it in answer["proposals"]]


def sets(answer):
    return sorted(sorted(team) for team in teams(answer))


def test_the_shares_follow_what_each_can_do_and_the_larger_leads(anyone, world):
    sells(world, "큰도시락", lunches(200))
    sells(world, "작은도시락", lunches(100))

    (one,) = asked(anyone, LUNCHES)["proposals"]

    told = {
        m["enterprise"]["name"]: (m["leads"], m["work"][0]["quantity"], m["share_percent"])
        for m in one["members"]
    }
    assert told == {"큰도시락": (True, 200, 66.7), "작은도시락": (False, 100, 33.3)}


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (200, [["큰도시락"]]),
        (201, [["작은도시락", "큰도시락"]]),
        (300, [["작은도시락", "큰도시락"]]),
        (301, []),
    ],
)
def test_as_many_join_as_the_amount_needs_and_none_more(anyone, world, quantity, expected):
    sells(world, "큰도시락", lunches(200))
    sells(world, "작은도시락", lunches(100))

    answer = asked(anyone, {**LUNCHES, "quantity": quantity})

    assert sets(answer) == expected
    assert [it["name"] for it in answer["missing"]] == ([] if expected else ["volume"])


def test_a_lot_weighs_by_its_price_only_where_every_lot_has_one(anyone, world):
    sells(world, "도시락두레", LUNCH)
    sells(world, "현수막두레", BANNER)
    priced = [
        {"title": "도시락", "estimated_price_krw": 3_000_000},
        {"title": "현수막 제작", "estimated_price_krw": 1_000_000},
    ]
    half_priced = [priced[0], {"title": "현수막 제작"}]

    def shares(lots):
        (one,) = asked(anyone, {**FESTIVAL, "lots": lots})["proposals"]
        return {m["enterprise"]["name"]: m["share_percent"] for m in one["members"]}

    assert shares(priced) == {"도시락두레": 75.0, "현수막두레": 25.0}
    assert shares(half_priced) == {"도시락두레": 50.0, "현수막두레": 50.0}


def test_each_lot_must_be_covered_in_its_own_amount(anyone, world):
    sells(world, "도시락두레", lunches(299))
    sells(world, "작은도시락", lunches(1))
    sells(world, "현수막두레", {**BANNER, "unit": "장", "monthly_capacity": 20})

    (one,) = asked(anyone, FESTIVAL)["proposals"]

    assert one["status"] == "covered"
    assert len(one["members"]) == 3
    parts = {(w["piece"], w["quantity"]) for m in one["members"] for w in m["work"]}
    assert parts == {("도시락", 299), ("도시락", 1), ("현수막 제작", 20)}


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("서울특별시 강북구", [["강북도시락"]]),
        ("서울특별시 노원구", [["노원도시락"]]),
        ("수도권", [["경인도시락", "서울도시락"]]),
        ("서울특별시", [["서울도시락"]]),
        ("부산광역시", []),
    ],
)
def test_members_may_share_a_region_between_them(anyone, world, region, expected):
    for name, served in (
        ("강북도시락", ["강북구"]),
        ("노원도시락", ["노원구"]),
        ("경인도시락", ["경기도", "인천광역시"]),
    ):
        sells(world, name, LUNCH, service_regions=served)
    if region in ("수도권", "서울특별시"):
        sells(world, "서울도시락", LUNCH)

    answer = asked(anyone, {"title": "단체 도시락", "region": region})

    assert sets(answer) == expected
    assert [it["name"] for it in answer["missing"]] == ([] if expected else ["region"])


def test_the_papers_of_a_request_may_be_brought_by_one_member_for_all(anyone, world):
    women = {"kind": "women_enterprise", "valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    sells(world, "도시락두레", LUNCH, certifications=[women])
    sells(world, "현수막두레", BANNER, **MANY)
    body = {
        **FESTIVAL,
        "lots": [{"title": "도시락"}, {"title": "현수막 제작"}],
        "required_certifications": ["women_enterprise"],
        "required_licences": ["식품제조가공업"],
        "as_of": "2026-12-31",
    }

    (one,) = asked(anyone, body)["proposals"]
    late = asked(anyone, {**body, "as_of": "2027-01-01"})

    papers = {m["enterprise"]["name"]: [p["label"] for p in m["papers"]] for m in one["members"]}
    assert papers == {"도시락두레": ["여성기업"], "현수막두레": ["식품제조가공업"]}
    assert late["proposals"] == []
    assert [(it["name"], it["required"]) for it in late["missing"]] == [
        ("certificate", "women_enterprise")
    ]


def test_each_requirement_names_those_who_cover_it(anyone, world):
    one = sells(world, "도시락두레", lunches(300))
    two = sells(world, "현수막두레", {**BANNER, "unit": "장", "monthly_capacity": 20})

    (proposal,) = asked(anyone, FESTIVAL)["proposals"]

    by = {(it["name"], it["piece"]): it["by"] for it in proposal["requirements"]}
    assert by == {
        (name, piece): [str(who["id"])]
        for piece, who in (("도시락", one), ("현수막 제작", two))
        for name in ("work", "region", "volume")
    }
    assert {it["outcome"] for it in proposal["requirements"]} == {"covered"}


@pytest.mark.parametrize(
    ("fields", "wares", "change"),
    [
        ({"service_regions": []}, lunches(300), "state_service_regions"),
        ({}, lunches(None), "state_capacity"),
        ({"status": "dormant"}, lunches(300), "confirm_active"),
        (
            {"certifications": [{"kind": "women_enterprise"}]},
            lunches(300),
            "verify_certificate",
        ),
    ],
)
def test_a_fact_that_is_not_known_is_named_and_leaves_the_set_open(
    anyone, world, fields, wares, change
):
    held = {"kind": "women_enterprise", "valid_from": "2026-01-01", "valid_until": "2036-12-31"}
    sells(world, "도시락두레", wares, **{"certifications": [held], **fields})

    body = {
        **LUNCHES,
        "region": "서울특별시 강북구",
        "required_certifications": ["women_enterprise"],
    }
    (one,) = asked(anyone, body)["proposals"]

    assert one["status"] == "open"
    assert [it["code"] for it in one["members"][0]["open"]] == [change]


def test_a_known_set_is_preferred_though_it_is_larger(anyone, world):
    sells(world, "말없는도시락", lunches(None))
    sells(world, "반도시락", lunches(150))
    sells(world, "다른반도시락", lunches(150))

    answer = asked(anyone, LUNCHES)

    assert sets(answer) == [["다른반도시락", "반도시락"]]
    assert answer["proposals"][0]["status"] == "covered"


@pytest.mark.parametrize(
    ("query", "sizes"),
    [
        ("", {1, 2}),
        ("?members_at_least=2", {2}),
        ("?members_at_most=1", {1}),
        ("?members_at_least=3", set()),
    ],
)
def test_how_many_may_join_is_kept(anyone, world, query, sizes):
    sells(world, "다하는두레", LUNCH, BANNER)
    sells(world, "도시락두레", LUNCH)
    sells(world, "현수막두레", BANNER)

    lots = [{"title": "도시락"}, {"title": "현수막 제작"}]
    answer = asked(anyone, {**FESTIVAL, "lots": lots}, query)

    assert {len(team) for team in teams(answer)} == sizes


def test_more_at_least_than_at_most_is_refused_with_the_reason(anyone, db):
    url = "/api/v1/match/consortia?members_at_least=3&members_at_most=2"

    answer = anyone.post(url, json=LUNCHES)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/members_at_least", "more_than_most")


@pytest.mark.parametrize(
    ("body", "query", "length"),
    [({}, "", 3), ({"limit": 2}, "", 2), ({"limit": 2}, "?limit=4", 4), ({"limit": 50}, "", 5)],
)
def test_at_most_so_many_proposals_are_made_as_were_asked_for(anyone, world, body, query, length):
    for n in range(5):
        sells(world, f"도시락두레{n}", LUNCH)

    answer = asked(anyone, {"title": "단체 도시락", **body}, query)

    assert len(answer["proposals"]) == length
    assert answer["candidates"] == 5
    assert answer["complete"] is True


def test_where_nobody_is_of_the_trade_that_is_what_is_missing(anyone, world):
    sells(world, "현수막두레", BANNER)

    answer = asked(anyone, FESTIVAL)

    assert answer["proposals"] == []
    assert [(it["name"], it["piece"]) for it in answer["missing"]] == [("work", "도시락")]


def test_a_made_up_member_is_marked_in_its_set(anyone, world):
    sells(world, "지어낸도시락", LUNCH, is_synthetic=True)

    (one,) = asked(anyone, {"title": "단체 도시락"})["proposals"]

    assert [m["enterprise"]["is_synthetic"] for m in one["members"]] == [True]
