"""`ieum evaluate`: the quality of the ranking, measured on judged requests."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.console import Json, answer, answer_json, say
from app.core.errors import NotFound

_NEEDED = ("enterprises.jsonl", "tenders.jsonl")


class FolderIncomplete(NotFound):
    """The folder lacks what is to be ranked."""

    ko = "{folder} 폴더에 {names} 파일이 없습니다."
    en = "{folder} lacks {names}."


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", exists=True, file_okay=False, help="평가 자료 폴더 · folder"),
    ],
    run: Annotated[
        Path | None, typer.Option(metavar="OUT.tsv", help="순위를 쓸 파일 · where to write ranks")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """순위의 품질을 잽니다(데이터베이스 없이). · Measure the ranking; no database is needed."""
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
