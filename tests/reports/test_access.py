"""Who may read reports, and in which language they are refused."""

import re

import pytest
from starlette.testclient import TestClient

from app.core.actors import Role
from app.core.settings import Settings
from app.main import create_app
from app.reports.registers import REGISTERS

REPORTS = "/api/v1/reports"
YEAR = "office=centre&year=2017"
ADDRESSES = [
    f"achievement?{YEAR}",
    f"achievement.csv?{YEAR}",
    f"rows?{YEAR}&metric=visits",
    "discrepancies?source=S9",
    "discrepancies.html?source=S9",
    "exposure?date_from=2026-01-01&date_until=2026-12-31",
    "exposure.csv?date_from=2026-01-01&date_until=2026-12-31",
    *(f"registers/{name}?{YEAR}" for name in REGISTERS),
    *(f"registers/{name}.xlsx?{YEAR}" for name in REGISTERS),
]


@pytest.fixture
def closed(office, empty_database):
    """The service of an office that keeps its reports to callers with a token."""
    office.figure("done", "1", "none")
    settings = Settings(
        database_url=empty_database, public_reports=False, log_level="ERROR", warm_index=False
    )
    service = create_app(settings)
    with TestClient(service) as client:
        yield client


def test_closed_reports_are_open_to_every_role_and_to_nobody_else(closed, office):
    world = office.world
    scopes = {
        Role.admin: {},
        Role.staff: {"office": "team"},
        Role.agency: {"agency_id": world.agency()["id"]},
        Role.enterprise: {"enterprise_id": world.enterprise()["id"]},
        Role.device: {"fair_id": office.fair()["id"]},
    }
    bearers = [f"Bearer {world.token(role, **scope)}" for role, scope in scopes.items()]

    for address in ADDRESSES:
        refused = closed.get(f"{REPORTS}/{address}")
        assert refused.status_code == 401, address
        assert refused.headers["www-authenticate"] == "Bearer"
        assert refused.json()["code"] == "unauthenticated"
        for bearer in bearers:
            answer = closed.get(f"{REPORTS}/{address}", headers={"Authorization": bearer})
            assert answer.status_code == 200, (address, answer.text)
    assert closed.get("/api/v1/metrics").status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_open_reports_need_no_token_but_a_false_one_is_refused(office, anyone, address):
    office.figure("done", "1", "none")

    without = anyone.get(f"{REPORTS}/{address}")
    wrong = anyone.get(f"{REPORTS}/{address}", headers={"Authorization": "Bearer nonsense"})

    assert (without.status_code, wrong.status_code) == (200, 401)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("achievement?office=nowhere&year=2017", 404),
        (f"achievement?{YEAR}&by=children&include_children=true", 422),
        (f"rows?{YEAR}&metric=nonsense", 422),
        (f"rows?{YEAR}&metric=visits&cursor=x", 422),
        ("discrepancies?source=S8", 404),
        (f"registers/contracts?{YEAR}&market=black", 422),
    ],
)
def test_a_refusal_speaks_the_language_of_the_reader(world, anyone, address, status):
    def words(language):
        headers = {"Accept-Language": language} if language else {}
        answer = anyone.get(f"{REPORTS}/{address}", headers=headers)
        assert answer.status_code == status
        problem = answer.json()
        return " ".join([problem["title"], *(f["message"] for f in problem.get("errors", ()))])

    hangul = re.compile("[가-힣]")
    assert not hangul.search(words("en"))
    assert words("en-GB,ko;q=0.5") == words("en")
    assert hangul.search(words("ko"))
    assert words(None) == words("fr") == words("ko")


def test_the_english_labels_of_a_report_do_not_depend_on_the_reader(office, anyone):
    office.contract(office.world.enterprise()["id"])

    answers = [
        anyone.get(f"{REPORTS}/registers/contracts?{YEAR}", headers={"Accept-Language": language})
        for language in ("ko", "en")
    ]

    assert answers[0].content == answers[1].content
    labels = {column["name"]: column["label_en"] for column in answers[0].json()["columns"]}
    assert labels["thousand"] == "Amount in thousands"
