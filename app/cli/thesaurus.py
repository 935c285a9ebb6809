"""`ieum thesaurus`: the words of the trades, looked at, taken out, brought in and published."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import Json, answer, answer_json, database, say, speech

if TYPE_CHECKING:
    from app.thesaurus.published import Contents

thesaurus = typer.Typer(
    no_args_is_help=True, help="업종 사전을 살피고 고칩니다. · The words of the trades."
)
_Document = dict[str, Any]
_File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV 파일 · the file")
]


@thesaurus.command("check")
def check(
    file: Annotated[
        Path | None,
        typer.Argument(
            exists=True, dir_okay=False, help="살필 파일(없으면 초안) · a file; else the drafts"
        ),
    ] = None,
    *,
    rankings: Annotated[
        bool, typer.Option("--rankings", help="순위가 어떻게 바뀌는지도 · what rankings would do")
    ] = False,
    as_json: Json = False,
) -> None:
    """초안이나 파일에 잘못이 없는지 봅니다. 잘못이 있으면 1. · Look for faults; 1 if there are any."""
    if file is not None and rankings:
        raise typer.BadParameter(
            speech.pick("--rankings는 초안에만 씁니다.", "--rankings is for drafts only.")
        )
    found = _of_file(file) if file else _of_drafts(rankings=rankings)
    if as_json:
        answer_json(found)
    else:
        _tell(found)
    if any(one["severity"] == "error" for one in found["findings"]):
        raise typer.Exit(1)


@thesaurus.command("export")
def export(
    version: Annotated[
        int | None, typer.Option(min=1, help="몇 판(없으면 지금 판) · which version; else in force")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="쓸 파일(없으면 표준 출력) · the file to write")
    ] = None,
    *,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="초안을 반영한 것 · with the drafts")
    ] = False,
) -> None:
    """사전을 실린 파일과 같은 꼴로 내보냅니다. · Write the words as the shipped file has them."""
    from app.core.actors import SYSTEM
    from app.core.settings import settings
    from app.thesaurus import published, sheet

    data_dir = settings().data_dir
    with database() as opened, opened.reading(actor=SYSTEM) as unit:
        if version is not None:
            text = published.sheet_of(unit, data_dir, version)
        elif drafts:
            text = sheet.written(published.drafted(unit, data_dir).values())
        else:
            now = published.newest(unit)
            text = sheet.written(published.contents_at(unit, data_dir, now).values())
    if out is None:
        sys.stdout.buffer.write(text.encode())
    else:
        out.write_bytes(text.encode())


@thesaurus.command("import")
def import_(
    file: _File,
    reason: Annotated[
        str | None, typer.Option(help="까닭(이력에 남음) · why, for the history")
    ] = None,
    *,
    complete: Annotated[
        bool, typer.Option("--complete", help="파일에 없는 개념은 지움 · drop what it lacks")
    ] = False,
) -> None:
    """파일의 개념을 초안으로 들입니다. 발행하기 전에는 쓰이지 않습니다. · Bring a file in as drafts."""
    from app.core.actors import Actor, Role
    from app.core.settings import settings
    from app.thesaurus.publishing import draft_all

    wanted = _contents(file)
    importer = Actor(Role.admin, "import")
    with database() as opened, opened.writing(actor=importer) as unit:
        unit.reason = reason or f"ieum thesaurus import {file.name}"
        count = draft_all(unit, settings().data_dir, wanted, complete=complete)
    answer(speech.pick(f"개념 {count:,}개가 달라졌습니다.", f"{count:,} concepts have changed."))


@thesaurus.command("publish")
def publish(
    reason: Annotated[str, typer.Option(help="까닭(모두가 봄) · why, for everyone to read")],
    digest: Annotated[
        str | None, typer.Option(help="check가 보인 digest일 때만 · only what check has shown")
    ] = None,
) -> None:
    """초안을 다음 판으로 발행합니다. 서비스는 멈추지 않습니다. · Publish the drafts; no restart."""
    from pydantic import ValidationError

    from app.core.actors import SYSTEM
    from app.core.errors import InvalidInput
    from app.core.records import faults_of
    from app.core.settings import settings
    from app.thesaurus import publishing
    from app.thesaurus.schemas import PublishRequest

    try:
        wanted = PublishRequest(reason=reason, digest=digest)
    except ValidationError as error:
        raise InvalidInput(faults=faults_of(error)) from error
    with database() as opened, opened.writing(actor=SYSTEM) as unit:
        unit.reason = wanted.reason
        made = publishing.publish(unit, settings().data_dir, wanted)
    answer(str(made["number"]))


def _contents(file: Path) -> "Contents":
    from app.exchange.cells import decode
    from app.thesaurus.files import contents_of

    return contents_of(decode(file.read_bytes()))


def _of_file(file: Path) -> _Document:
    from app.core.settings import settings
    from app.thesaurus import published, publishing, sheet

    data_dir, contents = settings().data_dir, _contents(file)
    shipped: Contents = {one["code"]: one for one in sheet.shipped(data_dir)}
    return {
        "digest": sheet.digest(contents.values()),
        "changes": [published.shown(one) for one in published.differences(shipped, contents)],
        "findings": [publishing.shown(one) for one in publishing.differing(data_dir, contents)],
    }


def _of_drafts(*, rankings: bool) -> _Document:
    from app.core.actors import SYSTEM
    from app.core.settings import settings
    from app.matches.live import LiveIndex
    from app.matches.preview import preview
    from app.matches.preview_schemas import PreviewQuery
    from app.thesaurus.publishing import pending

    data_dir = settings().data_dir
    with database() as opened, opened.reading(actor=SYSTEM) as unit:
        if not rankings:
            return pending(unit, data_dir)
        say("순위를 두 번 매기는 중입니다…", "Ranking twice…")
        return preview(unit, LiveIndex(data_dir), PreviewQuery())


def _tell(found: _Document) -> None:
    for one in found["changes"]:
        answer(f"{one['change']:<8} {one['code']:<6} {one['name']}  {_fields(one['fields'])}")
    for one in found["findings"]:
        message = one["message_en"] if speech.language == "en" else one["message"]
        answer(f"{one['severity']:<8} {one['concept']:<6} {one['field']}: {message}")
    if "rankings" in found:
        _tell_rankings(found)
    answer(f"digest   {found['digest']}")


def _fields(fields: Sequence[_Document]) -> str:
    return " ".join(
        f"{one['field']}{''.join(f' -{it}' for it in one['taken'])}"
        f"{''.join(f' +{it}' for it in one['put'])}"
        for one in fields
    )


def _tell_rankings(found: _Document) -> None:
    for name, ko in (("tenders", "공고"), ("runs", "실행")):
        counts = found[name]
        answer(
            speech.pick(
                f"{ko} {counts['compared']:,}건 가운데 {counts['changed']:,}건의 열 곳이 달라집니다.",
                f"{name}: the first ten change in {counts['changed']:,} of {counts['compared']:,}.",
            )
        )
    for one in found["rankings"]:
        answer(f"  {one['title']}")
        for it in one["moves"]:
            places = f"{it['rank_before'] or '-'} → {it['rank_after'] or '-'}"
            answer(f"    {places:<9} {it['enterprise']['name']}")
    for one in found["quality"]:
        figures = (f"{it['name']} {it['before']:.3f} → {it['after']:.3f}" for it in one["measures"])
        answer(f"  {one['slice']}: {', '.join(figures)}")
