"""How commands speak: results on standard output, everything else on standard error.

Korean unless English is asked for; progress only where someone is watching.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from app.core.db import Database
    from app.core.errors import DomainError, FieldFault

Progress = Callable[[int, int], None]
Json = Annotated[
    bool, typer.Option("--json", help="프로그램이 읽을 JSON으로 답합니다. · Answer as JSON.")
]


@dataclass(slots=True)
class Speech:
    """The language of one run of the command line."""

    language: str = "ko"

    def pick(self, ko: str, en: str) -> str:
        """Return the words of the chosen language."""
        return en if self.language == "en" else ko


speech = Speech()


def say(ko: str, en: str) -> None:
    """Tell a person something, beside the result."""
    print(speech.pick(ko, en), file=sys.stderr)  # noqa: T201 -- this is where it is printed


def answer(text: str) -> None:
    """Print the result of a command."""
    print(text)  # noqa: T201 -- this is where it is printed


def answer_json(value: Any) -> None:  # noqa: ANN401 -- whatever the command found
    """Print the result of a command for a program."""
    import orjson

    answer(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def refuse(refusal: "DomainError") -> NoReturn:
    """Say why something is refused, each wrong field with it, and end with 1."""
    print(refusal.message(speech.language), file=sys.stderr)  # noqa: T201 -- as above
    for fault in refusal.faults:
        print(f"  {fault.pointer}: {words(fault)}", file=sys.stderr)  # noqa: T201 -- as above
    raise SystemExit(1)


def words(fault: "FieldFault") -> str:
    """Return what is wrong with one field."""
    return speech.pick(fault.ko, fault.en)


@contextmanager
def progress(ko: str, en: str) -> Iterator[Progress | None]:
    """Show how far a long work is; nothing where nobody is watching."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(speech.pick(ko, en), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def database(*, current: bool = True) -> Iterator["Database"]:
    """Open the database of the settings; unless told otherwise it must be up to date.

    Every table is imported first: what points at another table finds it whatever else is loaded.
    """
    import app.tables  # noqa: F401 -- for what it defines
    from app.core.db import Database
    from app.core.settings import settings
    from app.exchange.schema import require_current

    opened = Database(settings())
    try:
        if current:
            require_current(opened)
        yield opened
    finally:
        opened.close()
