"""Many change one record, each from the version it read: every acknowledged change counts."""

import json
import threading

import pytest
from conftest import amount
from harness import PATH, Place, Service


class Counting(threading.Thread):
    """Reads a number, writes the next one with `If-Match`, and counts what was acknowledged."""

    def __init__(self, place, service, path, wanted):
        super().__init__(daemon=True)
        self.place, self.service, self.path, self.wanted = place, service, path, wanted
        self.acknowledged, self.refused, self.strange = 0, 0, []

    def run(self):
        who = {"Authorization": f"Bearer {self.place.bearer}"}
        while self.acknowledged < self.wanted:
            status, head, body = self.service.ask("GET", self.path, headers=who)
            if status != 200:
                self.strange.append((status, body))
                return
            read = json.loads(body)
            change = {"note": str(int(read["note"]) + 1)}
            tag = {name.lower(): value for name, value in head.items()}["etag"]
            status, _, body = self.service.ask("PATCH", self.path, change, {**who, "If-Match": tag})
            self.acknowledged += status == 200
            self.refused += status == 412
            if status not in (200, 412, 503):
                self.strange.append((status, body))
                return


def counted(place: Place, wanted: int, mutant: str | None = None):
    """Return how many changes were acknowledged, how many are there, and what else was answered."""
    who = {"Authorization": f"Bearer {place.bearer}"}
    processes = 1 if place.url.startswith("sqlite") else 2
    services = [Service(place, mutant) for _ in range(processes)]
    for one in services:
        one.start()
    try:
        _, head, _ = services[0].ask("POST", PATH, {**place.visit("x"), "note": "0"}, who)
        path = {name.lower(): value for name, value in head.items()}["location"]
        threads = [Counting(place, services[n % processes], path, wanted // 6) for n in range(6)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(3600)
        final = json.loads(services[0].ask("GET", path, headers=who)[2])
    finally:
        for one in services:
            one.__exit__()
    strange = [answer for one in threads for answer in one.strange]
    acknowledged = sum(one.acknowledged for one in threads)
    refused = sum(one.refused for one in threads)
    return acknowledged, acknowledged - int(final["note"]), refused, strange


def test_the_planted_fault_is_found(backend, place, report):
    if backend == "sqlite":
        pytest.skip("SQLite has one writer at a time, so the planted fault shows on PostgreSQL")
    acknowledged, lost, _, strange = counted(place, 120, "naive-etag")

    report(f"planted fault 'naive ETag' on {backend}: {lost} of {acknowledged} updates lost")
    assert strange == []
    assert lost > 0


def test_no_update_is_lost(backend, place, report):
    acknowledged, lost, refused, strange = counted(place, amount("UPDATES", 180, 5_004))

    report(f"updates on {backend}: {lost} of {acknowledged:,} lost, {refused:,} told to read again")
    assert strange == []
    assert lost == 0
    assert refused > 0
