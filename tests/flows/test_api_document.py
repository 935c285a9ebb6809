"""The API is what its document says, to every role: schemathesis looks for answers not in it.

A short run stands here; ``scripts/fuzz`` is the long one. Every role meets every route with its
examples and by following links. What is generated at random, and the many cases at the edges of the
schema, some thousands, are shared out: a route is met with them by one role that may use it. At the
edges collections that the same code serves are left out. ``scripts/fuzz`` meets everything as
everybody, and what a role is refused is tried route by route in ``tests/access/matrix.txt``.
"""

import json
import re
import urllib.request
from pathlib import Path
from sys import executable

import pytest
from readme import ROOT

PHASES = "examples,coverage,fuzzing,stateful"
ALIKE = (  # collections served by the same code as those at the edges, with other fields
    "concepts consultations contracts demands education-sessions fair-demands fair-pairs"
    " follow-ups goals matching-cases meetings offices published-figures purchase-goals"
    " subject-requests surveys tallies"
)
ALIKE_PATHS = rf"^/api/v1/({'|'.join(ALIKE.split())})([/.]|$)"
EDGES = {  # by the first word after the prefix
    "staff": "fairs sync timetables visits",
    "admin": "access-records accounts batches categories changes contact-exports contacts"
    " destructions sessions thesaurus",
    "manager": "agencies enterprises password second-factor tokens",
    "agency": "tenders",
    "enterprise": "match match-runs search",
    "device": "check-ins device-tokens",
    "public": "healthz metrics password-resets privacy readyz reports session",
}
NOT_AT_THE_EDGES = (  # sheets take the filters of their lists; a preview or run takes a second
    r"[.]csv$|/thesaurus/preview|/match/consortia|/match/sensitivity|/reports/registers/(?!visits)"
    rf"|{ALIKE_PATHS}"
)
BOUND_TO = {"agency": "agencies", "enterprise": "enterprises", "device": "fairs"}
ENDS_THE_LOG_IN = (
    "log_out_api_v1_session_delete",
    "end_session_api_v1_sessions__session_id__delete",
)
SECRET = "젖은 단풍잎 아홉 장 4417"
OURS = "Sec-Fetch-Site: same-origin"  # what a browser adds on a page of ours


@pytest.fixture(scope="module")
def environment(environment):
    """The same, for a caller who asks more often than a person."""
    often = {"IEUM_REQUESTS_PER_MINUTE_ADDRESS": "0", "IEUM_REQUESTS_PER_MINUTE_TOKEN": "0"}
    return {**environment, **often}


@pytest.fixture(scope="module")
def paths(address):
    """Every path of the document."""
    with urllib.request.urlopen(f"http://{address}/api/v1/openapi.json", timeout=60) as answer:
        return sorted(json.load(answer)["paths"])


@pytest.fixture
def shown(address, command):
    """Return the headers by which a role is known: a person's log-in, or a program's token."""

    def headers(role):
        if role == "public":
            return []
        if role == "manager":
            return [f"Cookie: {_log_in(address, command, role)}", OURS]
        bound = []
        if role in BOUND_TO:
            option = "--fair" if role == "device" else f"--{role}"
            bound = [option, _first(address, BOUND_TO[role])]
        return [f"Authorization: Bearer {command('token', '--role', role, *bound).stdout.strip()}"]

    return headers


def _first(address, collection):
    url = f"http://{address}/api/v1/{collection}?limit=1"
    with urllib.request.urlopen(url, timeout=20) as answer:
        return json.load(answer)["items"][0]["id"]


def _log_in(address, command, role):
    """Make an account, log in as its person does, and return the cookie."""
    made = command("account", "create", f"fuzz-{role}", "--role", role, told=SECRET)
    assert made.returncode == 0, made.stderr
    words = json.dumps({"login": f"fuzz-{role}", "password": SECRET}).encode()
    asked = urllib.request.Request(
        f"http://{address}/api/v1/session",
        words,
        {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"},
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 -- as above
        return answer.headers["Set-Cookie"].partition(";")[0]


def _who(address, headers):
    """Return as whom these headers are known now."""
    asked = urllib.request.Request(
        f"http://{address}/api/v1/session", headers=dict(one.split(": ", 1) for one in headers)
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 -- as above
        return json.load(answer)["role"]


def at_the_edges(role):
    """Return the pattern of the paths whose edges a role meets."""
    return rf"^(?!.*({NOT_AT_THE_EDGES})){_below(EDGES[role])}"


def at_random(role):
    """Return the pattern of the paths that a role meets with what is made up at random."""
    return f"^{_below(EDGES[role] + (f' {ALIKE}' if role == 'staff' else ''))}"


def _below(names):
    return rf"/(api/v1/)?({'|'.join(names.split())})([/.]|$)"


def _without(paths, *phases):
    """Return the setting that leaves phases out for the paths of a pattern."""
    lines = [f"phases.{one}.enabled = false\n" for one in phases]
    return "".join([f"[[operations]]\ninclude-path-regex = {json.dumps(paths)}\n", *lines])


@pytest.fixture
def tried(address, command, paths, tmp_path):
    """Try the service as a role, and return how it went; its document is made by then."""

    def run(role, headers):
        config = tmp_path / "schemathesis.toml"
        not_at_random = _without(f"^(?!{at_random(role)[1:]})", "coverage", "fuzzing")
        not_at_the_edges = _without(f"^(?!{at_the_edges(role)[1:]})", "coverage")
        shipped = (ROOT / "schemathesis.toml").read_text("utf-8")
        config.write_text(f"{shipped}\n{not_at_random}\n{not_at_the_edges}", "utf-8")
        kept = ENDS_THE_LOG_IN if role == "manager" else ()
        return command(
            str(Path(executable).with_name("st")),
            f"--config-file={config}",
            "run",
            f"http://{address}/api/v1/openapi.json",
            "--max-examples=1",
            f"--phases={PHASES}",
            "--workers=1",
            *(f"--header={one}" for one in headers),
            *(f"--exclude-operation-id={one}" for one in kept),
        )

    return run


@pytest.mark.parametrize("role", EDGES)
def test_no_answer_is_undocumented_and_none_is_a_server_error(address, shown, tried, role):
    headers = shown(role)

    done = tried(role, headers)

    assert done.returncode == 0, _found(done.stdout)
    for phase in ("Examples", "Coverage", "Fuzzing", "Stateful"):
        assert re.search(rf"{phase} [(][^✅]*✅ +[1-9]\d* passed", done.stdout), done.stdout[:3000]
    assert role == "public" or _who(address, headers) == role


def test_every_route_is_met_at_its_edges_by_one_role_but_those_that_are_named(paths):
    met = {path: [one for one in EDGES if re.search(at_the_edges(one), path)] for path in paths}

    assert [path for path, roles in met.items() if len(roles) > 1] == []
    assert [
        path for path, roles in met.items() if not roles and not re.search(NOT_AT_THE_EDGES, path)
    ] == []


def test_every_route_is_met_at_random_by_one_role(paths):
    met = {path: [one for one in EDGES if re.search(at_random(one), path)] for path in paths}

    assert {path: roles for path, roles in met.items() if len(roles) != 1} == {}


def _found(told):
    """Return what was found, which stands between the list of the routes and the advice."""
    return told[max(told.find("= ERRORS"), 0) or max(told.find("= FAILURES"), 0) :][:6000]
