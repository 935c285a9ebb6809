"""Work in a process of its own gives what it gives here, whatever becomes of the process."""

import errno
import multiprocessing
import os
import signal
from functools import partial

import pytest
from hypothesis import given, settings

from app.matching import Index, forking, rank, search

from .makers import THESAURUS, need
from .test_properties import registers

HERE = os.getpid()


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fork, however few processors the machine has."""
    monkeypatch.setattr(forking, "processors", lambda: 2)


def elsewhere(answer: str) -> tuple[str, bool]:
    """Answer, and say whether this is another process."""
    return answer, os.getpid() != HERE


def killed() -> bool:
    """End like a process for which there was no memory; here, say that this is here."""
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid() == HERE


def no_room() -> int:
    """Refuse to fork as the kernel does where there is no room."""
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")


def test_it_is_done_in_another_process() -> None:
    waiting = [forking.begin(partial(elsewhere, answer)) for answer in ("first", "second")]

    assert [result() for result in waiting] == [("first", True), ("second", True)]


def test_a_long_answer_comes_whole() -> None:
    assert forking.begin(lambda: b"x" * 5_000_000)() == b"x" * 5_000_000


def test_what_is_not_long_is_done_here() -> None:
    assert forking.begin(partial(elsewhere, "short"), is_long=False)() == ("short", False)


def test_where_there_is_one_processor_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "processors", lambda: 1)

    assert forking.begin(partial(elsewhere, "alone"))() == ("alone", False)


def test_where_there_is_no_room_for_a_process_it_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.fork", no_room)

    assert forking.begin(partial(elsewhere, "alone"))() == ("alone", False)


def test_a_process_that_may_have_no_children_works_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr("os.cpu_count", lambda: 2)

    many = forking.processors()
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)

    assert (many, forking.processors()) == (2, 1)


def test_what_goes_wrong_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        forking.begin(lambda: 1 // 0)()


def test_where_the_process_is_killed_it_is_done_here() -> None:
    assert forking.begin(killed)()


@settings(max_examples=5, deadline=None)
@given(registers)
def test_an_index_built_so_answers_the_same(register) -> None:
    alone = Index(THESAURUS, register)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("app.matching.segment._MANY", 1)
        together = Index(THESAURUS, register)

    assert rank(need("청소와 도시락"), together) == rank(need("청소와 도시락"), alone)
    assert search("청소", together) == search("청소", alone)
