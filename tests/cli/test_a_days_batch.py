"""A day's tenders from the command line, and what they mean for each."""

from uuid import uuid4

import pytest

from app.core.keys import record_id

AGENCY = str(record_id("agencies", "ag-05e5b767"))  # 강북구


@pytest.fixture
def full(ieum, folder, seeded_file):
    """A copy of the shipped record with two open tenders in it, as an environment of a command."""
    path, sheet = folder / "full.db", folder / "tenders.csv"
    path.write_bytes(seeded_file.read_bytes())
    full = {"IEUM_DATABASE_URL": f"sqlite:///{path}"}
    sheet.write_text(
        "title,agency_id,region,office,quantity,unit\n"
        f"행사 현수막 제작,{AGENCY},서울특별시 강북구,gangdong,,\n"
        f"단체 도시락,{AGENCY},서울특별시 강북구,,900000,개\n",
        encoding="utf-8",
    )
    assert ieum("import", "tenders", sheet, **full).code == 0
    return full


def test_a_batch_says_what_it_did_and_is_not_done_twice(ieum, full):
    first = ieum("batch", "--limit", "4", **full)
    again = ieum("batch", "--limit", "4", "--json", **full)

    assert (first.code, again.code) == (0, 0)
    assert first.text.strip() == again.json["id"]
    assert "공고 2건" in first.err
    assert (again.json["done"], again.json["total"]) == (2, 2)
    assert 4 < again.json["places"] <= 8


def test_an_enterprise_and_an_office_have_their_digest(ieum, full):
    ieum("batch", "--limit", "4", **full)

    office = ieum("digest", "--office", "gangdong", "--json", **full).json
    printed = ieum("digest", "--office", "gangdong", **full).text
    (tender,) = office["tenders"]
    proposed = tender["proposals"][0]["enterprise"]
    own = ieum("digest", "--enterprise", proposed["id"], "--json", **full).json

    assert tender["tender"]["title"] == "행사 현수막 제작"
    assert [one["rank"] for one in tender["proposals"]] == [1, 2, 3, 4]
    assert proposed["name"] in printed
    assert "(새)" in printed
    assert [one["tender"]["title"] for one in own["fits"]] == ["행사 현수막 제작"]


def test_everyone_has_one_in_either_language(ieum, full):
    ieum("batch", "--limit", "4", **full)

    every = ieum("digest", "--json", **full).json
    korean, english = ieum("digest", **full).text, ieum("--lang", "en", "digest", **full).text

    named = [one["enterprise"]["name"] for one in every if "enterprise" in one]
    assert len(named) == len(set(named)) > 4
    assert [one["office"] for one in every if "office" in one] == ["gangdong"]
    assert all(name in korean and name in english for name in named)
    assert "맞는 공고" in korean
    assert "near misses" in english


def test_without_a_batch_there_is_nothing_to_tell(ieum):
    assert ieum("digest").code == 1
    assert ieum("batch", "--json").json["total"] == 0
    assert ieum("digest", "--json").json == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["digest", "--enterprise", str(uuid4())], 1),
        (["digest", "--office", "nobody"], 1),
        (["digest", "--batch", str(uuid4())], 1),
        (["digest", "--enterprise", str(uuid4()), "--office", "gangdong"], 2),
        (["batch", "--day", "어제"], 2),
        (["batch", "--limit", "0"], 2),
    ],
)
def test_what_does_not_exist_or_makes_no_sense_is_refused(ieum, full, arguments, code):
    assert ieum(*arguments, **full).code == code
