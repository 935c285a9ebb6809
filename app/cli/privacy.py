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
    contacts, requests, log_ins = found.contacts, found.subject_requests, found.log_ins
    if as_json:
        answer_json({**asdict(found), "destroyed": not dry_run})
        return
    ko = f"담당자 {contacts:,}명, 정보주체의 요구 {requests:,}건, 로그인 기록 {log_ins:,}건"
    en = f"{contacts:,} contacts, {requests:,} requests of persons, {log_ins:,} log-ins"
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
