"""The API is what its document says, to every role: schemathesis looks for answers not in it.

A short run stands here; ``scripts/fuzz`` is the long one. Every role is tried with what is generated
at random and by following links; an administrator also with the many cases at the edges of the
schema, for one collection of each shape (all collections share their routes) and all other routes
but sheets, which take the filters of their lists.
"""

import json
import urllib.request
from pathlib import Path
from sys import executable

import pytest
from readme import ROOT

AT_RANDOM = "examples,fuzzing,stateful"
AT_THE_EDGES = "coverage"
ROLES = ("admin", "staff", "agency", "enterprise", "device", "public")
ALIKE = (  # what takes the fields of others, and what takes a second each time
    "thesaurus/preview|match/consortia|match/sensitivity|reports/registers/(?!visits)|demands|fair-demands|purchase-goals|matching-cases|education-sessions|meetings|contracts|surveys"
    "|follow-ups|tallies|published-figures|offices|visits|check-ins|fair-demands|timetables|fair-pairs|goals|concepts"
    "|subject-requests|agencies(?!/{agency_id})"
)
BOUND_TO = {"agency": "agencies", "enterprise": "enterprises", "device": "fairs"}


@pytest.fixture(scope="module")
def bearers(address, command):
    """A token for every role, bound to the first of what it must be bound to."""
    made = {}
    for role in ROLES:
        words = ["token", "--role", role]
        if role in BOUND_TO:
            option = "--fair" if role == "device" else f"--{role}"
            words += [option, _first(address, BOUND_TO[role])]
        if role != "public":
            made[role] = command(*words).stdout.strip()
    return made


def _first(address, collection):
    url = f"http://{address}/api/v1/{collection}?limit=1"
    with urllib.request.urlopen(url, timeout=20) as answer:
        return json.load(answer)["items"][0]["id"]


@pytest.fixture
def tried(address, command, bearers):
    """Try the service as a role, and return how it went: ``tried("staff", "fuzzing")``."""

    def run(role, phases, *more):
        shown = [f"--header=Authorization: Bearer {bearers[role]}"] if role in bearers else []
        return command(
            str(Path(executable).with_name("st")),
            f"--config-file={ROOT / 'schemathesis.toml'}",
            "run",
            f"http://{address}/api/v1/openapi.json",
            "--max-examples=1",
            f"--phases={phases}",
            "--workers=1",
            *shown,
            *more,
        )

    return run


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_is_undocumented_and_none_is_a_server_error(tried, role):
    done = tried(role, AT_RANDOM)

    assert done.returncode == 0, _found(done.stdout)
    assert " generated" in done.stdout


def test_no_case_at_the_edge_of_the_schema_is_answered_otherwise(tried):
    done = tried("admin", AT_THE_EDGES, f"--exclude-path-regex=/api/v1/({ALIKE})|[.]csv$")

    assert done.returncode == 0, _found(done.stdout)
    assert " generated" in done.stdout


def _found(told):
    """Return what was found, which stands between the list of the routes and the advice."""
    return told[max(told.find("= ERRORS"), 0) or max(told.find("= FAILURES"), 0) :][:6000]
