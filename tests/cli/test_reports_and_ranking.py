"""Reports as files, and the ranking measured, from the command line."""

import json
from uuid import uuid4

import pytest

from app.core.keys import record_id
from app.core.settings import settings

OFFICES = "code,name,kind\ncentre,센터,centre\n"
GOALS = "office,year,metric,name,target\ncentre,2017,meetings,간담회,4\n"
MEETINGS = "office,held_on,title\ncentre,2017-03-02,첫 간담회\ncentre,2017-04-02,둘째\n"


@pytest.fixture
def year(ieum, folder):
    """A goal, and half of what it wants."""
    for name, text in (("offices", OFFICES), ("goals", GOALS), ("meetings", MEETINGS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        assert ieum("import", name, folder / f"{name}.csv").code == 0


def test_the_achievement_is_shown_as_a_table_and_as_json(ieum, year):
    asked = ("report", "achievement", "--year", "2017", "--office", "centre")

    table = ieum(*asked).text
    found = ieum(*asked, "--format", "json").json

    assert "간담회" in table
    assert [(row["target"], row["achieved"]) for row in found["rows"]] == [(4, 2)]


@pytest.mark.parametrize(
    "asked",
    [
        "achievement --year 2017 --office centre",
        "registers fairs --year 2017 --office centre",
        "exposure --from 2017-01-01 --until 2017-12-31",
    ],
)
def test_every_report_answers_json_as_every_other_command_does(ieum, year, asked):
    plain, short = (
        ieum("report", *asked.split(), *how) for how in (["--format", "json"], ["--json"])
    )

    assert short.json == plain.json
    assert short.json["columns"]


@pytest.mark.parametrize(
    ("form", "starts"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("html", b"<!")]
)
def test_a_report_is_written_as_a_file(ieum, folder, year, form, starts):
    out = folder / f"report.{form}"

    done = ieum(
        "report", "achievement", "--year", "2017", "--office", "centre",
        "--format", form, "--out", out,
    )  # fmt: skip

    assert done.code == 0
    assert out.read_bytes().startswith(starts)


def test_the_exposure_is_printed_with_its_measures(ieum):
    days = ("--from", "2026-01-01", "--until", "2026-12-31")

    done = ieum("report", "exposure", *days)
    refused = ieum("report", "exposure", *days, "--office", "nobody")

    assert done.code == 0
    assert "지니 계수" in done.text
    assert refused.code == 1


def test_a_register_is_printed(ieum, year):
    done = ieum("report", "registers", "fairs", "--year", "2017", "--office", "centre")

    assert done.code == 0
    assert "센터" in done.text


def test_a_report_on_nobody_is_refused(ieum):
    assert ieum("report", "achievement", "--year", "2017", "--office", "nobody").code == 1
    assert ieum("report", "discrepancies", "--source", "S9").code == 1


def test_the_ranking_is_measured_without_a_database(ieum, folder):
    whole = settings().data_dir / "eval"
    tenders = (whole / "tenders.jsonl").read_text(encoding="utf-8").splitlines()[:3]
    few = folder / "few"
    few.mkdir()
    (few / "tenders.jsonl").write_text("\n".join(tenders), encoding="utf-8")
    for name in ("enterprises.jsonl", "qrels.tsv", "slices.tsv"):
        (few / name).write_bytes((whole / name).read_bytes())

    done = ieum(
        "evaluate",
        few,
        "--run",
        folder / "run.tsv",
        "--json",
        IEUM_DATABASE_URL="sqlite:////none/x",
    )

    assert done.code == 0
    assert {"slice", "nDCG@10", "P@1"} <= done.json[0].keys()
    rows = (folder / "run.tsv").read_text(encoding="utf-8").splitlines()
    assert {line.split("\t")[0] for line in rows} <= {json.loads(one)["id"] for one in tenders}


def test_a_folder_without_requests_is_refused(ieum, folder):
    refused = ieum("evaluate", folder)

    assert refused.code == 1
    assert "tenders.jsonl" in refused.err


@pytest.mark.parametrize("arguments", [[], ["{folder}", "--logged"], ["--logged", "--split", "봄"]])
def test_evaluate_measures_either_a_folder_or_what_was_logged(ieum, folder, arguments):
    done = ieum("evaluate", *(one.format(folder=folder) for one in arguments))

    assert (done.code, done.out) == (2, b"")


def test_where_nothing_is_logged_it_says_so(ieum):
    done = ieum("evaluate", "--logged")

    assert (done.code, done.out) == (0, b"")
    assert "실행이 없습니다" in done.err


def test_logged_runs_are_measured_and_too_little_is_called_too_little(ieum, folder, seeded_file):
    path = folder / "full.db"
    path.write_bytes(seeded_file.read_bytes())
    full = {"IEUM_DATABASE_URL": f"sqlite:///{path}"}
    agency, mine = record_id("agencies", "ag-05e5b767"), uuid4()
    sheet = folder / "tenders.csv"
    sheet.write_text(f"id,title,agency_id\n{mine},행사 현수막 제작,{agency}\n", encoding="utf-8")
    assert ieum("import", "tenders", sheet, **full).code == 0
    assert ieum("match", "--tender", mine, **full).code == 0

    table = ieum("evaluate", "--logged", "--monthly", **full)
    (whole, month) = ieum("evaluate", "--logged", "--monthly", "--json", **full).json["periods"]

    assert (whole["runs"], whole["decided"], whole["HR@10"]) == (1, 0, None)
    assert whole["coverage"] > 0
    assert {**month, "period": "all"} == whole
    assert len(table.text.splitlines()) == 3
    assert "30건보다 적어" in table.err
