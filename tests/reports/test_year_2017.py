"""The yearly report of 2017, cell by cell, from the shipped record."""

import pytest

REPORTS = "/api/v1/reports"


QUERY = {"office": "seoul-se-center", "year": 2017}


@pytest.fixture
def ask_2017(year_2017):
    def asked(path, **query):
        answer = year_2017.get(f"{REPORTS}/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asked


def test_the_main_table_comes_out_as_the_rows_give_it(ask_2017):
    rows = ask_2017("achievement", **QUERY, sheet="T2")["rows"]

    assert [(r["metric"], r["target"], r["achieved"], r["rate_percent"]) for r in rows] == [
        ("consultations", 300, 330, 110),
        ("visits", 650, 654, 101),
        ("matching_cases", 20, 27, 135),
        ("matching_amount", 5_000_000_000, 6_418_000_000, 128),
        ("education_sessions", 15, 38, 253),
        ("enterprise_db", 200, 210, 105),
        ("fairs", 10, 10, 100),
    ]
    assert rows[0]["from_tallies"] == 330
    assert rows[2]["from_tallies"] == 0


def test_the_district_teams_stand_side_by_side(ask_2017):
    rows = ask_2017("achievement", **QUERY, by="children", sheet="T7")["rows"]

    cells = {(r["office"], r["metric"]): (r["target"], r["achieved"]) for r in rows}
    assert len(cells) == 12
    assert cells["gangdong", "visits"] == (150, 144)
    assert cells["gwanak", "agency_db"] == (90, 130)
    assert cells["nowon", "consultations"] == (100, 314)


def test_the_registers_close_with_the_printed_totals(ask_2017):
    fairs = ask_2017("registers/fairs", **QUERY)["totals"]
    sessions = ask_2017("registers/education-sessions", **QUERY)["totals"]
    cases = ask_2017("registers/matching-cases", **QUERY)["totals"]
    visits = ask_2017("registers/visits", **QUERY)
    contracts = ask_2017("registers/contracts", **QUERY, fair=True)["totals"]

    counts = ("enterprises", "departments", "consultations", "visitors")
    assert [fairs[name] for name in counts] == [219, 170, 545, 2134]
    assert (sessions["sessions"], sessions["participants"]) == (38, 4070)
    assert (cases["cases"], cases["amount_krw"], cases["succeeded"]) == (27, 6_418_000_000, 17)
    assert [(r["agencies"], r["visits"]) for r in visits["rows"]] == [
        (28, 85),
        (404, 485),
        (45, 84),
    ]
    assert (visits["totals"]["agencies"], visits["totals"]["visits"]) == (477, 654)
    assert (contracts["contracts"], contracts["thousand"]) == (4, 20_805)


@pytest.mark.parametrize(
    ("key", "published", "computed"),
    [
        ("s0-p-t2-matching-cases-achieved", 26, 27),
        ("s0-p-t4-won", 21, 17),
        ("s0-p-t6-heading", 33, 38),
        ("s0-p-t3-agencies-education", 404, 447),
        ("s0-p-t3-distinct-education", 404, 437),
        ("s0-p-t9-enterprises", 4, 3),
    ],
)
def test_the_faults_of_the_document_are_shown_and_not_corrected(ask_2017, key, published, computed):
    rows = {row["key"]: row for row in ask_2017("discrepancies", source="S0")["rows"]}

    assert (rows[key]["published"], rows[key]["computed"]) == (published, computed)
    assert rows[key]["agrees"] is False


@pytest.mark.parametrize("source", ["S0", "S1", "S2", "S3", "S4"])
def test_every_figure_that_says_how_can_be_computed(ask_2017, source):
    rows = ask_2017("discrepancies", source=source)["rows"]

    assert [row["key"] for row in rows if row["problem"]] == []
    stated = [row for row in rows if row["recompute"] != "none"]
    assert all(row["agrees"] is not None for row in stated)
