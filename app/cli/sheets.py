"""`ieum import` and `ieum export`: any collection as a spreadsheet."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import Json, answer_json, database, progress, say, speech, words

if TYPE_CHECKING:
    from app.core.collection import Collection
    from app.exchange.imports import Outcome, Receipt

_SHOWN = 50  # refused rows that are printed for a person; --json has them all
_HOW_TO_CONFIRM = ("?confirm=true", "--confirm")  # over HTTP, and here
Name = Annotated[
    str, typer.Argument(metavar="COLLECTION", help="모음, 예: enterprises · a collection")
]


def import_(
    collection: Name,
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV 파일 · the file")
    ],
    reason: Annotated[
        str | None, typer.Option(help="까닭(이력에 남음) · why, for the history")
    ] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="저장하지 않고 행마다 판정만 봅니다. · Only judge.")
    ] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="중복 경고가 있어도 저장합니다. · Accept duplicates.")
    ] = False,
    as_json: Json = False,
) -> None:
    """CSV를 들입니다. 모든 행이 맞아야 저장됩니다. · Take a sheet in, whole or not at all."""
    from app.core.actors import Actor, Role
    from app.exchange.imports import take_in

    target = _collection(collection)
    shown = progress("가져오기", "Importing")
    with (
        database() as opened,
        shown as bar,
        opened.writing(actor=Actor(Role.admin, "import")) as to,
    ):
        to.confirmed, to.reason = confirm, reason or f"ieum import {file.name}"
        outcome = take_in(to, target, file.read_bytes(), dry_run=dry_run, progress=bar)
    if as_json:
        answer_json(_document(outcome))
    else:
        _tell(outcome, dry_run=dry_run)
    if not outcome.accepted:
        raise typer.Exit(1)


def export(
    collection: Name,
    out: Annotated[
        Path | None, typer.Option(help="쓸 파일(없으면 표준 출력) · the file to write")
    ] = None,
) -> None:
    """모음 하나를 CSV(UTF-8)로 내보냅니다. · Write a collection as CSV."""
    from app.core.actors import SYSTEM
    from app.exchange.writers import sheet

    target = _collection(collection)
    with database() as opened, opened.reading(actor=SYSTEM) as view:
        if out is None:
            sys.stdout.buffer.writelines(sheet(view, target))
            return
        unfinished = out.with_name(f"{out.name}.part")
        try:
            with unfinished.open("wb") as file:
                file.writelines(sheet(view, target))
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
    say(f"{out}에 썼습니다.", f"Written to {out}.")


def _collection(name: str) -> "Collection":
    """Return the collection called *name*; another name is a misuse."""
    from app.resources import COLLECTIONS

    if name not in COLLECTIONS:
        known = ", ".join(COLLECTIONS)
        raise typer.BadParameter(
            speech.pick(f"'{name}' 모음은 없습니다. 있는 것: {known}", f"Known are: {known}"),
            param_hint="COLLECTION",
        )
    return COLLECTIONS[name]


def _document(outcome: "Outcome") -> dict[str, Any]:
    """Return the receipt as programs read it, with words in both languages."""
    from app.exchange.imports import column_of

    return {
        "rows": [
            {
                "row": one.row,
                "verdict": one.verdict,
                "action": one.action,
                "errors": [
                    {"column": column_of(f), "code": f.code, "ko": f.ko, "en": f.en}
                    for f in one.faults
                ],
            }
            for one in outcome.receipts
        ],
        "summary": outcome.summary,
        "stored": outcome.stored,
    }


def _tell(outcome: "Outcome", *, dry_run: bool) -> None:
    """Say what became of the sheet: the refused rows, then the sum."""
    refused = [one for one in outcome.receipts if one.faults]
    for one in refused[:_SHOWN]:
        _tell_row(one)
    if len(refused) > _SHOWN:
        more = len(refused) - _SHOWN
        say(f"… 그밖에 {more:,}행", f"… and {more:,} more rows")
    count = outcome.summary
    say(
        f"{count['rows']:,}행: 등록 {count['created']:,}, 수정 {count['changed']:,}, 그대로 "
        f"{count['unchanged']:,}, 중복 의심 {count['duplicate-warning']:,}, 오류 {count['error']:,}",
        f"{count['rows']:,} rows: {count['created']:,} added, {count['changed']:,} changed, "
        f"{count['unchanged']:,} as they were, {count['duplicate-warning']:,} likely duplicates, "
        f"{count['error']:,} errors",
    )
    if outcome.stored:
        say("모두 저장했습니다.", "All stored.")
    elif dry_run and outcome.accepted:
        say("시험 실행이라 저장하지 않았습니다.", "A dry run: nothing was stored.")
    else:
        say("저장한 것이 없습니다.", "Nothing was stored.")


def _tell_row(receipt: "Receipt") -> None:
    from app.exchange.imports import column_of

    for fault in receipt.faults:
        column = f" [{column_of(fault)}]" if column_of(fault) else ""
        told = words(fault).replace(*_HOW_TO_CONFIRM)
        say(f"{receipt.row}행{column} {told}", f"row {receipt.row}{column} {told}")
