"""`ieum backup`, `ieum restore` and `ieum doctor`: keeping the record safe."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import Json, answer, answer_json, database, progress, say, speech

if TYPE_CHECKING:
    from app.exchange.checkup import Finding

_MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


def backup(
    file: Annotated[Path, typer.Argument(help="쓸 파일 · the file to write")],
) -> None:
    """서비스 중에도 데이터베이스 전체를 한 파일로 뜹니다. · Save the whole database while in use."""
    from app.exchange.backups import backup as save

    with database(current=False) as opened, progress("백업", "Saving") as bar:
        save(opened, file, bar)
    say(f"{file}에 백업했습니다.", f"Saved to {file}.")


def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="백업 파일 · backup")],
    *,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify",
            help="되돌리지 않고, 딴 곳에 풀어 검사만 합니다. · Only rehearse and examine.",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="지금 자료를 모두 바꿉니다. · Replace what is there.")
    ] = False,
    as_json: Json = False,
) -> None:
    """백업을 되돌립니다. · Put a backup back."""
    from app.exchange import backups
    from app.exchange.checkup import examine

    with database(current=False) as opened:
        if verify:
            with backups.rehearsed(opened, file) as scratch:
                _report(list(examine(scratch)), as_json=as_json)
            return
        with progress("복원", "Restoring") as bar:
            backups.restore(opened, file, force=force, progress=bar)
    say(
        f"{file}에서 되돌렸습니다. `ieum migrate`, `ieum doctor`를 거쳐 서비스를 다시 시작하세요.",
        f"Restored from {file}. Run `ieum migrate` and `ieum doctor`, then start the service anew.",
    )


def doctor(*, as_json: Json = False) -> None:
    """이 설치가 성한지 봅니다. · Examine this installation."""
    from app.exchange.checkup import examine

    with database(current=False) as opened:
        _report(list(examine(opened)), as_json=as_json)


def _report(findings: "list[Finding]", *, as_json: bool) -> None:
    """Print what was found and one line of verdict; end with 1 when something is broken."""
    from app.exchange.checkup import State, verdict

    worst = verdict(findings)
    if as_json:
        found = [{"name": f.name, "state": f.state, "ko": f.ko, "en": f.en} for f in findings]
        answer_json({"verdict": worst, "findings": found})
    else:
        for one in findings:
            answer(f"{_MARKS[one.state]} {one.name:<13} {speech.pick(one.ko, one.en)}")
        answer(_sentence(findings))
    if worst is State.fail:
        raise typer.Exit(1)


def _sentence(findings: "list[Finding]") -> str:
    """Return the verdict in one line."""
    broken = [one.name for one in findings if one.state == "fail"]
    doubtful = [one.name for one in findings if one.state == "warn"]
    if broken:
        names = ", ".join(broken)
        return speech.pick(f"판정: 고쳐야 합니다 ({names})", f"verdict: broken ({names})")
    if doubtful:
        names = ", ".join(doubtful)
        return speech.pick(
            f"판정: 정상, 살펴볼 것 있음 ({names})", f"verdict: sound, but see {names}"
        )
    return speech.pick("판정: 정상", "verdict: sound")
