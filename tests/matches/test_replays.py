"""A stored run is shown as it was answered and repeats to the same bytes, whatever changed since."""

from uuid import uuid4

import orjson
import pytest
from offers import BANNER, LUNCH, sells
from sqlalchemy import select, update

from app.core import records
from app.core.actors import SYSTEM, Role
from app.enterprises.actions import ENTERPRISES
from app.matches.actions import RUNS
from app.tenders.actions import TENDERS

WOMEN = {"kind": "women_enterprise", "valid_from": "2026-01-01", "valid_until": "2030-12-31"}


@pytest.fixture
def agency(world):
    return world.agency("강북구청", kind="district_office")


@pytest.fixture
def tender(world, agency):
    return world.add(
        TENDERS,
        title="행사 현수막 제작",
        region="서울특별시 강북구",
        agency_id=agency["id"],
        kind="goods",
        estimated_price_krw=30_000_000,
        required_certifications=["women_enterprise"],
    )


@pytest.fixture
def printers(world):
    wares = {**BANNER, "unit": "장", "monthly_capacity": 100}
    return {
        "fits": sells(world, "한울현수막", wares, certifications=[WOMEN]),
        "misses": sells(world, "부산현수막", BANNER, service_regions=["부산광역시"]),
        "made_up": sells(world, "지어낸현수막", BANNER, is_synthetic=True),
    }


def run(client, tender, query=""):
    answer = client.post(f"/api/v1/tenders/{tender['id']}/matches{query}")
    assert answer.status_code == 201
    return answer.json()


def replayed(client, made):
    return client.post(f"/api/v1/match-runs/{made['run_id']}/replay").json()


def patch(client, printers, which, **fields):
    answer = client.patch(f"/api/v1/enterprises/{printers[which]['id']}", json=fields)
    assert answer.status_code == 200


CHANGES = {
    "the best is renamed": lambda c, p, _t, _w: patch(c, p, "fits", name="새이름"),
    "its products are other ones": lambda c, p, _t, _w: patch(c, p, "fits", products=[LUNCH]),
    "its certificate is gone": lambda c, p, _t, _w: patch(c, p, "fits", certifications=[]),
    "it moves away": lambda c, p, _t, _w: patch(c, p, "fits", service_regions=["제주특별자치도"]),
    "the near miss closes": lambda c, p, _t, _w: patch(c, p, "misses", status="closed"),
    "the made-up one is no longer so": lambda c, p, _t, _w: patch(
        c, p, "made_up", is_synthetic=False
    ),
    "a better one joins": lambda _c, _p, _t, w: sells(
        w, "새현수막", BANNER, certifications=[WOMEN]
    ),
    "the tender asks for less": lambda c, _p, t, _w: c.patch(
        f"/api/v1/tenders/{t['id']}", json={"title": "도시락", "required_certifications": []}
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_run_repeats_whatever_changes_afterwards(staff, world, printers, tender, change):
    made = run(staff, tender)
    change(staff, printers, tender, world)

    answer = replayed(staff, made)
    kept = staff.get(f"/api/v1/match-runs/{made['run_id']}").json()

    assert answer["identical"] is True
    assert {**kept, "took_ms": 0} == {**made, "took_ms": 0}


def test_a_run_repeats_after_its_enterprises_were_removed(staff, app, printers, tender):
    made = run(staff, tender)
    with app.state.db.writing(actor=SYSTEM) as unit:
        for one in printers.values():
            records.remove(unit, ENTERPRISES, one["id"], None)

    assert replayed(staff, made)["identical"] is True
    assert run(staff, tender)["results"] == []


def test_a_run_repeats_after_the_law_of_the_buyer_was_corrected(staff, printers, tender, agency):
    made = run(staff, tender)
    staff.patch(f"/api/v1/agencies/{agency['id']}", json={"buyer_law": "state"})

    assert replayed(staff, made)["identical"] is True
    before, after = (it["near_misses"][0]["routes"][0]["law"] for it in (made, run(staff, tender)))
    assert before.startswith("지방자치단체")
    assert after.startswith("국가")


def test_each_of_two_runs_repeats_on_its_own_data(staff, printers, tender):
    first = run(staff, tender)
    patch(staff, printers, "fits", certifications=[])
    second = run(staff, tender)

    assert [replayed(staff, it)["identical"] for it in (first, second)] == [True, True]
    assert first["data_version"] < second["data_version"]
    assert (len(first["results"]), len(second["results"])) == (1, 0)


def test_a_run_keeps_the_length_it_was_asked_with(staff, printers, tender):
    made = run(staff, tender, "?limit=1")

    assert len(made["near_misses"]) == 1
    assert replayed(staff, made)["identical"] is True


def test_an_answer_that_was_tampered_with_does_not_repeat(staff, app, printers, tender):
    made = run(staff, tender)
    with app.state.db.writing(actor=SYSTEM) as unit:
        mine = RUNS.c.id == unit.first(select(RUNS)).id
        answer = orjson.loads(unit.scalar(select(RUNS.c.answer).where(mine)))
        answer["results"][0]["score"] += 1
        unit.execute(update(RUNS).where(mine).values(answer=orjson.dumps(answer).decode()), {})

    again = replayed(staff, made)
    score = made["results"][0]["score"]
    assert again["identical"] is False
    assert [(it["part"], it["place"], it["then"], it["now"]) for it in again["differences"]] == [
        ("answer", "/results/0/score", score + 1, score)
    ]


def test_a_listed_run_says_who_asked_and_on_which_data_but_not_what_was_answered(
    staff, printers, tender
):
    made = run(staff, tender)

    (listed,) = staff.get(f"/api/v1/tenders/{tender['id']}/matches").json()

    shared = ("engine_version", "weights_version", "data_version", "as_of")
    assert {name: listed[name] for name in shared} == {name: made[name] for name in shared}
    assert listed["tender_id"] == str(tender["id"])
    assert listed["actor"]
    assert listed.keys().isdisjoint({"answer", "need", "results", "seq"})


@pytest.fixture
def asked_by(as_role, anyone, agency, printers):
    """Make a client of a role, bound to the agency or to the best of the enterprises."""
    scopes = {
        Role.agency: {"agency_id": agency["id"]},
        Role.enterprise: {"enterprise_id": printers["fits"]["id"]},
    }

    def make(role):
        return anyone if role is Role.public else as_role(role, **scopes.get(role, {}))

    return make


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        (Role.admin, (201, 200, 200, 200)),
        (Role.staff, (201, 200, 200, 200)),
        (Role.agency, (201, 200, 200, 200)),
        (Role.enterprise, (403, 403, 403, 403)),
        (Role.public, (401, 401, 401, 401)),
    ],
)
def test_who_may_run_list_read_and_repeat(asked_by, staff, tender, role, statuses):
    made = run(staff, tender)
    client = asked_by(role)
    matches, mine = (
        f"/api/v1/tenders/{tender['id']}/matches",
        f"/api/v1/match-runs/{made['run_id']}",
    )

    answers = [
        client.post(matches), client.get(matches), client.get(mine), client.post(f"{mine}/replay"),
    ]  # fmt: skip

    assert tuple(answer.status_code for answer in answers) == statuses


def test_a_refused_run_keeps_nothing(as_role, staff, world, printers, tender):
    rival = as_role(Role.enterprise, enterprise_id=printers["fits"]["id"])

    rival.post(f"/api/v1/tenders/{tender['id']}/matches")

    assert staff.get(f"/api/v1/tenders/{tender['id']}/matches").json() == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/match-runs/{}"),
        ("POST", "/match-runs/{}/replay"),
        ("GET", "/tenders/{}/matches"),
        ("POST", "/tenders/{}/matches"),
    ],
)
def test_what_was_never_stored_is_not_found(staff, method, path):
    assert staff.request(method, f"/api/v1{path.format(uuid4())}").status_code == 404
