"""The measures against a judged set small enough to be worked out by hand."""

from math import log2
from pathlib import Path

import pytest

from app.matching import evaluate

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0}
IDEAL = 7 / 1 + 3 / log2(3) + 1 / 2
"""Three grades in their best order: (2^grade - 1) / log2(place + 1)."""


def figures(folder: Path, ranked: list[str], grades: dict[str, int] | None = None) -> tuple:
    """Measure the answer of one request."""
    rows = [f"t\t{one}\t{grade}" for one, grade in (grades or GRADES).items()]
    (folder / "qrels.tsv").write_text("\n".join(rows), encoding="utf-8")
    answer = [(one, float(-place)) for place, one in enumerate(ranked)]
    (overall,) = evaluate.measure({"t": answer}, folder)
    return overall.values


@pytest.mark.parametrize(
    ("ranked", "gain"),
    [
        (["a", "b", "c"], IDEAL),
        (["b", "a", "c"], 3 + 7 / log2(3) + 1 / 2),
        (["c", "b", "a"], 1 + 3 / log2(3) + 7 / 2),
        (["d", "a"], 7 / log2(3)),
        (["x", "y", "b"], 3 / 2),
        (["d"], 0.0),
        ([], 0.0),
    ],
)
def test_ndcg_is_the_gain_over_the_gain_of_the_best_order(
    tmp_path: Path, ranked: list[str], gain: float
) -> None:
    assert figures(tmp_path, ranked)[0] == pytest.approx(gain / IDEAL)


@pytest.mark.parametrize(
    ("ranked", "recall", "reciprocal", "first"),
    [
        (["a", "b"], 1.0, 1.0, 1.0),
        (["a"], 0.5, 1.0, 1.0),
        (["c", "a"], 0.5, 1 / 2, 0.0),
        (["d", "c", "b", "a"], 1.0, 1 / 3, 0.0),
        (["c", "d"], 0.0, 0.0, 0.0),
    ],
)
def test_a_grade_of_two_is_an_answer_and_a_grade_of_one_is_not(
    tmp_path: Path, ranked: list[str], recall: float, reciprocal: float, first: float
) -> None:
    assert figures(tmp_path, ranked)[1:] == (recall, pytest.approx(reciprocal), first)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (10, (1 / log2(11), 1.0, 1 / 10)),
        (11, (0.0, 1.0, 0.0)),
        (20, (0.0, 1.0, 0.0)),
        (21, (0.0, 0.0, 0.0)),
    ],
)
def test_each_measure_looks_no_deeper_than_its_name_says(
    tmp_path: Path, place: int, expected: tuple[float, float, float]
) -> None:
    ranked = [*(f"x{number}" for number in range(place - 1)), "a"]

    assert figures(tmp_path, ranked, {"a": 2})[:3] == pytest.approx(expected)


def test_where_nobody_is_an_answer_every_measure_of_answers_is_nothing(tmp_path: Path) -> None:
    assert figures(tmp_path, ["c"], {"c": 1, "d": 0}) == (1.0, 0.0, 0.0, 0.0)


def test_more_than_ten_good_ones_still_make_a_perfect_ten(tmp_path: Path) -> None:
    grades = {f"e{number}": 3 for number in range(15)}

    assert figures(tmp_path, list(grades), grades)[0] == pytest.approx(1.0)


def test_a_slice_is_the_mean_of_its_own_requests_and_leaves_out_those_without_answer(
    tmp_path: Path,
) -> None:
    (tmp_path / "qrels.tsv").write_text(
        "tender_id\tenterprise_id\tgrade\nt1\ta\t3\nt2\ta\t3\nt3\ta\t3\nt4\ta\t0\n",
        encoding="utf-8",
    )
    (tmp_path / "slices.tsv").write_text(
        "tender_id\tslice\nt1\ttender\nt2\ttender\nt3\tq:typo\nt4\ttender\nt4\tno-answer\n",
        encoding="utf-8",
    )
    run = {"t1": [("a", 1.0)], "t2": [("x", 2.0), ("a", 1.0)], "t4": [("a", 9.0)]}

    found = {one.slice: one for one in evaluate.measure(run, tmp_path)}

    assert {name: one.requests for name, one in found.items()} == {
        "all": 3,
        "q:typo": 1,
        "tender": 2,
    }
    assert found["tender"].values[2:] == (0.75, 0.5)
    assert found["q:typo"].values == (0.0, 0.0, 0.0, 0.0)
    assert found["all"].values[2:] == (pytest.approx(0.5), pytest.approx(1 / 3))
