"""`ieum`, the command line: every command, and how a refusal ends one."""

from enum import StrEnum
from typing import Annotated

import typer

from app.cli import (
    accounts,
    batching,
    console,
    evaluating,
    matching,
    privacy,
    reporting,
    seeding,
    serving,
    sheets,
    thesaurus,
    tokens,
    upkeep,
)
from app.core.errors import DomainError, Refused

app = typer.Typer(
    name="ieum",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="이음: 사회적경제 공공구매 매칭 서비스 · Public-procurement matchmaking. "
    "종료 코드 0 성공, 1 거절·실패, 2 잘못 쓴 명령 · exit codes 0 done, 1 refused, 2 misused.",
)


class FileUnusable(Refused):
    """A file that was named cannot be read or written."""

    ko = "{file} 파일을 읽거나 쓸 수 없습니다: {why}"
    en = "{file} cannot be read or written: {why}"


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
app.command("batch")(batching.batch)
app.command("digest")(batching.digest)
app.add_typer(reporting.report, name="report")
app.add_typer(thesaurus.thesaurus, name="thesaurus")
app.command("evaluate")(evaluating.evaluate)
app.command("backup")(upkeep.backup)
app.command("restore")(upkeep.restore)
app.command("doctor")(upkeep.doctor)
app.add_typer(accounts.account, name="account")
app.command("token")(tokens.token)
app.add_typer(privacy.privacy, name="privacy")


def main() -> None:
    """Run one command; a refusal is said in words and ends with 1."""
    try:
        app()
    except DomainError as refusal:
        console.refuse(refusal)
    except OSError as error:
        if error.filename is None:
            raise
        place = error.filename2 or error.filename
        console.refuse(FileUnusable(file=place, why=error.strerror))


if __name__ == "__main__":
    main()
