"""PostgreSQL is killed, frozen, or gives way to its standby, while the service goes on."""

import contextlib
import signal
import time

import pytest
from conftest import LONG, amount
from harness import PATH, Place, Service, reckon, until_more, writers

BACK_WITHIN = 6.0  # seconds


@pytest.fixture(autouse=True)
def only_where_there_is_a_server(backend):
    if backend == "sqlite":
        pytest.skip("SQLite is no server")


def test_a_killed_and_restarted_database_loses_nothing_and_the_service_comes_back(cluster, report):
    place, gaps = Place(cluster.url()).prepare(), []
    with Service(place) as service, writers(place, service) as ledger:
        for _ in range(amount("RESTARTS", 1, 5)):
            until_more(ledger)
            cluster.kill()
            cluster.start()
            up = time.monotonic()
            until_more(ledger)
            gaps.append(time.monotonic() - up)
            assert service.process.poll() is None
    found = reckon(place, ledger)

    report(
        f"PostgreSQL killed {len(gaps)} times: {found}, "
        f"back {max(gaps):.1f} s after it was up, silent for {ledger.longest_gap:.1f} s"
    )
    assert found.clean
    assert max(gaps) <= BACK_WITHIN


def test_a_frozen_database_is_a_503_in_time_and_the_service_recovers_alone(cluster, report):
    place = Place(cluster.url()).prepare()
    who = {"Authorization": f"Bearer {place.bearer}"}
    with Service(place, statement_timeout_ms=1000) as service:
        assert service.ask("GET", PATH, headers=who)[0] == 200
        cluster.signal(signal.SIGSTOP)
        try:
            answers = {}
            for method, path, body in (
                ("GET", PATH, None),
                ("POST", PATH, place.visit("frozen")),
                ("GET", "/readyz", None),
            ):
                began = time.monotonic()
                status, head, _ = service.ask(method, path, body, who)
                answers[f"{method} {path}"] = (status, time.monotonic() - began)
                assert "retry-after" in {name.lower() for name in head}
        finally:
            cluster.signal(signal.SIGCONT)
        slowest = max(seconds for _, seconds in answers.values())
        end = time.monotonic() + 20
        while service.ask("GET", "/readyz")[0] != 200 and time.monotonic() < end:
            time.sleep(0.05)
        status = service.ask("POST", PATH, place.visit("after"), who)[0]

    report(f"PostgreSQL frozen: {[one for one, _ in answers.values()]} within {slowest:.1f} s")
    assert {one for one, _ in answers.values()} == {503}
    assert slowest < 10
    assert status == 201


@pytest.mark.skipif(not LONG, reason="two clusters: only in the long form, scripts/faults")
def test_a_switch_over_to_a_synchronous_standby_loses_nothing(clusters, report):
    leader = clusters(synchronous_standby_names="standby")
    leader.make()
    leader.start_alone()
    place = Place(leader.url()).prepare()
    standby = clusters()
    standby.follow(leader, "standby")
    standby.start()
    leader.sql("ALTER SYSTEM SET synchronous_commit = 'on'")
    leader.sql("SELECT pg_reload_conf()")
    while leader.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") != "1":
        time.sleep(0.1)
    place.url = leader.url(standby)

    with Service(place) as service, writers(place, service) as ledger:
        until_more(ledger)
        time.sleep(3)
        leader.kill()
        standby.promote()
        promoted = time.monotonic()
        until_more(ledger)
        gap = time.monotonic() - promoted
        time.sleep(2)
    with contextlib.suppress(FileNotFoundError):
        (leader.folder / "postmaster.pid").unlink()
    found = reckon(Place(standby.url(), place.bearer, place.agency), ledger)

    report(f"switch-over to a synchronous standby: {found}, back {gap:.1f} s after the promotion")
    assert found.clean
    assert gap <= 3
