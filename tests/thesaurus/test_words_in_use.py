"""Published words are used from the next question on, in every process, and named in every answer."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Event

import httpx
import pytest
from offers import sells
from starlette.testclient import TestClient

from app.core.actors import SYSTEM
from app.core.settings import Settings, settings
from app.main import create_app
from app.matches import live as live_module
from app.matches.live import LiveIndex
from app.tenders.actions import TENDERS
from app.thesaurus import published
from app.thesaurus.publishing import lay_in, publish
from app.thesaurus.schemas import PublishRequest

BASE = "/api/v1/thesaurus"
ASKED = {"title": "한살림보따리 구입", "region": "서울특별시"}
WITHIN = 30.0
"""Seconds after which a test gives up waiting; what is promised is one, on a machine of its own."""


@pytest.fixture
def bags(world):
    """An enterprise whose word for its wares no shipped concept has."""
    return sells(world, "새활용두레", {"name": "현수막 업사이클 가방"})


@pytest.fixture
def service_of(empty_database):
    """Make another service over the same database, which follows it as `ieum serve` does."""
    opened = []

    def make():
        made = create_app(Settings(database_url=empty_database, log_level="ERROR"))
        client = TestClient(made)
        client.__enter__()
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.__exit__(None, None, None)


def asked(client):
    answer = client.post("/api/v1/match", json=ASKED)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    return found["thesaurus_version"], [one["enterprise"]["name"] for one in found["results"]]


def draft_bags(words):
    words.draft(notice_terms=["한살림보따리"], seller_terms=["현수막 업사이클 가방"])


def until(found, wanted):
    """Ask again and again until the answer is what is wanted; return how many seconds it took."""
    began = time.monotonic()
    while (answer := found()) != wanted:
        assert time.monotonic() - began < WITHIN, answer
        time.sleep(0.02)
    return time.monotonic() - began


def test_the_next_question_uses_the_published_words_and_names_them(laid_in, staff, bags):
    before = asked(staff)
    draft_bags(laid_in)
    drafted = asked(staff)
    laid_in.publish()

    assert before == drafted == ("1", [])
    assert asked(staff) == ("2", ["새활용두레"])
    assert laid_in.now()["in_use"] == "2"


@pytest.mark.one_database
def test_before_anything_is_published_answers_name_the_shipped_edition(staff, words, bags):
    version, _ = asked(staff)

    assert version == words.now()["thesaurus_version"]
    assert version.startswith("shipped-")


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/match", ASKED),
        ("POST", "/match/consortia", {**ASKED, "lots": [{"title": "도시락"}]}),
        ("POST", "/match/sensitivity", ASKED),
        ("GET", "/search/enterprises?q=현수막", None),
        ("GET", "/reports/supply-gaps", None),
    ],
)
def test_every_kind_of_answer_names_its_words(laid_in, staff, bags, method, path, body):
    answer = staff.request(method, f"/api/v1{path}", json=body)

    assert answer.json()["thesaurus_version"] == "1"


@pytest.mark.one_database
def test_an_outlook_names_its_words(laid_in, staff, bags):
    answer = staff.get(f"/api/v1/enterprises/{bags['id']}/tenders")

    assert answer.json()["thesaurus_version"] == "1"


@pytest.mark.one_database
def test_a_process_that_follows_ranks_by_new_words_when_publishing_answers(
    laid_in, service_of, admin, bags
):
    serving = service_of()
    until(lambda: serving.get(BASE).json()["in_use"], "1")
    draft_bags(laid_in)

    answer = serving.post(f"{BASE}/publish", json={"reason": "새 업종"}, headers=admin.headers)

    assert answer.status_code == 201
    assert asked(serving) == ("2", ["새활용두레"])


def test_other_processes_that_follow_take_new_words_and_enterprises_by_themselves(
    laid_in, service_of, world, bags
):
    here, there = service_of(), service_of()
    for one in (here, there):
        until(lambda one=one: asked(one), ("1", []))
    draft_bags(laid_in)

    laid_in.publish()
    sells(world, "새로온두레", {"name": "현수막 업사이클 가방"})

    for one in (here, there):
        until(lambda one=one: asked(one)[0], "2")
        assert sorted(asked(one)[1]) == ["새로온두레", "새활용두레"]


@pytest.mark.one_database
def test_the_old_index_answers_while_the_new_one_is_built_and_misses_nothing_meanwhile(
    laid_in, service_of, world, bags, monkeypatch
):
    serving, begun, go_on = service_of(), Event(), Event()
    until(lambda: asked(serving), ("1", []))
    whole = published.words_at

    def slowly(unit, data_dir, number):
        begun.set()
        assert go_on.wait(WITHIN)
        return whole(unit, data_dir, number)

    draft_bags(laid_in)
    monkeypatch.setattr(published, "words_at", slowly)
    with world.db.writing(actor=SYSTEM) as unit:
        publish(unit, settings().data_dir, PublishRequest(reason="새 업종"))

    assert begun.wait(WITHIN)
    meanwhile = asked(serving)
    sells(world, "그사이두레", {"name": "현수막 업사이클 가방"})
    go_on.set()

    assert meanwhile == ("1", [])
    until(lambda: asked(serving)[0], "2")
    assert sorted(asked(serving)[1]) == ["그사이두레", "새활용두레"]


@pytest.mark.one_database
def test_a_look_that_fails_does_not_end_the_following(laid_in, service_of, bags, monkeypatch):
    serving, failed = service_of(), Event()
    until(lambda: asked(serving), ("1", []))
    whole = LiveIndex._look

    def broken(live, db):
        failed.set()
        raise RuntimeError

    monkeypatch.setattr(LiveIndex, "_look", broken)
    draft_bags(laid_in)
    laid_in.publish()
    assert failed.wait(WITHIN)
    monkeypatch.setattr(LiveIndex, "_look", whole)

    until(lambda: asked(serving), ("2", ["새활용두레"]))


@pytest.mark.one_database
def test_after_many_changes_the_index_is_laid_out_anew(service_of, world, monkeypatch):
    monkeypatch.setattr(live_module, "_WORN", 3)
    serving = service_of()
    live = serving.app.state.live
    until(lambda: live.is_ready, wanted=True)
    first = live._held

    for number in range(5):
        sells(world, f"도시락두레{number}", {"name": "단체 도시락"})

    until(lambda: live._held is not first and live._held.changes <= 3, wanted=True)
    assert len(live._held.index) == 5


@contextmanager
def process(url):
    """A server of its own process over the database, and a client of it."""
    command = "from app.cli import server; server.run('127.0.0.1', 0, 1, '{url}')"
    environment = {
        **os.environ, "IEUM_DATABASE_URL": url, "PYTHONUNBUFFERED": "1", "IEUM_LOG_LEVEL": "ERROR",
    }  # fmt: skip
    started = subprocess.Popen(  # noqa: S603 -- our own server
        [sys.executable, "-c", command], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        address = re.search(r"http://\S+", started.stdout.readline()).group()
        with httpx.Client(base_url=address, timeout=30) as client:
            yield client
    finally:
        started.send_signal(signal.SIGTERM)
        started.communicate(timeout=30)


def test_two_processes_on_one_database_hear_of_each_others_changes(
    laid_in, empty_database, admin, bags
):
    with process(empty_database) as here, process(empty_database) as there:
        for one in (here, there):
            one.headers.update({"Authorization": admin.headers["Authorization"]})
            until(lambda one=one: asked(one), ("1", []))

        draft_bags(laid_in)
        made = here.post(f"{BASE}/publish", json={"reason": "새 업종"})
        took = until(lambda: asked(there), ("2", ["새활용두레"]))
        renamed = here.patch(f"/api/v1/enterprises/{bags['id']}", json={"name": "새이름두레"})

        assert (made.status_code, renamed.status_code) == (201, 200)
        assert asked(here) == asked(there) == ("2", ["새이름두레"])
        print(f"words of one process in the other after {took:.2f} s")  # noqa: T201 -- pytest -s


@pytest.fixture
def run(world, staff, bags):
    """Make a stored run, and repeat it."""
    agency = world.agency("강북구청", kind="district_office")
    tender = world.add(TENDERS, agency_id=agency["id"], **ASKED)

    def made():
        answer = staff.post(f"/api/v1/tenders/{tender['id']}/matches")
        assert answer.status_code == 201
        return answer.json()

    made.replay = lambda one: staff.post(f"/api/v1/match-runs/{one['run_id']}/replay").json()
    made.listed = lambda: staff.get(f"/api/v1/tenders/{tender['id']}/matches").json()
    return made


def test_a_run_repeats_with_the_words_of_its_own_version(laid_in, run):
    first = run()
    draft_bags(laid_in)
    laid_in.publish()
    second = run()
    laid_in.revert(1)

    assert [one["thesaurus_version"] for one in run.listed()] == ["2", "1"]
    assert (first["results"], len(second["results"])) == ([], 1)
    for made in (first, second):
        again = run.replay(made)
        assert (again["identical"], again["differences"]) == (True, [])
        assert again["thesaurus_version"] == made["thesaurus_version"]


@pytest.mark.one_database
def test_a_run_on_the_shipped_file_repeats_after_the_file_was_taken_in_and_changed(
    words, run, db, monkeypatch
):
    made = run()
    with db.writing(actor=SYSTEM) as unit:
        lay_in(unit, settings().data_dir)
    monkeypatch.setattr(published, "edition", lambda _data_dir: "shipped-of-a-later-release")

    again = run.replay(made)

    assert (again["identical"], again["thesaurus_version"]) == (True, made["thesaurus_version"])


@pytest.mark.one_database
def test_where_the_words_are_no_longer_kept_a_replay_says_so(words, run, monkeypatch):
    made = run()
    monkeypatch.setattr(published, "words_called", lambda *_: None)
    monkeypatch.setattr(
        published,
        "words_in_force",
        lambda *_: published.sheet.thesaurus((), settings().data_dir, "9"),
    )

    again = run.replay(made)

    first = again["differences"][0]
    assert again["identical"] is False
    assert (first["part"], first["place"]) == ("thesaurus", "/thesaurus_version")
    assert (first["then"], first["now"]) == (made["thesaurus_version"], "9")
