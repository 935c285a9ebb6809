"""`ieum evaluate`: the quality of the ranking, measured on judged requests or on what came of runs."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import Json, answer, answer_json, database, say, speech
from app.core.errors import NotFound

if TYPE_CHECKING:
    from datetime import date

_NEEDED = ("enterprises.jsonl", "tenders.jsonl")
_LOGGED = ("HR@10", "MRR@10", "coverage", "long_tail", "gini")


class FolderIncomplete(NotFound):
    """The folder lacks what is to be ranked."""

    ko = "{folder} 폴더에 {names} 파일이 없습니다."
    en = "{folder} lacks {names}."


def evaluate(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", exists=True, file_okay=False, help="평가 자료 폴더 · folder"
        ),
    ] = None,
    run: Annotated[
        Path | None, typer.Option(metavar="OUT.tsv", help="순위를 쓸 파일 · where to write ranks")
    ] = None,
    *,
    logged: Annotated[
        bool,
        typer.Option(
            "--logged", help="폴더 대신 데이터베이스의 실행과 결과로 · by what came of stored runs"
        ),
    ] = False,
    split: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="--logged: 이 날 앞과 뒤를 따로 · before and from"),
    ] = None,
    monthly: Annotated[
        bool, typer.Option("--monthly", help="--logged: 달마다 따로 · month by month")
    ] = False,
    as_json: Json = False,
) -> None:
    """순위의 품질을 잽니다. · Measure the ranking, on a judged folder or on logged outcomes."""
    if logged == (folder is not None):
        ko, en = "폴더나 --logged 중 하나를 적어 주세요.", "Give a folder or --logged."
        raise typer.BadParameter(speech.pick(ko, en))
    if folder is None:
        _logged(split.date() if split else None, monthly=monthly, as_json=as_json)
    else:
        _judged(folder, run, as_json=as_json)


def _judged(folder: Path, run: Path | None, *, as_json: bool) -> None:
    """Rank the requests of a folder, and compare with its judgements; no database is needed."""
    missing = [name for name in _NEEDED if not (folder / name).exists()]
    if missing:
        raise FolderIncomplete(folder=folder, names=", ".join(missing))
    from app.core.settings import settings
    from app.matching import evaluate as judged
    from app.matching.concepts import Thesaurus

    data = settings().data_dir
    thesaurus = Thesaurus.load(data / "thesaurus" / "concepts.csv", data / "categories.csv")
    say("순위를 매기는 중입니다…", "Ranking…")
    answers = judged.run(folder, thesaurus)
    if run:
        judged.write_run(answers, run)
    figures = judged.measure(answers, folder)
    if as_json:
        answer_json(
            [
                {"slice": one.slice, "requests": one.requests}
                | dict(zip(judged.MEASURES, one.values, strict=True))
                for one in figures
            ]
        )
    elif figures:
        judged.show(figures, answer)
    else:
        say("qrels.tsv가 없어 재지 않았습니다.", "There is no qrels.tsv, so nothing is measured.")


def _logged(split: "date | None", *, monthly: bool, as_json: bool) -> None:
    """Measure the stored runs by who was chosen or contracted, period by period."""
    from app.core.actors import SYSTEM
    from app.matches.worth import logged_worth

    with database() as opened, opened.reading(actor=SYSTEM) as unit:
        found = logged_worth(unit, split, monthly=monthly)
    if as_json:
        answer_json(found)
    elif found["periods"]:
        _show(found)
    else:
        say("보관된 매칭 실행이 없습니다.", "No match run of a tender is stored.")


def _show(found: dict[str, Any]) -> None:
    """Print the figures as a table; what rests on too little is marked."""
    answer(f"{'period':<14}{'runs':>6}{'decided':>9}  " + "".join(n.rjust(11) for n in _LOGGED))
    for one in found["periods"]:
        cells = "".join("-".rjust(11) if one[n] is None else f"{one[n]:11.3f}" for n in _LOGGED)
        mark = "" if one["is_enough"] else "  *"
        answer(f"{one['period']:<14}{one['runs']:>6}{one['decided']:>9}  {cells}{mark}")
    if not all(one["is_enough"] for one in found["periods"]):
        least = found["enough"]
        say(
            f"* 결과가 기록된 실행이 {least}건보다 적어 HR과 MRR로 판단하기 이릅니다.",
            f"* Fewer than {least} runs have an outcome: too little to judge by HR and MRR.",
        )
