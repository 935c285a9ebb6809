"""Files in and out of the command line, and how each command ends."""

import csv
import io
import json
import sqlite3
import subprocess
import sys

import pytest

from app.core.settings import settings

OFFICES = "code,name,kind\ncentre,똠방 센터,centre\nteam,지원단,district_team\n"
DATA = settings().data_dir


@pytest.fixture
def sheet(folder):
    """Write a sheet and return its path."""

    def write(text, name="sheet.csv", encoding="utf-8"):
        path = folder / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
def test_a_sheet_in_any_encoding_goes_in_and_comes_out_as_the_same_utf_8(ieum, sheet, encoding):
    done = ieum("import", "offices", sheet(OFFICES, encoding=encoding))

    printed = ieum("export", "offices")

    rows = list(csv.DictReader(io.StringIO(printed.text, newline="")))
    assert (done.code, done.out) == (0, b"")
    assert printed.out.startswith(b"\xef\xbb\xbf")
    assert [row["name"] for row in rows] == ["똠방 센터", "지원단"]


def test_what_was_exported_and_saved_by_excel_in_cp949_changes_nothing(ieum, sheet, folder):
    ieum("import", "offices", sheet(OFFICES))
    ieum("export", "offices", "--out", folder / "out.csv")
    text = (folder / "out.csv").read_text(encoding="utf-8-sig")

    again = ieum("import", "offices", sheet(text, encoding="cp949"), "--json")

    assert again.json["stored"] is True
    assert again.json["summary"] == {
        "rows": 2, "ok": 2, "duplicate-warning": 0, "error": 0,
        "created": 0, "changed": 0, "unchanged": 2,
    }  # fmt: skip


def test_the_receipt_as_json_says_each_fault_in_both_languages(ieum, sheet):
    done = ieum("import", "offices", sheet("code,name,kind\na,,성\n"), "--json")

    (row,) = done.json["rows"]
    assert done.code == 1
    assert (row["row"], row["verdict"], row["action"]) == (2, "error", None)
    assert {one["column"] for one in row["errors"]} == {"name", "kind"}
    assert all(one["ko"] and one["en"].isascii() for one in row["errors"])


def test_a_long_list_of_refused_rows_is_cut_for_people_and_whole_for_programs(ieum, sheet):
    bad = sheet("code,name,kind\n" + "".join(f"c{n},,centre\n" for n in range(60)))

    told = ieum("--lang", "en", "import", "offices", bad)
    whole = ieum("import", "offices", bad, "--json")

    assert told.err.count("[name]") == 50
    assert "… and 10 more rows" in told.err
    assert len(whole.json["rows"]) == 60


@pytest.mark.parametrize(
    ("given", "kept"), [(["--reason", "정비"], "정비"), ([], "ieum import sheet.csv")]
)
def test_the_reason_of_an_import_stands_in_the_history(ieum, sheet, url, given, kept):
    ieum("import", "offices", sheet(OFFICES), *given)

    file = sqlite3.connect(url.removeprefix("sqlite:///"))
    found = file.execute("SELECT DISTINCT reason, actor FROM revision").fetchall()
    file.close()
    assert found == [(kept, "import")]


@pytest.mark.parametrize(
    "command",
    [
        ["export", "offices", "--out"],
        ["backup"],
        ["evaluate", DATA / "eval", "--run"],
    ],
    ids=["export", "backup", "evaluate"],
)
def test_a_place_that_cannot_be_written_is_named_in_words(ieum, folder, command):
    place = folder / "nowhere" / "x"

    korean = ieum(*command, place)
    english = ieum("--lang", "en", *command, place)

    assert (korean.code, korean.out) == (1, b"")
    assert str(place) in korean.err
    assert "쓸 수 없습니다" in korean.err
    assert "cannot be read or written" in english.err


def test_an_export_onto_a_folder_is_refused_and_leaves_no_half_file(ieum, folder):
    (folder / "taken").mkdir()

    done = ieum("export", "offices", "--out", folder / "taken")

    assert done.code == 1
    assert [one.name for one in folder.iterdir() if "taken" in one.name] == ["taken"]


def test_the_ranking_of_the_shipped_set_is_measured_by_slice_and_its_run_can_be_scored(
    ieum, folder
):
    out = folder / "run.tsv"

    done = ieum("evaluate", DATA / "eval", "--run", out, IEUM_DATABASE_URL="sqlite:////none/x")

    head, *table = [line.split() for line in done.text.splitlines()]
    assert head == ["slice", "n", "nDCG@10", "recall@20", "MRR@10", "P@1"]
    assert table[0][0] == "all"
    assert all(0 <= float(cell) <= 1 for line in table for cell in line[2:])
    lines = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    asked = _ids("tenders.jsonl")
    assert {request for request, _, _ in lines} <= asked
    assert {supplier for _, supplier, _ in lines} <= _ids("enterprises.jsonl")
    assert len({(request, supplier) for request, supplier, _ in lines}) == len(lines)
    scored = subprocess.run(  # noqa: S603 -- the shipped script
        [sys.executable, DATA / "eval" / "score.py", out],
        capture_output=True, text=True, check=False, cwd=DATA / "eval",
    )  # fmt: skip
    assert scored.returncode == 0, scored.stderr
    assert table[0][2] in scored.stdout


def _ids(name):
    text = (DATA / "eval" / name).read_text(encoding="utf-8")
    return {json.loads(line)["id"] for line in text.splitlines() if line.strip()}


def test_a_folder_without_judgements_is_ranked_and_not_measured(ieum, folder):
    for name in ("tenders.jsonl", "enterprises.jsonl"):
        first = (DATA / "eval" / name).read_text(encoding="utf-8").splitlines()[:3]
        (folder / name).write_text("\n".join(first), encoding="utf-8")

    done = ieum("--lang", "en", "evaluate", folder, "--run", folder / "run.tsv")

    assert (done.code, done.out) == (0, b"")
    assert "no qrels.tsv" in done.err
    assert (folder / "run.tsv").exists()


def test_the_doctor_says_its_findings_to_programs_in_both_languages(ieum):
    done = ieum("doctor", "--json")

    assert done.code == 0
    assert done.json["verdict"] in ("ok", "warn")
    assert {frozenset(one) for one in done.json["findings"]} == {
        frozenset({"name", "state", "ko", "en"})
    }


def test_a_restore_says_what_to_do_next_in_the_language_of_the_reader(ieum, folder):
    ieum("backup", folder / "saved.db")

    korean = ieum("restore", folder / "saved.db", "--force")
    english = ieum("--lang", "en", "restore", folder / "saved.db", "--force")

    assert (korean.code, korean.out, english.code) == (0, b"", 0)
    assert "ieum migrate" in korean.err
    assert "Restored from" in english.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "fr", "export", "offices"],
        ["export"],
        ["import", "offices", "no-such-file.csv"],
        ["restore", "no-such-file.db"],
        ["evaluate", "no-such-folder"],
        ["report", "achievement", "--year", "1800", "--office", "x"],
        ["report", "registers", "weddings", "--year", "2017", "--office", "x"],
        ["report", "discrepancies", "--source", "S0", "--format", "pdf"],
        ["serve", "--port", "70000"],
        ["migrate", "--sideways"],
    ],
    ids=" ".join,
)
def test_a_misused_command_ends_with_2_and_changes_nothing(ieum, arguments):
    before = ieum("export", "offices").out

    done = ieum(*arguments)

    assert (done.code, done.out) == (2, b"")
    assert ieum("export", "offices").out == before


@pytest.mark.parametrize(
    ("arguments", "korean", "english"),
    [
        (["seed", "--drop-synthetic"], "지어낸 기업 0개", "0 invented enterprises"),
        (["doctor"], "판정: ", "verdict: "),
        (["report", "discrepancies", "--source", "S9"], "", ""),
    ],
    ids=["seed", "doctor", "report"],
)
def test_a_command_speaks_the_language_that_was_asked_for(ieum, arguments, korean, english):
    first, second = ieum(*arguments), ieum("--lang", "en", *arguments)

    assert korean in first.text + first.err
    assert english in second.text + second.err
    assert first.text + first.err != second.text + second.err
