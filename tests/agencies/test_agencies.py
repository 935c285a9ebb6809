"""The demand side: agencies, what they buy and what they mean to buy."""

from uuid import uuid4

import pytest
from answers import faults_of

from app.agencies.actions import DEMANDS, PURCHASE_GOALS
from app.categories.actions import CATEGORIES
from app.core.actors import Role

PATH = "/api/v1/agencies"
SCHOOL = {"name": "서울강북초등학교", "kind": "school", "district": "강북구"}


@pytest.mark.parametrize(
    "again",
    [
        SCHOOL,
        {**SCHOOL, "name": "서울 강북 초등학교"},
        {**SCHOOL, "district": None},
    ],
    ids=["same", "spacing", "no district"],
)
def test_a_likely_duplicate_is_held_up_with_what_it_may_be(world, staff, again):
    first = world.agency()

    answer = staff.post(PATH, json=again)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "duplicate_agency")
    assert [one["id"] for one in problem["candidates"]] == [str(first["id"])]
    assert staff.post(f"{PATH}?confirm=true", json=again).status_code == 201


@pytest.mark.parametrize(
    "other",
    [
        {**SCHOOL, "district": "노원구"},
        {**SCHOOL, "kind": "education_office"},
        {**SCHOOL, "name": "서울강북중학교"},
    ],
    ids=["district", "kind", "name"],
)
def test_another_agency_is_not_held_up(world, staff, other):
    world.agency()

    assert staff.post(PATH, json=other).status_code == 201


@pytest.mark.parametrize(
    ("known", "again"),
    [
        ({"aliases": ["강북초"]}, {"name": "강북초"}),
        ({}, {"name": "강북 초등학교", "aliases": ["서울 강북초등학교"]}),
        ({"aliases": ['강북 "해오름" 초']}, {"name": '강북 "해오름" 초'}),
        ({"aliases": ["100%_강북"]}, {"name": "100%_강북"}),
    ],
    ids=["its alias", "our alias", "quotes", "wildcards"],
)
def test_an_agency_that_goes_by_the_same_alias_is_held_up_too(world, staff, known, again):
    first = world.agency(**known)

    answer = staff.post(PATH, json={**SCHOOL, **again})

    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate_agency")
    assert [one["id"] for one in answer.json()["candidates"]] == [str(first["id"])]


def test_a_part_of_an_alias_is_another_name(world, staff):
    world.agency(aliases=["강북초등학교 병설유치원", "100점강북"])

    for name in ("강북초등학교", "100%강북"):
        assert staff.post(PATH, json={**SCHOOL, "name": name}).status_code == 201


def test_an_agency_without_a_district_may_be_any_of_its_name(world, staff):
    world.agency(district=None)

    assert staff.post(PATH, json=SCHOOL).status_code == 409


def test_departments_buy_in_categories_of_the_tree(world, staff):
    world.add(CATEGORIES, code="C01", name="청소")
    departments = [
        {"name": "총무과", "category_codes": ["C01"]},
        {"name": "재무과", "category_codes": ["C01", "C99"]},
    ]

    answer = staff.post(PATH, json={**SCHOOL, "departments": departments})

    assert faults_of(answer) == [("/departments/1/category_codes/1", "unknown")]


def test_departments_are_kept_in_their_order_with_their_ids(world, staff):
    made = world.agency(departments=[{"name": "총무과"}, {"name": "재무과"}])
    general, finance = made["departments"]
    wanted = [{"id": str(finance["id"]), "name": "재무과"}, {"name": "감사실"}]

    after = staff.patch(f"{PATH}/{made['id']}", json={"departments": wanted}).json()

    assert [d["name"] for d in after["departments"]] == ["재무과", "감사실"]
    assert after["departments"][0]["id"] == str(finance["id"])
    assert str(general["id"]) not in str(after["departments"])


def test_an_agency_may_stand_below_another_but_never_below_itself(world, staff):
    office = world.agency("강북구청", kind="district_office")
    dong = world.agency("미아동", kind="dong_office", parent_id=office["id"])

    for parent in (dong["id"], office["id"]):
        answer = staff.patch(f"{PATH}/{office['id']}", json={"parent_id": str(parent)})
        assert (answer.status_code, answer.json()["code"]) == (409, "agency_loop")


def test_a_parent_must_exist(world, staff):
    answer = staff.post(PATH, json={**SCHOOL, "parent_id": str(uuid4())})

    assert faults_of(answer) == [("/parent_id", "unknown")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "hospital"),
        ("buyer_law", "national"),
        ("code", "가나다"),
        ("code", "1" * 21),
        ("name", " "),
        ("name", None),
        ("aliases", [""]),
        ("aliases", "강북초"),
        ("aliases", ["가"] * 51),
        ("departments", [{"category_codes": []}]),
        ("confirmed_on", "어제"),
        ("budget", 1),
    ],
)
def test_what_is_wrong_with_an_agency_is_named(staff, field, value):
    answer = staff.post(PATH, json={**SCHOOL, field: value})

    assert answer.status_code == 422
    assert faults_of(answer)[0][0].startswith(f"/{field}")


@pytest.fixture
def register(world):
    world.agency(
        "강북구청", kind="district_office", code="3080000", aliases=["삼각산구청", "GB_구청"]
    )
    world.agency("100% 초등학교", district="노원구")
    world.agency("미아초등학교", district="강북구")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"kind": "school"}, 2),
        ({"district": "강북구"}, 2),
        ({"code": "3080000"}, 1),
        ({"q": "초등"}, 2),
        ({"q": "강북구"}, 1),
        ({"q": "GB_"}, 1),
        ({"q": "삼각산"}, 1),
        ({"q": "%"}, 1),
        ({"q": "_"}, 1),
        ({"q": "초등", "district": "노원구"}, 1),
        ({"parent_id": str(uuid4())}, 0),
    ],
)
def test_agencies_are_found_by_name_alias_kind_district_and_code(register, anyone, asked, found):
    assert anyone.get(PATH, params=asked).json()["total"] == found


def test_an_agency_corrects_itself_and_no_other(world, as_role):
    ours, theirs = world.agency("우리구청"), world.agency("남의구청")
    buyer = as_role(Role.agency, agency_id=ours["id"])

    assert buyer.patch(f"{PATH}/{ours['id']}", json={"region": "서울"}).status_code == 200
    assert buyer.patch(f"{PATH}/{theirs['id']}", json={"region": "서울"}).status_code == 403


@pytest.mark.parametrize("path", ["demands", "purchase-goals"])
def test_what_an_agency_buys_is_seen_by_itself_and_by_staff_only(world, as_role, staff, path):
    ours, theirs = world.agency("우리구청"), world.agency("남의구청")
    for agency in (ours, theirs):
        base = {"agency_id": agency["id"], "year": 2017}
        if path == "demands":
            world.add(DEMANDS, **base, item="현수막")
        else:
            world.add(PURCHASE_GOALS, **base, target_krw=1)
    buyer = as_role(Role.agency, agency_id=ours["id"])
    member = as_role(Role.enterprise, enterprise_id=world.enterprise()["id"])

    assert staff.get(f"/api/v1/{path}").json()["total"] == 2
    assert [one["agency_id"] for one in buyer.get(f"/api/v1/{path}").json()["items"]] == [
        str(ours["id"])
    ]
    assert member.get(f"/api/v1/{path}").status_code == 403


def test_an_agency_records_its_own_demand_only(world, as_role):
    ours, theirs = world.agency("우리구청"), world.agency("남의구청")
    buyer = as_role(Role.agency, agency_id=ours["id"])
    line = {"year": 2017, "item": "현수막", "amount_krw": 300_000}

    own = buyer.post("/api/v1/demands", json={**line, "agency_id": str(ours["id"])})
    foreign = buyer.post("/api/v1/demands", json={**line, "agency_id": str(theirs["id"])})

    assert (own.status_code, foreign.status_code) == (201, 403)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"year": 2017}, 2),
        ({"year": 2016}, 1),
        ({"category_code": "C01"}, 1),
        ({"is_social_economy": "true"}, 1),
        ({"is_social_economy": "false"}, 1),
        ({"year": 2017, "is_social_economy": "true"}, 1),
    ],
)
def test_demand_is_filtered_by_year_category_and_supplier(world, staff, asked, found):
    world.add(CATEGORIES, code="C01", name="청소")
    base = {"agency_id": world.agency()["id"]}
    world.add(DEMANDS, **base, year=2017, item="청소", category_code="C01", is_social_economy=True)
    world.add(DEMANDS, **base, year=2017, item="인쇄", is_social_economy=False)
    world.add(DEMANDS, **base, year=2016, item="제본")

    assert staff.get("/api/v1/demands", params=asked).json()["total"] == found


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("year", 1989, "greater_than_equal"),
        ("year", "2017", "int_type"),
        ("year", False, "int_type"),
        ("month", 13, "less_than_equal"),
        ("amount_krw", -1, "greater_than_equal"),
        ("amount_krw", 1.5, "int_type"),
        ("amount_krw", "1,000", "int_type"),
        ("is_social_economy", "yes", "bool_type"),
        ("item", "", "string_too_short"),
        ("agency_id", "x", "uuid_parsing"),
        ("agency_id", "00000000-0000-4000-8000-000000000000", "unknown"),
        ("category_code", "C99", "unknown"),
    ],
)
def test_a_line_of_demand_is_checked(world, staff, field, value, code):
    line = {"agency_id": str(world.agency()["id"]), "year": 2017, "item": "현수막"}

    answer = staff.post("/api/v1/demands", json={**line, field: value})

    assert (answer.status_code, faults_of(answer)) == (422, [(f"/{field}", code)])


def test_a_purchase_goal_keeps_what_is_meant_and_what_was_reached(world, staff):
    agency = world.agency()
    body = {"agency_id": str(agency["id"]), "year": 2017, "target_krw": 10**12, "office": "centre"}
    made = staff.post("/api/v1/purchase-goals", json=body).json()

    after = staff.patch(
        f"/api/v1/purchase-goals/{made['id']}", json={"achieved_krw": 9_999_999_999}
    ).json()

    assert (after["target_krw"], after["achieved_krw"]) == (10**12, 9_999_999_999)
    assert staff.get("/api/v1/purchase-goals?office=centre&year=2017").json()["total"] == 1
    assert staff.get("/api/v1/purchase-goals?office=team").json()["total"] == 0
