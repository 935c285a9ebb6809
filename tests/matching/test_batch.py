"""A day's needs ranked by several processes give what one would give, in the same order."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.matching import Index, MatchResult, Need, rank
from app.matching.batch import rank_each

from .makers import THESAURUS, TODAY, need, selling
from .test_properties import registers

NEEDS = [need(title, key=f"{n}") for n in range(20) for title in ("청사 청소용역", "현수막 제작")]
REGISTER = [selling("사무실 청소", name="맑은두레"), selling("현수막 출력", name="거리광고")]


def names(asked: Need, found: MatchResult) -> tuple[str, list[str]]:
    """Tell who was found for whom."""
    return asked.key, [one.supplier.name for one in found.results]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_answers_come_in_the_order_of_the_needs(workers: int) -> None:
    index = Index(THESAURUS, REGISTER)

    told = list(rank_each(NEEDS, index, names, as_of=TODAY, workers=workers))

    assert told == [names(one, rank(one, index, as_of=TODAY)) for one in NEEDS]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_needs_are_drawn_only_a_little_ahead(workers: int) -> None:
    drawn: list[Need] = []
    endless = (drawn.append(one) or one for _ in iter(int, 1) for one in NEEDS)

    told = rank_each(endless, Index(THESAURUS, REGISTER), names, as_of=TODAY, workers=workers)
    first = next(told)
    told.close()

    assert first == ("0", ["맑은두레"])
    assert len(drawn) <= 100


def test_what_goes_wrong_in_a_process_is_raised_here() -> None:
    with pytest.raises(ValueError, match="a ranking needs a day"):
        list(rank_each([Need(title="청소")], Index(THESAURUS), names, workers=2))


def test_no_needs_give_no_answers() -> None:
    assert list(rank_each([], Index(THESAURUS), names, workers=2)) == []


@settings(max_examples=10, deadline=None)
@given(registers)
def test_all_of_an_answer_comes_back(register) -> None:
    index = Index(THESAURUS, register)
    wanted = [need("청사 청소용역", as_of=TODAY)]

    assert list(rank_each(wanted, index, lambda _, found: found, workers=1)) == [
        rank(wanted[0], index)
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_where_the_first_process_is_killed_none_of_the_others_stays(tmp_path):
    told = tmp_path / "pids"
    script = f"""
import os, time
from datetime import date
from pathlib import Path
from app.matching import Index, Need, Thesaurus
from app.matching.batch import rank_each

def tell(need, result):
    with Path({str(told)!r}).open("a") as file:
        file.write(f"{{os.getpid()}}\\n")
    time.sleep(60)

needs = [Need(title="청소", as_of=date(2026, 3, 1)) for _ in range(64)]
list(rank_each(needs, Index(Thesaurus(()), ()), tell, workers=2))
"""
    first = subprocess.Popen(  # noqa: S603 -- our own interpreter and text
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2]
    )
    until = time.monotonic() + 30
    while time.monotonic() < until and len(_lines(told)) < 2:
        time.sleep(0.05)
    others = {int(line) for line in _lines(told)}
    first.kill()
    first.wait()

    until = time.monotonic() + 10
    while time.monotonic() < until and any(_runs(one) for one in others):
        time.sleep(0.05)
    assert len(others) == 2
    assert not [one for one in others if _runs(one)]


def _lines(path):
    return path.read_text().splitlines() if path.exists() else []


def _runs(process: int) -> bool:
    """Say whether a process still runs; one that has ended may wait to be struck off."""
    stat = Path(f"/proc/{process}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
