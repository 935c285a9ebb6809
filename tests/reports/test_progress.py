"""Goals beside what was achieved."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from app.core.actors import Role
from app.core.settings import Settings
from app.main import create_app

REPORTS = "/api/v1/reports"


def _achieved(answer):
    return {row["metric"]: row["achieved"] for row in answer["rows"]}


def test_a_logged_visit_moves_its_row_by_one(office, ask):
    school = office.world.agency()
    office.goal("visits", 2)
    before = ask("achievement", office="centre", year=2017)

    office.world.visit(school["id"])

    after = ask("achievement", office="centre", year=2017)
    assert _achieved(before) == {"visits": 0}
    assert _achieved(after) == {"visits": 1}
    assert after["rows"][0]["rate_percent"] == 50


def test_a_line_says_how_its_rate_is_made_and_what_it_rests_on(office, ask):
    office.case(6_418_000_000)
    office.goal("matching_amount", 5_000_000_000, rate_rounding="truncate", rate_cap=100)
    office.tally("matching_amount", 82_000_000)

    [line] = ask("achievement", office="centre", year=2017)["rows"]

    assert line["rate_policy"] == {"rounding": "truncate", "cap": 100, "basis": "amount"}
    assert line["rate_percent"] == 100
    assert (line["from_rows"], line["from_tallies"]) == (6_418_000_000, 82_000_000)
    assert line["unit"] == "원"


def test_goals_stand_in_the_order_of_their_tables_and_positions(office, ask):
    office.goal("fairs", sheet="T10", position=1)
    office.goal("visits", sheet="T2", position=2)
    office.goal("consultations", sheet="T2", position=1)

    whole = ask("achievement", office="centre", year=2017)
    one_table = ask("achievement", office="centre", year=2017, sheet="T10")

    assert list(_achieved(whole)) == ["consultations", "visits", "fairs"]
    assert list(_achieved(one_table)) == ["fairs"]


def test_without_a_target_there_is_no_rate(office, ask):
    office.goal("visits", 0)

    assert ask("achievement", office="centre", year=2017)["rows"][0]["rate_percent"] is None


def test_a_year_that_begins_in_march_counts_february_of_the_next_year(office, ask):
    school = office.world.agency()
    for day in (date(2017, 2, 28), date(2017, 3, 1), date(2018, 2, 28), date(2018, 3, 1)):
        office.world.visit(school["id"], day)
    office.goal("visits", 2, year_kind="school")

    [line] = ask("achievement", office="centre", year=2017)["rows"]

    assert line["achieved"] == 2
    assert "year_kind=school" in line["rows_url"]


def test_an_office_rolls_up_the_goals_and_the_work_of_those_below_it(office, ask):
    school = office.world.agency()
    office.goal("visits", 10, name="방문영업")
    office.goal("visits", 5, office="team")
    office.goal("fairs", 1, office="team")
    for code in ("centre", "team", "team"):
        office.world.visit(school["id"], office=code)

    alone = ask("achievement", office="centre", year=2017)["rows"]
    rolled = ask("achievement", office="centre", year=2017, include_children=True)["rows"]
    children = ask("achievement", office="centre", year=2017, by="children")["rows"]

    assert [(r["target"], r["achieved"]) for r in alone] == [(10, 1)]
    assert [(r["name"], r["target"], r["achieved"]) for r in rolled] == [
        ("방문영업", 15, 3),
        ("fairs", 1, 0),
    ]
    assert [(r["office"], r["metric"], r["achieved"]) for r in children] == [
        ("team", "visits", 2),
        ("team", "fairs", 0),
    ]


def test_a_table_of_a_roll_up_sums_the_goals_whose_work_it_counts(office, ask):
    """Each office keeps its goals in a table of its own; what is reported is one metric of both."""
    school = office.world.agency()
    office.goal("visits", 10, sheet="T2")
    office.goal("visits", 5, office="team", sheet="T7")
    office.goal("fairs", 1, office="team", sheet="T7")
    for code in ("centre", "team", "team"):
        office.world.visit(school["id"], office=code)
    query = {"office": "centre", "year": 2017, "sheet": "T2"}

    [alone] = ask("achievement", **query)["rows"]
    [rolled] = ask("achievement", **query, include_children=True)["rows"]

    assert (alone["target"], alone["achieved"]) == (10, 1)
    assert (rolled["target"], rolled["achieved"], rolled["rate_percent"]) == (15, 3, 20)


def test_an_agency_that_two_offices_visited_is_one_agency_in_the_roll_up(office, ask):
    school = office.world.agency()
    office.goal("visited_agencies", 10)
    office.world.visit(school["id"])
    office.world.visit(school["id"], office="team")

    rolled = ask("achievement", office="centre", year=2017, include_children=True)

    assert _achieved(rolled) == {"visited_agencies": 1}


def test_a_year_is_compared_with_the_same_days_of_another(office, ask):
    school = office.world.agency()
    office.goal("visits", 10)
    for day in (date(2016, 3, 1), date(2016, 9, 1), date(2017, 3, 1), date(2017, 4, 1)):
        office.world.visit(school["id"], day)

    whole = ask("achievement", office="centre", year=2017, compare=2016)["rows"]
    half = ask("achievement", office="centre", year=2017, compare=2016, as_of="2017-06-30")["rows"]

    assert whole[0]["previous"] == {"year": 2016, "achieved": 2, "change_percent": 0}
    assert half[0]["previous"] == {"year": 2016, "achieved": 1, "change_percent": 100}
    assert half[0]["as_of"] == "2017-06-30"


def test_the_years_of_a_term_are_taken_as_one(office, ask):
    for year in (2015, 2016, 2017):
        office.goal("meetings", 3, year=year)
    for day in (date(2014, 7, 15), date(2015, 1, 26), date(2016, 2, 1), date(2016, 3, 1)):
        office.meeting(day)

    [line] = ask("achievement", office="centre", year=2014, through=2018)["rows"]

    assert (line["target"], line["achieved"], line["rate_percent"]) == (9, 4, 44)
    assert "through=2018" in line["rows_url"]


def test_what_was_done_without_a_goal_is_shown_when_asked_for(office, ask):
    office.goal("visits", 10)
    office.tally("consultations", 330)

    aimed_at = ask("achievement", office="centre", year=2017)["rows"]
    everything = ask("achievement", office="centre", year=2017, untargeted=True)["rows"]

    assert [line["metric"] for line in aimed_at] == ["visits"]
    assert [(line["metric"], line["target"], line["achieved"]) for line in everything] == [
        ("visits", 10, 0),
        ("consultations", None, 330),
    ]
    assert everything[1]["rate_percent"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"office": "nowhere"}, 404),
        ({"colour": "red"}, 422),
        ({"by": "children", "include_children": True}, 422),
        ({"as_of": "yesterday"}, 422),
        ({"through": 2016}, 422),
    ],
)
def test_what_cannot_be_reported_is_refused(office, ask, query, status):
    ask("achievement", status=status, **{"office": "centre", "year": 2017, **query})


def test_an_office_may_keep_its_reports_to_callers_with_a_token(world, empty_database):
    closed = Settings(database_url=empty_database, public_reports=False, log_level="ERROR")
    address = f"{REPORTS}/achievement?office=centre&year=2017"
    bearer = world.token(Role.enterprise, enterprise_id=world.enterprise()["id"])

    with TestClient(create_app(closed)) as client:
        assert client.get(address).status_code == 401
        headers = {"Authorization": f"Bearer {bearer}"}
        assert client.get(address, headers=headers).status_code == 200


def test_the_catalogue_of_metrics_can_be_read(anyone):
    found = anyone.get("/api/v1/metrics").json()

    visits = next(item for item in found["items"] if item["code"] == "visits")
    assert visits["unit"] == "회"
    assert found["total"] == len(found["items"])
