"""`ieum privacy`: destroying personal data in time, and looking for numbers that must not be kept."""

from dataclasses import asdict
from typing import Annotated

import typer

from app.cli.console import Json, answer, answer_json, database, say

privacy = typer.Typer(no_args_is_help=True, help="개인정보의 파기와 점검 · personal data")


@privacy.command("sweep")
def sweep(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="세기만 합니다. · Only count.")
    ] = False,
    as_json: Json = False,
) -> None:
    """보유기간이 지난 개인정보를 지금 파기합니다. · Destroy now what is due."""
    from app.core.actors import SYSTEM
    from app.exchange import sweeping

    with database() as opened, opened.writing(actor=SYSTEM) as unit:
        found = sweeping.due(unit) if dry_run else sweeping.sweep(unit)
    if as_json:
        answer_json({**asdict(found), "destroyed": not dry_run})
        return
    ko = (
        f"담당자 {found.contacts:,}명, 정보주체의 요구 {found.subject_requests:,}건, "
        f"닫은 계정 {found.accounts:,}개, 접속기록 {found.access_records:,}건"
    )
    en = (
        f"{found.contacts:,} contacts, {found.subject_requests:,} requests of persons, "
        f"{found.accounts:,} closed accounts, {found.access_records:,} access records"
    )
    if dry_run:
        say(f"파기할 것: {ko}", f"Due: {en}")
    else:
        say(f"파기했습니다: {ko}", f"Destroyed: {en}")


@privacy.command("scan")
def scan(*, as_json: Json = False) -> None:
    """주민등록번호·카드번호로 보이는 글을 찾습니다. · Find what looks like numbers not to be kept."""
    from app.core.actors import SYSTEM
    from app.exchange.privacy import suspicious

    with database() as opened, opened.reading(actor=SYSTEM) as unit:
        found = list(suspicious(unit))
    if as_json:
        answer_json([{"collection": c, "id": key, "pointer": p} for c, key, p in found])
    else:
        for collection, key, pointer in found:
            answer(f"{collection} {key} {pointer}")
        say(f"의심되는 글 {len(found):,}곳", f"{len(found):,} texts to look at")
    if found:
        raise typer.Exit(1)
