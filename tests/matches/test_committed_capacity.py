"""What open contracts take of a capacity is not offered to the next buyer, in any process."""

import pytest
from offers import sells
from worlds import NOW

from app.activity.actions import CONTRACTS
from app.categories.actions import CATEGORIES
from app.core import records
from app.core.actors import SYSTEM, Role
from app.enterprises.actions import ENTERPRISES
from app.matches.held import index_at
from app.matches.live import LiveIndex
from app.tenders.actions import TENDERS
from app.thesaurus import published

ASKED = {
    "title": "행사 현수막 제작",
    "kind": "goods",
    "quantity": 80,
    "unit": "장",
    "needed_from": "2026-12-01",
    "needed_until": "2026-12-31",
}
OTHER = {**ASKED, "title": "체육대회 현수막", "quantity": 50, "category_codes": ["C0703"]}


@pytest.fixture
def printer(world):
    """Who prints a hundred banners a month."""
    branch = world.add(CATEGORIES, code="C07", name="인쇄·출판·간판")["code"]
    world.add(CATEGORIES, code="C0703", parent=branch, name="현수막")
    ware = {"name": "현수막 제작", "category_code": "C0703", "unit": "장", "monthly_capacity": 100}
    return sells(world, "한울현수막", ware)


@pytest.fixture
def agency(world):
    return world.agency("강북구청", kind="district_office")["id"]


@pytest.fixture
def other_tender(world, agency, printer):
    """Fifty banners in the same month."""
    return world.add(TENDERS, **OTHER, agency_id=agency)


@pytest.fixture
def sign(world, printer, agency):
    """Contract with the printer."""

    def made(tender=None, **fields):
        given = {"office": "centre", "enterprise_id": printer["id"], "agency_id": agency}
        given |= {"item": "현수막", "signed_on": "2026-11-02", "state": "signed"}
        return world.add(CONTRACTS, **{**given, "tender_id": tender and tender["id"], **fields})

    return made


@pytest.fixture
def capacity(anyone):
    """The outcome of the check of capacity, what is left, and the words of what would help."""

    def asked(**more):
        answer = anyone.post("/api/v1/match", json={**ASKED, **more}).json()
        (one,) = [*answer["results"], *answer["near_misses"]]
        (check,) = [check for check in one["checks"] if check["name"] == "capacity"]
        return check["outcome"], check["found"], (check["change"] or {}).get("message")

    return asked


def change(db, collection, record, **fields):
    with db.writing(NOW, SYSTEM) as unit:
        records.change(
            unit, collection, record["id"], collection.patch.model_validate(fields), None
        )


def promised(index):
    return {
        one.name: [made.quantity for sold in one.products for made in sold.commitments]
        for one in index
    }


def test_a_contract_takes_its_part_from_the_next_ranking_on(capacity, other_tender, sign):
    before = capacity()
    sign(other_tender)

    assert before == ("pass", "100 장", None)
    assert capacity() == ("fail", "50 장", "월 공급력 37.5% 부족(50/80장; 계약된 50장 제외)")


@pytest.mark.parametrize("state", ["delivered", "paid", "cancelled"])
def test_what_is_delivered_or_called_off_is_free_again(db, capacity, other_tender, sign, state):
    contract = sign(other_tender)
    capacity()

    change(db, CONTRACTS, contract, state=state)

    assert capacity()[0] == "pass"


def test_a_contract_that_is_removed_is_free_again(db, capacity, other_tender, sign):
    contract = sign(other_tender)
    capacity()

    with db.writing(NOW, SYSTEM) as unit:
        records.remove(unit, CONTRACTS, contract["id"], None)

    assert capacity()[0] == "pass"


def test_a_tender_that_asks_for_less_takes_less(db, capacity, other_tender, sign):
    sign(other_tender)
    capacity()

    change(db, TENDERS, other_tender, quantity=20)

    assert capacity() == ("pass", "80 장", None)


def test_a_contract_that_goes_to_another_enterprise_takes_from_that_one(
    db, live, world, printer, other_tender, sign
):
    contract = sign(other_tender)
    heir = sells(world, "새현수막", printer["products"][0] | {"id": None})
    with db.reading() as unit, live.fresh(unit) as (index, _):
        assert promised(index) == {"한울현수막": [50], "새현수막": []}

    change(db, CONTRACTS, contract, enterprise_id=heir["id"])

    with db.reading() as unit, live.fresh(unit) as (index, _):
        assert promised(index) == {"한울현수막": [], "새현수막": [50]}


@pytest.fixture
def live(app):
    return app.state.live


def test_an_edit_of_the_enterprise_keeps_what_is_promised(
    db, capacity, printer, other_tender, sign
):
    sign(other_tender)
    capacity()

    change(db, ENTERPRISES, printer, description="현수막만 30년")

    assert capacity()[:2] == ("fail", "50 장")


@pytest.mark.parametrize(
    ("until", "outcome"), [("2026-11-30", "pass"), ("2026-12-01", "fail"), (None, "fail")]
)
def test_what_ends_before_the_day_of_need_is_free(world, agency, capacity, sign, until, outcome):
    asked = {**OTHER, "needed_from": "2026-11-10", "needed_until": until}
    sign(world.add(TENDERS, **asked, agency_id=agency))

    assert capacity()[0] == outcome


@pytest.mark.parametrize(("signed", "outcome"), [("2025-12-01", "fail"), ("2025-11-30", "pass")])
def test_a_contract_without_an_end_runs_for_a_year(world, agency, capacity, sign, signed, outcome):
    endless = {**OTHER, "needed_from": None, "needed_until": None}
    sign(world.add(TENDERS, **endless, agency_id=agency), signed_on=signed)

    assert capacity()[0] == outcome


@pytest.mark.parametrize("unit", [None, "식"])
def test_a_contract_of_unknown_amount_makes_the_answer_unknown_and_never_a_pass(
    world, agency, capacity, sign, unit
):
    tender = world.add(TENDERS, **{**OTHER, "unit": unit}, agency_id=agency) if unit else None
    sign(tender, category_code="C0703")

    assert capacity() == ("unknown", "100 장", "진행 중인 계약 1건의 물량 확인(필요: 80장)")


def test_a_contract_about_another_trade_takes_nothing(world, capacity, other_tender, sign):
    world.add(CATEGORIES, code="C0701", parent="C07", name="인쇄")

    sign(other_tender, category_code="C0701")

    assert capacity()[0] == "pass"


def test_what_was_won_by_a_tender_does_not_count_against_it(staff, other_tender, sign):
    sign(other_tender)
    big = staff.patch(f"/api/v1/tenders/{other_tender['id']}", json={"quantity": 90})
    assert big.status_code == 200

    answer = staff.post(f"/api/v1/tenders/{other_tender['id']}/matches").json()

    assert [one["enterprise"]["name"] for one in answer["results"]] == ["한울현수막"]


def test_another_process_takes_it_in_too_and_reads_the_same_afresh(
    db, live, printer, other_tender, sign
):
    one, other = live, LiveIndex(live.data_dir)
    with db.reading() as unit, other.fresh(unit):
        pass
    sign(other_tender)

    found = []
    for index_of in (one, other, LiveIndex(live.data_dir)):
        with db.reading() as unit, index_of.fresh(unit) as (index, revision):
            found.append(({made.id: made for made in index}, revision))

    assert found[0] == found[1] == found[2]
    assert promised(found[0][0].values()) == {"한울현수막": [50]}


def test_the_history_gives_back_what_was_promised_at_each_revision(
    db, live, printer, other_tender, sign
):
    revisions = []
    contract = None
    for step in ("before", "signed", "less", "delivered"):
        if step == "signed":
            contract = sign(other_tender)
        elif step == "less":
            change(db, TENDERS, other_tender, quantity=20)
        elif step == "delivered":
            change(db, CONTRACTS, contract, state="delivered")
        with db.reading() as unit, live.fresh(unit) as (_, revision):
            revisions.append(revision)

    with db.reading() as unit:
        words = published.words_in_force(unit, live.data_dir)
        stood = [promised(index_at(unit, words, one))["한울현수막"] for one in revisions]

    assert stood == [[], [50], [20], []]


def test_a_run_made_before_a_contract_replays_to_the_same_bytes(
    staff, world, agency, printer, other_tender, sign
):
    tender = world.add(TENDERS, **ASKED, agency_id=agency)
    path = f"/api/v1/tenders/{tender['id']}/matches"
    first = staff.post(path).json()
    sign(other_tender)
    second = staff.post(path).json()

    replays = [
        staff.post(f"/api/v1/match-runs/{made['run_id']}/replay").json() for made in (first, second)
    ]
    told = staff.get(f"/api/v1/match-runs/{second['run_id']}/diff").json()

    assert [one["identical"] for one in replays] == [True, True]
    (moved,) = told["moves"]
    assert moved["kind"] == "no_longer_fits"
    assert [one["field"] for one in moved["facts"]] == ["commitments"]
    assert "등록 정보 바뀜: 약속한 물량" in [one["message"] for one in moved["reasons"]]


def test_an_enterprise_is_told_that_its_contracts_leave_too_little(
    world, as_role, agency, printer, other_tender, sign
):
    world.add(TENDERS, **ASKED, agency_id=agency, status="published")
    sign(other_tender)

    answer = as_role(Role.enterprise, enterprise_id=printer["id"]).get(
        f"/api/v1/enterprises/{printer['id']}/tenders"
    )

    codes = [one["change"]["code"] for one in answer.json()["fixes"]]
    assert codes == ["raise_capacity"]
