"""Routers see at a glance what is not theirs."""

import pytest
from fastapi import FastAPI
from starlette.routing import Match
from starlette.testclient import TestClient

from app.routers.routing import ExactRoute, Router


def scope(path):
    return {"type": "http", "method": "GET", "path": path, "headers": []}


@pytest.fixture
def visits():
    router = Router(prefix="/visits")

    @router.get("/{key}")
    def read(key: str) -> str:
        return key

    return router


def test_a_path_with_none_of_its_words_is_turned_away_without_a_route_being_tried(
    visits, monkeypatch
):
    def tried(*_):
        raise AssertionError

    monkeypatch.setattr(ExactRoute, "matches", tried)

    assert visits.matches(scope("/api/v1/enterprises/7")) == (Match.NONE, {})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/visits/7", 200),
        ("/api/v1/visits", 404),
        ("/api/v1/visits/7/visits", 404),
        ("/api/v1/enterprises/visits", 404),
    ],
)
def test_a_word_in_the_path_is_not_enough(visits, path, status):
    app = FastAPI()
    app.include_router(visits, prefix="/api/v1")

    assert TestClient(app).get(path).status_code == status


@pytest.mark.parametrize(
    ("path", "asked"), [("/privacy.{form}", "/privacy.csv"), ("/{form}", "/csv")]
)
def test_where_the_first_word_ends_in_a_parameter_or_is_one_the_route_is_found(path, asked):
    router = Router()

    @router.get(path)
    def read(form: str) -> str:
        return form

    app = FastAPI()
    app.include_router(router, prefix="/api/v1")

    assert TestClient(app).get(f"/api/v1{asked}").json() == "csv"
