"""Agencies as they are typed on a phone: the one that is meant, the few it may be, or none."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import NOW

from app.agencies.buyers import buyer_law
from app.agencies.queries import briefly, named
from app.core.actors import ANYONE


@pytest.fixture
def register(world):
    """Agencies by their names; two of them share one."""
    rows = (
        ("강북구청", "district_office", "강북구"),
        ("강북구보건소", "health_centre", "강북구"),
        ("100%_학교", "school", "노원구"),
        ("중앙초등학교", "school", "강북구"),
        ("중앙 초등학교", "school", "노원구"),
    )
    return [world.agency(n, kind=k, district=d)["id"] for n, k, d in rows]


@pytest.fixture
def found(world, register):
    def ask(text, most=10):
        with world.db.reading(NOW, ANYONE) as unit:
            return [one["name"] for one in named(unit, text, most)]

    return ask


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("강북구청", ["강북구청"]),
        (" 강북 구청 ", ["강북구청"]),
        ("강북-구청", ["강북구청"]),
        ("강북", ["강북구보건소", "강북구청"]),
        ("구보건", ["강북구보건소"]),
        ("강남", []),
        ("%", ["100%_학교"]),
        ("_", ["100%_학교"]),
        ("\\", []),
        ("0%_학", ["100%_학교"]),
    ],
)
def test_a_name_finds_the_one_of_exactly_that_name_or_all_that_hold_it(found, text, names):
    assert found(text) == names


@pytest.mark.parametrize("text", ["중앙초등학교", "중앙 초등학교", "중앙초등 학교", "초등학교"])
def test_where_two_have_the_name_neither_is_taken_for_the_one(found, text):
    assert found(text, 2) == ["중앙 초등학교", "중앙초등학교"]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_are_named_than_asked_for(found, most):
    assert len(found("강북", most)) == min(most, 2)


@pytest.mark.parametrize("text", ["", " ", "\t", "가\x00나", "\x01", "가\n나", "\x7f", "가" * 201])
def test_what_can_be_nobodys_name_is_no_failure_and_finds_nobody(found, text):
    assert found(text) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=8))
def test_whatever_is_typed_is_answered(found, text):
    assert len(found(text)) <= 5


@pytest.mark.parametrize("text", [" ", "가" * 201, "가\x01나"])
def test_a_visit_to_what_can_be_nobodys_name_is_told_beside_its_field(worker, register, text):
    body = {"id": str(uuid4()), "office": "team", "visited_on": "2017-06-01", "agency": text}

    page = worker.post("/visits/new", data=body)

    assert page.status_code == 422
    assert 'id="agency-fault"' in page.text


def test_a_visit_is_never_kept_for_one_of_two_who_have_the_name(worker, staff, register):
    body = {"id": str(uuid4()), "office": "team", "visited_on": "2017-06-01"}

    page = worker.post("/visits/new", data={**body, "agency": "중앙초등학교"})

    assert page.status_code == 422
    assert all(str(one) in page.text for one in register[3:])
    assert staff.get("/api/v1/visits").json()["total"] == 0


@pytest.mark.parametrize("text", ["가%01나", "%00", "%7F"])
def test_a_search_for_what_can_be_nobodys_name_is_an_empty_page(worker, register, text):
    assert worker.get(f"/agencies?q={text}").status_code == 200


@pytest.fixture
def worker(people):
    people.add("worker", office="team")
    client = people.browser("worker")
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client


def test_agencies_are_told_in_a_line_in_the_order_asked_for_and_once(world, register):
    wanted = [register[2], uuid4(), register[0], register[2]]

    with world.db.reading(NOW, ANYONE) as unit:
        lines = briefly(unit, iter(wanted))
        none = briefly(unit, [])

    assert [one["name"] for one in lines] == ["100%_학교", "강북구청"]
    assert set(lines[0]) == {"id", "name", "kind", "district"}
    assert none == []


@pytest.mark.parametrize("recorded", ["local", "state", "public_corp", "private_school", "other"])
@pytest.mark.parametrize("kind", ["city", "state", "school", "private_company"])
def test_a_law_that_was_recorded_outweighs_what_the_kind_tells(kind, recorded):
    assert buyer_law(kind, recorded) == recorded
