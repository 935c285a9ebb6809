"""Ranking and tokens from the command line, over the shipped record."""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.core.keys import record_id
from app.core.settings import Settings
from app.main import create_app

AGENCY = str(record_id("agencies", "ag-05e5b767"))  # 강북구


@pytest.fixture(scope="module")
def full(seeded_file, tmp_path_factory):
    """The address of a copy of the shipped record, as an environment of a command."""
    path = tmp_path_factory.mktemp("full") / "full.db"
    path.write_bytes(seeded_file.read_bytes())
    return {"IEUM_DATABASE_URL": f"sqlite:///{path}"}


@pytest.fixture
def tender(ieum, full, folder):
    """The id of a stored tender."""
    mine, sheet = str(uuid4()), folder / "tenders.csv"
    sheet.write_text(
        f"id,title,agency_id,region\n{mine},행사 현수막 제작,{AGENCY},서울특별시 강북구\n",
        encoding="utf-8",
    )
    assert ieum("import", "tenders", sheet, **full).code == 0
    return mine


def test_a_ranking_is_one_line_for_each_enterprise_in_the_order_of_its_score(ieum, full):
    done = ieum("match", "현수막 제작", "--limit", "4", **full)

    ranked = done.text.partition("\n요건에 못 미치지만")[0]
    lines = re.findall(r"^ +(\d+)\. +([0-9.]+)  \S", ranked, re.MULTILINE)
    assert done.code == 0
    assert [int(rank) for rank, _ in lines] == [1, 2, 3, 4]
    scores = [float(score) for _, score in lines]
    assert scores == sorted(scores, reverse=True)


def test_the_json_says_the_same_as_the_lines_and_why(ieum, full):
    found = ieum("match", "현수막 제작", "--limit", "3", "--json", **full).json
    shown = ieum("match", "현수막 제작", "--limit", "3", **full).text

    assert found["run_id"] is None
    assert len(found["results"]) == 3
    for one in found["results"]:
        assert one["enterprise"]["name"] in shown
        assert one["factors"]
        assert one["matched_products"]


def test_a_change_that_would_help_is_said_in_the_language_that_was_asked_for(ieum, full):
    asked = ("match", "현수막 제작", "--region", "강북구", "--limit", "5")

    korean, english = ieum(*asked, **full).text, ieum("--lang", "en", *asked, **full).text

    assert "요건에 못 미치지만" in korean
    assert "Near misses" in english
    changes = re.findall(r"^ {14}- (.+)$", english, re.MULTILINE)
    assert changes
    assert all(re.match(r"[A-Z]", one) for one in changes)
    assert len(re.findall(r"^ {14}- .*[가-힣]", korean, re.MULTILINE)) == len(changes)


def test_the_price_and_the_law_decide_the_routes_of_contract(ieum, full):
    asked = ("match", "현수막 제작", "--limit", "1", "--json")

    small = ieum(*asked, "--price", "1000000", "--law", "local", **full).json["results"][0]
    large = ieum(*asked, "--price", "900000000", "--law", "local", **full).json["results"][0]
    state = ieum(*asked, "--price", "1000000", "--law", "state", **full).json["results"][0]

    assert small["routes"]
    assert small["routes"] != large["routes"]
    assert {one["law"] for one in small["routes"]} != {one["law"] for one in state["routes"]}


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["현수막", "--price", "-5"], "/estimated_price_krw"),
        (["현수막", "--law", "moon"], "/buyer_law"),
        ([""], "/title"),
        (["x" * 2000], "/title"),
        (["현수막", "--region", "x" * 2000], "/region"),
    ],
)
def test_a_request_that_is_not_sound_ends_with_1_and_names_the_field(ieum, full, arguments, field):
    korean = ieum("match", *arguments, **full)
    english = ieum("--lang", "en", "match", *arguments, **full)

    assert (korean.code, korean.out) == (1, b"")
    assert f"  {field}: " in korean.err
    assert english.err.isascii()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["현수막", "--tender", str(uuid4())],
        ["--tender", "seven"],
        ["현수막", "--limit", "0"],
        ["현수막", "--limit", "101"],
        ["현수막", "--price", "많이"],
        ["현수막", "--colour", "red"],
    ],
)
def test_a_misuse_of_match_ends_with_2_and_prints_no_result(ieum, full, arguments):
    done = ieum("match", *arguments, **full)

    assert (done.code, done.out) == (2, b"")


def test_a_tender_that_is_not_stored_is_refused(ieum, full):
    done = ieum("match", "--tender", uuid4(), **full)

    assert done.code == 1
    assert "수요·공고" in done.err


def test_the_run_of_a_stored_tender_is_kept_and_every_one_of_them(ieum, full, tender):
    first = ieum("match", "--tender", tender, "--json", "--limit", "2", **full).json
    second = ieum("match", "--tender", tender, "--json", "--limit", "2", **full).json

    assert first["run_id"] != second["run_id"]
    assert first["results"] == second["results"]


def test_a_request_nobody_fits_says_so_in_either_language(ieum, full):
    korean = ieum("match", "qqqqzzzz", **full)
    english = ieum("--lang", "en", "match", "qqqqzzzz", **full)

    assert (korean.code, korean.text) == (0, "맞는 기업이 없습니다.\n")
    assert english.text == "No enterprise fits.\n"


def opened(full, bearer):
    """A client of the service with the token that a command printed."""
    made = create_app(
        Settings(database_url=full["IEUM_DATABASE_URL"], log_level="ERROR", warm_index=False)
    )
    return TestClient(made, headers={"Authorization": f"Bearer {bearer}"})


def test_a_token_reaches_as_far_as_its_scope_and_no_further(ieum, full, tender):
    bearer = ieum("token", "--role", "agency", "--agency", AGENCY, **full).text.strip()
    other = str(record_id("agencies", "ag-72e38927"))

    with opened(full, bearer) as client:
        mine = client.get(f"/api/v1/tenders/{tender}")
        draft = {"title": "책자", "agency_id": other}
        theirs = client.post("/api/v1/tenders", json=draft)
        own = client.post("/api/v1/tenders", json={**draft, "agency_id": AGENCY})

    assert [mine.status_code, theirs.status_code, own.status_code] == [200, 403, 201]


def test_a_staff_token_of_an_office_writes_for_that_office(ieum, full):
    bearer = ieum("token", "--role", "staff", "--office", "nowon", **full).text.strip()
    entry = {"held_on": "2019-03-04", "title": "회의"}

    with opened(full, bearer) as client:
        codes = [
            client.post("/api/v1/meetings", json={**entry, "office": office}).status_code
            for office in ("nowon", "gangdong")
        ]

    assert codes == [201, 403]


def test_a_token_ends_with_its_last_day(ieum, full, monkeypatch):
    bearer = ieum("token", "--role", "staff", "--days", "2", **full).text.strip()
    answers = []

    with opened(full, bearer) as client:
        for days in (1, 3):
            later = datetime.now(UTC) + timedelta(days=days)
            monkeypatch.setattr("app.routers.deps.datetime", _Clock(later))
            answers.append(client.get("/api/v1/meetings").status_code)

    assert answers == [200, 401]


class _Clock:
    """A clock that stands still."""

    def __init__(self, at):
        self.at = at

    def now(self, _zone):
        return self.at


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--role", "staff", "--office", "nowhere"], "사무소"),
        (["--role", "agency", "--agency", str(uuid4())], "기관"),
        (["--role", "device", "--fair", str(uuid4())], "박람회"),
        (["--role", "device"], "--fair"),
        (["--role", "enterprise"], "--enterprise"),
    ],
)
def test_a_scope_that_is_missing_or_points_at_nothing_is_refused(ieum, arguments, said):
    done = ieum("token", *arguments)

    assert (done.code, done.out) == (1, b"")
    assert said in done.err


@pytest.mark.parametrize(
    "arguments",
    [["--role", "king"], ["--role", "staff", "--days", "0"],
     ["--role", "staff", "--days", "3651"], ["--role", "agency", "--agency", "x"]],
)  # fmt: skip
def test_a_misuse_of_token_ends_with_2(ieum, arguments):
    assert ieum("token", *arguments).code == 2


def test_no_token_can_be_read_from_the_database(ieum, full):
    bearer = ieum("token", "--role", "admin", **full).text.strip()

    raw = b"".join(
        path.read_bytes() for path in _files(full["IEUM_DATABASE_URL"].removeprefix("sqlite:///"))
    )

    assert bearer.encode() not in raw
    assert bearer.removeprefix("ieum_").encode() not in raw


def _files(name):
    from pathlib import Path  # noqa: PLC0415

    return [one for one in Path(name).parent.iterdir() if one.name.startswith(Path(name).name)]


REPORTS = [
    ("achievement", "--year", "2017", "--office", "seoul-se-center"),
    ("achievement", "--year", "2017", "--office", "seoul-se-center", "--compare", "2016"),
    ("achievement", "--year", "2017", "--office", "seoul-se-center", "--include-children"),
    *(
        ("registers", name, "--year", "2017", "--office", "seoul-se-center")
        for name in ("fairs", "education-sessions", "matching-cases", "visits", "consultations",
                     "contracts")
    ),
    ("discrepancies", "--source", "S0"),
    ("discrepancies", "--source", "S0", "--only-differing"),
]  # fmt: skip


@pytest.mark.parametrize("report", REPORTS, ids=[" ".join(one) for one in REPORTS])
def test_a_report_says_the_same_rows_in_every_form(ieum, full, folder, report):
    rows = json.loads(ieum("report", *report, "--format", "json", **full).out)["rows"]

    forms = {
        form: ieum("report", *report, "--format", form, **full)
        for form in ("table", "csv", "html", "xlsx")
    }
    written = ieum("report", *report, "--format", "csv", "--out", folder / "r.csv", **full)

    assert rows
    assert {one.code for one in forms.values()} == {0}
    assert forms["html"].text.count("<tr") >= len(rows)
    assert forms["xlsx"].out.startswith(b"PK")
    assert len(forms["csv"].text.splitlines()) > len(rows)
    assert (folder / "r.csv").read_bytes() == forms["csv"].out
    assert written.out == b""
    assert str(folder / "r.csv") in written.err


def test_only_what_differs_is_a_part_of_what_was_printed(ieum, full):
    asked = ("report", "discrepancies", "--source", "S0", "--format", "json")

    every = ieum(*asked, **full).json["rows"]
    differing = ieum(*asked, "--only-differing", **full).json["rows"]

    assert 0 < len(differing) < len(every)
    keys = [row["key"] for row in every]
    assert [row["key"] for row in differing] == [
        k for k in keys if k in {r["key"] for r in differing}
    ]
