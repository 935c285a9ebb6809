"""`ieum batch` and `ieum digest`: a day's tenders against everyone, and what it means for each."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from app.cli.console import Json, answer, answer_json, database, progress, say, speech

if TYPE_CHECKING:
    from app.core.db import Reading

Document = dict[str, Any]


def batch(
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="기준일(없으면 오늘) · the day, today by default"),
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, max=100, help="공고마다 몇 곳까지 · how many for each tender")
    ] = 10,
    *,
    again: Annotated[
        bool, typer.Option("--again", help="끝난 날도 새로 합니다. · Anew though it is finished.")
    ] = False,
    as_json: Json = False,
) -> None:
    """그날 열려 있는 모든 공고에 기업을 매칭합니다. 멈추면 이어서 합니다. · Rank a day's tenders."""
    from app.core.settings import settings
    from app.matches.batches import work
    from app.matches.live import LiveIndex

    live = LiveIndex(settings().data_dir)
    with database() as opened, progress("일괄 매칭", "Ranking the day's tenders") as bar:
        found = work(
            opened,
            live,
            day=day.date() if day else None,
            limit=limit,
            again=again,
            progress=bar,
        )
    if as_json:
        answer_json(found)
        return
    answer(str(found["id"]))
    say(
        f"{found['as_of']} 공고 {found['done']:,}건: 기업 {found['enterprises']:,}곳에 "
        f"{found['places']:,}건, 그 가운데 새 제안 {found['new_places']:,}건",
        f"{found['as_of']}: {found['done']:,} tenders, {found['places']:,} places for "
        f"{found['enterprises']:,} enterprises, {found['new_places']:,} of them new",
    )


def digest(
    enterprise: Annotated[UUID | None, typer.Option(help="기업 id · enterprise")] = None,
    office: Annotated[str | None, typer.Option(help="사무소 코드 · office code")] = None,
    batch: Annotated[
        UUID | None, typer.Option(help="일괄 매칭 id(없으면 마지막) · batch, the last by default")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """일괄 매칭이 기업이나 사무소에, 아니면 모두에게 뜻하는 것. · What a batch means for each."""
    if enterprise and office:
        ko, en = (
            "기업과 사무소 중 하나만 적어 주세요.",
            "Give an enterprise or an office, not both.",
        )
        raise typer.BadParameter(speech.pick(ko, en))
    from app.core.actors import SYSTEM

    with database() as opened, opened.reading(actor=SYSTEM) as unit:
        found = _digests(unit, enterprise, office, batch)
    if as_json:
        answer_json(found if enterprise is None and office is None else found[0])
        return
    for one in found:
        _show(one)


def _digests(
    unit: "Reading", enterprise: UUID | None, office: str | None, batch: UUID | None
) -> list[Document]:
    from app.matches import digests
    from app.matches.batch_schemas import DigestQuery, OfficeDigestQuery

    if enterprise:
        return [digests.of_enterprise(unit, enterprise, DigestQuery(batch=batch))]
    if office:
        return [digests.of_office(unit, office, OfficeDigestQuery(batch=batch))]
    return list(digests.everyone(unit, batch))


def _show(one: Document) -> None:
    """Print a digest for a person."""
    if "office" in one:
        answer(speech.pick(f"[사무소] {one['office']}", f"[office] {one['office']}"))
        for tender in one["tenders"]:
            answer(f"  {tender['tender']['title']}")
            for proposed in tender["proposals"]:
                _line(proposed, proposed["enterprise"]["name"])
        return
    answer(one["enterprise"]["name"])
    for kind, ko, en in (
        ("fits", "맞는 공고", "fits"),
        ("near_misses", "가까운 공고", "near misses"),
    ):
        if one[kind]:
            answer(f"  {speech.pick(ko, en)}")
        for standing in one[kind]:
            _line(standing, standing["tender"]["title"])


def _line(standing: Document, name: str) -> None:
    fresh = speech.pick(" (새)", " (new)") if standing["is_new"] else ""
    answer(f"  {standing['rank']:>3}. {standing['score']:6.2f}  {name}{fresh}")
    message = "message_en" if speech.language == "en" else "message"
    for change in standing["changes"]:
        answer(f"              - {change[message]}")
