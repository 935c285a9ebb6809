"""Two hundred clients at once: a short run; ``scripts/bench crowd`` is the long one."""

import json
import re
import urllib.request

from benchmarks.crowd import CLIENTS, HONEST, mixed
from benchmarks.load import Load

SECONDS = 4.0
SLOWEST_MS = 15_000  # on a machine that does other things too
GROWTH = 1.25


def _got(address, path):
    with urllib.request.urlopen(f"http://{address}{path}", timeout=60) as answer:
        return answer.read().decode()


def _memory(address):
    text = _got(address, "/metrics")
    return float(re.search(r"^process_resident_memory_bytes ([0-9.e+]+)$", text, re.MULTILINE)[1])


def test_two_hundred_at_once_are_all_answered(address, command):
    agency = json.loads(_got(address, "/api/v1/agencies?limit=1"))["items"][0]["id"]
    bearer = command("token", "--role", "staff").stdout.strip()
    port = int(address.rsplit(":", 1)[1])
    asked = mixed(agency, bearer)

    first = Load(port, asked, SECONDS, CLIENTS).run()
    before = _memory(address)
    second = Load(port, asked, SECONDS, CLIENTS).run()
    after = _memory(address)

    for counted in (first, second):
        assert set(counted.statuses) <= HONEST, counted.statuses
        assert {"200", "201"} <= set(counted.statuses)
        assert sum(counted.statuses.values()) >= CLIENTS // 4  # a busy machine answers fewer
        assert counted.times.at(0.99) < SLOWEST_MS
    assert after < GROWTH * before
    assert _got(address, "/readyz")
