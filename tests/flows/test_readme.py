"""The walk-through of the README works as it is printed, on a fresh database."""

import shutil

import pytest
from readme import ENGLISH, blocks

PRINTED_ADDRESS = "127.0.0.1:8000"

pytestmark = pytest.mark.skipif(
    shutil.which("curl") is None, reason="curl is not installed, and the walk-through types it"
)


@pytest.fixture(scope="module")
def filled(command, environment):
    """The same, made by the commands by which ./run makes it."""
    for words in (("migrate",), ("seed", "--if-empty")):
        command(*words).check_returncode()
    return environment


def _walk_through(address):
    """Return the script that a reader would have typed, and the lines it is said to print."""
    _, _, walk = ENGLISH.read_text(encoding="utf-8").partition("\n## Walk-through\n")
    walk, _, _ = walk.partition("\n## ")
    chosen = [(language, text) for language, text in blocks(ENGLISH) if text in walk]
    script = "".join(text for language, text in chosen if language == "sh")
    printed = "".join(text for language, text in chosen if language == "text")
    return script.replace(PRINTED_ADDRESS, address), printed.splitlines()


def test_the_walk_through_runs_and_prints_what_it_says(address, command):
    script, expected = _walk_through(address)

    done = command("/bin/sh", "-eu", "-c", script)

    assert done.returncode == 0, done.stderr
    lines = iter(done.stdout.splitlines())
    assert [line for line in expected if line not in lines] == []  # each, in this order
