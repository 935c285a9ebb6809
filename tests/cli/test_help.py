"""Every command explains itself, in both languages and at once."""

import subprocess
import sys

import pytest

COMMANDS = [
    "serve",
    "migrate",
    "seed",
    "import",
    "export",
    "match",
    "report",
    "evaluate",
    "backup",
    "restore",
    "doctor",
    "token",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_korean_and_english(ieum, command):
    done = ieum(command, "--help")

    explained = done.text
    assert done.code == 0
    assert any("가" <= letter <= "힣" for letter in explained)
    assert " · " in explained


@pytest.mark.parametrize("report", ["achievement", "registers", "discrepancies"])
def test_every_report_explains_itself(ieum, report):
    assert "--format" in ieum("report", report, "--help").text


def test_help_names_every_command_of_the_contract(ieum):
    explained = ieum("--help").text

    assert [name for name in COMMANDS if f" {name} " not in explained] == []


def test_help_loads_nothing_heavy():
    heavy = "{'fastapi', 'alembic', 'sqlalchemy', 'pydantic', 'uvicorn', 'numpy'}"
    asked = f"import sys, app.__main__; print(*({heavy} & sys.modules.keys()))"

    done = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ""


def test_a_misused_command_ends_with_2(ieum):
    assert ieum("token").code == 2
    assert ieum("nothing-like-this").code == 2
