"""How the places of stored runs were shared out, and that every number opens to its rows."""

import csv
import io
from datetime import date, timedelta
from uuid import UUID

import pytest
from answers import faults_of
from offers import BANNER, LUNCH, sells

from app.activity.actions import CONTRACTS
from app.categories.actions import CATEGORIES
from app.core.actors import Role
from app.tenders.actions import TENDERS

REPORT = "/api/v1/reports/exposure"


@pytest.fixture
def categories(world):
    for code, name in (("C06", "음식"), ("C07", "인쇄")):
        world.add(CATEGORIES, code=code, name=name)
    world.add(CATEGORIES, code="C0601", name="도시락", parent="C06")
    world.add(CATEGORIES, code="C0703", name="현수막", parent="C07")


@pytest.fixture
def registry(world, categories):
    return {
        "one": sells(world, "한울현수막", {**BANNER, "category_code": "C0703"}),
        "two": sells(world, "두레현수막", {**BANNER, "category_code": "C0703"}),
        "lunch": sells(world, "밥상", {**LUNCH, "category_code": "C0601"}),
        "far": sells(world, "부산현수막", BANNER, service_regions=["부산광역시"]),
        "shut": sells(world, "닫은곳", BANNER, status="closed"),
    }


@pytest.fixture
def runs(staff, world, registry):
    """Two runs for banners of the team, one for lunches of the centre: five places."""
    agency = world.agency("강북구청", kind="district_office")
    made = []
    for title, code, office, times in (
        ("행사 현수막 제작", "C0703", "team", 2), ("단체 도시락", "C0601", "centre", 1),
    ):  # fmt: skip
        tender = world.add(
            TENDERS, title=title, agency_id=agency["id"], kind="goods", office=office,
            region="서울특별시 강북구", category_codes=[code],
        )  # fmt: skip
        made += [staff.post(f"/api/v1/tenders/{tender['id']}/matches").json() for _ in range(times)]
    return made


@pytest.fixture
def period(runs):
    return {"date_from": runs[0]["as_of"], "date_until": runs[-1]["as_of"]}


def report(client, period, **query):
    answer = client.get(REPORT, params={**period, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_places_are_shared_out_among_those_recommended(staff, runs, period, registry):
    found = report(staff, period)

    rows = {row["enterprise"]: row for row in found["rows"]}
    assert {name: row["places"] for name, row in rows.items()} == {
        "한울현수막": 2, "두레현수막": 2, "밥상": 1,
    }  # fmt: skip
    assert (found["runs"], found["places"], found["enterprises_shown"]) == (3, 5, 3)
    assert found["registry"] == 4  # who is closed is not counted
    assert found["coverage_percent"] == 75.0
    assert found["gini"] == 0.35
    assert rows["밥상"]["share_percent"] == 20.0
    assert sum(row["first_places"] for row in rows.values()) == 3


def test_every_number_opens_to_exactly_its_places(staff, runs, period):
    for row in report(staff, period)["rows"]:
        places = staff.get(row["rows_url"]).json()
        firsts = staff.get(row["first_rows_url"]).json()

        assert places["total"] == len(places["items"]) == row["places"]
        assert firsts["total"] == len(firsts["items"]) == row["first_places"]
        for one in places["items"]:
            run = staff.get(one["url"]).json()
            at = run["results"][one["rank"] - 1]
            assert at["enterprise"]["id"] == row["enterprise_id"]
            assert at["score"] == one["score"]


def test_the_places_come_page_by_page(staff, runs, period):
    row = report(staff, period)["rows"][0]

    first = staff.get(f"{row['rows_url']}&limit=1").json()
    second = staff.get(f"{row['rows_url']}&limit=1&cursor={first['next']}").json()

    assert (first["total"], second["total"], second["next"]) == (2, 2, None)
    assert first["items"][0]["run_id"] != second["items"][0]["run_id"]


def test_an_office_a_category_and_a_period_narrow_it(staff, runs, period):
    team = report(staff, period, office="team")
    below = report(staff, period, office="centre", include_children=True)
    branch = report(staff, period, category="C07")
    leaf = report(staff, period, category="C0601")
    day = date.fromisoformat(period["date_from"]) - timedelta(days=1)
    before = report(staff, {"date_from": day, "date_until": day})

    assert [(it["runs"], it["places"]) for it in (team, below, branch, leaf, before)] == [
        (2, 4), (3, 5), (2, 4), (1, 1), (0, 0),
    ]  # fmt: skip
    assert (branch["registry"], leaf["registry"]) == (2, 1)  # who lists no product of it is not
    assert (before["gini"], before["coverage_percent"]) == (None, 0.0)
    assert "office=team" in team["rows"][0]["rows_url"]


def test_the_long_tail_is_told_by_contracts_before_the_period(staff, world, runs, period, registry):
    day = date.fromisoformat(period["date_from"])
    unknown = report(staff, period)
    for on in (day - timedelta(days=1), day):
        world.add(
            CONTRACTS, office="centre", item="현수막", state="signed", signed_on=on,
            enterprise_id=registry["one" if on < day else "lunch"]["id"],
        )  # fmt: skip

    known = report(staff, period)

    assert (unknown["long_tail_percent"], unknown["head"]) == (None, None)
    assert (known["long_tail_percent"], known["head"]) == (60.0, 1)


def test_one_that_is_shown_and_removed_keeps_its_row(staff, runs, period, registry):
    staff.delete(f"/api/v1/enterprises/{registry['lunch']['id']}")

    rows = report(staff, period)["rows"]

    assert [row["places"] for row in rows if row["enterprise"] is None] == [1]


def test_others_than_staff_see_the_measures_but_nobodys_name(anyone, as_role, runs, period, staff):
    named = report(staff, period)
    opened = named["rows"][0]["rows_url"]
    mine = UUID(named["rows"][0]["enterprise_id"])
    member = as_role(Role.enterprise, enterprise_id=mine)

    for client, status in ((anyone, 401), (member, 403)):
        found = report(client, period)
        assert found == {**named, "rows": []}
        assert "직원에게만" in client.get(f"{REPORT}.html", params=period).text
        assert client.get(opened).status_code == status


@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
def test_it_is_a_file_too(staff, runs, period, form):
    answer = staff.get(f"{REPORT}.{form}", params=period)
    team = staff.get(f"{REPORT}.html", params={**period, "office": "team", "category": "C07"})

    assert "(사무소 team, 분류 C07)" in team.text
    assert answer.status_code == 200
    assert f"exposure-{period['date_from']}" in answer.headers["content-disposition"]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [row[3] for row in rows[1:]] == ["2", "2", "1", "5"]
    if form == "html":
        assert "지니 계수 0.35" in answer.text


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"date_until": "2017-01-01"}, ("/date_until", "ends_before_start")),
        ({"date_from": "어제"}, ("/date_from", "date_type")),
        ({"colour": "red"}, ("/colour", "extra_forbidden")),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(anyone, world, query, fault):
    asked = {"date_from": "2026-01-01", "date_until": "2026-12-31", **query}

    answer = anyone.get(REPORT, params=asked)

    assert answer.status_code == 422
    assert faults_of(answer) == [fault]


@pytest.mark.parametrize("query", [{"office": "nobody"}, {"category": "C99"}])
def test_an_office_or_category_that_does_not_exist_is_not_found(anyone, world, query):
    asked = {"date_from": "2026-01-01", "date_until": "2026-12-31", **query}

    assert anyone.get(REPORT, params=asked).status_code == 404
