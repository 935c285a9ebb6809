"""Tallies in registers: added, marked, and kept out where they do not belong; visits by group."""

import pytest

YEAR = {"office": "centre", "year": 2017}


@pytest.mark.parametrize(
    ("register", "metric", "column", "others"),
    [
        ("visits?view=entries", "visits", "visits", set()),
        ("consultations?view=entries", "consultations", "consultations", set()),
        ("consultations?view=entries", "expert_consultations", "consultations", set()),
        ("consultations", "consultations", "consultations", set()),
        ("education-sessions", "education_sessions", "sessions", set()),
        ("education-sessions", "education_participants", "participants", set()),
        ("matching-cases", "matching_cases", "cases", set()),
        ("matching-cases", "matching_amount", "amount_krw", set()),
        ("contracts", "b2b_deals", "contracts", set()),
        ("contracts", "b2b_amount", "amount_krw", {"thousand"}),
        ("contracts", "fair_contract_amount", "amount_krw", {"thousand"}),
    ],
)
def test_a_tally_is_a_marked_row_that_adds_to_its_own_column(
    busy, anyone, register, metric, column, others
):
    joint = "&" if "?" in register else "?"
    address = f"/api/v1/reports/registers/{register}{joint}office=centre&year=2017"
    before = anyone.get(address).json()

    busy.tally(metric, 6_500)
    after = anyone.get(address).json()

    [row] = [row for row in after["rows"] if row[column] == 6_500]
    assert row["is_tally"] is True
    assert row["tallied"] == sorted({column, *others})
    assert after["totals"][column] == before["totals"][column] + 6_500
    assert set(row["tallied"]) <= set(after["totals"]["tallied"])
    assert "집계 기록 포함" in after["notes"]
    rest = set(before["totals"]) - {column, *others, "is_tally", "tallied"}
    assert {name: after["totals"][name] for name in rest} == {
        name: before["totals"][name] for name in rest
    }


def test_the_thousands_of_a_tally_add_up_with_those_of_rows(office, ask):
    office.contract(office.world.enterprise()["id"], 1_500)
    office.tally("b2b_amount", 6_250)

    found = ask("registers/contracts", **YEAR)

    assert [row["thousand"] for row in found["rows"]] == [1.5, 6.25]
    assert found["totals"]["thousand"] == 7.75


@pytest.mark.parametrize(
    ("query", "metrics"),
    [
        ({}, {1, 2, 4}),
        ({"fair": True}, {4}),
        ({"fair": False}, {1, 2}),
        ({"market": "public"}, {4}),
        ({"market": "private"}, {1, 2}),
        ({"market": "private", "fair": True}, set()),
        ({"market": "public", "fair": False}, set()),
    ],
)
def test_tallies_of_contracts_stand_where_their_market_is_chosen(office, ask, query, metrics):
    office.tally("b2b_deals", 1)
    office.tally("b2b_amount", 2)
    office.tally("fair_contract_amount", 4)

    rows = ask("registers/contracts", **YEAR, **query)["rows"]

    values = {row.get("amount_krw") or row.get("contracts") for row in rows}
    assert values == metrics


@pytest.mark.parametrize(
    ("metric", "column"),
    [
        ("fair_enterprises", "enterprises"),
        ("fair_departments", "departments"),
        ("fair_consultations", "consultations"),
        ("fair_visitors", "visitors"),
    ],
)
def test_a_tally_of_a_fair_adds_to_that_fair_alone(office, ask, metric, column):
    first, second = office.fair(visitors=1), office.fair(visitors=1)
    office.tally(metric, 5, fair_id=second["id"])
    office.tally(metric, 7)

    found = ask("registers/fairs", **YEAR)

    own = 1 if column == "visitors" else 0
    assert [row["id"] for row in found["rows"]] == [str(first["id"]), str(second["id"])]
    assert [row[column] for row in found["rows"]] == [own, own + 5]
    assert [row["tallied"] for row in found["rows"]] == [[], [column]]
    assert found["totals"][column] == 2 * own + 5


@pytest.fixture
def groups(ask):
    """Return the register of visits by group."""

    def asked(**query):
        found = ask("registers/visits", **YEAR, **query)
        return {row["group"]: row for row in found["rows"]}, found

    return asked


@pytest.mark.parametrize(
    ("target", "group"),
    [
        ("department", "public_agency"),
        ("school", "education"),
        ("enterprise", "enterprise_network"),
        ("network", "enterprise_network"),
    ],
)
def test_a_visit_counts_in_the_group_of_its_target(office, groups, target, group):
    office.world.visit(office.world.agency()["id"], target=target)

    rows, found = groups()

    visited = {name: (row["agencies"], row["visits"]) for name, row in rows.items()}
    others = dict.fromkeys(("public_agency", "education", "enterprise_network"), (0, 0))
    assert visited == {**others, group: (1, 1)}
    assert rows[group]["names"] == ["서울강북초등학교"]
    assert (found["totals"]["agencies"], found["totals"]["visits"]) == (1, 1)


def test_an_enterprise_that_is_visited_as_firm_and_as_network_is_one_place(office, groups):
    firm = office.world.enterprise()["id"]
    for target in ("enterprise", "network", "network"):
        office.world.visit(None, target=target, enterprise_id=firm)

    rows, _ = groups()

    row = rows["enterprise_network"]
    assert (row["agencies"], row["visits"], row["names"]) == (1, 3, ["한울인쇄협동조합"])


def test_groups_of_tallies_stand_after_those_that_are_always_printed(office, groups):
    office.tally("visits", 3)
    office.tally("visited_agencies", 2, group="market")
    office.tally("visits", 4, group="market")

    rows, found = groups()

    assert list(rows) == ["public_agency", "education", "enterprise_network", "ungrouped", "market"]
    assert (rows["ungrouped"]["visits"], rows["ungrouped"]["tallied"]) == (3, ["visits"])
    assert (rows["market"]["agencies"], rows["market"]["visits"]) == (2, 4)
    assert rows["education"]["tallied"] == []
    assert (found["totals"]["agencies"], found["totals"]["visits"]) == (2, 7)


def test_names_that_were_printed_stand_before_those_that_were_visited(office, groups):
    schools = [office.world.agency(f"서울{n}초등학교")["id"] for n in (2, 1)]
    for school in (*schools, schools[0]):
        office.world.visit(school)
    printed = [{"name": name} for name in ("나 학교", "가 학교", "나 학교")]
    office.tally("visited_agencies", 3, group="education", members=printed)
    office.tally("visited_agencies", 1, office="team", members=[{"name": "다른 곳"}])

    names = groups()[0]["education"]["names"]

    assert names == ["나 학교", "가 학교", "나 학교", "서울2초등학교", "서울1초등학교"]


def test_consultations_are_grouped_by_what_they_have_in_common(office, ask):
    for channel, requester in (("phone", "agency"), ("phone", "agency"), ("visit", "citizen")):
        office.consultation(channel=channel, requester_kind=requester)
    office.tally("expert_consultations", 5, group="enterprise")

    rows = ask("registers/consultations", **YEAR)["rows"]

    names = ("kind", "channel", "requester_kind", "consultations", "is_tally")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("general", "phone", "agency", 2, False),
        ("general", "visit", "citizen", 1, False),
        ("expert", None, "enterprise", 5, True),
    ]
