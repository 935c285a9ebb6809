"""What was promised, and counts that were printed without rows behind them."""

import pytest
from answers import faults_of
from drafts import draft_in

from app.activity.actions import (
    FOLLOW_UPS,
    TALLIES,
)
from app.activity.metrics import Metric, metrics

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def promises(world):
    agency = world.agency()
    base = {"office": "centre", "agency_id": agency["id"], "promise": "견적서 보내기"}
    for due, done in (("2017-03-09", None), ("2017-03-20", None), ("2017-03-02", "2017-03-01")):
        world.add(FOLLOW_UPS, **base, due_on=due, done_on=done)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"open": "true"}, 2),
        ({"open": "false"}, 1),
        ({"due_until": "2017-03-09"}, 2),
        ({"open": "true", "due_until": "2017-03-09"}, 1),
        ({"open": "true", "due_until": "2017-03-08"}, 0),
        ({"date_from": "2017-03-09"}, 2),
    ],
)
def test_promises_are_found_by_what_is_open_and_due(promises, staff, asked, found):
    assert staff.get("/api/v1/follow-ups", params=asked).json()["total"] == found


def test_a_promise_that_is_kept_is_no_longer_open(promises, staff):
    first = staff.get("/api/v1/follow-ups?open=true&sort=due_on").json()["items"][0]

    staff.patch(f"/api/v1/follow-ups/{first['id']}", json={"done_on": "2017-03-08"})

    assert staff.get("/api/v1/follow-ups?open=true").json()["total"] == 1


def test_a_promise_may_hang_on_any_step_of_the_chain(world, send):
    visit = world.visit(world.agency()["id"])

    made = send("follow-ups", visit_id=str(visit["id"]), promised_by="agency").json()

    assert (made["visit_id"], made["promised_by"]) == (str(visit["id"]), "agency")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("source", None, "string_type"),
        ("source", "", "string_too_short"),
        ("source", "  ", "string_too_short"),
        ("metric", "unheard_of", "unknown"),
        ("metric", "", "string_too_short"),
        ("value", -1, "greater_than_equal"),
        ("value", "654", "int_type"),
        ("value", 654.0, "int_type"),
        ("period_until", "2016-12-31", "ends_before_start"),
        ("members", [{}], "missing"),
        ("fair_id", NOBODY, "unknown"),
    ],
)
def test_a_tally_says_what_when_how_many_and_where_it_was_printed(send, field, value, code):
    answer = send("tallies", **{field: value})

    assert answer.status_code == 422
    assert [fault[1] for fault in faults_of(answer)] == [code]
    assert faults_of(answer)[0][0].startswith(f"/{field}")


def test_a_tally_without_a_source_is_refused(world, staff):
    body = draft_in(world, "tallies")
    del body["source"]

    assert faults_of(staff.post("/api/v1/tallies", json=body)) == [("/source", "missing")]


def test_the_names_under_a_tally_are_kept_as_often_and_in_the_order_printed(world, send):
    agency = world.agency("강북구청")
    names = [{"name": "강북구청", "agency_id": str(agency["id"])}, {"name": "노원구청"},
             {"name": "강북구청"}]  # fmt: skip

    made = send("tallies", members=names).json()

    assert [one["name"] for one in made["members"]] == ["강북구청", "노원구청", "강북구청"]


def test_tallies_are_found_by_metric_and_group(world, staff):
    base = {"office": "centre", "period_from": "2017-01-01", "period_until": "2017-12-31",
            "source": "S0"}  # fmt: skip
    world.add(TALLIES, **base, metric="visits", value=85, group="공공기관")
    world.add(TALLIES, **base, metric="visits", value=485, group="학교")
    world.add(TALLIES, **base, metric="visited_agencies", value=28, group="공공기관")

    def values(**asked):
        page = staff.get("/api/v1/tallies", params={**asked, "sort": "value"}).json()
        return [one["value"] for one in page["items"]]

    assert values(metric="visits") == [85, 485]
    assert values(group="공공기관") == [28, 85]
    assert values(metric="visits", group="학교") == [485]


def test_the_catalogue_counts_things_that_are_kept():
    from app.resources import COLLECTIONS  # noqa: PLC0415 -- beside its only use

    found = metrics()

    assert found
    for code, metric in found.items():
        assert isinstance(metric, Metric)
        assert metric.code == code
        assert metric.name
        assert metric.name_en.isascii()
        if metric.collection:
            table = COLLECTIONS[metric.collection.replace("_", "-")].table
            measure, _, column = metric.measure.partition(":")
            assert measure in ("count", "sum", "distinct", "parts")
            if measure in ("sum", "distinct"):
                assert column in table.c
