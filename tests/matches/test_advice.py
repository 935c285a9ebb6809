"""Advice beyond one supplier, over the registry: what is answered, and who may ask."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from app.activity.actions import CONTRACTS
from app.agencies.actions import DEMANDS
from app.categories.actions import CATEGORIES
from app.core.actors import Role
from app.core.settings import Settings
from app.main import create_app
from app.matches.asking import today
from app.tenders.actions import TENDERS

SEOUL = ["서울특별시"]
LUNCH, BANNER = {"name": "단체 도시락"}, {"name": "현수막 제작"}
FESTIVAL = {
    "title": "마을 축제 준비",
    "region": "서울특별시 강북구",
    "lots": [{"title": "도시락"}, {"title": "현수막 제작"}],
}
LICENCE = "식품제조가공업"


def sells(world, name, *products, **fields):
    return world.enterprise(
        name, **{"products": list(products), "service_regions": SEOUL, **fields}
    )


@pytest.fixture
def district(world):
    return world.agency("강북구청", kind="district_office", region="서울특별시")


@pytest.fixture
def festival(world, district):
    return world.add(TENDERS, **FESTIVAL, agency_id=district["id"])


def members(answer):
    return [
        {one["enterprise"]["name"] for one in proposal["members"]}
        for proposal in answer.json()["proposals"]
    ]


# joint supply


def test_a_typed_request_is_answered_with_sets_that_cover_it(anyone, world):
    sells(world, "도시락두레", LUNCH)
    sells(world, "현수막두레", BANNER)

    answer = anyone.post("/api/v1/match/consortia", json=FESTIVAL)

    assert answer.status_code == 200
    assert members(answer) == [{"도시락두레", "현수막두레"}]
    (proposal,) = answer.json()["proposals"]
    assert proposal["status"] == "covered"
    assert [one["leads"] for one in proposal["members"]] == [True, False]
    assert sum(one["share_percent"] for one in proposal["members"]) == pytest.approx(100)
    assert {one["code"] for one in answer.json()["cautions"]} == {
        "joint_supply_to_be_admitted",
        "members_not_asked",
    }


def test_a_tender_is_answered_by_the_same_rule_and_a_closed_enterprise_never_stands_in_it(
    staff, world, festival
):
    sells(world, "도시락두레", LUNCH)
    sells(world, "닫은현수막", BANNER, status="closed")

    answer = staff.post(f"/api/v1/tenders/{festival['id']}/consortia")

    assert members(answer) == []
    assert [(m["name"], m["piece"]) for m in answer.json()["missing"]] == [("work", "현수막 제작")]


def test_lot_licences_and_the_number_of_proposals_are_kept(anyone, world):
    for n in range(3):
        sells(world, f"도시락두레{n}", LUNCH, licences=[{"kind": LICENCE}] if n else [])
    lots = [{"title": "도시락", "required_licences": [LICENCE]}]

    answer = anyone.post("/api/v1/match/consortia?limit=1", json={**FESTIVAL, "lots": lots})
    every = anyone.post("/api/v1/match/consortia", json={**FESTIVAL, "lots": lots})

    assert len(members(answer)) == 1
    assert sorted(members(every), key=str) == [{"도시락두레1"}, {"도시락두레2"}]
    assert answer.json()["proposals"][0]["members"][0]["papers"][0]["kind"] == LICENCE


def test_a_set_on_open_facts_says_what_is_open_in_words(anyone, world):
    world.enterprise("말없는두레", products=[LUNCH])

    body = {"title": "도시락", "region": "서울특별시 강북구"}
    (one,) = anyone.post("/api/v1/match/consortia", json=body).json()["proposals"]

    assert one["status"] == "open"
    (change,) = one["members"][0]["open"]
    assert change["code"] == "state_service_regions"
    assert "강북구" in change["message"]


# sensitivity


def test_each_condition_says_what_it_costs_and_nobody_is_named(anyone, world):
    sells(world, "도시락두레", LUNCH, licences=[{"kind": LICENCE}])
    sells(world, "무면허두레", LUNCH)
    sells(world, "부산두레", LUNCH, service_regions=["부산광역시"])

    body = {"title": "도시락", "region": "서울특별시", "required_licences": [LICENCE]}
    answer = anyone.post("/api/v1/match/sensitivity", json=body)

    assert answer.json()["now"] == {"eligible": 1, "unknown": 0, "ineligible": 2}
    found = {
        c["name"]: (c["removes_alone"], c["without"]["eligible"])
        for c in answer.json()["conditions"]
    }
    assert found == {"region": (0, 1), "licence": (1, 2)}
    assert "두레" not in answer.text


def test_the_sensitivity_of_a_tender_is_that_of_the_same_request(staff, world, festival):
    sells(world, "도시락두레", LUNCH)

    stored = staff.get(f"/api/v1/tenders/{festival['id']}/sensitivity").json()
    typed = staff.post("/api/v1/match/sensitivity", json=FESTIVAL).json()

    assert stored["conditions"] == typed["conditions"]


# the outlook of an enterprise


def open_tender(world, agency, title="도시락 구매", **fields):
    return world.add(
        TENDERS,
        **{
            "title": title,
            "agency_id": agency["id"],
            "region": "서울특별시 강북구",
            "closes_at": datetime.now(UTC) + timedelta(days=7),
            "status": "published",
            **fields,
        },
    )


def test_open_tenders_are_ranked_for_an_enterprise_with_the_fix_that_opens_most(
    as_role, world, district
):
    one = sells(world, "도시락두레", LUNCH)
    fits = open_tender(world, district)
    missed = [
        open_tender(world, district, required_licences=[LICENCE], estimated_price_krw=price)
        for price in (3_000_000, None)
    ]
    open_tender(world, district, title="현수막 제작")

    client = as_role(Role.enterprise, enterprise_id=one["id"])
    answer = client.get(f"/api/v1/enterprises/{one['id']}/tenders").json()

    assert [it["tender"]["id"] for it in answer["fits"]] == [str(fits["id"])]
    assert {it["tender"]["id"] for it in answer["near_misses"]} == {str(it["id"]) for it in missed}
    (fix,) = answer["fixes"]
    assert fix["change"]["code"] == "obtain_licence"
    assert (fix["opens"], fix["value_krw"], fix["unpriced"]) == (2, 3_000_000, 1)
    assert (answer["open_tenders"], answer["of_trade"]) == (4, 3)


@pytest.mark.parametrize(
    "fields",
    [
        {"closes_at": datetime.now(UTC) - timedelta(minutes=1)},
        {"status": "no_bid"},
        {"status": "contracted"},
        {"status": "dropped"},
    ],
)
def test_what_is_decided_or_past_its_closing_is_not_open(staff, world, district, fields):
    one = sells(world, "도시락두레", LUNCH)
    open_tender(world, district, **fields)
    open_tender(world, district, closes_at=None, status="idea")

    answer = staff.get(f"/api/v1/enterprises/{one['id']}/tenders").json()

    assert answer["open_tenders"] == 1


def test_the_score_is_the_one_of_the_tenders_own_ranking(staff, world, district):
    one = sells(world, "도시락두레", LUNCH)
    sells(world, "다른두레", LUNCH)
    tender = open_tender(world, district)

    own = staff.get(f"/api/v1/enterprises/{one['id']}/tenders").json()["fits"][0]
    ranking = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()["results"]

    assert own["score"] == next(
        it["score"] for it in ranking if it["enterprise"]["id"] == str(one["id"])
    )


# supply gaps


@pytest.fixture
def tree(world):
    world.add(CATEGORIES, code="C06", name="식품")
    world.add(CATEGORIES, code="C07", name="인쇄")
    for code, parent in (("C0601", "C06"), ("C0703", "C07")):
        world.add(CATEGORIES, code=code, name=code, parent=parent)


def cells(answer):
    return {
        (it["category"]["code"], it["district"]): it["enterprises"] for it in answer.json()["items"]
    }


def test_a_gap_is_a_leaf_and_district_with_too_few_who_serve_it(anyone, world, tree, district):
    sells(world, "도시락두레", {"name": "무엇이든", "category_code": "C0601"}, district=None)
    sells(world, "밥두레", LUNCH, district=None)
    sells(world, "현수막두레", BANNER, district=None, service_regions=["노원구"])

    two = anyone.get("/api/v1/reports/supply-gaps")
    three = anyone.get("/api/v1/reports/supply-gaps?at_least=3&category=C06")

    assert cells(two) == {("C0703", "서울특별시 강북구"): 0}
    assert cells(three) == {("C0601", "서울특별시 강북구"): 2}


def test_demand_is_told_to_those_who_may_see_it(anyone, staff, as_role, world, tree, district):
    world.add(DEMANDS, agency_id=district["id"], year=2026, item="현수막", amount_krw=5_000_000)
    world.add(DEMANDS, agency_id=district["id"], year=2026, item="행사 현수막")
    world.add(TENDERS, title="현수막 제작", agency_id=district["id"])
    other = world.agency("남의구청", kind="district_office", district="노원구")
    url = "/api/v1/reports/supply-gaps?category=C0703&district=강북구"

    def told(client):
        (it,) = client.get(url).json()["items"]
        return it["demand_krw"], it["demand_lines"], it["demand_unpriced"], it["tenders"]

    assert told(anyone) == (None, None, None, None)
    assert told(staff) == (5_000_000, 2, 1, 1)
    assert told(as_role(Role.agency, agency_id=other["id"])) == (0, 0, 0, 0)


def test_the_most_wanted_gap_comes_first_and_pages_join(staff, world, tree, district):
    world.agency("노원구청", kind="district_office", region="서울특별시", district="노원구")
    world.add(DEMANDS, agency_id=district["id"], year=2026, item="현수막", amount_krw=1)

    first = staff.get("/api/v1/reports/supply-gaps?limit=3").json()
    rest = staff.get(f"/api/v1/reports/supply-gaps?limit=3&cursor={first['next']}").json()

    shown = [(it["category"]["code"], it["district"]) for it in first["items"] + rest["items"]]
    assert shown[0] == ("C0703", "서울특별시 강북구")
    assert (len(shown), len(set(shown)), first["total"], rest["next"]) == (4, 4, 4, None)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("category=C9999", 404),
        ("district=달나라", 422),
        ("cursor=bm8", 422),
        ("cursor=WyJ4IiwwLDBd", 422),
        ("at_least=0", 422),
        ("colour=red", 422),
    ],
)
def test_a_wrong_question_about_gaps_is_refused(anyone, tree, district, query, status):
    assert anyone.get(f"/api/v1/reports/supply-gaps?{query}").status_code == status


# priority purchases

WOMEN = {"kind": "women_enterprise", "valid_from": "2026-01-01", "valid_until": "2026-06-30"}


def contract(world, agency, enterprise, on, amount=1_000_000, **fields):
    return world.add(
        CONTRACTS,
        **{
            "office": "centre",
            "signed_on": on,
            "enterprise_id": enterprise["id"],
            "agency_id": agency["id"],
            "item": "도시락",
            "amount_krw": amount,
            "state": "signed",
            **fields,
        },
    )


def schemes(client, agency, query=""):
    answer = client.get(f"/api/v1/agencies/{agency['id']}/priority-purchase?year=2026{query}")
    assert answer.status_code == 200
    return answer.json(), {one["code"]: one for one in answer.json()["schemes"]}


def test_contracts_count_by_the_certificate_on_their_day_over_the_recorded_total(
    staff, world, tree, district
):
    certified = {
        "kind": "certified_social_enterprise",
        "no_expiry": True,
        "verified_on": "2026-01-02",
    }
    one = sells(world, "여성두레", LUNCH, certifications=[WOMEN, certified])
    for on in ("2026-06-30", "2026-07-01"):
        tender = world.add(TENDERS, title="도시락", agency_id=district["id"], kind="goods")
        contract(world, district, one, on, tender_id=tender["id"])
    contract(world, district, one, "2026-03-01", state="cancelled")
    contract(world, district, one, "2025-03-01")
    world.add(DEMANDS, agency_id=district["id"], year=2026, item="급식", amount_krw=40_000_000)

    answer, by_code = schemes(staff, district)

    assert by_code["women_goods"]["counted_krw"] == 1_000_000
    assert by_code["women_goods"]["ratio_percent"] is None
    assert by_code["women_goods"]["total_lacks"] == ["kinds_missing"]
    assert by_code["social_enterprise"]["ratio_percent"] == 5.0
    assert by_code["social_enterprise"]["statutory_percent"] is None
    assert answer["counted_once"]["counted_krw"] == 2_000_000
    assert answer["contracts"] == 2


def test_a_planned_contract_shows_what_it_would_do_to_each_scheme(as_role, world, district):
    one = sells(world, "여성두레", LUNCH, certifications=[WOMEN])
    client = as_role(Role.agency, agency_id=district["id"])

    plan = f"&contract_krw=2000000&enterprise_id={one['id']}&kind=goods"
    answer, by_code = schemes(client, district, f"{plan}&on=2026-06-30")
    _, late = schemes(client, district, f"{plan}&on=2026-07-01")

    assert by_code["women_goods"]["effect"]["adds_krw"] == 2_000_000
    assert by_code["disabled_enterprise"]["effect"]["qualifies"] == "fail"
    assert answer["counted_once"]["counted_with_plan_krw"] == 2_000_000
    assert late["women_goods"]["effect"]["adds_krw"] == 0


def test_the_ratio_of_the_year_is_the_one_in_force(staff, world, district):
    _, now = schemes(staff, district)
    past = staff.get(f"/api/v1/agencies/{district['id']}/priority-purchase?year=2024").json()

    severe = next(it for it in past["schemes"] if it["code"] == "severe_disability")
    assert (severe["statutory_percent"], now["severe_disability"]["statutory_percent"]) == (
        1.0,
        1.1,
    )
    assert severe["due_on"] == "2025-01-31"
    assert severe["total_lacks"] == ["no_purchases_recorded"]


def test_a_day_outside_the_year_is_refused(staff, district):
    url = f"/api/v1/agencies/{district['id']}/priority-purchase?year=2026&on=2025-01-01"

    assert [it["pointer"] for it in staff.get(url).json()["errors"]] == ["/on"]


# who may ask


def test_stored_things_need_a_token_and_foreign_ones_are_not_found(
    anyone, as_role, world, district, festival
):
    other = world.agency("남의구청", kind="district_office")
    one, two = sells(world, "도시락두레", LUNCH), sells(world, "다른두레", LUNCH)
    stranger = as_role(Role.agency, agency_id=other["id"])
    rival = as_role(Role.enterprise, enterprise_id=two["id"])
    asks = {
        "consortia": ("POST", f"/api/v1/tenders/{festival['id']}/consortia"),
        "sensitivity": ("GET", f"/api/v1/tenders/{festival['id']}/sensitivity"),
        "tenders": ("GET", f"/api/v1/enterprises/{one['id']}/tenders"),
        "priority": ("GET", f"/api/v1/agencies/{district['id']}/priority-purchase"),
    }

    def statuses(client):
        return {name: client.request(*ask).status_code for name, ask in asks.items()}

    assert statuses(anyone) == dict.fromkeys(asks, 401)
    assert statuses(stranger) == {
        "consortia": 404, "sensitivity": 404, "tenders": 403, "priority": 403,
    }  # fmt: skip
    assert statuses(rival) == dict.fromkeys(asks, 403)


def test_what_does_not_exist_is_not_found(staff):
    nothing = uuid4()
    urls = [
        f"/api/v1/tenders/{nothing}/sensitivity",
        f"/api/v1/enterprises/{nothing}/tenders",
        f"/api/v1/agencies/{nothing}/priority-purchase",
    ]

    assert [staff.get(url).status_code for url in urls] == [404] * 3


def test_the_document_says_which_advice_needs_a_token(tmp_path):
    made = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'x.db'}"))
    paths = made.openapi()["paths"]
    made.state.db.close()

    def is_open(method, path):
        return {} in paths[f"/api/v1{path}"][method]["security"]

    assert is_open("post", "/match/consortia")
    assert is_open("post", "/match/sensitivity")
    assert is_open("get", "/reports/supply-gaps")
    assert not is_open("get", "/agencies/{agency_id}/priority-purchase")
    assert not is_open("get", "/enterprises/{enterprise_id}/tenders")
    assert not is_open("get", "/tenders/{tender_id}/sensitivity")


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/api/v1/match/consortia", FESTIVAL),
        ("/api/v1/match/sensitivity", FESTIVAL),
    ],
)
def test_answers_keep_the_shape_that_is_documented(anyone, world, url, body):
    from app.matches.advice_schemas import ConsortiaRead, SensitivityRead  # noqa: PLC0415

    sells(world, "도시락두레", LUNCH)
    shape = ConsortiaRead if url.endswith("consortia") else SensitivityRead

    answer = anyone.post(url, json=body).json()

    assert shape.model_validate(answer).model_dump(mode="json").keys() == answer.keys()


def test_today_is_the_day_in_seoul(unit):
    unit.now = datetime(2026, 1, 1, 15, 0, tzinfo=UTC)

    assert today(unit).isoformat() == "2026-01-02"
