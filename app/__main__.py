"""`ieum`, the command line: every command, and how a refusal ends one."""

from enum import StrEnum
from typing import Annotated

import typer

from app.cli import (
    console,
    evaluating,
    matching,
    reporting,
    seeding,
    serving,
    sheets,
    tokens,
    upkeep,
)
from app.core.errors import DomainError

app = typer.Typer(
    name="ieum",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="이음: 사회적경제 공공구매 매칭 서비스 · Public-procurement matchmaking. "
    "종료 코드 0 성공, 1 거절·실패, 2 잘못 쓴 명령 · exit codes 0 done, 1 refused, 2 misused.",
)


class Language(StrEnum):
    """The languages people read here."""

    ko = "ko"
    en = "en"


@app.callback()
def _speak(
    lang: Annotated[Language, typer.Option(help="말 · language")] = Language.ko,
) -> None:
    console.speech.language = lang.value


app.command("serve")(serving.serve)
app.command("migrate")(seeding.migrate)
app.command("seed")(seeding.seed)
app.command("import")(sheets.import_)
app.command("export")(sheets.export)
app.command("match")(matching.match)
app.add_typer(reporting.report, name="report")
app.command("evaluate")(evaluating.evaluate)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.command("doctor")(upkeep.doctor)
app.command("token")(tokens.token)


def main() -> None:
    """Run one command; a refusal is said in words and ends with 1."""
    try:
        app()
    except DomainError as refusal:
        console.refuse(refusal)


if __name__ == "__main__":
    main()
