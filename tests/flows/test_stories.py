"""What people do with the service from beginning to end, over HTTP, on the shipped record."""

import pytest

from app.core.actors import Role

API = "/api/v1"
OFFICE = "seoul-se-center"
YEAR = 2019  # the record has no entries of the centre's own log in it


@pytest.fixture(scope="module")
def public(seeded):
    return seeded.client()


@pytest.fixture(scope="module")
def staff(seeded):
    return seeded.client(Role.staff, office=OFFICE)


@pytest.fixture(scope="module")
def admin(seeded):
    return seeded.client(Role.admin)


def add(client, name, /, **fields):
    """Send a draft as someone would, and return what was stored."""
    answer = client.post(f"{API}/{name}", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def found_agency(client, name):
    """The agency of the record that has exactly this name."""
    items = client.get(f"{API}/agencies", params={"q": name, "limit": 200}).json()["items"]
    return next(one for one in items if one["name"] == name)


def achieved(client, year=YEAR):
    """What the achievement says of each metric."""
    query = {"office": OFFICE, "year": year, "untargeted": True}
    rows = client.get(f"{API}/reports/achievement", params=query).json()["rows"]
    return {row["metric"]: row for row in rows}


def register(client, name, year=YEAR, **more):
    answer = client.get(
        f"{API}/reports/registers/{name}", params={"office": OFFICE, "year": year, **more}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


STEPS = ["bid_support", "se_selected", "contracted", "delivered", "paid"]


def test_an_officer_finds_suppliers_stores_a_tender_and_takes_it_to_its_payment(seeded, public):
    agency = found_agency(public, "강북구")
    officer = seeded.client(Role.agency, agency_id=agency["id"])

    typed = {"q": "현수막", "limit": 5}
    suppliers = public.get(f"{API}/search/enterprises", params=typed).json()["items"]
    asked = public.post(f"{API}/match?limit=5", json={"title": "행사 현수막 제작"}).json()
    tender = add(
        officer,
        "tenders",
        title="청소를 통한 학교 미세먼지 저감사업",
        agency_id=agency["id"],
        category_codes=["C0101", "C0110"],
        estimated_price_krw=18_000_000,
        budget_krw=19_800_000,
        status="published",
    )
    one = f"{API}/tenders/{tender['id']}"
    ranked = officer.post(f"{one}/matches?limit=5").json()
    kept = officer.get(f"{API}/match-runs/{ranked['run_id']}").json()
    again = officer.post(f"{API}/match-runs/{ranked['run_id']}/replay").json()
    tags = [officer.post(f"{one}/transitions", json={"to": to, "note": f"{to}로"}) for to in STEPS]

    assert suppliers
    assert asked["run_id"] is None
    assert {one["eligibility"] for one in ranked["results"]} <= {"eligible", "unknown"}
    assert ranked["results"][0]["matched_products"]
    for result in ranked["results"]:
        parts = sum(factor["contribution"] for factor in result["factors"])
        assert parts == pytest.approx(result["score"], abs=0.01)
    assert kept["results"] == ranked["results"]
    assert again["identical"] is True
    assert [answer.headers["etag"] for answer in tags] == ['"2"', '"3"', '"4"', '"5"', '"6"']
    assert officer.get(one).json()["status"] == "paid"


def test_a_tender_that_is_paid_goes_nowhere_and_its_history_tells_each_step(seeded, public):
    agency = found_agency(public, "강북구")
    officer = seeded.client(Role.agency, agency_id=agency["id"])
    tender = add(officer, "tenders", title="책자", agency_id=agency["id"], status="published")
    one = f"{API}/tenders/{tender['id']}"
    for to in STEPS:
        officer.post(f"{one}/transitions", json={"to": to, "note": f"{to}로"})

    back = officer.post(f"{one}/transitions", json={"to": "published"})
    stranger = seeded.client(Role.agency, agency_id=found_agency(public, "관악구")["id"])
    theirs = stranger.post(f"{one}/transitions", json={"to": "dropped"})

    history = officer.get(f"{one}/history").json()
    assert (back.status_code, back.json()["code"]) == (409, "step_not_allowed")
    assert theirs.status_code in (403, 404)
    assert [row["version"] for row in history] == [1, 2, 3, 4, 5, 6]
    assert [row["reason"] for row in history[1:]] == [f"{to}로" for to in STEPS]
    assert len({row["actor"] for row in history}) == 1


def test_a_day_of_the_staff_stands_in_the_registers_and_in_the_achievement(staff, admin, public):
    agency = found_agency(public, "강북구")
    firms = public.get(f"{API}/enterprises", params={"limit": 2}).json()["items"]
    before = achieved(public)
    add(admin, "goals", office=OFFICE, year=YEAR, metric="visits", name="방문영업", target=4)
    who = {"office": OFFICE, "agency_id": agency["id"]}

    visit = add(
        staff, "visits", **who, visited_on=f"{YEAR}-03-04", target="department", result="수요 확인"
    )
    consultation = add(
        staff, "consultations", **who, received_on=f"{YEAR}-03-04", channel="visit",
        requester_kind="agency", visit_id=visit["id"],
        referred_enterprise_ids=[one["id"] for one in firms],
    )  # fmt: skip
    case = add(
        staff, "matching-cases", **who, opened_on=f"{YEAR}-03-05", title="청사 청소",
        consultation_id=consultation["id"], amount_krw=9_000_000, amount_state="known",
        outcome="se_selected", is_consortium=True,
        awards=[
            {"enterprise_id": firms[0]["id"], "amount_krw": 6_000_000},
            {"enterprise_id": firms[1]["id"], "amount_krw": 3_000_000},
        ],
    )  # fmt: skip
    contract = add(
        staff, "contracts", **who, signed_on=f"{YEAR}-03-20", enterprise_id=firms[0]["id"],
        item="청사 청소", amount_krw=6_000_000, state="signed", case_id=case["id"],
    )  # fmt: skip

    assert consultation["due_on"] == f"{YEAR}-03-07"  # three working days
    after = achieved(public)
    for metric, value in {
        "visits": 1, "visited_agencies": 1, "consultations": 1, "matching_cases": 1,
        "matching_amount": 9_000_000,
    }.items():  # fmt: skip
        earlier = before[metric]["achieved"] if metric in before else 0
        assert after[metric]["achieved"] - earlier == value, metric
    assert (after["visits"]["target"], after["visits"]["rate_percent"]) == (4, 25)
    [row] = register(public, "matching-cases")["rows"]
    assert row["awarded"] == [one["name"] for one in firms]
    assert row["succeeded"] == 1
    sold = register(public, "contracts")
    assert [(line["item"], line["amount_krw"]) for line in sold["rows"]] == [
        ("청사 청소", 6_000_000)
    ]
    assert contract["case_id"] == case["id"]


def test_what_was_counted_opens_as_the_rows_and_follows_a_correction(staff, public):
    agency = found_agency(public, "관악구")
    year, who = 2021, {"office": OFFICE, "agency_id": agency["id"]}
    visits = [
        add(staff, "visits", **who, visited_on=f"{year}-05-{day:02}", target="department")
        for day in (3, 4)
    ]

    counted = achieved(public, year)["visits"]
    rows = staff.get(counted["rows_url"]).json()
    moved = staff.patch(
        f"{API}/visits/{visits[1]['id']}",
        json={"visited_on": f"{year + 1}-05-04"},
        headers={"If-Match": '"1"', "Change-Reason": "wrong%20year"},
    )

    assert (counted["achieved"], rows["sum"]) == (2, 2)
    assert moved.status_code == 200
    assert achieved(public, year)["visits"]["achieved"] == 1
    assert achieved(public, year + 1)["visits"]["achieved"] == 1


def test_what_was_said_at_a_visit_is_shown_to_staff_alone(staff, public):
    agency = found_agency(public, "노원구")
    year = 2023
    add(
        staff, "visits", office=OFFICE, agency_id=agency["id"], visited_on=f"{year}-01-05",
        target="department", result="예산이 줄어든다고 함",
    )  # fmt: skip

    shown = register(staff, "visits", year, view="entries")
    hidden = register(public, "visits", year, view="entries")

    assert shown["rows"][0]["result"] == "예산이 줄어든다고 함"
    assert "예산이" not in str(hidden)
    assert hidden["totals"]["visits"] == shown["totals"]["visits"] == 1


def test_a_desk_at_a_fair_logs_consultations_and_the_fair_is_counted(seeded, staff, public):
    host, guest = found_agency(public, "강북구"), found_agency(public, "관악구")
    firms = public.get(f"{API}/enterprises", params={"limit": 3}).json()["items"]
    day = f"{YEAR}-10-17"
    fair = add(
        staff, "fairs", office=OFFICE, name="가을 박람회", starts_on=day, visitors=80,
        host_agency_id=host["id"],
        booths=[{"enterprise_id": one["id"], "label": str(n)} for n, one in enumerate(firms, 1)],
        departments=[{"agency_id": host["id"]}, {"agency_id": guest["id"]}],
    )  # fmt: skip
    before = achieved(public)
    device = seeded.client(Role.device, fair_id=fair["id"])
    talk = {"office": OFFICE, "received_on": day, "channel": "fair", "requester_kind": "citizen"}

    for firm in firms:
        add(device, "consultations", **talk, fair_id=fair["id"], enterprise_id=firm["id"])
    elsewhere = device.post(f"{API}/consultations", json=talk)
    snoops = [device.get(f"{API}/{name}") for name in ("visits", "contracts")]

    assert elsewhere.status_code == 403
    assert {answer.status_code for answer in snoops} == {403}
    [row] = [row for row in register(public, "fairs")["rows"] if row["name"] == "가을 박람회"]
    assert (row["enterprises"], row["departments"], row["consultations"]) == (3, 2, 3)
    assert (row["visitors"], row["host"]) == (80, "강북구")
    after = achieved(public)
    assert after["fair_consultations"]["achieved"] == 3
    logged = before.get("consultations", {"achieved": 0})["achieved"]  # none yet: no line
    assert after["consultations"]["achieved"] - logged == 3
