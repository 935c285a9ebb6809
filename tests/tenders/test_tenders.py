"""Tenders: two amounts, lots, what they ask for, and how they are found."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from answers import faults_of

from app.categories.actions import CATEGORIES
from app.tenders.actions import TENDERS

PATH = "/api/v1/tenders"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def body(world):
    """What a client sends for a sound tender."""
    return {"title": "청사 청소 용역", "agency_id": str(world.agency()["id"])}


def test_a_tender_begins_as_an_idea_typed_in_by_hand(staff, body):
    made = staff.post(PATH, json=body).json()

    assert (made["status"], made["source"], made["kind"]) == ("idea", "manual", "service")
    assert (made["vat_mode"], made["lots"], made["category_codes"]) == ("unknown", [], [])


@pytest.mark.parametrize(
    ("price", "budget", "fine"),
    [
        (20_000_000, 22_000_000, True),
        (20_000_000, 20_000_000, True),
        (20_000_000, 19_999_999, False),
        (None, 22_000_000, True),
        (20_000_000, None, True),
        (0, 0, True),
    ],
)
def test_the_budget_with_vat_is_never_below_the_estimate_without(staff, body, price, budget, fine):
    answer = staff.post(PATH, json={**body, "estimated_price_krw": price, "budget_krw": budget})

    if fine:
        made = answer.json()
        assert (made["estimated_price_krw"], made["budget_krw"]) == (price, budget)
    else:
        assert faults_of(answer) == [("/budget_krw", "below_estimate")]


def test_the_two_amounts_are_judged_together_after_a_change_of_one(staff, body):
    amounts = {"estimated_price_krw": 20_000_000, "budget_krw": 22_000_000}
    made = staff.post(PATH, json={**body, **amounts}).json()

    too_high = staff.patch(f"{PATH}/{made['id']}", json={"estimated_price_krw": 30_000_000})
    both = {"estimated_price_krw": 30_000_000, "budget_krw": 33_000_000}
    together = staff.patch(f"{PATH}/{made['id']}", json=both)

    assert faults_of(too_high) == [("/budget_krw", "below_estimate")]
    assert together.status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("budget_krw", 10**14 + 1, "less_than_equal"),
        ("budget_krw", -1, "greater_than_equal"),
        ("budget_krw", 22_000_000.0, "int_type"),
        ("budget_krw", "22,000,000", "int_type"),
        ("budget_krw", False, "int_type"),
        ("quantity", 1.5, "int_type"),
        ("quantity", True, "int_type"),
        ("title", "", "string_too_short"),
        ("title", "가" * 201, "string_too_long"),
        ("kind", "gift", "literal_error"),
        ("status", "done", "literal_error"),
        ("source", "fax", "literal_error"),
        ("vat_mode", "10%", "literal_error"),
        ("closes_at", "2017-06-20T18:00:00", "timezone_aware"),
        ("closes_at", "2017-06-20", "timezone_aware"),
        ("closes_at", "0001-01-01T00:00:00+14:00", "greater_than_equal"),
        ("closes_at", "9999-12-31T23:59:59-14:00", "less_than_equal"),
        ("needed_from", "2017-02-30", "date_from_datetime_parsing"),
        ("agency_id", NOBODY, "unknown"),
        ("office", "nowhere", "unknown"),
        ("notice_number", "1" * 65, "string_too_long"),
        ("published", "2017-01-01", "extra_forbidden"),
    ],
)
def test_what_is_wrong_with_a_tender_is_named(staff, body, field, value, code):
    answer = staff.post(PATH, json={**body, field: value})

    assert answer.status_code == 422
    assert faults_of(answer) == [(f"/{field}", code)]


def test_every_fault_is_told_at_once(staff):
    answer = staff.post(PATH, json={"title": "", "kind": "gift", "budget_krw": -1, "extra": 1})

    assert {pointer for pointer, _ in faults_of(answer)} == {
        "/title", "/kind", "/budget_krw", "/agency_id", "/extra"
    }  # fmt: skip


def test_unknown_categories_are_named_on_the_tender_and_on_its_lots(world, staff, body):
    world.add(CATEGORIES, code="C01", name="청소")
    lots = [{"title": "본관", "category_code": "C01"}, {"title": "별관", "category_code": "C98"}]

    answer = staff.post(PATH, json={**body, "category_codes": ["C01", "C99"], "lots": lots})

    assert faults_of(answer) == [
        ("/category_codes/1", "unknown"),
        ("/lots/1/category_code", "unknown"),
    ]
    assert "GET /api/v1/categories" in answer.json()["errors"][0]["message"]


def test_lots_keep_their_order_amounts_and_licences(staff, body):
    lots = [
        {"title": "1공구", "quantity": 3, "unit": "동", "estimated_price_krw": 5_000_000,
         "required_licences": ["건물위생관리업", "소독업"]},
        {"title": "2공구"},
    ]  # fmt: skip

    made = staff.post(PATH, json={**body, "lots": lots}).json()

    first, second = made["lots"]
    assert first["required_licences"] == ["건물위생관리업", "소독업"]
    assert (first["quantity"], first["unit"], first["estimated_price_krw"]) == (3, "동", 5_000_000)
    assert (second["title"], second["quantity"]) == ("2공구", None)
    assert UUID(first["id"]) != UUID(second["id"])


def test_lots_can_be_split_and_dropped_later(staff, body):
    made = staff.post(PATH, json={**body, "lots": [{"title": "하나"}, {"title": "둘"}]}).json()
    kept = made["lots"][0]["id"]
    wanted = [{"id": kept, "title": "하나"}, {"title": "셋"}, {"title": "넷"}]

    split = staff.patch(f"{PATH}/{made['id']}", json={"lots": wanted}).json()
    dropped = staff.patch(f"{PATH}/{made['id']}", json={"lots": []}).json()

    assert [lot["title"] for lot in split["lots"]] == ["하나", "셋", "넷"]
    assert split["lots"][0]["id"] == kept
    assert dropped["lots"] == []


@pytest.mark.parametrize(
    ("lot", "pointer"),
    [
        ({}, "/lots/0/title"),
        ({"title": "가", "quantity": -1}, "/lots/0/quantity"),
        ({"title": "가", "required_licences": [""]}, "/lots/0/required_licences/0"),
        ({"title": "가", "colour": 1}, "/lots/0/colour"),
        ({"title": "가", "id": "x"}, "/lots/0/id"),
        ("본관", "/lots/0"),
    ],
)
def test_a_wrong_lot_is_named_by_its_place(staff, body, lot, pointer):
    assert [p for p, _ in faults_of(staff.post(PATH, json={**body, "lots": [lot]}))] == [pointer]


def test_one_lot_id_cannot_stand_twice(staff, body):
    lots = [{"id": NOBODY, "title": "하나"}, {"id": NOBODY, "title": "둘"}]

    assert faults_of(staff.post(PATH, json={**body, "lots": lots})) == [("/lots", "unknown")]
    assert staff.get(PATH).json()["total"] == 0


def test_the_period_of_need_and_the_notice_are_ordered(staff, body):
    need = {"needed_from": "2017-07-02", "needed_until": "2017-07-01"}
    notice = {"published_on": "2017-06-20", "closes_at": "2017-06-19T18:00:00+09:00"}

    assert faults_of(staff.post(PATH, json={**body, **need})) == [
        ("/needed_until", "ends_before_start")
    ]
    assert faults_of(staff.post(PATH, json={**body, **notice})) == [
        ("/closes_at", "ends_before_start")
    ]


def test_a_closing_time_is_the_same_instant_in_any_zone(world, staff, body):
    made = staff.post(PATH, json={**body, "closes_at": "2017-06-20T18:00:00+09:00"}).json()

    again = staff.get(f"{PATH}/{made['id']}").json()

    assert again["closes_at"] == made["closes_at"]
    assert datetime.fromisoformat(again["closes_at"]) == datetime(2017, 6, 20, 9, tzinfo=UTC)


def test_required_certificates_are_kinds_that_exist(staff, body):
    answer = staff.post(PATH, json={**body, "required_certifications": ["cooperative", "made_up"]})

    assert faults_of(answer) == [("/required_certifications/1", "literal_error")]


@pytest.fixture
def notices(world):
    agency, other = world.agency("강북구청"), world.agency("노원구청")
    base = {"agency_id": agency["id"], "office": "team", "region": "강북구"}
    world.add(TENDERS, **base, title="현수막 100% 제작", kind="goods", published_on="2017-03-01")
    world.add(
        TENDERS, **base, title="청소 용역", published_on="2017-04-01", status="published",
        source="s2b", notice_number="S2B-1", budget_krw=5,
    )  # fmt: skip
    world.add(TENDERS, title="방역 용역", agency_id=other["id"], budget_krw=9)
    return {"agency": agency}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"q": "용역"}, 2),
        ({"q": "%"}, 1),
        ({"q": "_"}, 0),
        ({"office": "team"}, 2),
        ({"kind": "goods"}, 1),
        ({"status": "published"}, 1),
        ({"status": "idea"}, 2),
        ({"region": "강북구"}, 2),
        ({"source": "s2b"}, 1),
        ({"notice_number": "S2B-1"}, 1),
        ({"published_from": "2017-03-01"}, 2),
        ({"published_from": "2017-03-02"}, 1),
        ({"published_until": "2017-03-31"}, 1),
        ({"published_from": "2017-03-01", "published_until": "2017-04-01"}, 2),
        ({"published_from": "2017-01-01", "published_until": "2017-01-01"}, 0),
        ({"q": "용역", "status": "idea"}, 1),
    ],
)
def test_tenders_are_found_by_title_place_state_and_day(notices, staff, asked, found):
    assert staff.get(PATH, params=asked).json()["total"] == found


def test_tenders_are_found_by_agency(notices, staff):
    assert staff.get(PATH, params={"agency_id": notices["agency"]["id"]}).json()["total"] == 2


def test_tenders_are_sorted_by_amount_with_the_unknown_last(notices, staff):
    page = staff.get(f"{PATH}?sort=budget_krw").json()

    assert [one["budget_krw"] for one in page["items"]] == [5, 9, None]
