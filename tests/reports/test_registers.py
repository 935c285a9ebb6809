"""Registers list what was done, and their totals are the sums of what they list."""

from datetime import date

import pytest

from app.core.actors import Role
from app.reports import entries

REPORTS = "/api/v1/reports"

YEAR = {"office": "centre", "year": 2017}


def test_a_fair_counts_its_own_rows_and_its_tallies(office, ask):
    firm, school = office.world.enterprise(), office.world.agency()
    booth, department = {"enterprise_id": firm["id"]}, {"agency_id": school["id"]}
    fair = office.fair(booths=[booth], departments=[department], visitors=20, host="강북구청")
    office.consultation(fair_id=fair["id"], channel="fair")
    office.tally("fair_enterprises", 13, fair_id=fair["id"])
    office.fair(date(2016, 6, 1))

    found = ask("registers/fairs", **YEAR)

    [row] = found["rows"]
    assert (row["enterprises"], row["departments"], row["consultations"]) == (14, 1, 1)
    assert (row["visitors"], row["host"]) == (20, "강북구청")
    assert row["is_tally"] is True
    assert row["tallied"] == ["enterprises"]
    assert found["totals"]["enterprises"] == 14
    assert "집계 기록 포함" in found["notes"]


@pytest.mark.parametrize(
    ("register", "column"),
    [
        ("fairs", "visitors"),
        ("education-sessions", "participants"),
        ("matching-cases", "amount_krw"),
        ("visits", "visits"),
        ("visits?view=entries", "visits"),
        ("consultations", "consultations"),
        ("consultations?view=entries", "consultations"),
        ("contracts", "amount_krw"),
    ],
)
def test_a_total_is_the_sum_of_its_column(busy, anyone, register, column):
    joint = "&" if "?" in register else "?"
    found = anyone.get(f"{REPORTS}/registers/{register}{joint}year=2017&office=centre").json()

    assert found["totals"][column] == sum(row[column] or 0 for row in found["rows"]) > 0
    names = {shown["name"] for shown in found["columns"]}
    assert column in names
    assert all(names & set(row) for row in found["rows"])


def test_visits_are_grouped_as_the_yearly_report_prints_them(busy, ask):
    found = ask("registers/visits", **YEAR)

    groups = {row["group"]: (row["agencies"], row["visits"]) for row in found["rows"]}
    assert groups == {"public_agency": (0, 0), "education": (7, 12), "enterprise_network": (0, 0)}
    education = found["rows"][1]
    assert education["names"] == ["서울0초등학교", "서울1초등학교", "서울2초등학교"]
    assert education["tallied"] == ["agencies", "visits"]


def test_a_matching_case_shows_whom_it_chose_and_adds_only_a_known_amount(office, ask):
    firms = [office.world.enterprise(f"{name}협동조합") for name in ("가람", "나래")]
    awards = [{"enterprise_id": firm["id"]} for firm in firms]
    office.case(4_000_000, outcome="se_selected", awards=awards)
    office.case(None, outcome="non_se_selected")

    found = ask("registers/matching-cases", **YEAR)

    assert found["rows"][0]["awarded"] == ["가람협동조합", "나래협동조합"]
    assert found["totals"]["cases"] == 2
    assert found["totals"]["amount_krw"] == 4_000_000
    assert found["totals"]["succeeded"] == 1
    assert found["notes"] == ["금액이 없거나 모르는 1건은 금액 합계에 들지 않음"]


def test_contracts_can_be_chosen_by_fair_and_market(office, ask):
    firm = office.world.enterprise()
    fair = office.fair()
    office.contract(firm["id"], 700_000, fair_id=fair["id"])
    office.contract(firm["id"], 90_500, channel="fair")
    office.contract(firm["id"], 99_000, market="private")

    of_fairs = ask("registers/contracts", **YEAR, fair=True)
    others = ask("registers/contracts", **YEAR, fair=False)
    private = ask("registers/contracts", **YEAR, market="private")

    assert of_fairs["totals"]["amount_krw"] == 790_500
    assert [row["thousand"] for row in of_fairs["rows"]] == [700, 90.5]
    assert others["totals"]["contracts"] == private["totals"]["contracts"] == 1


def test_a_cancelled_contract_is_listed_and_not_counted(office, ask):
    firm = office.world.enterprise()
    office.contract(firm["id"], 700_000)
    office.contract(firm["id"], 90_000, state="cancelled")

    found = ask("registers/contracts", **YEAR)

    assert len(found["rows"]) == 2
    assert found["totals"]["amount_krw"] == 700_000
    assert found["notes"] == ["취소된 계약 1건은 합계에 들지 않음"]


def test_what_was_said_in_a_consultation_is_shown_to_staff_only(office, anyone, as_role):
    office.consultation(topic="체불임금 문제")
    address = f"{REPORTS}/registers/consultations?view=entries&office=centre&year=2017"

    outside, inside = anyone.get(address).json(), as_role(Role.staff).get(address).json()

    assert "체불임금" not in str(outside)
    assert "topic" not in {column["name"] for column in outside["columns"]}
    assert inside["rows"][0]["topic"] == "체불임금 문제"


def test_a_register_that_nobody_can_read_is_refused(busy, ask, monkeypatch):
    monkeypatch.setattr(entries, "MOST_ROWS", 2)

    problem = ask("registers/visits", status=422, **YEAR, view="entries")

    assert problem["code"] == "too_many_rows"


def test_a_register_takes_in_the_offices_below_when_asked(office, ask):
    school = office.world.agency()
    office.world.visit(school["id"], office="team")

    alone = ask("registers/visits", **YEAR)
    together = ask("registers/visits", **YEAR, include_children=True)

    assert alone["totals"]["visits"] == 0
    assert together["totals"]["visits"] == 1


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("registers/nothing", {}, 404),
        ("registers/fairs", {"view": "groups"}, 422),
        ("registers/fairs", {"office": "nowhere"}, 404),
        ("registers/contracts", {"market": "black"}, 422),
        ("registers/fairs.pdf", {}, 422),
    ],
)
def test_a_register_that_does_not_exist_is_refused(office, ask, path, query, status):
    ask(path, status=status, **{**YEAR, **query})
