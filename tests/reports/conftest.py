"""A small office at work: goals, a log of every kind, tallies, and the year 2017 as it was printed."""

from datetime import date

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from app.activity.actions import (
    CONSULTATIONS,
    CONTRACTS,
    EDUCATION_SESSIONS,
    MATCHING_CASES,
    MEETINGS,
    SURVEYS,
    TALLIES,
)
from app.core.db import Database
from app.core.settings import Settings, settings
from app.exchange.record import Record
from app.exchange.seed import SEED, sow
from app.fairs.actions import FAIRS
from app.goals.actions import GOALS, PUBLISHED_FIGURES
from app.main import create_app
from app.tables import METADATA

REPORTS = "/api/v1/reports"


class Office:
    """The centre of `world`, with short ways to write down what it did."""

    def __init__(self, world) -> None:
        self.world = world

    def goal(self, metric="visits", target=10, **fields):
        base = {"office": "centre", "year": 2017, "metric": metric, "name": metric}
        return self.world.add(GOALS, **{**base, "target": target, **fields})

    def tally(self, metric="visits", value=5, **fields):
        base = {"office": "centre", "metric": metric, "source": "S9 1쪽"}
        days = {"period_from": date(2017, 1, 1), "period_until": date(2017, 12, 31)}
        return self.world.add(TALLIES, **{**base, **days, "value": value, **fields})

    def consultation(self, on=date(2017, 3, 2), **fields):
        base = {"office": "centre", "channel": "phone", "requester_kind": "agency"}
        return self.world.add(CONSULTATIONS, **{**base, "received_on": on, **fields})

    def case(self, amount=None, on=date(2017, 4, 3), **fields):
        state = "unknown" if amount is None else "known"
        base = {"office": "centre", "opened_on": on, "title": "현수막", "amount_state": state}
        return self.world.add(MATCHING_CASES, **{**base, "amount_krw": amount, **fields})

    def session(self, participants=30, on=date(2017, 5, 4), **fields):
        base = {"office": "centre", "held_on": on, "kind": "awareness", "topic": "인식개선"}
        return self.world.add(
            EDUCATION_SESSIONS, **{**base, "participants": participants, **fields}
        )

    def meeting(self, on=date(2017, 6, 5)):
        return self.world.add(MEETINGS, office="centre", held_on=on, title="간담회")

    def survey(self, enterprise_id, on=date(2017, 6, 5), kind="supply_online"):
        fields = {"office": "centre", "surveyed_on": on, "kind": kind}
        return self.world.add(SURVEYS, **fields, enterprise_id=enterprise_id)

    def contract(self, enterprise_id, amount=90_000, on=date(2017, 7, 6), **fields):
        base = {"office": "centre", "signed_on": on, "item": "인쇄물", "state": "paid"}
        money = {"enterprise_id": enterprise_id, "amount_krw": amount}
        return self.world.add(CONTRACTS, **{**base, **money, **fields})

    def fair(self, on=date(2017, 6, 21), **fields):
        base = {"office": "centre", "name": "찾아가는 박람회", "starts_on": on}
        return self.world.add(FAIRS, **{**base, **fields})

    def figure(self, key, value, recompute, **fields):
        base = {"document": "S9", "office": "centre", "year": 2017, "kind": "total", "label": key}
        given = {"key": key, "value": value, "recompute": recompute}
        return self.world.add(PUBLISHED_FIGURES, **{**base, **given, **fields})


@pytest.fixture
def office(world) -> Office:
    """An office to write down what it did."""
    return Office(world)


@pytest.fixture
def busy(office) -> Office:
    """An office with a log of every kind, some of it tallied only, some of it in other years."""
    world = office.world
    schools = [world.agency(f"서울{n}초등학교") for n in range(3)]
    firms = [world.enterprise(f"{name}협동조합") for name in ("가람", "나래")]
    for place, school in enumerate([*schools, *schools[:2]]):
        world.visit(school["id"], date(2017, 3, 2 + place))
    world.visit(schools[0]["id"], date(2016, 12, 31))
    office.tally("visits", 7, group="education")
    office.tally("visited_agencies", 4, group="education")
    for kind in ("general", "document_review"):
        office.consultation(kind=kind)
    office.consultation(kind="expert", field="legal", enterprise_id=firms[0]["id"])
    for amount in (4_000_000, None, 20_000_000):
        office.case(amount)
    office.session(30)
    office.session(None)
    office.meeting()
    for firm in (*firms, firms[0]):
        office.survey(firm["id"])
    fair = office.fair()
    office.contract(firms[0]["id"], 700_000, fair_id=fair["id"])
    office.contract(firms[1]["id"], 99_000, market="private")
    office.tally("fair_visitors", 55, fair_id=fair["id"])
    return office


@pytest.fixture
def ask(anyone):
    """Ask for a report as anyone: ``ask("achievement", office="centre", year=2017)``."""

    def asked(path, status=200, **query):
        answer = anyone.get(f"{REPORTS}/{path}", params=query)
        assert answer.status_code == status, answer.text
        return answer.json()

    return asked


@pytest.fixture(scope="session")
def year_2017(tmp_path_factory):
    """A client over the shipped record: the year 2017 of the Seoul centre and its teams."""
    config = Settings(
        database_url=f"sqlite:///{tmp_path_factory.mktemp('record') / 'record.db'}",
        log_level="ERROR",
    )
    database = Database(config)
    METADATA.create_all(database.engine)
    shipped = [
        one for one in Record(settings().data_dir) if not getattr(one.draft, "is_synthetic", False)
    ]
    with database.writing(actor=SEED) as unit:
        sow(unit, shipped)
    database.close()
    service = create_app(config)
    with TestClient(service, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def statements(db) -> list[str]:
    """The statements sent to the database so far."""
    sent: list[str] = []

    @event.listens_for(db.engine, "before_cursor_execute")
    def _(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    return sent
