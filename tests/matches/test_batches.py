"""A day's tenders against everyone: gone on with where it was killed, doubled never, told to each."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from offers import BANNER, LUNCH, sells
from sqlalchemy import select

from app.core import records
from app.core.actors import SYSTEM, Role
from app.matches import batches
from app.matches.batches import BATCHES, PLACES, BatchTaken, work
from app.matches.live import LiveIndex
from app.matches.translate import SEOUL
from app.tenders.actions import TENDERS

TODAY = datetime.now(UTC).astimezone(SEOUL).date()


class Killed(Exception):  # noqa: N818 -- ends a batch in the middle
    """The process is gone."""


@pytest.fixture
def agency(world):
    return world.agency("강북구청", kind="district_office")


@pytest.fixture
def tenders(world, agency):
    """Five that are open, two of them of the team; and two that are not."""

    def tender(title, **fields):
        base = {"agency_id": agency["id"], "kind": "goods", "region": "서울특별시 강북구"}
        return world.add(TENDERS, title=title, **{**base, **fields})

    yesterday = datetime.now(UTC) - timedelta(days=2)
    return [
        tender("행사 현수막 제작", office="team"),
        tender("단체 도시락", office="team", quantity=100, unit="개"),
        tender("거리 현수막 제작"),
        tender("지난 현수막 제작", closes_at=yesterday.isoformat()),
        tender("그만둔 현수막 제작", status="dropped"),
        tender("새 현수막 제작", closes_at=(datetime.now(UTC) + timedelta(days=9)).isoformat()),
        tender("졸업식 현수막 제작"),
    ]


@pytest.fixture
def registry(world):
    return {
        "banners": sells(world, "한울현수막", BANNER),
        "far": sells(world, "부산현수막", BANNER, service_regions=["부산광역시"]),
        "lunches": sells(world, "밥상", {**LUNCH, "unit": "개", "monthly_capacity": 50}),
    }


@pytest.fixture
def ranked(app, tenders, registry):
    """Run a batch of the day over the database of the service."""
    return lambda **asked: work(app.state.db, app.state.live, **asked)


@pytest.fixture
def two_at_once(monkeypatch):
    monkeypatch.setattr(batches, "_AT_ONCE", 2)


def places(app):
    wanted = ("batch_id", "tender_id", "enterprise_id", "fits", "rank", "units", "is_new")
    with app.state.db.reading() as unit:
        rows = unit.all(select(*(PLACES.c[name] for name in wanted)).order_by(PLACES.c.seq))
    return [tuple(row) for row in rows]


def test_every_open_tender_is_ranked_and_no_other(ranked, app, tenders):
    made = ranked()

    assert (made["total"], made["done"], made["is_finished"]) == (5, 5, True)
    assert made["as_of"] == TODAY
    assert {row[1] for row in places(app)} == {tenders[at]["id"] for at in (0, 1, 2, 5, 6)}


def test_the_places_are_those_of_a_run(ranked, app, staff, tenders):
    ranked()

    run = staff.post(f"/api/v1/tenders/{tenders[0]['id']}/matches").json()
    kept = [
        (str(row[2]), row[3], row[4], row[5] / 10_000)
        for row in places(app)
        if row[1] == tenders[0]["id"]
    ]
    assert kept == [
        (one["enterprise"]["id"], fits, one["rank"], one["score"])
        for fits, name in ((True, "results"), (False, "near_misses"))
        for one in run[name]
    ]


def test_a_finished_day_is_not_done_again_unless_it_is_asked_for(ranked, app):
    first = ranked()
    second = ranked()
    third = ranked(again=True)

    assert second == first
    assert third["id"] != first["id"]
    kept = [row[0] for row in places(app)]
    assert kept.count(third["id"]) == kept.count(first["id"]) > 0


@pytest.mark.parametrize("after", [1, 2])
def test_killed_in_the_middle_it_goes_on_and_doubles_nothing(
    ranked, app, two_at_once, monkeypatch, after
):
    def kill(done, _total):
        if done >= 2 * after:
            raise Killed

    with pytest.raises(Killed):
        ranked(progress=kill)
    held = places(app)
    seen = []
    made = ranked(progress=lambda done, total: seen.append((done, total)))

    whole = places(app)
    assert whole[: len(held)] == held
    assert len({row[:3] for row in whole}) == len(whole)
    assert seen[0][0] > 2 * after or seen[0] == (5, 5)
    assert seen[-1] == (5, 5)
    assert (made["done"], made["is_finished"]) == (5, True)
    again = ranked(again=True)
    mine = [row[1:6] for row in places(app) if row[0] == again["id"]]
    assert mine == [row[1:6] for row in whole]  # as if it had never been killed


def test_killed_while_it_stores_it_keeps_nothing_of_that_stretch(
    ranked, app, two_at_once, monkeypatch
):
    whole, calls = batches._rows, []

    def fail(unit, batch, stretch):
        calls.append(stretch.ends)
        rows = list(whole(unit, batch, stretch))
        if len(calls) == 2:
            yield from rows[:1]
            raise Killed
        yield from rows

    monkeypatch.setattr(batches, "_rows", fail)
    with pytest.raises(Killed):
        ranked()
    with app.state.db.reading() as unit:
        (batch,) = unit.all(select(BATCHES))
    assert (batch.done, batch.finished_at) == (2, None)

    made = ranked()

    assert calls[1] == calls[2]
    assert made["done"] == 5
    assert len({row[:3] for row in places(app)}) == len(places(app))


def test_of_two_processes_at_one_batch_the_second_is_refused(ranked, app, two_at_once):
    first_stretch = []

    def meanwhile(_done, _total):
        if not first_stretch:
            first_stretch.append(True)
            work(app.state.db, LiveIndex(app.state.live.data_dir))  # the other goes on to the end

    with pytest.raises(BatchTaken):
        ranked(progress=meanwhile)

    assert len({row[:3] for row in places(app)}) == len(places(app))


def test_a_tender_added_meanwhile_is_ranked_with_the_rest(ranked, app, world, agency, two_at_once):
    added = []

    def add(_done, _total):
        if not added:
            added.append(
                world.add(TENDERS, title="늦은 현수막", agency_id=agency["id"], kind="goods")
            )

    made = ranked(progress=add)

    assert (made["total"], made["done"]) == (6, 6)
    assert added[0]["id"] in {row[1] for row in places(app)}


def test_nothing_open_is_a_finished_batch_too(app, world):
    made = work(app.state.db, app.state.live)

    assert (made["total"], made["places"], made["is_finished"]) == (0, 0, True)


def test_another_day_is_a_batch_of_its_own(ranked, tenders):
    today, before = ranked(), ranked(day=TODAY - timedelta(days=5))

    assert before["id"] != today["id"]
    assert before["done"] == 6  # what has closed since was open then


def test_an_enterprise_reads_what_fits_it_and_what_would_help(ranked, as_role, registry, tenders):
    ranked()
    mine = as_role(Role.enterprise, enterprise_id=registry["lunches"]["id"])

    answer = mine.get(f"/api/v1/enterprises/{registry['lunches']['id']}/digest").json()

    assert answer["enterprise"]["name"] == "밥상"
    assert answer["fits"] == []
    (missed,) = answer["near_misses"]
    assert missed["tender"]["title"] == "단체 도시락"
    assert [one["message"] for one in missed["changes"]] == ["월 공급력 50% 부족(50/100개)"]
    assert missed["products"] == ["단체 도시락"]


def test_the_best_score_stands_first_and_only_new_ones_may_be_asked_for(
    ranked, staff, world, agency, registry
):
    ranked()
    world.add(TENDERS, title="또 현수막 제작", agency_id=agency["id"], kind="goods")
    ranked(again=True)
    path = f"/api/v1/enterprises/{registry['banners']['id']}/digest"

    every, fresh = staff.get(path).json(), staff.get(f"{path}?only_new=true").json()

    scores = [one["score"] for one in every["fits"]]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    assert [one["tender"]["title"] for one in fresh["fits"]] == ["또 현수막 제작"]


def test_an_office_hears_of_new_proposals_for_its_tenders(ranked, staff, world):
    first = ranked()
    sells(world, "새현수막", BANNER)
    ranked(again=True)
    path = "/api/v1/offices/team/digest"

    def names(query=""):
        found = staff.get(f"{path}{query}").json()["tenders"]
        return {
            one["tender"]["title"]: [p["enterprise"]["name"] for p in one["proposals"]]
            for one in found
        }

    assert names() == {"행사 현수막 제작": ["새현수막"]}
    assert sorted(names("?only_new=false")["행사 현수막 제작"]) == ["새현수막", "한울현수막"]
    assert names(f"?batch={first['id']}") == {"행사 현수막 제작": ["한울현수막"]}
    above = staff.get("/api/v1/offices/centre/digest?include_children=true").json()
    assert [one["tender"]["title"] for one in above["tenders"]] == ["행사 현수막 제작"]


def test_what_was_removed_since_stands_in_no_digest(ranked, app, staff, registry, tenders):
    ranked()
    with app.state.db.writing(actor=SYSTEM) as unit:
        records.remove(unit, TENDERS, tenders[0]["id"], None)
    path = f"/api/v1/enterprises/{registry['banners']['id']}/digest"

    titles = {one["tender"]["title"] for one in staff.get(path).json()["fits"]}

    assert "행사 현수막 제작" not in titles
    assert "거리 현수막 제작" in titles
    assert staff.get("/api/v1/offices/team/digest").json()["tenders"] == []


def test_batches_are_listed_newest_first_page_by_page(ranked, staff):
    made = [str(ranked(again=True)["id"]) for _ in range(3)]

    first = staff.get("/api/v1/batches?limit=2").json()
    second = staff.get(f"/api/v1/batches?limit=2&cursor={first['next']}").json()

    assert [one["id"] for one in (*first["items"], *second["items"])] == made[::-1]
    assert (first["total"], second["next"]) == (3, None)
    one = staff.get(f"/api/v1/batches/{made[0]}").json()
    assert (one["places"], one["new_places"], one["enterprises"]) == (4, 4, 1)


def test_before_any_batch_there_is_no_digest(staff, world):
    enterprise = world.enterprise()

    assert staff.get(f"/api/v1/enterprises/{enterprise['id']}/digest").status_code == 404
    assert staff.get(f"/api/v1/batches/{uuid4()}").status_code == 404


def test_a_digest_is_for_its_own_reader(ranked, anyone, as_role, agency, registry):
    ranked()
    own = f"/api/v1/enterprises/{registry['banners']['id']}/digest"
    clients = {
        anyone: (401, 401, 401),
        as_role(Role.enterprise, enterprise_id=registry["banners"]["id"]): (200, 403, 403),
        as_role(Role.enterprise, enterprise_id=registry["far"]["id"]): (403, 403, 403),
        as_role(Role.agency, agency_id=agency["id"]): (403, 403, 403),
        as_role(Role.staff, office="team"): (200, 200, 200),
        as_role(Role.staff, office="centre"): (200, 200, 200),
    }

    for client, statuses in clients.items():
        paths = (own, "/api/v1/offices/team/digest", "/api/v1/batches")
        assert tuple(client.get(path).status_code for path in paths) == statuses
    other = as_role(Role.staff, office="team").get("/api/v1/offices/centre/digest")
    assert other.status_code == 403
