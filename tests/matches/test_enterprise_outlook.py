"""The open tenders for one enterprise: which fit, which are missed, and what would open most."""

from datetime import UTC, datetime, timedelta

import pytest
from offers import BANNER, LUNCH, sells

from app.core.actors import Role
from app.tenders.actions import TENDERS

LICENCE = "식품제조가공업"


@pytest.fixture
def district(world):
    return world.agency("강북구청", kind="district_office", region="서울특별시")


@pytest.fixture
def tender(world, district):
    """Make an open tender for lunches."""

    def make(title="도시락 구매", **fields):
        defaults = {
            "agency_id": district["id"],
            "region": "서울특별시 강북구",
            "status": "published",
        }
        return world.add(TENDERS, title=title, **{**defaults, **fields})

    return make


def seen(client, enterprise, query=""):
    answer = client.get(f"/api/v1/enterprises/{enterprise['id']}/tenders{query}")
    assert answer.status_code == 200
    return answer.json()


def ids(placed):
    return [one["tender"]["id"] for one in placed]


def fixes(answer):
    return [
        (it["change"]["code"], it["opens"], it["value_krw"], it["settles"])
        for it in answer["fixes"]
    ]


@pytest.mark.parametrize(
    ("status", "is_open"),
    [
        ("idea", True), ("design_support", True), ("info_provided", True), ("matching", True),
        ("published", True), ("bid_support", True), ("se_selected", False), ("agreement", False),
        ("non_se_selected", False), ("delivered", False), ("paid", False),
    ],
)  # fmt: skip
def test_a_tender_is_open_until_it_is_decided(staff, world, tender, status, is_open):
    one = sells(world, "도시락두레", LUNCH)
    tender(status=status)

    assert seen(staff, one)["open_tenders"] == int(is_open)


@pytest.mark.parametrize(("minutes", "is_open"), [(-1, False), (5, True)])
def test_a_tender_is_open_up_to_the_minute_it_closes(staff, world, tender, minutes, is_open):
    one = sells(world, "도시락두레", LUNCH)
    tender(closes_at=datetime.now(UTC) + timedelta(minutes=minutes))

    assert bool(ids(seen(staff, one)["fits"])) is is_open


def test_tenders_of_another_trade_are_counted_and_not_shown(staff, world, tender):
    one = sells(world, "도시락두레", LUNCH)
    tender(title="현수막 제작")
    mine = tender()

    answer = seen(staff, one)

    assert (answer["open_tenders"], answer["of_trade"]) == (2, 1)
    assert ids(answer["fits"]) == [str(mine["id"])]
    assert answer["near_misses"] == []


def test_fits_are_ranked_from_the_likest_and_cut_where_asked(staff, world, tender):
    one = sells(world, "도시락두레", LUNCH)
    for title in ("단체 도시락 구매", "도시락", "행사 도시락 납품"):
        tender(title=title)

    every, two = (seen(staff, one, query)["fits"] for query in ("", "?limit=2"))

    scores = [it["score"] for it in every]
    assert [it["rank"] for it in every] == [1, 2, 3]
    assert scores == sorted(scores, reverse=True)
    assert two == every[:2]


def test_what_an_enterprise_has_not_stated_keeps_a_tender_among_the_fits(staff, world, tender):
    one = sells(world, "말없는두레", LUNCH, service_regions=[])
    tender()

    answer = seen(staff, one)

    assert [it["eligibility"] for it in answer["fits"]] == ["unknown"]
    assert fixes(answer) == [("state_service_regions", 0, 0, 1)]


def test_the_fix_that_opens_most_money_comes_first(staff, world, tender):
    one = sells(world, "도시락두레", LUNCH)
    tender(required_licences=[LICENCE], estimated_price_krw=1_000_000)
    tender(required_licences=[LICENCE], estimated_price_krw=2_000_000)
    tender(region="부산광역시", estimated_price_krw=5_000_000)
    tender(required_certifications=["women_enterprise"], estimated_price_krw=4_000_000)

    assert fixes(seen(staff, one)) == [
        ("extend_region", 1, 5_000_000, 0),
        ("obtain_certificate", 1, 4_000_000, 0),
        ("obtain_licence", 2, 3_000_000, 0),
    ]


def test_a_tender_missed_for_two_reasons_is_opened_by_neither_change(staff, world, tender):
    one = sells(world, "도시락두레", LUNCH)
    tender(required_licences=[LICENCE], region="부산광역시")

    answer = seen(staff, one)

    assert len(answer["near_misses"]) == 1
    assert answer["fixes"] == []


def test_a_fix_that_is_made_opens_what_it_promised(staff, world, tender):
    one = sells(world, "도시락두레", LUNCH)
    missed = [tender(required_licences=[LICENCE], estimated_price_krw=1_000) for _ in range(2)]

    (fix,) = seen(staff, one)["fixes"]
    staff.patch(f"/api/v1/enterprises/{one['id']}", json={"licences": [{"kind": LICENCE}]})
    after = seen(staff, one)

    assert set(fix["tender_ids"]) == {str(it["id"]) for it in missed} == set(ids(after["fits"]))
    assert (after["near_misses"], after["fixes"]) == ([], [])


def test_a_closed_enterprise_fits_nothing_and_nothing_helps_it(staff, world, tender):
    one = sells(world, "닫은두레", LUNCH, status="closed")
    tender()

    answer = seen(staff, one)

    assert answer["fits"] == []
    assert answer["fixes"] == []


def test_one_who_sells_nothing_sees_that_tenders_are_open_and_none_is_its_trade(
    staff, world, tender
):
    one = sells(world, "이름뿐인두레")
    tender()

    answer = seen(staff, one)

    assert (answer["open_tenders"], answer["of_trade"], answer["fits"]) == (1, 0, [])


@pytest.mark.parametrize(("query", "status"), [("?limit=0", 422), ("?limit=101", 422)])
def test_a_length_that_cannot_be_answered_is_refused(staff, world, query, status):
    one = sells(world, "도시락두레", LUNCH)

    assert staff.get(f"/api/v1/enterprises/{one['id']}/tenders{query}").status_code == status


def test_an_enterprise_sees_the_same_of_itself_as_staff_do(as_role, staff, world, tender):
    one = sells(world, "도시락두레", LUNCH, BANNER)
    tender()
    tender(title="현수막 제작", required_licences=[LICENCE])

    own = seen(as_role(Role.enterprise, enterprise_id=one["id"]), one)

    assert {**own, "took_ms": 0} == {**seen(staff, one), "took_ms": 0}
