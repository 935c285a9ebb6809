"""`ieum thesaurus`: the words of the trades from the command line."""

import pytest

from app.core.settings import settings
from app.thesaurus import sheet

SHIPPED = sheet.shipped_path(settings().data_dir).read_text(encoding="utf-8")
BAGS = "T901,C0704,현수막 새활용 가방,폐현수막 새활용 물품,현수막 업사이클 가방,,,,,,,개\n"


@pytest.fixture
def sheet_with(folder):
    def make(text):
        path = folder / "words.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_migrating_takes_the_shipped_words_in_once(ieum):
    first, second = ieum("migrate"), ieum("migrate")

    assert "업종 사전 1판" in first.err
    assert "업종 사전" not in second.err
    assert ieum("thesaurus", "export", "--version", "1").out.decode() == SHIPPED
    assert ieum("seed", "--if-empty").code == 0
    assert ieum("doctor").code == 0


def test_what_is_exported_goes_back_in_without_a_change(ieum, sheet_with):
    path = sheet_with(ieum("thesaurus", "export").out.decode())

    taken = ieum("thesaurus", "import", path, "--complete")

    assert (taken.code, taken.text) == (0, "개념 0개가 달라졌습니다.\n")


def test_a_file_comes_in_as_drafts_and_is_published(ieum, sheet_with, folder):
    ieum("migrate")
    taken = ieum("thesaurus", "import", sheet_with(SHIPPED.splitlines()[0] + "\n" + BAGS))
    unchanged = ieum("thesaurus", "export").out.decode()
    checked = ieum("thesaurus", "check", "--json").json
    made = ieum("thesaurus", "publish", "--reason", "새 업종", "--digest", checked["digest"])

    assert taken.code == checked["base_version"] == 1 or taken.code == 0
    assert unchanged == SHIPPED
    assert [one["code"] for one in checked["changes"]] == ["T901"]
    assert made.text == "2\n"
    ieum("thesaurus", "export", "--out", folder / "out.csv")
    assert (folder / "out.csv").read_text(encoding="utf-8") == SHIPPED + BAGS


def test_publishing_without_a_draft_or_with_another_digest_is_refused(ieum, sheet_with):
    ieum("migrate")
    nothing = ieum("thesaurus", "publish", "--reason", "그냥")
    ieum("thesaurus", "import", sheet_with(SHIPPED + BAGS))
    moved = ieum("thesaurus", "publish", "--reason", "새 업종", "--digest", "0123456789abcdef")
    wrong = ieum("thesaurus", "publish", "--reason", "새 업종", "--digest", "?")

    assert (nothing.code, moved.code, wrong.code) == (1, 1, 1)
    assert "발행할 초안이 없습니다" in nothing.err
    assert "/digest" in wrong.err


def test_the_shipped_file_has_no_fault(ieum):
    found = ieum("thesaurus", "check", sheet.shipped_path(settings().data_dir), "--json")

    assert found.code == 0
    assert (found.json["changes"], found.json["findings"]) == ([], [])


def test_a_fault_of_a_file_is_told_and_ends_with_one(ieum, sheet_with):
    found = ieum(
        "thesaurus", "check", sheet_with(SHIPPED + BAGS.replace(",,,,,,,개", ",,T999,,,,,개"))
    )

    assert found.code == 1
    assert "added    T901" in found.text
    assert "T999: 없는 개념입니다." in found.text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,name\nT901,가방\n", "/category_code"),
        (SHIPPED + BAGS.replace("폐현수막 새활용 물품", "폐"), "/T901/notice_terms/0"),
        (SHIPPED + BAGS.replace(",,,,,,,개", ",,T901,,,,,개"), "/T901/narrower/0"),
        (SHIPPED + BAGS + BAGS, "/T901/code"),
        ("", "/code"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_place(ieum, sheet_with, text, fault):
    path = sheet_with(text)

    for command in ("check", "import"):
        refused = ieum("thesaurus", command, path)
        assert refused.code == 1
        assert fault in refused.err


def test_a_check_with_rankings_tells_who_would_move(ieum, sheet_with):
    ieum("migrate")
    ieum("seed")
    ieum("thesaurus", "import", sheet_with(SHIPPED + BAGS))

    told = ieum("--lang", "en", "thesaurus", "check", "--rankings")

    assert told.code == 0
    assert "tenders: the first ten change in" in told.text
    assert "nDCG@10" in told.text


def test_rankings_are_for_drafts_only(ieum):
    shipped = sheet.shipped_path(settings().data_dir)

    assert ieum("thesaurus", "check", shipped, "--rankings").code == 2


def test_a_newer_edition_comes_in_but_what_operators_changed_stays(ieum, sheet_with, folder):
    ieum("migrate")
    mine = SHIPPED.replace(",건물 일상청소,", ",우리 청소,")
    ieum("thesaurus", "import", sheet_with(mine))
    ieum("thesaurus", "publish", "--reason", "우리 말")
    data = _data_with(
        folder,
        SHIPPED.replace("빌딩청소", "빌딩 청소일").replace(",화장실 청소,", ",변소 청소,") + BAGS,
    )

    done = ieum("migrate", IEUM_DATA_DIR=str(data))

    now = ieum("thesaurus", "export").text
    assert "3판" in done.err
    assert "고친 그대로 둠: T001" in done.err
    assert "우리 청소" in now
    assert "변소 청소" in now
    assert now.endswith(BAGS)


def _data_with(folder, text):
    """The data folder of a later release: the shipped one, with another thesaurus."""
    data = folder / "data"
    data.mkdir()
    for one in settings().data_dir.iterdir():
        if one.name != "thesaurus":
            (data / one.name).symlink_to(one)
    (data / "thesaurus").mkdir()
    (data / "thesaurus" / "concepts.csv").write_text(text, encoding="utf-8")
    return data
