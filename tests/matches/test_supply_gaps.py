"""Supply gaps over the registry: which cells are thin, where things are, and whose demand is told."""

import pytest
from offers import BANNER, LUNCH, sells

from app.agencies.actions import DEMANDS
from app.categories.actions import CATEGORIES
from app.core.actors import Role
from app.tenders.actions import TENDERS

HERE = "서울특별시 강북구"


@pytest.fixture(autouse=True)
def tree(world):
    """Two branches: food with two leaves, print with one."""
    for code in ("C06", "C07"):
        world.add(CATEGORIES, code=code, name=code)
    for code, parent in (("C0601", "C06"), ("C0602", "C06"), ("C0703", "C07")):
        world.add(CATEGORIES, code=code, name=code, parent=parent)


@pytest.fixture
def district(world):
    return world.agency("강북구청", kind="district_office", region="서울특별시")


def gaps(client, query=""):
    answer = client.get(f"/api/v1/reports/supply-gaps{query}")
    assert answer.status_code == 200
    return answer.json()


def cell(client, code="C0601", query=f"&district={HERE}"):
    (item,) = gaps(client, f"?category={code}{query}&at_least=100")["items"]
    return item


def demand(item):
    return item["demand_krw"], item["demand_lines"], item["demand_unpriced"], item["tenders"]


@pytest.mark.parametrize(
    ("suppliers", "at_least", "is_gap"),
    [(0, 1, True), (1, 1, False), (1, 2, True), (2, 2, False), (2, 3, True)],
)
def test_a_cell_is_thin_below_the_threshold_and_not_at_it(
    anyone, world, suppliers, at_least, is_gap
):
    for n in range(suppliers):
        sells(world, f"도시락두레{n}", LUNCH)

    answer = gaps(anyone, f"?category=C0601&district={HERE}&at_least={at_least}")

    assert bool(answer["items"]) is is_gap
    assert (answer["total"], answer["at_least"]) == (int(is_gap), at_least)


@pytest.mark.parametrize(
    ("category", "leaves"),
    [("C0601", {"C0601"}), ("C06", {"C0601", "C0602"}), ("C07", {"C0703"})],
)
def test_a_branch_is_answered_by_its_leaves_and_a_leaf_by_itself(anyone, db, category, leaves):
    answer = gaps(anyone, f"?category={category}&district={HERE}")

    assert {it["category"]["code"] for it in answer["items"]} == leaves


def test_without_a_category_every_leaf_is_looked_at_and_no_branch(anyone, db):
    codes = [it["category"]["code"] for it in gaps(anyone, f"?district={HERE}")["items"]]

    assert codes == ["C0601", "C0602", "C0703"]


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, (1, 0, 0)),
        ({"is_synthetic": True}, (1, 1, 0)),
        ({"service_regions": []}, (0, 0, 1)),
        ({"service_regions": ["우리 동네"]}, (0, 0, 1)),
        ({"service_regions": ["부산광역시"]}, (0, 0, 0)),
        ({"service_regions": ["전국"]}, (1, 0, 0)),
        ({"status": "dormant"}, (1, 0, 0)),
        ({"status": "closed"}, (0, 0, 0)),
    ],
)
def test_who_counts_as_serving_a_cell(anyone, world, fields, counts):
    sells(world, "도시락두레", LUNCH, **fields)

    item = cell(anyone)

    assert (item["enterprises"], item["synthetic"], item["region_unknown"]) == counts


def test_an_enterprise_with_many_products_of_a_leaf_is_one(anyone, world):
    sells(world, "도시락두레", LUNCH, {"name": "행사 도시락"}, BANNER)

    assert cell(anyone)["enterprises"] == 1
    assert cell(anyone, "C0703")["enterprises"] == 1


@pytest.mark.parametrize(
    ("region", "district", "named"),
    [
        ("부산광역시", "중구", "부산광역시 중구"),
        ("부산광역시", "강서구", "부산광역시 강서구"),
        ("서울특별시", "중구", "서울특별시 중구"),
        (None, "중구", "서울특별시 중구"),
        ("경기도", "수원시", "경기도 수원시"),
        ("서울특별시", "서울특별시 노원구", "서울특별시 노원구"),
        (None, "달나라", None),
        ("서울특별시", None, None),
    ],
)
def test_a_district_is_read_in_its_region(anyone, world, region, district, named):
    world.agency("어느구청", kind="district_office", region=region, district=district)

    districts = {it["district"] for it in gaps(anyone, "?category=C0601")["items"]}

    assert districts == ({named} if named else set())


def test_demand_in_a_district_of_busan_is_not_told_of_its_namesake_in_seoul(staff, world):
    busan = world.agency("부산중구청", kind="district_office", region="부산광역시", district="중구")
    world.add(DEMANDS, agency_id=busan["id"], year=2026, item="도시락", amount_krw=7)

    krw = {
        place: cell(staff, query=f"&district={place}")["demand_krw"]
        for place in ("부산광역시 중구", "서울특별시 중구")
    }

    assert krw == {"부산광역시 중구": 7, "서울특별시 중구": 0}


@pytest.mark.parametrize(
    ("fields", "counted"),
    [
        ({"item": "단체 도시락", "amount_krw": 5}, (5, 1, 0, 0)),
        ({"item": "단체 도시락"}, (0, 1, 1, 0)),
        ({"item": "무엇", "category_code": "C0601", "amount_krw": 5}, (5, 1, 0, 0)),
        ({"item": "단체 도시락", "category_code": "C0602", "amount_krw": 5}, (0, 0, 0, 0)),
        ({"item": "무엇", "amount_krw": 5}, (0, 0, 0, 0)),
    ],
)
def test_demand_is_filed_by_its_code_else_by_its_words(staff, world, district, fields, counted):
    world.add(DEMANDS, agency_id=district["id"], year=2026, **fields)

    assert demand(cell(staff)) == counted


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"title": "도시락 구매"}, 1),
        ({"title": "무엇", "category_codes": ["C0601", "C0602"]}, 1),
        ({"title": "축제", "lots": [{"title": "점심", "category_code": "C0601"}] * 2}, 1),
        ({"title": "도시락 구매", "region": "서울특별시 노원구"}, 0),
        ({"title": "도시락 구매", "region": "서울특별시"}, 1),
        ({"title": "도시락 구매", "status": "dropped"}, 0),
        ({"title": "도시락 구매", "category_codes": ["C0602"]}, 0),
    ],
)
def test_a_tender_counts_once_where_it_is_else_where_its_agency_is(
    staff, world, district, fields, count
):
    world.add(TENDERS, agency_id=district["id"], **fields)

    assert cell(staff)["tenders"] == count


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.staff, (9, 2, 0, 2)),
        (Role.admin, (9, 2, 0, 2)),
        (Role.agency, (5, 1, 0, 1)),
        (Role.public, (None, None, None, None)),
    ],
)
def test_each_is_told_the_demand_it_may_read(as_role, anyone, world, district, role, told):
    other = world.agency("남의구청", kind="district_office", region="서울특별시")
    for agency, krw in ((district, 5), (other, 4)):
        world.add(DEMANDS, agency_id=agency["id"], year=2026, item="도시락", amount_krw=krw)
        world.add(TENDERS, agency_id=agency["id"], title="도시락 구매")
    scope = {"agency_id": district["id"]} if role is Role.agency else {}
    client = anyone if role is Role.public else as_role(role, **scope)

    assert demand(cell(client)) == told


def test_one_who_may_not_know_the_demand_cannot_tell_it_from_the_order(anyone, world, district):
    world.add(DEMANDS, agency_id=district["id"], year=2026, item="현수막", amount_krw=10**9)

    codes = [it["category"]["code"] for it in gaps(anyone, f"?district={HERE}")["items"]]

    assert codes == ["C0601", "C0602", "C0703"]
