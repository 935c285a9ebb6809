"""A section of the benchmarks is written alone; engines find what they are asked for."""

import pytest

from benchmarks import document, engines

ORDER = ("First", "Second", "Third")


@pytest.fixture
def paper(tmp_path):
    """A document with two of three sections."""
    path = tmp_path / "benchmarks.md"
    path.write_text(
        "# Benchmarks\n\nHow to read.\n\n## First\n\none\n\n## Third\n\nthree\n", "utf-8"
    )
    return path


def test_a_section_is_replaced_and_the_others_stay(paper):
    document.put("First", "| new |\n\nmore", ORDER, paper)

    assert paper.read_text("utf-8") == (
        "# Benchmarks\n\nHow to read.\n\n## First\n\n| new |\n\nmore\n\n## Third\n\nthree\n"
    )


def test_a_new_section_comes_in_its_place(paper):
    document.put("Second", "two", ORDER, paper)

    text = paper.read_text("utf-8")
    assert text.index("## First") < text.index("## Second\n\ntwo") < text.index("## Third")


def test_a_section_nobody_measures_any_more_is_kept_last(paper):
    document.put("Third", "three anew", ("Second", "Third"), paper)

    assert paper.read_text("utf-8").endswith("## Third\n\nthree anew\n\n## First\n\none\n")


@pytest.mark.parametrize("kind", engines.KINDS, ids=lambda kind: kind.name)
def test_an_engine_finds_the_text_that_says_what_is_asked(kind):
    texts = ["현수막 제작 실사출력", "저수조 청소와 소독", "도시락 배달 케이터링"]

    with engines.built(kind, texts) as ask:
        if ask is None:
            pytest.skip("not installed: see benchmarks/requirements.txt")
        found = ask("저수조 청소", 2)

    assert found[0][0] == 1
