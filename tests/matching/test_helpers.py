"""Work in a process of its own gives what it gives here, whatever becomes of the process."""

import errno
import os
import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings

from app.matching import Index, rank, search
from app.matching.helpers import Helpers

from .makers import THESAURUS, need
from .test_properties import registers
from .work import be_killed, fail, repeat, tell_where, wait_for

HERE = os.getpid()


def no_room(*_: object, **__: object) -> int:
    """Refuse a process as the kernel does where there is no room."""
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")


def test_it_is_done_in_another_process() -> None:
    with Helpers(HERE, 1) as helpers:
        told = helpers.begin(partial(tell_where, "told"))
        helpers._threads.submit(int).result()  # the one helper has done what came before

        assert told() == ("told", True)


def test_a_long_answer_comes_whole() -> None:
    with Helpers(HERE, 1) as helpers:
        long = helpers.begin(partial(repeat, b"x", 5_000_000))

        assert long() == b"x" * 5_000_000


def test_what_nobody_has_begun_is_done_here(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with Helpers(HERE, 1) as helpers:
        busy = helpers.begin(partial(wait_for, str(tmp_path / "pipe")))
        with (tmp_path / "pipe").open("w") as pipe:  # opens as soon as the helper waits
            waiting = helpers.begin(partial(tell_where, "waiting"))

            assert waiting() == ("waiting", False)
            pipe.write("go on")
        assert busy() == "go on"


def test_without_helpers_it_is_done_here() -> None:
    with Helpers(HERE, 0) as nobody:
        assert not nobody
        assert nobody.begin(partial(tell_where, "alone"))() == ("alone", False)


def test_where_there_is_no_room_for_a_process_it_is_done_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.matching.helpers.Popen", no_room)

    with Helpers(HERE, 2) as nobody:
        assert not nobody
        assert nobody.begin(partial(tell_where, "alone"))() == ("alone", False)


def test_where_python_cannot_be_begun_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with Helpers(HERE, 1) as helpers:
        assert helpers.begin(partial(tell_where, "alone"))() == ("alone", False)


def test_what_goes_wrong_is_raised_here() -> None:
    with Helpers(HERE, 1) as helpers, pytest.raises(ZeroDivisionError):
        helpers.begin(fail)()


def test_what_cannot_be_sent_is_told() -> None:
    with Helpers(HERE, 1) as helpers, pytest.raises((pickle.PicklingError, AttributeError)):
        helpers.begin(lambda _: 1)


def test_where_a_helper_is_killed_it_and_all_that_follows_is_done_here() -> None:
    with Helpers(HERE, 1) as helpers:
        assert helpers.begin(be_killed)() == "at home"
        assert helpers.begin(partial(tell_where, "alone"))() == ("alone", False)


def test_no_process_is_left_behind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with Helpers(HERE, 1) as helpers:
        helpers.begin(partial(wait_for, str(tmp_path / "pipe")))
        (own,) = [one._process for one in helpers._all]

    assert own.returncode is not None


def test_a_helper_ends_with_whoever_began_it() -> None:
    script = (
        "import os; from app.matching.helpers import Helpers; h = Helpers(0, 1);"
        "h.begin(abs)(); print(h._all[0]._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], stdout=subprocess.PIPE, timeout=60, check=False
    )

    # the pipe it inherited ends only with it; run() waits for that
    assert done.returncode == -9


@settings(max_examples=5, deadline=None)
@given(registers)
def test_an_index_built_so_answers_the_same(register) -> None:
    alone = Index(THESAURUS, register)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("app.matching.index._MANY", 1)
        patched.setattr("app.matching.index._LARGE", 2)
        patched.setattr("app.matching.index.processors", lambda: 2)
        together = Index(THESAURUS, register)

    assert rank(need("청소와 도시락"), together) == rank(need("청소와 도시락"), alone)
    assert search("청소", together) == search("청소", alone)
