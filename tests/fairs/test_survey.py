"""Before a fair: which departments come with which demands, and what the timetable makes of it."""

import pytest

from app.categories.actions import CATEGORIES
from app.core.actors import Role
from app.fairs.actions import FAIR_DEMANDS, FAIRS

PATH = "/api/v1/fair-demands"
TEN = "2017-05-23T10:00:00+09:00"


@pytest.fixture
def agency(world):
    return world.agency()


@pytest.fixture
def fair(world, agency):
    """A printer and a cleaner, and one department that stands in the fair's own list."""
    for code, parent, name in (("C07", None, "인쇄"), ("C0704", "C07", "현수막·배너")):
        words = ["플래카드", "걸개", "등"] if parent else []
        world.add(CATEGORIES, code=code, parent=parent, name=name, synonyms=words)
    printer = {"name": "배너 출력", "category_code": "C0704"}
    sellers = [
        world.enterprise("한울인쇄", products=[printer]),
        world.enterprise("두레청소", products=[{"name": "청사 청소"}]),
    ]
    return world.add(
        FAIRS,
        office="team",
        name="박람회",
        starts_on="2017-05-23",
        booths=[
            {"label": f"A-{n}", "enterprise_id": one["id"]} for n, one in enumerate(sellers, 1)
        ],
        departments=[{"agency_id": agency["id"], "department": "총무팀"}],
    )


@pytest.fixture
def team(as_role):
    return as_role(Role.staff, office="team")


@pytest.fixture
def demand(world, fair, agency):
    """Store what a department comes for."""

    def add(item, department="총무팀", **more):
        about = {"office": "team", "fair_id": fair["id"], "agency_id": agency["id"]}
        return world.add(FAIR_DEMANDS, **about, department=department, item=item, **more)

    return add


def _met(team, fair, **body):
    asked = {"begins_at": TEN, "slots": 1, "least": 0, **body}
    found = team.post(f"/api/v1/fairs/{fair['id']}/timetable", json=asked).json()["meetings"]
    return {(one["department"], one["booth"], tuple(one["offered"])) for one in found}


@pytest.mark.parametrize(
    ("item", "code", "booth"),
    [
        ("청사 청소", None, "A-2"),
        ("본관 청사 청소 용역", None, "A-2"),
        ("행사 현수막", "C0704", "A-1"),
        ("홍보물", "C07", "A-1"),
        ("송년 행사 플래 카드", None, "A-1"),
    ],
)
def test_a_demand_leads_to_who_offers_it_by_its_words_or_its_category(
    team, fair, demand, item, code, booth
):
    demand(item, category_code=code)

    assert _met(team, fair) == {("총무팀", booth, (item,))}


def test_a_department_that_only_answered_the_survey_comes_too_and_keeps_its_id(team, fair, demand):
    demand("청사 청소", department="재무팀")
    demand("배너 출력", department="재무 팀")

    first, again = _met(team, fair, slots=2), _met(team, fair, slots=2)

    assert first == again
    assert {one for one in first if one[0] == "재무팀"} == {
        ("재무팀", "A-1", ("배너 출력",)),
        ("재무팀", "A-2", ("청사 청소",)),
    }
    assert len(first) == 4


def test_an_agency_answers_for_itself_and_sees_no_other(as_role, world, fair, agency, demand):
    demand("현수막")
    other = world.agency("노원구청")
    client = as_role(Role.agency, agency_id=other["id"])
    mine = {"office": "team", "fair_id": str(fair["id"]), "item": "도시락", "people": 2}

    made = client.post(PATH, json={**mine, "agency_id": str(other["id"])})
    foreign = client.post(PATH, json={**mine, "agency_id": str(agency["id"])})

    assert (made.status_code, foreign.status_code) == (201, 403)
    assert [one["item"] for one in client.get(PATH).json()["items"]] == ["도시락"]


def test_an_answer_belongs_to_the_office_of_its_fair(as_role, fair, agency):
    client = as_role(Role.agency, agency_id=agency["id"])
    body = {"fair_id": str(fair["id"]), "agency_id": str(agency["id"]), "item": "도시락"}

    answer = client.post(PATH, json={**body, "office": "centre"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "not_of_fair"


@pytest.mark.parametrize("people", [0, 1001, "둘"])
def test_so_many_people_do_not_come(team, fair, agency, people):
    body = {"office": "team", "fair_id": str(fair["id"]), "agency_id": str(agency["id"])}

    answer = team.post(PATH, json={**body, "item": "도시락", "people": people})

    assert answer.json()["errors"][0]["pointer"] == "/people"
