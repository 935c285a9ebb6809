"""From a number to its rows and back: every metric, every page, whatever is written meanwhile."""

from datetime import date

import pytest

from app.activity.actions import MEETINGS, SURVEYS
from app.activity.metrics import metrics
from app.reports.counting import Scope, achieved
from app.reports.rows import RowsQuery, page
from app.reports.years import window

REPORTS = "/api/v1/reports"
TIED = date(2017, 6, 1)
LIVE = sorted(code for code, metric in metrics().items() if metric.collection)


@pytest.fixture
def full(office):
    """Rows of every metric, many on one day, some with nothing to add; and tallies of each."""
    world = office.world
    schools = [world.agency(f"서울{n}초등학교")["id"] for n in range(3)]
    firms = [world.enterprise(f"{name}협동조합")["id"] for name in ("가람", "나래", "다솜")]
    booths = [{"enterprise_id": firm} for firm in firms]
    fair = office.fair(TIED, booths=booths, departments=[{"agency_id": schools[0]}], visitors=9)
    office.fair(TIED, visitors=0)
    for code in ("centre", "centre", "team"):
        for school in (*schools, None):
            world.visit(school, TIED, office=code, enterprise_id=firms[0])
        for kind in ("general", "document_review", "expert"):
            office.consultation(TIED, kind=kind, field="tax", fair_id=fair["id"], office=code)
        for amount in (0, 7, None):
            office.case(amount, TIED, office=code)
        for state in ("agreed", "signed", "cancelled"):
            for market, channel in (("public", "fair"), ("private", None)):
                more = {"state": state, "market": market, "channel": channel}
                office.contract(firms[1], 50, TIED, office=code, **more)
        for kind in ("supply_online", "supply_visit", "agency_purchasing"):
            fields = {"kind": kind, "enterprise_id": firms[2], "agency_id": schools[1]}
            world.add(SURVEYS, office=code, surveyed_on=TIED, **fields)
        world.add(MEETINGS, office=code, held_on=TIED, title="간담회")
    _add_tallies(office)
    return office


def _add_tallies(office):
    """Write two tallies of every metric, and a session on every topic that one counts."""
    for code in LIVE:
        condition = metrics()[code].filter
        if condition.startswith("topic="):
            office.session(None, TIED, topic=condition.removeprefix("topic="))
            office.session(3, TIED, topic=condition.removeprefix("topic="))
        office.tally(code, 2)
        office.tally(code, 0, period_from=TIED, period_until=TIED)


def _all_pages(unit, **query):
    """Return the items of every page, and the pages."""
    pages = [page(unit, RowsQuery(**query))]
    while pages[-1]["next"]:
        pages.append(page(unit, RowsQuery(**query, cursor=pages[-1]["next"])))
    return [item for one in pages for item in one["items"]], pages


@pytest.mark.parametrize("limit", [2, 3])
@pytest.mark.parametrize("children", [False, True])
def test_the_pages_of_every_metric_hold_each_counted_row_once(full, db, limit, children):
    offices = frozenset({"centre", "team"} if children else {"centre"})
    scope = {"office": "centre", "year": 2017, "include_children": children}

    with db.reading() as unit:
        counted = achieved(unit, metrics().values(), Scope(offices, window(2017)))
        for code in LIVE:
            items, pages = _all_pages(unit, metric=code, limit=limit, **scope)
            whole = page(unit, RowsQuery(metric=code, limit=200, **scope))

            assert items == whole["items"], code
            assert sum(item["value"] for item in items) == counted[code].total > 2, code
            assert {one["sum"] for one in pages} == {counted[code].total}, code
            assert {one["total"] for one in pages} == {len(items)}, code
            assert len({item["url"] for item in items}) == len(items), code
            assert all(len(one["items"]) == limit for one in pages[:-1]), code


def test_every_line_of_the_report_opens_to_what_it_counted(full, anyone, ask):
    query = {"office": "centre", "year": 2017, "untargeted": True, "include_children": True}

    lines = ask("achievement", **query)["rows"]

    assert {line["metric"] for line in lines} == set(LIVE)
    for line in lines:
        opened = anyone.get(f"{line['rows_url']}&limit=200").json()
        live = [item["value"] for item in opened["items"] if not item["is_tally"]]
        assert opened["sum"] == line["achieved"], line["metric"]
        assert sum(live) == line["from_rows"], line["metric"]
        assert line["achieved"] - sum(live) == line["from_tallies"] == 2, line["metric"]


def test_rows_that_are_written_between_two_pages_move_no_other(office, ask):
    school = office.world.agency()["id"]
    visit = office.world.visit
    old = [visit(school, TIED)["id"] for _ in range(4)] + [office.tally("visits", 3)["id"]]
    query = {"office": "centre", "year": 2017, "metric": "visits", "limit": 2}
    first = ask("rows", **query)

    earlier = visit(school, date(2017, 1, 1))["id"]
    tied = visit(school, TIED)["id"]
    second = ask("rows", **query, cursor=first["next"])
    third = ask("rows", **query, cursor=second["next"])

    seen = [item["id"] for one in (first, second, third) for item in one["items"]]
    assert seen == [str(key) for key in (*old[:4], tied, old[4])]
    assert str(earlier) not in seen
    assert first["total"] == third["total"] == 5
    assert (first["sum"], third["sum"], third["next"]) == (7, 9, None)


def test_a_second_visit_between_two_pages_does_not_show_an_agency_again(office, ask):
    schools = [office.world.agency(f"서울{n}초등학교")["id"] for n in range(3)]
    for school in schools:
        office.world.visit(school, TIED)
    query = {"office": "centre", "year": 2017, "metric": "visited_agencies", "limit": 2}
    first = ask("rows", **query)

    office.world.visit(schools[0], date(2017, 12, 1))
    second = ask("rows", **query, cursor=first["next"])

    labels = [item["label"] for one in (first, second) for item in one["items"]]
    assert labels == ["서울0초등학교", "서울1초등학교", "서울2초등학교"]
    assert second["sum"] == 3


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_tallies_begin_where_the_rows_end_wherever_the_page_ends(office, db, limit):
    for day in (1, 2):
        office.meeting(date(2017, 6, day))
    for month in (3, 1):
        start = date(2017, month, 1)
        office.tally("meetings", month, period_from=start, period_until=start)

    with db.reading() as unit:
        items, _ = _all_pages(unit, metric="meetings", office="centre", year=2017, limit=limit)

    assert [(item["kind"], item["value"]) for item in items] == [
        ("meetings", 1),
        ("meetings", 1),
        ("tally", 1),
        ("tally", 3),
    ]


def test_a_metric_of_tallies_alone_opens_to_its_tallies(office, ask):
    code = next(code for code, metric in metrics().items() if metric.collection is None)
    office.tally(code, 12, group="지원단", source="S9 3쪽")

    found = ask("rows", office="centre", year=2017, metric=code)

    assert (found["sum"], found["total"], found["next"]) == (12, 1, None)
    assert (found["items"][0]["is_tally"], found["items"][0]["group"]) == (True, "지원단")


@pytest.mark.parametrize(
    ("target", "group"),
    [
        ("department", "public_agency"),
        ("school", "education"),
        ("enterprise", "enterprise_network"),
        ("network", "enterprise_network"),
    ],
)
def test_a_visit_is_shown_with_its_place_and_group(office, ask, target, group):
    world = office.world
    named = {"enterprise_id": world.enterprise()["id"], "department": "총무과"}
    world.visit(world.agency()["id"], target=target, **named)

    [item] = ask("rows", office="centre", year=2017, metric="visits")["items"]

    assert item["label"] == "서울강북초등학교 · 한울인쇄협동조합 · 총무과"
    assert item["group"] == group


def test_the_address_of_a_row_opens_that_row_for_staff(full, staff, ask):
    for metric in ("visits", "fairs", "matching_amount", "b2b_deals"):
        items = ask("rows", office="centre", year=2017, metric=metric)["items"]
        for item in (items[0], items[-1]):
            answer = staff.get(item["url"])
            assert (answer.status_code, answer.json()["id"]) == (200, item["id"])
