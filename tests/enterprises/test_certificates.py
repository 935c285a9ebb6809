"""Certificates are dated and evidenced; products and licences likewise."""

from datetime import date
from uuid import UUID

import pytest
from pydantic import ValidationError

from app.core.words import field_fault
from app.enterprises import kinds
from app.enterprises.actions import ENTERPRISES
from app.enterprises.schemas import CertificationDraft, CertificationKind


def certificate(**fields):
    return CertificationDraft.model_validate({"kind": "social_cooperative", **fields})


def refusal_of(**fields):
    """Return (pointer, code) of the one thing that is wrong."""
    with pytest.raises(ValidationError) as refusal:
        certificate(**fields)
    (error,) = refusal.value.errors()
    fault = field_fault(error)
    return fault.pointer, fault.code


def stored(world, **fields):
    made = world.enterprise(certifications=[{"kind": "social_cooperative", **fields}])
    return made["certifications"][0]


def test_a_certificate_without_expiry_still_says_when_it_was_verified():
    assert refusal_of(no_expiry=True) == ("/verified_on", "missing")
    assert certificate(no_expiry=True, verified_on="2017-01-02").no_expiry


def test_a_certificate_with_an_end_is_not_without_expiry():
    wrong = {"no_expiry": True, "verified_on": "2017-01-02", "valid_until": "2018-01-01"}

    assert refusal_of(**wrong) == ("/no_expiry", "contradiction")


@pytest.mark.parametrize(
    ("start", "end", "fine"),
    [
        ("2017-01-02", "2017-01-01", False),
        ("2017-01-02", "2017-01-02", True),
        ("2017-01-02", None, True),
        (None, "2017-01-01", True),
    ],
)
def test_a_validity_does_not_end_before_it_starts(start, end, fine):
    if fine:
        assert certificate(valid_from=start, valid_until=end)
    else:
        assert refusal_of(valid_from=start, valid_until=end) == (
            "/valid_until",
            "ends_before_start",
        )


def test_a_certificate_does_not_end_before_it_is_issued():
    assert refusal_of(issued_on="2017-01-02", valid_until="2017-01-01") == (
        "/valid_until",
        "ends_before_start",
    )
    assert certificate(issued_on="2017-01-02", valid_until="2017-01-02")


@pytest.mark.parametrize("ratio", [-1, 100.1, "NaN", "inf", True, [30], "삼십"])
def test_a_ratio_is_a_number_of_percent(ratio):
    assert refusal_of(ratio_percent=ratio)[0] == "/ratio_percent"


@pytest.mark.parametrize("ratio", [0, 30, 30.5, 100, None])
def test_a_sound_ratio_is_kept(ratio):
    assert certificate(ratio_percent=ratio).ratio_percent == ratio


def test_an_unknown_kind_is_refused():
    assert refusal_of(kind="made_up") == ("/kind", "literal_error")


def test_the_ratio_certificate_ends_180_days_after_its_issue(world):
    found = stored(world, kind="vulnerable_employment_ratio", issued_on="2017-01-01")

    assert found["valid_until"] == date(2017, 6, 30)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "vulnerable_employment_ratio"},
        {"kind": "social_cooperative", "issued_on": "2017-01-01"},
        {
            "kind": "vulnerable_employment_ratio",
            "issued_on": "2017-01-01",
            "no_expiry": True,
            "verified_on": "2017-02-01",
        },
    ],
)
def test_no_end_is_made_up_where_none_follows(world, fields):
    assert stored(world, **fields)["valid_until"] is None


def test_a_printed_end_is_kept_over_the_rule(world):
    fields = {"issued_on": "2017-01-01", "valid_until": "2017-03-01"}

    found = stored(world, kind="vulnerable_employment_ratio", **fields)

    assert found["valid_until"] == date(2017, 3, 1)


def test_a_filled_end_stays_when_something_else_is_corrected(world, staff):
    made = world.enterprise(
        certifications=[{"kind": "vulnerable_employment_ratio", "issued_on": "2017-01-01"}]
    )

    answer = staff.patch(f"/api/v1/enterprises/{made['id']}", json={"employees_total": 5})

    assert answer.json()["certifications"][0]["valid_until"] == "2017-06-30"


def test_a_new_issue_gets_a_new_end(world, staff):
    made = world.enterprise(
        certifications=[{"kind": "vulnerable_employment_ratio", "issued_on": "2017-01-01"}]
    )
    renewed = [{"kind": "vulnerable_employment_ratio", "issued_on": "2017-07-01"}]

    answer = staff.patch(f"/api/v1/enterprises/{made['id']}", json={"certifications": renewed})

    assert answer.json()["certifications"][0]["valid_until"] == "2017-12-28"


def test_a_certificate_says_where_it_came_from_and_when_it_was_confirmed(world):
    found = stored(
        world,
        number="제2015-77호",
        issuer="기획재정부",
        issued_on="2015-03-02",
        source="협동조합 현황",
        confirmed_on="2017-02-01",
    )

    assert (found["source"], found["confirmed_on"]) == ("협동조합 현황", date(2017, 2, 1))
    assert isinstance(found["id"], UUID)


def test_several_certificates_of_one_kind_may_follow_one_another(world):
    years = [("2013-01-01", "2015-12-31"), ("2016-01-01", "2018-12-31")]
    held = [
        {"kind": "certified_social_enterprise", "valid_from": a, "valid_until": b} for a, b in years
    ]

    made = world.enterprise(certifications=held)

    assert [c["valid_from"].year for c in made["certifications"]] == [2013, 2016]


def test_every_kind_of_the_api_has_a_name_and_every_named_kind_is_in_the_api():
    known = kinds.kinds()

    assert set(known) == set(CertificationKind.__args__)
    assert all(kinds.label(code) == row["name"] != code for code, row in known.items())


def test_only_the_ratio_certificate_has_a_fixed_validity():
    fixed = {code: kinds.valid_days(code) for code in kinds.kinds() if kinds.valid_days(code)}

    assert fixed == {"vulnerable_employment_ratio": 180}
    assert kinds.valid_days("no_such_kind") is None
    assert kinds.label("no_such_kind") == "no_such_kind"


def test_a_fault_of_a_certificate_is_named_by_its_place_in_the_list(staff):
    body = {
        "name": "한울",
        "certifications": [
            {"kind": "cooperative"},
            {"kind": "cooperative", "no_expiry": True},
            {"kind": "nothing"},
        ],
        "licences": [{}],
        "products": [{"name": "현수막", "unit_price_krw": -1, "colour": "red"}],
    }

    answer = staff.post("/api/v1/enterprises", json=body)

    assert answer.status_code == 422
    assert {(e["pointer"], e["code"]) for e in answer.json()["errors"]} == {
        ("/certifications/1/verified_on", "missing"),
        ("/certifications/2/kind", "literal_error"),
        ("/licences/0/kind", "missing"),
        ("/products/0/unit_price_krw", "greater_than_equal"),
        ("/products/0/colour", "extra_forbidden"),
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("monthly_capacity", 1.5),
        ("monthly_capacity", False),
        ("monthly_capacity", "300"),
        ("lead_time_days", -1),
        ("lead_time_days", 3651),
        ("unit_price_krw", 10**14 + 1),
        ("is_own_production", "yes"),
        ("unit", "가" * 41),
        ("unit", ""),
        ("category_text", "가" * 201),
        ("category_code", "없는 분류"),
        ("description", "가" * 10_001),
    ],
)
def test_what_a_product_can_supply_is_checked(staff, field, value):
    answer = staff.post(
        "/api/v1/enterprises", json={"name": "한울", "products": [{"name": "현수막", field: value}]}
    )

    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [f"/products/0/{field}"]


def test_each_change_of_a_list_of_facts_keeps_the_ids_that_were_sent(world, staff):
    made = world.enterprise(licences=[{"kind": "인쇄사"}, {"kind": "옥외광고사업"}])
    first, second = (str(one["id"]) for one in made["licences"])
    wanted = [
        {"id": second, "kind": "옥외광고사업", "number": "7"},
        {"id": first, "kind": "인쇄사"},
    ]

    answer = staff.patch(f"/api/v1/enterprises/{made['id']}", json={"licences": wanted})

    assert [one["id"] for one in answer.json()["licences"]] == [second, first]


def test_the_draft_names_every_fact_that_is_stored():
    for parts in ENTERPRISES.parts:
        item = ENTERPRISES.draft.model_fields[parts.field].annotation.__args__[0]
        assert set(item.model_fields) == set(parts.columns)
