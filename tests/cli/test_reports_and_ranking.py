"""Reports as files, and the ranking measured, from the command line."""

import json

import pytest

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
