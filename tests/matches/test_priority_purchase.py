"""An agency's contracts against each scheme: by the certificate on the day, and nothing guessed."""

import pytest
from offers import LUNCH, sells

from app.activity.actions import CONTRACTS
from app.agencies.actions import DEMANDS
from app.categories.actions import CATEGORIES
from app.tenders.actions import TENDERS

FROM, UNTIL = "2026-03-01", "2026-09-30"


@pytest.fixture
def agency(world):
    return world.agency("강북구청", kind="district_office")


@pytest.fixture
def bought(world, agency):
    """Record a contract of the agency: goods, unless its tender is of another kind."""

    def make(enterprise, on="2026-06-01", kind="goods", **fields):
        tender = world.add(TENDERS, title="도시락", agency_id=agency["id"], kind=kind)
        defaults = {"agency_id": agency["id"], "item": "도시락", "amount_krw": 1_000_000}
        state = {"office": "centre", "state": "signed", "tender_id": tender["id"]}
        base = {**defaults, **state, "signed_on": on, "enterprise_id": enterprise["id"]}
        return world.add(CONTRACTS, **{**base, **fields})

    return make


def held(kind, **fields):
    return {"kind": kind, "valid_from": FROM, "valid_until": UNTIL, **fields}


def asked(client, agency, query=""):
    url = f"/api/v1/agencies/{agency['id']}/priority-purchase?year=2026{query}"
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.json(), {one["code"]: one for one in answer.json()["schemes"]}


SCHEMES = {
    "certified_social_enterprise": {"social_enterprise"},
    "social_cooperative": {"social_cooperative"},
    "self_sufficiency_enterprise": {"self_sufficiency"},
    "severe_disability_facility": {"severe_disability"},
    "disability_standard_workplace": {"standard_workplace"},
    "women_enterprise": {"women_goods"},
    "disabled_enterprise": {"disabled_enterprise"},
    "small_enterprise": {"small_business"},
    "micro_enterprise": {"small_business"},
    "cooperative": set(),
    "village_enterprise": set(),
}


@pytest.mark.parametrize(("kind", "counting"), SCHEMES.items(), ids=list(SCHEMES))
def test_a_certificate_counts_in_its_own_scheme_and_in_no_other(
    staff, world, agency, bought, kind, counting
):
    bought(sells(world, "두레", LUNCH, certifications=[held(kind)]))

    answer, by_code = asked(staff, agency)

    assert {code for code, one in by_code.items() if one["counted_krw"]} == counting
    assert answer["counted_once"]["counted_krw"] == (1_000_000 if counting else 0)


@pytest.mark.parametrize("kind", ["innovation_product", "green_product"])
def test_a_certificate_of_products_is_told_apart_and_not_counted(
    staff, world, agency, bought, kind
):
    bought(sells(world, "두레", LUNCH, certifications=[held(kind)]))

    answer, by_code = asked(staff, agency)

    told = {code for code, one in by_code.items() if one["unproved_krw"]}
    assert told == {"innovation_product": {"technology_product"}}.get(kind, {"green_product"})
    assert (answer["counted_once"]["counted_krw"], answer["counted_once"]["unproved_krw"]) == (
        0,
        1_000_000,
    )


@pytest.mark.parametrize(
    ("day", "counted"),
    [("2026-02-28", 0), (FROM, 1_000_000), (UNTIL, 1_000_000), ("2026-10-01", 0)],
)
def test_the_certificate_is_judged_on_the_day_of_signing(
    staff, world, agency, bought, day, counted
):
    bought(sells(world, "두레", LUNCH, certifications=[held("women_enterprise")]), day)

    assert asked(staff, agency)[1]["women_goods"]["counted_krw"] == counted


@pytest.mark.parametrize(
    ("day", "contracts"),
    [("2025-12-31", 0), ("2026-01-01", 1), ("2026-12-31", 1), ("2027-01-01", 0)],
)
def test_a_year_is_its_first_day_to_its_last(staff, world, agency, bought, day, contracts):
    bought(sells(world, "두레", LUNCH), day)

    assert asked(staff, agency)[0]["contracts"] == contracts


@pytest.mark.parametrize(
    ("state", "contracts"),
    [("signed", 1), ("delivered", 1), ("paid", 1), ("agreed", 0), ("cancelled", 0)],
)
def test_what_is_only_agreed_on_or_was_called_off_is_no_purchase(
    staff, world, agency, bought, state, contracts
):
    bought(sells(world, "두레", LUNCH), state=state)

    assert asked(staff, agency)[0]["contracts"] == contracts


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [("goods", "women_goods"), ("service", "women_services"), ("works", "women_works")],
)
def test_the_kind_of_the_tender_says_in_which_scheme_a_purchase_counts(
    staff, world, agency, bought, kind, scheme
):
    one = sells(world, "두레", LUNCH, certifications=[held("women_enterprise")])
    bought(one, kind=kind)

    by_code = asked(staff, agency)[1]

    counted = {code for code in by_code if code.startswith("women") and by_code[code]["contracts"]}
    assert counted == {scheme}


@pytest.mark.parametrize(
    ("category", "amounts"),
    [
        ("C0603", (1_000_000, 0)),
        ("C0101", (0, 0)),
        ("C0601", (0, 1_000_000)),
        (None, (0, 1_000_000)),
    ],
)
def test_without_a_tender_the_category_tells_the_kind_or_it_stays_unknown(
    staff, world, agency, bought, category, amounts
):
    for code in ("C0603", "C0101", "C0601"):
        world.add(CATEGORIES, code=code, name=code)
    one = sells(world, "두레", LUNCH, certifications=[held("women_enterprise")])
    bought(one, tender_id=None, category_code=category)

    goods = asked(staff, agency)[1]["women_goods"]

    assert (goods["counted_krw"], goods["unproved_krw"]) == amounts


def test_a_purchase_that_counts_in_two_schemes_is_counted_once_in_the_whole(
    staff, world, agency, bought
):
    both = [held("disabled_enterprise"), held("women_enterprise")]
    bought(sells(world, "두레", LUNCH, certifications=both))

    answer, by_code = asked(staff, agency)

    counted = [by_code[code]["counted_krw"] for code in ("disabled_enterprise", "women_goods")]
    assert counted == [1_000_000, 1_000_000]
    assert answer["counted_once"]["counted_krw"] == 1_000_000


def test_a_contract_without_an_amount_is_told_and_adds_nothing(staff, world, agency, bought):
    one = sells(world, "두레", LUNCH, certifications=[held("women_enterprise")])
    bought(one, amount_krw=None)

    goods = asked(staff, agency)[1]["women_goods"]

    assert (goods["contracts"], goods["counted_krw"], goods["without_amount"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("amounts", "told"),
    [
        ([], (None, ["no_purchases_recorded"])),
        ([40_000_000, None], (None, ["amounts_missing"])),
        ([0], (None, ["total_is_zero"])),
        ([40_000_000, 10_000_000], (50_000_000, [])),
    ],
)
def test_a_total_that_is_not_known_is_null_and_says_why(
    staff, world, agency, bought, amounts, told
):
    bought(sells(world, "두레", LUNCH, certifications=[held("disabled_enterprise")]))
    for number, krw in enumerate(amounts):
        world.add(DEMANDS, agency_id=agency["id"], year=2026, item=f"품{number}", amount_krw=krw)

    scheme = asked(staff, agency)[1]["disabled_enterprise"]

    assert (scheme["total_krw"], scheme["total_lacks"]) == told
    assert (scheme["ratio_percent"], scheme["gap_krw"]) == ((2.0, 0) if told[0] else (None, None))


def test_a_plan_without_a_supplier_is_taken_to_qualify_and_adds_no_whole(staff, agency):
    answer, by_code = asked(staff, agency, "&contract_krw=500&kind=goods&on=2026-06-01")

    effect = by_code["women_goods"]["effect"]
    assert (effect["qualifies"], effect["adds_krw"]) == (None, 500)
    assert by_code["women_services"]["effect"]["in_scope"] is False
    assert answer["counted_once"]["counted_with_plan_krw"] is None


def test_without_an_amount_nothing_is_planned(staff, world, agency):
    one = sells(world, "두레", LUNCH)

    _, by_code = asked(staff, agency, f"&enterprise_id={one['id']}")

    assert {scheme["effect"] for scheme in by_code.values()} == {None}
