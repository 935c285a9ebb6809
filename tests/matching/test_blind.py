"""On sets made up without sight of the thesaurus the ranking stays as good as it was brought to."""

from functools import cache
from pathlib import Path

import pytest

from app.matching import Thesaurus, evaluate

DATA = Path(__file__).parents[2] / "data"
BLIND = Path(__file__).with_name("blind")
LEAST = {
    "first": 0.91,
    "second": 0.93,
    "third-1": 0.79,
    "third-2": 0.79,
    "third-3": 0.70,
    "third-4": 0.75,
    "third-5": 0.68,
    "third-6": 0.82,
}
"""The nDCG@10 below which a change has made the matcher worse."""


@cache
def answers(name: str) -> evaluate.Run:
    """Rank everything of a set."""
    thesaurus = Thesaurus.load(DATA / "thesaurus" / "concepts.csv", DATA / "categories.csv")
    return evaluate.run(BLIND / name, thesaurus)


def unanswerable(name: str) -> set[str]:
    """Name the requests that nobody of a set can answer."""
    rows = (BLIND / name / "slices.tsv").read_text(encoding="utf-8").splitlines()
    return {row.split("\t")[0] for row in rows if row.endswith("\tno-answer")}


@pytest.mark.parametrize("name", LEAST)
def test_requests_made_up_blind_are_ranked_well(name: str) -> None:
    overall = evaluate.measure(answers(name), BLIND / name)[0]

    assert overall.values[0] >= LEAST[name]


@pytest.mark.parametrize("name", ["first", "second"])
def test_few_that_can_be_answered_are_left_empty_and_most_that_cannot_are(name: str) -> None:
    empty = {one for one, found in answers(name).items() if not found}

    assert len(empty - unanswerable(name)) <= 4
    assert len(empty & unanswerable(name)) >= 3
