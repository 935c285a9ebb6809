"""Spreadsheets from the command line."""

GOOD = "code,name,kind\ncentre,센터,centre\nteam,지원단,district_team\n"


def _sheet(folder, text, name="sheet.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_goes_in_and_comes_out(ieum, folder):
    done = ieum("import", "offices", _sheet(folder, GOOD))
    printed = ieum("export", "offices")
    written = ieum("export", "offices", "--out", folder / "out.csv")

    assert (done.code, written.code) == (0, 0)
    assert "모두 저장했습니다" in done.err
    assert "\x1b" not in done.err  # nothing moves where nobody is watching
    assert "지원단" in printed.text
    assert (folder / "out.csv").read_bytes() == printed.out


def test_a_dry_run_stores_nothing(ieum, folder):
    tried = ieum("import", "offices", _sheet(folder, GOOD), "--dry-run", "--json")

    assert tried.code == 0
    assert (tried.json["stored"], tried.json["summary"]["ok"]) == (False, 2)
    assert "지원단" not in ieum("export", "offices").text


def test_a_bad_row_ends_with_1_and_stores_nothing(ieum, folder):
    bad = _sheet(folder, GOOD + "x,,centre\n")

    korean = ieum("import", "offices", bad)
    english = ieum("--lang", "en", "import", "offices", bad)

    assert (korean.code, english.code) == (1, 1)
    assert "4행 [name]" in korean.err
    assert "row 4 [name]" in english.err
    assert "지원단" not in ieum("export", "offices").text


def test_a_likely_duplicate_goes_in_when_it_is_confirmed(ieum, folder):
    sheet = _sheet(folder, "name,district\n한울,강북구\n")
    ieum("import", "enterprises", sheet)

    warned = ieum("import", "enterprises", sheet, "--json")
    told = ieum("import", "enterprises", sheet)
    confirmed = ieum("import", "enterprises", sheet, "--confirm")

    assert (warned.code, confirmed.code) == (1, 0)
    assert warned.json["rows"][0]["verdict"] == "duplicate-warning"
    assert "--confirm" in told.err
    assert "?confirm=true" not in told.err


def test_a_collection_that_does_not_exist_is_a_misuse(ieum, folder):
    assert ieum("import", "firms", _sheet(folder, GOOD)).code == 2
    assert ieum("export", "firms").code == 2


def test_an_unknown_column_is_refused_in_words(ieum, folder):
    refused = ieum("import", "offices", _sheet(folder, "이름\n센터\n"))

    assert refused.code == 1
    assert "이름" in refused.err
    assert "Traceback" not in refused.err
